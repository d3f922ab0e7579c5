// SPDX-License-Identifier: MIT
#include "desk/record.h"

#include <algorithm>
#include <set>

#include "desk/duties.h"
#include "desk/inspections.h"
#include "desk/patches.h"
#include "desk/registry.h"
#include "desk/surveys.h"
#include "desk/trainings.h"
#include "error.h"
#include "registry/money.h"
#include "suggest.h"
#include "store/chain.h"
#include "text.h"
#include "time/text.h"

namespace svc::desk {
namespace {

constexpr Seconds late_without_reason{24 * 3600};
constexpr const char* shipped_default = "telecom";  // the profile of an organization that has none of its own
constexpr size_t longest_word = 200;
constexpr size_t longest_text = 64'000;

void require_safe(const std::string& name, const std::string& value, bool multiline, size_t longest) {
  if (const auto why = unprintable(value, multiline)) {
    throw Error{ErrorKind::usage, phrase("--{} contains {}", name, *why), phrase("leave it out")};
  }
  if (value.size() > longest) {
    throw Error{ErrorKind::usage, phrase("--{} is longer than {} bytes", name, longest), {}};
  }
  if (value.find_first_not_of(" \t\n") == std::string::npos) throw Error{ErrorKind::usage, phrase("--{} is empty", name), {}};
}

void require_form_of(const config::Configuration& config, const std::string& name, const std::string& kind) {
  require_known("form", name, config.form_names());
  const form::Form* form = config.form(name);
  if (form != nullptr && form->on != kind) throw Error{ErrorKind::refused, phrase("the form '{}' is about no {}", name, kind), phrase("'svc form list --of {}' lists those that are", kind)};
}

// Puts an event on record; `picture` has it in.
void save(Session& session, const Picture& picture, const work::Event& event, bool rewrites_past) {
  require_targets_allow(picture, event, session.zone());
  record_event(session, picture, event, {.rewrites_past = rewrites_past});
}

// What a department has dealt with is verified by somebody who does not belong to it.
void require_complaint_allows(const Session& session, const Picture& picture, const work::Event& event) {
  const std::string department = picture.history.item.attributes.get("department");
  if (department.empty() || (event.step != "confirm" && event.step != "close")) return;
  const auto team = session.directory.teams.find(department);
  if (team == session.directory.teams.end()) return;
  const auto& members = team->second.members;
  if (event.by != team->second.lead && std::find(members.begin(), members.end(), event.by) == members.end()) return;
  refuse_step(picture, event, phrase("{} belongs to '{}', which dealt with it", event.by, department), phrase("let another verify it with the customer, and say who with --by"));
}

// What a kind asks of a step beyond its lifecycle.
void require_kind_allows(Session& session, const Picture& picture, const work::Event& event) {
  if (picture.row.kind == "inspection") require_inspection_allows(picture, event);
  if (picture.row.kind == "patch") require_patch_allows(session, picture, event);
  if (picture.row.kind == "survey") require_survey_allows(session, picture, event);
  if (picture.row.kind == "training") require_training_allows(session, picture, event);
  if (picture.row.kind == "ticket") require_complaint_allows(session, picture, event);
}

class Recorder {
 public:
  Recorder(Session& session, const Entry& entry) : session_(session), entry_(entry) {}

  std::string open(const OpenRequest& request) {
    store::ItemRow row;
    row.kind = request.kind;
    row.number = session_.store.next_number(row.kind);
    work::Event event = envelope(1);
    const Opening opening = complete_opening(session_, row.kind, request.profile, event);
    row.profile = opening.profile;
    const Live& live = session_.book.live(session_.config, opening.profile, opening.calendar);
    const escalation::Rules& rules = live.pinned->rules;
    choose_duty(session_, row.kind, rules, event);
    if (row.kind == "ticket") link_to_patch(session_, rules, event);
    if (row.kind == "inspection") complete_inspection(session_, row, rules, {}, event);
    if (row.kind == "survey") complete_survey(rules, event);
    if (row.kind == "training") complete_training(session_, rules, {}, event);
    row.revision = session_.book.keep(session_.store, live);
    check(row, event);
    complete_step(session_, "", row.kind, pinned(row).rules.terms, {}, event);
    require_reason_if_late(event, session_.now);
    Picture picture = picture_of(session_, row, {event}, 1);
    require_kind_allows(session_, picture, event);
    insert_fresh(session_, picture, {event}, {});
    return picture.id;
  }

  void step(std::string_view kind, std::string_view id) {
    store::ItemRow row = find_item(session_, id, kind);
    std::vector<work::Event> events = session_.store.events(row.id);
    work::Event event = envelope(static_cast<int>(events.size()) + 1);
    check(row, event);
    const work::Fields attributes = attributes_of(row, events, event);
    complete_step(session_, std::string(id), row.kind, pinned(row).rules.terms, attributes, event);
    if (row.kind == "inspection") complete_inspection(session_, row, pinned(row).rules, attributes, event);
    if (row.kind == "survey") complete_survey(pinned(row).rules, event);
    if (row.kind == "training") complete_training(session_, pinned(row).rules, attributes, event);
    require_changed(row, event);
    if (const auto* period = event.fields.find("for")) require_period(pinned(row).rules, row.duty, *period);
    require_reason_if_late(event, session_.now);
    const bool behind = std::any_of(events.begin(), events.end(), [&](const auto& each) { return each.at > event.at; });
    require_strikable(events, event, work::print_id(row.kind, row.number));
    events.push_back(event);
    const Picture picture = picture_of(session_, row, events, event.seq);
    require_kind_allows(session_, picture, event);
    if (event.step == "hold") remark_on_hold(picture, event);
    if (entry_.attachment) session_.store.keep_attachment(event.fields.get("file"), entry_.attachment->content);
    save(session_, picture, event, behind || event.at < session_.now || event.step == "strike");
    if (row.kind == "inspection") enter_configuration(session_, row, events);
    if (row.kind == "training") enter_certificate(session_, row, event);
  }

 private:
  Instant at() const { return entry_.at.value_or(session_.now); }

  work::Event envelope(int seq) const {
    work::Event event;
    event.seq = seq;
    event.step = entry_.step;
    event.at = at();
    event.recorded_at = session_.now;
    event.now_given = session_.now_given;
    event.typed_by = entry_.typed_by;
    event.by = entry_.by.empty() ? entry_.typed_by : entry_.by;
    event.fields = entry_.fields;
    event.texts = entry_.texts;
    if (entry_.attachment) {
      event.fields.set("file", store::hex(store::sha256(entry_.attachment->content)));
      event.fields.set("size", std::to_string(entry_.attachment->content.size()));
      event.texts.set("name", entry_.attachment->name);
    }
    if (!entry_.reason.empty() && !event.texts.has("reason") && !event.fields.has("reason")) event.texts.set("reason", entry_.reason);
    return event;
  }

  void check(const store::ItemRow& row, work::Event& event) {
    if (!entry_.by.empty()) require_contact(session_, "by", entry_.by);
    if (event.at > session_.now) {
      const Zone zone = session_.zone();
      throw Error{ErrorKind::refused, phrase("the event lies in the future: {} is after {}", rfc3339(event.at, zone), rfc3339(session_.now, zone)), phrase("record it when it has happened")};
    }
    check_fields(row, event);
    set_waived(pinned(row).rules.work, row.kind, entry_.waive, event);
  }

  // The item's attributes before a step, for what the registry says of it; most steps ask nothing of it.
  work::Fields attributes_of(const store::ItemRow& row, const std::vector<work::Event>& events, const work::Event& event) {
    const bool asks = event.step == "change" || event.step == "verdict" || event.step == "charge" || row.kind == "inspection" || row.kind == "training" || (!row.contract.empty() && !pinned(row).rules.terms.services.empty());
    return asks ? picture_of(session_, row, events).history.item.attributes : work::Fields{};
  }

  static void require_changed(const store::ItemRow& row, const work::Event& event) {
    const work::Step* step = work::find_step(work::lifecycle_of(row.kind), event.step);
    if (step->effect != work::Effect::change || !event.fields.empty()) return;
    throw Error{ErrorKind::usage, phrase("nothing to change was given"), phrase("'{} {} --help' lists what can be changed", work::command_of(row.kind), event.step)};
  }

  const Pinned& pinned(const store::ItemRow& row) { return session_.book.of(session_.store, row.revision); }

  void check_fields(const store::ItemRow& row, work::Event& event) {
    const work::Lifecycle& lifecycle = work::lifecycle_of(row.kind);
    const work::Step* step = work::find_step(lifecycle, entry_.step, entry_.flag);
    for (const work::FieldRule& rule : step->fields) {
      const std::string name(rule.name);
      const std::string* value = rule.kind == work::FieldKind::text ? event.texts.find(name) : event.fields.find(name);
      if (value == nullptr) {
        if (rule.required) throw Error{ErrorKind::usage, phrase("--{} is missing: {}", name, Message::again(work::help_of(rule))), {}};
        continue;
      }
      check_field(row, rule, name, *value);
    }
    require_to_come(*step, event, session_.zone());
    if (entry_.step == "attach" && event.fields.has("form")) require_form_of(session_.config, event.fields.get("form"), row.kind);
    require_people(session_.directory, *step, event);
    require_declared(pinned(row).rules, event);
    for (const auto& [name, value] : event.texts) require_safe(name, value, name != "title", name == "title" ? 1000 : longest_text);
    if (entry_.step == "assign") require_assignment(event);
    keep_team_of_assignee(session_.directory, event);
  }

  void check_field(const store::ItemRow& row, const work::FieldRule& rule, const std::string& name, const std::string& value) {
    using enum work::FieldKind;
    switch (rule.kind) {
      case word:
        require_safe(name, value, false, longest_word);
        // What a duty opens is owed as the profile says.
        if (!rule.choices.empty() && !(name == "duty" && entry_.fields.has("period"))) require_known(name, value, work::words_of(rule.choices));
        return;
      case record: return static_cast<void>(require_record(session_, name, value));
      case money: return static_cast<void>(registry::parse_money(value, "--" + name));
      case approver:
        require_safe(name, value, false, longest_word);
        return require_approver(session_, row.customer, entry_.step, value);
      case person:
      case contact:
      case team: return require_safe(name, value, false, longest_word);
      case item: {
        const store::ItemRow named = find_item(session_, value);
        if (row.number == 0) return;
        if (value == work::print_id(row.kind, row.number)) throw Error{ErrorKind::refused, phrase("{} cannot belong to itself", value), phrase("name another item with --{}", name)};
        if (name == "parent") require_no_loop(work::print_id(row.kind, row.number), named);
        return;
      }
      case target:
      case event:
      case time:
      case file:
      case text:
      case flag: return;
    }
  }

  // Nothing belongs to what belongs to it, however far up.
  void require_no_loop(const std::string& id, store::ItemRow above) {
    for (std::set<std::string> seen; !above.parent.empty() && seen.insert(above.parent).second; above = find_item(session_, above.parent)) {
      if (above.parent == id) throw Error{ErrorKind::refused, phrase("{} belongs to {} already", work::print_id(above.kind, above.number), id), phrase("name another item with --{}", "parent")};
    }
  }

  // A misspelt reason would hold the item, and pause nothing.
  void remark_on_hold(const Picture& picture, const work::Event& event) {
    const std::set<std::string> known = picture.pinned->rules.hold_reasons();
    const std::string reason = event.fields.get("reason");
    if (known.contains("*") || known.contains(reason)) return;
    const auto& clocks = picture.evaluation.clocks;
    if (std::none_of(clocks.begin(), clocks.end(), [](const sla::Clock& clock) { return clock.is_open(); })) return;
    if (known.empty()) return session_.remarks.push_back(phrase("no clock pauses under the profile '{}': time runs on", picture.row.profile));
    session_.remarks.push_back(phrase("no clock pauses for '{}', only for {}", reason, in_words({known.begin(), known.end()}, "'")));
  }

  static void require_assignment(const work::Event& event) {
    if (event.fields.has("to") || event.fields.has("team")) return;
    throw Error{ErrorKind::usage, phrase("nobody to assign to was given"), phrase("write --to CONTACT, --team TEAM or both")};
  }

  Session& session_;
  const Entry& entry_;
};

}  // namespace

void require_text(const std::string& option, const std::string& value) { require_safe(option, value, true, longest_text); }

void require_contact(const Session& session, const std::string& option, const std::string& name) {
  require_safe(option, name, false, longest_word);
  if (!session.directory.contacts.empty()) require_known("contact", name, keys_of(session.directory.contacts));
}

void keep_team_of_assignee(const escalation::Directory& directory, work::Event& event) {
  if (event.step != "open" && event.step != "assign") return;
  const std::string assignee = event.fields.get(event.step == "open" ? "assignee" : "to");
  const std::string team = assignee.empty() ? "" : directory.team_of(assignee);
  if (!team.empty()) event.fields.set("assignee:team", team);
}

void set_waived(const work::Rules& rules, std::string_view kind, const std::vector<std::string>& gates, work::Event& event) {
  std::string waived;
  for (const std::string& id : gates) {
    const auto gate = std::find_if(rules.gates.begin(), rules.gates.end(), [&](const work::Gate& each) {
      return each.id == id && each.step == event.step && each.on == kind;
    });
    std::vector<std::string> known;
    for (const auto& each : rules.gates) {
      if (each.step == event.step && each.on == kind) known.push_back(each.id);
    }
    if (gate == rules.gates.end()) {
      throw Error{ErrorKind::not_found, phrase("no gate '{}' before '{}'", id, event.step), hint_for(id, known)};
    }
    if (!gate->waivable) throw Error{ErrorKind::refused, phrase("gate '{}' cannot be waived", id), {}};
    waived += (waived.empty() ? "" : " ") + id;
  }
  if (waived.empty()) return;
  if (!event.texts.has("reason")) throw Error{ErrorKind::usage, phrase("--waive needs a reason"), phrase("add --reason TEXT")};
  event.fields.set("waived", waived);
}

void require_strikable(const std::vector<work::Event>& events, const work::Event& strike, const std::string& id) {
  if (strike.step != "strike") return;
  const std::string text = strike.fields.get("event");
  const bool digits = !text.empty() && text.size() < 9 && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
  const int seq = digits ? std::stoi(text) : 0;
  if (seq < 1 || seq > static_cast<int>(events.size())) {
    throw Error{ErrorKind::not_found, phrase("no event '{}' of {}", text, id), phrase("'{} show {}' numbers them from 1 to {}", work::command_of(work::parse_id(id).kind), id, events.size())};
  }
  if (work::struck_events(events).contains(seq)) throw Error{ErrorKind::refused, phrase("event {} of {} is struck already", text, id), {}};
  if (events[static_cast<size_t>(seq - 1)].moves_rules()) {
    throw Error{ErrorKind::refused, phrase("event {} of {} moved it to other rules, and cannot be struck", text, id), phrase("'svc config apply' with the earlier configuration moves it back")};
  }
  if (seq == 1) throw Error{ErrorKind::refused, phrase("the opening of {} cannot be struck", id), phrase("cancel it instead")};
}

void require_people(const escalation::Directory& directory, const work::Step& step, const work::Event& event) {
  for (const work::FieldRule& rule : step.fields) {
    const std::string* value = event.fields.find(std::string(rule.name));
    if (value == nullptr) continue;
    if (rule.kind == work::FieldKind::contact && !directory.contacts.empty()) require_known("contact", *value, keys_of(directory.contacts));
    if (rule.kind == work::FieldKind::team && !directory.teams.empty()) require_known("team", *value, keys_of(directory.teams));
  }
}

void require_to_come(const work::Step& step, const work::Event& event, const Zone& zone) {
  for (const work::FieldRule& rule : step.fields) {
    const std::string name(rule.name);
    if (!rule.to_come || !event.fields.has(name)) continue;
    const Instant said = *work::time_in(event.fields, name);
    if (said >= event.at - late_without_reason) continue;  // what was agreed this morning may be recorded at noon
    throw Error{ErrorKind::usage, phrase("--{} {} is before {}, when it is said", name, rfc3339(said, zone), rfc3339(event.at, zone)), phrase("is the year right? what was agreed earlier is recorded with --at")};
  }
}

void require_reason_if_late(const work::Event& event, Instant now) {
  if (event.at >= now - late_without_reason || event.texts.has("reason")) return;
  throw Error{ErrorKind::refused, phrase("the event is more than 24 hours old"), phrase("say why it comes so late with --reason TEXT")};
}

void require_declared(const escalation::Rules& rules, const work::Event& event) {
  const auto require = [&](const std::string& field, const std::vector<std::string>& known) {
    const auto* value = event.fields.find(field);
    if (value != nullptr && !known.empty()) require_known(field, *value, known);
  };
  require("type", rules.work.types);
  require("severity", each_id(rules.work.severities));
  require("target", each_id(rules.targets));
}

// A promise takes the place of a span only while its clock runs; a row that counts `by` a promise waits for it.
void require_promise_counts(const Picture& picture, const work::Event& event) {
  const std::string id = event.fields.get("target");
  const auto& clocks = picture.evaluation.clocks;
  const bool runs = std::any_of(clocks.begin(), clocks.end(), [&](const sla::Clock& clock) { return clock.target->id == id && clock.is_open(); });
  const auto& targets = picture.pinned->rules.targets;
  const auto target = std::find_if(targets.begin(), targets.end(), [&](const sla::Target& each) { return each.id == id; });
  const bool waits = target == targets.end() || std::any_of(target->limits.begin(), target->limits.end(), [](const sla::LimitRow& row) { return row.kind == sla::LimitRow::Kind::by; });
  if (!runs && !waits) refuse_step(picture, event, phrase("no clock of '{}' runs now", id), phrase("it starts at {}; promise the instant then", in_words(target->starts, "'")));
}

void require_targets_allow(const Picture& picture, const work::Event& event, const Zone& zone) {
  if (event.step == "promise") require_promise_counts(picture, event);
  for (const sla::Clock& clock : picture.evaluation.clocks) {
    if (clock.stopped_seq != event.seq) continue;
    if (clock.outcome == sla::Outcome::cancelled) {
      if (clock.target->must_stop && event.step == "close") {
        refuse_step(picture, event, phrase("target '{}' still runs", clock.target->id), clock.target->stops.empty() ? Message() : phrase("it stops at '{}'", clock.target->stops.front()));
      }
      continue;
    }
    if (!clock.row->at_least) continue;
    const Instant earliest = picture.calendar_of(clock).due(clock.started_at, *clock.row->at_least);
    if (event.at < earliest) {
      refuse_step(picture, event, phrase("target '{}' runs for at least {}", clock.target->id, print(*clock.row->at_least)), phrase("not before {}", rfc3339(earliest, zone)));
    }
  }
}

std::string default_profile(const config::Configuration& config) {
  const std::vector<std::string> own = config.own_names("profile");
  if (own.empty()) return shipped_default;
  if (own.size() == 1) return own.front();
  throw Error{ErrorKind::usage, phrase("which profile? there is more than one"), phrase("write --profile NAME; {}", hint_for("", own))};
}

std::string open_item(Session& session, const OpenRequest& request) {
  return Recorder(session, request.entry).open(request);
}

void record_step(Session& session, std::string_view kind, std::string_view id, const Entry& entry) {
  Recorder(session, entry).step(kind, id);
}

void take_timed_step(Session& session, const store::ClockRow& row) {
  const store::ItemRow item = session.store.item(row.item);
  std::vector<work::Event> events = session.store.events(item.id);
  const Picture before = picture_of(session, item, events);
  for (const sla::Clock& clock : before.evaluation.clocks) {
    const auto at = clock.target->id == row.target && clock.start_seq == row.start_seq ? sla::then_at(clock) : std::nullopt;
    if (!at || was_timed(before, clock)) continue;
    if (*at > session.now) return session.store.set_wake("step", row.id, at);
    work::Event event = timed_event(clock, *at, session.now, static_cast<int>(events.size()) + 1);
    event.now_given = session.now_given;
    try {
      complete_step(session, before.id, item.kind, before.pinned->rules.terms, before.history.item.attributes, event);
      events.push_back(event);
      save(session, picture_of(session, item, events, event.seq), event, true);
    } catch (const Error& e) {
      if (e.kind != ErrorKind::refused) throw;
    }
    return;
  }
}

std::vector<PossibleStep> possible_steps(const Picture& picture) {
  std::vector<PossibleStep> result;
  const work::Item& item = picture.history.item;
  const work::Lifecycle& lifecycle = work::lifecycle_of(picture.row.kind);
  for (const work::Step& step : lifecycle.steps) {
    if (step.effect == work::Effect::open || !work::lists(step.from, item.state)) continue;
    if (step.effect == work::Effect::resume && !item.hold) continue;
    PossibleStep possible{&step, {}};
    for (const work::Gate& gate : picture.pinned->rules.work.gates) {
      if (!step.flag.empty()) continue;  // gates are before the plain step
      for (const std::string& needed : work::missing(gate, lifecycle.kind, step.verb, {}, item.attributes, item.seen)) {
        possible.missing += (possible.missing.empty() ? "" : ", ") + needed;
      }
      if (!work::applies(gate, lifecycle.kind, step.verb, {}, item.attributes)) continue;
      for (const std::string& said : gate.says) possible.missing += (possible.missing.empty() ? "--" : ", --") + said;
    }
    result.push_back(possible);
  }
  return result;
}

}  // namespace svc::desk
