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
std::string canonical(const calendar::Spec& spec);
std::string canonical(const escalation::Directory& directory);

// The inverse. Throws Error{storage} for text that canonical() did not write.
escalation::Rules rules_from(const std::string& text);
calendar::Spec calendar_from(const std::string& text);
escalation::Directory directory_from(const std::string& text);

// The configuration in force as TOML that `svc config check` accepts. With `used`, only the user's own profiles, if there
// are any, and the calendars and ladders that they use.
std::string effective_toml(const Configuration& configuration, bool used = false);

// [calendar.X] alone, as it would be written by hand: days of one name that follow each other are one entry.
std::string calendar_toml(const calendar::Spec& spec);

// Each value of it, with the place that says so.
struct Origin {
  std::string path;   // "profile.acme.target.phone-response.limits.0.within"
  std::string value;  // as JSON
  Position at;
};
std::vector<Origin> origins(const Configuration& configuration, bool used = false);

}  // namespace svc::config
