// SPDX-License-Identifier: MIT
// Rungs on the clocks that they are for: in order, after the start, and with somebody who hears of them.
#include <algorithm>

#include "lint/finder.h"
#include "time/text.h"

namespace svc::lint {
namespace {

using escalation::Ladder;

// A ladder on sample clocks of every limit that uses it.
struct Climb {
  std::vector<bool> always_before;         // by pair i * n + j: rung j, listed after i, is always reached before it
  std::vector<std::optional<Path>> missed; // by rung: the first limit on which it lies before the start
};

class Ladders {
 public:
  explicit Ladders(Finder& finder) : finder_(finder), starts_(sample_starts(finder.now)) {}

  void judge() {
    for (const auto& name : finder_.config.own_names("profile")) {
      if (const auto* rules = finder_.config.profile(name)) judge_profile(name, *rules);
    }
    for (const auto& [name, climb] : climbs_) report(name, climb);
  }

 private:
  void judge_profile(const std::string& profile, const escalation::Rules& rules) {
    std::set<std::string> used;
    if (!rules.ladder.empty()) used.insert(rules.ladder);
    for (const sla::Target& target : rules.targets) {
      const Ladder* ladder = rules.find_ladder(target.ladder);
      const auto* calendar = finder_.calendar(target.calendar);
      if (ladder == nullptr || calendar == nullptr) continue;
      used.insert(target.ladder);
      for (size_t i = 0; i < target.limits.size(); ++i) {
        climb(*ladder, target, i, *calendar, {"profile", profile, "target", target.id, "limits", std::to_string(i)});
      }
    }
    for (const auto& name : used) judge_recipients(profile, rules, name);
  }

  void climb(const Ladder& ladder, const sla::Target& target, size_t row, const calendar::WorkingCalendar& calendar, const Path& limit) {
    if (target.limits[row].kind != sla::LimitRow::Kind::within || !ends_in_time(calendar, target.limits[row].span)) return;
    const size_t n = ladder.rungs.size();
    const auto [slot, fresh] = climbs_.try_emplace(ladder.id);
    Climb& climb = slot->second;
    if (fresh) {
      climb.always_before.assign(n * n, true);
      climb.missed.resize(n);
    }
    std::vector<bool> reached(n, false);
    for (const Instant start : starts_) {
      sla::Clock clock;
      clock.target = &target;
      clock.row = &target.limits[row];
      clock.started_at = clock.term_at = start;
      clock.due_at = calendar.due(start, clock.row->span, {.same_time = target.same_time, .roll = target.roll});
      std::vector<std::optional<Instant>> at(n);
      for (const auto& entry : escalation::schedule(clock, ladder, calendar)) {
        at[static_cast<size_t>(entry.rung)] = entry.at;
        reached[static_cast<size_t>(entry.rung)] = true;
      }
      for (size_t i = 0; i < n; ++i) {
        for (size_t j = i + 1; j < n; ++j) {
          if (!(at[i] && at[j] && *at[j] < *at[i])) climb.always_before[i * n + j] = false;
        }
      }
    }
    for (size_t i = 0; i < n; ++i) {
      // Of what is due at once, no share is there to be reached.
      const bool nothing_to_share = ladder.rungs[i].at.kind == escalation::RungAt::Kind::share && target.limits[row].span.count == 0;
      if (!reached[i] && !nothing_to_share && !climb.missed[i]) climb.missed[i] = limit;
    }
  }

  void report(const std::string& name, const Climb& climb) {
    const auto& rungs = finder_.config.ladder(name)->rungs;
    const auto path = [&](size_t rung) { return Path{"ladder", name, "rungs", std::to_string(rung)}; };
    for (size_t j = 0; j < rungs.size(); ++j) {
      for (size_t i = 0; i < j; ++i) {
        if (!climb.always_before[i * rungs.size() + j]) continue;
        finder_.report("ESC014", path(j), phrase("'{}' is reached before '{}', which is listed first", rungs[j].at.text, rungs[i].at.text),
                       phrase("list the rungs in the order of time"), {finder_.note(phrase("the rung that comes later"), path(i))});
        break;
      }
      if (!climb.missed[j]) continue;
      const Message message = phrase("'{}' of ladder '{}' lies before the clock starts, and is never raised", rungs[j].at.text, name);
      finder_.report_at_own("ESC015", path(j), message, phrase("write it as a share, such as \"80%\""), phrase("on this limit"), *climb.missed[j], phrase("the rung"));
    }
  }

  void judge_recipients(const std::string& profile, const escalation::Rules& rules, const std::string& name) {
    const escalation::Directory& directory = finder_.config.directory();
    const Ladder* ladder = finder_.config.ladder(name);
    if (directory.contacts.empty() || ladder == nullptr) return;
    const Date today = date_part(Zone::load(finder_.config.zone_name()).local(finder_.now));
    const Path whose = rules.work.team.empty() ? Path{"profile", profile} : Path{"profile", profile, "team"};
    const bool without_rota = directory.teams.contains(rules.work.team) && !directory.rotas.contains(rules.work.team);
    std::vector<size_t> to_nobody, to_duty;
    for (size_t i = 0; i < ladder->rungs.size(); ++i) {
      const auto& notify = ladder->rungs[i].notify;
      if (escalation::recipients(notify, {rules.work.team, ""}, directory, finder_.now, today).empty()) to_nobody.push_back(i);
      if (without_rota && std::find(notify.begin(), notify.end(), "@duty") != notify.end()) to_duty.push_back(i);
    }
    report_rungs("ESC016", whose, *ladder, to_nobody, phrase("nobody would be told of an item of profile '{}'", profile), phrase("give its team a lead, or write duty = \"…\" in [organization]"));
    report_rungs("ESC017", whose, *ladder, to_duty, phrase("'@duty' is told, and team '{}' has no rota", rules.work.team), phrase("add [rota.{}]", rules.work.team));
  }

  void report_rungs(const std::string& code, const Path& whose, const Ladder& ladder, const std::vector<size_t>& rungs, const Message& what, const Message& help) {
    if (rungs.empty()) return;
    std::string which;
    for (const size_t i : rungs) which += (which.empty() ? "'" : ", '") + ladder.rungs[i].at.text + "'";
    finder_.report(code, whose, phrase("{}: by {} of ladder '{}'", what, which, ladder.id), help,
                   {finder_.note(phrase("the first of these rungs"), {"ladder", ladder.id, "rungs", std::to_string(rungs.front())})});
  }

  Finder& finder_;
  const std::vector<Instant> starts_;
  std::map<std::string, Climb> climbs_;
};

}  // namespace

void judge_ladders(Finder& finder) { Ladders(finder).judge(); }

}  // namespace svc::lint
