// SPDX-License-Identifier: MIT
// Alerts and the outbox that delivers them.
#include "store/rows.h"

namespace svc::store {
namespace {

#define ALERT_COLUMNS                                                                                            \
  "id, item, target, start_seq, term, rung, repeat, cycle, due_at, rung_at, raised_at, late_by, recipients, "   \
  "passed_over, breach, ladder, state, acked_at, acked_by, void_at"

AlertRow alert_from(const Query& row) {
  AlertRow alert;
  alert.id = row.number(0);
  alert.item = row.number(1);
  alert.target = row.text(2);
  alert.start_seq = row.small(3);
  alert.term = row.small(4);
  alert.rung = row.text(5);
  alert.repeat = row.small(6);
  alert.cycle = row.small(7);
  alert.due_at = instant_at(row, 8);
  alert.rung_at = instant(row.number(9));
  alert.raised_at = instant(row.number(10));
  alert.late_by = row.number(11);
  alert.recipients = list_from(row.text(12));
  alert.passed_over = list_from(row.text(13));
  alert.breach = row.number(14) != 0;
  alert.ladder = row.text(15);
  alert.state = row.text(16);
  alert.acked_at = instant_at(row, 17);
  alert.acked_by = text_at(row, 18);
  alert.void_at = instant_at(row, 19);
  return alert;
}

#define OUTBOX_COLUMNS "id, alert, kind, sink, recipient, status, tries, first_at, next_at, done_at, last_error"

OutboxRow outbox_from(const Query& row) {
  OutboxRow out;
  out.id = row.number(0);
  out.alert = row.number(1);
  out.kind = row.text(2);
  out.sink = row.text(3);
  out.recipient = row.text(4);
  out.status = row.text(5);
  out.tries = row.small(6);
  out.first_at = instant(row.number(7));
  out.next_at = instant(row.number(8));
  out.done_at = instant_at(row, 9);
  out.last_error = text_at(row, 10);
  return out;
}

std::vector<AlertRow> all_alerts(Query& row) {
  std::vector<AlertRow> result;
  while (row.next()) result.push_back(alert_from(row));
  return result;
}

std::vector<OutboxRow> all_outbox(Query& row) {
  std::vector<OutboxRow> result;
  while (row.next()) result.push_back(outbox_from(row));
  return result;
}

}  // namespace

bool Store::insert_alert(AlertRow& alert) {
  const std::string recipients = list_text(alert.recipients), passed_over = list_text(alert.passed_over);
  Query made = database_->query(
      "INSERT INTO alert (item, target, start_seq, term, rung, repeat, cycle, due_at, rung_at, raised_at, late_by, "
      "recipients, passed_over, breach, ladder, state) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
      "ON CONFLICT DO NOTHING");
  made.bind(alert.item, alert.target, alert.start_seq, alert.term, alert.rung, alert.repeat, alert.cycle,
            seconds(alert.due_at), seconds(alert.rung_at), seconds(alert.raised_at), alert.late_by, recipients,
            passed_over, alert.breach, alert.ladder, alert.state);
  made.run();
  if (database_->changes() == 0) return false;
  alert.id = database_->last_id();
  return true;
}

std::vector<AlertRow> Store::alerts(std::int64_t item) {
  Query row = database_->query("SELECT " ALERT_COLUMNS " FROM alert WHERE item = ? ORDER BY id");
  row.bind(item);
  return all_alerts(row);
}

std::vector<AlertRow> Store::alerts_of_clock(std::int64_t item, const std::string& target, int start_seq) {
  Query row = database_->query("SELECT " ALERT_COLUMNS
                               " FROM alert WHERE item = ? AND target = ? AND start_seq = ? ORDER BY id");
  row.bind(item, target, start_seq);
  return all_alerts(row);
}

std::optional<AlertRow> Store::find_alert(std::int64_t id) {
  Query row = database_->query("SELECT " ALERT_COLUMNS " FROM alert WHERE id = ?");
  row.bind(id);
  return row.next() ? std::optional<AlertRow>(alert_from(row)) : std::nullopt;
}

AlertRow Store::alert(std::int64_t id) {
  auto found = find_alert(id);
  if (!found) throw Error{ErrorKind::storage, phrase("alert {} is missing", id), phrase("run 'svc db check'")};
  return std::move(*found);
}

std::vector<AlertRow> Store::alert_log(std::optional<std::int64_t> item, int most) {
  Query row = database_->query("SELECT " ALERT_COLUMNS
                               " FROM (SELECT * FROM alert WHERE ?1 IS NULL OR item = ?1 ORDER BY id DESC LIMIT ?2) ORDER BY id");
  row.bind(item, most);
  return all_alerts(row);
}

void Store::acknowledge(std::int64_t item, Instant at, const std::string& by) {
  database_->query("UPDATE alert SET acked_at = ?, acked_by = ? WHERE item = ? AND acked_at IS NULL")
      .bind(seconds(at), by, item)
      .run();
}

void Store::void_alert(std::int64_t id, Instant at) {
  database_->query("UPDATE alert SET void_at = ? WHERE id = ?").bind(seconds(at), id).run();
}

void Store::insert_outbox(const OutboxRow& out) {
  database_->query(
      "INSERT INTO outbox (alert, kind, sink, recipient, status, tries, first_at, next_at) VALUES (?,?,?,?,?,0,?,?)")
      .bind(out.alert, out.kind, out.sink, out.recipient, "pending", seconds(out.first_at), seconds(out.next_at))
      .run();
}

std::vector<OutboxRow> Store::outbox_of(std::int64_t alert) {
  Query row = database_->query("SELECT " OUTBOX_COLUMNS " FROM outbox WHERE alert = ? ORDER BY id");
  row.bind(alert);
  return all_outbox(row);
}

std::vector<OutboxRow> Store::outbox_due(Instant now, int most) {
  Query row = database_->query("SELECT " OUTBOX_COLUMNS
                               " FROM outbox WHERE status = 'pending' AND next_at <= ? ORDER BY next_at, id LIMIT ?");
  row.bind(seconds(now), most);
  return all_outbox(row);
}

std::optional<Instant> Store::first_outbox() {
  Query row = database_->query("SELECT min(next_at) FROM outbox WHERE status = 'pending'");
  return row.next() ? instant_at(row, 0) : std::nullopt;
}

void Store::update_outbox(const OutboxRow& out) {
  const auto error = nullable(out.last_error);
  database_->query("UPDATE outbox SET status = ?, tries = ?, next_at = ?, done_at = ?, last_error = ? WHERE id = ?")
      .bind(out.status, out.tries, seconds(out.next_at), seconds(out.done_at), error, out.id)
      .run();
}

std::int64_t Store::count_outbox(const std::string& status) {
  Query row = database_->query("SELECT count(*) FROM outbox WHERE status = ?");
  row.bind(status);
  row.next();
  return row.number(0);
}

void Store::drop_pending_raised(std::int64_t alert, Instant at, const std::string& why) {
  database_->query("UPDATE outbox SET status = 'dropped', done_at = ?, last_error = ? WHERE alert = ? AND kind = 'raised' AND status = 'pending'")
      .bind(seconds(at), why, alert)
      .run();
}

void Store::log_run(Instant at, std::int64_t raised, std::optional<Instant> previous) {
  database_->query("INSERT INTO run (at, raised, previous) VALUES (?, ?, ?)").bind(seconds(at), raised, seconds(previous)).run();
}

}  // namespace svc::store
