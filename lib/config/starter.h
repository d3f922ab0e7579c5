// SPDX-License-Identifier: MIT
// How does one's own configuration begin? A commented file that is right as it stands, on top of a shipped profile.
#pragma once

#include <string>

#include "config/configuration.h"

namespace svc::config {

// "" for a profile that does not ship. Each limit of the profile stands in it as a comment, ready to be changed.
std::string starter_toml(const Configuration& shipped, const std::string& profile, const std::string& zone);

}  // namespace svc::config
