// SPDX-License-Identifier: MIT
// What of a damaged database can be used again? Store::Salvage reads the rows; here the items are folded again, so that their
// rows and clocks follow from the events that are left.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/configuration.h"
#include "escalation/rules.h"
#include "store/salvage.h"

namespace svc::desk {

struct Saved {
  std::map<std::string, std::int64_t> kept;  // rows by table
  std::map<std::string, std::int64_t> lost;  // what is known to be gone, by table
  std::vector<store::SetAside> set_aside;    // what was read, but fits nowhere
};

// Makes `to`, which must not exist; `from` is only read. Rules that are lost are those of the configuration, if they are of the same
// profile. Throws Error{storage}, Error{refused}.
Saved salvage(const config::Configuration& config, const escalation::Directory& directory, Instant now, const std::string& from, const std::string& to);

}  // namespace svc::desk
