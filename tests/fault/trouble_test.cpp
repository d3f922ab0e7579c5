// SPDX-License-Identifier: MIT
// What the store says when its file cannot be had, read or written: each trouble by its name, and nothing is left behind.
#include <catch2/catch.hpp>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/file.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "error.h"
#include "sandbox.h"
#include "store/database.h"
#include "store/lock.h"
#include "store/store.h"

namespace {

using sandbox::Sandbox;
using svc::Error;
using svc::ErrorKind;
using svc::store::Access;
using svc::store::Database;
using std::chrono::milliseconds;

constexpr milliseconds short_patience{30};

// "kind: message" of what a piece of work throws.
std::string trouble(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& e) {
    return std::to_string(static_cast<int>(e.kind)) + ": " + e.message;
  }
  return "none";
}

std::string storage(const std::string& message) { return std::to_string(static_cast<int>(ErrorKind::storage)) + ": " + message; }
std::string busy(const std::string& message) { return std::to_string(static_cast<int>(ErrorKind::busy)) + ": " + message; }

const auto one_row = [](Database& base) { base.write([&] { return base.query("INSERT INTO meta (key, value) VALUES ('x', 'y')").run(), true; }); };

}  // namespace

TEST_CASE("a name that is no file of svc", "[trouble]") {
  const Sandbox box;
  box.write("file", "x");
  CHECK(trouble([] { const Database base("file:x", Access::read, short_patience); }) == storage("'file:x' is a URI, not a file name"));
  CHECK(trouble([] { Database::create("file:x", false, short_patience); }) == storage("'file:x' is a URI, not a file name"));
  const std::string below = box.path("file/svc.db");
  CHECK(trouble([&] { const Database base(below, Access::read, short_patience); }) == storage("cannot open '" + below + "': Not a directory"));
}

TEST_CASE("somebody else has the file", "[trouble]") {
  const Sandbox box;
  Database::create(box.database(), false, short_patience);
  Database base(box.database(), Access::write, short_patience);
  SQLite::Database other(box.database(), SQLite::OPEN_READWRITE);

  other.exec("BEGIN; SELECT * FROM meta");
  SQLite::Statement reading(other, "SELECT count(*) FROM sqlite_schema");
  reading.executeStep();
  CHECK(trouble([&] { one_row(base); }) == busy("the database '" + box.database() + "' is being read; nothing was stored"));
  reading.reset();
  other.exec("COMMIT");

  other.exec("BEGIN EXCLUSIVE");
  CHECK(trouble([&] { base.read([&] { base.query("SELECT count(*) FROM meta").next(); }); }) == busy("the database '" + box.database() + "' is in use"));
  other.exec("ROLLBACK");
  one_row(base);  // now it can
  base.read([&] {
    auto rows = base.query("SELECT count(*) FROM meta WHERE key = 'x'");
    REQUIRE(rows.next());
    CHECK(rows.number(0) == 1);
  });
}

TEST_CASE("who gives up waiting leaves no lock behind", "[trouble]") {
  const Sandbox box;
  const std::string path = box.path("lock");
  {
    const auto held = svc::store::FileLock::wait(path, false, short_patience);
    CHECK(trouble([&] { svc::store::FileLock::wait(path, false, short_patience); }) == busy("the database is in use: waited 0 s for '" + path + "'"));
    CHECK_FALSE(svc::store::FileLock::attempt(path, false).has_value());
  }
  // The one that gave up may get its turn for an instant.
  const auto now_free = svc::store::FileLock::wait(path, false, milliseconds(5000));
  std::this_thread::sleep_for(milliseconds(50));
}

TEST_CASE("who may only read does not write", "[trouble]") {
  const Sandbox box;
  Database::create(box.database(), false, short_patience);
  Database base(box.database(), Access::read, short_patience);
  CHECK(trouble([&] { one_row(base); }) == storage("the database '" + box.database() + "' cannot be written by this user"));
}

TEST_CASE("who may only read does not upgrade", "[trouble]") {
  const Sandbox box;
  Database::create(box.database(), false, short_patience);
  SQLite::Database(box.database(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 8");
  std::filesystem::permissions(box.database(), std::filesystem::perms::owner_read | std::filesystem::perms::others_read);
  // Permissions do not bind root, so that he asks as nobody; access(2) looks at the real user.
  const uid_t user = ::getuid();
  if (user == 0) REQUIRE(::setreuid(65534, 0) == 0);
  const std::string told = trouble([&] { const Database base(box.database(), Access::read, short_patience); });
  if (user == 0) REQUIRE(::setreuid(0, 0) == 0);
  CHECK(told == storage("'" + box.database() + "' was written by an older svc, and this user cannot upgrade it"));
}

TEST_CASE("a backup that has no place", "[trouble]") {
  const Sandbox box;
  Database::create(box.database(), false, short_patience);
  Database base(box.database(), Access::read, short_patience);
  const std::string nowhere = box.path("nowhere/saved.db");
  CHECK(trouble([&] { base.backup(nowhere); }) == storage("cannot open the database '" + nowhere + "'"));
}

TEST_CASE("damage is told", "[trouble]") {
  const Sandbox box;
  REQUIRE(box.here({"ticket", "open", "--title", "x"}, "2026-03-02T10:00").status == 0);
  SQLite::Database other(box.database(), SQLite::OPEN_READWRITE);

  SECTION("a row that refers to nothing") {
    other.exec("PRAGMA foreign_keys = OFF; INSERT INTO wake (kind, ref, at) SELECT 'hold', 99, 0 WHERE 0; UPDATE clock SET item = 99");
    const auto checked = box.here({"db", "check"}, "2026-03-02T10:00");
    CHECK(checked.status == 1);
    CHECK(checked.out.find("a row of clock refers to nothing in item\n") != std::string::npos);
  }
  SECTION("a page that is none") {
    const auto root = other.execAndGet("SELECT rootpage FROM sqlite_schema WHERE name = 'event'").getInt();
    const auto size = other.execAndGet("PRAGMA page_size").getInt();
    std::fstream file(box.database(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(root - 1) * size);
    file << std::string(static_cast<size_t>(size), '\xff');
    file.close();
    const auto checked = box.here({"db", "check"}, "2026-03-02T10:00");
    CHECK(checked.status != 0);
    INFO(checked.out + checked.err);
    CHECK((checked.out + checked.err).find("svc.db") != std::string::npos);
  }
}

TEST_CASE("a journal that undoes the file into something else", "[trouble]") {
  const Sandbox box;
  Database::create(box.database(), false, short_patience);
  {
    // What a killed writer leaves: its journal is on disk, and so is a part of what it wrote.
    SQLite::Database other(box.database(), SQLite::OPEN_READWRITE);
    other.exec("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; PRAGMA user_version = 77");
    for (int i = 0; i < 200; ++i) other.exec("INSERT INTO meta (key, value) VALUES ('" + std::to_string(i) + "', '" + std::string(500, 'x') + "')");
    std::filesystem::copy_file(box.database(), box.path("left.db"));
    std::filesystem::copy_file(box.database() + "-journal", box.path("left.db-journal"));
    other.exec("ROLLBACK");
  }
  std::string journal = box.read("left.db-journal");
  const size_t first_page = journal.find("SQLite format 3");
  REQUIRE(first_page != std::string::npos);
  SECTION("as it was") {
    const Database base(box.path("left.db"), Access::read, short_patience);
    CHECK_FALSE(std::filesystem::exists(box.path("left.db-journal")));
  }
  SECTION("with another head") {
    journal[first_page] = 'X';  // no byte that SQLite's checksum looks at
    box.write("left.db-journal", journal);
    CHECK(trouble([&] { const Database base(box.path("left.db"), Access::read, short_patience); }) == storage("'" + box.path("left.db") + "' is not a database of svc"));
  }
}
