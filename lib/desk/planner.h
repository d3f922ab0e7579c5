// SPDX-License-Identifier: MIT
// Who goes where, and when? Spreads the inspections that end in a quarter over engineers and working days.
//
//   5 machines in 长沙 and 2 in 株洲; liu and chen, 3 visits a day each, from Monday on:
//   Mon liu 长沙 ×3, chen 长沙 ×2; Tue chen 株洲 ×2
//
// An engineer has no more visits a day than the configuration says, goes to no region but his own, to one region a day
// while that fits, and nowhere while away. Who has the fewest visits goes first. What was planned before stays as it is, so that
// planning again changes nothing.
#pragma once

#include "desk/duties.h"

namespace svc::desk {

struct PlanRequest {
  std::string quarter;  // "2026Q1"
  std::string profile, duty, customer;     // "": any
  std::vector<std::string> engineers;      // none: all contacts with visits_per_day
  std::string typed_by;
};

// One visit, in the order of the days.
struct Visit {
  Owed owed;
  std::string item;          // "I-4"
  std::string engineer;      // "": it does not fit
  std::optional<Instant> on;
  bool before = false;       // it was planned before
  Message why_not;
};

// Plans what is not planned yet, each by a step of its item, which is opened if need be. Throws Error{usage} for what is no
// quarter or if nobody goes to inspections, Error{not_found} for an engineer that there is not, Error{refused} if no working
// day is left in the quarter.
std::vector<Visit> plan_quarter(Session& session, const PlanRequest& request);

// The visit of an item, as it was planned last.
struct Appointment {
  Instant on;
  std::string engineer;
  bool agreed = false;  // by the customer, since then
};
std::optional<Appointment> appointment_of(Session& session, const store::ItemRow& item);

}  // namespace svc::desk
