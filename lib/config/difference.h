// SPDX-License-Identifier: MIT
// What does one configuration mean that another does not? Comments, layout, order and the file that something stands in
// do not count.
//
//   profile.telecom.target.phone-response.limits.0.within: <30m → <15m
#pragma once

#include <string>
#include <vector>

#include "config/configuration.h"

namespace svc::config {

struct Difference {
  std::string path;
  std::string was, becomes;  // as JSON; "" for what is not there
};

// In the order of the paths. What ships with svc counts, too, as far as it is the same nowhere.
std::vector<Difference> differences(const Configuration& was, const Configuration& becomes);

}  // namespace svc::config
