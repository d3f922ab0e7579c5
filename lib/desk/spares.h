// SPDX-License-Identifier: MIT
// Where do spares go, how many are there, how many should there be, and who must hear that there will be none?
#pragma once

#include "desk/registry.h"
#include "registry/stock.h"

namespace svc::desk {

struct Move {
  std::string step;  // of registry/stock.h
  std::string depot, to, item;
  std::int64_t quantity = 0;
};
// Throws Error{refused} for more than is there and free, and for a customer's own stock that goes to another's item.
void move_stock(Session& session, const RecordEntry& entry, const Move& wanted);
registry::Stock stock_of(Session& session, const registry::Record& part);

// The equipment that a part is in, and how many of it are in service.
struct InstalledBase {
  std::vector<registry::Record> assets;  // in service
  std::int64_t parts = 0;
};
InstalledBase installed_base(Session& session, const registry::Record& part);
// How many failed since an instant: repairs of the part or of equipment that it is in, and faults of such equipment that led
// to no repair.
std::int64_t failures_since(Session& session, const registry::Record& part, Instant since);

// The part is not made after that date: opens a notice for each customer that has equipment with it. Returns their ids.
std::vector<std::string> discontinue(Session& session, const RecordEntry& entry, Date last, const std::string& substitute);

}  // namespace svc::desk
