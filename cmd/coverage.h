// SPDX-License-Identifier: MIT
// What is owed this period, and how much of it is done: `svc inspect due`, `svc escalate list --duties`.
#pragma once

#include "command.h"
#include "desk/duties.h"
#include "render/listing.h"

namespace svc::cmd {

// How much of what is owed is done, a line a duty and period.
render::Listing coverage_listing(desk::Session& session, const std::vector<desk::Owed>& owed);
// Options that select duties; `kind` of the items, "" for all. What it returns runs after parsing.
Run declare_coverage(CLI::App& app, const std::string& kind);

}  // namespace svc::cmd
