// SPDX-License-Identifier: MIT
// Until when are holidays known, against the deadlines that count on them; and hours that a clock change touches.
#include <fmt/format.h>

#include "error.h"
#include "lint/finder.h"
#include "time/text.h"

namespace svc::lint {
namespace {

using calendar::WorkingCalendar;
using std::chrono::days;

constexpr int days_ahead = 90;

// The limit that ends last on a calendar.
struct Longest {
  Instant due;
  Span span;
  calendar::DayEnd end;
  Path path;
};

std::map<std::string, Longest> longest_limits(Finder& finder) {
  std::map<std::string, Longest> longest;
  for (const auto& name : finder.config.own_names("profile")) {
    const escalation::Rules* rules = finder.config.profile(name);
    if (rules == nullptr) continue;
    for (const sla::Target& target : rules->targets) {
      const WorkingCalendar* calendar = finder.calendar(target.calendar);
      if (calendar == nullptr || !calendar->spec().covers) continue;
      for (size_t i = 0; i < target.limits.size(); ++i) {
        const sla::LimitRow& row = target.limits[i];
        if (row.kind != sla::LimitRow::Kind::within) continue;
        const calendar::DayEnd end{.same_time = target.same_time, .roll = target.roll};
        if (!ends_in_time(*calendar, row.span)) continue;
        const Instant due = calendar->due(finder.now, row.span, end);
        const auto known = longest.find(target.calendar);
        if (known != longest.end() && known->second.due >= due) continue;
        longest[target.calendar] = {due, row.span, end, {"profile", name, "target", target.id, "limits", std::to_string(i)}};
      }
    }
  }
  return longest;
}

void judge_coverage(Finder& finder) {
  for (const auto& each : longest_limits(finder)) {
    const std::string& name = each.first;
    const auto& limit = each.second;
    const WorkingCalendar& calendar = *finder.calendar(name);
    const Instant known_until = calendar.end_of(calendar.spec().covers->to);
    const auto beyond = [&](int day) { return calendar.due(finder.now + days{day}, limit.span, limit.end) > known_until; };
    if (!beyond(days_ahead)) continue;
    int first = 0;
    while (!beyond(first)) ++first;
    const Date known_to = calendar.spec().covers->to, from = date_part(calendar.zone().local(finder.now + days{first}));
    const Message when = first == 0 ? phrase("today") : phrase("on {} or later", print(from));
    const Message message = phrase("the holidays of '{}' are known to {}: what starts {} and has {} ends after that", name, print(known_to), when, print(limit.span));
    const Message help = phrase("enter the holidays after {}, and move 'covers'", print(known_to));
    const Path covers{"calendar", name, "covers"};
    finder.report_at_own("CAL012", covers, message, help, phrase("the longest limit that counts on it"), limit.path, phrase("the coverage that ships with svc"));
  }
}

// A local stretch that the clocks skip or repeat, in minutes after the midnight of `date`.
struct ClockChange {
  Date date;
  int from = 0, to = 0;
  bool forward = false;
};

std::vector<ClockChange> clock_changes(const Zone& zone, Instant from, Instant to) {
  std::vector<ClockChange> changes;
  const auto runs = zone.offsets(from, to);
  for (size_t i = 1; i < runs.size(); ++i) {
    const Seconds before = runs[i - 1].offset, after = runs[i].offset;
    const LocalSeconds begin{runs[i].from.time_since_epoch() + std::min(before, after)};
    const auto minutes = [&](LocalSeconds local) { return static_cast<int>((local - date_part(begin)).count() / 60); };
    if (before == after) continue;
    changes.push_back({date_part(begin), minutes(begin), minutes(begin + (std::max(before, after) - std::min(before, after))), after > before});
  }
  return changes;
}

std::string clock_face_of(int minutes) { return fmt::format("{:02}:{:02}", minutes / 60 % 24, minutes % 60); }

void judge_clock_changes(Finder& finder, const std::string& name) {
  const WorkingCalendar* calendar = finder.calendar(name);
  if (calendar == nullptr) return;
  std::set<std::string> told;
  for (const ClockChange& change : clock_changes(calendar->zone(), finder.now, finder.now + days{731})) {
    for (const int eve : {1, 0}) {
      const Date opens = change.date - days{eve};
      for (const calendar::Hours& hours : calendar->rule_of(opens).hours) {
        const int from = change.from + eve * 1440, to = change.to + eve * 1440;
        const bool touched = hours.open < to && from < hours.close && !(hours.open == 0 && hours.close == 1440);
        if (!touched || !told.insert(print(hours) + (change.forward ? "+" : "-")).second) continue;
        finder.report("CAL015", {"calendar", name, "hours"},
                      phrase("'{}' of {} lies on a clock change: {} to {} {} on {}", print(hours), print(opens), clock_face_of(change.from), clock_face_of(change.to), change.forward ? phrase("is skipped") : phrase("comes twice"), print(change.date)),
                      phrase("what is skipped is not worked, what comes twice is worked twice"));
      }
    }
  }
}

}  // namespace

void judge_calendars(Finder& finder) {
  judge_coverage(finder);
  for (const auto& name : finder.config.own_names("calendar")) judge_clock_changes(finder, name);
}

}  // namespace svc::lint
