// SPDX-License-Identifier: MIT
#include "store/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <sstream>

#include "error.h"
#include "store/lock.h"
#include "store/schema.h"

namespace svc::store {
namespace {

std::string lock_path(const std::string& path) { return path + ".lock"; }

bool group_writable(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && (info.st_mode & S_IWGRP) != 0;
}

void require_regular(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) {
      throw Error{ErrorKind::storage, phrase("there is no database '{}'", path), phrase("'svc db init' makes one, and so does the first 'svc ticket open'")};
    }
    throw Error{ErrorKind::storage, phrase("cannot open '{}': {}", path, std::strerror(errno)), {}};
  }
  if (S_ISDIR(info.st_mode)) {
    throw Error{ErrorKind::storage, phrase("'{}' is a directory, not a database", path), phrase("name the file in it")};
  }
  if (!S_ISREG(info.st_mode)) throw Error{ErrorKind::storage, phrase("'{}' is not a regular file", path), {}};
  if (info.st_nlink > 1) {
    throw Error{ErrorKind::storage, phrase("'{}' has another hard link", path), phrase("two names for one database break its locks; remove one")};
  }
  if (info.st_size == 0) {
    throw Error{ErrorKind::storage, phrase("'{}' is empty, not a database of svc", path), phrase("if it should hold data, restore a backup; else remove it")};
  }
}

void configure(sqlite3* handle, int option, int value) {
  int reached = -1;
  sqlite3_db_config(handle, option, value, &reached);
  if (reached != value) throw Error{ErrorKind::internal, phrase("a setting of SQLite does not hold"), {}};
}

void set_pragma(SQLite::Database& connection, const std::string& name, const std::string& value, const std::string& reads) {
  connection.tryExec("PRAGMA " + name + "=" + value);
  const std::string now = connection.execAndGet("PRAGMA " + name).getString();
  if (now != reads) throw Error{ErrorKind::internal, phrase("SQLite's {} is {}, not {}", name, now, reads), {}};
}

// All that there is since `version`.
void make_schema(SQLite::Database& connection, int version = 0) {
  for (size_t i = static_cast<size_t>(version); i < migrations().size(); ++i) connection.exec(migrations()[i].sql);
}

// Every setting is read back: SQLite ignores a misspelt pragma without a word.
void harden(SQLite::Database& connection, bool read_only) {
  sqlite3* handle = connection.getHandle();
  configure(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1);
  configure(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
  configure(handle, SQLITE_DBCONFIG_DQS_DML, 0);
  configure(handle, SQLITE_DBCONFIG_DQS_DDL, 0);
  configure(handle, SQLITE_DBCONFIG_DEFENSIVE, 1);
  configure(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024);
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1);
  set_pragma(connection, "cell_size_check", "1", "1");
  set_pragma(connection, "recursive_triggers", "1", "1");
  if (read_only) return;
  set_pragma(connection, "synchronous", "EXTRA", "3");
}

void use_rollback_journal(SQLite::Database& connection) {
  const std::string mode = connection.execAndGet("PRAGMA journal_mode=TRUNCATE").getString();
  if (mode != "truncate") throw Error{ErrorKind::internal, phrase("SQLite's journal_mode is {}, not truncate", mode), {}};
}

void sync_folder_of(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path().string();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

void sync_file(const std::string& path, mode_t mode) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  const bool done = descriptor >= 0 && ::fchmod(descriptor, mode) == 0 && ::fsync(descriptor) == 0;
  const int failure = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!done) throw Error{ErrorKind::storage, phrase("cannot write '{}': {}", path, std::strerror(failure)), {}};
}

int newest_version() { return static_cast<int>(migrations().size()); }

}  // namespace

void rethrow(const std::string& path, const SQLite::Exception& e) {
  switch (e.getErrorCode()) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: throw Error{ErrorKind::busy, phrase("the database '{}' is in use", path), phrase("try again")};
    case SQLITE_FULL: throw Error{ErrorKind::storage, phrase("the disk of '{}' is full; nothing was stored", path), phrase("free some space and repeat")};
    case SQLITE_NOTADB: throw Error{ErrorKind::storage, phrase("'{}' is not a database of svc", path), phrase("name another file with --db")};
    case SQLITE_CORRUPT: throw Error{ErrorKind::storage, phrase("the database '{}' is damaged", path), phrase("restore a backup, or save what is left with 'svc db salvage'; 'svc db check' tells more")};
    case SQLITE_READONLY: throw Error{ErrorKind::storage, phrase("the database '{}' cannot be written by this user", path), {}};
    case SQLITE_CANTOPEN: throw Error{ErrorKind::storage, phrase("cannot open the database '{}'", path), phrase("is its folder readable and writable?")};
    default: throw Error{ErrorKind::storage, phrase("the database '{}' failed: {}", path, e.what()), {}};
  }
}

void use_from_one_thread() {
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);  // counted under a lock for nobody
}

Database::Database(std::string path, Access access, std::chrono::milliseconds patience)
    : path_(std::move(path)), access_(access), patience_(patience) {
  if (path_.starts_with("file:")) {
    throw Error{ErrorKind::storage, phrase("'{}' is a URI, not a file name", path_), phrase("name the file itself")};
  }
  require_regular(path_);
  try {
    open(access == Access::read);
    check_identity();
  } catch (const SQLite::Exception& e) {
    // A writer was killed: its journal must be undone before anybody can read.
    if (e.getExtendedErrorCode() != SQLITE_READONLY_ROLLBACK) rethrow(path_, e);
    try {
      open(false);
      check_identity();
    } catch (const SQLite::Exception& again) {
      rethrow(path_, again);
    }
  }
}

Database::~Database() = default;

void Database::open(bool read_only) {
  statements_.clear();
  const int flags = (read_only ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE) | SQLite::OPEN_NOMUTEX;  // one thread has it
  connection_ = std::make_unique<SQLite::Database>(path_, flags, static_cast<int>(patience_.count()));
  harden(*connection_, read_only);
}

void Database::check_identity() {
  const int id = connection_->execAndGet("PRAGMA application_id").getInt();
  const int version = connection_->execAndGet("PRAGMA user_version").getInt();
  if (id != application_id) {
    throw Error{ErrorKind::storage, phrase("'{}' is the database of another program", path_), phrase("name another file with --db")};
  }
  if (version > newest_version()) {
    throw Error{ErrorKind::storage, phrase("'{}' was written by a newer svc (schema {}, this one knows {})", path_, version, newest_version()), phrase("upgrade svc")};
  }
  if (version < newest_version()) upgrade();
  if (access_ == Access::write) use_rollback_journal(*connection_);
}

void Database::upgrade() {
  const auto lock = FileLock::wait(lock_path(path_), is_shared(), patience_);
  open(false);
  const int version = connection_->execAndGet("PRAGMA user_version").getInt();  // another svc may have been faster
  if (version < newest_version()) {
    if (::access(path_.c_str(), W_OK) != 0) {
      throw Error{ErrorKind::storage, phrase("'{}' was written by an older svc, and this user cannot upgrade it", path_), phrase("let its owner run any command of svc on it")};
    }
    const std::string copy = path_ + ".schema" + std::to_string(version);
    std::filesystem::remove(copy);  // of an upgrade that was killed
    backup(copy);
    use_rollback_journal(*connection_);
    SQLite::Transaction transaction(*connection_, SQLite::TransactionBehavior::IMMEDIATE);
    make_schema(*connection_, version);
    connection_->exec("PRAGMA user_version=" + std::to_string(newest_version()));
    transaction.commit();
  }
  if (access_ == Access::read) open(true);
}

bool Database::exists(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0;
}

void Database::create(const std::string& path, bool for_group, std::chrono::milliseconds patience) {
  if (path.starts_with("file:")) {
    throw Error{ErrorKind::storage, phrase("'{}' is a URI, not a file name", path), phrase("name the file itself")};
  }
  const auto lock = FileLock::wait(lock_path(path), for_group, patience);
  if (exists(path)) throw Error{ErrorKind::refused, phrase("the database '{}' exists already", path), {}};
  const std::string fresh = path + ".new";
  for (const char* suffix : {"", "-journal"}) std::filesystem::remove(fresh + suffix);
  try {
    SQLite::Database connection(fresh, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, 0);
    harden(connection, false);
    use_rollback_journal(connection);
    SQLite::Transaction transaction(connection, SQLite::TransactionBehavior::IMMEDIATE);
    make_schema(connection);
    connection.exec("PRAGMA application_id=" + std::to_string(application_id));
    connection.exec("PRAGMA user_version=" + std::to_string(newest_version()));
    transaction.commit();
  } catch (const SQLite::Exception& e) {
    rethrow(path, e);
  }
  sync_file(fresh, for_group ? 0660 : 0600);
  std::filesystem::remove(fresh + "-journal");
  std::filesystem::rename(fresh, path);
  sync_folder_of(path);
}

Query Database::query(const char* sql) {
  auto& statement = statements_[sql];
  if (statement == nullptr) statement = std::make_unique<SQLite::Statement>(*connection_, sql);
  return Query(*statement);
}

bool Database::is_shared() const { return group_writable(path_); }

std::int64_t Database::last_id() const { return connection_->getLastInsertRowid(); }
int Database::changes() const { return connection_->getChanges(); }

void Database::overwrite_what_is_deleted() { set_pragma(*connection_, "secure_delete", "1", "1"); }

bool Database::attempt(const char* begin, const std::function<bool()>& work) {
  try {
    connection_->exec(begin);
    if (work()) return true;
    connection_->exec("ROLLBACK");
  } catch (const SQLite::Exception& e) {
    connection_->tryExec("ROLLBACK");
    rethrow(path_, e);
  } catch (...) {
    connection_->tryExec("ROLLBACK");
    throw;
  }
  return false;
}

void Database::read(const std::function<void()>& work) {
  attempt("BEGIN", [&] {
    work();
    connection_->exec("COMMIT");
    return true;
  });
}

void Database::write(const std::function<bool()>& work) {
  const auto lock = FileLock::wait(lock_path(path_), is_shared(), patience_);
  if (attempt("BEGIN IMMEDIATE", work)) commit();
}

void Database::nested(const std::function<void()>& work) {
  query("SAVEPOINT nested").run();
  const auto undo = [&] {
    connection_->tryExec("ROLLBACK TO nested");
    connection_->tryExec("RELEASE nested");
  };
  try {
    work();
  } catch (const SQLite::Exception& e) {
    undo();
    if (e.getErrorCode() == SQLITE_CONSTRAINT) rethrow(path_, e);
    throw;
  } catch (...) {
    undo();
    throw;
  }
  query("RELEASE nested").run();
}

void Database::commit() {
  const auto give_up = std::chrono::steady_clock::now() + patience_;
  while (true) {
    const int code = connection_->tryExec("COMMIT");
    if (code == SQLITE_OK) return;
    const std::string why = connection_->getErrorMsg();
    if ((code & 0xFF) == SQLITE_BUSY) {
      // Readers hold the file; SQLite has waited for as long as it was told to, so this is the end of our patience.
      if (std::chrono::steady_clock::now() < give_up) continue;
      connection_->tryExec("ROLLBACK");
      throw Error{ErrorKind::busy, phrase("the database '{}' is being read; nothing was stored", path_), phrase("try again")};
    }
    connection_->tryExec("ROLLBACK");
    // A full disk stops SQLite before the point of no return: its journal still undoes everything.
    if ((code & 0xFF) == SQLITE_FULL) {
      throw Error{ErrorKind::storage, phrase("the disk of '{}' is full; nothing was stored", path_), phrase("free some space and repeat")};
    }
    throw Error{ErrorKind::unknown, phrase("the commit to '{}' failed ({}): it may or may not be stored", path_, why), phrase("look, or repeat the command with the same --request-id")};
  }
}

void Database::backup(const std::string& path) {
  if (exists(path)) throw Error{ErrorKind::refused, phrase("'{}' exists already", path), phrase("a backup never replaces a file")};
  const std::string fresh = path + ".new";
  std::filesystem::remove(fresh);
  try {
    SQLite::Statement copy(*connection_, "VACUUM INTO ?");
    copy.bind(1, fresh);
    copy.exec();
    SQLite::Database made(fresh, SQLite::OPEN_READONLY, 0);
    const std::string verdict = made.execAndGet("PRAGMA integrity_check").getString();
    if (verdict != "ok") throw Error{ErrorKind::storage, phrase("the copy '{}' is damaged: {}", fresh, verdict), {}};
  } catch (const SQLite::Exception& e) {
    std::filesystem::remove(fresh);
    rethrow(path, e);
  }
  sync_file(fresh, 0600);
  std::filesystem::rename(fresh, path);
  sync_folder_of(path);
}

namespace {

// By type and name, how each thing of the schema was made.
std::map<std::string, std::string> schema_of(SQLite::Database& connection) {
  std::map<std::string, std::string> made;
  SQLite::Statement rows(connection, "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master");
  while (rows.executeStep()) made[rows.getColumn(0).getString()] = rows.getColumn(1).getString();
  return made;
}

}  // namespace

std::vector<Message> Database::structural_damage() {
  std::vector<Message> found;
  try {
    // SQLite believes its schema: a letter that has changed there is another column.
    SQLite::Database fresh(":memory:", SQLite::OPEN_READWRITE);
    make_schema(fresh);
    const auto wanted = schema_of(fresh), made = schema_of(*connection_);
    for (const auto& [name, sql] : wanted) {
      const auto mine = made.find(name);
      if (mine == made.end()) found.push_back(phrase("the {} is missing", name));
      if (mine != made.end() && mine->second != sql) found.push_back(phrase("the {} is not as svc makes it", name));
    }
    // Tables and views of others are harmless; a trigger or an index of theirs changes or refuses what svc writes.
    for (const auto& [name, sql] : made) {
      const bool steps_in = name.starts_with("trigger ") || (name.starts_with("index ") && !sql.empty());
      if (steps_in && !wanted.contains(name)) found.push_back(phrase("the {} is none of svc's", name));
    }
    SQLite::Statement integrity(*connection_, "PRAGMA integrity_check");
    while (integrity.executeStep()) {
      std::istringstream lines(integrity.getColumn(0).getString());
      for (std::string line; std::getline(lines, line);) {
        if (line != "ok" && !line.starts_with("*** in database")) found.emplace_back(line);
      }
    }
    SQLite::Statement references(*connection_, "PRAGMA foreign_key_check");
    while (references.executeStep()) {
      found.push_back(phrase("a row of {} refers to nothing in {}", references.getColumn(0).getString(), references.getColumn(2).getString()));
    }
  } catch (const SQLite::Exception& e) {
    found.emplace_back(e.what());
  }
  return found;
}

}  // namespace svc::store
