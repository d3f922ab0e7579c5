// SPDX-License-Identifier: MIT
#include "desk/mutation.h"

#include <algorithm>

#include "config/catalogue.h"

namespace svc::desk {
namespace {

using escalation::Rules;
using Path = std::vector<std::string>;

// The next length in the unit that it is written in: "30m" and "31m", "90s" and "91s".
std::int64_t step_of(const Span& span) {
  if (span.unit != Unit::working_second || span.count % 60 != 0) return 1;
  return span.count % 3600 == 0 && span.count > 0 ? 3600 : 60;
}

Path below(Path path, std::string key) {
  path.push_back(std::move(key));
  return path;
}

class Mutator {
 public:
  Mutator(const Rules& rules, const std::vector<std::string>& calendars) : rules_(rules), calendars_(calendars) {}

  std::vector<Mutant> all() {
    for (size_t i = 0; i < rules_.targets.size(); ++i) of_target(i);
    for (size_t i = 0; i < rules_.work.gates.size(); ++i) of_gate(i);
    for (size_t i = 0; i < rules_.work.hold_caps.size(); ++i) {
      const auto& cap = rules_.work.hold_caps[i];
      spans("the cap of hold '" + cap.reason + "'", {"profile", rules_.work.profile, "hold", cap.reason, "max"}, cap.most,
            [i](Rules& rules) -> Span& { return rules.work.hold_caps[i].most; });
    }
    for (size_t i = 0; i < rules_.ladders.size(); ++i) of_ladder(i);
    return std::move(found_);
  }

 private:
  void add(std::string what, Path path, std::function<void(Rules&)> change) { found_.push_back({std::move(what), std::move(path), std::move(change)}); }

  template <typename Get>
  void spans(const std::string& whose, const Path& path, const Span& now, Get get, const std::string& sign_before = {}) {
    for (const int sign : {1, -1}) {
      const std::int64_t count = now.count + sign * step_of(now);
      if (count < 0) continue;
      Span changed = now;
      changed.count = count;
      add(phrase("{} becomes '{}{}'", whose, sign_before, print(changed)), path, [get, changed](Rules& rules) { get(rules) = changed; });
    }
  }

  // Each name of a list is left out once.
  template <typename Get>
  void names(const std::string& whose, const Path& path, const std::vector<std::string>& now, Get get) {
    for (size_t i = 0; i < now.size(); ++i) {
      add(phrase("{} '{}'", whose, now[i]), path, [get, i](Rules& rules) {
        auto& list = get(rules);
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
      });
    }
  }

  // A condition loses a value, or is dropped with its last one.
  template <typename Get>
  void conditions(const std::string& whose, const Path& path, const work::Conditions& now, Get get) {
    for (size_t c = 0; c < now.size(); ++c) {
      const Path place = below(path, now[c].first);
      for (size_t v = 0; v < now[c].second.size(); ++v) {
        add(phrase("{} no longer lists {} '{}'", whose, now[c].first, now[c].second[v]), place, [get, c, v](Rules& rules) {
          work::Conditions& all = get(rules);
          auto& values = all[c].second;
          values.erase(values.begin() + static_cast<std::ptrdiff_t>(v));
          if (values.empty()) all.erase(all.begin() + static_cast<std::ptrdiff_t>(c));
        });
      }
    }
  }

  void of_target(size_t t) {
    const sla::Target& target = rules_.targets[t];
    const std::string whose = "target '" + target.id + "'";
    const Path path{"profile", rules_.work.profile, "target", target.id};
    const auto at = [&](const char* key) { return below(path, key); };
    names(whose + " no longer starts at", at("starts"), target.starts, [t](Rules& rules) -> auto& { return rules.targets[t].starts; });
    names(whose + " no longer stops at", at("stops"), target.stops, [t](Rules& rules) -> auto& { return rules.targets[t].stops; });
    names(whose + " is no longer paused by", at("pause"), target.pause, [t](Rules& rules) -> auto& { return rules.targets[t].pause; });
    const auto other = std::find_if(calendars_.begin(), calendars_.end(), [&](const std::string& name) { return name != target.calendar; });
    if (other != calendars_.end()) {
      add(phrase("{} counts on '{}'", whose, *other), at("calendar"), [t, name = *other](Rules& rules) { rules.targets[t].calendar = name; });
    }
    if (!target.ladder.empty()) add(phrase("{} has no ladder", whose), at("ladder"), [t](Rules& rules) { rules.targets[t].ladder.clear(); });
    conditions("'when' of " + whose, path, target.when, [t](Rules& rules) -> auto& { return rules.targets[t].when; });
    for (size_t r = 0; r < target.limits.size(); ++r) of_limit(t, r, path);
  }

  void of_limit(size_t t, size_t r, const Path& target) {
    const sla::LimitRow& row = rules_.targets[t].limits[r];
    const auto get = [t, r](Rules& rules) -> sla::LimitRow& { return rules.targets[t].limits[r]; };
    const Path path = below(below(target, "limits"), std::to_string(r));
    const std::string whose = "limit '" + sla::print(row) + "' of '" + rules_.targets[t].id + "'";
    const auto at = [&](const char* key) { return below(path, key); };
    if (row.kind != sla::LimitRow::Kind::by) {
      spans(whose, at(row.kind == sla::LimitRow::Kind::within ? "within" : "before"), row.span, [get](Rules& rules) -> Span& { return get(rules).span; }, row.strict ? "<" : "");
    }
    if (row.kind == sla::LimitRow::Kind::within) {
      add(whose + (row.strict ? " is met at the limit" : " is missed at the limit"), at("within"), [get](Rules& rules) { get(rules).strict = !get(rules).strict; });
    }
    if (row.at_least) spans("'at_least' of " + whose, at("at_least"), *row.at_least, [get](Rules& rules) -> Span& { return *get(rules).at_least; });
    conditions(whose, path, row.when, [get](Rules& rules) -> auto& { return get(rules).when; });
  }

  void of_gate(size_t g) {
    const work::Gate& gate = rules_.work.gates[g];
    const std::string whose = "gate '" + gate.id + "'";
    const auto at = [&](const char* key) { return Path{"profile", rules_.work.profile, "gate", gate.id, key}; };
    names(whose + " no longer needs", at("needs"), gate.needs, [g](Rules& rules) -> auto& { return rules.work.gates[g].needs; });
    names(whose + " no longer asks for", at("says"), gate.says, [g](Rules& rules) -> auto& { return rules.work.gates[g].says; });
    names(whose + " no longer keeps apart", at("apart"), gate.apart, [g](Rules& rules) -> auto& { return rules.work.gates[g].apart; });
    conditions("'when' of " + whose, at("when"), gate.when, [g](Rules& rules) -> auto& { return rules.work.gates[g].when; });
    conditions("'unless' of " + whose, at("unless"), gate.unless, [g](Rules& rules) -> auto& { return rules.work.gates[g].unless; });
  }

  void of_ladder(size_t l) {
    const escalation::Ladder& ladder = rules_.ladders[l];
    for (size_t r = 0; r < ladder.rungs.size(); ++r) {
      const escalation::Rung& rung = ladder.rungs[r];
      const std::string whose = "rung '" + rung.at.text + "' of '" + ladder.id + "'";
      const auto at = [&](const char* key) { return Path{"ladder", ladder.id, "rungs", std::to_string(r), key}; };
      const auto get = [l, r](Rules& rules) -> escalation::Rung& { return rules.ladders[l].rungs[r]; };
      names(whose + " no longer tells", at("notify"), rung.notify, [get](Rules& rules) -> auto& { return get(rules).notify; });
      for (const int sign : {1, -1}) of_place(whose, at("at"), rung, sign, get);
      if (!rung.every) continue;
      spans("'every' of " + whose, at("every"), *rung.every, [get](Rules& rules) -> Span& { return *get(rules).every; });
      for (const int sign : {1, -1}) {
        add(phrase("'times' of {} becomes {}", whose, rung.times + sign), at("times"), [get, sign](Rules& rules) { get(rules).times += sign; });
      }
    }
  }

  // Another share or offset; the text stays, so that nothing but the instant differs.
  template <typename Get>
  void of_place(const std::string& whose, const Path& path, const escalation::Rung& rung, int sign, Get get) {
    using Kind = escalation::RungAt::Kind;
    switch (rung.at.kind) {
      case Kind::due: return;
      case Kind::share: {
        const int percent = rung.at.percent + sign;
        if (percent < 0 || percent > 99) return;
        return add(phrase("{} becomes '{}%'", whose, percent), path, [get, percent](Rules& rules) { get(rules).at.percent = percent; });
      }
      case Kind::before:
      case Kind::after: {
        Span offset = rung.at.offset;
        offset.count += sign * step_of(offset);
        if (offset.count < 0) return;
        return add(phrase("{} becomes 'due{}{}'", whose, (rung.at.kind == Kind::before ? "-" : "+"), print(offset)), path, [get, offset](Rules& rules) { get(rules).at.offset = offset; });
      }
    }
  }

  const Rules& rules_;
  const std::vector<std::string>& calendars_;
  std::vector<Mutant> found_;
};

}  // namespace

std::vector<Mutant> mutants_of(const Rules& rules, const std::vector<std::string>& calendars) { return Mutator(rules, calendars).all(); }

Mutation mutate(Rehearsal& rehearsal, const std::string& profile, const std::vector<TestInZone>& tests) {
  Mutation result;
  Pinned& pinned = *rehearsal.rules_of(profile);
  const config::Configuration& configuration = rehearsal.configuration();
  const std::vector<std::string> calendars{"24x7", "cn"};
  for (const auto& name : calendars) {
    if (const auto* spec = configuration.calendar(name); spec != nullptr && !pinned.calendars.has(name)) pinned.calendars.add(*spec);
  }
  const Rules rules = pinned.rules;
  for (const Mutant& mutant : mutants_of(rules, calendars)) {
    mutant.change(pinned.rules);
    const bool seen = std::any_of(tests.begin(), tests.end(), [&](const TestInZone& each) { return !rehearsal.run(*each.test, each.zone).failures.empty(); });
    pinned.rules = rules;
    ++result.made;
    result.noticed += seen ? 1 : 0;
    if (!seen) {
      result.survivors.push_back({config::find_rule("TST020")->severity, "TST020", "no test of profile '" + profile + "' notices that " + mutant.what, configuration.where(mutant.path)});
    }
  }
  return result;
}

}  // namespace svc::desk
