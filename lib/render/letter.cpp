// SPDX-License-Identifier: MIT
#include "render/letter.h"

#include <nlohmann/json.hpp>

#include "text.h"

namespace svc::render {
namespace {

using work::Question;

std::string answers_of(const Question& question) {
  if (question.kind == Question::Kind::scale) return " (" + std::to_string(question.from) + " - " + std::to_string(question.to) + ")";
  std::string list;
  for (const auto& choice : question.choices) list += (list.empty() ? "" : " / ") + choice;
  return list.empty() ? "" : " (" + list + ")";
}

}  // namespace

std::string letter(const LetterText& text) {
  std::string out = text.customer + "\n";
  if (!text.address.empty()) out += text.address + "\n";
  if (!text.reader.empty()) out += text.reader + "\n";
  out += "\n" + text.theme + (text.reminder ? " (提醒 / reminder)" : "") + "\n\n";
  for (size_t i = 0; i < text.questionnaire->questions.size(); ++i) {
    const Question& question = text.questionnaire->questions[i];
    out += std::to_string(i + 1) + ". " + (question.title.empty() ? question.id : question.title) + answers_of(question) + "\n";
  }
  return printable(out + "\n回函编号 / token: " + text.token + "\n" + text.organization) + "\n";
}

std::string letter_json(const LetterText& text) {
  const nlohmann::ordered_json out{{"kind", text.reminder ? "survey-reminder" : "survey"}, {"survey", text.survey}, {"token", text.token}, {"theme", text.theme}, {"customer", text.customer_id},
                                   {"name", text.customer}, {"person", text.reader}, {"email", text.email}, {"region", text.region}, {"text", letter(text)}};
  return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace svc::render
