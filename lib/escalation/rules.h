// SPDX-License-Identifier: MIT
// Under which rules does an item live? All that a profile pins: the work's rules, the targets and their ladders.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "escalation/ladder.h"
#include "registry/terms.h"
#include "sla/duty.h"
#include "sla/target.h"
#include "work/rules.h"

namespace svc::escalation {

struct Rules {
  std::string title;
  std::string ladder;  // the default of its targets
  work::Rules work;
  std::vector<sla::Target> targets;
  std::vector<Ladder> ladders;
  registry::Terms terms;
  std::vector<sla::Duty> duties;
  std::vector<std::string> confidential;  // fields that don't leave through alerts or redacted exports; live

  const Ladder* find_ladder(std::string_view id) const {
    for (const auto& each : ladders) {
      if (each.id == id) return &each;
    }
    return nullptr;
  }
  // Of holds that pause a clock, or end by themselves; "*": any.
  std::set<std::string> hold_reasons() const {
    std::set<std::string> reasons;
    for (const sla::Target& target : targets) {
      for (const std::string& pause : target.pause) {
        if (pause.starts_with("hold:")) reasons.insert(pause.substr(5));
      }
    }
    for (const work::HoldCap& cap : work.hold_caps) reasons.insert(cap.reason);
    return reasons;
  }
  const sla::Duty* find_duty(std::string_view id) const {
    for (const auto& each : duties) {
      if (each.id == id) return &each;
    }
    return nullptr;
  }
};

}  // namespace svc::escalation
