// SPDX-License-Identifier: MIT
// Who hears of a clock, and when? A ladder's rungs are reached at instants that follow from the clock alone.
//
//   rungs 80%, due, due+30m on a clock that started 10:00 and is due 10:30
//   → 10:24, 10:30, 11:00
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sla/clock.h"

namespace svc::escalation {

// "80%", "due", "due-1h", "due+2wd". Offsets count on the target's calendar.
struct RungAt {
  enum class Kind { share, before, due, after };
  Kind kind = Kind::due;
  int percent = 0;
  Span offset;
  std::string text;
};
// Throws Error{usage} for anything else.
RungAt parse_rung_at(const std::string& text);

struct Rung {
  RungAt at;
  std::vector<std::string> notify;
  std::optional<Span> every;  // repeats until acknowledged or stopped
  int times = 10;             // how often at most
};

// What of a ladder an item's rules pin. Its sinks, titles and people are live (Directory).
struct Ladder {
  std::string id;
  std::vector<Rung> rungs;
  bool resolved = false;  // those who were alerted are told when it is over
};

// A rung of a clock at the instant at which it is reached.
struct Reached {
  int rung = 0;  // index into the ladder
  Instant at;
};
// When each rung that can still be reached, or was, is reached; in the order of time. A rung that would lie before
// the clock's start is left out, and so is what depends on a due time while there is none.
std::vector<Reached> schedule(const sla::Clock& clock, const Ladder& ladder,
                              const calendar::WorkingCalendar& calendar);

// The repeat of a rung that is the latest at `now`, and when the next one is; repeat 0 is the rung itself. Requires that it repeats.
struct Repeat {
  int number = 0;
  Instant at;
  std::optional<Instant> next;
};
Repeat latest_repeat(const Rung& rung, Instant reached, const calendar::WorkingCalendar& calendar, Instant now);

}  // namespace svc::escalation
