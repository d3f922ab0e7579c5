// SPDX-License-Identifier: MIT
// [profile.X.emergency]: what happens once a major fault is declared; [profile.X.questionnaire.ID]: what customers are asked;
// [profile.X.course.ID]: who may be trained.
#include <algorithm>

#include "config/definitions.h"
#include "work/lifecycle.h"

namespace svc::config {
namespace {

void read_plan(Section& section, std::vector<work::PlanLine>& plan) {
  const std::vector<std::string>& events = work::event_names(work::lifecycle_of("ticket"));
  if (section.has("steps")) plan.clear();
  for (Section& entry : section.tables("steps")) {
    work::PlanLine line;
    if (const auto event = entry.required("event"); event && require_known(entry, *event, "event", events)) line.event = event->value;
    read_text(entry, "title", line.title);
    read_text(entry, "who", line.who);
    entry.finish();
    plan.push_back(std::move(line));
  }
  section.text("source");
  section.finish();
}

void read_scale(Section& entry, work::Question& question) {
  if (entry.has("scale")) {
    const std::vector<Text> ends = entry.scalars("scale").value_or(std::vector<Text>{});
    const auto end = [&](size_t i) { return ends.size() == 2 ? work::parse_decimal(ends[i].value) : std::nullopt; };
    constexpr std::int64_t million = 1'000'000;
    const auto from = end(0), to = end(1);
    if (!from || !to || *from % million != 0 || *to % million != 0 || *from >= *to || *to - *from > 100 * million) {
      entry.report("CFG003", entry.value_at("scale"), phrase("'scale' is no range of two whole numbers, the lower first"), phrase("write scale = [1, 5]"));
    } else {
      question.from = *from / million;
      question.to = *to / million;
    }
  }
  if (const auto under = entry.number("under")) {
    question.under = *under;
    if (*under <= question.from || *under > question.to) {
      entry.report("CFG003", entry.value_at("under"), phrase("no answer, or every one, is under {}", *under), phrase("write a mark from {} to {}", question.from + 1, question.to));
    }
  }
  question.recommends = entry.flag("recommends").value_or(false);
  if (question.recommends && (question.from != 0 || question.to != 10)) {
    entry.report("CFG003", entry.value_at("recommends"), phrase("how likely one is to recommend us is asked on a scale of 0 to 10"), phrase("write scale = [0, 10]"));
  }
}

void read_choices(Section& entry, work::Question& question) {
  for (const Text& choice : entry.texts("choices").value_or(std::vector<Text>{})) question.choices.push_back(choice.value);
  for (const Text& choice : entry.texts("bad").value_or(std::vector<Text>{})) {
    if (require_known(entry, choice, "choice", question.choices)) question.bad.push_back(choice.value);
  }
  if (question.choices.size() < 2) entry.report("CFG004", entry.at(), phrase("'{}' has fewer than two 'choices'", question.id), phrase("write choices = [\"yes\", \"no\"]"));
}

work::Question read_question(Section& entry) {
  work::Question question;
  if (const auto id = entry.required("id")) question.id = id->value;
  read_text(entry, "title", question.title);
  const auto& kinds = work::question_kinds();
  if (const auto kind = entry.required("kind"); kind && chosen(entry, *kind, "kind", kinds)) {
    question.kind = static_cast<work::Question::Kind>(std::find(kinds.begin(), kinds.end(), kind->value) - kinds.begin());
  }
  if (question.kind == work::Question::Kind::scale) read_scale(entry, question);
  if (question.kind == work::Question::Kind::choice) read_choices(entry, question);
  entry.finish();
  return question;
}

void read_questionnaire(Section& section, const Known& known, work::Questionnaire& questionnaire) {
  read_text(section, "title", questionnaire.title);
  read_text(section, "source", questionnaire.source);
  if (const auto name = section.text("class"); name && chosen(section, *name, "class", {"very-urgent", "urgent", "ordinary"})) questionnaire.problem_class = name->value;
  // A shipped profile names teams that only the user's configuration can define.
  if (const auto team = section.text("team"); team && (known.teams.empty() || require_known(section, *team, "team", known.teams))) questionnaire.team = team->value;
  if (section.has("questions")) questionnaire.questions.clear();
  for (Section& entry : section.tables("questions")) {
    work::Question question = read_question(entry);
    const bool taken = questionnaire.find(question.id) != nullptr || question.id == "token";
    if (taken) entry.report("CFG006", entry.at(), question.id == "token" ? phrase("no question can be called 'token'") : phrase("the question '{}' is given twice", question.id), phrase("call it otherwise"));
    questionnaire.questions.push_back(std::move(question));
  }
  if (questionnaire.questions.empty()) section.report("CFG004", section.at(), phrase("'{}' has no 'questions'", section.name()), phrase("write questions = [ {{ id = \"service\", kind = \"scale\" }} ]"));
  section.finish();
}

void read_course(Section& section, work::Course& course) {
  read_text(section, "title", course.title);
  read_text(section, "source", course.source);
  if (const auto asks = section.flag("certificate")) course.certificate = *asks;
  if (const auto text = section.text("experience")) course.experience = read_length(section, *text);
  if (const auto text = section.text("valid")) course.valid = read_length(section, *text);
  for (const auto& [key, value] : {std::pair<const char*, std::optional<std::int64_t>*>{"at_least", &course.at_least}, {"at_most", &course.at_most}}) {
    const auto number = section.number(key);
    if (!number) continue;
    *value = *number;
    if (*number < 1) section.report("CFG003", section.value_at(key), phrase("'{}' is {}", std::string(key), *number), phrase("write how many people, from 1"));
  }
  if (course.at_least && course.at_most && *course.at_most < *course.at_least) section.report("CFG003", section.at(), phrase("no number of people is at least {} and at most {}", *course.at_least, *course.at_most), phrase("write the smaller number under 'at_least'"));
  section.finish();
}

}  // namespace

void read_loops(Section& profile, const Known& known, escalation::Rules& rules) {
  if (auto plan = profile.table("emergency")) read_plan(*plan, rules.work.emergency);
  if (auto questionnaires = profile.table("questionnaire")) {
    for (auto& [name, entry] : questionnaires->entries()) read_questionnaire(entry, known, entry_of(rules.work.questionnaires, name.value));
    questionnaires->finish();
  }
  if (auto courses = profile.table("course")) {
    for (auto& [name, entry] : courses->entries()) read_course(entry, entry_of(rules.work.courses, name.value));
    courses->finish();
  }
}

}  // namespace svc::config
