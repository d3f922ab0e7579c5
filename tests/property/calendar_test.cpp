// SPDX-License-Identifier: MIT
// The laws of design.md §4, over awkward zones, against the minute-stepping oracle.
#include <catch2/catch.hpp>

#include <random>

#include "calendar/working_calendar.h"
#include "calendar_oracle.h"
#include "config/configuration.h"
#include "time/text.h"

namespace {

using namespace svc;
using calendar::WorkingCalendar;

constexpr std::uint64_t seed = 20260213;

std::int64_t seconds(Instant instant) { return instant.time_since_epoch().count(); }
Instant instant(std::int64_t value) { return Instant{Seconds{value}}; }

oracle::Calendar for_oracle(const calendar::Spec& spec) {
  oracle::Calendar result{spec.zone, {}, {}};
  const auto convert = [](const std::vector<calendar::Hours>& hours) {
    std::vector<oracle::Hours> out;
    for (const auto& each : hours) out.push_back({each.open, each.close});
    return out;
  };
  for (size_t day = 0; day < 7; ++day) result.week[day] = convert(spec.week[day]);
  for (const auto& [date, exception] : spec.exceptions) {
    const auto ymd = civil(date);
    result.exceptions[cctz::civil_day(static_cast<int>(ymd.year()), static_cast<int>(static_cast<unsigned>(ymd.month())),
                                      static_cast<int>(static_cast<unsigned>(ymd.day())))] = convert(exception.hours);
  }
  return result;
}

// Weeks that meet the changes of the clocks: office hours, nights, round the clock, an hour at 02:00.
std::vector<calendar::Spec> specs(const std::string& zone) {
  std::vector<calendar::Spec> result;
  calendar::Spec office;
  office.name = "office";
  office.zone = zone;
  for (size_t day = 0; day < 5; ++day) office.week[day] = {{540, 720}, {810, 1080}};
  calendar::Spec night;
  night.name = "night";
  night.zone = zone;
  for (size_t day = 0; day < 7; ++day) night.week[day] = {{400, 430}, {1320, 1800}};
  calendar::Spec small;
  small.name = "small hours";
  small.zone = zone;
  for (size_t day = 0; day < 7; ++day) small.week[day] = {{0, 30}, {60, 150}, {1410, 1440}};
  result.push_back(office);
  result.push_back(night);
  result.push_back(small);
  result.push_back(calendar::always(zone));
  return result;
}

// Exceptions around a date, so that they meet its change of the clocks.
void add_exceptions(calendar::Spec& spec, Date around) {
  using std::chrono::days;
  spec.exceptions[around - days{2}] = {calendar::ExceptionKind::holiday, "before", {}};
  spec.exceptions[around + days{1}] = {calendar::ExceptionKind::workday, "after", {{540, 720}}};
  spec.exceptions[around + days{3}] = {calendar::ExceptionKind::hours, "short", {{0, 120}, {180, 240}}};
}

const std::vector<std::pair<std::string, std::vector<int>>> zones{
    {"Asia/Shanghai", {1991, 2026}},      {"America/New_York", {2026}},   {"Europe/Berlin", {2026}},
    {"Australia/Lord_Howe", {2026}},      {"Pacific/Apia", {2011, 2012}}, {"Africa/Cairo", {2010, 2014, 2024}},
    {"Africa/Casablanca", {2026}},        {"America/Sao_Paulo", {2018}},  {"America/St_Johns", {2010}},
    {"Atlantic/Azores", {2026}},
};

std::vector<std::int64_t> changes_in(const Zone& zone, int year) {
  std::vector<std::int64_t> result;
  const auto from = instant(LocalSeconds{date_of(year, 1, 1)}.time_since_epoch().count());
  for (const auto& run : zone.offsets(from, from + std::chrono::days{366})) result.push_back(seconds(run.from));
  return result;
}

// Instants at each change ±1 s, and at random around it.
std::vector<std::int64_t> instants_around(std::int64_t change, std::mt19937_64& random) {
  std::vector<std::int64_t> result{change - 1, change, change + 1};
  std::uniform_int_distribution<std::int64_t> near(-4 * 86'400, 4 * 86'400);
  for (int i = 0; i < 12; ++i) result.push_back(change + near(random));
  return result;
}

}  // namespace

TEST_CASE("the calendar agrees with the oracle around every change of the clocks", "[calendar]") {
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::int64_t> work(0, 60 * 3600);
  std::uniform_int_distribution<int> count(1, 12);
  size_t asked = 0;
  for (const auto& [zone_name, years] : zones) {
    const Zone zone = Zone::load(zone_name);
    for (const int year : years) {
      for (const std::int64_t change : changes_in(zone, year)) {
        for (calendar::Spec spec : specs(zone_name)) {
          add_exceptions(spec, date_part(zone.local(instant(change))));
          const WorkingCalendar calendar(spec);
          const oracle::Oracle slow(for_oracle(spec));
          for (const std::int64_t a : instants_around(change, random)) {
            const std::int64_t w = work(random);
            const int n = count(random);
            INFO(zone_name << " " << spec.name << " " << rfc3339_utc(instant(a)) << " w=" << w << " n=" << n << " seed=" << seed);
            const std::int64_t horizon = a + 60 * 86'400;
            REQUIRE(calendar.is_working(instant(a)) == slow.working(a));
            if (const auto expected = slow.add(a, w, horizon)) REQUIRE(seconds(calendar.add(instant(a), {w})) == *expected);
            if (const auto expected = slow.sub(a, w, a - 60 * 86'400)) REQUIRE(seconds(calendar.subtract(instant(a), {w})) == *expected);
            const std::int64_t b = a + work(random) * 3;
            REQUIRE(calendar.between(instant(a), instant(b)).count == slow.between(a, b));
            const auto due = [&](Unit unit, oracle::Unit slow_unit, bool roll) {
              const auto expected = slow.due(a, n, slow_unit, roll);
              REQUIRE(expected);
              REQUIRE(seconds(calendar.due(instant(a), {unit, n}, {.same_time = false, .roll = roll})) == *expected);
            };
            due(Unit::working_day, oracle::Unit::working_day, false);
            due(Unit::day, oracle::Unit::day, false);
            due(Unit::day, oracle::Unit::day, true);
            due(Unit::month, oracle::Unit::month, false);
            ++asked;
          }
        }
      }
    }
  }
  CHECK(asked > 1500);
}

TEST_CASE("the shipped cn calendar agrees with the oracle over 2024 to 2026", "[calendar]") {
  const auto configuration = config::Configuration::load({});
  const calendar::Spec* spec = configuration.calendar("cn");
  REQUIRE(spec != nullptr);
  const WorkingCalendar cn(*spec);
  const oracle::Oracle slow(for_oracle(*spec));
  std::mt19937_64 random(seed);
  const std::int64_t from = seconds(parse_instant("2024-01-01T00:00:00Z", cn.zone()));
  const std::int64_t to = seconds(parse_instant("2026-12-01T00:00:00Z", cn.zone()));
  std::uniform_int_distribution<std::int64_t> start(from, to);
  std::uniform_int_distribution<std::int64_t> work(0, 60 * 3600);
  std::uniform_int_distribution<int> count(1, 25);
  for (int i = 0; i < 3000; ++i) {
    const std::int64_t a = start(random), w = work(random);
    const int n = count(random);
    INFO(rfc3339_utc(instant(a)) << " w=" << w << " n=" << n);
    REQUIRE(seconds(cn.add(instant(a), {w})) == slow.add(a, w, a + 90 * 86'400));
    REQUIRE(seconds(cn.due(instant(a), {Unit::working_day, n})) == slow.due(a, n, oracle::Unit::working_day, false));
    REQUIRE(seconds(cn.due(instant(a), {Unit::week, n % 4})) == seconds(cn.due(instant(a), {Unit::day, 7 * (n % 4)})));
  }
}

// A-rma-own, A-rma-dd, A-rma-df, A-rma-ff: every hour of the autumn of 2025 and the spring of 2026, 国庆 and 春节 included.
TEST_CASE("20, 23, 30 and 40 working days over 国庆 2025 and 春节 2026 agree with the oracle", "[calendar]") {
  const auto configuration = config::Configuration::load({});
  const calendar::Spec* spec = configuration.calendar("cn");
  REQUIRE(spec != nullptr);
  const WorkingCalendar cn(*spec);
  const oracle::Oracle slow(for_oracle(*spec));
  const std::int64_t from = seconds(parse_instant("2025-08-01T00:30:00", cn.zone())), to = seconds(parse_instant("2026-04-01T00:30:00", cn.zone()));
  int asked = 0;
  for (std::int64_t a = from; a < to; a += 3600) {
    for (const int n : {20, 23, 30, 40}) {
      if (seconds(cn.due(instant(a), {Unit::working_day, n})) != slow.due(a, n, oracle::Unit::working_day, false)) FAIL(rfc3339_utc(instant(a)) << " + " << n << "wd");
      ++asked;
    }
  }
  CHECK(asked == 4 * 243 * 24);
}

TEST_CASE("the laws of working time hold", "[calendar][laws]") {
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::int64_t> work(0, 400 * 3600);
  std::uniform_int_distribution<std::int64_t> anywhere(0, seconds(parse_instant("2150-01-01T00:00:00Z", Zone::load("UTC"))));
  for (const auto& [zone_name, years] : zones) {
    for (const calendar::Spec& spec : specs(zone_name)) {
      const WorkingCalendar calendar(spec);
      calendar::Spec with_holiday = spec;
      for (int round = 0; round < 150; ++round) {
        const Instant a = instant(anywhere(random));
        const WorkingSeconds x{work(random)}, y{work(random)};
        INFO(zone_name << " " << spec.name << " " << rfc3339_utc(a) << " x=" << x.count << " y=" << y.count);
        const Instant b = calendar.add(a, x);
        REQUIRE(calendar.between(a, b) == x);
        REQUIRE(calendar.add(b, y) == calendar.add(a, {x.count + y.count}));
        const Instant c = calendar.add(b, y);
        REQUIRE(calendar.between(a, b).count + calendar.between(b, c).count == calendar.between(a, c).count);
        REQUIRE(calendar.add(a + Seconds{1}, x) >= b);
        REQUIRE(calendar.between(calendar.subtract(c, y), c) == y);
        REQUIRE(calendar.subtract(c, y) >= b);
        with_holiday.exceptions = {{date_part(calendar.zone().local(a)) + std::chrono::days{round % 5}, {calendar::ExceptionKind::holiday, "new", {}}}};
        REQUIRE(WorkingCalendar(with_holiday).add(a, x) >= b);
      }
    }
  }
}

TEST_CASE("limits in days add up on dates and never go back", "[calendar][laws]") {
  // On dates, since 24:00 is already the next date: the end of n days, asked from the last second of its date.
  std::mt19937_64 random(seed);
  std::uniform_int_distribution<std::int64_t> anywhere(0, seconds(parse_instant("2150-01-01T00:00:00Z", Zone::load("UTC"))));
  std::uniform_int_distribution<int> count(1, 40);
  for (const std::string zone_name : {"Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo"}) {
    const calendar::Spec spec = specs(zone_name).front();
    const WorkingCalendar calendar(spec);
    for (int round = 0; round < 300; ++round) {
      const Instant a = instant(anywhere(random));
      const int x = count(random), y = count(random);
      for (const Unit unit : {Unit::day, Unit::working_day}) {
        INFO(zone_name << " " << rfc3339_utc(a) << " x=" << x << " y=" << y);
        const Instant first = calendar.due(a, {unit, x});
        REQUIRE(calendar.due(first - Seconds{1}, {unit, y}) == calendar.due(a, {unit, x + y}));
        REQUIRE(calendar.due(a + Seconds{3600}, {unit, x}) >= first);
        REQUIRE(calendar.due(a, {unit, x + 1}) > first);
      }
      for (const Unit unit : {Unit::month, Unit::year}) {
        REQUIRE(calendar.due(a + Seconds{86'400}, {unit, 1}) >= calendar.due(a, {unit, 1}));
        REQUIRE(calendar.due(a, {unit, 2}) > calendar.due(a, {unit, 1}));
      }
    }
  }
}

TEST_CASE("the stretches of a timeline follow each other and agree with the sums", "[calendar][laws]") {
  std::mt19937_64 random(seed);
  for (const auto& [zone_name, years] : zones) {
    const Zone zone = Zone::load(zone_name);
    for (const std::int64_t change : changes_in(zone, years.front())) {
      for (calendar::Spec spec : specs(zone_name)) {
        add_exceptions(spec, date_part(zone.local(instant(change))));
        const WorkingCalendar calendar(spec);
        for (const std::int64_t a : instants_around(change, random)) {
          const Instant from = instant(a), to = instant(a + 5 * 86'400 + 17);
          Instant at = from;
          std::int64_t working = 0;
          for (const auto& stretch : calendar.stretches(from, to)) {
            REQUIRE(stretch.from == at);
            REQUIRE(stretch.from < stretch.to);
            at = stretch.to;
            if (stretch.working) working += (stretch.to - stretch.from).count();
          }
          INFO(zone_name << " " << spec.name << " " << rfc3339_utc(from));
          REQUIRE(at == to);
          REQUIRE(working == calendar.between(from, to).count);
        }
      }
    }
  }
}
