// SPDX-License-Identifier: MIT
// What did a survey show? Response rate, means, satisfaction and recommendation, each with the number of answers that it
// rests on.
//
//   service, scale 1 to 5, answers 5 5 4 2: 4 answers, mean 4.00, CSAT 75.0 % (those who gave one of the two best marks)
//   recommends, answers 10 9 7 3: NPS +25 (half are promoters, 9 and 10; a quarter detractors, 0 to 6)
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "work/fields.h"
#include "work/questionnaire.h"

namespace svc::report {

// One invitation: what came back by question, nothing if nothing did.
struct Reply {
  std::string region;
  work::Fields answers;
};

// The answers to one question.
struct Tally {
  std::int64_t count = 0;
  std::int64_t sum = 0;                            // of a scale
  std::int64_t best = 0;                           // one of the two best marks
  std::int64_t promoters = 0, detractors = 0;      // 9 and 10; 0 to 6
  std::map<std::string, std::int64_t> by_answer;   // of a scale and a choice

  // Nothing without answers.
  std::optional<double> mean() const;
  std::optional<double> csat() const;  // percent
  std::optional<double> nps() const;   // -100 to 100
};

struct QuestionFigures {
  const work::Question* question = nullptr;
  Tally all;
  std::map<std::string, Tally> by_region;
  std::vector<std::string> texts;  // of free text, in the order of the replies
};

struct SurveyFigures {
  std::int64_t invited = 0, answered = 0;
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> by_region;  // invited, answered
  std::vector<QuestionFigures> questions;
  Tally satisfaction;  // of all scales but those of recommendation

  std::optional<double> response_rate() const;  // percent
};

// Whether a mark of 0 to 10 is one of those who would rather not recommend us: 0 to 6.
bool is_detractor(const std::string& answer);

SurveyFigures figures_of(const work::Questionnaire& questionnaire, const std::vector<Reply>& replies);

// To so many decimals, half away from zero.
double rounded(double value, int decimals);
// "4.00", "75.0", "+25.0"; "-" for nothing.
std::string print_figure(const std::optional<double>& value, int decimals, bool sign = false);

}  // namespace svc::report
