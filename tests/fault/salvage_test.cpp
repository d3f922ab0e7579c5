// SPDX-License-Identifier: MIT
// What a salvage makes of a file whose rows do not fit together: each kind of damage that pages alone do not show.
#include <catch2/catch.hpp>
#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/resource.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "error.h"
#include "sandbox.h"
#include "store/salvage.h"
#include "store/store.h"

namespace {

using sandbox::Sandbox;

constexpr const char* now = "2026-03-02T10:00";

// A ticket with an alert that was delivered nowhere yet, and a customer; then what the SQL does to it, unseen by triggers.
void prepare(const Sandbox& box, const std::string& damage) {
  REQUIRE(box.here({"customer", "add", "C-1", "--name", "Bank"}, now).status == 0);
  REQUIRE(box.here({"ticket", "open", "--title", "first", "--type", "fault", "--severity", "L2", "--customer", "C-1"}, now).status == 0);
  REQUIRE(box.here({"ticket", "contact", "T-1", "--note", "on the way"}, now).status == 0);
  REQUIRE(box.here({"ticket", "open", "--title", "second"}, now).status == 0);
  SQLite::Database base(box.database(), SQLite::OPEN_READWRITE);
  base.exec("PRAGMA foreign_keys = OFF");
  SQLite::Statement triggers(base, "SELECT name FROM sqlite_schema WHERE type = 'trigger'");
  std::string drop;
  while (triggers.executeStep()) drop += "DROP TRIGGER " + triggers.getColumn(0).getString() + ";";
  triggers.reset();
  base.exec(drop);
  base.exec(damage);
}

// "table: why" of each row that was set aside.
std::vector<std::string> set_aside(const Sandbox& box) {
  std::vector<std::string> result;
  for (const auto& line : sandbox::lines(box.read("saved.db.rest.jsonl"))) {
    const auto row = nlohmann::json::parse(line);
    result.push_back(row["table"].get<std::string>() + ": " + row["why"].get<std::string>());
  }
  return result;
}

std::string checked(const Sandbox& box) {
  const auto done = box.here({"db", "check", "--db", box.path("saved.db")}, now);
  return done.out + done.err;
}

// Files may grow to that size and no further, as long as it lives.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t size) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{size, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
  }
  ~SmallDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  SmallDisk(const SmallDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

std::string trouble(const std::function<void()>& work) {
  try {
    work();
  } catch (const svc::Error& e) {
    return e.message;
  }
  return "none";
}

}  // namespace

TEST_CASE("an event that was changed is set aside, and the next is still checked against its seal", "[salvage]") {
  const Sandbox box;
  prepare(box, "UPDATE event SET by = 'another' WHERE id = 2");
  REQUIRE(box.here({"db", "salvage", box.path("saved.db")}, now).status == 0);
  CHECK(set_aside(box) == std::vector<std::string>{"event_text: the event does not match its seal", "event: the event does not match its seal"});
  CHECK(checked(box) == "known to be gone: 1 row of event\nthe database is sound\n");
  // T-2 was opened just after it.
  const auto evidence = box.here({"ticket", "evidence", "T-2", "--db", box.path("saved.db")}, now);
  box.write("evidence", evidence.out);
  CHECK(box.here({"db", "verify", box.path("evidence")}, now).status == 0);
}

TEST_CASE("what belongs to a lost row goes with it", "[salvage]") {
  const Sandbox box;
  prepare(box, "INSERT INTO outbox (alert, kind, sink, recipient, status, tries, first_at, next_at) VALUES (99, 'raised', 'mail', 'liu', 'pending', 0, 1772416800, 1772416800)");
  REQUIRE(box.here({"db", "salvage", box.path("saved.db")}, now).status == 0);
  CHECK(set_aside(box) == std::vector<std::string>{"outbox: what it belongs to is lost"});
  CHECK(checked(box) == "the database is sound\n");
}

TEST_CASE("a record whose texts are lost stays as its row says", "[salvage]") {
  const Sandbox box;
  prepare(box, "DELETE FROM record_text");
  REQUIRE(box.here({"db", "salvage", box.path("saved.db")}, now).status == 0);
  CHECK(box.here({"customer", "show", "C-1", "--db", box.path("saved.db")}, now).out == "C-1  Bank\n\nopen: T-1 active\n");
  CHECK(checked(box) == "known to be gone: 1 row of record_text\nthe database is sound\n");
}

TEST_CASE("a salvage that cannot be written says so and leaves nothing", "[salvage]") {
  const Sandbox box;
  prepare(box, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO meta SELECT 'key' || i, hex(zeroblob(500)) FROM n");
  const std::string to = box.path("saved.db");
  SECTION("there is no room for a database") {
    const SmallDisk disk(4096);
    CHECK(trouble([&] { svc::store::Store::create(to, false); }) == "the database '" + to + "' failed: disk I/O error");
  }
  SECTION("there is no room for the rows") {
    svc::store::Store::create(box.path("empty.db"), false);
    const SmallDisk disk(std::filesystem::file_size(box.path("empty.db")) + 65536);
    CHECK(trouble([&] { svc::store::Salvage(box.database(), to); }) == "the database '" + to + "' failed: disk I/O error");
  }
  SECTION("somebody else took the new file") {
    svc::store::Salvage salvage(box.database(), to);
    SQLite::Database other(to, SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE");
    CHECK(trouble([&] { salvage.finish({}); }) == "the database '" + to + "' is in use");
  }
}
