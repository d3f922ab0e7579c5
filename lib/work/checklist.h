// SPDX-License-Identifier: MIT
// What is looked at on an inspection? A checklist of items: passed, failed, or a reading with its unit and limits.
//
//   battery: V, sensor -75..0, within -57..-43;  reading "-53.5V" → pass, "-40V" → fail, "-48" → refused: no unit
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message.h"

namespace svc::work {

// In millionths of the unit, so that what is written in decimals is compared exactly.
struct Range {
  std::int64_t from = 0;
  std::int64_t to = 0;  // both included
};

struct ChecklistItem {
  std::string id;
  std::string title;
  std::string group;             // "system", "general" …
  std::string unit;              // of a reading; "": passed or failed
  std::optional<Range> sensor;   // what the instrument can show
  std::optional<Range> limits;   // what is right
};

struct Checklist {
  std::string id;
  std::string title;
  std::string source;
  std::vector<ChecklistItem> items;

  const ChecklistItem* find(std::string_view item) const;
};

// "53.5" → 53,500,000 millionths. Nothing for text that is no decimal number, has more than six decimals, or is beyond
// a billion.
std::optional<std::int64_t> parse_decimal(std::string_view text);
// 53,500,000 → "53.5".
std::string print_decimal(std::int64_t millionths);
// "-57 to -43 V"
Message print(const Range& range, const std::string& unit);

// What a reading says of an item that is read: "pass" or "fail". Throws Error{usage} for a reading without its unit or with
// another, or that is no number; Error{refused} for one that the sensor cannot show.
std::string judge(const ChecklistItem& item, std::string_view reading);

}  // namespace svc::work
