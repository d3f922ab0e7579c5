// calendar_oracle.h: is this second working time, how many such seconds lie between two instants,
// and when is something due? Answered slowly, to check a fast calendar against.
//
//   oracle::Calendar cn{.zone = "Asia/Shanghai", .week = {}, .exceptions = {}};
//   for (std::size_t day = 0; day < 5; ++day) cn.week[day] = {{540, 720}, {810, 1080}};  // 09:00-12:00, 13:30-18:00
//   cn.exceptions[cctz::civil_day(2026, 2, 14)] = cn.week[0];                            // a Saturday made up
//   oracle::Oracle(cn).add(1770973200, 8 * 3600, horizon);  // 2026-02-13T17:00+08:00 + 8 h
//                                                           //  -> 1771061400, 2026-02-14T17:30+08:00
//
// Why it can be trusted:
// - One definition carries everything: belongs_to(), "is this local time inside an interval that
//   opens on that date". It compares local times; it never turns one into an instant, so it
//   has no case for a local time that a zone skips or repeats.
// - Local times come only from asking cctz, instant by instant. No transition table, no offset
//   and no length of a day or of an interval is used anywhere: the rest is counting.
// - It counts by seconds. A UTC minute counts as one step only where cctz shows that its first and
//   last second lie in one and the same local minute; opening hours are whole minutes, so its 60
//   seconds are then alike. (This alone is assumed: no zone changes and changes back within a minute.)
//   Counts are kept per minute, and added up by UTC day, which is 86,400 s long whatever the zone does.
// - It shares no code with the library that it checks, apart from cctz and its zone data.
//
// Instants are seconds since 1970-01-01T00:00:00Z; [a,b) is half open; a working second that lies in
// two intervals counts once. Rules: design.md §4. Not for use by two threads at once (const members cache).

#ifndef SVC_TESTS_PROPERTY_CALENDAR_ORACLE_H_
#define SVC_TESTS_PROPERTY_CALENDAR_ORACLE_H_

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace oracle {

// Minutes after local midnight of the day it opens on: {540, 1080} is 09:00-18:00, {540, 1440} is
// 09:00-24:00, {1320, 1800} is 22:00-06:00+1. 0 <= open < 1440, open < close <= 2880.
struct Hours {
  int open;
  int close;
};

struct Calendar {
  std::string zone;                                        // IANA name
  std::array<std::vector<Hours>, 7> week;                  // Monday first
  std::map<cctz::civil_day, std::vector<Hours>> exceptions;  // instead of the week's; empty: a holiday
};

enum class Unit { day, week, month, year, working_day };

class Oracle {
 public:
  // Throws std::invalid_argument for an unknown zone (cctz alone would answer in UTC) and for hours out of range.
  explicit Oracle(Calendar calendar);

  // Is [t,t+1) working time: does its local time lie in an interval that opens on its local date, or
  // in one that opens on the date before and runs past midnight? Hence an interval loses what the
  // zone skips, gains what it repeats, and a holiday does not cut off the tail of its eve's interval.
  bool working(std::int64_t t) const;

  // Working seconds in [a,b). Requires a <= b.
  std::int64_t between(std::int64_t a, std::int64_t b) const;

  // The earliest t >= a with between(a,t) == w; add(a,0) == a. Requires w >= 0.
  // Looks at [a,horizon) only: nullopt when t would be later than horizon; t == horizon is still found.
  std::optional<std::int64_t> add(std::int64_t a, std::int64_t w, std::int64_t horizon) const;

  // The latest t <= b with between(t,b) == w; sub(b,0) == b. Requires w >= 0.
  // Looks at [horizon,b) only: nullopt when t would be earlier than horizon; t == horizon is still found.
  std::optional<std::int64_t> sub(std::int64_t b, std::int64_t w, std::int64_t horizon) const;

  // 24:00 local: the first instant from which on every local date is later than `date`. Where clocks go back
  // over midnight (00:01 -> 23:01) that is the second midnight. For a date that the zone leaves out
  // (Pacific/Apia 2011-12-30) it is the instant of the leap, equal to day_end of the date before.
  std::int64_t day_end(cctz::civil_day date) const;

  // Does some interval open on `date` and have at least one second that exists?
  bool working_day(cctz::civil_day date) const;

  // The end of the last existing second of the intervals that open on `date`, which may be on the next
  // date; the second time round where the zone repeats it. nullopt when not working_day(date).
  std::optional<std::int64_t> closing(cctz::civil_day date) const;

  // Due n units after `start`, whose local date is not counted, worked or not. n == 0 ends on that date itself.
  // working_day: closing() of the n-th working day after it. Others: day_end() of the date so many
  // days, weeks, months or years later, at most the last of the month (01-31 + 1 month = 02-28).
  // roll_following moves an end date that is no working day to the next one that is.
  // nullopt: no working day within the search (see kSearchDays), or 0 working days, not rolled, from
  // a date that has no closing(). Requires n >= 0.
  std::optional<std::int64_t> due(std::int64_t start, int n, Unit unit, bool roll_following) const;

 private:
  static constexpr std::int64_t kMinute = 60;
  static constexpr std::int64_t kDay = 86400;  // a UTC day, never a local one
  // No zone is further than 24 h from UTC (POSIX.1 TZ, RFC 9636); an hour to spare.
  static constexpr std::int64_t kWidestOffset = 25 * 3600;
  // Ten years without a working day: there will be none.
  static constexpr int kSearchDays = 3660;

  using MinuteCounts = std::array<unsigned char, 1440>;  // working seconds of each minute of a UTC day

  // The local time of the instant t.
  cctz::civil_second local(std::int64_t t) const {
    return zone_.lookup(cctz::time_point<cctz::seconds>(cctz::seconds(t))).cs;
  }

  // Do the 60 seconds from t on all lie in one local minute, in order?
  bool is_one_local_minute(std::int64_t t) const {
    const cctz::civil_second first = local(t);
    return first.second() == 0 && local(t + kMinute - 1) == first + (kMinute - 1);
  }

  const std::vector<Hours>& hours_opening_on(cctz::civil_day date) const;
  bool belongs_to(cctz::civil_day date, cctz::civil_second time) const;
  bool working_at_local(cctz::civil_second time) const;

  const MinuteCounts& counts_of_utc_day(std::int64_t t) const;
  std::int64_t working_in_utc_day(std::int64_t midnight) const;
  std::int64_t working_in_minute(std::int64_t t) const;

  template <typename Predicate>
  std::optional<std::int64_t> find_last_second(std::int64_t low, std::int64_t high, Predicate holds) const;

  std::optional<cctz::civil_day> first_working_day_from(cctz::civil_day date) const;
  std::optional<cctz::civil_day> nth_working_day_after(cctz::civil_day date, int n) const;

  Calendar calendar_;
  cctz::time_zone zone_;
  mutable std::unordered_map<std::int64_t, MinuteCounts> counts_;
  mutable std::map<cctz::civil_day, std::int64_t> day_ends_;
  mutable std::map<cctz::civil_day, std::optional<std::int64_t>> closings_;
};

// The instant at which `date` begins in UTC: a place to start looking, not an answer.
inline std::int64_t utc_midnight(cctz::civil_day date) {
  return (date - cctz::civil_day(1970, 1, 1)) * std::int64_t{86400};
}

// `date` n months later, at most the last of that month.
inline cctz::civil_day months_later(cctz::civil_day date, std::int64_t n) {
  const cctz::civil_month month = cctz::civil_month(date) + n;
  const cctz::civil_day last = cctz::civil_day(month + 1) - 1;
  return std::min(cctz::civil_day(month) + (date.day() - 1), last);
}

inline void require(bool holds, const char* what) {
  if (!holds) throw std::invalid_argument(std::string("calendar oracle: ") + what);
}

inline void require_in_range(const std::vector<Hours>& hours) {
  for (const Hours& h : hours) {
    require(0 <= h.open && h.open < 1440, "an interval opens at 00:00 to 23:59");
    require(h.open < h.close && h.close <= 2880, "an interval closes after it opens, by 24:00+1");
  }
}

inline Oracle::Oracle(Calendar calendar) : calendar_(std::move(calendar)) {
  require(cctz::load_time_zone(calendar_.zone, &zone_), ("unknown zone: " + calendar_.zone).c_str());
  for (const auto& hours : calendar_.week) require_in_range(hours);
  for (const auto& [date, hours] : calendar_.exceptions) require_in_range(hours);
}

// ---- the definition ----

inline const std::vector<Hours>& Oracle::hours_opening_on(cctz::civil_day date) const {
  const auto exception = calendar_.exceptions.find(date);
  if (exception != calendar_.exceptions.end()) return exception->second;
  return calendar_.week[static_cast<std::size_t>(cctz::get_weekday(date))];  // cctz: monday == 0
}

// Is the local time inside an interval that opens on `date`?
inline bool Oracle::belongs_to(cctz::civil_day date, cctz::civil_second time) const {
  const cctz::civil_minute midnight(date);
  const cctz::civil_minute minute(time);
  const auto& hours = hours_opening_on(date);
  return std::any_of(hours.begin(), hours.end(), [&](const Hours& h) {
    return midnight + h.open <= minute && minute < midnight + h.close;
  });
}

inline bool Oracle::working_at_local(cctz::civil_second time) const {
  const cctz::civil_day today(time);
  return belongs_to(today, time) || belongs_to(today - 1, time);
}

inline bool Oracle::working(std::int64_t t) const { return working_at_local(local(t)); }

// ---- counting ----

inline const Oracle::MinuteCounts& Oracle::counts_of_utc_day(std::int64_t t) const {
  const std::int64_t since_midnight = ((t % kDay) + kDay) % kDay;  // t may be before 1970
  const std::int64_t midnight = t - since_midnight;
  const auto [entry, is_new] = counts_.try_emplace(midnight);
  if (!is_new) return entry->second;
  std::int64_t start = midnight;
  for (unsigned char& count : entry->second) {
    if (is_one_local_minute(start)) {
      count = working(start) ? 60 : 0;
    } else {
      int seconds = 0;
      for (std::int64_t s = start; s < start + kMinute; ++s) seconds += working(s) ? 1 : 0;
      count = static_cast<unsigned char>(seconds);
    }
    start += kMinute;
  }
  return entry->second;
}

// Working seconds of the 24 hours from `midnight` on. Requires a midnight UTC.
inline std::int64_t Oracle::working_in_utc_day(std::int64_t midnight) const {
  const MinuteCounts& counts = counts_of_utc_day(midnight);
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

// Working seconds of the minute from t on. Requires a whole minute.
inline std::int64_t Oracle::working_in_minute(std::int64_t t) const {
  const std::int64_t since_midnight = ((t % kDay) + kDay) % kDay;
  return counts_of_utc_day(t)[static_cast<std::size_t>(since_midnight / kMinute)];
}

inline std::int64_t Oracle::between(std::int64_t a, std::int64_t b) const {
  require(a <= b, "between(a, b) needs a <= b");
  std::int64_t total = 0;
  std::int64_t t = a;
  while (t < b) {
    if (t % kDay == 0 && t + kDay <= b) {
      total += working_in_utc_day(t);
      t += kDay;
    } else if (t % kMinute == 0 && t + kMinute <= b) {
      total += working_in_minute(t);
      t += kMinute;
    } else {
      total += working(t) ? 1 : 0;
      t += 1;
    }
  }
  return total;
}

// A day or a minute is passed over whole only if some of the work is left after it; the second at
// which the last of it is done is thus always found by single seconds.
inline std::optional<std::int64_t> Oracle::add(std::int64_t a, std::int64_t w, std::int64_t horizon) const {
  require(w >= 0, "add(a, w) needs w >= 0");
  std::int64_t left = w;
  std::int64_t t = a;
  while (left > 0) {
    if (t >= horizon) return std::nullopt;
    if (t % kDay == 0 && t + kDay <= horizon && working_in_utc_day(t) < left) {
      left -= working_in_utc_day(t);
      t += kDay;
    } else if (t % kMinute == 0 && t + kMinute <= horizon && working_in_minute(t) < left) {
      left -= working_in_minute(t);
      t += kMinute;
    } else {
      left -= working(t) ? 1 : 0;
      t += 1;
    }
  }
  return t;
}

// add() in a mirror: each step looks at what lies just before t.
inline std::optional<std::int64_t> Oracle::sub(std::int64_t b, std::int64_t w, std::int64_t horizon) const {
  require(w >= 0, "sub(b, w) needs w >= 0");
  std::int64_t left = w;
  std::int64_t t = b;
  while (left > 0) {
    if (t <= horizon) return std::nullopt;
    if (t % kDay == 0 && t - kDay >= horizon && working_in_utc_day(t - kDay) < left) {
      t -= kDay;
      left -= working_in_utc_day(t);
    } else if (t % kMinute == 0 && t - kMinute >= horizon && working_in_minute(t - kMinute) < left) {
      t -= kMinute;
      left -= working_in_minute(t);
    } else {
      t -= 1;
      left -= working(t) ? 1 : 0;
    }
  }
  return t;
}

// ---- ends of days ----

// The last second in [low,high) whose local time satisfies `holds`, looking back from high.
// Requires whole minutes, and a predicate that gives one answer for all seconds of a local minute.
template <typename Predicate>
inline std::optional<std::int64_t> Oracle::find_last_second(std::int64_t low, std::int64_t high,
                                                            Predicate holds) const {
  for (std::int64_t t = high - kMinute; t >= low; t -= kMinute) {
    const std::int64_t last = t + kMinute - 1;
    if (is_one_local_minute(t)) {
      if (holds(local(t))) return last;
      continue;
    }
    for (std::int64_t s = last; s >= t; --s) {
      if (holds(local(s))) return s;
    }
  }
  return std::nullopt;
}

inline std::int64_t Oracle::day_end(cctz::civil_day date) const {
  const auto [entry, is_new] = day_ends_.try_emplace(date, 0);
  if (!is_new) return entry->second;
  const std::int64_t near = utc_midnight(date + 1);
  // "not later than" and not "equal to": a date that the zone leaves out ends where it would have begun.
  const auto last = find_last_second(near - kWidestOffset, near + kWidestOffset,
                                     [&](cctz::civil_second time) { return cctz::civil_day(time) <= date; });
  entry->second = last.value() + 1;
  return entry->second;
}

inline bool Oracle::working_day(cctz::civil_day date) const { return closing(date).has_value(); }

inline std::optional<std::int64_t> Oracle::closing(cctz::civil_day date) const {
  if (hours_opening_on(date).empty()) return std::nullopt;
  const auto [entry, is_new] = closings_.try_emplace(date, std::nullopt);
  if (!is_new) return entry->second;
  // An interval may last until the end of the next date, so two dates are searched.
  const auto last = find_last_second(utc_midnight(date) - kWidestOffset, utc_midnight(date + 2) + kWidestOffset,
                                     [&](cctz::civil_second time) { return belongs_to(date, time); });
  if (last) entry->second = *last + 1;
  return entry->second;
}

// ---- dates ----

inline std::optional<cctz::civil_day> Oracle::first_working_day_from(cctz::civil_day date) const {
  for (int looked = 0; looked < kSearchDays; ++looked, ++date) {
    if (working_day(date)) return date;
  }
  return std::nullopt;
}

inline std::optional<cctz::civil_day> Oracle::nth_working_day_after(cctz::civil_day date, int n) const {
  std::optional<cctz::civil_day> day = date;
  for (int counted = 0; counted < n && day; ++counted) day = first_working_day_from(*day + 1);
  return day;
}

inline std::optional<std::int64_t> Oracle::due(std::int64_t start, int n, Unit unit, bool roll_following) const {
  require(n >= 0, "due(start, n) needs n >= 0");
  const cctz::civil_day first(local(start));
  std::optional<cctz::civil_day> end;
  switch (unit) {
    case Unit::day: end = first + n; break;
    case Unit::week: end = first + std::int64_t{7} * n; break;
    case Unit::month: end = months_later(first, n); break;
    case Unit::year: end = months_later(first, std::int64_t{12} * n); break;
    case Unit::working_day: end = nth_working_day_after(first, n); break;
  }
  if (end && roll_following) end = first_working_day_from(*end);
  if (!end) return std::nullopt;
  return unit == Unit::working_day ? closing(*end) : std::optional<std::int64_t>(day_end(*end));
}

}  // namespace oracle

#endif  // SVC_TESTS_PROPERTY_CALENDAR_ORACLE_H_
