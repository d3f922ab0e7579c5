// SPDX-License-Identifier: MIT
// [calendar.X] (design.md §4, §7).
#include <algorithm>

#include "config/definitions.h"
#include "error.h"
#include "suggest.h"
#include "time/text.h"

namespace svc::config {
namespace {

using calendar::ExceptionKind;
using calendar::Hours;

constexpr int longest_holiday = 366;

std::vector<std::string> weekday_names() {
  std::vector<std::string> names;
  for (int day = 0; day < 7; ++day) names.emplace_back(weekday_key(day));
  return names;
}

std::optional<int> weekday_named(const std::string& name) {
  const auto names = weekday_names();
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? std::nullopt : std::optional<int>(static_cast<int>(found - names.begin()));
}

std::vector<Hours> read_hours(Section& section, std::string_view key) {
  std::vector<Hours> result;
  std::optional<Text> previous;
  for (const Text& text : section.texts(key).value_or(std::vector<Text>{})) {
    try {
      const Hours hours = calendar::parse_hours(text.value);
      if (!result.empty() && hours.open < result.back().close) {
        section.error("CAL003", text.at, "'" + text.value + "' overlaps '" + previous->value + "'",
                      "list a day's intervals in order, each after the one before");
        continue;
      }
      result.push_back(hours);
      previous = text;
    } catch (const Error& e) {
      section.error("CAL002", text.at, e.message, e.hint);
    }
  }
  return result;
}

// "mon-fri" → 0…4, "sat" → 5, "sat-mon" → 5, 6, 0.
std::vector<int> days_named(const std::string& key) {
  const auto dash = key.find('-');
  const auto first = weekday_named(key.substr(0, dash));
  const auto last = dash == std::string::npos ? first : weekday_named(key.substr(dash + 1));
  std::vector<int> days;
  if (!first || !last) return days;
  for (int day = *first;; day = (day + 1) % 7) {
    days.push_back(day);
    if (day == *last) return days;
  }
}

void read_week(Section& hours, CalendarDraft& draft) {
  draft.week.fill({});
  std::array<bool, 7> given{};
  for (const Text& key : hours.keys()) {
    const std::vector<int> days = days_named(key.value);
    if (days.empty()) {
      hours.error("CAL002", key.at, "'" + key.value + "' is no weekday",
                  "write mon, tue, wed, thu, fri, sat, sun or a range such as mon-fri");
      continue;
    }
    const std::vector<Hours> intervals = read_hours(hours, key.value);
    for (const int day : days) {
      auto& seen = given[static_cast<size_t>(day)];
      if (seen) {
        hours.error("CFG006", key.at, "the hours of '" + std::string(weekday_key(day)) + "' are given twice");
      }
      seen = true;
      draft.week[static_cast<size_t>(day)] = intervals;
    }
  }
  // What runs past midnight must end before the next day opens.
  for (size_t day = 0; day < 7; ++day) {
    const auto& today = draft.week[day];
    const auto& tomorrow = draft.week[(day + 1) % 7];
    if (today.empty() || tomorrow.empty() || today.back().close - 1440 <= tomorrow.front().open) continue;
    hours.error("CAL003", hours.at(),
                "'" + print(today.back()) + "' of " + std::string(weekday_key(static_cast<int>(day))) + " overlaps '" +
                    print(tomorrow.front()) + "' of the next day");
  }
}

// The dates of one entry: `on`, or every date from `from` to `to`.
std::vector<Date> read_dates(Section& entry, bool range) {
  if (entry.has("on") || !range) {
    if (!entry.has("on")) {
      entry.error("CFG004", entry.at(), "'" + entry.name() + "' has no 'on'");
      return {};
    }
    const auto on = entry.date("on");
    return on ? std::vector<Date>{*on} : std::vector<Date>{};
  }
  const auto from = entry.date("from"), to = entry.date("to");
  if (!from || !to) {
    if (!entry.has("from") || !entry.has("to")) {
      entry.error("CFG004", entry.at(), "'" + entry.name() + "' has no 'on', and no 'from' and 'to'");
    }
    return {};
  }
  if (*to < *from) {
    entry.error("CAL005", entry.key_at("to"), "it ends on " + print(*to) + ", before it starts on " + print(*from));
    return {};
  }
  if ((*to - *from).count() >= longest_holiday) {
    entry.error("CAL005", entry.key_at("to"), "it is longer than a year");
    return {};
  }
  std::vector<Date> dates;
  for (Date date = *from; date <= *to; date += std::chrono::days{1}) dates.push_back(date);
  return dates;
}

// `seen` are the dates that this calendar's own tables gave so far; only what it extends may be overridden.
void add_exception(Section& entry, const std::vector<Date>& dates, const CalendarDraft::DatedHours& what,
                   CalendarDraft& draft, std::set<Date>& seen) {
  for (const Date date : dates) {
    if (!seen.insert(date).second) {
      entry.error("CFG006", entry.at(), print(date) + " is an exception twice", "leave one of them out");
      continue;
    }
    draft.dates[date] = what;
  }
}

void read_exceptions(Section& section, CalendarDraft& draft) {
  std::set<Date> seen;
  for (Section& entry : section.tables("holidays")) {
    const auto name = entry.required("name");
    add_exception(entry, read_dates(entry, true), {ExceptionKind::holiday, name ? name->value : "", {}, {}}, draft, seen);
    entry.finish();
  }
  for (Section& entry : section.tables("workdays")) {
    const auto name = entry.required("name");
    CalendarDraft::DatedHours what{ExceptionKind::workday, name ? name->value : "", 0, {}};
    if (entry.has("hours")) {
      what.hours = read_hours(entry, "hours");
      what.like.reset();
    }
    if (const auto like = entry.text("like")) {
      what.like = weekday_named(like->value);
      if (!what.like) {
        entry.error("CAL002", like->at, "'" + like->value + "' is no weekday", hint_for(like->value, weekday_names()));
      }
      if (entry.has("hours")) entry.error("CAL005", like->at, "it has both 'like' and 'hours'", "leave one of them out");
    }
    add_exception(entry, read_dates(entry, false), what, draft, seen);
    entry.finish();
  }
  for (Section& entry : section.tables("short")) {
    const auto name = entry.required("name");
    if (!entry.has("hours")) entry.error("CFG004", entry.at(), "'" + entry.name() + "' has no 'hours'");
    const auto hours = read_hours(entry, "hours");
    add_exception(entry, read_dates(entry, false), {ExceptionKind::hours, name ? name->value : "", {}, hours}, draft, seen);
    entry.finish();
  }
}

}  // namespace

CalendarDraft read_calendar(Section& section, CalendarDraft base) {
  CalendarDraft draft = std::move(base);
  section.text("extends");  // settled by the caller
  section.text("title");
  if (const auto zone = section.text("timezone")) {
    draft.zone = zone->value;
    if (!Zone::exists(zone->value)) {
      section.error("CAL001", zone->at, "no time zone '" + zone->value + "'",
                    "write an IANA name that the system's tzdata has, such as 'Asia/Shanghai'");
    }
  } else if (draft.zone.empty() && !section.has("timezone")) {
    section.error("CFG004", section.at(), "'" + section.name() + "' has no 'timezone'");
  }
  if (auto hours = section.table("hours")) read_week(*hours, draft);
  if (auto covers = section.table("covers")) {
    const auto from = covers->date("from"), to = covers->date("to");
    if (from && to && *to < *from) {
      covers->error("CAL005", covers->key_at("to"), "it ends on " + print(*to) + ", before it starts on " + print(*from));
    }
    if (from && to) draft.covers = calendar::Coverage{*from, *to};
    if (!covers->has("from") || !covers->has("to")) {
      covers->error("CFG004", covers->at(), "'" + covers->name() + "' needs 'from' and 'to'");
    }
    covers->finish();
  }
  read_exceptions(section, draft);
  section.finish();
  const auto worked = [](const auto& hours) { return !hours.empty(); };
  const bool week = std::any_of(draft.week.begin(), draft.week.end(), worked);
  const bool dated = std::any_of(draft.dates.begin(), draft.dates.end(),
                                 [](const auto& entry) { return !entry.second.hours.empty(); });
  if (!week && !dated) {
    section.error("CAL004", section.at(), "'" + section.name() + "' has no working time",
                  "give it hours, such as hours = { mon-fri = [\"09:00-18:00\"] }");
  }
  return draft;
}

calendar::Spec settle(const std::string& name, const CalendarDraft& draft) {
  calendar::Spec spec{.name = name, .zone = draft.zone, .week = draft.week, .exceptions = {}, .covers = draft.covers};
  for (const auto& [date, what] : draft.dates) {
    const bool like_weekday = what.kind == ExceptionKind::workday && what.like.has_value();
    spec.exceptions[date] = {what.kind, what.name,
                             like_weekday ? draft.week[static_cast<size_t>(*what.like)] : what.hours};
  }
  return spec;
}

}  // namespace svc::config
