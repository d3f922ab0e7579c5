// SPDX-License-Identifier: MIT
// What comes round? A duty is owed by every machine, customer or contract that it names, again in each of its periods.
//
//   every = "quarter", accepted 2026-02-10  →  2026Q1 from 02-10, due 2026-03-31 24:00; 2026Q2 …
//   times = 4 (a year) since 2025-11-20     →  from 2025-11-20, 2026-02-20, 2026-05-20, 2026-08-20
//   after = "91d", last done 2026-01-15     →  from 2026-01-15, due 2026-04-16 24:00
//   before = "60d", ends 2026-12-31         →  due 2026-11-01 24:00
//
// Dates are days on the duty's calendar. Nothing here knows who is eligible: that is the registry's matter.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calendar/working_calendar.h"
#include "time/span.h"

namespace svc::sla {

// Where a last day goes that is not worked.
enum class Roll { none, following, preceding };
// "none", "following", "preceding", in the order of the values.
const std::vector<std::string>& roll_names();
// "month", "quarter", "half-year", "year", and how many months each is.
const std::vector<std::pair<std::string, int>>& grids();

struct Duty {
  enum class Rhythm {
    grid,         // every month, quarter, half-year or year of the calendar
    anniversary,  // so many equal periods a year, from the date that makes one eligible
    rolling,      // within a span after it was done last
    ahead,        // once, a span ahead of a date
  };
  std::string id;
  std::string title;
  std::string item;                 // the kind of item that each period opens: "inspection"
  std::string done;                 // the event that fulfils it: "report-signed"
  std::string of;                   // who owes it: "asset", "customer", "contract", "person", "profile" (all customers as one), or a kind of item: "ticket"
  std::string event;                // of items: the event that makes one owe it: "arrived"
  std::vector<std::string> since;   // dates of the asset, else of its contract: the first of them makes it eligible
  std::optional<Span> lasts;        // it is owed that long from then; none: while the contract runs
  bool once = false;                // only in the period that the date or event lies in
  Rhythm rhythm = Rhythm::grid;
  int months = 0;                   // of a grid
  int times = 0;                    // a year, of anniversaries
  Span span;                        // of rolling and ahead
  std::string faults;               // rolling: no longer than the mean time between faults of this cause
  std::optional<Span> ahead;        // how long before its period an item is opened, for planning
  std::optional<Span> grace;        // after the period's end
  std::string calendar;
  Roll roll = Roll::none;
  std::string service;              // of the catalogue: who has not bought it is owed nothing; "": everybody is
  std::string checklist;            // what is checked; "": nothing is prescribed
  std::string source;
};

// [from, to)
struct Period {
  Date from;
  Date to;
  std::string name;  // "2026Q1", "2026-03", "2026"; of periods that are one's own the first day: "2026-02-10"

  bool has(Date date) const { return from <= date && date < to; }
  friend bool operator==(const Period&, const Period&) = default;
};

// The periods of a grid, or of a year from `anchor`, that have a day in [from, to). Requires one of these rhythms.
std::vector<Period> periods(const Duty& duty, Date anchor, Date from, Date to);
// The period of a grid by its name. Throws Error{usage} for text that names none, with one that would be right.
Period period_named(const Duty& duty, std::string_view name);
// A month, quarter, half-year or year by its name; nothing for other text.
std::optional<Period> find_period(std::string_view name);
// The period that begins with the last completion, or with eligibility. `faults`: dates of faults of the duty's cause up to
// `start`.
Period rolling_period(const Duty& duty, Date start, const std::vector<Date>& faults);
// The period in which one must be told of a date ahead of it.
Period ahead_period(const Duty& duty, Date date, const calendar::WorkingCalendar& calendar);

// The mean time in days between faults of the 365 days up to `on`, from the second on; rounded down, a day at least.
std::optional<std::int64_t> mean_days_between(std::vector<Date> faults, Date on);

// By when it is due for one that is eligible from `starts` on: the end of the period's last day, moved by the duty's rule,
// and `grace`; never before the end of `starts`.
Instant due_of(const Duty& duty, const Period& period, Date starts, const calendar::WorkingCalendar& calendar);

// The first day on which the period's item may be opened.
Date opens_on(const Duty& duty, const Period& period);

}  // namespace svc::sla
