// SPDX-License-Identifier: MIT
// What are customers asked, and which answer is one? Questions with a scale, choices or free text.
//
//   practice: scale 1 to 5, under 3 is dissatisfied;  "4" → right, "6" → refused: out of the scale
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace svc::work {

struct Question {
  enum class Kind { scale, choice, text };
  std::string id;
  std::string title;
  Kind kind = Kind::text;
  std::int64_t from = 1, to = 5;       // of a scale, both included
  std::optional<std::int64_t> under;   // of a scale: an answer below it is dissatisfied
  std::vector<std::string> choices;    // of a choice
  std::vector<std::string> bad;        // the choices that are dissatisfied
  bool recommends = false;             // of a scale of 0 to 10: how likely one is to recommend us
};

struct Questionnaire {
  std::string id;
  std::string title;
  std::string source;
  std::string problem_class = "ordinary";  // of what somebody is dissatisfied with
  std::string team;                        // who owns it; "": as any item of the profile
  std::vector<Question> questions;

  const Question* find(std::string_view question) const;
};

// The names of the kinds, in the order of their values.
const std::vector<std::string>& question_kinds();

// Throws Error{refused} for an answer that the question does not have, with those that it has.
void require_answer(const Question& question, const std::string& answer);
bool is_dissatisfied(const Question& question, const std::string& answer);
// The value of an answer on a scale. Requires a right one.
std::int64_t value_of(const std::string& answer);

}  // namespace svc::work
