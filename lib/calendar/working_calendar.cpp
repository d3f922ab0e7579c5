// SPDX-License-Identifier: MIT
#include "calendar/working_calendar.h"

#include <algorithm>

#include "error.h"
#include "time/text.h"

namespace svc::calendar {
namespace {

using std::chrono::days;

constexpr std::int64_t day_seconds = 86'400;

std::int64_t seconds_of(Instant instant) { return instant.time_since_epoch().count(); }
Instant instant_at(std::int64_t seconds) { return Instant{Seconds{seconds}}; }
std::int64_t local_midnight(Date date) { return LocalSeconds{date}.time_since_epoch().count(); }

struct Piece {
  std::int64_t from;
  std::int64_t to;
};

// Offsets of a stretch of time, with the questions that the tables ask of them.
class Offsets {
 public:
  Offsets() = default;
  Offsets(const Zone& zone, std::int64_t from, std::int64_t to) : to_(to) {
    for (const OffsetRun& run : zone.offsets(instant_at(from), instant_at(to))) {
      runs_.push_back({seconds_of(run.from), run.offset.count()});
    }
  }

  std::int64_t local(std::int64_t utc) const {
    size_t i = runs_.size() - 1;
    while (i > 0 && runs_[i].from > utc) --i;
    return utc + runs_[i].offset;
  }

  // The instants whose local reading lies in [from, to), in order: none in a skipped hour, two pieces around a
  // change that repeats one.
  void append_pieces(std::int64_t from, std::int64_t to, std::vector<Piece>& out) const {
    for (size_t i = 0; i < runs_.size(); ++i) {
      const auto& run = runs_[i];
      const std::int64_t run_end = i + 1 < runs_.size() ? runs_[i + 1].from : to_;
      const std::int64_t a = std::max(from - run.offset, run.from);
      const std::int64_t b = std::min(to - run.offset, run_end);
      if (a >= b) continue;
      const bool joins = !out.empty() && out.back().to == a;
      if (joins) {
        out.back().to = b;
      } else {
        out.push_back({a, b});
      }
    }
  }

  // The instant from which on no local reading lies before `local`.
  std::int64_t last_before(std::int64_t local) const {
    for (size_t i = runs_.size(); i-- > 0;) {
      const std::int64_t run_end = i + 1 < runs_.size() ? runs_[i + 1].from : to_;
      if (runs_[i].from + runs_[i].offset < local) return std::min(run_end, local - runs_[i].offset);
    }
    return runs_.front().from;
  }

 private:
  struct Run {
    std::int64_t from;
    std::int64_t offset;
  };
  std::vector<Run> runs_;
  std::int64_t to_ = 0;
};

[[noreturn]] void out_of_range() {
  throw Error{ErrorKind::refused, phrase("the time lies outside the years 1970 to 2200"), {}};
}

}  // namespace

// Everything about one local calendar year. Working intervals are cut at the year's ends, so that a year's sums
// are its own, and joined where they touch; `before[i]` is the working time of the year before interval i.
struct WorkingCalendar::Year {
  Offsets offsets;
  int number = 0;
  Date first_day{};
  std::int64_t begin = 0;  // the year's first second, UTC
  std::int64_t end = 0;
  std::vector<std::int64_t> open, close, before;
  std::int64_t total = 0;
  std::vector<std::uint32_t> by_day;   // first interval that closes after begin + i days
  std::vector<std::uint32_t> by_work;  // first interval that ends after i << work_shift seconds of work
  int work_shift = 0;
  std::vector<std::uint32_t> worked_before;  // working days of the year before day i; one more entry than days
  struct WorkedDay {
    Date date;
    std::int64_t closing;
  };
  std::vector<WorkedDay> worked_days;

  std::int64_t day_count() const { return std::ssize(worked_before) - 1; }

  // The first interval that closes after `utc`; open.size() if none does.
  size_t interval_after(std::int64_t utc) const {
    size_t i = by_day[static_cast<size_t>((utc - begin) / day_seconds)];
    while (i < close.size() && close[i] <= utc) ++i;
    return i;
  }

  std::int64_t work_before(std::int64_t utc) const {
    const size_t i = interval_after(utc);
    if (i == open.size()) return total;
    return before[i] + std::max<std::int64_t>(0, utc - open[i]);
  }

  // The first interval by whose end more than `work` seconds have been worked; work < total.
  size_t interval_with_more_than(std::int64_t work) const {
    const auto bucket = static_cast<size_t>(work >> work_shift);
    size_t low = by_work[bucket];
    const size_t high = by_work[bucket + 1];
    if (high - low <= 4) {
      while (work >= before[low] + (close[low] - open[low])) ++low;
      return low;
    }
    const auto from = before.begin() + static_cast<std::ptrdiff_t>(low);
    const auto to = before.begin() + static_cast<std::ptrdiff_t>(high + 1);
    return static_cast<size_t>(std::upper_bound(from, to, work) - before.begin()) - 1;
  }

  // The earliest instant by which `work` has passed since the year began; 0 < work <= total.
  std::int64_t earliest(std::int64_t work) const {
    const size_t i = interval_with_more_than(work - 1);
    return open[i] + (work - before[i]);
  }
  // The latest instant before which `work` has passed since the year began; 0 <= work < total.
  std::int64_t latest(std::int64_t work) const {
    const size_t i = interval_with_more_than(work);
    return open[i] + (work - before[i]);
  }
};

WorkingCalendar::WorkingCalendar(Spec spec) : spec_(std::move(spec)), zone_(Zone::load(spec_.zone)) {
  const auto has_hours = [](const auto& hours) { return !hours.empty(); };
  const bool weekly = std::any_of(spec_.week.begin(), spec_.week.end(), has_hours);
  const bool dated = std::any_of(spec_.exceptions.begin(), spec_.exceptions.end(),
                                 [](const auto& entry) { return !entry.second.hours.empty(); });
  if (!weekly && !dated) {
    throw Error{ErrorKind::config, phrase("calendar '{}' has no working time", spec_.name), phrase("give it hours, such as hours = {{ mon-fri = [\"09:00-18:00\"] }}")};
  }
}

WorkingCalendar::~WorkingCalendar() {
  for (auto& slot : years_) delete slot.load();
}

const WorkingCalendar::Year& WorkingCalendar::year(int number) const {
  if (number < table_first || number >= table_first + table_count) out_of_range();
  auto& slot = years_[static_cast<size_t>(number - table_first)];
  if (const Year* built = slot.load(std::memory_order_acquire)) return *built;
  // Two threads may build the same year; the first to publish wins.
  auto fresh = build(number);
  const Year* expected = nullptr;
  if (slot.compare_exchange_strong(expected, fresh.get(), std::memory_order_acq_rel)) return *fresh.release();
  return *expected;
}

const WorkingCalendar::Year& WorkingCalendar::year_at(Instant instant) const {
  constexpr std::int64_t mean_year = 31'556'952;
  const std::int64_t utc = seconds_of(instant);
  if (utc < -2 * day_seconds || utc > 232 * mean_year) out_of_range();
  int number = 1970 + static_cast<int>(utc / mean_year);
  const Year* found = &year(number);
  while (utc < found->begin) found = &year(--number);
  while (utc >= found->end) found = &year(++number);
  return *found;
}

std::unique_ptr<const WorkingCalendar::Year> WorkingCalendar::build(int number) const {
  auto table = std::make_unique<Year>();
  const Date first = date_of(number, 1, 1), last = date_of(number, 12, 31);
  const auto day_count = static_cast<size_t>((last - first).count() + 1);
  table->number = number;
  table->first_day = first;
  // Offsets lie within a day of UTC, and an interval reaches at most two days past the date it opens on.
  table->offsets = Offsets(zone_, local_midnight(first) - 4 * day_seconds, local_midnight(last) + 5 * day_seconds);
  table->begin = table->offsets.last_before(local_midnight(first));
  table->end = table->offsets.last_before(local_midnight(last + days{1}));

  std::vector<Piece> all, today;
  table->worked_before.reserve(day_count + 1);
  for (Date date = first - days{1}; date <= last; date += days{1}) {
    if (date >= first) table->worked_before.push_back(static_cast<std::uint32_t>(table->worked_days.size()));
    today.clear();
    for (const Hours& hours : hours_of(date)) {
      const std::int64_t midnight = local_midnight(date);
      table->offsets.append_pieces(midnight + hours.open * 60, midnight + hours.close * 60, today);
    }
    if (today.empty()) continue;
    if (date >= first) {
      std::int64_t closing = 0;
      for (const Piece& piece : today) closing = std::max(closing, piece.to);
      table->worked_days.push_back({date, closing});
    }
    all.insert(all.end(), today.begin(), today.end());
  }
  table->worked_before.push_back(static_cast<std::uint32_t>(table->worked_days.size()));

  // An exception's hours may overlap the eve's tail, and repeated hours may interleave: the calendar is their union.
  std::sort(all.begin(), all.end(), [](const Piece& a, const Piece& b) { return a.from < b.from; });
  for (Piece piece : all) {
    piece.from = std::max(piece.from, table->begin);
    piece.to = std::min(piece.to, table->end);
    if (!table->close.empty()) piece.from = std::max(piece.from, table->close.back());
    if (piece.from >= piece.to) continue;
    if (!table->close.empty() && table->close.back() == piece.from) {
      table->close.back() = piece.to;
    } else {
      table->before.push_back(0);
      table->open.push_back(piece.from);
      table->close.push_back(piece.to);
    }
  }
  for (size_t i = 0; i < table->open.size(); ++i) {
    table->before[i] = table->total;
    table->total += table->close[i] - table->open[i];
  }

  std::uint32_t next = 0;
  for (std::int64_t at = table->begin; at < table->end + day_seconds; at += day_seconds) {
    while (next < table->close.size() && table->close[next] <= at) ++next;
    table->by_day.push_back(next);
  }
  while ((table->total >> table->work_shift) > static_cast<std::int64_t>(2 * table->open.size())) ++table->work_shift;
  next = 0;
  for (std::int64_t work = 0; work <= table->total + (std::int64_t{1} << table->work_shift);
       work += std::int64_t{1} << table->work_shift) {
    const auto done = [&](std::uint32_t i) { return table->before[i] + table->close[i] - table->open[i]; };
    while (next + 1 < table->open.size() && done(next) <= work) ++next;
    table->by_work.push_back(next);
  }
  return table;
}

const std::vector<Hours>& WorkingCalendar::hours_of(Date date) const {
  if (const auto found = spec_.exceptions.find(date); found != spec_.exceptions.end()) return found->second.hours;
  return spec_.week[static_cast<size_t>(weekday_of(date))];
}

Date WorkingCalendar::local_date(Instant instant) const {
  return date_part(LocalSeconds{Seconds{year_at(instant).offsets.local(seconds_of(instant))}});
}

const WorkingCalendar::Year& WorkingCalendar::year_of_date(Date date) const {
  // The civil year costs more than all the rest of a question; a guess by the mean year is at most one off.
  int number = 1970 + static_cast<int>(date.time_since_epoch().count() * 10'000 / 3'652'425);
  const Year* found = &year(number);
  while (date < found->first_day) found = &year(--number);
  while (date >= found->first_day + days{found->day_count()}) found = &year(++number);
  return *found;
}

Instant WorkingCalendar::add(Instant from, WorkingSeconds work) const {
  if (work.count == 0) return from;
  const Year* table = &year_at(from);
  std::int64_t left = table->work_before(seconds_of(from)) + work.count;
  for (int number = table->number; left > table->total; table = &year(number)) {
    left -= table->total;
    if (++number > last_year) out_of_range();
  }
  return instant_at(table->earliest(left));
}

Instant WorkingCalendar::subtract(Instant to, WorkingSeconds work) const {
  if (work.count == 0) return to;
  const Year* table = &year_at(to);
  std::int64_t left = table->work_before(seconds_of(to)) - work.count;
  for (int number = table->number; left < 0; left += table->total) {
    if (--number < first_year) out_of_range();
    table = &year(number);
  }
  return instant_at(table->latest(left));
}

WorkingSeconds WorkingCalendar::between(Instant from, Instant to) const {
  if (to <= from) return {0};
  const Year& first = year_at(from);
  const Year& last = year_at(to);
  std::int64_t sum = last.work_before(seconds_of(to)) - first.work_before(seconds_of(from));
  for (int number = first.number; number < last.number; ++number) sum += year(number).total;
  return {sum};
}

bool WorkingCalendar::worked(Date date) const {
  const Year& table = year_of_date(date);
  const auto i = static_cast<size_t>((date - table.first_day).count());
  return table.worked_before[i + 1] > table.worked_before[i];
}

// The count-th working day after the date; for 0 the date itself if it is worked, else the next one.
Date WorkingCalendar::nth_working_day(Date after, std::int64_t count) const {
  const Year* table = &year_of_date(after);
  int number = table->number;
  const auto i = static_cast<size_t>((after - table->first_day).count());
  if (count == 0) {
    if (worked(after)) return after;
    count = 1;
  }
  std::int64_t index = table->worked_before[i + 1] + count - 1;
  while (index >= std::ssize(table->worked_days)) {
    index -= std::ssize(table->worked_days);
    if (++number > last_year) out_of_range();
    table = &year(number);
  }
  return table->worked_days[static_cast<size_t>(index)].date;
}

Instant WorkingCalendar::closing(Date date) const {
  const Year& table = year_of_date(date);
  const auto i = table.worked_before[static_cast<size_t>((date - table.first_day).count())];
  return instant_at(table.worked_days[i].closing);
}

Instant WorkingCalendar::end_of(Date date) const {
  return instant_at(year_of_date(date).offsets.last_before(local_midnight(date + days{1})));
}

namespace {

Date plus_months(Date date, std::int64_t months) {
  const auto ymd = civil(date);
  const auto month = ymd.year() / ymd.month() + std::chrono::months{months};
  const Date last{month / std::chrono::last};
  return std::min(last, Date{month / std::chrono::day{1}} + days{static_cast<unsigned>(ymd.day()) - 1});
}

// The date `count` units after `date`; not for working days.
Date plus_dates(Date date, Unit unit, std::int64_t count) {
  switch (unit) {
    case Unit::day: return date + days{count};
    case Unit::week: return date + days{7 * count};
    case Unit::month: return plus_months(date, count);
    case Unit::year: return plus_months(date, 12 * count);
    case Unit::working_day:
    case Unit::working_second: break;
  }
  return date;
}

void require_in_range(Date date) {
  if (date < date_of(first_year, 1, 1) || date > date_of(last_year, 12, 31)) out_of_range();
}

}  // namespace

Instant WorkingCalendar::due(Instant start, Span span, DayEnd end) const {
  return due_after_pause(start, span, 0, end);
}

Instant WorkingCalendar::due_after_pause(Instant start, Span span, std::int64_t more, DayEnd end) const {
  if (span.unit == Unit::working_second) return add(start, {span.count});
  const Date from = local_date(start);
  const bool working_days = span.unit == Unit::working_day;
  Date last = working_days ? nth_working_day(from, span.count + more)
                           : plus_dates(from, span.unit, span.count) + days{more};
  require_in_range(last);
  if (end.roll && !worked(last)) last = nth_working_day(last, 1);
  if (end.same_time) {
    const LocalSeconds reading = zone_.local(start);
    return zone_.find(last + (reading - date_part(reading))).first();
  }
  return working_days ? closing(last) : end_of(last);
}

Instant WorkingCalendar::ahead_of(Instant date, Span span) const {
  if (span.unit == Unit::working_second) return subtract(date, {span.count});
  const Date from = local_date(date);
  if (span.unit != Unit::working_day) {
    const Date ahead = plus_dates(from, span.unit, -span.count);
    require_in_range(ahead);
    return end_of(ahead);
  }
  Date ahead = from;
  for (std::int64_t left = span.count; left > 0;) {
    ahead -= days{1};
    require_in_range(ahead);
    if (worked(ahead)) --left;
  }
  return worked(ahead) ? closing(ahead) : end_of(ahead);
}

std::int64_t WorkingCalendar::counted_ends(Unit unit, Instant start, Instant from, Instant to) const {
  const Date uncounted = local_date(start);
  std::int64_t count = 0;
  // The ends that lie in the stretch belong to its dates, or to the date before where closing is past midnight.
  for (Date date = std::max(uncounted + days{1}, local_date(from) - days{2}); date <= local_date(to); date += days{1}) {
    if (unit == Unit::working_day && !worked(date)) continue;
    const Instant end = unit == Unit::working_day ? closing(date) : end_of(date);
    if (end >= from && end < to) ++count;
  }
  return count;
}

bool WorkingCalendar::is_working(Instant instant) const {
  const Year& table = year_at(instant);
  const size_t i = table.interval_after(seconds_of(instant));
  return i < table.open.size() && table.open[i] <= seconds_of(instant);
}

Instant WorkingCalendar::next_opening(Instant from) const {
  const Year* table = &year_at(from);
  size_t i = table->interval_after(seconds_of(from));
  while (i == table->open.size()) {
    if (table->number == last_year) out_of_range();
    table = &year(table->number + 1);
    i = 0;
  }
  return std::max(from, instant_at(table->open[i]));
}

DayRule WorkingCalendar::rule_of(Date date) const {
  const auto found = spec_.exceptions.find(date);
  return {date, hours_of(date), found == spec_.exceptions.end() ? nullptr : &found->second};
}

Message WorkingCalendar::explain(const DayRule& rule) const {
  const Message weekday = Message::again(std::string(weekday_name(weekday_of(rule.date))));
  if (rule.exception == nullptr) {
    return rule.hours.empty() ? phrase("{} is free in the week", weekday) : phrase("{}'s hours of the week", weekday);
  }
  switch (rule.exception->kind) {
    case ExceptionKind::holiday: return phrase("holiday {}", rule.exception->name);
    case ExceptionKind::workday: return phrase("make-up day {}", rule.exception->name);
    case ExceptionKind::hours: return phrase("changed hours {}", rule.exception->name);
  }
  return {};
}

Message WorkingCalendar::closed_because(Date date) const {
  const DayRule rule = rule_of(date);
  if (rule.exception != nullptr && rule.exception->kind == ExceptionKind::holiday) return explain(rule);
  return rule.hours.empty() ? phrase("weekend") : phrase("night");
}

std::vector<Stretch> WorkingCalendar::stretches(Instant from, Instant to) const {
  std::vector<Stretch> result;
  const auto append = [&](Instant a, Instant b, bool working, const Message& why) {
    a = std::max(a, from);
    b = std::min(b, to);
    if (a >= b) return;
    if (!result.empty() && result.back().working == working && result.back().why == why) {
      result.back().to = b;
    } else {
      result.push_back({a, b, working, why});
    }
  };
  // Day by day, since each date may be closed for another reason; what lies between two working pieces is closed.
  Instant done = from;
  const auto close_until = [&](Instant until, bool between_hours) {
    while (done < until) {
      const Date date = local_date(done);
      const Instant end = std::min(until, std::max(end_of(date), done + Seconds{1}));
      append(done, end, false, between_hours ? phrase("break") : closed_because(date));
      done = end;
    }
  };
  std::vector<Piece> today;
  for (Date date = local_date(from) - days{1}; date <= local_date(to); date += days{1}) {
    today.clear();
    const Year& table = year_of_date(date);
    for (const Hours& hours : hours_of(date)) {
      table.offsets.append_pieces(local_midnight(date) + hours.open * 60, local_midnight(date) + hours.close * 60, today);
    }
    std::sort(today.begin(), today.end(), [](const Piece& a, const Piece& b) { return a.from < b.from; });
    const DayRule rule = rule_of(date);
    for (const Piece& piece : today) {
      close_until(std::min(to, instant_at(piece.from)), &piece != today.data());
      append(std::max(done, instant_at(piece.from)), instant_at(piece.to), true,
             rule.exception == nullptr ? Message() : explain(rule));
      done = std::max(done, std::min(to, instant_at(piece.to)));
    }
  }
  close_until(to, false);
  return result;
}

bool WorkingCalendar::beyond_coverage(Instant from, Instant to) const {
  if (!spec_.covers) return false;
  // A due time at the very end of the last covered date is still covered.
  return local_date(from) < spec_.covers->from || to > end_of(spec_.covers->to);
}

}  // namespace svc::calendar
