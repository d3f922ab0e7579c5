// SPDX-License-Identifier: MIT
#include "config/rounds_json.h"

#include <algorithm>

#include "time/text.h"

namespace svc::config {
namespace {

using nlohmann::json;
using sla::Duty;

void set_span(json& out, const char* key, const std::optional<Span>& span) {
  if (span) out[key] = print(*span);
}

// For people alone: what they say changes nothing.
void set_titles(json& out, const auto& described) {
  set_text(out, "title", described.title);
  set_text(out, "source", described.source);
}

json to_json(const Duty& duty, bool titles) {
  json out{{"item", duty.item}, {"of", duty.of}, {"done", duty.done}, {"calendar", duty.calendar}};
  set_text(out, "event", duty.event);
  if (!duty.since.empty()) out["since"] = duty.since;
  set_span(out, "lasts", duty.lasts);
  if (duty.once) out["once"] = true;
  switch (duty.rhythm) {
    case Duty::Rhythm::grid:
      for (const auto& [name, months] : sla::grids()) {
        if (months == duty.months) out["every"] = name;
      }
      break;
    case Duty::Rhythm::anniversary: out["times"] = duty.times; break;
    case Duty::Rhythm::rolling: out["after"] = print(duty.span); break;
    case Duty::Rhythm::ahead: out["before"] = print(duty.span); break;
  }
  set_text(out, "faults", duty.faults);
  set_span(out, "ahead", duty.ahead);
  set_span(out, "grace", duty.grace);
  if (duty.roll != sla::Roll::none) out["roll"] = sla::roll_names().at(static_cast<size_t>(duty.roll));
  set_text(out, "service", duty.service);
  set_text(out, "checklist", duty.checklist);
  if (titles) set_titles(out, duty);
  return out;
}

Duty duty_from(const std::string& id, const json& in) {
  Duty duty;
  duty.id = id;
  in.at("item").get_to(duty.item);
  in.at("of").get_to(duty.of);
  in.at("done").get_to(duty.done);
  in.at("calendar").get_to(duty.calendar);
  duty.event = in.value("event", "");
  duty.since = in.value("since", std::vector<std::string>{});
  duty.lasts = span_from(in, "lasts");
  duty.once = in.value("once", false);
  if (in.contains("every")) {
    for (const auto& [name, months] : sla::grids()) {
      if (in.at("every") == name) duty.months = months;
    }
  } else if (in.contains("times")) {
    duty.rhythm = Duty::Rhythm::anniversary;
    in.at("times").get_to(duty.times);
  } else {
    duty.rhythm = in.contains("after") ? Duty::Rhythm::rolling : Duty::Rhythm::ahead;
    duty.span = span_from(in, in.contains("after") ? "after" : "before").value();
  }
  duty.faults = in.value("faults", "");
  duty.ahead = span_from(in, "ahead");
  duty.grace = span_from(in, "grace");
  const auto& rolls = sla::roll_names();
  duty.roll = static_cast<sla::Roll>(std::find(rolls.begin(), rolls.end(), in.value("roll", rolls.front())) - rolls.begin());
  duty.service = in.value("service", "");
  duty.checklist = in.value("checklist", "");
  return duty;
}

void set_range(json& out, const char* key, const std::optional<work::Range>& range) {
  if (range) out[key] = {work::print_decimal(range->from), work::print_decimal(range->to)};
}

std::optional<work::Range> range_from(const json& in, const char* key) {
  if (!in.contains(key)) return std::nullopt;
  const auto end = [&](size_t i) { return work::parse_decimal(in.at(key).at(i).get<std::string>()).value(); };
  return work::Range{end(0), end(1)};
}

json to_json(const work::Checklist& checklist, bool titles) {
  json out = json::object();
  for (const auto& item : checklist.items) {
    json entry{{"id", item.id}};
    set_text(entry, "unit", item.unit);
    set_range(entry, "sensor", item.sensor);
    set_range(entry, "limits", item.limits);
    // What a sheet says of it is what was looked at, so it is pinned with the rest.
    set_text(entry, "title", item.title);
    set_text(entry, "group", item.group);
    out["items"].push_back(std::move(entry));
  }
  if (titles) set_titles(out, checklist);
  return out;
}

work::Checklist checklist_from(const std::string& id, const json& in) {
  work::Checklist checklist;
  checklist.id = id;
  for (const auto& entry : in.at("items")) {
    work::ChecklistItem item;
    entry.at("id").get_to(item.id);
    item.title = entry.value("title", "");
    item.group = entry.value("group", "");
    item.unit = entry.value("unit", "");
    item.sensor = range_from(entry, "sensor");
    item.limits = range_from(entry, "limits");
    checklist.items.push_back(std::move(item));
  }
  return checklist;
}

json to_json(const work::Rollout& rollout) {
  json out = json::object();
  set_text(out, "window", rollout.window);
  for (const auto& freeze : rollout.freezes) out["freezes"].push_back({{"name", freeze.name}, {"from", print(freeze.from)}, {"to", print(freeze.to)}});
  if (rollout.stop_after) out["stop_after"] = *rollout.stop_after;
  if (!rollout.faults.empty()) out["faults"] = rollout.faults;
  set_text(out, "source", rollout.source);
  return out;
}

json to_json(const work::Questionnaire& questionnaire, bool titles) {
  json out{{"class", questionnaire.problem_class}};
  set_text(out, "team", questionnaire.team);
  for (const auto& question : questionnaire.questions) {
    json entry{{"id", question.id}, {"kind", work::question_kinds().at(static_cast<size_t>(question.kind))}};
    set_text(entry, "title", question.title);  // what was asked
    if (question.kind == work::Question::Kind::scale) {
      entry["scale"] = {std::to_string(question.from), std::to_string(question.to)};
      if (question.under) entry["under"] = *question.under;
      if (question.recommends) entry["recommends"] = true;
    }
    if (!question.choices.empty()) entry["choices"] = question.choices;
    if (!question.bad.empty()) entry["bad"] = question.bad;
    out["questions"].push_back(std::move(entry));
  }
  if (titles) set_titles(out, questionnaire);
  return out;
}

json to_json(const work::Course& course, bool titles) {
  json out = json::object();
  if (course.certificate) out["certificate"] = true;
  set_span(out, "experience", course.experience);
  set_span(out, "valid", course.valid);
  if (course.at_least) out["at_least"] = *course.at_least;
  if (course.at_most) out["at_most"] = *course.at_most;
  if (titles) set_titles(out, course);
  return out;
}

work::Course course_from(const std::string& id, const json& in) {
  work::Course course;
  course.id = id;
  course.certificate = in.value("certificate", false);
  course.experience = span_from(in, "experience");
  course.valid = span_from(in, "valid");
  if (in.contains("at_least")) course.at_least = in.at("at_least").get<std::int64_t>();
  if (in.contains("at_most")) course.at_most = in.at("at_most").get<std::int64_t>();
  return course;
}

work::Questionnaire questionnaire_from(const std::string& id, const json& in) {
  work::Questionnaire questionnaire;
  questionnaire.id = id;
  in.at("class").get_to(questionnaire.problem_class);
  questionnaire.team = in.value("team", "");
  const auto& kinds = work::question_kinds();
  for (const auto& entry : in.at("questions")) {
    work::Question question;
    entry.at("id").get_to(question.id);
    question.title = entry.value("title", "");
    question.kind = static_cast<work::Question::Kind>(std::find(kinds.begin(), kinds.end(), entry.at("kind").get<std::string>()) - kinds.begin());
    if (entry.contains("scale")) {
      question.from = work::value_of(entry.at("scale").at(0).get<std::string>());
      question.to = work::value_of(entry.at("scale").at(1).get<std::string>());
    }
    if (entry.contains("under")) question.under = entry.at("under").get<std::int64_t>();
    question.recommends = entry.value("recommends", false);
    question.choices = entry.value("choices", std::vector<std::string>{});
    question.bad = entry.value("bad", std::vector<std::string>{});
    questionnaire.questions.push_back(std::move(question));
  }
  return questionnaire;
}

}  // namespace

void set_text(json& out, const char* key, const std::string& value) {
  if (!value.empty()) out[key] = value;
}

std::optional<Span> span_from(const json& in, const char* key) {
  return in.contains(key) ? std::optional(parse_span(in.at(key).get<std::string>())) : std::nullopt;
}

void add_rounds(json& out, const escalation::Rules& rules, bool titles) {
  for (const auto& duty : rules.duties) out["duty"][duty.id] = to_json(duty, titles);
  for (const auto& checklist : rules.work.checklists) out["checklist"][checklist.id] = to_json(checklist, titles);
  if (json patch = to_json(rules.work.rollout); titles && !patch.empty()) out["patch"] = std::move(patch);
  for (const auto& questionnaire : rules.work.questionnaires) out["questionnaire"][questionnaire.id] = to_json(questionnaire, titles);
  for (const auto& course : rules.work.courses) out["course"][course.id] = to_json(course, titles);
  for (const auto& line : rules.work.emergency) {
    if (titles) out["emergency"]["steps"].push_back({{"event", line.event}, {"title", line.title}, {"who", line.who}});
  }
}

void read_rounds(const json& in, escalation::Rules& rules) {
  const json duties = in.value("duty", json::object()), checklists = in.value("checklist", json::object()), questionnaires = in.value("questionnaire", json::object()), courses = in.value("course", json::object());
  for (const auto& [id, entry] : duties.items()) rules.duties.push_back(duty_from(id, entry));
  for (const auto& [id, entry] : checklists.items()) rules.work.checklists.push_back(checklist_from(id, entry));
  for (const auto& [id, entry] : questionnaires.items()) rules.work.questionnaires.push_back(questionnaire_from(id, entry));
  for (const auto& [id, entry] : courses.items()) rules.work.courses.push_back(course_from(id, entry));
}

}  // namespace svc::config
