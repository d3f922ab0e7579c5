// SPDX-License-Identifier: MIT
// What reports have in common: a stretch of days, and the promises that were decided in it.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "context.h"
#include "report/compliance.h"

namespace svc::cmd {

// [from, to), days of the organization's zone.
struct Stretch {
  Date from, to;
};

// Which verdicts a report is about; "": any.
struct VerdictFilter {
  std::string profile, customer, target, kind;
};
void each_verdict(desk::Session& session, const VerdictFilter& filter, const Stretch& stretch, const std::function<void(const report::Verdict&)>& visit);
// Those that were broken, a line each, with what they came from.
render::Listing misses_listing(desk::Session& session, const std::vector<report::Verdict>& misses);
// Whose time the items took that ended in the stretch, a line a group; "target" is no grouping of items.
render::Listing time_listing(desk::Session& session, const VerdictFilter& filter, const Stretch& stretch, const std::string& by);
// A line a group, named by `by`.
render::Listing compliance_listing(std::map<std::string, report::Compliance>& groups, const std::string& by);

}  // namespace svc::cmd
