// SPDX-License-Identifier: MIT
#include "desk/session.h"

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "config/canonical.h"
#include "error.h"
#include "suggest.h"
#include "time/text.h"

namespace svc::desk {
namespace {

// The names of the calendars that items under these rules count on.
std::set<std::string> calendars_of(const escalation::Rules& rules) {
  std::set<std::string> names;
  for (const auto& target : rules.targets) names.insert(target.calendar);
  if (!rules.work.calendar.empty()) names.insert(rules.work.calendar);
  return names;
}

Error unusable(std::int64_t revision, const Message& why) {
  return Error{ErrorKind::storage, phrase("the rules of revision {} cannot be used: {}", revision, why), phrase("run 'svc db check'")};
}

Pinned read_revision(store::Store& store, std::int64_t revision) {
  const store::RevisionRow row = store.revision(revision);
  Pinned pinned;
  pinned.rules = config::rules_from(row.rules);
  for (const auto& [name, body] : store.calendars_of(row)) pinned.calendars.add(config::calendar_from(body));
  for (const std::string& name : calendars_of(pinned.rules)) {
    if (!pinned.calendars.has(name)) throw unusable(revision, phrase("calendar '{}' is missing", name));
  }
  return pinned;
}

}  // namespace

const Pinned& RuleBook::of(store::Store& store, std::int64_t revision) {
  auto& slot = pinned_[revision];
  if (slot == nullptr) try {
    slot = std::make_shared<const Pinned>(read_revision(store, revision));
  } catch (const nlohmann::json::exception&) {
    throw unusable(revision, phrase("the list of its calendars cannot be read"));
  } catch (const Error& e) {
    if (e.kind == ErrorKind::storage) throw;
    throw unusable(revision, e.said);  // a calendar that says what none can
  }
  return *slot;
}

namespace {

const escalation::Rules& rules_named(const config::Configuration& config, const std::string& profile) {
  const escalation::Rules* rules = config.profile(profile);
  if (rules == nullptr) throw Error{ErrorKind::not_found, phrase("no profile '{}'", profile), hint_for(profile, config.profile_names())};
  return *rules;
}

store::CalendarTexts texts_of(const calendar::Calendars& calendars) {
  store::CalendarTexts texts;
  for (const auto& [name, calendar] : calendars) texts.emplace_back(name, config::canonical(calendar->spec()));
  return texts;
}

}  // namespace

Instant start_of(const Session& session, Date date) { return parse_instant(print(date) + "T00:00", session.zone()); }

Pinned live_rules(const config::Configuration& config, const std::string& profile, const std::string& calendar) {
  Pinned pinned;
  pinned.rules = rules_named(config, profile);
  if (!calendar.empty()) {
    for (auto& target : pinned.rules.targets) {
      if (target.calendar == pinned.rules.work.calendar) target.calendar = calendar;
    }
    pinned.rules.work.calendar = calendar;
    pinned.rules.work.calendar_of_contract = true;
  }
  for (const std::string& name : calendars_of(pinned.rules)) {
    const calendar::Spec* spec = config.calendar(name);
    if (spec == nullptr) throw Error{ErrorKind::config, phrase("no calendar '{}'", name), hint_for(name, config.calendar_names())};
    pinned.calendars.add(*spec);
  }
  return pinned;
}

const Live& RuleBook::live(const config::Configuration& config, const std::string& profile, const std::string& calendar) {
  auto& slot = live_[{profile, calendar}];
  if (slot == nullptr) {
    auto live = std::make_unique<Live>();
    live->pinned = std::make_shared<const Pinned>(live_rules(config, profile, calendar));
    live->rules = config::canonical(live->pinned->rules);
    live->calendars = texts_of(live->pinned->calendars);
    slot = std::move(live);
  }
  return *slot;
}

std::int64_t RuleBook::keep(store::Store& store, const Live& live) {
  const std::int64_t revision = store.keep_revision(live.rules, live.calendars);
  pinned_.try_emplace(revision, live.pinned);
  return revision;
}

std::int64_t keep_revision(store::Store& store, const Pinned& pinned) {
  return store.keep_revision(config::canonical(pinned.rules), texts_of(pinned.calendars));
}

std::int64_t count_outdated(Session& session) {
  std::int64_t count = 0;
  for (const std::int64_t revision : session.store.revisions()) {
    for (const auto& [name, pinned] : session.book.of(session.store, revision).calendars) {
      const calendar::Spec* live = session.config.calendar(name);
      const auto& covers = pinned->spec().covers;
      const bool knows_more = covers && live != nullptr && live->covers && live->covers->to > covers->to;
      if (knows_more) count += session.store.count_due_after(revision, name, pinned->end_of(covers->to));
    }
  }
  return count;
}

}  // namespace svc::desk
