// SPDX-License-Identifier: MIT
// Whose time did it take, of what ended in a stretch of time? By item, or summed up by what items have in common.
//
//   by kind, of March: ticket → 2 items, ours 5 h 30 min, the customer's 2 h, the maker's 1 h 30 min
#pragma once

#include <map>

#include "desk/session.h"
#include "report/ownership.h"

namespace svc::desk {

// Which items; "": any.
struct TimeFilter {
  std::string profile, customer, kind;
};

struct TimeGroup {
  std::int64_t items = 0;
  report::Shares shares;
};

// What times are told apart by: "kind", "severity", "customer", "engineer", "team", "type", "profile", "item".
std::vector<std::string> time_groupings();
// Items that ended in [from, to), under the owners that their profile names now. Requires one of time_groupings().
std::map<std::string, TimeGroup> times_by(Session& session, const std::string& grouping, const TimeFilter& filter, Instant from, Instant to);

}  // namespace svc::desk
