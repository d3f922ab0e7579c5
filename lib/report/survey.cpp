// SPDX-License-Identifier: MIT
#include "report/survey.h"

#include <fmt/format.h>

#include <cmath>

namespace svc::report {
namespace {

using work::Question;

std::optional<double> share(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? std::nullopt : std::optional(100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

void add(const Question& question, const std::string& answer, Tally& tally) {
  ++tally.count;
  if (question.kind != Question::Kind::text) ++tally.by_answer[answer];
  if (question.kind != Question::Kind::scale) return;
  const std::int64_t value = work::value_of(answer);
  tally.sum += value;
  tally.best += value >= question.to - 1 ? 1 : 0;
  tally.promoters += value >= 9 ? 1 : 0;
  tally.detractors += is_detractor(answer) ? 1 : 0;
}

}  // namespace

bool is_detractor(const std::string& answer) { return work::value_of(answer) <= 6; }

std::optional<double> Tally::mean() const { return count == 0 ? std::nullopt : std::optional(static_cast<double>(sum) / static_cast<double>(count)); }
std::optional<double> Tally::csat() const { return share(best, count); }
std::optional<double> Tally::nps() const { return share(promoters - detractors, count); }
std::optional<double> SurveyFigures::response_rate() const { return share(answered, invited); }

SurveyFigures figures_of(const work::Questionnaire& questionnaire, const std::vector<Reply>& replies) {
  SurveyFigures figures;
  for (const Question& question : questionnaire.questions) figures.questions.push_back({.question = &question, .all = {}, .by_region = {}, .texts = {}});
  for (const Reply& reply : replies) {
    auto& [invited, answered] = figures.by_region[reply.region];
    ++invited;
    ++figures.invited;
    if (reply.answers.empty()) continue;
    ++answered;
    ++figures.answered;
    for (QuestionFigures& each : figures.questions) {
      const auto* answer = reply.answers.find(each.question->id);
      if (answer == nullptr) continue;
      add(*each.question, *answer, each.all);
      add(*each.question, *answer, each.by_region[reply.region]);
      if (each.question->kind == Question::Kind::text) each.texts.push_back(*answer);
      if (each.question->kind == Question::Kind::scale && !each.question->recommends) add(*each.question, *answer, figures.satisfaction);
    }
  }
  return figures;
}

double rounded(double value, int decimals) {
  const double scale = std::pow(10, decimals);
  return std::round(value * scale) / scale;
}

std::string print_figure(const std::optional<double>& value, int decimals, bool sign) {
  if (!value) return "-";
  return sign && *value != 0 ? fmt::format("{:+.{}f}", *value, decimals) : fmt::format("{:.{}f}", *value, decimals);
}

}  // namespace svc::report
