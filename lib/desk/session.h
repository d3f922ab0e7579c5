// SPDX-License-Identifier: MIT
// What does every use case need? The record, the live configuration, the instant, and the rules that items pin.
//
// A function of desk/ is one use case; those that write run inside one Store::write, which their caller opens.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "calendar/calendars.h"
#include "config/configuration.h"
#include "escalation/rules.h"
#include "store/store.h"

namespace svc::desk {

// The rules and calendars of one revision, ready to use.
struct Pinned {
  escalation::Rules rules;
  calendar::Calendars calendars;
};

// The live rules of a profile, with the texts by which a revision is known.
struct Live {
  std::shared_ptr<const Pinned> pinned;
  std::string rules;
  store::CalendarTexts calendars;
};

class RuleBook {
 public:
  // Reads a revision once; the reference stays valid.
  const Pinned& of(store::Store& store, std::int64_t revision);
  // The same for live rules. `calendar`: a contract's, which takes the place of the profile's own, or "". Throws as live_rules.
  const Live& live(const config::Configuration& config, const std::string& profile, const std::string& calendar);
  // Live rules as a revision on record, stored if they are new; what was just put there is not read back.
  std::int64_t keep(store::Store& store, const Live& live);

 private:
  std::map<std::int64_t, std::shared_ptr<const Pinned>> pinned_;
  std::map<std::pair<std::string, std::string>, std::unique_ptr<const Live>> live_;
};

struct Session {
  store::Store& store;
  const config::Configuration& config;
  const escalation::Directory& directory;  // the live one, or the last good one
  Instant now;
  bool now_given = false;
  RuleBook book{};
  std::map<std::string, std::shared_ptr<const calendar::WorkingCalendar>> live_calendars{};
  std::vector<Message> remarks{};  // what the typist must know beside the answer

  Zone zone() const { return Zone::load(directory.timezone.empty() ? config.zone_name() : directory.timezone); }
};

// The first instant of a day of the organization's zone.
Instant start_of(const Session& session, Date date);

// The live rules of a profile, ready to use; `calendar`: a contract's, which takes the place of the profile's own, or "".
// Throws Error{not_found} for a profile that does not exist, Error{config} if its rules or calendars cannot be used.
Pinned live_rules(const config::Configuration& config, const std::string& profile, const std::string& calendar = {});

// The rules as a revision on record, stored if they are new.
std::int64_t keep_revision(store::Store& store, const Pinned& pinned);

// Open clocks that are due past the dates for which their pinned calendar knows the holidays, while the live calendar
// of that name knows more: `svc config apply` would move them.
std::int64_t count_outdated(Session& session);

}  // namespace svc::desk
