// SPDX-License-Identifier: MIT
#include "sla/view.h"

#include <algorithm>

namespace svc::sla {
namespace {

using calendar::WorkingCalendar;

const Pause* pause_at(const Clock& clock, Instant now) {
  for (const Pause& pause : clock.pauses) {
    if (pause.from <= now && (!pause.to || now < *pause.to)) return &pause;
  }
  return nullptr;
}

std::string_view state_of(const Clock& clock, Instant now) {
  if (!clock.is_open()) return name_of(clock.outcome);
  return pause_at(clock, now) != nullptr ? "paused" : "running";
}

}  // namespace

int View::share() const {
  if (!remaining) return 0;
  if (remaining->count == 0) return 10'000;
  const auto whole = elapsed.count + remaining->count;
  return static_cast<int>(std::min<std::int64_t>(9'999, elapsed.count * 10'000 / whole));
}

View view(const Clock& clock, const WorkingCalendar& calendar, Instant now) {
  View result;
  const Instant until = std::max(clock.started_at, std::min(now, clock.stopped_at.value_or(now)));
  result.state = state_of(clock, now);
  result.due_at = clock.due_at;
  result.breached_at = clock.breached_at;
  if (clock.is_open() && clock.due_at && clock.passed(*clock.due_at, now)) {
    result.overdue = !clock.target->advice;
    if (!result.breached_at) result.breached_at = clock.due_at;
  }
  result.elapsed = elapsed(clock, calendar, until);
  std::int64_t active_seconds = 0;
  for (const Active& stretch : active(clock, until)) active_seconds += (stretch.to - stretch.from).count();
  result.paused_seconds = (until - clock.started_at).count() - active_seconds;

  if (clock.remaining) {
    result.remaining = clock.remaining;
  } else if (clock.due_at) {
    WorkingSeconds left;
    for (const Active& stretch : active(clock, *clock.due_at)) {
      left.count += calendar.between(std::max(stretch.from, until), stretch.to).count;
    }
    result.remaining = left;
  }
  if (clock.due_at) result.beyond_coverage = calendar.beyond_coverage(clock.started_at, *clock.due_at);
  return result;
}

std::string_view name_of(LedgerRow::Kind kind) {
  switch (kind) {
    case LedgerRow::Kind::after_due: return "after due";  // translated
    case LedgerRow::Kind::paused: return "paused";  // translated
    case LedgerRow::Kind::working: return "working";  // translated
    case LedgerRow::Kind::closed: break;
  }
  return "closed";  // translated
}

std::vector<LedgerRow> ledger(const Clock& clock, const WorkingCalendar& calendar, const work::History& history,
                              const work::Rules& rules, Instant now) {
  const Instant end = std::max(clock.started_at, std::min(now, clock.stopped_at.value_or(now)));
  const Instant after_due = std::min(end, clock.breached_at.value_or(clock.due_at.value_or(end)));

  std::vector<LedgerRow> rows;
  const auto append = [&](Instant from, Instant to, LedgerRow::Kind kind, const Message& why) {
    if (from < to) rows.push_back({from, to, kind, why, {}});
  };
  const auto append_counted = [&](Instant from, Instant to) {
    for (const calendar::Stretch& stretch : calendar.stretches(from, to)) {
      append(stretch.from, stretch.to, stretch.working ? LedgerRow::Kind::working : LedgerRow::Kind::closed, stretch.why);
    }
  };
  Instant done = clock.started_at;
  for (const Pause& pause : clock.pauses) {
    const Instant from = std::clamp(pause.from, done, after_due);
    const Instant to = std::clamp(pause.to.value_or(after_due), from, after_due);
    if (done < from) append_counted(done, from);
    append(from, to, LedgerRow::Kind::paused, pause.by.empty() ? Message(pause.why) : phrase("{}, by {}", pause.why, pause.by));
    done = std::max(done, to);
  }
  if (done < after_due) append_counted(done, after_due);
  append(std::max(clock.started_at, after_due), end, LedgerRow::Kind::after_due, "");

  // Split the rows where the item changed hands.
  std::vector<LedgerRow> split;
  for (const LedgerRow& row : rows) {
    Instant from = row.from;
    std::string team = rules.team;
    for (const work::Moment& moment : history.moments) {
      const std::string next = work::holder(rules, *moment.attributes);
      if (moment.at > from && moment.at < row.to && next != team) {
        split.push_back({from, moment.at, row.kind, row.why, team});
        from = moment.at;
      }
      if (moment.at < row.to) team = next;
    }
    split.push_back({from, row.to, row.kind, row.why, team});
  }
  return split;
}

}  // namespace svc::sla
