// SPDX-License-Identifier: MIT
// Duties, checklists and rollouts in the canonical JSON of rules. Only the .cpp files of config/ include this header.
#pragma once

#include <nlohmann/json.hpp>

#include "escalation/rules.h"

namespace svc::config {

// With `titles`, what is live, too.
void add_rounds(nlohmann::json& out, const escalation::Rules& rules, bool titles);
void read_rounds(const nlohmann::json& in, escalation::Rules& rules);

}  // namespace svc::config
