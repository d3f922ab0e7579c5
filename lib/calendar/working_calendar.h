// SPDX-License-Identifier: MIT
// When has that much working time passed? Deadline arithmetic on one calendar (design.md §4).
//
//   cn.add(2026-02-13T17:00+08:00, 8 h)    == 2026-02-14T17:30+08:00   a Saturday made up
//   cn.due(2026-03-02T10:00+08:00, 20wd)   == 2026-03-30T18:00+08:00   the day of the event is not counted
//
// An instant is working time exactly if its local reading lies in an interval that opens on that local date, or
// runs past midnight from the date before. So an interval in a skipped hour starts at the change, and repeated
// hours count as they elapse. For all a <= b <= c and w >= 0 on a calendar that has working time:
//   between(a, add(a, w)) == w      add(add(a, x), y) == add(a, x + y)      between(a,b)+between(b,c) == between(a,c)
//
// Tables are built a local calendar year at a time, on first use; a question costs a look-up in them. Safe to ask
// from several threads. Instants outside 1970–2200 throw Error{refused}.
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "calendar/spec.h"
#include "message.h"
#include "time/span.h"
#include "time/zone.h"

namespace svc::calendar {

// How a date is worked, and which rule of the calendar says so.
struct DayRule {
  Date date;
  std::vector<Hours> hours;              // empty: nothing opens
  const Exception* exception = nullptr;  // the one that decided; null: the week did
};

// Where the end of a limit in days lies (design.md §4).
struct DayEnd {
  bool same_time = false;  // the event's time of day instead of the end of the day
  bool roll = false;       // an end on a free day moves to the next working day
};

// A stretch of a timeline in which one rule decides. Stretches of a list follow each other without a gap.
struct Stretch {
  Instant from;
  Instant to;
  bool working = false;
  Message why;  // working: "" or "make-up day 春节调休"; closed: "break", "night", "weekend", "holiday 春节"
};

class WorkingCalendar {
 public:
  // Throws Error{config} if the zone is unknown or no minute of the calendar is ever worked.
  explicit WorkingCalendar(Spec spec);
  ~WorkingCalendar();
  WorkingCalendar(const WorkingCalendar&) = delete;
  WorkingCalendar& operator=(const WorkingCalendar&) = delete;

  const Spec& spec() const { return spec_; }
  const Zone& zone() const { return zone_; }

  // The earliest instant at which `work` has passed since `from`; `from` itself for no work.
  Instant add(Instant from, WorkingSeconds work) const;
  // The latest instant from which `work` is left until `to`; `to` itself for no work.
  Instant subtract(Instant to, WorkingSeconds work) const;
  // Working seconds in [from, to); 0 if to <= from.
  WorkingSeconds between(Instant from, Instant to) const;

  // When a span from an event at `start` ends. s, m, h: as add. Others: the date of the event is not counted,
  // worked or not; the end is closing time for wd, 24:00 local for d, w, mo, y. A month from 31 January ends on the
  // last of February. A count of 0 ends on the date of the event, for wd that day's closing (or, if it is free,
  // the next working day's).
  Instant due(Instant start, Span span, DayEnd end = {}) const;
  // As due, with `more` counted days on top (working days for wd, dates for the others): what pauses add.
  Instant due_after_pause(Instant start, Span span, std::int64_t more, DayEnd end = {}) const;
  // The mirror of due, for a duty that lies ahead of a date: `span` before `date`'s 24:00.
  Instant ahead_of(Instant date, Span span) const;
  // How many days that a limit of this unit counts (not the date of `start`) end in [from, to).
  std::int64_t counted_ends(Unit unit, Instant start, Instant from, Instant to) const;

  bool is_working(Instant instant) const;
  // `from` itself if it is working time, else the next opening.
  Instant next_opening(Instant from) const;
  // The first instant from which on the date does not occur any more: its 24:00.
  Instant end_of(Date date) const;

  DayRule rule_of(Date date) const;
  // "holiday 春节", "Friday's hours of the week"…: what decided, in words.
  Message explain(const DayRule& rule) const;
  std::vector<Stretch> stretches(Instant from, Instant to) const;

  // Whether the dates from `from` to `to` run past those for which the holidays are known.
  bool beyond_coverage(Instant from, Instant to) const;

 private:
  struct Year;
  static constexpr int table_first = first_year - 1;
  static constexpr int table_count = last_year - first_year + 3;

  const Year& year(int number) const;
  const Year& year_at(Instant instant) const;
  const Year& year_of_date(Date date) const;
  std::unique_ptr<const Year> build(int number) const;
  const std::vector<Hours>& hours_of(Date date) const;
  Message closed_because(Date date) const;
  Date local_date(Instant instant) const;
  Date nth_working_day(Date after, std::int64_t count) const;
  Instant closing(Date date) const;
  bool worked(Date date) const;

  Spec spec_;
  Zone zone_;
  mutable std::array<std::atomic<const Year*>, static_cast<size_t>(table_count)> years_{};
};

}  // namespace svc::calendar
