// SPDX-License-Identifier: MIT
// Figures that need no process of their own: calendar arithmetic beside its limit, and rows by bare SQL.
//
//   bench calendar        ns per question, medians of 21 rounds, and the same from bare tables
//   bench rows FROM TO    seconds to write the rows of database FROM into the empty database TO by prepared statements
//                         in one transaction, with svc's journal and sync settings
//   bench alerts FROM TO  the same for alert and outbox rows, with one update of wake for each
#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <random>

#include "calendar/working_calendar.h"
#include "config/configuration.h"
#include "time/text.h"

namespace {

using namespace svc;

double seconds_of(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

volatile std::int64_t sink = 0;


// Median nanoseconds of one call over many random starts.
template <typename Ask>
double time_each(const std::vector<Instant>& starts, Ask ask) {
  std::vector<double> rounds;
  for (int round = 0; round < 21; ++round) {
    std::int64_t sum = 0;
    rounds.push_back(seconds_of([&] {
      for (const Instant start : starts) sum += ask(start);
    }));
    sink = sink + sum;
  }
  return median(rounds) * 1e9 / static_cast<double>(starts.size());
}

std::vector<Instant> random_starts(const std::string& from, const std::string& to) {
  std::mt19937_64 random(7);
  const Zone utc = Zone::load("UTC");
  std::uniform_int_distribution<std::int64_t> any(parse_instant(from, utc).time_since_epoch().count(),
                                                  parse_instant(to, utc).time_since_epoch().count());
  std::vector<Instant> starts(100'000);
  for (auto& start : starts) start = Instant{Seconds{any(random)}};
  return starts;
}

// The least that any program can do: one sorted table of intervals with their sums, no zone, no years, no limits.
struct BareTables {
  std::vector<std::int64_t> open, close, before, day_first;
  std::int64_t origin = 0;
  BareTables(const calendar::WorkingCalendar& cn, Instant from, Instant to) : origin(from.time_since_epoch().count()) {
    std::int64_t sum = 0;
    for (const auto& stretch : cn.stretches(from, to)) {
      if (!stretch.working) continue;
      open.push_back(stretch.from.time_since_epoch().count());
      close.push_back(stretch.to.time_since_epoch().count());
      before.push_back(sum);
      sum += close.back() - open.back();
    }
    size_t next = 0;
    for (std::int64_t at = origin; at < close.back(); at += 86'400) {
      while (close[next] <= at) ++next;
      day_first.push_back(static_cast<std::int64_t>(next));
    }
  }
  std::int64_t add(std::int64_t at, std::int64_t work) const {
    auto i = static_cast<size_t>(day_first[static_cast<size_t>((at - origin) / 86'400)]);
    while (close[i] <= at) ++i;
    const std::int64_t target = before[i] + std::max<std::int64_t>(0, at - open[i]) + work;
    while (before[i] + close[i] - open[i] < target) ++i;
    return open[i] + target - before[i];
  }
};

void bench_calendar() {
  const auto configuration = config::Configuration::load({});
  const calendar::WorkingCalendar cn(*configuration.calendar("cn"));
  const auto starts = random_starts("2024-01-01T00:00:00Z", "2026-11-01T00:00:00Z");
  const auto add = [](const calendar::WorkingCalendar& calendar, std::int64_t work) {
    return [&calendar, work](Instant start) { return calendar.add(start, {work}).time_since_epoch().count(); };
  };
  const auto days = [](const calendar::WorkingCalendar& calendar) {
    return [&calendar](Instant start) { return calendar.due(start, {Unit::working_day, 20}).time_since_epoch().count(); };
  };
  const Zone utc = Zone::load("UTC");
  const BareTables bare(cn, parse_instant("2023-12-31T00:00:00Z", utc), parse_instant("2027-02-01T00:00:00Z", utc));
  const auto print = [](const char* what, double ns) { fmt::print("{}\t{:.1f}\n", what, ns); };
  print("add 8 h", time_each(starts, add(cn, 8 * 3600)));
  print("add 1000 min", time_each(starts, add(cn, 60'000)));
  print("add 20 wd", time_each(starts, days(cn)));
  print("limit: bare tables, add 8 h", time_each(starts, [&](Instant start) { return bare.add(start.time_since_epoch().count(), 8 * 3600); }));

  const auto far = random_starts("2150-01-01T00:00:00Z", "2152-11-01T00:00:00Z");
  print("add 8 h in 2150", time_each(far, add(cn, 8 * 3600)));
  calendar::Spec berlin = cn.spec();
  berlin.zone = "Europe/Berlin";
  const calendar::WorkingCalendar dst(berlin);
  print("add 8 h in Europe/Berlin", time_each(starts, add(dst, 8 * 3600)));
  print("add 20 wd in Europe/Berlin", time_each(starts, days(dst)));
  calendar::Spec many = cn.spec();
  for (int i = 0; i < 10'000; ++i) many.exceptions[date_of(2010, 1, 1) + std::chrono::days{i * 3}] = {calendar::ExceptionKind::hours, "x", {{600 + i % 60, 1000}}};
  const calendar::WorkingCalendar crowded(many);
  print("add 8 h with 10,000 exceptions", time_each(starts, add(crowded, 8 * 3600)));
  print("add 20 wd with 10,000 exceptions", time_each(starts, days(crowded)));
}

// The rows of a table, held as SQLite values.
struct Table {
  std::string name;
  int width = 0;
  struct Value {
    int type;
    std::int64_t number;
    std::string bytes;
  };
  std::vector<Value> values;  // row after row
};

Table read_table(SQLite::Database& from, const std::string& name) {
  Table table{name, 0, {}};
  SQLite::Statement query(from, "SELECT * FROM " + name);
  table.width = query.getColumnCount();
  while (query.executeStep()) {
    for (int i = 0; i < table.width; ++i) {
      const auto column = query.getColumn(i);
      const bool number = column.isInteger();
      table.values.push_back({column.getType(), number ? column.getInt64() : 0, number || column.isNull() ? "" : column.getString()});
    }
  }
  return table;
}

void bind(SQLite::Statement& insert, int at, const Table::Value& value) {
  if (value.type == SQLite::INTEGER) {
    insert.bind(at, value.number);
  } else if (value.type == SQLite::TEXT) {
    insert.bindNoCopy(at, value.bytes);
  } else if (value.type == SQLite::BLOB) {
    insert.bindNoCopy(at, value.bytes.data(), static_cast<int>(value.bytes.size()));
  } else {
    insert.bind(at);
  }
}

void write_table(SQLite::Database& to, const Table& table, SQLite::Statement* after = nullptr) {
  std::string marks = "?";
  for (int i = 1; i < table.width; ++i) marks += ",?";
  SQLite::Statement insert(to, "INSERT INTO " + table.name + " VALUES (" + marks + ")");
  const auto width = static_cast<size_t>(table.width);
  for (size_t row = 0; row < table.values.size() / width; ++row) {
    for (size_t i = 0; i < width; ++i) bind(insert, static_cast<int>(i) + 1, table.values[row * width + i]);
    insert.exec();
    insert.reset();
    if (after == nullptr) continue;
    after->bind(1, static_cast<std::int64_t>(row + 1));
    after->exec();
    after->reset();
  }
}

double replay(const std::string& from_path, const std::string& to_path, const std::vector<std::string>& names, bool wakes) {
  std::vector<Table> tables;
  {
    SQLite::Database from(from_path, SQLite::OPEN_READONLY);
    for (const auto& name : names) tables.push_back(read_table(from, name));
  }
  SQLite::Database to(to_path, SQLite::OPEN_READWRITE);
  to.exec("PRAGMA synchronous=EXTRA; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON");
  to.execAndGet("PRAGMA journal_mode=TRUNCATE");
  return seconds_of([&] {
    to.exec("BEGIN IMMEDIATE");
    SQLite::Statement wake(to, "UPDATE wake SET at = at + 1 WHERE kind = 'rung' AND ref = ?");
    for (const Table& table : tables) write_table(to, table, wakes && table.name == "alert" ? &wake : nullptr);
    to.exec("COMMIT");
  });
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "calendar") {
    bench_calendar();
  } else if (what == "rows" && argc == 4) {
    fmt::print("{:.4f}\n", replay(argv[2], argv[3], {"part", "revision", "item", "event", "event_text", "clock", "wake"}, false));
  } else if (what == "alerts" && argc == 4) {
    fmt::print("{:.4f}\n", replay(argv[2], argv[3], {"alert", "outbox"}, true));
  } else {
    fmt::print(stderr, "usage: bench calendar | rows FROM TO | alerts FROM TO\n");
    return 2;
  }
  return 0;
}
