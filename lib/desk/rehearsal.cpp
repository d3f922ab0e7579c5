// SPDX-License-Identifier: MIT
#include "desk/rehearsal.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>

#include "config/catalogue.h"
#include "desk/projection.h"
#include "desk/record.h"
#include "error.h"
#include "suggest.h"
#include "time/text.h"

namespace svc::desk {
namespace {

using config::ExpectedValue;
using config::Expectation;

// What is seen of a clock, an alert or an item: the text of each field, as expectations have it.
using Seen = std::map<std::string, std::vector<std::string>, std::less<>>;

std::string text_of(bool value) { return value ? "true" : "false"; }
std::string text_of(const std::optional<Instant>& at, const Zone& zone) { return at ? rfc3339(*at, zone) : std::string(config::nothing); }
std::string text_of(WorkingSeconds work) { return print(Span{Unit::working_second, work.count}); }
std::string or_nothing(const std::string& text) { return text.empty() ? std::string(config::nothing) : text; }

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return or_nothing(text);
}

bool fits(const ExpectedValue& expected, const std::vector<std::string>& seen) {
  switch (expected.match) {
    case ExpectedValue::Match::equal: return expected.values == seen || (seen.empty() && expected.values == std::vector<std::string>{std::string(config::nothing)});
    case ExpectedValue::Match::any_of: return seen.size() == 1 && std::find(expected.values.begin(), expected.values.end(), seen.front()) != expected.values.end();
    case ExpectedValue::Match::regex: return std::regex_search(joined(seen), std::regex(expected.values.front(), std::regex::ECMAScript));
  }
  return false;
}

std::string wanted(const ExpectedValue& expected) {
  switch (expected.match) {
    case ExpectedValue::Match::equal: return joined(expected.values);
    case ExpectedValue::Match::any_of: return "one of " + joined(expected.values);
    case ExpectedValue::Match::regex: return "like '" + expected.values.front() + "'";
  }
  return {};
}

using ClockKey = std::pair<std::string, int>;  // target and start

// One test on its way.
class Stage {
 public:
  Stage(Rehearsal& rehearsal, const Pinned& pinned, const config::TestCase& test, const std::string& zone, Coverage* coverage)
      : rehearsal_(rehearsal), pinned_(pinned), test_(test), zone_(Zone::load(zone)), home_(Zone::load(rehearsal.configuration().zone_name())), coverage_(coverage) {
    out_.picture.row.kind = test.kind;
    out_.picture.row.number = 1;
    out_.picture.row.profile = test.profile;
    out_.picture.id = work::print_id(test.kind, 1);
    out_.picture.title = test.texts.has("title") ? test.texts.get("title") : test.name;
    out_.end = *test.at;
  }

  Rehearsed run() {
    config::TestStep opening;
    opening.at = *test_.at;
    opening.verb = "open";
    opening.fields = test_.fields;
    opening.texts = test_.texts;
    opening.texts.set("title", out_.picture.title);
    opening.place = test_.place;
    bool going = take(opening);
    for (const config::TestStep& step : test_.steps) {
      if (step.verb.empty()) {
        look_until(step.at);
      } else {
        look_until(step.at - Seconds{1});  // what happens in a second is told before the escalation looks at it
        going = take(step);
      }
      if (!going) break;
      compare(step.expect, false);
      compare(step.reject, true);
    }
    if (going) {
      look_until(test_.until.value_or(out_.end));
      compare(test_.expect, false);
      compare(test_.reject, true);
      if (coverage_ != nullptr) cover();
    }
    return std::move(out_);
  }

 private:
  const work::Item& item() const { return out_.picture.history.item; }

  void fail(const char* code, const config::Position& at, const Message& message, Message help = {}, std::vector<config::Note> notes = {}) {
    out_.failures.push_back({config::find_rule(code)->severity, code, phrase("test '{}': {}", test_.name, message), at, std::move(help), std::move(notes)});
  }

  // --- steps ---

  // A test may leave out names and texts, and not what the rules ask for.
  static void require_said(const work::Step& step, const work::Event& event) {
    for (const work::FieldRule& rule : step.fields) {
      const bool decides = rule.kind == work::FieldKind::word || rule.kind == work::FieldKind::target || rule.kind == work::FieldKind::event;
      const std::string name(rule.name);
      if (rule.required && decides && !event.fields.has(name)) throw Error{ErrorKind::usage, phrase("step '{}' needs '{}': {}", event.step, name, Message::again(work::help_of(rule))), {}};
    }
  }

  // False if the test cannot go on.
  bool take(const config::TestStep& step) {
    const work::Step& row = *work::find_step(work::lifecycle_of(test_.kind), step.verb, step.flag);
    work::Event event;
    event.seq = static_cast<int>(events_.size()) + 1;
    event.step = step.verb;
    event.at = step.happened.value_or(step.at);
    event.recorded_at = step.at;
    event.by = event.typed_by = step.by.empty() ? "tester" : step.by;
    event.fields = step.fields;
    event.texts = step.texts;
    if (!step.reason.empty()) event.texts.set("reason", step.reason);
    try {
      require_said(row, event);
      require_people(rehearsal_.directory(), row, event);
      require_to_come(row, event, zone_);
      keep_team_of_assignee(rehearsal_.directory(), event);
      require_reason_if_late(event, step.at);
      require_declared(pinned_.rules, event);
      require_strikable(events_, event, out_.picture.id);
      set_waived(pinned_.rules.work, test_.kind, step.waive, event);
      Picture next = picture_with(event);
      if (step.refused) {
        fail("TST012", step.place, phrase("step '{}' was taken, though it should be refused", step.verb));
        return false;
      }
      out_.end = step.at;
      put(event, std::move(next), event.at < step.at || step.verb == "strike");
    } catch (const Error& e) {
      const bool meant = step.refused && e.message.find(*step.refused) != std::string::npos;
      if (!meant) {
        fail("TST011", step.place, step.refused ? phrase("{}, and not for '{}'", e.said, *step.refused) : e.said, e.advice);
        return false;
      }
    }
    out_.end = step.at;
    looked_ = std::max(looked_, step.at);  // what the step makes due is said now
    raise_until(step.at);
    return true;
  }

  // The item with one more event. Throws Error{refused}.
  Picture picture_with(const work::Event& event) const {
    std::vector<work::Event> events = events_;
    events.push_back(event);
    Picture next;
    next.row = out_.picture.row;
    next.id = out_.picture.id;
    next.title = out_.picture.title;
    fold_under({{1, 0, &pinned_}}, std::move(events), event.seq, next);
    require_targets_allow(next, event, zone_);
    return next;
  }

  void put(const work::Event& event, Picture next, bool rewrites_past) {
    events_.push_back(event);
    out_.picture = std::move(next);
    project_item(out_.picture, out_.picture.row);
    if (rewrites_past) withdraw();
    project_clocks(rewrites_past);
  }

  // The clock whose target takes a step first.
  const sla::Clock* first_timed() const {
    const sla::Clock* first = nullptr;
    for (const sla::Clock& clock : out_.picture.evaluation.clocks) {
      const auto at = sla::then_at(clock);
      if (!at || was_timed(out_.picture, clock) || refused_.contains(timed_name(clock))) continue;
      if (first == nullptr || *at < *sla::then_at(*first)) first = &clock;
    }
    return first;
  }

  // What the item does not allow is left out, as it is on record.
  void take_timed(const sla::Clock& clock) {
    const Instant at = *sla::then_at(clock);
    looked_ = std::max(looked_, at);
    const work::Event event = timed_event(clock, at, looked_, static_cast<int>(events_.size()) + 1);
    try {
      put(event, picture_with(event), true);
    } catch (const Error&) {
      refused_.insert(timed_name(clock));
    }
  }

  // --- alerts, by an escalation that never sleeps ---

  void look_until(Instant now) {
    if (now < looked_) return;
    raise_until(now);
    out_.end = std::max(out_.end, now);
  }

  // As the table of timed effects has it: a clock is looked at when its own next effect is due, and not before.
  void raise_until(Instant now) {
    while (true) {
      const auto clock = std::min_element(wakes_.begin(), wakes_.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
      const auto hold = first_untold_hold();
      // In one second, steps come before rungs, since they may stop a clock.
      if (const sla::Clock* timed = first_timed()) {
        const Instant at = *sla::then_at(*timed);
        const bool first = (clock == wakes_.end() || at <= clock->second) && (!hold || at <= hold->end);
        if (first && at <= now) {
          take_timed(*timed);
          continue;
        }
      }
      const bool hold_first = hold && (clock == wakes_.end() || hold->end < clock->second);
      if (hold_first ? hold->end > now : clock == wakes_.end() || clock->second > now) break;
      looked_ = std::max(looked_, hold_first ? hold->end : clock->second);
      if (hold_first) {
        tell_of_hold(*hold);
      } else {
        look_at(clock->first);
      }
    }
    looked_ = std::max(looked_, now);
  }

  void look_at(const ClockKey& key) {
    const sla::Clock* clock = clock_named(key);
    const escalation::Decision decision = decide(*clock, looked_);
    if (decision.raise) raise(*clock, *decision.raise, looked_);
    set_wake(key, decision.wake && *decision.wake > looked_ ? decision.wake : std::nullopt);
  }

  void set_wake(const ClockKey& key, std::optional<Instant> at) {
    if (at) {
      wakes_[key] = *at;
    } else {
      wakes_.erase(key);
    }
  }

  const sla::Clock* clock_named(const ClockKey& key) const {
    for (const sla::Clock& clock : out_.picture.evaluation.clocks) {
      if (clock.target->id == key.first && clock.start_seq == key.second) return &clock;
    }
    return nullptr;
  }

  // What follows from the events for each clock, and when it is to be looked at: as the projection writes it.
  void project_clocks(bool rewrites_past) {
    std::map<ClockKey, store::ClockRow> rows;
    for (const sla::Clock& clock : out_.picture.evaluation.clocks) {
      const ClockKey key{clock.target->id, clock.start_seq};
      const store::ClockRow& row = rows[key] = project_clock(out_.picture, clock);
      const auto before = rows_.find(key);
      const bool changed = before == rows_.end() || (!(before->second == row) && (before->second.is_open() || rewrites_past));
      if (!changed) continue;
      const escalation::Decision decision = decide(clock, out_.end);
      set_wake(key, decision.raise ? std::optional(decision.raise->at) : decision.wake);
    }
    std::erase_if(wakes_, [&](const auto& wake) { return !rows.contains(wake.first); });
    rows_ = std::move(rows);
  }

  std::optional<work::CappedHold> first_untold_hold() const {
    for (const work::CappedHold& hold : item().capped_holds) {
      bool told = false;
      for (size_t i = 0; i < out_.alerts.size(); ++i) {
        told = told || (is_about_hold(out_.alerts[i].target) && starts_[i] == hold.seq && !is_withdrawn(i));
      }
      if (!told) return hold;
    }
    return std::nullopt;
  }

  void tell_of_hold(const work::CappedHold& hold) {
    escalation::Alert alert;
    alert.target = target_of_hold(hold);
    alert.term = hold.seq;
    alert.cycle = item().cycle;
    alert.rung = hold_rung;
    alert.rung_at = hold.end;
    alert.state = "running";
    keep(std::move(alert), hold.seq, told_of_hold(), looked_);
  }

  bool is_withdrawn(size_t alert) const { return out_.withdrawn.contains(static_cast<std::int64_t>(alert)); }

  escalation::Decision decide(const sla::Clock& clock, Instant now) const {
    const escalation::Ladder* ladder = out_.picture.ladder_of(clock);
    if (ladder == nullptr) return {};
    const auto& calendar = out_.picture.calendar_of(clock);
    escalation::ClockState state{.schedule = escalation::schedule(clock, *ladder, calendar), .term = clock.term, .term_at = clock.term_at,
                                 .open = clock.is_open(), .paused = sla::view(clock, calendar, now).state == "paused",
                                 .stopped_at = clock.stopped_at, .breached = clock.breached_at.has_value()};
    std::vector<escalation::Said> said;
    for (size_t i = 0; i < out_.alerts.size(); ++i) {
      const auto& alert = out_.alerts[i];
      if (alert.target == clock.target->id && starts_[i] == clock.start_seq && !is_withdrawn(i)) {
        said.push_back({alert.term, alert.rung, alert.repeat, false});
      }
    }
    return escalation::decide(state, *ladder, calendar, said, now);
  }

  void raise(const sla::Clock& clock, const escalation::Decision::Raise& raise, Instant now) {
    const escalation::Ladder& ladder = *out_.picture.ladder_of(clock);
    const escalation::Rung& rung = ladder.rungs[static_cast<size_t>(raise.rung)];
    escalation::Alert alert;
    alert.target = clock.target->id;
    alert.cycle = clock.cycle;
    alert.term = clock.term;
    alert.rung = rung.at.text;
    alert.repeat = raise.repeat;
    alert.due_at = clock.due_at;
    alert.rung_at = raise.at;
    alert.state = sla::view(clock, out_.picture.calendar_of(clock), now).state;
    alert.passed_over = escalation::passed_over(raise, ladder);
    keep(std::move(alert), clock.start_seq, escalation::notified(raise, ladder), now);
  }

  void keep(escalation::Alert alert, int start_seq, const std::vector<std::string>& notify, Instant now) {
    alert.id = "A-" + std::to_string(out_.alerts.size() + 1);
    alert.item = out_.picture.id;
    alert.title = out_.picture.title;
    alert.raised_at = now;
    alert.to = escalation::recipients(notify, {out_.picture.row.team, out_.picture.row.assignee}, rehearsal_.directory(), now, date_part(home_.local(now)));
    out_.alerts.push_back(std::move(alert));
    starts_.push_back(start_seq);
  }

  // What the rewritten history does not reach any more.
  void withdraw() {
    for (size_t i = 0; i < out_.alerts.size(); ++i) {
      const auto& alert = out_.alerts[i];
      if (is_withdrawn(i)) continue;
      if (!still_reached(out_.picture, {alert.target, starts_[i], alert.term, alert.rung, alert.rung_at, alert.raised_at})) {
        out_.withdrawn.insert(static_cast<std::int64_t>(i));
      }
    }
  }

  // --- expectations ---

  void compare(const Expectation& expected, bool negated) {
    if (expected.empty()) return;
    const Seen seen = seen_of_item();
    for (const ExpectedValue& value : expected.item) compare_value(value, seen, "", negated, {});
    for (const config::ExpectedClock& clock : expected.clocks) compare_clock(clock, negated);
    if (expected.alerts) compare_alerts(*expected.alerts, expected, negated);
    if (expected.exact && !negated) compare_exactly(expected);
  }

  void compare_value(const ExpectedValue& expected, const Seen& seen, const std::string& of, bool negated, const std::vector<config::Note>& notes) {
    const auto found = seen.find(expected.field);
    static const std::vector<std::string> absent{std::string(config::nothing)};
    const auto& values = found == seen.end() ? absent : found->second;
    if (fits(expected, values) != negated) return;
    const std::string what = of + (of.empty() ? "" : " ") + expected.field;
    fail("TST010", expected.at, negated ? phrase("{} is {}, and must not be", what, joined(values)) : phrase("{} is {}, not {}", what, joined(values), wanted(expected)), {}, notes);
  }

  Seen seen_of_item() const {
    const work::Item& now = item();
    Seen seen;
    for (const auto& [name, value] : now.attributes) seen[name] = {value};
    seen["state"] = {std::string(now.state)};
    seen["team"] = {or_nothing(work::holder(pinned_.rules.work, now.attributes))};
    seen["hold"] = {now.hold && now.hold->in_force(out_.end) ? now.hold->reason : std::string(config::nothing)};
    seen["cycle"] = {std::to_string(now.cycle)};
    seen["key_problem"] = {text_of(now.key_problem)};
    return seen;
  }

  Seen seen_of(const sla::Clock& clock) const {
    const sla::View view = sla::view(clock, out_.picture.calendar_of(clock), out_.end);
    Seen seen;
    seen["state"] = {std::string(view.state)};
    seen["limit"] = {clock.limit()};
    seen["calendar"] = {clock.target->calendar};
    seen["ladder"] = {or_nothing(clock.target->ladder)};
    seen["started_at"] = {rfc3339(clock.started_at, zone_)};
    seen["due_at"] = {text_of(view.due_at, zone_)};
    seen["stopped_at"] = {text_of(clock.stopped_at, zone_)};
    seen["breached_at"] = {text_of(view.breached_at, zone_)};
    seen["elapsed"] = {text_of(view.elapsed)};
    seen["remaining"] = {view.remaining ? text_of(*view.remaining) : std::string(config::nothing)};
    seen["paused"] = {text_of(WorkingSeconds{view.paused_seconds})};
    seen["share"] = {fmt::format("{}.{:04}", view.share() / 10'000, view.share() % 10'000)};
    seen["overdue"] = {text_of(view.overdue)};
    seen["cycle"] = {std::to_string(clock.cycle)};
    seen["term"] = {std::to_string(clock.term)};
    seen["beyond_coverage"] = {text_of(view.beyond_coverage)};
    return seen;
  }

  Seen seen_of(size_t index) const {
    const escalation::Alert& alert = out_.alerts[index];
    return {{"target", {alert.target}}, {"rung", {alert.rung}}, {"at", {rfc3339(alert.rung_at, zone_)}}, {"to", alert.to},
            {"term", {std::to_string(alert.term)}}, {"repeat", {std::to_string(alert.repeat)}}, {"cycle", {std::to_string(alert.cycle)}},
            {"due_at", {text_of(alert.due_at, zone_)}}, {"passed_over", alert.passed_over}, {"state", {alert.state}},
            {"void", {text_of(is_withdrawn(index))}}};
  }

  // The last clock that the target has started.
  const sla::Clock* clock_of(const std::string& target) const {
    const sla::Clock* found = nullptr;
    for (const sla::Clock& clock : out_.picture.evaluation.clocks) {
      if (clock.target->id == target) found = &clock;
    }
    return found;
  }

  config::Note deciding(const sla::Clock& clock) const {
    const auto row = static_cast<size_t>(clock.row - clock.target->limits.data());
    return {phrase("this limit decided: {}: {} on {}", work::print(clock.row->when), sla::print(*clock.row), clock.target->calendar),
            rehearsal_.configuration().where({"profile", test_.profile, "target", clock.target->id, "limits", std::to_string(row)})};
  }

  void compare_clock(const config::ExpectedClock& expected, bool negated) {
    std::vector<std::string> targets;
    for (const auto& target : pinned_.rules.targets) targets.push_back(target.id);
    if (std::find(targets.begin(), targets.end(), expected.target) == targets.end()) {
      return fail("TST003", expected.at, phrase("no target '{}' in profile '{}'", expected.target, test_.profile), hint_for(expected.target, targets));
    }
    const sla::Clock* clock = clock_of(expected.target);
    const bool promised = clock != nullptr;
    if (expected.promised && (promised == *expected.promised) == negated) {
      return fail("TST010", expected.at, promised ? phrase("clock {} was started", expected.target) : phrase("clock {} was not started", expected.target), {}, promised ? std::vector{deciding(*clock)} : std::vector<config::Note>{});
    }
    if (expected.fields.empty()) return;
    if (clock == nullptr) {
      if (!negated) fail("TST010", expected.at, phrase("clock {} was not started", expected.target));
      return;
    }
    const Seen seen = seen_of(*clock);
    for (const ExpectedValue& value : expected.fields) compare_value(value, seen, "clock " + expected.target + ":", negated, {deciding(*clock)});
  }

  void compare_alerts(const std::vector<config::ExpectedAlert>& expected, const Expectation& whole, bool negated) {
    std::set<size_t> matched;
    for (const config::ExpectedAlert& each : expected) {
      std::optional<size_t> found;
      for (size_t i = 0; i < out_.alerts.size() && !found; ++i) {
        const Seen seen = seen_of(i);
        const bool all = std::all_of(each.fields.begin(), each.fields.end(), [&](const ExpectedValue& value) { return fits(value, seen.at(value.field)); });
        if (all && !matched.contains(i)) found = i;
      }
      if (found) matched.insert(*found);
      if (found.has_value() != negated) continue;
      fail("TST010", each.at, negated ? phrase("such an alert was raised, and must not be: {}", describe(*found)) : phrase("no such alert was raised"), {}, negated ? std::vector<config::Note>{} : raised());
    }
    const bool complete = whole.exact || expected.empty();
    if (negated || !complete) return;
    for (size_t i = 0; i < out_.alerts.size(); ++i) {
      if (!matched.contains(i)) fail("TST010", whole.at, phrase("an alert was raised that is not expected: {}", describe(i)));
    }
  }

  Message describe(size_t index) const {
    const escalation::Alert& alert = out_.alerts[index];
    const Message rung = alert.repeat > 0 ? phrase("{} (repeat {})", alert.rung, alert.repeat) : Message(alert.rung);
    return phrase("{} {} at {}, to {}", alert.target, rung, rfc3339(alert.rung_at, zone_), joined(alert.to));
  }

  std::vector<config::Note> raised() const {
    if (out_.alerts.empty()) return {{phrase("no alert was raised at all"), {}}};
    std::vector<config::Note> notes;
    for (size_t i = 0; i < out_.alerts.size(); ++i) notes.push_back({phrase("raised: {}", describe(i)), {}});
    return notes;
  }

  void compare_exactly(const Expectation& expected) {
    for (const sla::Clock& clock : out_.picture.evaluation.clocks) {
      const bool named = std::any_of(expected.clocks.begin(), expected.clocks.end(), [&](const auto& each) { return each.target == clock.target->id; });
      if (!named) fail("TST010", expected.at, phrase("clock {} was started, and is not expected", clock.target->id), {}, {deciding(clock)});
    }
    if (!expected.alerts && !out_.alerts.empty()) fail("TST010", expected.at, phrase("an alert was raised that is not expected: {}", describe(0)));
  }

  // --- coverage ---

  void cover() {
    const std::string profile = test_.profile + "/";
    for (const sla::Clock& clock : out_.picture.evaluation.clocks) {
      coverage_->targets.touched.insert(profile + clock.target->id);
      coverage_->limits.touched.insert(profile + clock.target->id + "/" + std::to_string(clock.row - clock.target->limits.data()));
      const auto& calendar = out_.picture.calendar_of(clock);
      const Instant end = std::max(clock.stopped_at.value_or(clock.started_at), clock.due_at.value_or(clock.started_at));
      const Date from = date_part(calendar.zone().local(clock.started_at)), to = date_part(calendar.zone().local(end));
      const auto& exceptions = calendar.spec().exceptions;
      for (auto each = exceptions.lower_bound(from); each != exceptions.end() && each->first <= to; ++each) {
        coverage_->exceptions.touched.insert(calendar.spec().name + "/" + print(each->first));
      }
    }
    for (const escalation::Alert& alert : out_.alerts) {
      const auto target = std::find_if(pinned_.rules.targets.begin(), pinned_.rules.targets.end(), [&](const sla::Target& each) { return each.id == alert.target; });
      if (target == pinned_.rules.targets.end()) continue;  // the end of a hold
      const std::string ladder = profile + target->ladder + "/";
      coverage_->rungs.touched.insert(ladder + alert.rung);
      for (const std::string& rung : alert.passed_over) coverage_->rungs.touched.insert(ladder + rung);
    }
  }

  Rehearsal& rehearsal_;
  const Pinned& pinned_;
  const config::TestCase& test_;
  const Zone zone_;  // of the test's times
  const Zone home_;  // of the organization, by whose dates people are away
  Coverage* coverage_;
  Rehearsed out_;
  std::vector<work::Event> events_;
  std::map<ClockKey, store::ClockRow> rows_;
  std::map<ClockKey, Instant> wakes_;
  std::set<std::string> refused_;  // steps that the item did not allow when they were due
  std::vector<int> starts_;  // of each alert, the clock's
  Instant looked_{};
};

// All that a profile has, to be touched.
void list_parts(const config::Configuration& configuration, const std::string& profile, const Pinned& pinned, Coverage& coverage) {
  for (const sla::Target& target : pinned.rules.targets) {
    const std::string name = profile + "/" + target.id;
    coverage.targets.all.try_emplace(name, configuration.where({"profile", profile, "target", target.id}));
    for (size_t i = 0; i < target.limits.size(); ++i) {
      coverage.limits.all.try_emplace(name + "/" + std::to_string(i), configuration.where({"profile", profile, "target", target.id, "limits", std::to_string(i)}));
    }
    for (const auto& [date, exception] : pinned.calendars.at(target.calendar).spec().exceptions) {
      coverage.exceptions.all.try_emplace(target.calendar + "/" + print(date), configuration.where({"calendar", target.calendar}));
    }
  }
  for (const escalation::Ladder& ladder : pinned.rules.ladders) {
    for (size_t i = 0; i < ladder.rungs.size(); ++i) {
      coverage.rungs.all.try_emplace(profile + "/" + ladder.id + "/" + ladder.rungs[i].at.text, configuration.where({"ladder", ladder.id, "rungs", std::to_string(i)}));
    }
  }
}

}  // namespace

int Coverage::Part::percent() const {
  if (all.empty()) return 100;
  const auto met = std::count_if(all.begin(), all.end(), [&](const auto& each) { return touched.contains(each.first); });
  return static_cast<int>(met * 100 / std::ssize(all));
}

Rehearsal::Rehearsal(const config::Configuration& configuration) : configuration_(configuration), directory_(configuration.directory()) {}

Pinned* Rehearsal::rules_of(const std::string& profile) {
  auto& slot = pinned_[profile];
  if (slot == nullptr && configuration_.profile(profile) != nullptr) slot = std::make_unique<Pinned>(live_rules(configuration_, profile));
  return slot.get();
}

Rehearsed Rehearsal::run(const config::TestCase& test, const std::string& zone, Coverage* coverage) {
  const Pinned* pinned = rules_of(test.profile);
  if (pinned == nullptr) {
    Rehearsed out;
    out.failures.push_back({config::Severity::error, "CFG007", "test '" + test.name + "': no profile '" + test.profile + "'", test.place,
                            hint_for(test.profile, configuration_.profile_names())});
    return out;
  }
  if (coverage != nullptr && listed_.emplace(coverage, test.profile).second) list_parts(configuration_, test.profile, *pinned, *coverage);
  return Stage(*this, *pinned, test, zone, coverage).run();
}

}  // namespace svc::desk
