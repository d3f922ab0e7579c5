// SPDX-License-Identifier: MIT
// What is a moment, what is a date, and how long is a while?
//
// An Instant is a whole second UTC: 2026-02-13T17:00:00+08:00 is Instant{1770973200s}. A Date is a day on a
// wall calendar, in no zone. Elapsed time (Seconds) and working time (WorkingSeconds) are different types: an
// Instant plus WorkingSeconds has a meaning only on a working calendar (calendar/working_calendar.h).
#pragma once

#include <chrono>
#include <cstdint>

namespace svc {

using Seconds = std::chrono::seconds;
using Instant = std::chrono::sys_seconds;
using LocalSeconds = std::chrono::local_seconds;  // a wall clock reading, in no zone
using Date = std::chrono::local_days;

struct WorkingSeconds {
  std::int64_t count = 0;
  friend auto operator<=>(const WorkingSeconds&, const WorkingSeconds&) = default;
};

// Deadlines are computed for dates of these years; beyond them the calendars throw.
inline constexpr int first_year = 1970;
inline constexpr int last_year = 2200;

constexpr Date date_of(int year, unsigned month, unsigned day) {
  return std::chrono::local_days{std::chrono::year{year} / static_cast<int>(month) / static_cast<int>(day)};
}
constexpr std::chrono::year_month_day civil(Date date) { return std::chrono::year_month_day{date}; }
constexpr int year_of(Date date) { return static_cast<int>(civil(date).year()); }
// 0 is Monday, 6 is Sunday (ISO 8601).
constexpr int weekday_of(Date date) {
  return static_cast<int>(std::chrono::weekday{date}.iso_encoding()) - 1;
}
constexpr Date date_part(LocalSeconds local) { return std::chrono::floor<std::chrono::days>(local); }

}  // namespace svc
