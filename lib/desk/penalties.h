// SPDX-License-Identifier: MIT
// What do broken promises cost? The charges of a contract between two dates, each with the clock that proves it.
//
//   1 % of 1,200,000.00 CNY for each day late, 25 hours late: two days have begun, 24,000.00 CNY
#pragma once

#include <memory>

#include "desk/picture.h"
#include "registry/money.h"

namespace svc::desk {

struct Charge {
  std::shared_ptr<const Picture> picture;
  const sla::Clock* clock = nullptr;  // of the picture
  std::int64_t days = 0;              // begun late within the dates; 0 where a miss is charged once
  std::int64_t percent = 0;           // of the price, after the cap
  registry::Money amount;
  std::string excluded;               // the cause for which nothing is charged, or ""
};

struct Bill {
  registry::Money price;
  std::vector<Charge> charges;  // in the order in which the promises broke
  registry::Money total;
};

// Of misses and days late that began on these dates, the last included, in the organization's zone; what is still late counts
// up to now. Each clock's charge is rounded half up to a hundredth. Throws Error{refused} for a contract without a price.
Bill bill_of(Session& session, const registry::Record& contract, Date from, Date to);

}  // namespace svc::desk
