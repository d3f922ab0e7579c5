// SPDX-License-Identifier: MIT
// Does the configuration mean what its author thinks? It can be used, and still promise nothing to somebody, tell
// nobody, or count on holidays that nobody has entered.
//
//   limits = [ { within = "4h" }, { type = "fault", within = "1h" } ]
//   → SLA012 at the second row: everything that it matches is matched by the first
//
// Findings are warnings and notes about what the user's files define, and never stop a command. Requires a
// configuration without errors.
#pragma once

#include <vector>

#include "config/configuration.h"

namespace svc::lint {

// What holds wherever the configuration is used. `now` is what coverage, clock changes and rotas are judged by.
std::vector<config::Diagnostic> judge(const config::Configuration& configuration, Instant now);

// What holds on this machine alone: whether the sinks' programs are there.
std::vector<config::Diagnostic> judge_host(const config::Configuration& configuration);

}  // namespace svc::lint
