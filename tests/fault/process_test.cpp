// SPDX-License-Identifier: MIT
// Processes that run at once, are killed, or meet a full disk: nothing acknowledged is lost, nothing is said twice.
#include <catch2/catch.hpp>

#include <algorithm>
#include <chrono>
#include <random>
#include <set>
#include <thread>

#include "sandbox.h"

using sandbox::lines;
using sandbox::Sandbox;

namespace {

constexpr std::uint64_t seed = 4711;

std::vector<std::string> with_prefix(const std::string& text, const std::string& prefix) {
  std::vector<std::string> found;
  for (const auto& line : lines(text)) {
    if (line.starts_with(prefix)) found.push_back(line);
  }
  return found;
}

void sleep_ms(int milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

const char* const people = R"(
[contact.liu]
[team.office]
lead = "liu"
[sink.log]
run = ["HOOK"]
[ladder.l]
sinks = ["log"]
rungs = [ { at = "due", notify = ["@lead"] }, { at = "due+1h", notify = ["@lead"] } ]
[profile.p]
extends = "telecom"
ladder = "l"
team = "office"
)";

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  text.replace(text.find(what), what.size(), with);
  return text;
}

}  // namespace

TEST_CASE("writers at once get ids of their own, and all of them", "[process]") {
  const Sandbox box;
  std::vector<pid_t> writers;
  for (int i = 0; i < 8; ++i) {
    writers.push_back(box.start("for i in $(seq 40); do svc ticket open --title x; done", "out" + std::to_string(i)));
  }
  std::set<std::string> ids;
  for (int i = 0; i < 8; ++i) {
    CHECK(Sandbox::wait(writers[static_cast<size_t>(i)]) == 0);
    for (const auto& id : lines(box.read("out" + std::to_string(i)))) ids.insert(id);
  }
  CHECK(ids.size() == 320);
  CHECK(ids.contains("T-1"));
  CHECK(ids.contains("T-320"));
  CHECK(box.here({"db", "check"}, "2026-03-02T10:00").status == 0);
}

TEST_CASE("the first commands race for a database that does not exist", "[process]") {
  for (int round = 0; round < 10; ++round) {
    const Sandbox box;
    std::vector<pid_t> firsts;
    for (int i = 0; i < 8; ++i) firsts.push_back(box.start("svc ticket open --title x", "out"));
    for (const pid_t first : firsts) CHECK(Sandbox::wait(first) == 0);
    auto ids = lines(box.read("out"));
    std::sort(ids.begin(), ids.end());
    CHECK(ids == std::vector<std::string>{"T-1", "T-2", "T-3", "T-4", "T-5", "T-6", "T-7", "T-8"});
  }
}

TEST_CASE("what was acknowledged survives kill -9", "[process]") {
  const Sandbox box;
  REQUIRE(box.here({"db", "init"}, "2026-03-02T10:00").status == 0);
  std::mt19937 random(seed);
  // From before the first answer to behind a dozen, however slow this build is.
  const auto before = std::chrono::steady_clock::now();
  REQUIRE(Sandbox::wait(box.start("svc ticket open --title x --type fault --severity L2", "first")) == 0);
  const auto one = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - before).count();
  std::uniform_int_distribution<int> life(5, static_cast<int>(std::max<std::int64_t>(120, 8 * one)));
  const std::string script =
      "while :; do id=$(svc ticket open --title x --type fault --severity L2) && echo \"opened $id\"; "
      "svc ticket contact $id --by liu && echo \"contacted $id\"; done";
  int killed = 0;
  for (int round = 0; round < 40; ++round) {
    std::vector<pid_t> writers;
    for (int i = 0; i < 3; ++i) writers.push_back(box.start(script, "out" + std::to_string(i)));
    sleep_ms(life(random));
    for (const pid_t writer : writers) {
      ::kill(-writer, SIGKILL);
      Sandbox::wait(writer);
      ++killed;
    }
  }
  CHECK(killed == 120);
  const auto check = box.here({"db", "check"}, "2030-01-01T00:00");
  INFO(check.out);
  CHECK(check.status == 0);
  const auto all = lines(box.here({"ticket", "list", "--all", "-o", "ids"}, "2030-01-01T00:00").out);
  const std::set<std::string> stored(all.begin(), all.end());
  size_t acknowledged = 0;
  for (int i = 0; i < 3; ++i) {
    const std::string out = box.read("out" + std::to_string(i));
    for (const auto& line : with_prefix(out, "opened ")) {
      CHECK(stored.contains(line.substr(7)));
      ++acknowledged;
    }
    for (const auto& line : with_prefix(out, "contacted ")) {
      CHECK(box.here({"ticket", "show", line.substr(10), "-o", "json"}, "2030-01-01T00:00").out.find("\"contacted\"") != std::string::npos);
    }
  }
  CHECK(acknowledged > 5);  // how many there are depends on the disk
}

TEST_CASE("escalations at once raise each alert once", "[process][escalate]") {
  const Sandbox box;
  for (int i = 0; i < 30; ++i) REQUIRE(box.here({"ticket", "open", "--title", "x", "--type", "fault", "--severity", "L2"}, "2026-03-02T10:00").status == 0);
  box.run("svc db adopt", "adopt");
  std::vector<pid_t> runs;
  for (int i = 0; i < 16; ++i) runs.push_back(box.start("svc escalate run --now 2026-03-02T10:30", "out" + std::to_string(i)));
  std::vector<std::string> said;
  for (int i = 0; i < 16; ++i) {
    CHECK(Sandbox::wait(runs[static_cast<size_t>(i)]) == 0);
    for (const auto& line : lines(box.read("out" + std::to_string(i)))) said.push_back(line);
  }
  box.run("svc escalate run --now 2026-03-02T10:30", "last");
  for (const auto& line : lines(box.read("last"))) said.push_back(line);
  std::sort(said.begin(), said.end());
  CHECK(said.size() == 30);
  CHECK(std::unique(said.begin(), said.end()) == said.end());
}

TEST_CASE("an escalation that is killed loses no alert, and its repeats carry the same id", "[process][escalate]") {
  const Sandbox box;
  box.write("hook.sh", "#!/bin/sh\nsleep 0.003\necho \"$SVC_ALERT_ID\" >> '" + box.path("hook.log") + "'\n");
  box.write("svc.toml", replaced(people, "HOOK", box.path("hook.sh")));
  for (int i = 0; i < 40; ++i) {
    REQUIRE(box.here({"ticket", "open", "--title", "x", "--type", "fault", "--severity", "L2", "--profile", "p"}, "2026-03-02T10:00").status == 0);
  }
  box.run("svc db adopt", "adopt");
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> life(1, 60);
  int kills = 0;
  const auto delivered = [&] { return lines(box.read("hook.log")).size(); };
  for (int round = 0; round < 60; ++round) {
    const pid_t run = box.start("svc escalate run --now 2026-03-02T1" + std::string(round < 30 ? "0:30" : "1:30"), "out");
    sleep_ms(life(random));
    ::kill(-run, SIGKILL);
    if (Sandbox::wait(run) > 128) ++kills;
  }
  CHECK(kills > 10);
  for (int round = 0; round < 3; ++round) box.run("svc escalate run --now 2026-03-02T11:30", "out");
  const auto log = lines(box.read("hook.log"));
  const std::set<std::string> distinct(log.begin(), log.end());
  const auto raised = lines(box.here({"escalate", "log", "-o", "ids"}, "2026-03-02T11:30").out);
  // Every alert on record was delivered, none was raised twice, and no more repeats than kills.
  CHECK(std::set<std::string>(raised.begin(), raised.end()) == distinct);
  CHECK(raised.size() == distinct.size());
  CHECK(raised.size() >= 40);
  CHECK(delivered() - distinct.size() <= static_cast<size_t>(kills));
  // Each clock is at its highest rung, whatever was killed on the way there.
  const auto highest = with_prefix(box.here({"escalate", "log", "-o", "tsv"}, "2026-03-02T11:30").out, "A-");
  CHECK(std::count_if(highest.begin(), highest.end(), [](const auto& line) { return line.find("due+1h") != std::string::npos; }) == 40);
}

TEST_CASE("an import of answers that is killed and run again counts nobody twice", "[process][survey]") {
  const Sandbox box;
  const std::string now = "2026-03-10T09:00";
  constexpr int customers = 300;
  std::string names = "id,name\n", contracts = "id,customer,profile,from\n";
  for (int i = 0; i < customers; ++i) {
    const std::string id = std::to_string(i);
    names += "C-" + id + ",x\n";
    contracts += "K-" + id + ",C-" + id + ",telecom,2026-01-01\n";
  }
  box.write("names.csv", names);
  box.write("contracts.csv", contracts);
  REQUIRE(box.here({"customer", "import", box.path("names.csv")}, now).status == 0);
  REQUIRE(box.here({"contract", "import", box.path("contracts.csv")}, now).status == 0);
  REQUIRE(box.here({"survey", "open", "--title", "x"}, now).status == 0);
  box.run("mkdir letters; svc survey send S-1 --letters letters --now " + now, "sent");
  std::string answers = "token,practice,attitude\n";
  const auto invited = lines(box.here({"survey", "invitations", "S-1", "-o", "tsv"}, now).out);
  for (size_t i = 1; i < invited.size(); ++i) answers += invited[i].substr(0, invited[i].find('\t')) + (i % 3 == 0 ? ",1,5\n" : ",5,4\n");
  REQUIRE(invited.size() == customers + 1);
  box.write("answers.csv", answers);
  std::mt19937 random(seed);
  std::uniform_int_distribution<int> life(1, 60);
  int kills = 0;
  for (int round = 0; round < 25; ++round) {
    const pid_t run = box.start("svc survey import S-1 answers.csv --now " + now, "out");
    sleep_ms(life(random));
    ::kill(-run, SIGKILL);
    if (Sandbox::wait(run) > 128) ++kills;
  }
  CHECK(kills > 3);
  REQUIRE(box.here({"survey", "import", "S-1", box.path("answers.csv")}, now).status == 0);
  const auto report = box.here({"survey", "report", "S-1", "-o", "json"}, now).out;
  CHECK(report.find("\"answered\":300,") != std::string::npos);
  CHECK(report.find("\"csat_answers\":600") != std::string::npos);
  CHECK(lines(box.here({"survey", "call", "list", "-o", "ids"}, now).out).size() == customers / 3);
  CHECK(box.here({"db", "check"}, now).status == 0);
}

TEST_CASE("a sink that hangs is ended, with all that it started", "[process][escalate]") {
  const Sandbox box;
  box.write("hook.sh", "#!/bin/sh\nsleep 300 &\necho $! > '" + box.path("child") + "'\ncat > /dev/null\nexit 0\n");
  box.write("svc.toml", replaced(people, "HOOK", box.path("hook.sh")));
  REQUIRE(box.here({"ticket", "open", "--title", "x", "--type", "fault", "--severity", "L2", "--profile", "p"}, "2026-03-02T10:00").status == 0);
  box.run("svc db adopt; svc escalate run --now 2026-03-02T10:30", "out");
  sleep_ms(50);
  // Gone, or dead and not yet collected by whoever inherited it.
  CHECK(box.run("p=$(cat child); [ ! -d /proc/$p ] || grep -q '^State:.*Z' /proc/$p/status", "out") == 0);
  CHECK(box.run("svc escalate log -o json | grep -q 'delivered log liu'", "out") == 0);
}

TEST_CASE("a reader who does not read keeps nobody waiting", "[process]") {
  const Sandbox box;
  for (int i = 0; i < 200; ++i) REQUIRE(box.here({"ticket", "open", "--title", std::string(900, 'x')}, "2026-03-02T10:00").status == 0);
  const pid_t reader = box.start("svc ticket list -o json | sleep 20", "reader");
  sleep_ms(300);
  const auto begin = std::chrono::steady_clock::now();
  CHECK(box.run("svc ticket open --title y", "out") == 0);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
  ::kill(-reader, SIGKILL);
  Sandbox::wait(reader);
}

TEST_CASE("a full disk and a full pipe are told, and nothing is half done", "[process]") {
  const Sandbox box;
  REQUIRE(box.here({"ticket", "open", "--title", "x"}, "2026-03-02T10:00").status == 0);
  // No file may grow past what the database has: as a disk that is full.
  CHECK(box.run("ulimit -f 0; svc ticket open --title y", "full") == 6);
  CHECK(box.run("svc ticket open --title y > /dev/full", "pipe") == 7);
  CHECK(box.read("pipe").find("it is stored, but the answer could not be written") != std::string::npos);
  CHECK(box.run("svc ticket list > /dev/full", "out") == 6);
  CHECK(box.here({"db", "check"}, "2026-03-02T10:00").status == 0);
  CHECK(box.here({"ticket", "list", "-o", "ids"}, "2026-03-02T10:00").out == "T-1\nT-2\n");
}
