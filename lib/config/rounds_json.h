// SPDX-License-Identifier: MIT
// Duties, checklists, rollouts, plans and questionnaires in the canonical JSON of rules. Only the .cpp files of config/ include this header.
#pragma once

#include <nlohmann/json.hpp>

#include "escalation/rules.h"

namespace svc::config {

// Leaves out what is empty or absent.
void set_text(nlohmann::json& out, const char* key, const std::string& value);
std::optional<Span> span_from(const nlohmann::json& in, const char* key);

// With `titles`, what is live, too.
void add_rounds(nlohmann::json& out, const escalation::Rules& rules, bool titles);
void read_rounds(const nlohmann::json& in, escalation::Rules& rules);

}  // namespace svc::config
