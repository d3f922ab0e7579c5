// SPDX-License-Identifier: MIT
// How many spares lie where, and how many ought to? Stock is the fold of a part's moves; how many to keep follows from how
// often the part fails.
//
//   received 3 in OFFICE, 1 reserved for R-7     → on hand 3, reserved 1, free 2
//   30 in service, 1 failure a year each, 20 days away: demand 1.64; 4 in stock → out of stock with probability 2.5 %
#pragma once

#include <map>
#include <string>
#include <vector>

#include "work/event.h"

namespace svc::registry {

struct Level {
  std::int64_t on_hand = 0;
  std::map<std::string, std::int64_t> reserved;  // by the item that they are kept for

  std::int64_t kept() const;
  std::int64_t free() const { return on_hand - kept(); }
};
using Stock = std::map<std::string, Level>;  // by depot

// The steps by which a part's stock moves. Fields: depot, quantity; `to` of a transfer; `item` of what is kept or issued for one.
inline constexpr std::string_view receive_step = "receive", issue_step = "issue", transfer_step = "transfer", reserve_step = "reserve", release_step = "release";

Stock stock_of(const std::vector<work::Event>& events);
// The same with one more move; an issue for an item uses what is kept for it first.
void move(Stock& stock, const work::Event& event);

// What a stock of so many would mean.
struct PlanLine {
  std::int64_t stock = 0;
  double stock_out = 0;  // the probability that more are wanted than there are, while those that failed are away
};
// Demand is how many fail in the time that one is away: Poisson, as the failures of many parts of which each fails rarely are
// (Palm's theorem; Feeney and Sherbrooke 1966, for a stock that is refilled one by one). From no spare to the first stock that
// is out with at most `most`, and two more. Requires 0 <= demand <= 100,000 and 0 < most < 1.
std::vector<PlanLine> plan(double demand, double most);

}  // namespace svc::registry
