// SPDX-License-Identifier: MIT
// What is the one text of these rules? Canonical JSON: the same rules give the same bytes whatever the comments,
// layout or order of their TOML, so that its hash names a revision. It mirrors the TOML's keys.
#pragma once

#include <string>

#include "calendar/spec.h"
#include "config/configuration.h"
#include "escalation/directory.h"
#include "escalation/rules.h"

namespace svc::config {

// Titles and other live values are not part of the canonical rules.
std::string canonical(const escalation::Rules& rules);
std::string canonical(const sla::Target& target);
std::string canonical(const escalation::Ladder& ladder);
std::string canonical(const calendar::Spec& spec);
std::string canonical(const escalation::Directory& directory);

// The inverse. Throws Error{storage} for text that canonical() did not write.
escalation::Rules rules_from(const std::string& text);
calendar::Spec calendar_from(const std::string& text);
escalation::Directory directory_from(const std::string& text);

// The effective configuration as TOML that `svc config check` accepts.
std::string effective_toml(const Configuration& configuration);

}  // namespace svc::config
