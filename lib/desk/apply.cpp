// SPDX-License-Identifier: MIT
#include "desk/apply.h"

#include <algorithm>

#include "config/canonical.h"
#include "desk/escalate.h"
#include "desk/projection.h"
#include "error.h"
#include "time/text.h"

namespace svc::desk {
namespace {

// The texts by which two sets of rules are the same.
std::string canonical_text(const Pinned& pinned) {
  std::string text = config::canonical(pinned.rules);
  for (const auto& [name, calendar] : pinned.calendars) text += "\n" + config::canonical(calendar->spec());
  return text;
}

// The pinned rules with the live calendars of the same names; a calendar that is not configured any more stays as it was.
Pinned with_live_calendars(const config::Configuration& config, const Pinned& pinned) {
  Pinned moved;
  moved.rules = pinned.rules;
  for (const auto& [name, calendar] : pinned.calendars) {
    const calendar::Spec* live = config.calendar(name);
    moved.calendars.add(live != nullptr ? *live : calendar->spec());
  }
  return moved;
}

// The rules that items of a revision are to be moved to.
class Destinations {
 public:
  Destinations(Session& session, bool calendars_only) : session_(session), calendars_only_(calendars_only) {}

  struct Destination {
    std::unique_ptr<const Pinned> rules;  // null: they stay where they are
    std::int64_t revision = 0;            // 0: not on record yet

    // Puts the rules on record, once.
    std::int64_t keep(store::Store& store) {
      if (revision == 0) revision = keep_revision(store, *rules);
      return revision;
    }
  };

  Destination& of(const std::string& profile, std::int64_t revision) {
    const auto [found, fresh] = found_.try_emplace({profile, revision});
    Destination& slot = found->second;
    if (!fresh) return slot;
    const Pinned& pinned = session_.book.of(session_.store, revision);
    auto moved = std::make_unique<Pinned>(calendars_only_ ? with_live_calendars(session_.config, pinned) : live_rules(session_.config, profile, pinned.rules.work.calendar_of_contract ? pinned.rules.work.calendar : ""));
    if (canonical_text(*moved) == canonical_text(pinned)) return slot;
    slot.rules = std::move(moved);
    return slot;
  }

  bool knows(const std::string& profile) const { return calendars_only_ || session_.config.profile(profile) != nullptr; }

 private:
  Session& session_;
  const bool calendars_only_;
  std::map<std::pair<std::string, std::int64_t>, Destination> found_;
};

work::Event move_event(const Session& session, const std::vector<work::Event>& events, const std::string& typed_by) {
  work::Event event;
  event.seq = static_cast<int>(events.size()) + 1;
  event.step = work::apply_step;
  event.at = event.recorded_at = session.now;
  event.now_given = session.now_given;
  event.by = event.typed_by = typed_by;
  return event;
}

// Compares an item before and after.
class Comparison {
 public:
  Comparison(Session& session, const escalation::Directory& people_before, const Picture& before, const Picture& after, std::vector<Impact>& out)
      : session_(session), people_before_(people_before), before_(before), after_(after), out_(out), zone_(session.zone()) {}

  void compare() {
    for (const sla::Clock& clock : before_.evaluation.clocks) {
      if (!clock.is_open()) continue;
      for (const sla::Clock& moved : after_.evaluation.clocks) {
        if (moved.target->id == clock.target->id && moved.start_seq == clock.start_seq) compare(clock, moved);
      }
    }
  }

 private:
  void add(const sla::Clock& clock, Impact::Kind kind, std::string was, std::string becomes, bool newly_overdue = false) {
    out_.push_back({before_.id, clock.target->id, kind, std::move(was), std::move(becomes), newly_overdue});
  }

  void compare(const sla::Clock& was, const sla::Clock& now) {
    const auto shown = [&](const std::optional<Instant>& at) { return at ? rfc3339(*at, zone_) : std::string("none"); };
    if (!now.is_open()) return add(was, Impact::Kind::cancelled, shown(was.due_at), "not promised");
    // A due time is never earlier than the move: what would have passed by now is due now.
    const bool was_overdue = was.due_at && was.passed(*was.due_at, session_.now);
    const bool overdue = now.due_at && *now.due_at <= session_.now;
    if (was.due_at != now.due_at || was.remaining != now.remaining) {
      add(was, Impact::Kind::due, shown(was.due_at), shown(now.due_at), overdue && !was_overdue);
    }
    const std::string old_rungs = rungs_of(before_, was), new_rungs = rungs_of(after_, now);
    if (was.due_at == now.due_at && old_rungs != new_rungs) add(was, Impact::Kind::rungs, old_rungs, new_rungs);
    const std::string old_people = people_of(before_, was, people_before_), new_people = people_of(after_, now, session_.directory);
    if (old_people != new_people) add(was, Impact::Kind::people, old_people, new_people);
  }

  static std::string or_none(const std::string& text) { return text.empty() ? "none" : text; }

  std::string rungs_of(const Picture& picture, const sla::Clock& clock) const {
    const escalation::Ladder* ladder = picture.ladder_of(clock);
    if (ladder == nullptr) return "none";
    std::string text;
    for (const auto& entry : escalation::schedule(clock, *ladder, picture.calendar_of(clock))) {
      text += (text.empty() ? "" : ", ") + ladder->rungs[static_cast<size_t>(entry.rung)].at.text + " " + short_due(entry.at, zone_);
    }
    return or_none(text);
  }

  std::string people_of(const Picture& picture, const sla::Clock& clock, const escalation::Directory& directory) const {
    const escalation::Ladder* ladder = picture.ladder_of(clock);
    if (ladder == nullptr) return "none";
    const Date today = date_part(zone_.local(session_.now));
    const auto& attributes = picture.history.item.attributes;
    const escalation::Place place{work::holder(picture.pinned->rules.work, attributes), attributes.get("assignee")};
    std::string text;
    for (const auto& rung : ladder->rungs) {
      std::string names;
      for (const auto& name : escalation::recipients(rung.notify, place, directory, session_.now, today)) names += (names.empty() ? "" : " ") + name;
      text += (text.empty() ? "" : ", ") + rung.at.text + ": " + (names.empty() ? "nobody" : names);
    }
    return or_none(text);
  }

  Session& session_;
  const escalation::Directory& people_before_;
  const Picture& before_;
  const Picture& after_;
  std::vector<Impact>& out_;
  const Zone zone_;
};

// Visits every item that is to be moved, and compares what it is with what it becomes.
template <typename Visit>
Moves each_move(Session& session, bool calendars_only, const escalation::Directory& people_before, const std::string& typed_by, Visit visit) {
  Moves moves;
  const bool other_people = config::canonical(people_before) != config::canonical(session.directory);
  Destinations destinations(session, calendars_only);
  for (const auto& population : session.store.live_populations()) {
    if (!destinations.knows(population.profile)) {
      moves.staying += population.items;
      continue;
    }
    auto& destination = destinations.of(population.profile, population.revision);
    if (destination.rules == nullptr && !other_people) continue;
    for (const std::int64_t id : session.store.live_items(population.revision)) {
      const store::ItemRow row = session.store.item(id);
      if (row.profile != population.profile) continue;
      std::vector<work::Event> events = session.store.events(id);
      const Picture before = picture_of(session, row, events);
      if (destination.rules == nullptr) {
        Comparison(session, people_before, before, before, moves.impacts).compare();
        continue;
      }
      const auto later = std::find_if(events.begin(), events.end(), [&](const work::Event& each) { return each.at > session.now; });
      if (later != events.end()) {
        throw Error{ErrorKind::refused, phrase("event {} of {} lies after {}", later->seq, before.id, rfc3339(session.now, session.zone())), phrase("other rules come into force now, not before what has happened; is --now right?")};
      }
      work::Event event = move_event(session, events, typed_by);
      event.fields.set(std::string(work::rules_before), std::to_string(row.revision));
      Picture after;
      after.row = row;
      after.id = before.id;
      after.title = before.title;
      std::vector<Ruling> rulings = before.rulings;
      rulings.push_back({event.seq, 0, destination.rules.get()});
      events.push_back(event);
      fold_under(std::move(rulings), events, 0, after);
      Comparison(session, people_before, before, after, moves.impacts).compare();
      ++moves.items;
      visit(row, destination, std::move(event), std::move(events));
    }
  }
  return moves;
}

}  // namespace

std::string_view name_of(Impact::Kind kind) {
  switch (kind) {
    case Impact::Kind::due: return "due";
    case Impact::Kind::cancelled: return "cancelled";
    case Impact::Kind::rungs: return "rungs";
    case Impact::Kind::people: return "people";
  }
  return {};
}

Moves foresee(Session& session, bool calendars_only, const escalation::Directory& people_before) {
  return each_move(session, calendars_only, people_before, "", [](const auto&, const auto&, const auto&, const auto&) {});
}

Moves apply_rules(Session& session, bool calendars_only, bool alert, const std::string& typed_by) {
  const Raised raised = raise_due(session);  // what is due by now is said by the rules that it was promised under
  if (!raised.damage.empty()) throw Error(raised.damage.front());
  return each_move(session, calendars_only, session.directory, typed_by, [&](const store::ItemRow& row, Destinations::Destination& destination, work::Event event, std::vector<work::Event> events) {
    const std::int64_t revision = destination.keep(session.store);
    event.fields.set("revision", std::to_string(revision));
    event.fields.set(work::sealed_rules, session.store.rules_digest(revision));
    events.back() = event;
    record_event(session, picture_of(session, row, events), event, {.moved = true, .alert_past = alert});
  });
}

std::vector<Standing> standings(Session& session) {
  std::vector<Standing> result;
  Destinations destinations(session, false);
  for (const auto& population : session.store.live_populations()) {
    if (result.empty() || result.back().profile != population.profile) result.push_back({population.profile, 0, 0, destinations.knows(population.profile)});
    Standing& standing = result.back();
    const bool older = !standing.known || destinations.of(population.profile, population.revision).rules != nullptr;
    (older ? standing.older : standing.current) += population.items;
  }
  return result;
}

std::int64_t count_older(const std::vector<Standing>& standings) {
  std::int64_t sum = 0;
  for (const Standing& standing : standings) sum += standing.known ? standing.older : 0;
  return sum;
}

}  // namespace svc::desk
