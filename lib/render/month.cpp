// SPDX-License-Identifier: MIT
#include "render/month.h"

#include <fmt/format.h>

#include "text.h"
#include "time/text.h"

namespace svc::render {
namespace {

using calendar::DayRule;
using calendar::ExceptionKind;
using std::chrono::days;

char mark_of(const DayRule& rule) {
  if (rule.exception == nullptr) return rule.hours.empty() ? '.' : ' ';
  switch (rule.exception->kind) {
    case ExceptionKind::holiday: return '*';
    case ExceptionKind::workday: return '+';
    case ExceptionKind::hours: return '!';
  }
  return ' ';
}

// "mon–fri 09:00-12:00 13:30-18:00", days with the same hours together.
std::string week_lines(const calendar::Spec& spec, const Translate& translate) {
  std::string out;
  for (int first = 0; first < 7;) {
    int last = first;
    const auto& hours = spec.week[static_cast<size_t>(first)];
    while (last < 6 && spec.week[static_cast<size_t>(last) + 1] == hours) ++last;
    std::string names(weekday_key(first));
    if (last > first) names += "-" + std::string(weekday_key(last));
    out += fmt::format("  {:<8} {}\n", names, hours.empty() ? phrase("free").in(translate) : calendar::print(hours));
    first = last + 1;
  }
  return out;
}

Message coverage_line(const calendar::Spec& spec) {
  return spec.covers ? phrase("holidays known for: {} to {}", print(spec.covers->from), print(spec.covers->to)) : phrase("holidays known for: not stated");
}

}  // namespace

std::string month_page(const calendar::WorkingCalendar& calendar, int year, unsigned month, const Translate& translate) {
  const calendar::Spec& spec = calendar.spec();
  const Date first = date_of(year, month, 1);
  const Date last{std::chrono::year{year} / std::chrono::month{month} / std::chrono::last};
  std::string out = fmt::format("{} · {} · {:04}-{:02}\n\n  ", spec.name, spec.zone, year, month) + phrase("Mon  Tue  Wed  Thu  Fri  Sat  Sun").in(translate) + "\n";
  std::string line(static_cast<size_t>(weekday_of(first)) * 5, ' ');
  std::string notes;
  int working_days = 0;
  WorkingSeconds worked;
  for (Date date = first; date <= last; date += days{1}) {
    const DayRule rule = calendar.rule_of(date);
    line += fmt::format("{:>4}{}", static_cast<unsigned>(civil(date).day()), mark_of(rule));
    if (weekday_of(date) == 6 || date == last) {
      out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
      line.clear();
    }
    if (!rule.hours.empty()) ++working_days;
    if (rule.exception == nullptr) continue;
    notes += fmt::format("  {} {} {}  {}  {}\n", mark_of(rule), print(date), weekday_key(weekday_of(date)),
                         calendar::print(rule.hours), printable(calendar.explain(rule).in(translate)));
  }
  worked = calendar.between(calendar.end_of(first - days{1}), calendar.end_of(last));
  out += "\n  " + phrase("{} working days, {}", working_days, fmt::format("{}h{:02}m", worked.count / 3600, worked.count / 60 % 60)).in(translate) + "\n";
  out += "  " + phrase(". free   * holiday   + make-up day   ! changed hours").in(translate) + "\n\n";
  out += week_lines(spec, translate) + (notes.empty() ? "" : "\n" + notes);
  if (spec.covers && (last > spec.covers->to || first < spec.covers->from)) {
    out += "\n  " + phrase("the holidays of this month are not known: the calendar covers {} to {}", print(spec.covers->from), print(spec.covers->to)).in(translate) + "\n";
  }
  return out;
}

std::string calendar_page(const calendar::WorkingCalendar& calendar, const Translate& translate) {
  const calendar::Spec& spec = calendar.spec();
  std::string out = fmt::format("{} · {}\n\n", spec.name, spec.zone) + week_lines(spec, translate) + "  " + coverage_line(spec).in(translate) + "\n";
  std::map<int, std::array<int, 3>> years;
  for (const auto& [date, exception] : spec.exceptions) ++years[year_of(date)].at(static_cast<size_t>(exception.kind));
  for (const auto& [year, counts] : years) {
    out += "  " + phrase("{}: {} days of holidays, {} make-up days, {} days with changed hours", year, counts[0], counts[1], counts[2]).in(translate) + "\n";
  }
  return out;
}

}  // namespace svc::render
