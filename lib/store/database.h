// SPDX-License-Identifier: MIT
// How is the one SQLite file opened, locked and written so that nothing acknowledged is lost?
//
// journal_mode=TRUNCATE and synchronous=EXTRA; every write is one BEGIN IMMEDIATE, taken after a lock on the side
// file "svc.db.lock", so that writers queue (design.md §9; the measurements are why). Nobody but SQLite opens the
// database file. The only header of store/ that shows SQLiteCpp; only store's .cpp files include it.
#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/store.h"

namespace svc::store {

// A statement in use: reset when it goes out of scope. Columns count from 0, parameters from 1.
class Query {
 public:
  explicit Query(SQLite::Statement& statement) : statement_(&statement) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query() { statement_->tryReset(); }

  template <typename... Values>
  Query& bind(const Values&... values) {
    int at = 0;
    (bind_one(++at, values), ...);
    return *this;
  }
  bool next() { return statement_->executeStep(); }
  void run() { statement_->exec(); }

  std::int64_t number(int column) const { return statement_->getColumn(column).getInt64(); }
  int small(int column) const { return static_cast<int>(number(column)); }
  std::string text(int column) const { return statement_->getColumn(column).getString(); }
  bool null(int column) const { return statement_->getColumn(column).isNull(); }

 private:
  void bind_one(int at, std::int64_t value) { statement_->bind(at, value); }
  void bind_one(int at, int value) { statement_->bind(at, value); }
  void bind_one(int at, bool value) { statement_->bind(at, value ? 1 : 0); }
  void bind_one(int at, const std::string& value) { statement_->bindNoCopy(at, value); }
  void bind_one(int at, const char* value) { statement_->bind(at, value); }
  template <typename T>
  void bind_one(int at, const std::optional<T>& value) {
    if (value) {
      bind_one(at, *value);
    } else {
      statement_->bind(at);
    }
  }
  struct BlobRef {
    const std::string* bytes;
  };
  void bind_one(int at, BlobRef value) {
    statement_->bindNoCopy(at, value.bytes->data(), static_cast<int>(value.bytes->size()));
  }

  friend BlobRef blob(const std::string& bytes);
  SQLite::Statement* statement_;
};
// Binds bytes as a BLOB. The string must outlive the step.
inline Query::BlobRef blob(const std::string& bytes) { return {&bytes}; }

// Tells SQLite that this process has one thread for it, so that it needs no locks within; for main(), before any use.
void use_from_one_thread();

class Database {
 public:
  // Opens an existing database. Throws Error{storage} for a path that is no database of svc, or a newer one, which
  // is left as it was, and for a missing one.
  Database(std::string path, Access access, std::chrono::milliseconds patience);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // The file is complete or absent at every instant. Throws Error{refused} if it exists.
  static void create(const std::string& path, bool for_group, std::chrono::milliseconds patience);
  static bool exists(const std::string& path);

  // A cached prepared statement; `sql` must be a literal.
  Query query(const char* sql);
  // The rowid of the last row inserted, and how many rows the last statement changed. RETURNING would answer both, but
  // fills a table of its own for each row.
  std::int64_t last_id() const;
  int changes() const;

  // Runs `work` in one transaction: committed if it returns true, rolled back if it returns false or throws.
  // Throws Error{busy} if the lock cannot be had in time, Error{unknown} if COMMIT fails in a way that leaves
  // open whether it is stored. Requires Access::write.
  void write(const std::function<bool()>& work);
  // Runs `work` as a part of the transaction of a write that may fail alone: if it throws, what it wrote is undone and the rest
  // stays. What a rule of a table forbids is Error{storage} then, as other damage is.
  void nested(const std::function<void()>& work);
  // Runs `work` in one read transaction.
  void read(const std::function<void()>& work);

  // From now on the bytes of deleted rows are set to zero in the file.
  void overwrite_what_is_deleted();

  // A copy of the database as it is, at a path that does not exist yet; mode 0600, synced. Throws Error{storage}.
  void backup(const std::string& path);
  // SQLite's own integrity and foreign key checks; empty: sound.
  std::vector<Message> structural_damage();
  bool is_shared() const;

 private:
  void open(bool read_only);
  void check_identity();
  // Takes the file to this svc's schema, all in one transaction, after a copy of it: "svc.db.schema1".
  void upgrade();
  // Begins a transaction for `work`, and rolls it back if that returns false or throws; else it is left to be committed.
  bool attempt(const char* begin, const std::function<bool()>& work);
  void commit();

  std::string path_;
  Access access_;
  std::chrono::milliseconds patience_;
  std::unique_ptr<SQLite::Database> connection_;
  std::unordered_map<const char*, std::unique_ptr<SQLite::Statement>> statements_;
};

// The error that a caught SQLite::Exception means.
[[noreturn]] void rethrow(const std::string& path, const SQLite::Exception& e);

}  // namespace svc::store
