// SPDX-License-Identifier: MIT
#include "store/salvage.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "error.h"
#include "registry/record.h"
#include "store/chain.h"
#include "store/database.h"
#include "store/rows.h"

namespace svc::store {
namespace {

// What follows from the rest is not looked for.
const std::vector<std::string> derived{"wake", "case_stale"};

struct Table {
  std::string name;
  bool keyed = false;  // without rowids
  struct Column {
    std::string name, type;
    bool required = false, is_rowid = false;
  };
  std::vector<Column> columns;
};

bool is_a(const Value& value, const Table::Column& column) {
  if (value.type == Value::Type::null) return !column.required || column.is_rowid;
  if (column.is_rowid) return false;  // it is kept in front of the row
  if (column.type == "INTEGER") return value.type == Value::Type::integer;
  return value.type == (column.type == "TEXT" ? Value::Type::text : Value::Type::blob);
}

// Columns that were added by a newer schema may be missing at the end.
bool has_shape(const Row& row, const Table& table) {
  if (row.keyed != table.keyed || row.values.size() > table.columns.size()) return false;
  for (size_t i = 0; i < row.values.size(); ++i) {
    if (!is_a(row.values[i], table.columns[i])) return false;
  }
  return std::all_of(table.columns.begin() + static_cast<std::ptrdiff_t>(row.values.size()), table.columns.end(), [](const auto& column) { return !column.required; });
}

// Requires that the table has it, and the row, too.
const Value& column_of(const Row& row, const Table& table, std::string_view name) {
  size_t i = 0;
  while (table.columns[i].name != name) ++i;
  return row.values.at(i);
}

// An index of two texts and a rowid looks like `turn`, but that is no time.
bool is_time(const Value& value) { return value.integer > 100'000'000; }

// What tells apart tables of one shape.
bool fits(const Row& row, const Table& table) {
  if (!has_shape(row, table)) return false;
  const auto text = [&](std::string_view column) { return column_of(row, table, column).bytes; };
  if (table.name == "turn" || table.name == "request") return is_time(column_of(row, table, "at"));
  if (table.name.ends_with("_text")) return text("body").starts_with("{");
  if (table.name == "part") return sha256(text("body")) == text("hash");
  if (table.name == "attachment") return hex(sha256(text("content"))) == text("sha256");
  const std::string step = table.name.ends_with("event") ? text("step") : "";
  const bool noted = step == registry::note_step && text("fields").find("\"what\":") != std::string::npos;  // of equipment; an item's note says no more than itself
  const bool of_records = noted || step == registry::add_step || step == registry::edit_step || step == registry::retire_step || step == registry::forget_step;
  if (table.name == "record_event") return of_records;
  return !of_records;
}

}  // namespace

class Salvage::Writer {
 public:
  Writer(const std::string& to, std::vector<SetAside>& set_aside) : base_(to, SQLite::OPEN_READWRITE, 0), set_aside_(set_aside) {
    base_.exec("PRAGMA foreign_keys = OFF");
    read_schema();
  }

  void take(const Row& row) {
    for (const Table& table : tables_) {
      if (!fits(row, table)) continue;
      if (table.name.ends_with("_text")) {
        texts_.push_back(row);  // whose it is, its event will tell
        return;
      }
      if (insert(table, row)) return;
    }
  }

  void begin() {
    base_.exec("BEGIN IMMEDIATE");
    for (const auto& [name, sql] : triggers_) base_.exec("DROP TRIGGER " + name);
  }

  void end_of_rows() {
    for (const char* log : {"event", "record_event"}) {
      keep_texts(log);
      verify(log);
    }
    for (const Row& row : texts_) aside(table_of("event_text"), row, "its event is lost");
    base_.exec("COMMIT");
  }

  void finish(const std::vector<std::int64_t>& hopeless) {
    base_.exec("BEGIN IMMEDIATE");
    for (const std::int64_t item : hopeless) {
      const std::string of = std::to_string(item), why = "the first event or the rules of its item are lost";
      move_out("outbox", "alert IN (SELECT id FROM alert WHERE item = " + of + ")", why);
      move_out("event_text", "event IN (SELECT id FROM event WHERE item = " + of + ")", why);
      for (const char* table : {"alert", "clock", "event"}) move_out(table, "item = " + of, why);
      move_out("item", "id = " + of, why);
    }
    drop_orphans();
    base_.exec("DELETE FROM wake WHERE kind IN ('rung', 'step') AND ref NOT IN (SELECT id FROM clock)");
    base_.exec("DELETE FROM wake WHERE kind = 'hold' AND ref NOT IN (SELECT id FROM item)");
    for (const char* log : {"event", "record_event"}) note_gone(log);
    note_attachments();
    for (const auto& [name, sql] : triggers_) base_.exec(sql);
    base_.exec("COMMIT");
  }

  std::string path() const { return base_.getFilename(); }

  std::map<std::string, std::int64_t> kept() {
    std::map<std::string, std::int64_t> result;
    for (const Table& table : tables_) {
      if (table.name == "gone") continue;
      const std::int64_t rows = base_.execAndGet("SELECT count(*) FROM " + table.name).getInt64();
      if (rows > 0) result[table.name] = rows;
    }
    return result;
  }

  std::map<std::string, std::int64_t> lost() {
    std::map<std::string, std::int64_t> result;
    SQLite::Statement rows(base_, "SELECT what, count(*) FROM gone GROUP BY what");
    while (rows.executeStep()) result[rows.getColumn(0).getString()] = rows.getColumn(1).getInt64();
    return result;
  }

 private:
  void read_schema() {
    SQLite::Statement names(base_, "SELECT name, wr FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite_%' ORDER BY ncol DESC, name");
    while (names.executeStep()) {
      Table table{names.getColumn(0).getString(), names.getColumn(1).getInt() != 0, {}};
      if (std::find(derived.begin(), derived.end(), table.name) != derived.end()) continue;
      SQLite::Statement columns(base_, "SELECT name, type, \"notnull\", pk FROM pragma_table_info(?)");
      columns.bind(1, table.name);
      while (columns.executeStep()) {
        const bool primary = columns.getColumn(3).getInt() != 0, is_rowid = primary && !table.keyed && columns.getColumn(1).getString() == "INTEGER";
        table.columns.push_back({columns.getColumn(0).getString(), columns.getColumn(1).getString(), columns.getColumn(2).getInt() != 0 || primary, is_rowid});
      }
      // A column with a default was added by a newer schema.
      SQLite::Statement defaults(base_, "SELECT cid FROM pragma_table_info(?) WHERE dflt_value IS NOT NULL");
      defaults.bind(1, table.name);
      while (defaults.executeStep()) table.columns[static_cast<size_t>(defaults.getColumn(0).getInt())].required = false;
      tables_.push_back(std::move(table));
    }
    SQLite::Statement triggers(base_, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'");
    while (triggers.executeStep()) triggers_.emplace_back(triggers.getColumn(0).getString(), triggers.getColumn(1).getString());
  }

  const Table& table_of(std::string_view name) const {
    return *std::find_if(tables_.begin(), tables_.end(), [&](const Table& table) { return table.name == name; });
  }

  static void bind(SQLite::Statement& statement, int at, const Value& value) {
    switch (value.type) {
      case Value::Type::null: case Value::Type::real: statement.bind(at); break;  // no column of svc is real
      case Value::Type::integer: statement.bind(at, value.integer); break;
      case Value::Type::text: statement.bind(at, value.bytes); break;
      case Value::Type::blob: statement.bind(at, value.bytes.data(), static_cast<int>(value.bytes.size())); break;
    }
  }

  // False if a rule of the table forbids it, as of a page that is there twice.
  bool insert(const Table& table, const Row& row) {
    auto& statement = inserts_[{&table, row.values.size()}];
    if (statement == nullptr) {
      std::vector<std::string> names, places(row.values.size(), "?");
      for (size_t i = 0; i < row.values.size(); ++i) names.push_back(table.columns[i].name);
      statement = std::make_unique<SQLite::Statement>(base_, fmt::format("INSERT OR IGNORE INTO {} ({}) VALUES ({})", table.name, fmt::join(names, ", "), fmt::join(places, ", ")));
    }
    statement->reset();
    for (size_t i = 0; i < row.values.size(); ++i) {
      if (table.columns[i].is_rowid) {
        statement->bind(static_cast<int>(i) + 1, row.rowid);
      } else {
        bind(*statement, static_cast<int>(i) + 1, row.values[i]);
      }
    }
    return statement->exec() == 1;
  }

  void aside(const Table& table, const Row& row, const std::string& why) {
    SetAside entry{table.name, why, {}};
    for (size_t i = 0; i < row.values.size(); ++i) {
      entry.row.emplace_back(table.columns[i].name, row.values[i]);
      if (table.columns[i].is_rowid) entry.row.back().second = {.type = Value::Type::integer, .integer = row.rowid, .bytes = {}};
    }
    set_aside_.push_back(std::move(entry));
  }

  void move_out(const std::string& table, const std::string& where, const std::string& why) {
    const Table& of = table_of(table);
    SQLite::Statement rows(base_, "SELECT rowid, * FROM " + table + " WHERE " + where);
    while (rows.executeStep()) {
      Row row{.keyed = false, .rowid = rows.getColumn(0).getInt64(), .values = {}};
      for (int i = 1; i < rows.getColumnCount(); ++i) {
        const SQLite::Column column = rows.getColumn(i);
        Value value;
        if (column.isInteger()) value = {.type = Value::Type::integer, .integer = column.getInt64(), .bytes = {}};
        if (column.isText() || column.isBlob()) value = {.type = column.isText() ? Value::Type::text : Value::Type::blob, .bytes = column.getString()};
        row.values.push_back(std::move(value));
      }
      if (table.ends_with("event")) seals_[table][row.rowid] = row.values.back().bytes;
      aside(of, row, why);
    }
    base_.exec("DELETE FROM " + table + " WHERE " + where);
  }

  // A text belongs to the event of its number whose digest it has.
  void keep_texts(const std::string& log) {
    const Table& table = table_of(log == "event" ? "event_text" : "record_text");
    SQLite::Statement digest(base_, "SELECT digest FROM " + log + " WHERE id = ?");
    std::erase_if(texts_, [&](const Row& row) {
      digest.reset();
      digest.bind(1, row.rowid);
      return digest.executeStep() && digest_of(row.values.back().bytes) == digest.getColumn(0).getString() && insert(table, row);
    });
  }

  // An event that does not match its seal, though the one before it is there, was damaged itself.
  void verify(const std::string& log) {
    std::vector<std::int64_t> damaged;
    {
      SQLite::Statement rows(base_, fmt::format("SELECT id, {}, seq, step, at, recorded_at, flags, by, typed_by, fields, digest, hash FROM {} ORDER BY id", log == "event" ? "item" : "record", log));
      std::int64_t last = 0;
      std::string previous;
      while (rows.executeStep()) {
        const std::int64_t id = rows.getColumn(0).getInt64();
        work::Event event;
        event.seq = rows.getColumn(2).getInt();
        event.step = rows.getColumn(3).getString();
        event.at = instant(rows.getColumn(4).getInt64());
        event.recorded_at = instant(rows.getColumn(5).getInt64());
        event.now_given = (rows.getColumn(6).getInt() & 1) != 0;
        event.imported = (rows.getColumn(6).getInt() & 2) != 0;
        event.by = rows.getColumn(7).getString();
        event.typed_by = rows.getColumn(8).getString();
        const std::string fields = rows.getColumn(9).getString(), digest = rows.getColumn(10).getString(), hash = rows.getColumn(11).getString();
        if (id == last + 1 && seal(previous, rows.getColumn(1).getInt64(), event, fields, digest) != hash) damaged.push_back(id);
        last = id;
        previous = hash;
      }
    }
    for (const std::int64_t id : damaged) {
      const std::string of = std::to_string(id), why = "the event does not match its seal";
      move_out(log == "event" ? "event_text" : "record_text", "event = " + of, why);
      move_out(log, "id = " + of, why);
    }
  }

  // What refers to a row that is lost, and what refers to that.
  void drop_orphans() {
    while (true) {
      std::vector<std::pair<std::string, std::int64_t>> orphans;
      SQLite::Statement rows(base_, "PRAGMA foreign_key_check");
      while (rows.executeStep()) orphans.emplace_back(rows.getColumn(0).getString(), rows.getColumn(1).getInt64());
      if (orphans.empty()) return;
      for (const auto& [table, rowid] : orphans) move_out(table, "rowid = " + std::to_string(rowid), "what it belongs to is lost");
    }
  }

  void note_gone(const std::string& log) {
    const std::string texts = log == "event" ? "event_text" : "record_text";
    base_.exec(fmt::format("WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < (SELECT max(id) FROM {0})) "
                           "INSERT OR IGNORE INTO gone (what, ref) SELECT '{0}', id FROM n WHERE id < (SELECT max(id) FROM {0}) AND id NOT IN (SELECT id FROM {0})", log));
    base_.exec(fmt::format("INSERT OR IGNORE INTO gone (what, ref) SELECT '{1}', id FROM {0} WHERE length(digest) > 0 AND id NOT IN (SELECT event FROM {1})", log, texts));
    SQLite::Statement keep(base_, "UPDATE gone SET seal = ? WHERE what = ? AND ref = ?");
    for (const auto& [id, hash] : seals_[log]) {
      keep.reset();
      keep.bind(1, hash.data(), static_cast<int>(hash.size()));
      keep.bind(2, log);
      keep.bind(3, std::to_string(id));
      keep.exec();
    }
  }

  void note_attachments() {
    base_.exec("INSERT OR IGNORE INTO gone (what, ref) SELECT 'attachment', json_extract(fields, '$.file') FROM event WHERE step = 'attach' AND json_extract(fields, '$.file') NOT IN (SELECT sha256 FROM attachment)");
  }

  SQLite::Database base_;
  std::vector<SetAside>& set_aside_;
  std::vector<Table> tables_;
  std::vector<std::pair<std::string, std::string>> triggers_;
  std::map<std::pair<const Table*, size_t>, std::unique_ptr<SQLite::Statement>> inserts_;
  std::vector<Row> texts_;
  std::map<std::string, std::map<std::int64_t, std::string>> seals_;  // of events that were set aside, by log
};

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (!in) throw Error{ErrorKind::storage, phrase("cannot read '{}': {}", path, std::strerror(errno)), {}};
  return bytes;
}

}  // namespace

Salvage::Salvage(const std::string& from, const std::string& to) {
  if (!std::filesystem::is_regular_file(from)) throw Error{ErrorKind::storage, phrase("there is no database '{}'", from), phrase("name the damaged file with --db")};
  Database::create(to, false, std::chrono::milliseconds(0));
  try {
    writer_ = std::make_unique<Writer>(to, set_aside_);
    writer_->begin();
    for_each_row(bytes_of(from), [&](const Row& row) { writer_->take(row); });
    writer_->end_of_rows();
  } catch (const SQLite::Exception& e) {
    rethrow(to, e);
  }
}

Salvage::~Salvage() = default;

void Salvage::finish(const std::vector<std::int64_t>& hopeless) {
  try {
    writer_->finish(hopeless);
  } catch (const SQLite::Exception& e) {
    rethrow(writer_->path(), e);
  }
}

std::map<std::string, std::int64_t> Salvage::kept() const { return writer_->kept(); }
std::map<std::string, std::int64_t> Salvage::lost() const { return writer_->lost(); }

}  // namespace svc::store
