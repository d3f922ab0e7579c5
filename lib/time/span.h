// SPDX-License-Identifier: MIT
// How long may it take? A Span is what a promise says: "30m", "8h", "1h30m", "20wd", "15d", "2w", "1mo", "1y".
//
// s, m and h count working time on a calendar; d, w, mo and y are calendar dates; wd is working days. They do
// not convert into each other: who means 24 hours writes "24h" (design.md §4).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "time/instant.h"

namespace svc {

enum class Unit { working_second, day, week, month, year, working_day };

struct Span {
  Unit unit = Unit::working_second;
  std::int64_t count = 0;  // seconds for working_second, else the number of units
  friend bool operator==(const Span&, const Span&) = default;
};

// Reads "8h". Parts of s, m, h may follow each other in falling order ("1h30m"); other units stand alone.
// Throws Error{usage} for anything else, for a negative span and for one that is longer than 200 years.
Span parse_span(std::string_view text);

// Reads a span of elapsed time, "4h" or "1h30m". Throws Error{usage} for any other unit; `option` is its name in the
// message.
Seconds parse_elapsed(std::string_view text, const std::string& option);

// The shortest text that parse_span reads as the same span: {working_second, 5400} is "1h30m".
std::string print(Span span);

}  // namespace svc
