// SPDX-License-Identifier: MIT
#include "time/text.h"

#include <algorithm>
#include <array>
#include <optional>

#include "error.h"

namespace svc {
namespace {

// Reads fixed-width digits, so that "2026-2-3" and " 2026" are refused.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<int> digits(size_t width) {
    if (rest_.size() < width) return std::nullopt;
    int value = 0;
    for (size_t i = 0; i < width; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return std::nullopt;
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }
  bool take(char c) {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // The number of one of these names, from 0, in whatever case.
  template <size_t Count>
  std::optional<int> name(const std::array<std::string_view, Count>& names) {
    for (size_t i = 0; i < Count; ++i) {
      const auto same = [](char a, char b) { return (a | 32) == (b | 32); };
      if (rest_.size() < names[i].size() || !std::equal(names[i].begin(), names[i].end(), rest_.begin(), same)) continue;
      rest_.remove_prefix(names[i].size());
      return static_cast<int>(i);
    }
    return std::nullopt;
  }
  bool done() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

[[noreturn]] void refuse_time(std::string_view text) {
  throw Error{ErrorKind::usage, phrase("'{}' is not a time", std::string(text)), phrase("write 2026-02-14T17:30, or with an offset 2026-02-14T17:30:00+08:00")};
}

[[noreturn]] void refuse_year(std::string_view text) { throw Error{ErrorKind::usage, phrase("'{}' is outside the years 1970 to 2200", std::string(text)), {}}; }

std::optional<Date> read_date(Reader& reader, std::string_view text) {
  const auto year = reader.digits(4);
  if (!year || !reader.take('-')) return std::nullopt;
  const auto month = reader.digits(2);
  if (!month || !reader.take('-')) return std::nullopt;
  const auto day = reader.digits(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                        std::chrono::day{static_cast<unsigned>(*day)}};
  if (!ymd.ok()) throw Error{ErrorKind::usage, phrase("'{}': there is no such date", std::string(text)), {}};
  if (*year < first_year || *year > last_year) refuse_year(text);
  return Date{ymd};
}

// "24:00" is the end of the day (ISO 8601), as due times of days are shown.
std::optional<Seconds> read_time_of_day(Reader& reader) {
  const auto hour = reader.digits(2);
  if (!hour || *hour > 24 || !reader.take(':')) return std::nullopt;
  const auto minute = reader.digits(2);
  if (!minute || *minute > 59) return std::nullopt;
  int second = 0;
  if (reader.take(':')) {
    const auto read = reader.digits(2);
    if (!read || *read > 59) return std::nullopt;
    second = *read;
  }
  const Seconds time{*hour * 3600 + *minute * 60 + second};
  return time <= Seconds{24 * 3600} ? std::optional(time) : std::nullopt;
}

// "Z", "+08:00"; nothing when the text has ended, and no value when it goes on with something else.
struct Offset {
  bool given;
  Seconds value;
};
std::optional<Offset> read_offset(Reader& reader) {
  if (reader.done()) return Offset{false, Seconds{0}};
  if (reader.take('Z')) return Offset{true, Seconds{0}};
  const bool plus = reader.take('+');
  if (!plus && !reader.take('-')) return std::nullopt;
  const auto hours = reader.digits(2);
  if (!hours || *hours > 23 || !reader.take(':')) return std::nullopt;
  const auto minutes = reader.digits(2);
  if (!minutes || *minutes > 59) return std::nullopt;
  const Seconds size{*hours * 3600 + *minutes * 60};
  return Offset{true, plus ? size : -size};
}

// The last `width` digits of a number, zeros before it. Written out, since a million lines go through here.
void append_digits(std::string& text, std::int64_t number, size_t width) {
  const size_t end = text.size() + width;
  text.append(width, '0');
  for (size_t i = end; i-- > end - width; number /= 10) text[i] = static_cast<char>('0' + number % 10);
}

std::string hh_mm_ss(std::int64_t seconds) {
  std::string text;
  append_digits(text, seconds / 3600, 2);
  text += ':';
  append_digits(text, seconds / 60 % 60, 2);
  text += ':';
  append_digits(text, seconds % 60, 2);
  return text;
}

std::string short_local(LocalSeconds local) {
  const Date date = date_part(local);
  const std::string time = hh_mm_ss((local - date).count());
  return print(date) + " " + (time.substr(5) == ":00" ? time.substr(0, 5) : time);
}

Instant resolve(std::string_view text, LocalSeconds reading, const Zone& zone, Ambiguous ambiguous) {
  const LocalReading found = zone.find(reading);
  if (found.kind == LocalReading::Kind::unique) return found.before;
  const bool skipped = found.kind == LocalReading::Kind::skipped;
  if (!skipped && ambiguous == Ambiguous::first) return found.before;
  if (!skipped && ambiguous == Ambiguous::last) return found.after;
  throw Error{ErrorKind::usage,
              skipped ? phrase("'{}' does not exist in {}: the clocks go forward over it", std::string(text), zone.name())
                      : phrase("'{}' occurs twice in {}: the clocks go back over it", std::string(text), zone.name()),
              phrase("write {} or {}", rfc3339(found.before, zone), rfc3339(found.after, zone))};
}

struct Parts {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  std::optional<bool> afternoon;  // of a clock of twelve hours
};

// What a directive of a format stands for.
bool read_part(Reader& reader, char directive, Parts& parts) {
  static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  static constexpr std::array<std::string_view, 2> halves{"AM", "PM"};
  const auto keep = [](int& into, std::optional<int> read, int more = 0) {
    into = read.value_or(0) + more;
    return read.has_value();
  };
  switch (directive) {
    case 'Y': return keep(parts.year, reader.digits(4));
    case 'y': return keep(parts.year, reader.digits(2), 2000);
    case 'm': return keep(parts.month, reader.digits(2));
    case 'b': return keep(parts.month, reader.name(months), 1);
    case 'd': return keep(parts.day, reader.digits(2));
    case 'H': return keep(parts.hour, reader.digits(2));
    case 'I': return keep(parts.hour, reader.digits(2)) || keep(parts.hour, reader.digits(1));  // 9:05 AM
    case 'M': return keep(parts.minute, reader.digits(2));
    case 'S': return keep(parts.second, reader.digits(2));
    default: break;
  }
  const auto half = reader.name(halves);
  if (half) parts.afternoon = *half == 1;
  return half.has_value();
}

}  // namespace

Instant parse_instant(std::string_view text, const Zone& zone) {
  Reader reader(text);
  const auto date = read_date(reader, text);
  if (!date || !(reader.take('T') || reader.take(' '))) refuse_time(text);
  const auto time = read_time_of_day(reader);
  if (!time) refuse_time(text);
  const auto offset = read_offset(reader);
  if (!offset || !reader.done()) refuse_time(text);
  const LocalSeconds reading = *date + *time;
  if (std::chrono::year_month_day(date_part(reading)).year() > std::chrono::year{last_year}) refuse_year(text);
  if (offset->given) return Instant{reading.time_since_epoch() - offset->value};

  return resolve(text, reading, zone, Ambiguous::error);
}

Message format_problem(const std::string& format) {
  std::string seen;
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] != '%') continue;
    const char directive = i + 1 < format.size() ? format[++i] : ' ';
    if (std::string_view("YymbdHIpMS").find(directive) == std::string_view::npos) {
      return phrase("'%{}' is not known; known: %Y %y %m %b %d %H %I %p %M %S", std::string(1, directive));
    }
    seen += directive;
  }
  const auto has = [&](char directive) { return seen.find(directive) != std::string::npos; };
  if (!has('Y') && !has('y')) return phrase("%Y is missing");
  if (!has('m') && !has('b')) return phrase("%m is missing");
  if (!has('d')) return phrase("%d is missing");
  if (has('I') != has('p')) return phrase("%I and %p go together");
  if (!has('H') && !has('I')) return phrase("%H is missing");
  return has('M') ? Message() : phrase("%M is missing");
}

Instant parse_formatted(std::string_view text, const std::string& format, const Zone& zone, Ambiguous ambiguous) {
  Reader reader(text);
  Parts parts;
  bool right = true;
  for (size_t i = 0; i < format.size() && right; ++i) right = format[i] == '%' ? read_part(reader, format[++i], parts) : reader.take(format[i]);
  if (parts.afternoon) {
    right = right && parts.hour >= 1 && parts.hour <= 12;
    parts.hour = parts.hour % 12 + (*parts.afternoon ? 12 : 0);
  }
  const std::chrono::year_month_day date{std::chrono::year{parts.year}, std::chrono::month{static_cast<unsigned>(parts.month)},
                                         std::chrono::day{static_cast<unsigned>(parts.day)}};
  if (!right || !reader.done() || !date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 59 || parts.year < first_year || parts.year > last_year) {
    throw Error{ErrorKind::usage, phrase("'{}' is not a time of the form '{}'", std::string(text), format), {}};
  }
  return resolve(text, Date{date} + Seconds{parts.hour * 3600 + parts.minute * 60 + parts.second}, zone, ambiguous);
}

Date parse_date(std::string_view text) {
  Reader reader(text);
  const auto date = read_date(reader, text);
  if (!date || !reader.done()) {
    throw Error{ErrorKind::usage, phrase("'{}' is not a date", std::string(text)), phrase("write 2026-02-14")};
  }
  return *date;
}

std::string print(Date date) {
  const auto ymd = civil(date);
  std::string text;
  append_digits(text, static_cast<int>(ymd.year()), 4);
  text += '-';
  append_digits(text, static_cast<unsigned>(ymd.month()), 2);
  text += '-';
  append_digits(text, static_cast<unsigned>(ymd.day()), 2);
  return text;
}

std::string rfc3339(Instant instant, const Zone& zone) {
  const Seconds offset = zone.offset(instant);
  const LocalSeconds local{instant.time_since_epoch() + offset};
  const Date date = date_part(local);
  // RFC 3339 offsets have no seconds; zones before 1972 (Africa/Monrovia) do, and are written in UTC.
  if (offset.count() % 60 != 0) return rfc3339_utc(instant);
  const auto size = std::abs(offset.count());
  return print(date) + "T" + hh_mm_ss((local - date).count()) + (offset.count() < 0 ? "-" : "+") +
         hh_mm_ss(size).substr(0, 5);
}

Instant parse_utc(std::string_view text) {
  static const Zone utc = Zone::load("UTC");
  return parse_instant(text, utc);
}

std::string rfc3339_utc(Instant instant) {
  const LocalSeconds local{instant.time_since_epoch()};
  const Date date = date_part(local);
  return print(date) + "T" + hh_mm_ss((local - date).count()) + "Z";
}

std::string short_time(Instant instant, const Zone& zone) { return short_local(zone.local(instant)); }

std::string short_due(Instant instant, const Zone& zone) {
  const LocalSeconds local = zone.local(instant);
  if (local != date_part(local)) return short_local(local);
  return print(date_part(local) - std::chrono::days{1}) + " 24:00";
}

std::string clock_face(std::int64_t seconds) {
  const auto days = seconds / 86'400;
  const std::string rest = hh_mm_ss(seconds % 86'400);
  return days == 0 ? rest : std::to_string(days) + "d " + rest;
}

std::string_view weekday_key(int weekday) {
  static constexpr std::array<std::string_view, 7> keys{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  return keys.at(static_cast<size_t>(weekday));
}

std::string_view weekday_name(int weekday) {
  static constexpr std::array<std::string_view, 7> names{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};  // translated
  return names.at(static_cast<size_t>(weekday));
}

}  // namespace svc
