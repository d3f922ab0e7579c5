// SPDX-License-Identifier: MIT
#include "desk/surveys.h"

#include <map>

#include "desk/record.h"
#include "desk/registry.h"
#include "error.h"
#include "store/json.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"

namespace svc::desk {
namespace {

using registry::Record;

constexpr size_t longest_answer = 64'000;

const registry::RecordType& invitation_type() { return *registry::find_type("invitation"); }

Date today(const Session& session) { return date_part(session.zone().local(session.now)); }

const work::Questionnaire& questionnaire_of(const Picture& survey) {
  const auto* found = survey.pinned->rules.work.find_questionnaire(survey.history.item.attributes.get("questionnaire"));
  if (found == nullptr) throw Error{ErrorKind::storage, phrase("the questionnaire of {} is missing", survey.id), phrase("run 'svc db check'")};
  return *found;
}

void set_fields(Session& session, const Record& invitation, work::Fields values, const std::string& typed_by) {
  edit_record(session, invitation_type(), {.id = invitation.id, .by = {}, .typed_by = typed_by, .at = std::nullopt, .reason = {}, .values = std::move(values), .cleared = {}});
}

// Customers with a contract under the profile that is in force today, in the order of their ids.
std::vector<Record> customers_of(Session& session, const std::string& profile) {
  std::map<std::string, Record> found;
  const std::string date = print(today(session));
  for (const Record& contract : session.store.records("contract")) {
    const std::string from = contract.fields.get("from"), to = contract.fields.get("to");
    const bool in_force = !contract.retired && contract.fields.get("profile") == profile && from <= date && (to.empty() || date <= to);
    if (!in_force || found.contains(contract.fields.get("customer"))) continue;
    Record customer = require_record(session, "customer", contract.fields.get("customer"), false);
    if (!customer.retired) found.emplace(customer.id, std::move(customer));
  }
  std::vector<Record> result;
  for (auto& [id, customer] : found) result.push_back(std::move(customer));
  return result;
}

std::vector<Record> sample_of(Session& session, const std::string& profile, const Invite& request) {
  std::vector<Record> all;
  if (request.customers.empty()) {
    all = customers_of(session, profile);
  } else {
    for (const auto& id : request.customers) all.push_back(require_record(session, "customer", id));
  }
  std::erase_if(all, [&](const Record& each) { return !request.region.empty() && each.fields.get("region") != request.region; });
  std::vector<Record> sample;
  for (size_t i = 0; i < all.size(); i += static_cast<size_t>(request.every)) sample.push_back(std::move(all[i]));
  return sample;
}

// The rule, as a report states it.
std::string rule_of(const Invite& request) {
  std::string rule = request.customers.empty() ? "all customers" : "named customers";
  if (!request.region.empty()) rule += " of " + request.region;
  return rule + (request.every > 1 ? ", one in " + std::to_string(request.every) : "");
}

Letter letter_of(Session& session, const Picture& survey, const Record& invitation) {
  const Record customer = require_record(session, "customer", invitation.fields.get("customer"), false);
  Letter letter{.survey = survey.id, .token = invitation.id, .theme = survey.title, .customer = customer.id, .name = customer.fields.get("name"), .person = {}, .email = {},
                .address = customer.fields.get("address"), .region = invitation.fields.get("region"), .questionnaire = &questionnaire_of(survey)};
  if (invitation.fields.has("person")) {
    const Record person = require_record(session, "person", invitation.fields.get("person"), false);
    letter.person = person.fields.get("name");
    letter.email = person.fields.get("email");
  }
  return letter;
}

// The first of the customer's people that mail reaches.
std::string reader_at(Session& session, const std::string& customer) {
  for (const Record& person : session.store.records_of_customer("person", customer)) {
    if (!person.retired && person.fields.has("email")) return person.id;
  }
  return {};
}

void record(Session& session, const std::string& survey, const std::string& step, work::Fields fields, const std::string& typed_by) {
  Entry entry;
  entry.step = step;
  entry.typed_by = typed_by;
  entry.fields = std::move(fields);
  record_step(session, "survey", survey, entry);
}

void require_right(const work::Questionnaire& questionnaire, const work::Fields& values) {
  for (const auto& [name, value] : values) {
    const work::Question* question = questionnaire.find(name);
    if (question == nullptr) require_known("question", printable(name), each_id(questionnaire.questions), phrase(" in the questionnaire '{}'", questionnaire.id));
    if (const auto why = unprintable(value, true)) throw Error{ErrorKind::usage, phrase("the answer to '{}' contains {}", name, *why), phrase("leave it out")};
    if (value.size() > longest_answer) throw Error{ErrorKind::usage, phrase("the answer to '{}' is longer than {} bytes", name, longest_answer), {}};
    work::require_answer(*question, value);
  }
}

// What somebody is dissatisfied with becomes a problem of its own, with the clocks of its class.
std::string open_problem(Session& session, const Picture& survey, const Record& invitation, const work::Fields& values, const std::string& typed_by) {
  const work::Questionnaire& questionnaire = questionnaire_of(survey);
  std::string what, said;
  for (const auto& question : questionnaire.questions) {
    const auto* value = values.find(question.id);
    if (value == nullptr) continue;
    const std::string name = question.title.empty() ? question.id : question.title;
    if (work::is_dissatisfied(question, *value)) what += (what.empty() ? "" : ", ") + name + " " + *value;
    if (question.kind == work::Question::Kind::text) said += (said.empty() ? "" : "; ") + *value;
  }
  if (what.empty()) return {};
  Entry entry;
  entry.step = "open";
  entry.typed_by = typed_by;
  entry.fields.set("customer", invitation.fields.get("customer"));
  entry.fields.set("survey", survey.id);
  entry.fields.set("parent", survey.id);
  if (!questionnaire.team.empty()) entry.fields.set("team", questionnaire.team);
  entry.texts.set("title", "不满意: " + what);
  std::string id = open_item(session, {.kind = "call", .profile = survey.row.profile, .entry = entry});
  Entry problem;
  problem.step = "problem";
  problem.typed_by = typed_by;
  problem.fields.set("class", questionnaire.problem_class);
  problem.texts.set("problem", what + (said.empty() ? "" : ": " + said));
  record_step(session, "call", id, problem);
  return id;
}

}  // namespace

std::vector<Letter> invite(Session& session, const Invite& request) {
  const Picture survey = look(session, request.survey, "survey");
  const std::vector<Record> sample = sample_of(session, survey.row.profile, request);
  if (sample.empty()) throw Error{ErrorKind::refused, phrase("nobody is asked in {}: no customer is in the sample", survey.id), phrase("'svc contract list' shows whose contracts are in force")};
  std::set<std::string> asked;
  for (const Record& invitation : invitations(session, survey.id)) asked.insert(invitation.fields.get("customer"));
  std::int64_t fresh = 0;
  for (const Record& customer : sample) {
    if (asked.contains(customer.id)) continue;
    work::Fields values{{"survey", survey.id}, {"customer", customer.id}};
    if (customer.fields.has("region")) values.set("region", customer.fields.get("region"));
    if (const std::string person = reader_at(session, customer.id); !person.empty()) values.set("person", person);
    add_record(session, invitation_type(), {.id = request.new_token(), .by = {}, .typed_by = request.typed_by, .at = std::nullopt, .reason = {}, .values = std::move(values), .cleared = {}});
    ++fresh;
  }
  if (fresh > 0 || survey.row.state == "draft") record(session, survey.id, "send", {{"sample", rule_of(request)}, {"invited", std::to_string(fresh)}}, request.typed_by);
  std::vector<Letter> letters;
  for (const Record& invitation : invitations(session, survey.id)) {
    if (!invitation.fields.has("delivered") && !invitation.fields.has("answered")) letters.push_back(letter_of(session, survey, invitation));
  }
  return letters;
}

std::vector<Letter> remind(Session& session, const std::string& survey, const std::string& typed_by) {
  const Picture picture = look(session, survey, "survey");
  std::vector<Letter> letters;
  for (const Record& invitation : invitations(session, picture.id)) {
    if (!invitation.fields.has("answered")) letters.push_back(letter_of(session, picture, invitation));
  }
  if (letters.empty()) throw Error{ErrorKind::refused, phrase("nobody is reminded in {}: everybody has answered", picture.id), {}};
  record(session, picture.id, "remind", {{"reminded", std::to_string(letters.size())}}, typed_by);
  return letters;
}

void note_delivered(Session& session, const std::vector<Letter>& letters, const std::string& typed_by) {
  for (const Letter& letter : letters) set_fields(session, require_record(session, "invitation", letter.token), {{"delivered", print(today(session))}}, typed_by);
}

std::vector<Record> invitations(Session& session, const std::string& survey) { return session.store.records_of_item("invitation", survey); }

work::Fields answers_of(const Record& invitation) { return store::fields_in(invitation.fields.get("answers")).value_or(work::Fields()); }

std::optional<std::string> record_answers(Session& session, const Answers& answers) {
  const auto invitation = session.store.find_record("invitation", answers.token);
  if (!invitation) throw Error{ErrorKind::not_found, phrase("no invitation has the token '{}'", printable(answers.token)), phrase("'svc survey invitations S-1' shows those that were sent")};
  const Picture survey = look(session, invitation->fields.get("survey"), "survey");
  require_right(questionnaire_of(survey), answers.values);
  if (answers.values.empty()) throw Error{ErrorKind::usage, phrase("no answer came with the token '{}'", answers.token), phrase("write QUESTION=ANSWER")};
  const std::string values = store::fields_text(answers.values);
  if (invitation->fields.has("answered")) {
    if (invitation->fields.get("answers") == values) return std::nullopt;
    throw Error{ErrorKind::refused, phrase("the token '{}' was used on {}", answers.token, invitation->fields.get("answered")), phrase("an answer counts once")};
  }
  if (survey.row.state != "sent") throw Error{ErrorKind::refused, phrase("{} is {}: its answers are counted", survey.id, survey.row.state), phrase("answers are taken while a survey is sent")};
  set_fields(session, *invitation, {{"answered", print(today(session))}, {"answers", values}}, answers.typed_by);
  return open_problem(session, survey, *invitation, answers.values, answers.typed_by);
}

RecordSheet read_answers(Session& session, const std::string& survey, std::istream& in, const std::string& name) {
  std::vector<std::string> questions;
  for (const auto& question : questionnaire_of(look(session, survey, "survey")).questions) questions.push_back(question.id);
  return read_sheet(in, name, "token", questions);
}

AnswersResult import_answers(Session& session, const RecordSheet& sheet, const std::string& typed_by) {
  AnswersResult result;
  for (const SheetRow& row : sheet.rows) {
    try {
      if (!row.bad.empty()) throw Error{ErrorKind::refused, row.bad, {}};
      const auto problem = record_answers(session, {.token = row.id, .values = row.values, .typed_by = typed_by});
      ++(problem ? result.counted : result.same);
      result.problems += problem && !problem->empty() ? 1 : 0;
    } catch (const Error& e) {
      if (e.kind != ErrorKind::refused && e.kind != ErrorKind::usage && e.kind != ErrorKind::not_found) throw;
      result.bad.push_back({&row, e.said});
    }
  }
  return result;
}

work::Questionnaire call_questions() {
  work::Questionnaire questionnaire;
  for (const work::FieldRule& rule : work::find_step(work::lifecycle_of("call"), "reach")->fields) {
    if (rule.choices.empty()) continue;
    const auto marks = work::words_of(rule.choices);
    questionnaire.questions.push_back({.id = std::string(rule.name), .title = {}, .kind = work::Question::Kind::scale, .from = work::value_of(marks.front()), .to = work::value_of(marks.back()),
                                       .under = std::nullopt, .choices = {}, .bad = {}, .recommends = false});
  }
  return questionnaire;
}

std::vector<report::Reply> call_ratings(Session& session, Date from, Date to) {
  const Zone zone = session.zone();
  const work::Questionnaire questionnaire = call_questions();
  std::vector<report::Reply> replies;
  for (const store::ItemRow& row : session.store.items_with_step("call", "reach", start_of(session, from), start_of(session, to + std::chrono::days{1}))) {
    const Picture picture = picture_of(session, row, session.store.events(row.id));
    for (const work::Event& event : picture.history.events) {
      const Date date = date_part(zone.local(event.at));
      if (event.name != "called" || date < from || to < date) continue;
      report::Reply reply{.region = picture.history.item.attributes.get("region"), .answers = {}};
      for (const auto& question : questionnaire.questions) {
        if (const auto* mark = event.fields.find(question.id)) reply.answers.set(question.id, *mark);
      }
      replies.push_back(std::move(reply));
    }
  }
  return replies;
}

void require_survey_allows(Session& session, const Picture& picture, const work::Event& event) {
  if (event.step != "close") return;
  std::string open;
  for (const store::ItemRow& row : session.store.items_of_parent(picture.id)) {
    if (row.kind == "call" && row.live) open += (open.empty() ? "" : ", ") + work::print_id(row.kind, row.number);
  }
  if (!open.empty()) refuse_step(picture, event, phrase("somebody is still dissatisfied: {}", open), phrase("'svc survey call show {}' tells what is left to do", open.substr(0, open.find(','))));
}

void complete_survey(const escalation::Rules& rules, work::Event& event) {
  if (event.step != "open" && event.step != "change") return;
  const auto ids = each_id(rules.work.questionnaires);
  const auto* named = event.fields.find("questionnaire");
  if (named != nullptr) require_known("questionnaire", *named, ids, phrase(" in the profile '{}'", rules.work.profile));
  if (named != nullptr || event.step == "change") return;
  if (ids.size() != 1) {
    throw Error{ErrorKind::usage, ids.empty() ? phrase("the profile '{}' has no questionnaire", rules.work.profile) : phrase("which questionnaire? the profile '{}' has more than one", rules.work.profile), ids.empty() ? phrase("write [profile.{}.questionnaire.ID]", rules.work.profile) : phrase("write --questionnaire ID; {}", hint_for("", ids))};
  }
  event.fields.set("questionnaire", ids.front());
}

}  // namespace svc::desk
