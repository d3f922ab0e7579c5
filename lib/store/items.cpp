// SPDX-License-Identifier: MIT
// Items.
#include <algorithm>

#include "store/rows.h"
#include "work/lifecycle.h"

namespace svc::store {
namespace {

#define ITEM_COLUMNS                                                                                                 \
  "item.id, item.kind, item.number, item.revision, item.profile, item.state, item.live, item.cycle, item.severity, " \
  "item.type, item.customer, item.team, item.assignee, item.parent, item.opened_at, item.ended_at, item.source, "    \
  "item.external, item.asset, item.contract, item.duty, item.subject, item.period, item.duty_due, item.done_at, "   \
  "item.counts_for"

ItemRow item_from(const Query& row) {
  ItemRow item;
  item.id = row.number(0);
  item.kind = row.text(1);
  static const std::vector<std::string> kinds = work::kinds();
  if (std::find(kinds.begin(), kinds.end(), item.kind) == kinds.end()) {
    throw Error{ErrorKind::storage, phrase("item {} of the database is of no kind: '{}'", item.id, item.kind), phrase("'svc db check' tells what is damaged")};
  }
  item.number = row.number(2);
  item.revision = row.number(3);
  item.profile = row.text(4);
  item.state = row.text(5);
  item.live = row.number(6) != 0;
  item.cycle = row.small(7);
  item.severity = text_at(row, 8);
  item.type = text_at(row, 9);
  item.customer = text_at(row, 10);
  item.team = text_at(row, 11);
  item.assignee = text_at(row, 12);
  item.parent = text_at(row, 13);
  item.opened_at = instant(row.number(14));
  item.ended_at = instant_at(row, 15);
  item.source = text_at(row, 16);
  item.external = text_at(row, 17);
  item.asset = text_at(row, 18);
  item.contract = text_at(row, 19);
  item.duty = text_at(row, 20);
  item.subject = text_at(row, 21);
  item.period = text_at(row, 22);
  item.duty_due = instant_at(row, 23);
  item.done_at = instant_at(row, 24);
  item.counts_for = text_at(row, 25);
  return item;
}

std::vector<ItemRow> all_items(Query& row) {
  std::vector<ItemRow> result;
  while (row.next()) result.push_back(item_from(row));
  return result;
}

// An empty filter matches everything; `?1` is NULL then.
#define LIST_WHERE                                                                                              \
  "item.kind = ?1 AND (?2 OR item.live = 1) AND (?3 IS NULL OR item.state = ?3) AND "                          \
  "(?4 IS NULL OR item.severity = ?4) AND (?5 IS NULL OR item.type = ?5) AND (?6 IS NULL OR item.customer = ?6) " \
  "AND (?7 IS NULL OR item.team = ?7) AND (?8 IS NULL OR item.assignee = ?8) AND (?9 IS NULL OR item.profile = ?9) " \
  "AND (?10 IS NULL OR item.asset = ?10) AND (?11 IS NULL OR item.contract = ?11)"

// overdue_from is the first second at which a clock is overdue, so "due by" is a second more.
std::int64_t last_overdue_from(const ItemFilter& filter) {
  return filter.overdue_at ? seconds(*filter.overdue_at) : seconds(*filter.due_by) + 1;
}

// Which items were met before; ids are small and dense.
class Seen {
 public:
  bool first_time(std::int64_t id) {
    const auto at = static_cast<size_t>(id);
    if (met_.size() <= at) met_.resize(std::max(at + 1, met_.size() * 2));
    if (met_[at]) return false;
    met_[at] = true;
    return true;
  }

 private:
  std::vector<bool> met_;
};

// The items of a filter by number, or by their most pressing clock.
template <typename Visit>
void visit_list(Database& database, const char* by_number, const char* by_due, const ItemFilter& filter, Visit visit) {
  const auto until = filter.overdue_at ? filter.overdue_at : filter.due_by;
  Query row = database.query(until ? by_due : by_number);
  const auto state = nullable(filter.state), severity = nullable(filter.severity), type = nullable(filter.type),
             customer = nullable(filter.customer), team = nullable(filter.team), assignee = nullable(filter.assignee),
             profile = nullable(filter.profile), asset = nullable(filter.asset), contract = nullable(filter.contract);
  if (until) {
    const std::int64_t last = last_overdue_from(filter);
    row.bind(filter.kind, filter.ended_too, state, severity, type, customer, team, assignee, profile, asset, contract, last);
  } else {
    row.bind(filter.kind, filter.ended_too, state, severity, type, customer, team, assignee, profile, asset, contract);
  }
  Seen seen;
  while (row.next()) {
    if (!until || seen.first_time(row.number(0))) visit(row);
  }
}

}  // namespace

std::vector<Store::Population> Store::live_populations() {
  std::vector<Population> result;
  Query row = database_->query("SELECT profile, revision, count(*) FROM item WHERE live = 1 GROUP BY revision, profile ORDER BY profile, revision");
  while (row.next()) result.push_back({row.text(0), row.number(1), row.number(2)});
  return result;
}

std::vector<std::int64_t> Store::live_items(std::int64_t revision) {
  Query row = database_->query("SELECT id FROM item WHERE live = 1 AND revision = ? ORDER BY id");
  row.bind(revision);
  return numbers_of(row);
}

std::int64_t Store::next_number(const std::string& kind) {
  Query row = database_->query("SELECT coalesce(max(number), 0) + 1 FROM item WHERE kind = ?");
  row.bind(kind);
  row.next();
  return row.number(0);
}

std::int64_t Store::insert_item(const ItemRow& row) {
  const auto severity = nullable(row.severity), type = nullable(row.type), customer = nullable(row.customer),
             team = nullable(row.team), assignee = nullable(row.assignee), parent = nullable(row.parent),
             source = nullable(row.source), external = nullable(row.external), asset = nullable(row.asset),
             contract = nullable(row.contract), duty = nullable(row.duty), subject = nullable(row.subject), period = nullable(row.period), counts_for = nullable(row.counts_for);
  Query made = database_->query(
      "INSERT INTO item (id, kind, number, revision, profile, state, live, cycle, severity, type, customer, team, assignee, "
      "parent, opened_at, ended_at, source, external, asset, contract, duty, subject, period, duty_due, done_at, counts_for) "
      "VALUES (nullif(?, 0),?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  made.bind(row.id, row.kind, row.number, row.revision, row.profile, row.state, row.live, row.cycle, severity, type,
            customer, team, assignee, parent, seconds(row.opened_at), seconds(row.ended_at), source, external, asset, contract,
            duty, subject, period, seconds(row.duty_due), seconds(row.done_at), counts_for);
  made.run();
  return database_->last_id();
}

std::vector<std::int64_t> Store::items_without_row() {
  Query row = database_->query("SELECT DISTINCT item FROM event WHERE item NOT IN (SELECT id FROM item) ORDER BY item");
  return numbers_of(row);
}

std::vector<std::int64_t> Store::records_without_row() {
  Query row = database_->query("SELECT DISTINCT record FROM record_event WHERE record NOT IN (SELECT key FROM record) ORDER BY record");
  return numbers_of(row);
}

void Store::update_item(const ItemRow& row) {
  const auto severity = nullable(row.severity), type = nullable(row.type), customer = nullable(row.customer),
             team = nullable(row.team), assignee = nullable(row.assignee), parent = nullable(row.parent),
             asset = nullable(row.asset), contract = nullable(row.contract), duty = nullable(row.duty),
             subject = nullable(row.subject), period = nullable(row.period), counts_for = nullable(row.counts_for);
  database_->query(
      "UPDATE item SET revision=?, state=?, live=?, cycle=?, severity=?, type=?, customer=?, team=?, assignee=?, parent=?, "
      "opened_at=?, ended_at=?, asset=?, contract=?, duty=?, subject=?, period=?, duty_due=?, done_at=?, counts_for=? WHERE id=?")
      .bind(row.revision, row.state, row.live, row.cycle, severity, type, customer, team, assignee, parent,
            seconds(row.opened_at), seconds(row.ended_at), asset, contract, duty, subject, period, seconds(row.duty_due),
            seconds(row.done_at), counts_for, row.id)
      .run();
}

std::optional<ItemRow> Store::find_item(const std::string& kind, std::int64_t number) {
  Query row = database_->query("SELECT " ITEM_COLUMNS " FROM item WHERE kind = ? AND number = ?");
  row.bind(kind, number);
  return row.next() ? std::optional<ItemRow>(item_from(row)) : std::nullopt;
}

std::optional<ItemRow> Store::find_external(const std::string& source, const std::string& external) {
  Query row = database_->query("SELECT " ITEM_COLUMNS " FROM item WHERE source = ? AND external = ?");
  row.bind(source, external);
  return row.next() ? std::optional<ItemRow>(item_from(row)) : std::nullopt;
}

bool Store::knows_source(const std::string& source) {
  Query row = database_->query("SELECT EXISTS (SELECT 1 FROM item WHERE source = ? AND external IS NOT NULL)");
  row.bind(source);
  return row.next() && row.number(0) != 0;
}

ItemRow Store::item(std::int64_t id) {
  Query row = database_->query("SELECT " ITEM_COLUMNS " FROM item WHERE id = ?");
  row.bind(id);
  if (!row.next()) throw Error{ErrorKind::storage, phrase("item {} is missing", id), phrase("run 'svc db check'")};
  return item_from(row);
}

void Store::each_item(const std::function<void(const ItemRow&)>& visit) {
  Query row = database_->query("SELECT " ITEM_COLUMNS " FROM item ORDER BY id");
  while (row.next()) visit(item_from(row));
}

std::vector<std::int64_t> Store::item_ids() {
  Query row = database_->query("SELECT id FROM item ORDER BY id");
  return numbers_of(row);
}

std::vector<ItemRow> Store::list(const ItemFilter& filter) {
  std::vector<ItemRow> result;
  visit_list(*database_, "SELECT " ITEM_COLUMNS " FROM item WHERE " LIST_WHERE " ORDER BY item.number",
             "SELECT " ITEM_COLUMNS
             " FROM clock JOIN item ON item.id = clock.item WHERE clock.outcome = 'open' AND "
             "clock.overdue_from <= ?12 AND " LIST_WHERE " ORDER BY clock.overdue_from, item.id",
             filter, [&](const Query& row) { result.push_back(item_from(row)); });
  return result;
}

std::vector<std::int64_t> Store::list_numbers(const ItemFilter& filter) {
  std::vector<std::int64_t> result;
  const bool by_due_alone = (filter.overdue_at || filter.due_by) && filter.state.empty() && filter.severity.empty() &&
                            filter.type.empty() && filter.customer.empty() && filter.team.empty() &&
                            filter.assignee.empty() && filter.profile.empty() && filter.asset.empty() && filter.contract.empty();
  if (by_due_alone) {
    // A clock that runs belongs to an item that is live, so nothing of the item itself is asked.
    Query row = database_->query("SELECT item, number FROM clock WHERE outcome = 'open' AND overdue_from <= ? AND kind = ? ORDER BY overdue_from, item");
    row.bind(last_overdue_from(filter), filter.kind);
    Seen seen;
    while (row.next()) {
      if (seen.first_time(row.number(0))) result.push_back(row.number(1));
    }
    return result;
  }
  visit_list(*database_, "SELECT item.id, item.number FROM item WHERE " LIST_WHERE " ORDER BY item.number",
             "SELECT item.id, item.number FROM clock JOIN item ON item.id = clock.item WHERE clock.outcome = 'open' AND "
             "clock.overdue_from <= ?12 AND " LIST_WHERE " ORDER BY clock.overdue_from, item.id",
             filter, [&](const Query& row) { result.push_back(row.number(1)); });
  return result;
}

std::vector<ItemRow> Store::items_like(const std::string& kind, const std::string& digits, const std::string& states, int most) {
  std::vector<ItemRow> result;
  constexpr std::int64_t largest = 1'000'000'000'000;
  std::int64_t first = digits.empty() ? 0 : std::stoll(digits), last = digits.empty() ? largest : first;
  std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
  for (; first < largest; first *= 10, last = last * 10 + 9) {
    ranges.emplace_back(first, last);
    if (first == 0) break;
  }
  for (auto range = ranges.rbegin(); range != ranges.rend(); ++range) {
    Query row = database_->query("SELECT " ITEM_COLUMNS " FROM item WHERE kind = ?1 AND number BETWEEN ?2 AND ?3 AND (?4 = '' OR instr(' ' || ?4 || ' ', ' ' || state || ' ') > 0) "
                                 "ORDER BY number DESC LIMIT ?5");
    row.bind(kind, range->first, range->second, states, most - static_cast<int>(result.size()));
    for (ItemRow& each : all_items(row)) result.push_back(std::move(each));
    if (static_cast<int>(result.size()) >= most) break;
  }
  return result;
}

std::vector<ItemRow> Store::items_of_asset(const std::string& asset, bool live) {
  Query row = database_->query("SELECT " ITEM_COLUMNS " FROM item WHERE asset = ? AND (? = 0 OR live = 1) ORDER BY id");
  row.bind(asset, live);
  return all_items(row);
}

std::vector<ItemRow> Store::items_of_contract(const std::string& contract, bool live) {
  Query row = database_->query("SELECT " ITEM_COLUMNS " FROM item WHERE contract = ? AND (? = 0 OR live = 1) ORDER BY id");
  row.bind(contract, live);
  return all_items(row);
}

void Store::mark_case_stale(std::int64_t item) { database_->query("INSERT INTO case_stale (item) VALUES (?) ON CONFLICT DO NOTHING").bind(item).run(); }

bool Store::has_stale_cases() {
  Query row = database_->query("SELECT EXISTS (SELECT 1 FROM case_stale)");
  return row.next() && row.number(0) != 0;
}

std::vector<std::int64_t> Store::stale_cases() {
  Query row = database_->query("SELECT item FROM case_stale ORDER BY item");
  return numbers_of(row);
}

void Store::index_case(std::int64_t item, const std::string& terms) {
  database_->query("DELETE FROM case_text WHERE rowid = ?").bind(item).run();
  database_->query("INSERT INTO case_text (rowid, body) VALUES (?, ?)").bind(item, terms).run();
  database_->query("DELETE FROM case_stale WHERE item = ?").bind(item).run();
}

void Store::search_cases(const std::string& expression, const std::function<bool(std::int64_t)>& visit) {
  Query row = database_->query("SELECT rowid FROM case_text WHERE case_text MATCH ? ORDER BY rank, rowid DESC");
  row.bind(expression);
  while (row.next()) {
    if (!visit(row.number(0))) return;
  }
}

void Store::keep_attachment(const std::string& sha256, const std::string& content) {
  database_->query("INSERT INTO attachment (sha256, content) VALUES (?, ?) ON CONFLICT DO NOTHING").bind(sha256, blob(content)).run();
  database_->query("DELETE FROM gone WHERE what = 'attachment' AND ref = ?").bind(sha256).run();
}

std::optional<std::string> Store::attachment(const std::string& sha256) {
  Query row = database_->query("SELECT content FROM attachment WHERE sha256 = ?");
  row.bind(sha256);
  return row.next() ? std::optional(row.text(0)) : std::nullopt;
}

void Store::each_attachment(const std::function<void(const std::string&, const std::string&)>& visit) {
  Query row = database_->query("SELECT sha256, content FROM attachment ORDER BY sha256");
  while (row.next()) visit(row.text(0), row.text(1));
}

Store::FileErasure Store::erase_attachment(const std::string& sha256, std::int64_t item) {
  Query held = database_->query(
      "SELECT EXISTS (SELECT 1 FROM event WHERE step = 'attach' AND item <> ? AND json_extract(fields, '$.file') = ? "
      "AND NOT EXISTS (SELECT 1 FROM event AS later WHERE later.item = event.item AND later.step = 'erase' AND later.seq > event.seq))");
  held.bind(item, sha256);
  if (held.next() && held.number(0) != 0) return FileErasure::held;
  database_->overwrite_what_is_deleted();
  database_->query("DELETE FROM attachment WHERE sha256 = ?").bind(sha256).run();
  if (database_->changes() == 0) return FileErasure::missing;
  note_gone("attachment", sha256);
  return FileErasure::erased;
}

// The words of a deleted row stay in the index until its parts are merged.
void Store::forget_case(std::int64_t item) {
  database_->overwrite_what_is_deleted();
  database_->query("DELETE FROM case_text WHERE rowid = ?").bind(item).run();
  database_->query("INSERT INTO case_text (case_text) VALUES ('optimize')").run();
}

std::vector<ItemRow> Store::items_opened(const std::string& kind, Instant from, Instant to) {
  Query row = database_->query("SELECT " ITEM_COLUMNS " FROM item WHERE kind = ? AND opened_at >= ? AND opened_at < ? ORDER BY number");
  row.bind(kind, seconds(from), seconds(to));
  return all_items(row);
}

std::vector<ItemRow> Store::items_ended(Instant from, Instant to) {
  Query row = database_->query("SELECT " ITEM_COLUMNS " FROM item WHERE ended_at >= ? AND ended_at < ? ORDER BY ended_at, id");
  row.bind(seconds(from), seconds(to));
  return all_items(row);
}

std::vector<ItemRow> Store::items_of_parent(const std::string& parent) {
  Query row = database_->query("SELECT " ITEM_COLUMNS " FROM item WHERE parent = ? ORDER BY id");
  row.bind(parent);
  return all_items(row);
}

std::vector<ItemRow> Store::items_of_duty(const std::string& profile, const std::string& duty) {
  Query row = database_->query("SELECT " ITEM_COLUMNS " FROM item WHERE profile = ? AND duty = ? ORDER BY id");
  row.bind(profile, duty);
  return all_items(row);
}

std::vector<ItemRow> Store::items_with_step(const std::string& kind, const std::string& step, Instant from, Instant to) {
  Query row = database_->query("SELECT DISTINCT " ITEM_COLUMNS
                               " FROM event JOIN item ON item.id = event.item WHERE event.step = ? AND event.at >= ? AND event.at < ? AND item.kind = ? ORDER BY item.id");
  row.bind(step, seconds(from), seconds(to), kind);
  return all_items(row);
}

std::vector<ItemRow> Store::live_items_of_customer(const std::string& customer) {
  Query row = database_->query("SELECT " ITEM_COLUMNS " FROM item WHERE customer = ? AND live = 1 ORDER BY id");
  row.bind(customer);
  return all_items(row);
}

}  // namespace svc::store
