// SPDX-License-Identifier: MIT
// How many promises were kept, and how long did it take? Clocks that were decided in a period: kept when they were stopped in
// time, broken in the second in which their due time passed, whether or not they were stopped later.
//
//   phone-response: 40 kept, 2 missed, 95.24 %; median 12 min, 9 in 10 within 26 min
//
// Durations are seconds from start to stop as the wall clock counts them, pauses included: what the customer waited.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "time/instant.h"

namespace svc::report {

// A clock that was decided.
struct Verdict {
  std::string kind, target, severity, type, customer, engineer, team, profile;
  std::int64_t number = 0;
  int cycle = 1;
  bool met = false;
  Instant due_at;                       // of a miss, the due time that broke; a later term does not undo that
  std::optional<std::int64_t> seconds;  // from start to stop; none: not stopped yet
  std::int64_t late = 0;                // seconds since then, of a miss; up to now if it is not stopped
};

// What verdicts are told apart by: "target", "severity", "customer", "engineer", "team", "type", "profile", "kind".
const std::vector<std::string>& groupings();
// Requires one of groupings().
std::string group_of(const Verdict& verdict, const std::string& grouping);

struct Compliance {
  std::int64_t met = 0, missed = 0;
  std::int64_t open = 0;               // of the missed: not stopped yet
  std::int64_t latest = 0;             // the worst miss, in seconds since it broke
  std::vector<std::int64_t> seconds;   // of those that were stopped

  void add(const Verdict& verdict);
  std::optional<double> percent() const;
  // The smallest duration that so many percent of all do not exceed (nearest rank); nothing without durations. Reorders them.
  std::optional<std::int64_t> percentile(int percent);
};

}  // namespace svc::report
