// SPDX-License-Identifier: MIT
#include "work/questionnaire.h"

#include <algorithm>
#include <charconv>

#include "error.h"
#include "suggest.h"

namespace svc::work {
namespace {

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

const Question* Questionnaire::find(std::string_view question) const {
  const auto found = std::find_if(questions.begin(), questions.end(), [&](const Question& each) { return each.id == question; });
  return found == questions.end() ? nullptr : &*found;
}

const std::vector<std::string>& question_kinds() {
  static const std::vector<std::string> names{"scale", "choice", "text"};
  return names;
}

void require_answer(const Question& question, const std::string& answer) {
  if (question.kind == Question::Kind::scale) {
    const auto value = whole_number(answer);
    if (value && question.from <= *value && *value <= question.to) return;
    throw Error{ErrorKind::refused, phrase("'{}' is no answer to '{}': its scale is {} to {}", answer, question.id, question.from, question.to), phrase("answer with a whole number of the scale")};
  }
  if (question.kind == Question::Kind::choice && std::find(question.choices.begin(), question.choices.end(), answer) == question.choices.end()) {
    throw Error{ErrorKind::refused, phrase("'{}' is no answer to '{}'", answer, question.id), hint_for(answer, question.choices)};
  }
}

bool is_dissatisfied(const Question& question, const std::string& answer) {
  if (question.kind == Question::Kind::scale) return question.under && value_of(answer) < *question.under;
  return question.kind == Question::Kind::choice && std::find(question.bad.begin(), question.bad.end(), answer) != question.bad.end();
}

std::int64_t value_of(const std::string& answer) { return whole_number(answer).value_or(0); }

}  // namespace svc::work
