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
// A line a group, named by `by`.
render::Listing compliance_listing(std::map<std::string, report::Compliance>& groups, const std::string& by);

}  // namespace svc::cmd
