// SPDX-License-Identifier: MIT
// Would a test notice if the rules were wrong? Changes one number or one reference of a profile at a time.
//
//   limit '<30m' becomes '<31m' · 'due+30m' no longer tells '@lead+1' · gate 'phone-first' no longer needs 'phone-failed'
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "desk/rehearsal.h"

namespace svc::desk {

struct Mutant {
  std::string what;               // in words
  std::vector<std::string> path;  // where the TOML says it; see Configuration::where
  std::function<void(escalation::Rules&)> change;
};
// Every change of the profile's rules; `calendars` are those that a target may be moved to.
std::vector<Mutant> mutants_of(const escalation::Rules& rules, const std::vector<std::string>& calendars);

struct Mutation {
  std::int64_t made = 0, noticed = 0;
  std::vector<config::Diagnostic> survivors;  // TST020, where the TOML says what was changed
};
// Runs the tests of a profile, which must pass, over each of its mutants. The rules are as they were afterwards.
struct TestInZone {
  const config::TestCase* test = nullptr;
  std::string zone;
};
Mutation mutate(Rehearsal& rehearsal, const std::string& profile, const std::vector<TestInZone>& tests);

}  // namespace svc::desk
