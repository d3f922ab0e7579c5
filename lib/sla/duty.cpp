// SPDX-License-Identifier: MIT
#include "sla/duty.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "error.h"
#include "registry/warranty.h"
#include "time/text.h"

namespace svc::sla {
namespace {

using std::chrono::days;

constexpr int year_window = 365;  // days that the mean time between faults looks back

Date first_of(int year, int month) { return date_of(year, static_cast<unsigned>(month), 1); }

// The first day after a grid's period that begins with `from`.
Date after_months(Date from, int months) { return registry::later(from, {Unit::month, months}); }

std::string grid_name(int months, Date from) {
  const auto date = civil(from);
  const int year = static_cast<int>(date.year()), month = static_cast<int>(static_cast<unsigned>(date.month()));
  switch (months) {
    case 1: return fmt::format("{:04}-{:02}", year, month);
    case 3: return fmt::format("{:04}Q{}", year, (month - 1) / 3 + 1);
    case 6: return fmt::format("{:04}H{}", year, (month - 1) / 6 + 1);
    default: return fmt::format("{:04}", year);
  }
}

Period grid_period(int months, Date date) {
  const auto parts = civil(date);
  const int month = (static_cast<int>(static_cast<unsigned>(parts.month())) - 1) / months * months + 1;
  const Date from = first_of(static_cast<int>(parts.year()), month);
  return {from, after_months(from, months), grid_name(months, from)};
}

// Where the n-th period since `anchor` begins: whole months where a year divides into them, else days.
Date anniversary(Date anchor, int times, int n) {
  if (12 % times == 0) return registry::later(anchor, {Unit::month, n * (12 / times)});
  const Date year = registry::later(anchor, {Unit::year, n / times}), next = registry::later(anchor, {Unit::year, n / times + 1});
  return year + days{(next - year).count() * (n % times) / times};
}

// "2026Q1", "2026-03" … for hints, of the period that has a date.
std::string example_name(int months) { return grid_name(months, date_of(2026, 1, 1)); }

std::optional<Period> find_period(int months, std::string_view name) {
  int year = 0;
  const auto [end, code] = std::from_chars(name.data(), name.data() + std::min<size_t>(name.size(), 4), year);
  if (code != std::errc() || end != name.data() + 4 || year <= first_year || year >= last_year) return std::nullopt;
  for (Period period = grid_period(months, first_of(year, 1)); year_of(period.from) == year; period = grid_period(months, period.to)) {
    if (period.name == name) return period;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Period> find_period(std::string_view name) {
  for (const auto& [grid, months] : grids()) {
    if (auto found = find_period(months, name)) return found;
  }
  return std::nullopt;
}

const std::vector<std::string>& roll_names() {
  static const std::vector<std::string> names{"none", "following", "preceding"};
  return names;
}

const std::vector<std::pair<std::string, int>>& grids() {
  static const std::vector<std::pair<std::string, int>> all{{"month", 1}, {"quarter", 3}, {"half-year", 6}, {"year", 12}};
  return all;
}

std::vector<Period> periods(const Duty& duty, Date anchor, Date from, Date to) {
  std::vector<Period> result;
  if (duty.rhythm == Duty::Rhythm::grid) {
    for (Period period = grid_period(duty.months, from); period.from < to; period = grid_period(duty.months, period.to)) result.push_back(period);
    return result;
  }
  // No more than a year's periods lie between the start of a year and what is asked for.
  const int years = std::max(0, year_of(from) - year_of(anchor) - 1);
  for (int n = years * duty.times; anniversary(anchor, duty.times, n) < to; ++n) {
    const Date first = anniversary(anchor, duty.times, n), end = anniversary(anchor, duty.times, n + 1);
    if (end > from) result.push_back({first, end, print(first)});
  }
  return result;
}

Period period_named(const Duty& duty, std::string_view name) {
  if (const auto found = find_period(duty.months, name)) return *found;
  throw Error{ErrorKind::usage, phrase("'{}' is no period of the duty '{}'", std::string(name), duty.id), phrase("a period looks like {}", example_name(duty.months))};
}

std::optional<std::int64_t> mean_days_between(std::vector<Date> faults, Date on) {
  std::erase_if(faults, [&](Date fault) { return fault > on || fault <= on - days{year_window}; });
  if (faults.size() < 2) return std::nullopt;
  const auto [first, last] = std::minmax_element(faults.begin(), faults.end());
  return std::max<std::int64_t>(1, (*last - *first).count() / static_cast<std::int64_t>(faults.size() - 1));
}

Period rolling_period(const Duty& duty, Date start, const std::vector<Date>& faults) {
  Date last = registry::later(start, duty.span);
  if (const auto mean = mean_days_between(faults, start)) last = std::min(last, start + days{*mean});
  return {start, last + days{1}, print(start)};
}

Period ahead_period(const Duty& duty, Date date, const calendar::WorkingCalendar& calendar) {
  const Instant due = calendar.ahead_of(calendar.end_of(date) - Seconds{1}, duty.span);
  const Date last = date_part(calendar.zone().local(due - Seconds{1}));
  return {last, last + days{1}, print(date)};
}

Instant due_of(const Duty& duty, const Period& period, Date starts, const calendar::WorkingCalendar& calendar) {
  Date last = period.to - days{1};
  const bool dates = duty.grace && duty.grace->unit != Unit::working_second && duty.grace->unit != Unit::working_day;
  if (dates) last = registry::later(last, *duty.grace);
  if (duty.roll != Roll::none) {
    const int way = duty.roll == Roll::following ? 1 : -1;
    while (calendar.rule_of(last).hours.empty()) last += days{way};
  }
  last = std::max(last, starts);
  if (!duty.grace || dates) return calendar.end_of(last);
  // Working days are counted from the period's last day, hours from its end.
  return calendar.due(calendar.end_of(last) - Seconds{duty.grace->unit == Unit::working_day ? 1 : 0}, *duty.grace);
}

Date opens_on(const Duty& duty, const Period& period) {
  if (!duty.ahead) return period.from;
  Date first = period.from - days{1};
  while (registry::later(first, *duty.ahead) >= period.from) first -= days{1};
  return first + days{1};
}

}  // namespace svc::sla
