// SPDX-License-Identifier: MIT
// The rehearsal of `svc config test` against the real thing: random timelines in both, with an escalation that runs every
// ten minutes over rules in which nothing happens in between. Clocks and alerts must be the same.
#include <catch2/catch.hpp>

#include <nlohmann/json.hpp>
#include <random>

#include "sandbox.h"

namespace {

using nlohmann::json;

const char* const rules = R"(
[organization]
duty = "sun"
[contact.liu]
[contact.chen]
away = [ { from = 2026-02-13, to = 2026-02-13, deputy = "wang" } ]
[contact.wang]
[contact.sun]
[team.office]
lead = "liu"
members = ["chen"]
parent = "above"
[team.above]
lead = "wang"
[rota.office]
shifts = [ { from = 2026-02-12T08:00:00, to = 2026-02-13T08:00:00, contact = "chen" } ]
[ladder.l]
rungs = [ { at = "due-1h", notify = ["@assignee"] }, { at = "due-10m", notify = ["@duty"] }, { at = "due", notify = ["@lead"] }, { at = "due+1h", notify = ["@lead+1"], every = "2h", times = 3 } ]
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
limits = [ { severity = "L1", within = "<40m" }, { severity = "L2", within = "2h" }, { within = "1d" } ]
[profile.p.target.fix]
on = "ticket"
starts = ["opened", "reopened"]
stops = "resolved"
calendar = "cn"
pause = ["hold:customer", "state:restored"]
limits = [ { severity = "L1", within = "4h" }, { within = "2wd" } ]
[profile.q]
calendar = "24x7"
team = "office"
[profile.q.target.repair]
on = "rma"
starts = "received"
stops = ["returned", "returned-as-is"]
pause = "hold:*"
ladder = "l"
then = "owe-loaner"
limits = [ { within = "6h" } ]
[profile.q.target.loaner]
on = "rma"
starts = ["loaner-owed", "rejected"]
stops = ["loaner-lent", "returned"]
limits = [ { within = "0m" } ]
[profile.q.target.trial]
on = "rma"
starts = "returned"
stops = ["accepted", "rejected"]
ladder = "l"
then = "accept"
limits = [ { within = "5h" } ]
)";

std::string quoted(const std::string& text) { return json(text).dump(); }

// The words of a command and the same as a step of a test.
struct Step {
  std::vector<std::string> words;
  std::string toml;
};

Step step_of(const std::string& kind, const std::string& verb, const std::vector<std::pair<std::string, std::string>>& fields) {
  Step step{{kind, verb, kind == "rma" ? "R-1" : "T-1"}, "step = " + quoted(verb)};
  for (const auto& [name, value] : fields) {
    const bool positional = name == "target" || name == "event";
    if (!positional) step.words.push_back("--" + name);
    if (value != "true") step.words.push_back(value);
    const bool time = value.size() > 19 && value[10] == 'T';
    step.toml += ", " + name + " = " + (value == "true" || time || name == "event" ? value : quoted(value));
  }
  return step;
}

// What may happen to an item, at random: `soon` is an instant to come, `earlier` the number of an event.
using Choice = std::vector<Step> (*)(const std::string& soon, const std::string& earlier);

std::vector<Step> of_tickets(const std::string& soon, const std::string& earlier) {
  const auto step = [](const std::string& verb, const std::vector<std::pair<std::string, std::string>>& fields) { return step_of("ticket", verb, fields); };
  return {step("contact", {}), step("contact", {{"no-answer", "true"}}), step("hold", {{"reason", "customer"}}),
          step("hold", {{"reason", "vendor"}, {"until", soon}}), step("resume", {}), step("restore", {}), step("resolve", {}),
          step("confirm", {{"unsatisfied", "true"}, {"person", "x"}, {"reason", "y"}}), step("reopen", {{"reason", "y"}}),
          step("change", {{"severity", "L1"}}), step("change", {{"severity", "L2"}}), step("assign", {{"to", "chen"}}),
          step("promise", {{"target", "fix"}, {"by", soon}}), step("strike", {{"event", earlier}, {"reason", "r"}}), step("note", {{"note", "n"}})};
}

std::vector<Step> of_repairs(const std::string& soon, const std::string& earlier) {
  const auto step = [](const std::string& verb, const std::vector<std::pair<std::string, std::string>>& fields) { return step_of("rma", verb, fields); };
  return {step("receive", {}), step("receive", {}), step("repaired", {}), step("return", {}), step("reject", {{"reason", "y"}}), step("lend", {}),
          step("hold", {{"reason", "customer"}, {"until", soon}}), step("resume", {}), step("beyond-repair", {{"reason", "y"}}),
          step("strike", {{"event", earlier}, {"reason", "r"}}), step("note", {{"note", "n"}})};
}

void rehearse(unsigned seed, const std::string& kind, const std::string& profile, const std::string& opening, Choice choose) {
  CAPTURE(kind, seed);
  const std::string id = kind == "rma" ? "R-1" : "T-1";
  const sandbox::Sandbox box;
  box.write("svc.toml", rules);
  std::mt19937 random(seed);
  const auto upto = [&](int most) { return static_cast<int>(std::uniform_int_distribution<int>(0, most)(random)); };
  const svc::Seconds beat{600};
  svc::Instant now = svc::parse_instant("2026-02-12T08:00:00Z", svc::Zone::load("UTC"));
  const auto text = [&] { return svc::rfc3339_utc(now); };

  std::vector<std::string> open{kind, "open", "--title", "t", "--profile", profile};
  if (!opening.empty()) open.insert(open.end(), {"--severity", opening});
  REQUIRE(box.here(open, text()).status == 0);
  REQUIRE(box.here({"escalate", "run"}, text()).status == 0);
  std::string test = "config = " + quoted(box.path("svc.toml")) + "\nprofile = " + quoted(profile) + "\nzone = \"Asia/Shanghai\"\n[[test]]\nname = \"t\"\nat = " + text() + "\non = " + quoted(kind) + "\n" +
                     (opening.empty() ? "" : "open = { severity = " + quoted(opening) + " }\n") + "steps = [\n";
  int taken = 0;
  for (int beats = 0; beats < 260; ++beats) {
    now += beat;
    if (upto(9) == 0) {
      const std::string soon = svc::rfc3339_utc(now + beat * (1 + upto(60)));
      const std::vector<Step> choice = choose(soon, std::to_string(2 + upto(taken + 1)));
      Step step = choice[static_cast<size_t>(upto(static_cast<int>(choice.size()) - 1))];
      const bool late = upto(3) == 0;
      const std::string happened = svc::rfc3339_utc(now - beat * upto(20));
      if (late) step.words.insert(step.words.end(), {"--at", happened});
      const auto done = box.here(step.words, text());
      INFO(step.toml << done.err);
      REQUIRE((done.status == 0 || done.status == 4 || done.status == 5));
      if (done.status == 0) {
        ++taken;
        test += "  { at = " + text() + ", " + step.toml + (late ? ", happened = " + happened : "") + " },\n";
      }
    }
    REQUIRE(box.here({"escalate", "run"}, text()).status == 0);
  }
  test += "]\nuntil = " + text() + "\nexpect.exact = true\n";

  const json shown = json::parse(box.here({kind, "show", id, "-o", "json"}, text()).out);
  test += "expect.state = " + shown["state"].dump() + "\n";
  std::map<std::string, json> last;
  for (const auto& clock : shown["clocks"]) last[clock["target"]] = clock;
  for (const auto& [target, clock] : last) {
    test += "expect.clock." + target + " = { ";
    for (const char* field : {"state", "limit", "term", "cycle", "overdue", "started_at", "due_at", "stopped_at", "breached_at"}) {
      test += std::string(field) + " = " + (clock[field].is_null() ? "\"none\"" : clock[field].dump()) + ", ";
    }
    test += "calendar = " + clock["calendar"].dump() + " }\n";
  }
  test += "expect.alerts = [\n";
  for (const auto& alert : shown["alerts"]) {
    test += "  { target = " + alert["target"].dump() + ", rung = " + alert["rung"].dump() + ", at = " + alert["rung_at"].dump() + ", to = " + alert["to"].dump() + ", term = " +
            alert["term"].dump() + ", repeat = " + alert["repeat"].dump() + ", void = " + (alert["void_at"].is_null() ? "false" : "true") + " },\n";
  }
  test += "]\n";
  box.write("t.test.toml", test);
  const auto done = box.here({"config", "test", box.path("t.test.toml")}, text());
  INFO(test << done.out << done.err << shown["alerts"].dump(1));
  REQUIRE(done.status == 0);
}

}  // namespace

TEST_CASE("a rehearsal is what happens to a ticket", "[rehearsal]") {
  const unsigned seed = GENERATE(range(1U, 25U));
  rehearse(seed, "ticket", "p", seed % 2 == 0 ? "L1" : "L2", of_tickets);
}

TEST_CASE("a rehearsal is what happens to a repair, with the steps that svc takes itself", "[rehearsal]") {
  const unsigned seed = GENERATE(range(1U, 25U));
  rehearse(seed, "rma", "q", "", of_repairs);
}
