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
        section.report("CAL003", text.at, phrase("'{}' overlaps '{}'", text.value, previous->value),
                      phrase("list a day's intervals in order, each after the one before"));
        continue;
      }
      result.push_back(hours);
      previous = text;
    } catch (const Error& e) {
      section.report("CAL002", text.at, e.said, e.advice);
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
  std::array<std::optional<Text>, 7> given{};
  for (const Text& key : hours.keys()) {
    const std::vector<int> days = days_named(key.value);
    if (days.empty()) {
      hours.report("CAL002", key.at, phrase("'{}' is no weekday", key.value),
                  phrase("write mon, tue, wed, thu, fri, sat, sun or a range such as mon-fri"));
      continue;
    }
    const std::vector<Hours> intervals = read_hours(hours, key.value);
    for (const int day : days) {
      auto& seen = given[static_cast<size_t>(day)];
      if (seen) {
        hours.report("CFG006", key.at, phrase("the hours of '{}' are given twice", std::string(weekday_key(day))), phrase("leave one of them out"),
                    {hours.note(seen->at, phrase("first given here"))});
      }
      seen = key;
      draft.week[static_cast<size_t>(day)] = intervals;
    }
  }
  // What runs past midnight must end before the next day opens.
  for (size_t day = 0; day < 7; ++day) {
    const auto& today = draft.week[day];
    const auto& tomorrow = draft.week[(day + 1) % 7];
    if (today.empty() || tomorrow.empty() || today.back().close - 1440 <= tomorrow.front().open) continue;
    hours.report("CAL003", hours.at(),
                phrase("'{}' of {} overlaps '{}' of the next day", print(today.back()), std::string(weekday_key(static_cast<int>(day))), print(tomorrow.front())));
  }
}

// The dates of one entry: `on`, or every date from `from` to `to`.
std::vector<Date> read_dates(Section& entry, bool range) {
  if (entry.has("on") || !range) {
    if (!entry.has("on")) {
      entry.report("CFG004", entry.at(), phrase("'{}' has no 'on'", entry.name()));
      return {};
    }
    const auto on = entry.date("on");
    return on ? std::vector<Date>{*on} : std::vector<Date>{};
  }
  const auto from = entry.date("from"), to = entry.date("to");
  if (!from || !to) {
    if (!entry.has("from") || !entry.has("to")) {
      entry.report("CFG004", entry.at(), phrase("'{}' has no 'on', and no 'from' and 'to'", entry.name()));
    }
    return {};
  }
  if (*to < *from) {
    entry.report("CAL005", entry.key_at("to"), phrase("it ends on {}, before it starts on {}", print(*to), print(*from)));
    return {};
  }
  if ((*to - *from).count() >= longest_holiday) {
    entry.report("CAL005", entry.key_at("to"), phrase("it is longer than a year"));
    return {};
  }
  std::vector<Date> dates;
  for (Date date = *from; date <= *to; date += std::chrono::days{1}) dates.push_back(date);
  return dates;
}

// One entry of holidays, workdays or short, as it stands in the file.
struct Entry {
  Section section;
  CalendarDraft::DatedHours what;
  std::vector<Date> dates;
};

struct Exceptions {
  std::vector<Entry> entries;
  std::map<Date, toml::source_region> given;
};

// Only what a calendar extends may be overridden: its own tables give a date once.
void add_exception(Section& section, std::vector<Date> dates, const CalendarDraft::DatedHours& what, CalendarDraft& draft,
                   Exceptions& seen) {
  for (const Date date : dates) {
    const auto [first, fresh] = seen.given.try_emplace(date, section.at());
    if (fresh) {
      draft.dates[date] = what;
    } else {
      section.report("CFG006", section.at(), phrase("{} is an exception twice", print(date)), phrase("leave one of them out"),
                     {section.note(first->second, phrase("first given here"))});
    }
  }
  seen.entries.push_back({section, what, std::move(dates)});
}

std::vector<Entry> read_exceptions(Section& section, CalendarDraft& draft) {
  Exceptions seen;
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
        entry.report("CAL002", like->at, phrase("'{}' is no weekday", like->value), hint_for(like->value, weekday_names()));
      }
      if (entry.has("hours")) entry.report("CAL005", like->at, phrase("it has both 'like' and 'hours'"), phrase("leave one of them out"));
    }
    add_exception(entry, read_dates(entry, false), what, draft, seen);
    entry.finish();
  }
  for (Section& entry : section.tables("short")) {
    const auto name = entry.required("name");
    if (!entry.has("hours")) entry.report("CFG004", entry.at(), phrase("'{}' has no 'hours'", entry.name()));
    const auto hours = read_hours(entry, "hours");
    add_exception(entry, read_dates(entry, false), {ExceptionKind::hours, name ? name->value : "", {}, hours}, draft, seen);
    entry.finish();
  }
  return std::move(seen.entries);
}

// What the entries mean in the light of the whole calendar.
void judge_exceptions(const std::vector<Entry>& entries, const CalendarDraft& draft) {
  bool holidays = false;
  for (const Entry& entry : entries) {
    Section section = entry.section;
    const auto week = [&](Date date) -> const auto& { return draft.week[static_cast<size_t>(weekday_of(date))]; };
    const bool holiday = entry.what.kind == ExceptionKind::holiday;
    holidays = holidays || holiday;
    if (entry.dates.empty()) continue;
    if (holiday && std::all_of(entry.dates.begin(), entry.dates.end(), [&](Date date) { return week(date).empty(); })) {
      section.report("CAL010", section.at(), phrase("'{}' is on days that are free anyway", entry.what.name), phrase("compare the dates with the notice"));
    }
    if (entry.what.kind == ExceptionKind::workday) {
      const Date date = entry.dates.front();
      const auto& made_up = entry.what.like ? draft.week[static_cast<size_t>(*entry.what.like)] : entry.what.hours;
      if (!week(date).empty() && week(date) == made_up) {
        section.report("CAL011", section.at(), phrase("{} is a {}, which is worked anyway", print(date), std::string(weekday_name(weekday_of(date)))),
                      phrase("make-up days are days that are free in the week"));
      }
    }
    if (draft.covers && (entry.dates.front() < draft.covers->from || entry.dates.back() > draft.covers->to)) {
      section.report("CAL014", section.at(), phrase("'{}' lies outside the coverage, {} to {}", entry.what.name, print(draft.covers->from), print(draft.covers->to)), phrase("move 'covers' if that year is entered whole"));
    }
  }
  if (holidays && !draft.covers) {
    Section section = entries.front().section;
    section.report("CAL013", section.at(), phrase("holidays are given, but not for which dates they are known"), phrase("write covers = {{ from = 2026-01-01, to = 2026-12-31 }}"));
  }
}

}  // namespace

CalendarDraft read_calendar(Section& section, CalendarDraft base) {
  CalendarDraft draft = std::move(base);
  section.text("extends");  // settled by the caller
  section.text("title");
  if (const auto zone = read_zone(section, "timezone")) {
    draft.zone = *zone;
  } else if (draft.zone.empty() && !draft.orphan && !section.has("timezone")) {
    section.report("CFG004", section.at(), phrase("'{}' has no 'timezone'", section.name()));
  }
  if (auto hours = section.table("hours")) read_week(*hours, draft);
  if (auto covers = section.table("covers")) {
    const auto from = covers->date("from"), to = covers->date("to");
    if (from && to && *to < *from) {
      covers->report("CAL005", covers->key_at("to"), phrase("it ends on {}, before it starts on {}", print(*to), print(*from)));
    }
    if (from && to) draft.covers = calendar::Coverage{*from, *to};
    if (!covers->has("from") || !covers->has("to")) {
      covers->report("CFG004", covers->at(), phrase("'{}' needs 'from' and 'to'", covers->name()));
    }
    covers->finish();
  }
  const std::vector<Entry> entries = read_exceptions(section, draft);
  section.finish();
  judge_exceptions(entries, draft);
  const auto worked = [](const auto& hours) { return !hours.empty(); };
  const bool week = std::any_of(draft.week.begin(), draft.week.end(), worked);
  const bool dated = std::any_of(draft.dates.begin(), draft.dates.end(),
                                 [](const auto& entry) { return !entry.second.hours.empty(); });
  if (!week && !dated && !draft.orphan) {
    section.report("CAL004", section.at(), phrase("'{}' has no working time", section.name()),
                  phrase("give it hours, such as hours = {{ mon-fri = [\"09:00-18:00\"] }}"));
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
