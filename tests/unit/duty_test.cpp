// SPDX-License-Identifier: MIT
// When does what comes round come round? The periods of each rhythm, their last days, and what a reading means.
#include <catch2/catch.hpp>

#include "config/configuration.h"
#include "error.h"
#include "sla/duty.h"
#include "time/text.h"
#include "work/checklist.h"

namespace {

using namespace svc;
using sla::Duty;
using std::chrono::days;

Date day(const char* text) { return parse_date(text); }

const calendar::WorkingCalendar& cn() {
  static const config::Configuration config = config::Configuration::load(std::vector<std::string>{});
  static const calendar::WorkingCalendar calendar(*config.calendar("cn"));
  return calendar;
}

std::string due(const Duty& duty, const sla::Period& period, const char* starts) { return rfc3339(sla::due_of(duty, period, day(starts), cn()), cn().zone()); }

Duty every(int months) {
  Duty duty;
  duty.months = months;
  return duty;
}

Duty times_a_year(int times) {
  Duty duty;
  duty.rhythm = Duty::Rhythm::anniversary;
  duty.times = times;
  return duty;
}

std::string names(const std::vector<sla::Period>& periods) {
  std::string text;
  for (const auto& period : periods) text += period.name + " ";
  return text;
}

}  // namespace

TEST_CASE("A-cov-q, A-insp: the periods of a grid have names, and all that touch a stretch are told", "[duty]") {
  CHECK(names(sla::periods(every(3), {}, day("2026-03-31"), day("2026-04-02"))) == "2026Q1 2026Q2 ");
  CHECK(names(sla::periods(every(3), {}, day("2026-03-31"), day("2026-04-01"))) == "2026Q1 ");
  CHECK(names(sla::periods(every(1), {}, day("2025-12-31"), day("2026-02-02"))) == "2025-12 2026-01 2026-02 ");
  CHECK(names(sla::periods(every(6), {}, day("2026-06-30"), day("2026-07-02"))) == "2026H1 2026H2 ");
  CHECK(names(sla::periods(every(12), {}, day("2026-06-30"), day("2027-01-02"))) == "2026 2027 ");
  const sla::Period quarter{day("2026-01-01"), day("2026-04-01"), "2026Q1"};
  CHECK(sla::period_named(every(3), "2026Q1") == quarter);
  CHECK_FALSE(quarter.has(day("2025-12-31")));
  CHECK(quarter.has(day("2026-01-01")));
  CHECK_FALSE(quarter.has(day("2026-04-01")));
  for (const char* wrong : {"2026Q5", "2026", "Q1", "2026q1", "2026Q1 ", "", "20", "20260Q1", "-026Q1", "0000Q1", "9999Q1"}) CHECK_THROWS_AS(sla::period_named(every(3), wrong), Error);
}

TEST_CASE("A grid's periods follow each other without a gap, and each finds itself by its name", "[duty]") {
  const int months = GENERATE(1, 3, 6, 12);
  const int from = GENERATE(take(20, random(400, 60000)));
  const Date start = Date{days{from}};
  const auto periods = sla::periods(every(months), {}, start, start + days{1000});
  REQUIRE(periods.front().has(start));
  REQUIRE(periods.back().has(start + days{999}));
  for (size_t i = 1; i < periods.size(); ++i) CHECK(periods[i - 1].to == periods[i].from);
  for (const auto& period : periods) CHECK(sla::period_named(every(months), period.name) == period);
}

TEST_CASE("D-insp: so many equal periods a year, from one's own date, whatever the day of the month", "[duty]") {
  CHECK(names(sla::periods(times_a_year(4), day("2026-01-31"), day("2026-01-01"), day("2027-01-31"))) == "2026-01-31 2026-04-30 2026-07-31 2026-10-31 ");
  CHECK(names(sla::periods(times_a_year(4), day("2020-01-31"), day("2026-05-01"), day("2026-05-02"))) == "2026-04-30 ");
  const int times = GENERATE(1, 2, 3, 4, 5, 7, 12, 52);
  const int anchor = GENERATE(take(10, random(10000, 30000)));
  const Date start = Date{days{anchor}};
  const auto periods = sla::periods(times_a_year(times), start, start, start + days{365 * 3});
  REQUIRE(periods.front().from == start);
  for (size_t i = 1; i < periods.size(); ++i) CHECK(periods[i - 1].to == periods[i].from);
  // A year has as many as are promised.
  CHECK(periods[static_cast<size_t>(times)].from == sla::periods(times_a_year(1), start, start, start + days{800})[1].from);
}

TEST_CASE("C-maint: within the span after the last time, or the mean time between faults if that is shorter", "[duty]") {
  Duty duty;
  duty.rhythm = Duty::Rhythm::rolling;
  duty.span = {Unit::day, 91};
  const Date last = day("2026-01-15");
  CHECK(sla::rolling_period(duty, last, {}).to == last + days{92});
  CHECK(sla::rolling_period(duty, last, {day("2026-01-01")}).to == last + days{92});  // one fault has no mean
  CHECK(sla::rolling_period(duty, last, {day("2026-01-01"), day("2026-01-11")}).to == last + days{11});
  CHECK(sla::mean_days_between({day("2025-12-01"), day("2026-01-01"), day("2026-01-11")}, last) == 20);  // 41 days, rounded down
  CHECK(sla::mean_days_between({day("2026-01-11"), day("2026-01-11")}, last) == 1);
  CHECK(sla::mean_days_between({day("2025-01-15"), day("2026-01-11")}, last) == std::nullopt);  // 365 days ago is too long
  CHECK(sla::mean_days_between({day("2025-01-16"), day("2026-01-11")}, last) == 360);
  CHECK(sla::mean_days_between({day("2026-01-11"), day("2026-01-16")}, last) == std::nullopt);  // one is yet to come
}

TEST_CASE("The last day: the period's end, moved off a free day, with grace after it, never before one is eligible", "[duty]") {
  const sla::Period quarter = sla::period_named(every(3), "2026Q1"), month = sla::period_named(every(1), "2026-02");
  Duty duty = every(3);
  CHECK(due(duty, quarter, "2026-01-01") == "2026-04-01T00:00:00+08:00");
  CHECK(due(duty, quarter, "2026-03-31") == "2026-04-01T00:00:00+08:00");
  duty.grace = Span{Unit::working_day, 5};
  CHECK(due(duty, quarter, "2026-03-31") == "2026-04-08T18:00:00+08:00");  // 清明节 is free
  duty.grace = Span{Unit::day, 5};
  CHECK(due(duty, quarter, "2026-03-31") == "2026-04-06T00:00:00+08:00");
  duty.grace = Span{Unit::working_second, 8 * 3600};
  CHECK(due(duty, quarter, "2026-03-31") == "2026-04-02T09:30:00+08:00");
  duty.grace.reset();
  const sla::Period free{day("2026-01-20"), day("2026-02-20"), "own"};  // ends within 春节
  CHECK(due(duty, free, "2026-01-20") == "2026-02-20T00:00:00+08:00");
  duty.roll = sla::Roll::following;
  CHECK(due(duty, free, "2026-01-20") == "2026-02-25T00:00:00+08:00");
  duty.roll = sla::Roll::preceding;
  CHECK(due(duty, free, "2026-01-20") == "2026-02-15T00:00:00+08:00");
  CHECK(due(duty, free, "2026-02-18") == "2026-02-19T00:00:00+08:00");  // not before the day that one becomes eligible on
  CHECK(due(duty, month, "2026-02-01") == "2026-03-01T00:00:00+08:00");  // a Saturday that is made up
}

TEST_CASE("Told ahead of a date, and opened ahead of a period", "[duty]") {
  Duty duty;
  duty.rhythm = Duty::Rhythm::ahead;
  duty.span = {Unit::day, 60};
  const sla::Period period = sla::ahead_period(duty, day("2026-12-31"), cn());
  CHECK(period == sla::Period{day("2026-11-01"), day("2026-11-02"), "2026-12-31"});
  CHECK(sla::opens_on(duty, period) == day("2026-11-01"));
  duty.ahead = Span{Unit::day, 30};
  CHECK(sla::opens_on(duty, period) == day("2026-10-02"));
  duty.ahead = Span{Unit::month, 1};
  CHECK(sla::opens_on(duty, {day("2026-03-31"), day("2026-06-30"), ""}) == day("2026-03-01"));  // a month from 28 February is 28 March
}

TEST_CASE("A reading is judged to the last decimal; what is none is refused", "[checklist]") {
  const work::ChecklistItem item{.id = "power", .title = {}, .group = {}, .unit = "V", .sensor = work::Range{-75'000'000, 0}, .limits = work::Range{-57'000'000, -43'000'000}};
  for (const char* good : {"-57V", "-43V", "-53.5V", "-43.000000 V", "-56.999999V"}) CHECK(work::judge(item, good) == "pass");
  for (const char* bad : {"-57.000001V", "-42.999999V", "0V", "-75V", "-0.1V"}) CHECK(work::judge(item, bad) == "fail");
  for (const char* none : {"-48", "-48A", "V", "", " V", "--48V", "4 8V", "-48.V", "-48.0000001V", "1e1V", "+1V", "-V", "9999999999V"}) CHECK_THROWS_AS(work::judge(item, none), Error);
  for (const char* beyond : {"-75.000001V", "0.000001V", "12V"}) CHECK_THROWS_AS(work::judge(item, beyond), Error);
  for (const char* text : {"0", "53.5", "-0.000001", "999999999.999999", "1"}) CHECK(work::print_decimal(*work::parse_decimal(text)) == text);
}
