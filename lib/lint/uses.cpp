// SPDX-License-Identifier: MIT
// Definitions that nobody uses. A file of calendars alone, or of people alone, is a part of something else: what could
// use them must be there, too.
#include <algorithm>

#include "lint/finder.h"

namespace svc::lint {
namespace {

class Uses {
 public:
  explicit Uses(Finder& finder) : finder_(finder), config_(finder.config) {}

  void judge() {
    collect();
    const bool profiles = !config_.own_names("profile").empty(), ladders = !config_.own_names("ladder").empty();
    if (profiles) {
      report_unused("calendar", used_calendars_, phrase("no target, duty, profile, ladder or calendar counts on it"));
      report_unused("ladder", used_ladders_, phrase("no target or profile names it"));
    }
    if (ladders) report_unused("sink", used_sinks_, phrase("no ladder names it"));
    if (profiles || ladders) report_lonely_contacts();
  }

 private:
  void collect() {
    for (const auto& name : config_.own_names("profile")) {
      const escalation::Rules* rules = config_.profile(name);
      if (rules == nullptr) continue;
      used_calendars_.insert(rules->work.calendar);
      used_ladders_.insert(rules->ladder);
      for (const auto& target : rules->targets) {
        used_calendars_.insert(target.calendar);
        used_ladders_.insert(target.ladder);
      }
      for (const auto& duty : rules->duties) used_calendars_.insert(duty.calendar);
      used_calendars_.insert(rules->work.rollout.window);
      report_unused_caps(name, *rules);
    }
    for (const auto& name : config_.own_names("calendar")) used_calendars_.insert(config_.parent_of("calendar", name));
    for (const auto& [name, delivery] : config_.directory().ladders) {
      used_calendars_.insert(delivery.hours);
      used_sinks_.insert(delivery.sinks.begin(), delivery.sinks.end());
    }
  }

  void report_unused(const std::string& kind, const std::set<std::string>& used, const Message& why) {
    for (const auto& name : config_.own_names(kind)) {
      if (!used.contains(name)) finder_.report("CFG010", {kind, name}, phrase("{} '{}' is not used: {}", kind, name, why), phrase("use it or leave it out"));
    }
  }

  void report_unused_caps(const std::string& profile, const escalation::Rules& rules) {
    for (const work::HoldCap& cap : rules.work.hold_caps) {
      const bool pauses = std::any_of(rules.targets.begin(), rules.targets.end(), [&](const sla::Target& target) {
        return std::any_of(target.pause.begin(), target.pause.end(), [&](const std::string& cause) { return cause == "hold:*" || cause == "hold:" + cap.reason; });
      });
      const Path path{"profile", profile, "hold", cap.reason};
      if (!pauses && !finder_.config.is_inherited(path)) {
        finder_.report("CFG010", path, phrase("a hold for '{}' pauses no target, so its cap ends nothing", cap.reason), phrase("write pause = \"hold:{}\" in a target, or leave the cap out", cap.reason));
      }
    }
  }

  // Somebody who is in no team, is told of nothing and types nothing.
  void report_lonely_contacts() {
    const escalation::Directory& directory = config_.directory();
    std::set<std::string> met{directory.duty};
    for (const auto& [id, team] : directory.teams) {
      met.insert(team.lead);
      met.insert(team.members.begin(), team.members.end());
    }
    for (const auto& [team, shifts] : directory.rotas) {
      for (const auto& shift : shifts) met.insert(shift.contact);
    }
    for (const auto& [id, contact] : directory.contacts) {
      for (const auto& absence : contact.away) met.insert(absence.deputy);
    }
    for (const auto& name : config_.own_names("ladder")) {
      const escalation::Ladder* ladder = config_.ladder(name);
      for (const auto& rung : ladder->rungs) met.insert(rung.notify.begin(), rung.notify.end());
    }
    for (const auto& [id, contact] : directory.contacts) {
      if (met.contains(id) || !contact.login.empty()) continue;
      finder_.report("CFG010", {"contact", id}, phrase("contact '{}' is not used: in no team, told of nothing, and without a login", id), phrase("put them into a team, or leave them out"));
    }
  }

  Finder& finder_;
  const config::Configuration& config_;
  std::set<std::string> used_calendars_, used_ladders_, used_sinks_;
};

}  // namespace

void judge_uses(Finder& finder) { Uses(finder).judge(); }

}  // namespace svc::lint
