// SPDX-License-Identifier: MIT
// When does a service organisation work? What a calendar's TOML says, as a value (design.md §4).
//
//   cn: Asia/Shanghai, Monday to Friday 09:00-12:00 and 13:30-18:00; 2026-02-15..23 is the holiday 春节,
//   2026-02-14 a make-up day with Monday's hours.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "time/instant.h"

namespace svc::calendar {

// Minutes after local midnight of the day that the interval opens on, half open; close is 1440 for 24:00 and
// up to 2880 for an interval past midnight ("22:00-06:00+1" is {1320, 1800}).
struct Hours {
  int open = 0;
  int close = 0;
  friend bool operator==(const Hours&, const Hours&) = default;
};

// Why a date differs from its weekday. Exceptions win over the week.
enum class ExceptionKind {
  holiday,  // no interval opens
  workday,  // make-up day (调休): hours of a named weekday, or its own
  hours,    // a short or otherwise different day
};

struct Exception {
  ExceptionKind kind = ExceptionKind::holiday;
  std::string name;
  std::vector<Hours> hours;
  friend bool operator==(const Exception&, const Exception&) = default;
};

// The dates, both included, for which the holidays are known.
struct Coverage {
  Date from;
  Date to;
  friend bool operator==(const Coverage&, const Coverage&) = default;
};

struct Spec {
  std::string name;
  std::string zone;
  std::array<std::vector<Hours>, 7> week;  // Monday first; each day's intervals in order, not overlapping
  std::map<Date, Exception> exceptions;
  std::optional<Coverage> covers;
  friend bool operator==(const Spec&, const Spec&) = default;
};

// Every hour of every day, in a zone: the built-in calendar "24x7".
Spec always(const std::string& zone);

// "09:00-12:00", "22:00-06:00+1", "18:00-24:00". Throws Error{usage} that says what is wrong with the interval.
Hours parse_hours(const std::string& text);
std::string print(Hours hours);
std::string print(const std::vector<Hours>& hours);  // "09:00-12:00 13:30-18:00", "-" for none

}  // namespace svc::calendar
