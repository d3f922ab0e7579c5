// SPDX-License-Identifier: MIT
#include "render/survey_page.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "render/markup.h"
#include "text.h"

namespace svc::render {
namespace {

using nlohmann::ordered_json;
using report::print_figure;
using report::QuestionFigures;
using report::Tally;
using work::Question;

std::string name_of(const Question& question) { return question.title.empty() ? question.id : question.title; }
std::string region_name(const std::string& region) { return region.empty() ? "–" : region; }

// The answers in the order of the scale, or of the choices.
std::vector<std::pair<std::string, std::int64_t>> distribution(const Question& question, const Tally& tally) {
  std::vector<std::pair<std::string, std::int64_t>> result;
  const auto add = [&](const std::string& answer) {
    const auto found = tally.by_answer.find(answer);
    result.emplace_back(answer, found == tally.by_answer.end() ? 0 : found->second);
  };
  for (std::int64_t value = question.from; question.kind == Question::Kind::scale && value <= question.to; ++value) add(std::to_string(value));
  for (const auto& choice : question.choices) add(choice);
  return result;
}

Message figures_cell(const Question& question, const Tally& tally) {
  if (question.recommends) return "NPS " + print_figure(tally.nps(), 0, true);
  return question.kind == Question::Kind::scale ? phrase("{} of {} · CSAT {} %", print_figure(tally.mean(), 2), question.to, print_figure(tally.csat(), 0)) : Message();
}

std::string chart_of(const Question& question, const Tally& tally) {
  std::vector<Bar> bars;
  for (const auto& [answer, count] : distribution(question, tally)) {
    const bool bad = work::is_dissatisfied(question, answer) || (question.recommends && report::is_detractor(answer));
    bars.push_back({answer, static_cast<double>(count), std::to_string(count), bad});
  }
  return bar_chart(name_of(question), bars);
}

// Each text once, in the order in which they came, with how often it came.
std::vector<std::pair<std::string, std::int64_t>> counted_texts(const std::vector<std::string>& texts) {
  std::vector<std::pair<std::string, std::int64_t>> result;
  std::map<std::string, size_t> known;
  for (const auto& text : texts) {
    const auto [place, fresh] = known.try_emplace(text, result.size());
    if (fresh) result.emplace_back(text, 0);
    ++result[place->second].second;
  }
  return result;
}

std::string question_section(const QuestionFigures& figures, const Translate& translate) {
  const Question& question = *figures.question;
  std::string out = "<section>\n<h2>" + escape(name_of(question)) + "</h2>\n<p class=\"figure\">" + escape(figures_cell(question, figures.all).in(translate)) + " <span class=\"count\">" + counted(figures.all.count, "answer").in(translate) + "</span></p>\n";
  if (question.kind == Question::Kind::text) {
    out += "<ul>\n";
    for (const auto& [text, count] : counted_texts(figures.texts)) out += "<li>" + escape(text) + (count > 1 ? " <span class=\"count\">×" + std::to_string(count) + "</span>" : "") + "</li>\n";
    return out + "</ul>\n</section>\n";
  }
  return out + chart_of(question, figures.all) + "</section>\n";
}

std::string tile(const std::string& name, const std::string& value, const std::string& basis) {
  return "<div class=\"tile\"><div>" + escape(name) + "</div><div class=\"value\">" + escape(value) + "</div><div class=\"count\">" + escape(basis) + "</div></div>\n";
}

std::string region_table(const report::SurveyFigures& figures, const Translate& translate) {
  const auto said = [&](const Message& message) { return escape(message.in(translate)); };
  std::string out = "<section class=\"wide\">\n<h2>" + said(phrase("By region")) + "</h2>\n<table>\n<thead><tr><th>" + said(phrase("Region")) + "</th><th class=\"n\">" + said(phrase("Answered")) + "</th>";
  std::vector<const QuestionFigures*> shown;
  for (const auto& each : figures.questions) {
    if (each.question->kind == Question::Kind::scale) shown.push_back(&each);
  }
  for (const auto* each : shown) out += "<th class=\"n\">" + escape(name_of(*each->question)) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& [region, counts] : figures.by_region) {
    out += "<tr><td>" + escape(region_name(region)) + "</td><td class=\"n\">" + said(phrase("{} of {}", counts.second, counts.first)) + "</td>";
    for (const auto* each : shown) {
      const auto found = each->by_region.find(region);
      const Tally none;
      const Tally& tally = found == each->by_region.end() ? none : found->second;
      out += "<td class=\"n\">" + (each->question->recommends ? print_figure(tally.nps(), 0, true) : print_figure(tally.mean(), 2)) + " <span class=\"count\">" + std::to_string(tally.count) + "</span></td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody>\n</table>\n</section>\n";
}

ordered_json number_or_null(const std::optional<double>& value) { return value ? ordered_json(report::rounded(*value, 4)) : ordered_json(nullptr); }

ordered_json json_of(const work::Question& question, const report::Tally& tally) {
  const bool scale = question.kind == work::Question::Kind::scale;
  return {{"answers", tally.count}, {"mean", scale ? number_or_null(tally.mean()) : nullptr}, {"csat", scale && !question.recommends ? number_or_null(tally.csat()) : nullptr},
          {"nps", question.recommends ? number_or_null(tally.nps()) : nullptr}, {"distribution", tally.by_answer}};
}

}  // namespace

std::string json(const SurveyPage& page) {
  const auto& figures = page.figures;
  ordered_json out{{"survey", page.id}, {"title", page.title}, {"state", page.state}, {"sample", page.sample}, {"invited", figures.invited}, {"answered", figures.answered},
                             {"response_rate", number_or_null(figures.response_rate())}, {"csat", number_or_null(figures.satisfaction.csat())}, {"csat_answers", figures.satisfaction.count}};
  out["questions"] = ordered_json::array();
  for (const auto& each : figures.questions) {
    ordered_json entry{{"id", each.question->id}, {"title", each.question->title}, {"kind", work::question_kinds().at(static_cast<size_t>(each.question->kind))}};
    entry.update(json_of(*each.question, each.all));
    entry["regions"] = ordered_json::object();
    for (const auto& [region, tally] : each.by_region) entry["regions"][region] = json_of(*each.question, tally);
    out["questions"].push_back(std::move(entry));
  }
  out["regions"] = ordered_json::object();
  for (const auto& [region, counts] : figures.by_region) out["regions"][region] = {{"invited", counts.first}, {"answered", counts.second}};
  return out.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string html(const SurveyPage& page, const Translate& translate) {
  const report::SurveyFigures& figures = page.figures;
  std::string body = "<header>\n<h1>" + escape(page.title) + "</h1>\n<p>" + escape(page.id + " · " + page.state + " · " + page.sample + " · " + page.asked_on + " – " + page.as_of) + "</p>\n</header>\n<div class=\"tiles\">\n";
  body += tile(phrase("Response rate").in(translate), print_figure(figures.response_rate(), 1) + " %", phrase("{} of {} invited", figures.answered, figures.invited).in(translate));
  body += tile("CSAT", print_figure(figures.satisfaction.csat(), 1) + " %", phrase("one of the two best marks, {}", counted(figures.satisfaction.count, "answer")).in(translate));
  for (const auto& each : figures.questions) {
    if (each.question->recommends) body += tile("NPS", print_figure(each.all.nps(), 0, true), counted(each.all.count, "answer").in(translate));
  }
  body += "</div>\n<main>\n";
  for (const auto& each : figures.questions) body += question_section(each, translate);
  return document(page.id + " " + page.title, body + region_table(figures, translate) + "</main>\n", phrase("en").in(translate));
}

}  // namespace svc::render
