// SPDX-License-Identifier: MIT
#include "report/ownership.h"

#include <algorithm>

namespace svc::report {
namespace {

bool is_named(const std::vector<std::string>& causes, const work::Moment& moment) {
  return std::any_of(causes.begin(), causes.end(), [&](const std::string& cause) {
    if (moment.hold && (cause == "hold:*" || cause == "hold:" + moment.hold->reason)) return true;
    return cause == "state:" + std::string(moment.state);
  });
}

}  // namespace

void Shares::add(const Shares& other) {
  ours += other.ours;
  customers += other.customers;
  makers += other.makers;
}

Shares shares_of(const work::History& history, const work::Owners& owners, Instant until) {
  Shares shares;
  for (size_t i = 0; i < history.moments.size(); ++i) {
    const work::Moment& moment = history.moments[i];
    const Instant end = std::min(until, i + 1 < history.moments.size() ? history.moments[i + 1].at : until);
    if (!moment.live || end <= moment.at) continue;
    (is_named(owners.customer, moment) ? shares.customers : is_named(owners.maker, moment) ? shares.makers : shares.ours) += (end - moment.at).count();
  }
  return shares;
}

}  // namespace svc::report
