// SPDX-License-Identifier: MIT
#include "desk/forms.h"

#include <fmt/format.h>

#include <algorithm>

#include "desk/inspections.h"
#include "error.h"
#include "form/words.h"
#include "registry/record.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"
#include "work/checklist.h"

namespace svc::desk {
namespace {

using form::Filled;
using form::Language;
using work::FieldKind;

FieldKind kind_of(const work::Lifecycle& lifecycle, std::string_view event, std::string_view field) {
  for (const work::Step& step : lifecycle.steps) {
    if (step.event != event) continue;
    for (const work::FieldRule& rule : step.fields) {
      if (rule.name == field) return rule.kind;
    }
  }
  return FieldKind::word;
}

// Looks fields up in one item's record.
class Filler {
 public:
  Filler(Session& session, const Picture& picture, Language language)
      : session_(session), picture_(picture), language_(language), zone_(session.zone()), lifecycle_(work::lifecycle_of(picture.row.kind)), live_(session.config.profile(picture.row.profile)) {}

  std::string value_of(const std::string& field) const {
    const size_t dot = field.find('.');
    if (dot == std::string::npos) return plain(field);
    const std::string group = field.substr(0, dot), rest = field.substr(dot + 1);
    if (group == "severity" || group == "profile") return titled(field);
    for (const std::string_view record : form::record_groups) {
      if (record == group) return of_record(group, rest);
    }
    const work::Event* event = work::last_event(picture_.history, group);
    return event == nullptr ? "" : of_event(*event, rest);
  }

  std::string filled(const form::Words& text) const {
    std::string out;
    bool blank = false, known = false;
    for (const form::Piece& piece : form::pieces_of(text.in(language_))) {
      const std::string value = piece.is_field ? value_of(piece.text) : piece.text;
      if (piece.is_field) (value.empty() ? blank : known) = true;
      out += value;
    }
    if (blank && !known) return {};  // what stands between blank fields says nothing
    return out.substr(0, out.find_last_not_of(' ') + 1);
  }

  std::vector<std::string> blank_fields(const form::Words& text) const {
    std::vector<std::string> blank;
    for (const form::Piece& piece : form::pieces_of(text.in(language_))) {
      if (piece.is_field && value_of(piece.text).empty()) blank.push_back(piece.text);
    }
    return blank;
  }

  void fill_list(const form::Part& part, Filled::Part& out) const {
    switch (part.list) {
      case form::List::none: return;
      case form::List::events: return fill_events(part, out);
      case form::List::checks: return fill_checks(out);
      case form::List::questions: return fill_questions(out);
      case form::List::promises: return fill_promises(out);
      case form::List::attachments: return fill_attachments(out);
    }
  }

 private:
  const std::string& either(const std::string& zh, const std::string& en) const { return language_ == Language::zh ? zh : en; }
  std::string time(Instant instant) const { return short_time(instant, zone_); }
  std::string name_of(const std::string& contact) const {
    const auto found = session_.directory.contacts.find(contact);
    return found == session_.directory.contacts.end() || found->second.name.empty() ? contact : found->second.name;
  }
  std::string title_of_team(const std::string& team) const {
    const auto found = session_.directory.teams.find(team);
    return found == session_.directory.teams.end() || found->second.title.empty() ? team : found->second.title;
  }

  std::string shown(FieldKind kind, const std::string& value) const {
    switch (kind) {
      case FieldKind::time: return value.empty() ? value : time(parse_utc(value));
      case FieldKind::contact: return name_of(value);
      case FieldKind::team: return title_of_team(value);
      case FieldKind::word:
      case FieldKind::flag: return form::word_for(value, language_);
      case FieldKind::person:
      case FieldKind::approver:
      case FieldKind::record:
      case FieldKind::money:
      case FieldKind::item:
      case FieldKind::target:
      case FieldKind::event:
      case FieldKind::file:
      case FieldKind::text: return value;
    }
    return value;
  }

  std::string plain(const std::string& field) const {
    const work::Item& item = picture_.history.item;
    if (field == "id") return picture_.id;
    if (field == "title") return picture_.title;
    if (field == "state") return picture_.row.state;
    if (field == "opened-at") return time(item.opened_at);
    if (field == "ended-at") return item.ended_at ? time(*item.ended_at) : "";
    if (field == "cycle") return std::to_string(item.cycle);
    if (field == "organization") return session_.directory.organization;
    if (field == "today") return print(date_part(zone_.local(session_.now)));
    if (field == "now") return time(session_.now);
    FieldKind kind = kind_of(lifecycle_, "opened", field);
    if (field == "assignee") kind = FieldKind::contact;
    if (field == "team") return title_of_team(work::holder(picture_.pinned->rules.work, item.attributes));
    return shown(kind, item.attributes.get(field));
  }

  std::string titled(const std::string& field) const {
    if (live_ == nullptr) return "";
    if (field == "profile.title") return live_->title;
    const std::string severity = picture_.history.item.attributes.get("severity");
    for (const work::Severity& each : live_->work.severities) {
      if (each.id == severity) return field == "severity.title" ? each.title : each.means;
    }
    return "";
  }

  std::optional<registry::Record> record(const std::string& group) const {
    const work::Fields& attributes = picture_.history.item.attributes;
    if (group != "site") return session_.store.find_record(group, attributes.get(group));
    const auto asset = session_.store.find_record("asset", attributes.get("asset"));
    return asset ? session_.store.find_record("site", asset->fields.get("site")) : std::nullopt;
  }

  std::string of_record(const std::string& group, const std::string& attribute) const {
    if (attribute == "id" && group != "site") return picture_.history.item.attributes.get(group);
    const auto found = record(group);
    if (!found) return "";
    if (attribute == "id") return found->id;
    std::string values;
    for (const auto& value : registry::lines_of(found->fields.get(attribute))) values += (values.empty() ? "" : ", ") + value;
    return values;
  }

  std::string of_event(const work::Event& event, const std::string& field) const {
    if (field == "at") return time(event.at);
    if (field == "by") return name_of(event.by);
    if (const std::string* text = event.texts.find(field)) return *text;
    if (field == "item") return title_of_check(event.fields.get(field));
    return shown(kind_of(lifecycle_, event.name, field), event.fields.get(field));
  }

  std::string title_of_check(const std::string& id) const {
    const work::Checklist* checklist = picture_.pinned->rules.work.find_checklist(picture_.history.item.attributes.get("checklist"));
    const work::ChecklistItem* item = checklist == nullptr ? nullptr : checklist->find(id);
    return item == nullptr || item->title.empty() ? id : item->title;
  }

  // What was said with an event: its texts, and what its fields say beyond ids.
  std::string said_with(const work::Event& event) const {
    std::string said;
    const auto add = [&](const std::string& value, const std::string& label = {}) {
      if (!value.empty()) said += (said.empty() ? "" : "; ") + label + value;
    };
    for (const work::Step& step : lifecycle_.steps) {
      if (step.event != event.name) continue;
      for (const work::FieldRule& rule : step.fields) {
        const std::string name(rule.name);
        if (name != "title" && rule.kind != FieldKind::flag) add(of_event(event, name), form::label_of_field(name, language_));
      }
      break;
    }
    if (event.name != "noted") add(event.texts.get("note"));
    return said;
  }

  void fill_events(const form::Part& part, Filled::Part& out) const {
    out.columns = {either("时间", "Time"), either("事项", "What"), either("人员", "Who"), either("说明", "Remarks")};
    for (const work::Event& event : picture_.history.events) {
      const bool wanted = part.only.empty() ? event.name != "opened" && event.name != "attached" : std::find(part.only.begin(), part.only.end(), event.name) != part.only.end();
      if (wanted) out.rows.push_back({time(event.at), form::title_of_event(event.name, language_), name_of(event.by), said_with(event)});
    }
  }

  void fill_checks(Filled::Part& out) const {
    out.columns = {either("类别", "Group"), either("项目", "Item"), either("标准", "Right"), either("结果", "Result"), either("读数", "Reading"), either("问题", "Finding")};
    for (const SheetLine& line : sheet_of(picture_)) {
      out.rows.push_back({line.item.group, line.item.title.empty() ? line.item.id : line.item.title, line.item.limits ? work::print(*line.item.limits, line.item.unit).in([&](const std::string& english) { return either("{} 至 {} {}", english); }) : std::string(), form::word_for(line.result(), language_),
                          line.checked == nullptr ? "" : line.checked->fields.get("reading"), line.finding == nullptr ? "" : line.finding->texts.get("finding")});
    }
  }

  void fill_questions(Filled::Part& out) const {
    out.columns = {"", either("问题", "Question"), either("答案", "Answer")};
    const work::Questionnaire* asked = picture_.pinned->rules.work.find_questionnaire(picture_.history.item.attributes.get("questionnaire"));
    if (asked == nullptr) return;
    for (const work::Question& question : asked->questions) {
      std::string answers;
      if (question.kind == work::Question::Kind::scale) {
        for (std::int64_t mark = question.from; mark <= question.to; ++mark) answers += (answers.empty() ? "" : "   ") + std::to_string(mark);
      }
      for (const auto& choice : question.choices) answers += (answers.empty() ? "□ " : "   □ ") + choice;
      out.rows.push_back({std::to_string(out.rows.size() + 1), question.title.empty() ? question.id : question.title, answers});
    }
  }

  std::string title_of(const sla::Target& target) const {
    const std::vector<sla::Target> none;
    for (const sla::Target& each : live_ == nullptr ? none : live_->targets) {
      if (each.id == target.id && !each.title.empty()) return each.title;
    }
    return target.id;
  }

  void fill_promises(Filled::Part& out) const {
    out.columns = {either("承诺", "Promise"), either("时限", "Limit"), either("开始", "Started"), either("到期", "Due"), either("完成", "Done"), either("结果", "Result")};
    for (const sla::Clock& clock : picture_.evaluation.clocks) {
      if (clock.target->advice) continue;  // nobody was promised it
      const sla::View seen = sla::view(clock, picture_.calendar_of(clock), session_.now);
      out.rows.push_back({title_of(*clock.target), clock.limit(), time(clock.started_at), seen.due_at ? short_due(*seen.due_at, zone_) : "", clock.stopped_at ? time(*clock.stopped_at) : "",
                          form::word_for(std::string(seen.state), language_)});
    }
  }

  void fill_attachments(Filled::Part& out) const {
    out.columns = {either("时间", "Time"), either("文件", "File"), "SHA-256"};
    for (const work::Event& event : picture_.history.events) {
      if (event.name == "attached") out.rows.push_back({time(event.at), event.texts.get("name"), event.fields.get("file")});
    }
  }

  Session& session_;
  const Picture& picture_;
  Language language_;
  Zone zone_;
  const work::Lifecycle& lifecycle_;
  const escalation::Rules* live_;
};

// The step by which a field comes on record, for a hint; "" where the registry or nobody says.
Message step_for(const work::Lifecycle& lifecycle, const std::string& id, const std::string& field) {
  const std::string group = field.substr(0, field.find('.'));
  for (const work::Step& step : lifecycle.steps) {
    if (step.event == group) return phrase("'{} {}' records it", work::command_of(lifecycle.kind), work::usage_of(step, id));
  }
  for (const std::string_view record : form::record_groups) {
    if (group == record && work::find_step(lifecycle, "change") != nullptr) return phrase("'{} change {} --{} ID' says which it is about", work::command_of(lifecycle.kind), id, group == "site" ? "asset" : group);
  }
  return {};
}

const form::Form& find_form(Session& session, const std::string& name, const std::string& id, const std::string& kind) {
  require_known("form", name, session.config.form_names());
  const form::Form* form = session.config.form(name);
  if (form == nullptr) throw Error{ErrorKind::config, phrase("the form '{}' cannot be used", name), phrase("'svc config check' tells what is wrong with it")};
  if (form->on != kind) {
    std::vector<std::string> fitting;
    for (const auto& each : session.config.form_names()) {
      if (const form::Form* other = session.config.form(each); other != nullptr && other->on == kind) fitting.push_back(each);
    }
    throw Error{ErrorKind::refused, phrase("the form '{}' is about no {} such as {}", name, kind, id), fitting.empty() ? phrase("no form is") : phrase("these are: {}", in_words(fitting))};
  }
  return *form;
}

}  // namespace

form::Filled fill_form(Session& session, const FormRequest& request) {
  const Picture picture = look(session, request.id);
  const form::Form& form = find_form(session, request.form, picture.id, picture.row.kind);
  const Filler filler(session, picture, request.language);
  Filled out{.language = request.language, .organization = session.directory.organization, .title = form.title.in(request.language), .number = picture.id, .copies = {}, .parts = {}};
  for (const form::Words& copy : form.copies) out.copies.push_back(copy.in(request.language));
  if (out.copies.empty()) out.copies.emplace_back();
  std::vector<std::string> blank;
  const auto line_of = [&](const form::Row& row) {
    if (row.must) {
      for (auto& field : filler.blank_fields(row.is)) blank.push_back(std::move(field));
    }
    return Filled::Line{row.label.in(request.language), filler.filled(row.is), row.wide};
  };
  for (const form::Part& part : form.parts) {
    Filled::Part filled{.title = part.title.in(request.language), .lines = {}, .columns = {}, .rows = {}, .signatures = {}};
    for (const form::Row& row : part.rows) filled.lines.push_back(line_of(row));
    for (const form::Row& row : part.signatures) filled.signatures.push_back(line_of(row));
    filler.fill_list(part, filled);
    out.parts.push_back(std::move(filled));
  }
  if (!blank.empty() && !request.draft) {
    std::vector<Message> steps;
    for (const auto& field : blank) {
      const Message step = step_for(work::lifecycle_of(picture.row.kind), picture.id, field);
      if (!step.empty() && std::find(steps.begin(), steps.end(), step) == steps.end()) steps.push_back(step);
    }
    Message hint = phrase("--draft prints it all the same");
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) hint = phrase("{}; {}", *step, hint);
    throw Error{ErrorKind::refused, phrase("the form '{}' must state what is not on record of {}: {}", form.id, picture.id, in_words(blank, "'")), hint};
  }
  return out;
}

}  // namespace svc::desk
