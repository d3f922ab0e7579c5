// SPDX-License-Identifier: MIT
#include "desk/holidays.h"

#include <algorithm>
#include <map>
#include <optional>

#include "desk/csv.h"
#include "error.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"

namespace svc::desk {
namespace {

using std::chrono::days;

constexpr size_t longest_line = 64'000;  // unfolded
constexpr int longest_range = 366;

[[noreturn]] void refuse(const std::string& name, std::int64_t line, const Message& why, const Message& hint = {}) {
  throw Error{ErrorKind::refused, phrase("{}:{}: {}", name, line, why), hint};
}

// A content line of RFC 5545: NAME;PARAMETER=…:VALUE.
struct Property {
  std::string name, parameters, value;
  std::int64_t line = 0;
};

// Lines are folded by a blank at the beginning of the next (RFC 5545, 3.1).
class Lines {
 public:
  Lines(std::istream& in, const std::string& name) : in_(in), name_(name) {}

  bool next(Property& property) {
    std::string text = take();
    const std::int64_t line = number_;
    if (!read_) return false;
    while (in_.peek() == ' ' || in_.peek() == '\t') {
      const std::string more = take();
      text += more.substr(1);
      if (text.size() > longest_line) refuse(name_, line, phrase("a line is longer than 64,000 bytes"));
    }
    if (const auto why = unprintable(text, true)) refuse(name_, line, phrase("it contains {}", *why));
    const auto colon = colon_of(text);
    property = {};
    property.line = line;
    if (colon == std::string::npos) return true;  // blank lines are met in the wild
    const auto semicolon = std::min(text.find(';'), colon);
    property.name = text.substr(0, semicolon);
    std::transform(property.name.begin(), property.name.end(), property.name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    property.parameters = text.substr(semicolon, colon - semicolon);
    property.value = text.substr(colon + 1);
    return true;
  }

 private:
  std::string take() {
    std::string text;
    read_ = static_cast<bool>(std::getline(in_, text));
    if (!read_) return {};
    ++number_;
    if (text.size() > longest_line) refuse(name_, number_, phrase("a line is longer than 64,000 bytes"));
    if (text.ends_with('\r')) text.pop_back();
    if (number_ == 1 && text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
    return text;
  }

  // The colon before the value; those in quoted parameters do not count.
  static size_t colon_of(const std::string& text) {
    bool quoted = false;
    for (size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') quoted = !quoted;
      if (text[i] == ':' && !quoted) return i;
    }
    return std::string::npos;
  }

  std::istream& in_;
  const std::string& name_;
  std::int64_t number_ = 0;
  bool read_ = false;
};

// RFC 5545, 3.3.11: \, \; \\ and \n.
std::string unescaped(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) {
      ++i;
      out += text[i] == 'n' || text[i] == 'N' ? ' ' : text[i];
    } else {
      out += text[i];
    }
  }
  return out;
}

Date ical_date(const Property& property, const std::string& name) {
  const std::string& text = property.value;
  const bool date = text.size() == 8 && text.find_first_not_of("0123456789") == std::string::npos;
  const bool midnight = text.size() == 15 && text.substr(8) == "T000000";
  if (!date && !midnight) refuse(name, property.line, phrase("'{}' is not a date", text), phrase("holidays are whole days: DTSTART;VALUE=DATE:20260214"));
  try {
    return parse_date(text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2));
  } catch (const Error& e) {
    refuse(name, property.line, e.said, e.advice);
  }
}

// Puts the dates of one entry among the others; each date once.
class Days {
 public:
  explicit Days(const std::string& name) : name_(name) {}

  void add(Date from, Date to, bool workday, const std::string& title, std::int64_t line) {
    if (to < from) refuse(name_, line, phrase("it ends on {}, before it starts on {}", print(to), print(from)));
    if ((to - from).count() >= longest_range) refuse(name_, line, phrase("it is longer than a year"));
    for (Date date = from; date <= to; date += days{1}) {
      const auto [first, fresh] = found_.try_emplace(date, PublishedDay{date, workday, title, line});
      if (fresh) continue;
      // Published calendars repeat themselves; only a contradiction stops the work.
      if (first->second.workday != workday) {
        refuse(name_, line, workday ? phrase("{} is a make-up day here, and a holiday in line {}", print(date), first->second.line) : phrase("{} is a holiday here, and a make-up day in line {}", print(date), first->second.line));
      }
    }
  }

  std::vector<PublishedDay> take() {
    if (found_.empty()) throw Error{ErrorKind::refused, phrase("{} has no holiday in it", name_), {}};
    std::vector<PublishedDay> all;
    for (auto& [date, day] : found_) all.push_back(std::move(day));
    return all;
  }

 private:
  const std::string& name_;
  std::map<Date, PublishedDay> found_;
};

}  // namespace

namespace {

// What of a VEVENT counts; components within it, such as alarms, do not.
struct IcalEvent {
  std::optional<Property> start, end;
  std::string summary, categories;
  bool cancelled = false;
};

IcalEvent read_event(Lines& lines, const Property& begin, const std::string& name) {
  IcalEvent event;
  Property property;
  int nested = 0;
  while (lines.next(property)) {
    if (property.name == "END" && nested == 0) return event;
    if (property.name == "BEGIN") ++nested;
    if (property.name == "END") --nested;
    if (nested > 0) continue;
    if (property.name == "DTSTART") event.start = property;
    if (property.name == "DTEND") event.end = property;
    if (property.name == "SUMMARY") event.summary = unescaped(property.value);
    if (property.name == "STATUS") event.cancelled = property.value == "CANCELLED";
    if (property.name == "CATEGORIES") event.categories = unescaped(property.value);
    if (property.name == "RRULE" || property.name == "RDATE") refuse(name, property.line, phrase("the event repeats"), phrase("a published holiday is given year by year; write its dates out"));
    if (property.name == "DURATION") refuse(name, property.line, phrase("the event has a DURATION"), phrase("give it a DTEND"));
  }
  refuse(name, begin.line, phrase("the event has no end"), phrase("the file may have been cut off"));
}

}  // namespace

std::vector<PublishedDay> read_ical(std::istream& in, const std::string& name, const std::regex& workday) {
  Lines lines(in, name);
  Days found(name);
  Property property;
  if (!lines.next(property) || property.name != "BEGIN" || property.value != "VCALENDAR") {
    refuse(name, 1, phrase("this is no iCalendar file"), phrase("it begins with BEGIN:VCALENDAR"));
  }
  bool ended = false;
  while (lines.next(property)) {
    ended = ended || (property.name == "END" && property.value == "VCALENDAR");
    if (property.name != "BEGIN" || property.value != "VEVENT") continue;
    const std::int64_t line = property.line;
    const IcalEvent event = read_event(lines, property, name);
    if (event.cancelled) continue;
    if (!event.start) refuse(name, line, phrase("the event has no DTSTART"));
    if (event.summary.empty()) refuse(name, line, phrase("the event has no SUMMARY"), phrase("it is the holiday's name"));
    const Date from = ical_date(*event.start, name);
    // The end is the first day that does not belong to it (RFC 5545, 3.6.1).
    const Date to = event.end ? ical_date(*event.end, name) - days{1} : from;
    found.add(from, to, std::regex_search(event.summary + "\n" + event.categories, workday), event.summary, line);
  }
  if (!ended) throw Error{ErrorKind::refused, phrase("{} does not end with END:VCALENDAR", name), phrase("the file may have been cut off")};
  return found.take();
}

std::vector<PublishedDay> read_holiday_csv(std::istream& in, const std::string& name) {
  Days found(name);
  std::map<std::string, size_t> columns;
  read_csv(in, name, [&](const CsvRow& row) {
    if (columns.empty()) {
      const std::vector<std::string> known{"date", "to", "name", "kind"};
      for (size_t i = 0; i < row.cells.size(); ++i) {
        if (std::find(known.begin(), known.end(), row.cells[i]) == known.end()) refuse(name, row.line, phrase("no column '{}' is known", row.cells[i]), hint_for(row.cells[i], known));
        columns[row.cells[i]] = i;
      }
      for (const char* needed : {"date", "name"}) {
        if (!columns.contains(needed)) refuse(name, row.line, phrase("there is no column '{}'", std::string(needed)), phrase("the columns are date, to, name, kind"));
      }
      return;
    }
    if (row.cells.size() > columns.size()) refuse(name, row.line, phrase("{} in a table of {} columns", counted(std::ssize(row.cells), "cell"), columns.size()));
    const auto cell = [&](const char* column) {
      const auto at = columns.find(column);
      return at == columns.end() || at->second >= row.cells.size() ? std::string() : row.cells[at->second];
    };
    const auto date = [&](const std::string& text) {
      try {
        return parse_date(text);
      } catch (const Error& e) {
        refuse(name, row.line, e.said, e.advice);
      }
    };
    const std::string kind = cell("kind"), to = cell("to");
    if (!kind.empty() && kind != "holiday" && kind != "workday") refuse(name, row.line, phrase("no kind '{}'", kind), hint_for(kind, {"holiday", "workday"}));
    if (cell("name").empty()) refuse(name, row.line, phrase("the name is empty"));
    const Date from = date(cell("date"));
    found.add(from, to.empty() ? from : date(to), kind == "workday", cell("name"), row.line);
  });
  return found.take();
}

calendar::Spec with_days(calendar::Spec calendar, const std::vector<PublishedDay>& published) {
  for (const PublishedDay& day : published) {
    calendar.exceptions[day.date] = day.workday ? calendar::Exception{calendar::ExceptionKind::workday, day.name, calendar.week.front()}
                                                : calendar::Exception{calendar::ExceptionKind::holiday, day.name, {}};
  }
  const Date from = date_of(year_of(published.front().date), 1, 1), to = date_of(year_of(published.back().date), 12, 31);
  if (!calendar.covers) calendar.covers = calendar::Coverage{from, to};
  if (from > calendar.covers->to + days{1} || to < calendar.covers->from - days{1}) {
    throw Error{ErrorKind::refused, phrase("the days are of {} to {}, and '{}' is known from {} to {}", print(from), print(to), calendar.name, print(calendar.covers->from), print(calendar.covers->to)), phrase("import the year between them first")};
  }
  calendar.covers->from = std::min(calendar.covers->from, from);
  calendar.covers->to = std::max(calendar.covers->to, to);
  return calendar;
}

}  // namespace svc::desk
