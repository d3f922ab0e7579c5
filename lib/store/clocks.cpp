// SPDX-License-Identifier: MIT
// Clocks and the table of timed effects.
#include "store/rows.h"

namespace svc::store {
namespace {

#define CLOCK_COLUMNS                                                                                              \
  "id, item, target, start_seq, cycle, term, term_at, limit_text, calendar, ladder, started_at, due_at, "         \
  "overdue_from, stopped_at, stopped_seq, breached_at, outcome, paused_from, paused_until, schedule, recorded_at, " \
  "passed_until, kind, number, revision"

ClockRow clock_from(const Query& row) {
  ClockRow clock;
  clock.id = row.number(0);
  clock.item = row.number(1);
  clock.target = row.text(2);
  clock.start_seq = row.small(3);
  clock.cycle = row.small(4);
  clock.term = row.small(5);
  clock.term_at = instant(row.number(6));
  clock.limit = row.text(7);
  clock.calendar = row.text(8);
  clock.ladder = row.text(9);
  clock.started_at = instant(row.number(10));
  clock.due_at = instant_at(row, 11);
  clock.overdue_from = instant_at(row, 12);
  clock.stopped_at = instant_at(row, 13);
  if (!row.null(14)) clock.stopped_seq = row.small(14);
  clock.breached_at = instant_at(row, 15);
  clock.outcome = row.text(16);
  clock.paused_from = instant_at(row, 17);
  clock.paused_until = instant_at(row, 18);
  clock.schedule = row.text(19);
  clock.recorded_at = instant(row.number(20));
  clock.passed_until = instant_at(row, 21);
  clock.kind = row.text(22);
  clock.number = row.number(23);
  clock.revision = row.number(24);
  return clock;
}

}  // namespace

std::vector<ClockRow> Store::clocks(std::int64_t item) {
  std::vector<ClockRow> result;
  Query row = database_->query("SELECT " CLOCK_COLUMNS " FROM clock WHERE item = ? ORDER BY id");
  row.bind(item);
  while (row.next()) result.push_back(clock_from(row));
  return result;
}

ClockRow Store::clock(std::int64_t id) {
  Query row = database_->query("SELECT " CLOCK_COLUMNS " FROM clock WHERE id = ?");
  row.bind(id);
  if (!row.next()) throw Error{ErrorKind::storage, phrase("clock {} is missing", id), phrase("run 'svc db check'")};
  return clock_from(row);
}

void Store::insert_clock(ClockRow& clock) {
  Query made = database_->query(
      "INSERT INTO clock (item, target, start_seq, cycle, term, term_at, limit_text, calendar, ladder, started_at, "
      "due_at, overdue_from, stopped_at, stopped_seq, breached_at, outcome, paused_from, paused_until, schedule, "
      "recorded_at, passed_until, kind, number, revision) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  made.bind(clock.item, clock.target, clock.start_seq, clock.cycle, clock.term, seconds(clock.term_at), clock.limit,
            clock.calendar, clock.ladder, seconds(clock.started_at), seconds(clock.due_at), seconds(clock.overdue_from),
            seconds(clock.stopped_at), clock.stopped_seq, seconds(clock.breached_at), clock.outcome,
            seconds(clock.paused_from), seconds(clock.paused_until), clock.schedule, seconds(clock.recorded_at),
            seconds(clock.passed_until), clock.kind, clock.number, clock.revision);
  made.run();
  clock.id = database_->last_id();
}

void Store::update_clock(const ClockRow& clock) {
  database_->query(
      "UPDATE clock SET cycle=?, term=?, term_at=?, limit_text=?, calendar=?, ladder=?, started_at=?, due_at=?, "
      "overdue_from=?, stopped_at=?, stopped_seq=?, breached_at=?, outcome=?, paused_from=?, paused_until=?, schedule=?, "
      "recorded_at=?, passed_until=?, revision=? WHERE id=?")
      .bind(clock.cycle, clock.term, seconds(clock.term_at), clock.limit, clock.calendar, clock.ladder,
            seconds(clock.started_at), seconds(clock.due_at), seconds(clock.overdue_from), seconds(clock.stopped_at),
            clock.stopped_seq, seconds(clock.breached_at), clock.outcome, seconds(clock.paused_from),
            seconds(clock.paused_until), clock.schedule,
            seconds(clock.recorded_at), seconds(clock.passed_until), clock.revision, clock.id)
      .run();
}

void Store::delete_clock(std::int64_t id) {
  for (const char* kind : {"rung", "step"}) set_wake(kind, id, std::nullopt);
  database_->query("DELETE FROM clock WHERE id = ?").bind(id).run();
}

void Store::set_wake(const std::string& kind, std::int64_t ref, std::optional<Instant> at) {
  if (!at) {
    database_->query("DELETE FROM wake WHERE kind = ? AND ref = ?").bind(kind, ref).run();
    return;
  }
  database_->query("INSERT INTO wake (kind, ref, at) VALUES (?, ?, ?) ON CONFLICT (kind, ref) DO UPDATE SET at = excluded.at")
      .bind(kind, ref, seconds(*at))
      .run();
}

std::optional<Instant> Store::first_wake() {
  Query row = database_->query("SELECT min(at) FROM wake");
  return row.next() ? instant_at(row, 0) : std::nullopt;
}

std::vector<Wake> Store::wakes_due(Instant now, int most) {
  std::vector<Wake> result;
  Query row = database_->query("SELECT kind, ref, at FROM wake WHERE at <= ? ORDER BY at, kind = 'duty' DESC, kind DESC, ref LIMIT ?");
  row.bind(seconds(now), most);
  while (row.next()) result.push_back({row.text(0), row.number(1), instant(row.number(2))});
  return result;
}

std::optional<Instant> Store::last_turn(const std::string& profile, const std::string& duty) {
  Query row = database_->query("SELECT at FROM turn WHERE profile = ? AND duty = ?");
  row.bind(profile, duty);
  return row.next() ? std::optional(instant(row.number(0))) : std::nullopt;
}

void Store::set_turn(const std::string& profile, const std::string& duty, Instant at) {
  database_->query("INSERT INTO turn (profile, duty, at) VALUES (?, ?, ?) ON CONFLICT (profile, duty) DO UPDATE SET at = excluded.at")
      .bind(profile, duty, seconds(at))
      .run();
}

std::vector<ClockRow> Store::clocks_due(std::optional<Instant> until) {
  std::vector<ClockRow> result;
  const auto last = until ? std::optional<std::int64_t>(seconds(*until) + 1) : std::nullopt;
  Query row = database_->query("SELECT " CLOCK_COLUMNS
                               " FROM clock WHERE outcome = 'open' AND (?1 IS NULL OR overdue_from <= ?1) "
                               "ORDER BY overdue_from IS NULL, overdue_from, id");
  row.bind(last);
  while (row.next()) result.push_back(clock_from(row));
  return result;
}

std::vector<Store::Work> Store::count_work(Instant from, Instant to) {
  std::vector<Work> result;
  Query row = database_->query("SELECT kind, sum(opened_at >= ?1 AND opened_at < ?2), coalesce(sum(ended_at >= ?1 AND ended_at < ?2), 0), sum(live) FROM item GROUP BY kind ORDER BY kind");
  row.bind(seconds(from), seconds(to));
  while (row.next()) result.push_back({row.text(0), row.number(1), row.number(2), row.number(3)});
  return result;
}

std::vector<Store::Doing> Store::count_doings(Instant from, Instant to) {
  std::vector<Doing> result;
  Query row = database_->query("SELECT by, count(*), count(DISTINCT item) FROM event WHERE at >= ? AND at < ? GROUP BY by ORDER BY by");
  row.bind(seconds(from), seconds(to));
  while (row.next()) result.push_back({row.text(0), row.number(1), row.number(2)});
  return result;
}

void Store::each_decided(Instant from, Instant to, Instant now, const std::function<void(const Decided&)>& visit) {
  // Advice promises nothing: it is never overdue. A breach that no event has noted yet is read from the due time.
  Query row = database_->query(
      "SELECT item.kind, clock.target, item.severity, item.type, item.customer, item.assignee, item.team, item.profile, item.number, clock.cycle, clock.started_at, clock.due_at, clock.stopped_at, "
      "CASE WHEN clock.outcome = 'open' AND clock.breached_at IS NULL AND clock.overdue_from <= ?3 THEN clock.due_at ELSE clock.breached_at END AS breach "
      "FROM clock JOIN item ON item.id = clock.item WHERE clock.overdue_from IS NOT NULL AND "
      "((clock.outcome = 'met' AND clock.stopped_at >= ?1 AND clock.stopped_at < ?2) OR (breach >= ?1 AND breach < ?2)) ORDER BY coalesce(breach, clock.due_at), clock.id");
  row.bind(seconds(from), seconds(to), seconds(now));
  while (row.next()) {
    Decided decided{.kind = row.text(0), .target = row.text(1), .severity = text_at(row, 2), .type = text_at(row, 3), .customer = text_at(row, 4), .assignee = text_at(row, 5), .team = text_at(row, 6),
                    .profile = row.text(7), .number = row.number(8), .cycle = static_cast<int>(row.number(9)), .started_at = instant(row.number(10)), .due_at = instant(row.number(11)),
                    .stopped_at = instant_at(row, 12), .breached_at = instant_at(row, 13)};
    visit(decided);
  }
}

std::int64_t Store::count_overdue(Instant now) {
  Query row = database_->query("SELECT count(*) FROM clock WHERE outcome = 'open' AND overdue_from <= ?");
  row.bind(seconds(now));
  row.next();
  return row.number(0);
}

std::int64_t Store::count_due_after(std::int64_t revision, const std::string& calendar, Instant instant) {
  Query row = database_->query(
      "SELECT count(*) FROM clock WHERE outcome = 'open' AND overdue_from > ? AND calendar = ? AND revision = ?");
  row.bind(seconds(instant) + 1, calendar, revision);
  row.next();
  return row.number(0);
}

}  // namespace svc::store
