// SPDX-License-Identifier: MIT
// What does every part of lint/ need? The configuration, the calendars ready to count on, and a way to say what was
// found at a place of the TOML. Only the .cpp files of lint/ include this header.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "config/configuration.h"

namespace svc::lint {

using Path = std::vector<std::string>;

class Finder {
 public:
  Finder(const config::Configuration& configuration, Instant instant) : config(configuration), now(instant) {}

  const config::Configuration& config;
  const Instant now;
  std::vector<config::Diagnostic> found;

  void report(const std::string& code, const Path& path, Message message, Message help = {},
              std::vector<config::Note> notes = {});
  config::Note note(Message message, const Path& path) const { return {std::move(message), config.where(path)}; }
  // Of two places that a finding is about, at the first if the user wrote it; the other is then the note.
  void report_at_own(const std::string& code, const Path& path, const Message& message, const Message& help, const Message& note_there,
                     const Path& other, const Message& note_here);

  // nullptr for a calendar that cannot be used.
  const calendar::WorkingCalendar* calendar(const std::string& name);

 private:
  std::map<std::string, std::unique_ptr<const calendar::WorkingCalendar>> calendars_;
};

// {"profile", "acme"} and {"target", "phone-response"} → {"profile", "acme", "target", "phone-response"}.
Path operator+(Path path, const Path& more);

void judge_promises(Finder& finder);   // SLA
void judge_calendars(Finder& finder);  // CAL
void judge_people(Finder& finder);     // ESC010 to ESC013, ESC018
void judge_ladders(Finder& finder);    // ESC014 to ESC017
void judge_uses(Finder& finder);       // CFG010

// Whether a span that starts within the next year ends in the years for which deadlines are computed.
bool ends_in_time(const calendar::WorkingCalendar& calendar, const Span& span);

// Instants spread over a fortnight from `now`, at which sample clocks start.
std::vector<Instant> sample_starts(Instant now);

}  // namespace svc::lint
