// SPDX-License-Identifier: MIT
// Is anything over before the customer says so? Whatever is tried, in whatever order, a complaint and a problem end by the
// customer's word alone.
#include <catch2/catch.hpp>

#include <random>

#include "config/configuration.h"
#include "error.h"
#include "work/history.h"

namespace {

using namespace svc;

const config::Configuration& shipped() {
  static const config::Configuration config = config::Configuration::load(std::vector<std::string>{});
  return config;
}

work::Event event_of(int seq, const work::Step& step, const std::string& by) {
  work::Event event;
  event.seq = seq;
  event.step = step.verb;
  event.at = event.recorded_at = Instant{Seconds{1'772'000'000 + seq * 60}};
  event.by = event.typed_by = by;
  for (const auto& rule : step.fields) {
    const std::string name(rule.name);
    if (rule.kind == work::FieldKind::text) {
      event.texts.set(name, "x");
    } else if (rule.kind == work::FieldKind::flag) {
      if (name == step.flag) event.fields.set(name, "yes");
    } else if (rule.kind != work::FieldKind::time && name != "type" && name != "severity") {
      event.fields.set(name, rule.choices.empty() ? "x" : work::words_of(rule.choices).front());
    }
  }
  return event;
}

// Takes steps at random, by two people, as far as they are allowed, and calls `look` after each. `verbs`: of these alone;
// none: of all.
template <typename Look>
int walk(unsigned seed, const std::string& kind, const std::string& profile, const work::Fields& opening, const std::set<std::string>& verbs, Look look) {
  const work::Lifecycle& lifecycle = work::lifecycle_of(kind);
  const work::Regime regime{1, &shipped().profile(profile)->work, [](Instant since, Span) { return since + Seconds{3600}; }};
  std::mt19937 random(seed);
  const auto upto = [&](size_t most) { return std::uniform_int_distribution<size_t>(0, most)(random); };
  std::vector<work::Event> events{event_of(1, *work::find_step(lifecycle, "open"), "liu")};
  for (const auto& [name, value] : opening) events.front().fields.set(name, value);
  int taken = 0;
  for (int tries = 0; tries < 250; ++tries) {
    const work::Step& step = lifecycle.steps[upto(lifecycle.steps.size() - 1)];
    if (step.effect == work::Effect::open || step.effect == work::Effect::strike || step.effect == work::Effect::promise || step.verb == "change") continue;
    if (!verbs.empty() && !verbs.contains(std::string(step.verb))) continue;
    std::vector<work::Event> more = events;
    more.push_back(event_of(static_cast<int>(events.size()) + 1, step, upto(1) == 0 ? "liu" : "chen"));
    try {
      const work::History history = work::fold(lifecycle, std::span(&regime, 1), more, "X-1", static_cast<int>(more.size()));
      events = std::move(more);
      look(history);
      ++taken;
    } catch (const Error& e) {
      REQUIRE(e.kind == ErrorKind::refused);
    }
  }
  return taken;
}

bool said(const work::History& history, const std::set<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return history.item.seen.contains(word); });
}

}  // namespace

TEST_CASE("A 2.2.2, B 1.4, D 1.1.7: no complaint is over before the customer says so", "[loops]") {
  const std::string profile = GENERATE("telecom", "metering", "integrator", "software");
  int over = 0, taken = 0;
  for (unsigned seed = 0; seed < 60; ++seed) {
    taken += walk(seed, "ticket", profile, {{"type", "complaint"}}, {}, [&](const work::History& history) {
      if (history.item.state != "closed" && history.item.state != "cancelled") return;
      ++over;
      INFO(profile << " " << seed << " " << history.events.back().step);
      // A duplicate goes on as the other ticket.
      CHECK(said(history, {"confirmed", "withdrawn", "declined", "duplicated"}));
    });
  }
  CHECK(taken > 1000);
  CHECK(over > 50);
}

TEST_CASE("A 2.2.1, A 2.2.3: no problem is over before the customer says so, and nothing is carried out without his consent", "[loops]") {
  int over = 0;
  for (unsigned seed = 0; seed < 200; ++seed) {
    walk(seed, "call", "telecom", {}, {}, [&](const work::History& history) {
      const bool problem = std::any_of(history.events.begin(), history.events.end(), [](const work::Event& event) { return event.name == "problem-recorded"; });
      if (history.events.back().name == "carried-out") CHECK(said(history, {"consented"}));
      if (!problem || (history.item.state != "closed" && history.item.state != "cancelled")) return;
      ++over;
      CHECK(said(history, {"confirmed", "withdrawn"}));
    });
  }
  CHECK(over > 20);
}

TEST_CASE("D 1.1.5(2): nothing major is carried out without both approvals, nor after it was declined", "[loops]") {
  int carried_out = 0;
  const std::set<std::string> verbs{"request-approval", "approve-technical", "approve-business", "decline", "carry-out", "restore", "resolve", "confirm", "reopen"};
  for (unsigned seed = 0; seed < 100; ++seed) {
    walk(seed, "ticket", "software", {{"type", "major"}}, verbs, [&](const work::History& history) {
      if (history.events.back().name != "carried-out") return;
      ++carried_out;
      CHECK(said(history, {"technically-approved"}));
      CHECK(said(history, {"business-approved"}));
      CHECK(!said(history, {"declined"}));
    });
  }
  CHECK(carried_out > 10);
}
