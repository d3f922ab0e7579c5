// SPDX-License-Identifier: MIT
// Random work on tickets, late entries, strikes and escalations included: after every step the rows on record are what
// the events say, and no alert is said twice.
#include <catch2/catch.hpp>

#include <map>
#include <random>
#include <set>

#include "sandbox.h"

namespace {

const char* const rules = R"(
[organization]
duty = "liu"
[contact.liu]
[contact.chen]
[team.office]
lead = "liu"
members = ["chen"]
[ladder.l]
rungs = [ { at = "50%", notify = ["@assignee"] }, { at = "due-10m", notify = ["@lead"] }, { at = "due", notify = ["@lead"] }, { at = "due+1h", notify = ["@lead"], every = "2h", times = 3 } ]
[profile.p]
calendar = "24x7"
ladder = "l"
team = "office"
severities = [ { id = "L1" }, { id = "L2" } ]
[profile.p.hold.customer]
max = "6h"
[profile.p.target.response]
on = "ticket"
starts = ["opened", "reopened", "reissued"]
stops = "contacted"
pause = "hold:*"
limits = [ { severity = "L1", within = "<30m" }, { severity = "L2", within = "2h" }, { within = "1d" } ]
[profile.p.target.fix]
on = "ticket"
starts = ["opened", "reopened"]
stops = "resolved"
calendar = "cn"
pause = ["hold:customer", "state:restored"]
limits = [ { severity = "L1", within = "4h" }, { within = "2wd" } ]
)";

std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

struct Clock {
  svc::Instant now;
  std::string text() const { return svc::rfc3339_utc(now); }
};

}  // namespace

TEST_CASE("random work keeps the projections and the alerts right", "[model]") {
  const unsigned seed = GENERATE(1U, 2U, 3U);
  const bool moves = GENERATE(false, true);  // whether other rules are applied in between
  CAPTURE(seed, moves);
  const sandbox::Sandbox box;
  box.write("svc.toml", rules);
  std::mt19937 random(seed);
  const auto upto = [&](int most) { return static_cast<int>(std::uniform_int_distribution<int>(0, most)(random)); };
  Clock clock{svc::parse_instant("2026-02-12T08:00:00Z", svc::Zone::load("UTC"))};
  std::set<std::string> said;
  int taken = 0, refused = 0;
  const std::vector<std::vector<std::string>> steps{
      {"contact", "--by", "liu"}, {"contact", "--no-answer"}, {"hold", "--reason", "customer"}, {"hold", "--reason", "vendor"}, {"resume"},
      {"restore"}, {"resolve"}, {"confirm", "--person", "x"}, {"confirm", "--unsatisfied", "--person", "x", "--reason", "y"}, {"close"},
      {"reopen", "--reason", "y"}, {"change", "--severity", "L1"}, {"change", "--severity", "L2"}, {"assign", "--to", "chen"}, {"note", "--note", "n"},
      {"onsite", "--confirmed-by", "x"}};
  const std::vector<std::string> variants{rules, changed(rules, "within = \"2h\"", "within = \"90m\""), changed(rules, "due+1h", "due+90m"),
                                          changed(rules, "calendar = \"cn\"", "calendar = \"24x7\""), changed(rules, "pause = \"hold:*\"", "pause = \"hold:vendor\"")};
  int moved = 0;
  for (int step = 0; step < 220; ++step) {
    if (moves && upto(12) == 0) {
      box.write("svc.toml", variants[static_cast<size_t>(upto(static_cast<int>(variants.size()) - 1))]);
      const auto applied = box.here({"config", "apply", "-o", "jsonl"}, clock.text());
      INFO(applied.err);
      REQUIRE(applied.status == 0);
      moved += applied.out.empty() ? 0 : 1;
    }
    clock.now += svc::Seconds{upto(3600)};
    if (step < 3 || upto(20) == 0) {
      const auto opened = box.here({"ticket", "open", "--title", "t", "--severity", upto(1) == 0 ? "L1" : "L2", "--profile", "p"}, clock.text());
      REQUIRE(opened.status == 0);
      continue;
    }
    const auto ids = sandbox::lines(box.here({"ticket", "list", "--all", "-o", "ids"}, clock.text()).out);
    const std::string id = ids[static_cast<size_t>(upto(static_cast<int>(ids.size()) - 1))];
    std::vector<std::string> words;
    const int kind = upto(9);
    if (kind == 0) {
      words = {"escalate", "ack", id, "--as", "liu"};
    } else if (kind == 1) {
      words = {"ticket", "strike", id, std::to_string(2 + upto(6)), "--reason", "r"};
    } else if (kind == 2) {
      words = {"ticket", "promise", id, upto(1) == 0 ? "fix" : "response", "--by", svc::rfc3339_utc(clock.now + svc::Seconds{upto(20'000)})};
    } else {
      const auto& verb = steps[static_cast<size_t>(upto(static_cast<int>(steps.size()) - 1))];
      words = {"ticket", verb[0], id};
      words.insert(words.end(), verb.begin() + 1, verb.end());
    }
    const bool late = kind != 0 && upto(3) == 0;
    if (late) {
      words.insert(words.end(), {"--at", svc::rfc3339_utc(clock.now - svc::Seconds{upto(9000)})});
    }
    const auto done = box.here(words, clock.text());
    INFO(words[0] << " " << words[1] << " " << words[2] << ": " << done.status << " " << done.err);
    REQUIRE((done.status == 0 || done.status == 4 || done.status == 5));
    (done.status == 0 ? taken : refused) += 1;

    if (upto(2) == 0) {
      const auto run = box.here({"escalate", "run"}, clock.text());
      REQUIRE(run.status == 0);
      for (const auto& line : sandbox::lines(run.out)) {
        const bool notice = line.find("withdrawn: ") != std::string::npos || line.find(" is over, ") != std::string::npos;
        // A rung of a term is said once; A-numbers are never used again.
        if (!notice) REQUIRE(said.insert(line.substr(0, line.find(' '))).second);
      }
      REQUIRE(box.here({"escalate", "run"}, clock.text()).out.empty());
    }
    if (step % 10 == 0) {
      const auto check = box.here({"db", "check"}, clock.text());
      INFO(check.out << check.err);
      REQUIRE(check.status == 0);
    }
  }
  CHECK(taken > 60);
  CHECK(refused > 20);
  CHECK(said.size() > 20);
  CHECK((moved > 3) == moves);
  REQUIRE(box.here({"db", "check"}, clock.text()).status == 0);
  // Each of them is a test that passes: the rehearsal computes what the record has.
  if (moves) return;
  for (const auto& id : sandbox::lines(box.here({"ticket", "list", "--all", "-o", "ids"}, clock.text()).out)) {
    box.write("recorded.test.toml", box.here({"config", "test", "record", id}, clock.text()).out);
    const auto tested = box.here({"config", "test", box.path("recorded.test.toml")}, clock.text());
    INFO(box.read("recorded.test.toml") << tested.out << tested.err);
    REQUIRE(tested.status == 0);
  }
}
