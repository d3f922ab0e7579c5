// SPDX-License-Identifier: MIT
// What was done in a week, a month, a quarter or a year: `svc report weekly` and its like.
#pragma once

#include "command.h"

namespace svc::cmd {

// `length`: "week", "month", "quarter" or "year". What it returns runs after parsing.
Run declare_summary(CLI::App& app, const std::string& length);

}  // namespace svc::cmd
