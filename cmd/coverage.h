// SPDX-License-Identifier: MIT
// What is owed this period, and how much of it is done: `svc inspect due`, `svc escalate list --duties`.
#pragma once

#include "command.h"

namespace svc::cmd {

// Options that select duties; `kind` of the items, "" for all. What it returns runs after parsing.
Run declare_coverage(CLI::App& app, const std::string& kind);

}  // namespace svc::cmd
