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
  std::string out;
  const auto line = [&](const std::string& content) { out += printable(content) + "\n"; };
  for (const auto* part : {&text.customer, &text.address, &text.reader}) {
    if (!part->empty()) line(*part);
  }
  out += "\n";
  line(text.theme + (text.reminder ? " (提醒 / reminder)" : ""));
  out += "\n";
  for (size_t i = 0; i < text.questionnaire->questions.size(); ++i) {
    const Question& question = text.questionnaire->questions[i];
    line(std::to_string(i + 1) + ". " + (question.title.empty() ? question.id : question.title) + answers_of(question));
  }
  out += "\n";
  line("回函编号 / token: " + text.token);
  line(text.organization);
  return out;
}

std::string letter_json(const LetterText& text) {
  const nlohmann::ordered_json out{{"kind", text.reminder ? "survey-reminder" : "survey"}, {"survey", text.survey}, {"token", text.token}, {"theme", text.theme}, {"customer", text.customer_id},
                                   {"name", text.customer}, {"person", text.reader}, {"email", text.email}, {"region", text.region}, {"text", letter(text)}};
  return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace svc::render
