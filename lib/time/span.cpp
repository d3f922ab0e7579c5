// SPDX-License-Identifier: MIT
#include "time/span.h"

#include <array>
#include <charconv>

#include "error.h"

namespace svc {
namespace {

struct UnitRow {
  std::string_view name;
  Unit unit;
  std::int64_t factor;
  std::int64_t most;  // 200 years, in these units
};

// Longest names first, so that "mo" is not read as "m".
constexpr std::array<UnitRow, 8> units{{
    {"mo", Unit::month, 1, 2'400},
    {"wd", Unit::working_day, 1, 73'050},
    {"s", Unit::working_second, 1, 6'311'520'000},
    {"m", Unit::working_second, 60, 105'192'000},
    {"h", Unit::working_second, 3'600, 1'753'200},
    {"d", Unit::day, 1, 73'050},
    {"w", Unit::week, 1, 10'436},
    {"y", Unit::year, 1, 200},
}};

[[noreturn]] void refuse(std::string_view text, const Message& why) {
  throw Error{ErrorKind::usage, phrase("'{}' is not a length of time: {}", std::string(text), why), phrase("write 30m, 8h, 1h30m, 20wd (working days), 15d, 2w, 1mo or 1y")};
}

const UnitRow& unit_at(std::string_view rest, std::string_view text) {
  for (const auto& row : units) {
    if (rest.substr(0, row.name.size()) == row.name) return row;
  }
  if (rest.empty()) refuse(text, phrase("the unit is missing"));
  std::string shown;
  for (const char c : rest) {
    if (c >= '0' && c <= '9') break;
    shown += c;
  }
  refuse(text, phrase("no unit '{}'", shown));
}

}  // namespace

Span parse_span(std::string_view text) {
  if (text.empty()) refuse(text, phrase("it is empty"));
  if (text.front() == '-') refuse(text, phrase("it is negative"));
  Span span;
  std::string_view rest = text;
  std::int64_t last_factor = 0;
  while (!rest.empty()) {
    std::int64_t number = 0;
    const auto [end, code] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (end == rest.data() || number < 0) refuse(text, phrase("a number is missing before '{}'", std::string(rest)));
    rest.remove_prefix(static_cast<size_t>(end - rest.data()));
    const UnitRow& row = unit_at(rest, text);
    rest.remove_prefix(row.name.size());
    if (code == std::errc::result_out_of_range || number > row.most) refuse(text, phrase("it is longer than 200 years"));
    const bool first = last_factor == 0;
    const bool joined = span.unit == Unit::working_second && row.unit == Unit::working_second;
    if (!first && !(joined && row.factor < last_factor)) {
      refuse(text, phrase("only h, m and s may follow each other, in this order"));
    }
    last_factor = row.factor;
    span.unit = row.unit;
    span.count += number * row.factor;
  }
  return span;
}

Seconds parse_elapsed(std::string_view text, const std::string& option) {
  const Span span = parse_span(text);
  if (span.unit != Unit::working_second) throw Error{ErrorKind::usage, phrase("{} is in hours, minutes or seconds", option), phrase("write {}{}", option, (option.starts_with("-") ? " 4h" : " = \"4h\""))};
  return Seconds{span.count};
}

std::string print(Span span) {
  switch (span.unit) {
    case Unit::working_day: return std::to_string(span.count) + "wd";
    case Unit::day: return std::to_string(span.count) + "d";
    case Unit::week: return std::to_string(span.count) + "w";
    case Unit::month: return std::to_string(span.count) + "mo";
    case Unit::year: return std::to_string(span.count) + "y";
    case Unit::working_second: break;
  }
  const auto hours = span.count / 3600, minutes = span.count / 60 % 60, seconds = span.count % 60;
  std::string text;
  if (hours != 0) text += std::to_string(hours) + "h";
  if (minutes != 0) text += std::to_string(minutes) + "m";
  if (seconds != 0) text += std::to_string(seconds) + "s";
  return text.empty() ? "0m" : text;
}

}  // namespace svc
