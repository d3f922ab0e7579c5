// SPDX-License-Identifier: MIT
#include "escalation/ladder.h"

#include <algorithm>
#include <charconv>

#include "error.h"

namespace svc::escalation {
namespace {

using calendar::WorkingCalendar;
using sla::Active;
using sla::Clock;

// The working time of a clock from its start to its due time, or to where it stands still, laid end to end.
class Track {
 public:
  Track(const Clock& clock, const WorkingCalendar& calendar)
      : calendar_(calendar),
        // Without a due time the clock stands still in a pause that has no end, or was stopped in one.
        stretches_(sla::active(clock, clock.due_at.value_or(clock.stopped_at.value_or(Instant::max())))) {
    for (const Active& stretch : stretches_) walked_ += calendar.between(stretch.from, stretch.to).count;
    total_ = walked_ + (clock.due_at ? 0 : clock.remaining.value_or(WorkingSeconds{0}).count);
  }

  std::int64_t total() const { return total_; }

  std::optional<Instant> earliest_with(std::int64_t work) const {
    for (const Active& stretch : stretches_) {
      const std::int64_t here = calendar_.between(stretch.from, stretch.to).count;
      if (work <= here) return calendar_.add(stretch.from, {work});
      work -= here;
    }
    return std::nullopt;
  }

  std::optional<Instant> latest_with(std::int64_t work) const {
    if (work > walked_) return std::nullopt;
    std::int64_t back = walked_ - work;
    for (auto stretch = stretches_.rbegin(); stretch != stretches_.rend(); ++stretch) {
      const std::int64_t here = calendar_.between(stretch->from, stretch->to).count;
      if (back <= here) return std::max(stretch->from, calendar_.subtract(stretch->to, {back}));
      back -= here;
    }
    return std::nullopt;
  }

 private:
  const WorkingCalendar& calendar_;
  std::vector<Active> stretches_;
  std::int64_t walked_ = 0;
  std::int64_t total_ = 0;
};

// A due time at 24:00 belongs to the day that it ends.
Instant day_of_due(Instant due, const WorkingCalendar& calendar) {
  const LocalSeconds local = calendar.zone().local(due);
  return local == date_part(local) ? due - Seconds{1} : due;
}

std::optional<Instant> reached_at(const RungAt& at, const Clock& clock, const WorkingCalendar& calendar) {
  const bool working = at.offset.unit == Unit::working_second;
  switch (at.kind) {
    case RungAt::Kind::share: {
      const Track track(clock, calendar);
      return track.earliest_with((track.total() * at.percent + 99) / 100);
    }
    case RungAt::Kind::before: {
      if (!working) {
        if (!clock.due_at) return std::nullopt;
        return calendar.ahead_of(day_of_due(*clock.due_at, calendar), at.offset);
      }
      const Track track(clock, calendar);
      return track.latest_with(track.total() - at.offset.count);
    }
    case RungAt::Kind::due: return clock.due_at;
    case RungAt::Kind::after: break;
  }
  if (!clock.due_at) return std::nullopt;
  return calendar.due(working ? *clock.due_at : day_of_due(*clock.due_at, calendar), at.offset);
}

}  // namespace

RungAt parse_rung_at(const std::string& text) {
  RungAt result;
  result.text = text;
  if (text == "due") return result;
  if (text.starts_with("due-") || text.starts_with("due+")) {
    result.kind = text[3] == '-' ? RungAt::Kind::before : RungAt::Kind::after;
    result.offset = parse_span(std::string_view(text).substr(4));
    return result;
  }
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), result.percent);
  if (code == std::errc() && end + 1 == text.data() + text.size() && *end == '%' && result.percent >= 0 &&
      result.percent < 100) {
    result.kind = RungAt::Kind::share;
    return result;
  }
  throw Error{ErrorKind::usage, phrase("'{}' is no place on a clock", text), phrase("write '80%' (below 100), 'due', 'due-1h' or 'due+30m'")};
}

std::vector<Reached> schedule(const Clock& clock, const Ladder& ladder, const WorkingCalendar& calendar) {
  std::vector<Reached> result;
  if (!clock.due_at && !clock.remaining) return result;
  for (size_t i = 0; i < ladder.rungs.size(); ++i) {
    const auto at = reached_at(ladder.rungs[i].at, clock, calendar);
    if (at && *at >= clock.started_at) result.push_back({static_cast<int>(i), *at});
  }
  std::stable_sort(result.begin(), result.end(), [](const Reached& a, const Reached& b) { return a.at < b.at; });
  return result;
}

Repeat latest_repeat(const Rung& rung, Instant reached, const WorkingCalendar& calendar, Instant now) {
  Repeat result{0, reached, std::nullopt};
  for (int number = 1; number <= rung.times; ++number) {
    const Instant at = calendar.due(result.at, *rung.every);
    if (at > now) {
      result.next = at;
      break;
    }
    result.number = number;
    result.at = at;
  }
  return result;
}

}  // namespace svc::escalation
