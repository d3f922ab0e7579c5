// SPDX-License-Identifier: MIT
// What does a clock look like at an instant, and where did every second of it go?
//
//   8 h on cn, started 2026-02-13 17:00, seen at 2026-02-14 10:00: running, 2 h elapsed, 6 h left, share 0.25
//   its ledger: 17:00–18:00 working · 18:00–09:00 closed, night · 09:00–10:00 working, make-up day 春节调休
#pragma once

#include <string>
#include <vector>

#include "sla/clock.h"

namespace svc::sla {

inline constexpr std::string_view clock_states[]{"running", "paused", "met", "missed", "cancelled"};

struct View {
  std::string_view state;  // one of clock_states
  std::optional<Instant> due_at;
  std::optional<Instant> breached_at;
  WorkingSeconds elapsed;
  std::optional<WorkingSeconds> remaining;  // none: nothing is promised yet
  std::int64_t paused_seconds = 0;          // elapsed time of the pauses that moved the clock
  bool overdue = false;                     // now > due, not stopped, paused or not
  bool beyond_coverage = false;

  // elapsed / (elapsed + remaining) in ten-thousandths, cut; 10000 only when nothing is left.
  int share() const;
};
View view(const Clock& clock, const calendar::WorkingCalendar& calendar, Instant now);

struct LedgerRow {
  enum class Kind { after_due, paused, working, closed };
  Instant from;
  Instant to;
  Kind kind;
  Message why;       // the pause and who; which make-up day, holiday, night
  std::string team;  // that held the item
  Seconds length() const { return to - from; }
};
// "after due", "paused", "working", "closed".
std::string_view name_of(LedgerRow::Kind kind);
// Every second from the clock's start to its end, or to `now`, in exactly one row: after due, else paused, else
// working, else closed. The rows sum to wall time.
std::vector<LedgerRow> ledger(const Clock& clock, const calendar::WorkingCalendar& calendar,
                              const work::History& history, const work::Rules& rules, Instant now);

}  // namespace svc::sla
