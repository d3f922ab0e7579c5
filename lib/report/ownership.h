// SPDX-License-Identifier: MIT
// Whose time was it? While an item is owed work, each second is the customer's, the maker's or ours, by its hold and its state.
//
//   open 10:00, held for the customer 10:30 to 12:00, closed 13:00 → ours 1 h 30 min, the customer's 1 h 30 min
#pragma once

#include "work/history.h"

namespace svc::report {

// Seconds as the wall clock counts them.
struct Shares {
  std::int64_t ours = 0, customers = 0, makers = 0;

  std::int64_t all() const { return ours + customers + makers; }
  void add(const Shares& other);
};

// From the opening to the end, or to `until`; while nothing is owed, between an end and a reopening, it is nobody's.
Shares shares_of(const work::History& history, const work::Owners& owners, Instant until);

}  // namespace svc::report
