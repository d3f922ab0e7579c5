// SPDX-License-Identifier: MIT
// Would a test notice if the rules were wrong? Changes one number or one reference of a profile at a time.
//
//   limit '<30m' becomes '<31m' · 'due+30m' no longer tells '@lead+1' · gate 'phone-first' no longer needs 'phone-failed'
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "desk/session.h"

namespace svc::desk {

struct Mutant {
  std::string what;               // in words
  std::vector<std::string> path;  // where the TOML says it; see Configuration::where
  std::function<void(escalation::Rules&)> change;
};
// Every change of the profile's rules; `calendars` are those that a target may be moved to.
std::vector<Mutant> mutants_of(const escalation::Rules& rules, const std::vector<std::string>& calendars);

}  // namespace svc::desk
