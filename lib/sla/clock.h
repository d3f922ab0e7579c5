// SPDX-License-Identifier: MIT
// When does a promise fall due, and was it kept? Clocks are computed from the item's history, never counted along.
//
//   L1 opened 10:00 (due 10:30), at 10:45 lowered to L4 (2 h): due 12:00; contacted 11:00
//   → one clock, missed, breached_at 10:30, its second term named after the event that lowered it
//
// Nothing here depends on now: a clock that is not stopped is `open`, and view.h says what it looks like at an
// instant.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/calendars.h"
#include "message.h"
#include "sla/target.h"
#include "work/history.h"

namespace svc::sla {

enum class Outcome { open, met, missed, cancelled };
// "open", "met", "missed", "cancelled": how it is stored and shown.
std::string_view name_of(Outcome outcome);

struct Pause {
  Instant from;
  std::optional<Instant> to;  // none: until somebody resumes
  std::string why;            // "hold:customer", "state:restored"
  std::string by;
};

// One run of one target on one item.
struct Clock {
  const Target* target = nullptr;
  size_t regime = 0;  // the rules that it lives under
  int start_seq = 0;  // with item and target, its identity
  int cycle = 1;
  Instant started_at;
  int term = 0;  // the seq of the event that set the limit in force
  Instant term_at;
  const LimitRow* row = nullptr;
  bool promised = false;          // due_at is a promised instant, not a span from the start
  std::optional<Instant> due_at;  // none: paused without an end, or nothing promised yet
  std::optional<WorkingSeconds> remaining;  // left while due_at is none for a pause
  std::vector<Pause> pauses;                // that moved or stopped the clock, in order
  Outcome outcome = Outcome::open;
  std::optional<Instant> stopped_at;  // stopped or cancelled
  int stopped_seq = 0;
  Message cancelled_because;
  std::optional<Instant> breached_at;  // a due time in force passed unstopped; for an open clock, up to its last event

  bool is_open() const { return outcome == Outcome::open; }
  std::string limit() const { return promised ? "promise" : print(*row); }
  // Whether `due` has passed at `instant`: exactly at due is still met, unless the limit is strict.
  bool passed(Instant due, Instant instant) const { return row->strict && !promised ? instant >= due : instant > due; }
  bool breached_by(Instant instant) const { return breached_at && *breached_at <= instant; }
  // The first second at which the clock is overdue.
  std::optional<Instant> overdue_from() const;
};

struct NotPromised {
  const Target* target = nullptr;
  int start_seq = 0;
};

struct Evaluation {
  std::vector<Clock> clocks;  // by target in the profile's order, then by start
  std::vector<NotPromised> not_promised;  // start events for which no row of the limit table matched
};

// What the rules in force promise, in the order of the history's regimes.
struct Regime {
  const std::vector<Target>* targets = nullptr;
  const calendar::Calendars* calendars = nullptr;
};

// When svc takes the step that the target names under `then`: at the due time if that step stops the clock, so that it is
// met; else in the first second that is overdue, also of a clock that was stopped after it. None for a clock that is
// stopped in time, waits without an end, or names no step.
std::optional<Instant> then_at(const Clock& clock);

// Every clock that the history has started. When other rules come into force, a running clock gets a new term if they
// promise it something else, or count it to another due time. The targets, history and calendars must outlive the result. A clock that was
// stopped before other rules came into force knows nothing of them.
Evaluation evaluate(const work::History& history, std::string_view kind, std::span<const Regime> regimes);

// The stretches of time that count towards the clock, from its start to `until`, pauses left out.
struct Active {
  Instant from;
  Instant to;
};
std::vector<Active> active(const Clock& clock, Instant until);

// Working seconds that counted from the start to `until`; after a breach pauses count like the rest.
WorkingSeconds elapsed(const Clock& clock, const calendar::WorkingCalendar& calendar, Instant until);

}  // namespace svc::sla
