// SPDX-License-Identifier: MIT
#include "calendar/spec.h"

#include <fmt/format.h>

#include "error.h"

namespace svc::calendar {
namespace {

constexpr int minutes_a_day = 1440;

// "09:00" -> 540; -1 for anything else. 24:00 is a time only here, as an end.
int minute_of(std::string_view text) {
  const auto digit = [&](size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !digit(0) || !digit(1) || !digit(3) || !digit(4)) return -1;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour > 24 || (hour == 24 && minute != 0)) return -1;
  return hour * 60 + minute;
}

}  // namespace

Spec always(const std::string& zone) {
  Spec spec;
  spec.name = "24x7";
  spec.zone = zone;
  spec.week.fill({Hours{0, minutes_a_day}});
  return spec;
}

Hours parse_hours(const std::string& text) {
  const Message form = phrase("write '09:00-12:00', or '22:00-06:00+1' for an interval past midnight");
  const auto dash = text.find('-');
  if (dash == std::string::npos) throw Error{ErrorKind::usage, phrase("'{}' is not an interval", text), form};
  std::string close_text = text.substr(dash + 1);
  const bool next_day = close_text.size() == 7 && close_text.substr(5) == "+1";
  if (next_day) close_text.resize(5);
  const int open = minute_of(text.substr(0, dash));
  int close = minute_of(close_text);
  if (open < 0 || open == minutes_a_day || close < 0) {
    throw Error{ErrorKind::usage, phrase("'{}' is not an interval", text), form};
  }
  if (next_day) close += minutes_a_day;
  if (close <= open) {
    throw Error{ErrorKind::usage, phrase("'{}' ends before it starts", text), phrase("write '{}+1' if it ends on the next day", text)};
  }
  if (close - open > minutes_a_day) {
    throw Error{ErrorKind::usage, phrase("'{}' is longer than 24 hours", text), phrase("split it over two days")};
  }
  return {open, close};
}

std::string print(Hours hours) {
  const bool next_day = hours.close > minutes_a_day;
  const int close = next_day ? hours.close - minutes_a_day : hours.close;
  return fmt::format("{:02}:{:02}-{:02}:{:02}{}", hours.open / 60, hours.open % 60, close / 60, close % 60,
                     next_day ? "+1" : "");
}

std::string print(const std::vector<Hours>& hours) {
  if (hours.empty()) return "-";
  std::string text;
  for (const Hours& each : hours) text += (text.empty() ? "" : " ") + print(each);
  return text;
}

}  // namespace svc::calendar
