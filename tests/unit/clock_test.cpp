// SPDX-License-Identifier: MIT
// Clocks over histories: the examples of design.md §5, and what they leave open.
#include <catch2/catch.hpp>

#include "config/configuration.h"
#include "error.h"
#include "escalation/alert.h"
#include "sla/view.h"
#include "time/text.h"

namespace {

using namespace svc;

// A profile in TOML, a story in lines "TIME STEP field=value …", and the clocks that follow.
class Story {
 public:
  explicit Story(const std::string& toml) : configuration_(config::Configuration::parse("test.toml", toml, "Asia/Shanghai")) {
    for (const auto& finding : configuration_.findings()) UNSCOPED_INFO(config::describe(finding, configuration_.sources()));
    REQUIRE_FALSE(config::has_errors(configuration_.findings()));
    rules_ = *configuration_.profile("p");
    for (const auto& name : configuration_.calendar_names()) calendars_.add(*configuration_.calendar(name));
  }

  Story& on(const std::string& time, const std::string& step, work::Fields fields = {}) {
    work::Event event;
    event.seq = static_cast<int>(events_.size()) + 1;
    event.step = step;
    event.at = event.recorded_at = at(time);
    for (const auto& [name, value] : fields) {
      const bool is_time = value.size() == 16 && value[10] == 'T';
      event.fields.set(name, is_time ? rfc3339_utc(at(value)) : value);
    }
    events_.push_back(std::move(event));
    return *this;
  }

  const std::vector<sla::Clock>& clocks() {
    const work::CapEnd cap = [this](Instant since, Span most) { return calendars_.at(rules_.work.calendar).due(since, most); };
    const std::vector<work::Regime> regimes{{1, &rules_.work, cap}};
    const std::vector<sla::Regime> promises{{&rules_.targets, &calendars_}};
    history_ = work::fold(work::lifecycle_of("ticket"), regimes, events_, "T-1");
    evaluation_ = sla::evaluate(history_, "ticket", promises);
    return evaluation_.clocks;
  }
  const sla::Evaluation& evaluation() { clocks(); return evaluation_; }
  const work::History& history() { clocks(); return history_; }

  // "running due 2026-02-13 10:30 breached -"
  std::string seen(size_t clock, const std::string& now) {
    const sla::Clock& each = clocks().at(clock);
    const auto view = sla::view(each, calendar(each), at(now));
    const auto shown = [&](const std::optional<Instant>& t) { return t ? short_due(*t, zone_) : std::string("-"); };
    return std::string(view.state) + " due " + shown(view.due_at) + " breached " + shown(view.breached_at);
  }
  sla::View view(size_t clock, const std::string& now) {
    const sla::Clock& each = clocks().at(clock);
    return sla::view(each, calendar(each), at(now));
  }
  std::vector<sla::LedgerRow> ledger(size_t clock, const std::string& now) {
    const sla::Clock& each = clocks().at(clock);
    return sla::ledger(each, calendar(each), history_, rules_.work, at(now));
  }
  std::vector<std::string> schedule(size_t clock, const std::string& ladder) {
    std::vector<std::string> result;
    const sla::Clock& each = clocks().at(clock);
    const auto& rungs = *rules_.find_ladder(ladder);
    for (const auto& reached : escalation::schedule(each, rungs, calendar(each))) {
      result.push_back(rungs.rungs[static_cast<size_t>(reached.rung)].at.text + " " + short_due(reached.at, zone_));
    }
    return result;
  }
  const calendar::WorkingCalendar& calendar(const sla::Clock& clock) const { return calendars_.at(clock.target->calendar); }
  Instant at(const std::string& time) const { return parse_instant(time, zone_); }

 private:
  config::Configuration configuration_;
  escalation::Rules rules_;
  calendar::Calendars calendars_;
  Zone zone_ = Zone::load("Asia/Shanghai");
  std::vector<work::Event> events_;
  work::History history_;
  sla::Evaluation evaluation_;
};

// One target `t` from opened to contacted on a calendar, with these limits and more keys.
std::string one_target(const std::string& limits, const std::string& calendar, const std::string& more = {}) {
  return "[profile.p]\ncalendar = \"24x7\"\nseverities = [{id=\"L1\"},{id=\"L3\"},{id=\"L4\"}]\n"
         "[profile.p.target.t]\non = \"ticket\"\nstarts = \"opened\"\nstops = \"contacted\"\n"
         "calendar = \"" + calendar + "\"\nlimits = [" + limits + "]\n" + more + "\n";
}

}  // namespace

TEST_CASE("lowered after the breach, it stays missed from the first due time", "[clock]") {
  Story story(one_target(R"({severity="L1", within="<30m"}, {severity="L4", within="<2h"})", "24x7"));
  story.on("2026-02-13T10:00", "open", {{"severity", "L1"}}).on("2026-02-13T10:45", "change", {{"severity", "L4"}});
  CHECK(story.seen(0, "2026-02-13T10:50") == "running due 2026-02-13 12:00 breached 2026-02-13 10:30");
  story.on("2026-02-13T11:00", "contact");
  CHECK(story.seen(0, "2026-02-13T11:00") == "missed due 2026-02-13 12:00 breached 2026-02-13 10:30");
}

TEST_CASE("raised late, it is due at once; lowered again, it counts from the start", "[clock]") {
  Story story(one_target(R"({severity="L1", within="<30m"}, {within="<2h"})", "24x7"));
  story.on("2026-02-13T10:00", "open", {{"severity", "L3"}}).on("2026-02-13T11:40", "change", {{"severity", "L1"}});
  CHECK(story.seen(0, "2026-02-13T11:40") == "running due 2026-02-13 11:40 breached 2026-02-13 11:40");
  story.on("2026-02-13T11:50", "change", {{"severity", "L4"}});
  CHECK(story.seen(0, "2026-02-13T11:50") == "running due 2026-02-13 12:00 breached 2026-02-13 11:40");
  CHECK(story.clocks()[0].term == 3);
}

TEST_CASE("a limit is met or missed at the second", "[clock]") {
  const auto outcome = [](const std::string& within, const std::string& contacted) {
    Story story(one_target("{within=\"" + within + "\"}", "24x7"));
    story.on("2026-02-13T10:00", "open").on(contacted, "contact");
    return std::string(story.view(0, "2026-02-13T12:00").state);
  };
  CHECK(outcome("<30m", "2026-02-13T10:29:59") == "met");
  CHECK(outcome("<30m", "2026-02-13T10:30:00") == "missed");
  CHECK(outcome("30m", "2026-02-13T10:30:00") == "met");
  CHECK(outcome("30m", "2026-02-13T10:30:01") == "missed");
  CHECK(outcome("0m", "2026-02-13T10:00:00") == "met");
  CHECK(outcome("0m", "2026-02-13T10:00:01") == "missed");
}

TEST_CASE("overdue begins where due has passed", "[clock]") {
  Story inclusive(one_target(R"({within="30m"})", "24x7")), strict(one_target(R"({within="<30m"})", "24x7"));
  inclusive.on("2026-02-13T10:00", "open");
  strict.on("2026-02-13T10:00", "open");
  CHECK_FALSE(inclusive.view(0, "2026-02-13T10:30:00").overdue);
  CHECK(inclusive.view(0, "2026-02-13T10:30:01").overdue);
  CHECK_FALSE(strict.view(0, "2026-02-13T10:29:59").overdue);
  CHECK(strict.view(0, "2026-02-13T10:30:00").overdue);
}

TEST_CASE("a hold moves a day limit by the days that end in it", "[clock][hold]") {
  const std::string toml = one_target(R"({within="20wd"})", "cn", "pause = \"hold:customer\"");
  SECTION("not by ten minutes of one day") {
    Story story(toml);
    story.on("2026-03-02T10:00", "open").on("2026-03-09T14:00", "hold", {{"reason", "customer"}}).on("2026-03-09T14:10", "resume");
    CHECK(story.seen(0, "2026-03-09T15:00") == "running due 2026-03-30 18:00 breached -");
  }
  SECTION("by two closing times") {
    Story story(toml);
    story.on("2026-03-02T10:00", "open").on("2026-03-09T14:00", "hold", {{"reason", "customer"}}).on("2026-03-11T10:00", "resume");
    CHECK(story.seen(0, "2026-03-12T15:00") == "running due 2026-04-01 18:00 breached -");
  }
  SECTION("not by the day of the start, which does not count") {
    Story story(toml);
    story.on("2026-03-02T10:00", "open").on("2026-03-02T11:00", "hold", {{"reason", "customer"}}).on("2026-03-03T10:00", "resume");
    CHECK(story.seen(0, "2026-03-12T15:00") == "running due 2026-03-30 18:00 breached -");
  }
  SECTION("not for another reason") {
    Story story(toml);
    story.on("2026-03-02T10:00", "open").on("2026-03-09T14:00", "hold", {{"reason", "spares"}}).on("2026-03-11T10:00", "resume");
    CHECK(story.seen(0, "2026-03-12T15:00") == "running due 2026-03-30 18:00 breached -");
  }
}

TEST_CASE("a hold keeps what is left of working time", "[clock][hold]") {
  const std::string toml = one_target(R"({within="8h"})", "cn", "pause = \"hold:*\"");
  Story story(toml);
  story.on("2026-02-13T17:00", "open").on("2026-02-13T17:30", "hold", {{"reason", "customer"}});
  SECTION("without an end nothing is due") {
    CHECK(story.seen(0, "2026-02-13T17:45") == "paused due - breached -");
    CHECK(story.view(0, "2026-02-13T17:45").remaining->count == 7 * 3600 + 1800);
    CHECK(story.view(0, "2026-02-14T17:45").remaining->count == 7 * 3600 + 1800);
  }
  SECTION("resumed, the rest counts on") {
    story.on("2026-02-14T10:30", "resume");
    CHECK(story.seen(0, "2026-02-14T11:00") == "running due 2026-02-24 10:30 breached -");
    CHECK(story.view(0, "2026-02-14T11:00").elapsed.count == 3600);
    CHECK(story.view(0, "2026-02-14T11:00").paused_seconds == 17 * 3600);
  }
  SECTION("with an end it is due as if resumed then, and ends by itself") {
    Story until(toml);
    until.on("2026-02-13T17:00", "open").on("2026-02-13T17:30", "hold", {{"reason", "customer"}, {"until", "2026-02-14T10:30"}});
    CHECK(until.seen(0, "2026-02-13T18:00") == "paused due 2026-02-24 10:30 breached -");
    CHECK(until.seen(0, "2026-02-14T10:30") == "running due 2026-02-24 10:30 breached -");
  }
  SECTION("a stop stops it while it is paused") {
    story.on("2026-02-20T10:00", "contact");
    CHECK(std::string(story.view(0, "2026-02-20T10:00").state) == "met");
  }
  SECTION("a second hold replaces reason and end") {
    story.on("2026-02-13T17:40", "hold", {{"reason", "vendor"}, {"until", "2026-02-14T09:00"}});
    CHECK(story.seen(0, "2026-02-13T18:00") == "paused due 2026-02-14 18:00 breached -");
  }
}

TEST_CASE("after a breach a pause moves nothing", "[clock][hold]") {
  Story story(one_target(R"({within="30m"})", "24x7", "pause = \"hold:customer\""));
  story.on("2026-02-13T10:00", "open").on("2026-02-13T11:00", "hold", {{"reason", "customer"}}).on("2026-02-13T12:00", "resume");
  CHECK(story.seen(0, "2026-02-13T11:30") == "paused due 2026-02-13 10:30 breached 2026-02-13 10:30");
  CHECK(story.view(0, "2026-02-13T12:30").paused_seconds == 0);
}

TEST_CASE("a cycle that opens during a hold starts paused with its whole limit", "[clock][hold]") {
  Story story("[profile.p]\ncalendar = \"24x7\"\n[profile.p.target.t]\non=\"ticket\"\nstarts=\"onsite-confirmed\"\nstops=\"arrived\"\n"
              "pause=\"hold:customer\"\nlimits=[{within=\"2h\"}]\n");
  story.on("2026-02-13T10:00", "open").on("2026-02-13T10:10", "hold", {{"reason", "customer"}}).on("2026-02-13T10:20", "onsite");
  CHECK(story.view(0, "2026-02-13T10:30").remaining->count == 7200);
  story.on("2026-02-13T11:00", "resume");
  CHECK(story.seen(0, "2026-02-13T11:00") == "running due 2026-02-13 13:00 breached -");
}

TEST_CASE("a cap ends a hold on the profile's calendar", "[clock][hold]") {
  Story story("[profile.p]\ncalendar = \"cn\"\n[profile.p.hold.customer]\nmax = \"2wd\"\n"
              "[profile.p.target.t]\non=\"ticket\"\nstarts=\"opened\"\nstops=\"contacted\"\npause=\"hold:customer\"\nlimits=[{within=\"8h\"}]\n");
  story.on("2026-03-02T10:00", "open").on("2026-03-02T11:00", "hold", {{"reason", "customer"}});
  CHECK(story.seen(0, "2026-03-05T10:00") == "running due 2026-03-05 17:30 breached -");
  CHECK(story.history().item.hold->capped);
}

TEST_CASE("an absent attribute matches only rows that do not name it", "[clock]") {
  Story story(one_target(R"({severity="L1", within="1h"}, {severity=["L3","L4"], within="3h"})", "24x7"));
  story.on("2026-02-13T10:00", "open");
  CHECK(story.clocks().empty());
  REQUIRE(story.evaluation().not_promised.size() == 1);
  CHECK(story.evaluation().not_promised[0].target->id == "t");
}

TEST_CASE("a promise opens a term of its own", "[clock]") {
  Story story(one_target(R"({within="2h"})", "24x7"));
  story.on("2026-02-13T10:00", "open").on("2026-02-13T10:30", "promise", {{"target", "t"}, {"by", "2026-02-13T15:00"}});
  CHECK(story.seen(0, "2026-02-13T11:00") == "running due 2026-02-13 15:00 breached -");
  CHECK(story.clocks()[0].term == 2);
}

TEST_CASE("a target by a field waits for its promise", "[clock]") {
  Story story(one_target(R"({by="agreed"})", "24x7"));
  story.on("2026-02-13T10:00", "open");
  CHECK(story.seen(0, "2026-02-13T11:00") == "running due - breached -");
  story.on("2026-02-13T11:30", "promise", {{"target", "t"}, {"by", "2026-02-13T15:00"}}).on("2026-02-13T15:00", "contact");
  CHECK(story.seen(0, "2026-02-13T16:00") == "met due 2026-02-13 15:00 breached -");
}

TEST_CASE("closing cancels what runs, and a breach stays on it", "[clock]") {
  Story story("[profile.p]\ncalendar = \"24x7\"\n[profile.p.target.t]\non=\"ticket\"\nstarts=\"opened\"\nstops=\"arrived\"\nlimits=[{within=\"1h\"}]\n");
  story.on("2026-02-13T10:00", "open").on("2026-02-13T12:00", "resolve").on("2026-02-13T12:10", "close");
  CHECK(story.seen(0, "2026-02-13T13:00") == "cancelled due 2026-02-13 11:00 breached 2026-02-13 11:00");
  CHECK(story.clocks()[0].cancelled_because.english() == "item closed");
}

TEST_CASE("events of one second count in the order of recording", "[clock]") {
  Story story(one_target(R"({within="30m"})", "24x7"));
  story.on("2026-02-13T10:00", "open").on("2026-02-13T10:00", "contact");
  CHECK(story.seen(0, "2026-02-13T10:00") == "met due 2026-02-13 10:30 breached -");
}

TEST_CASE("a struck event is skipped, and a struck strike is not", "[clock]") {
  Story story(one_target(R"({within="30m"})", "24x7"));
  story.on("2026-02-13T10:00", "open").on("2026-02-13T10:10", "contact").on("2026-02-13T10:40", "strike", {{"event", "2"}});
  CHECK(story.seen(0, "2026-02-13T10:45") == "running due 2026-02-13 10:30 breached 2026-02-13 10:30");
  story.on("2026-02-13T10:50", "strike", {{"event", "3"}});
  CHECK(story.seen(0, "2026-02-13T10:55") == "met due 2026-02-13 10:30 breached -");
}

TEST_CASE("the share is cut, and whole only when nothing is left", "[clock]") {
  Story story(one_target(R"({within="3h"})", "24x7"));
  story.on("2026-02-13T10:00", "open");
  CHECK(story.view(0, "2026-02-13T10:00").share() == 0);
  CHECK(story.view(0, "2026-02-13T11:00").share() == 3333);
  CHECK(story.view(0, "2026-02-13T12:59:59").share() == 9999);
  CHECK(story.view(0, "2026-02-13T13:00").share() == 10000);
}

TEST_CASE("a rung that repeats does not hide the next, and who acknowledged it is not asked again", "[ladder]") {
  const calendar::WorkingCalendar always(*config::Configuration::parse("test.toml", "", "Asia/Shanghai").calendar("24x7"));
  const auto at = [](const char* time) { return parse_instant(time, Zone::load("UTC")); };
  const escalation::Ladder ladder{.id = "l", .rungs = {{.at = escalation::parse_rung_at("due"), .notify = {"liu"}, .every = parse_span("1h"), .times = 5},
                                                       {.at = escalation::parse_rung_at("due+150m"), .notify = {"wang"}, .every = {}}}};
  escalation::ClockState clock{.schedule = {{0, at("2026-03-09T10:00:00Z")}, {1, at("2026-03-09T12:30:00Z")}}, .term = 1, .term_at = at("2026-03-09T09:00:00Z"), .stopped_at = {}};
  const auto wake = [&](const std::vector<escalation::Said>& said, const char* now) {
    const auto decision = escalation::decide(clock, ladder, always, said, at(now));
    CHECK_FALSE(decision.raise.has_value());
    return decision.wake.value_or(Instant{});
  };
  CHECK(wake({{1, "due", 0}}, "2026-03-09T10:10:00Z") == at("2026-03-09T11:00:00Z"));
  CHECK(wake({{1, "due", 2}, {1, "due", 0}}, "2026-03-09T12:00:00Z") == at("2026-03-09T12:30:00Z"));
  CHECK(wake({{1, "due", 0, true}}, "2026-03-09T11:10:00Z") == at("2026-03-09T12:30:00Z"));
  // Re-targeted since; the rung lies before that, so that the word still holds.
  clock.term = 3;
  clock.term_at = at("2026-03-09T10:30:00Z");
  CHECK(wake({{1, "due", 0, true}}, "2026-03-09T11:10:00Z") == at("2026-03-09T12:30:00Z"));
}

TEST_CASE("a share is not below nothing", "[ladder]") {
  for (const char* wrong : {"-5%", "100%", "5", "5%%", "%", "due*1h"}) CHECK_THROWS_AS(escalation::parse_rung_at(wrong), Error);
  CHECK(escalation::parse_rung_at("0%").percent == 0);
}

TEST_CASE("a pause is seen as it was, not before it began", "[clock]") {
  Story story(one_target(R"({within="10h"})", "24x7", "pause = \"hold:*\""));
  story.on("2026-03-06T08:00", "open").on("2026-03-06T12:00", "hold", {{"reason", "customer"}}).on("2026-03-06T13:00", "resume");
  CHECK(story.seen(0, "2026-03-06T11:00") == "running due 2026-03-06 19:00 breached -");
  CHECK(story.seen(0, "2026-03-06T12:30") == "paused due 2026-03-06 19:00 breached -");
  CHECK(story.seen(0, "2026-03-06T13:30") == "running due 2026-03-06 19:00 breached -");
}

TEST_CASE("a limit before a date that nobody has told yet has no due time", "[clock]") {
  Story story(one_target(R"({before="2d", of="eta"})", "24x7"));
  story.on("2026-02-13T10:00", "open", {{"severity", "L1"}});
  CHECK(story.seen(0, "2026-02-13T10:50") == "running due - breached -");
}

TEST_CASE("rungs are reached on the target's calendar", "[ladder]") {
  const std::string ladder = "[ladder.l]\nrungs = [{at=\"due-1h\", notify=[\"@lead\"]}, {at=\"due-30m\", notify=[\"@lead\"]}, {at=\"80%\", notify=[\"@lead\"]},"
                             "{at=\"due\", notify=[\"@lead\"]}, {at=\"due+30m\", notify=[\"@lead\"]}, {at=\"due+2wd\", notify=[\"@lead\"]}, {at=\"due-9h\", notify=[\"@lead\"]}]\n";
  SECTION("before the due time: the latest instant with that much left") {
    Story story(ladder + one_target(R"({within="1h30m"})", "cn", "ladder = \"l\""));
    // Friday 17:00 + 1.5 h on a calendar whose next day is Monday: 2026-03-09 09:30.
    story.on("2026-03-06T17:00", "open");
    CHECK(story.schedule(0, "l") == std::vector<std::string>{"due-1h 2026-03-06 17:30", "due-30m 2026-03-09 09:00", "80% 2026-03-09 09:12",
                                                             "due 2026-03-09 09:30", "due+30m 2026-03-09 10:00", "due+2wd 2026-03-11 18:00"});
  }
  SECTION("after a due time at 24:00, days count from the day that it ends") {
    Story story(ladder + one_target(R"({within="3d"})", "24x7", "ladder = \"l\""));
    story.on("2026-03-06T17:00", "open");
    const auto schedule = story.schedule(0, "l");
    CHECK(schedule.back() == "due+2wd 2026-03-11 24:00");
  }
  SECTION("a pause moves those that are not reached yet") {
    Story story(ladder + one_target(R"({within="10h"})", "24x7", "ladder = \"l\"\npause = \"hold:*\""));
    story.on("2026-03-06T08:00", "open").on("2026-03-06T12:00", "hold", {{"reason", "customer"}}).on("2026-03-06T13:00", "resume");
    CHECK(story.schedule(0, "l").front() == "due-9h 2026-03-06 09:00");
    CHECK(story.schedule(0, "l")[1] == "80% 2026-03-06 17:00");
    CHECK(story.schedule(0, "l")[3] == "due-30m 2026-03-06 18:30");
  }
}

TEST_CASE("every second of a clock is in one row of its ledger", "[ledger]") {
  Story story(one_target(R"({within="8h"})", "cn", "pause = \"hold:customer\""));
  story.on("2026-02-13T17:00", "open").on("2026-02-13T17:20", "hold", {{"reason", "customer"}}).on("2026-02-14T09:20", "resume");
  story.on("2026-02-24T12:00", "assign", {{"to", "liu"}, {"team", "hunan"}}).on("2026-02-25T10:00", "contact");
  const auto rows = story.ledger(0, "2026-03-01T00:00");
  Instant at = story.at("2026-02-13T17:00");
  for (const auto& row : rows) {
    CHECK(row.from == at);
    CHECK(row.to > row.from);
    at = row.to;
  }
  CHECK(at == story.at("2026-02-25T10:00"));
  CHECK(rows.front().kind == sla::LedgerRow::Kind::working);
  CHECK(rows[1].kind == sla::LedgerRow::Kind::paused);
  CHECK(rows.back().kind == sla::LedgerRow::Kind::after_due);
  CHECK(rows.back().team == "hunan");
  const bool holiday = std::any_of(rows.begin(), rows.end(), [](const auto& row) { return row.why.english() == "holiday 春节"; });
  CHECK(holiday);
}

TEST_CASE("the one who is away has a deputy, and who is nobody is the next one up", "[people]") {
  const auto config = config::Configuration::parse("t.toml", R"(
[organization]
duty = "zhou"
[contact.liu]
[contact.chen]
[contact.wang]
away = [ { from = 2026-03-01, to = 2026-03-08, deputy = "chen" } ]
[contact.zhou]
[team.office]
lead = "wang"
members = ["liu"]
parent = "region"
[team.region]
parent = "head"
[team.head]
lead = "zhou"
[rota.office]
shifts = [ { from = 2026-03-09T08:00:00, to = 2026-03-10T08:00:00, contact = "chen" } ]
)");
  REQUIRE_FALSE(config::has_errors(config.findings()));
  const Instant march9 = parse_instant("2026-03-09T10:00:00Z", Zone::load("UTC"));
  const auto who = [&](std::vector<std::string> notify, Date today = date_of(2026, 3, 9), std::string assignee = "liu") {
    std::string text;
    for (const auto& each : escalation::recipients(notify, {"office", assignee}, config.directory(), march9, today)) text += each + " ";
    return text;
  };
  CHECK(who({"@assignee", "@lead"}) == "liu wang ");
  CHECK(who({"@lead"}, date_of(2026, 3, 8)) == "chen ");
  CHECK(who({"@lead+1"}) == "zhou ");
  CHECK(who({"@lead+9"}) == "zhou ");
  CHECK(who({"@duty"}) == "chen ");
  const auto on_duty_at = [&](const char* time) { return escalation::recipients({"@duty"}, {"office", "liu"}, config.directory(), parse_instant(time, Zone::load("UTC")), date_of(2026, 3, 9)).at(0); };
  CHECK(on_duty_at("2026-03-09T07:59:59Z") == "wang");  // a second before the shift, the lead
  CHECK(on_duty_at("2026-03-09T08:00:00Z") == "chen");
  CHECK(on_duty_at("2026-03-10T08:00:00Z") == "wang");
  CHECK(who({"@assignee"}, date_of(2026, 3, 9), "") == "wang ");
  CHECK(who({"office", "liu"}) == "liu ");
}
