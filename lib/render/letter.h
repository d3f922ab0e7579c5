// SPDX-License-Identifier: MIT
// What does a customer read who is asked? The theme, the questions with what may be answered, and the token to answer with.
#pragma once

#include <string>

#include "work/questionnaire.h"

namespace svc::render {

struct LetterText {
  std::string organization, survey, theme, token;
  std::string reader, email;                            // "": not known
  std::string customer_id, customer, address, region;
  const work::Questionnaire* questionnaire = nullptr;
  bool reminder = false;
};

// Plain text, a line a question.
std::string letter(const LetterText& text);
// What a sink of format json gets: the same with its parts, one object on one line.
std::string letter_json(const LetterText& text);

}  // namespace svc::render
