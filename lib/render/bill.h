// SPDX-License-Identifier: MIT
// How does a bill of penalties look: each charge, the sum, and for each charge the ledger of its clock?
#pragma once

#include <string>
#include <vector>

#include "registry/money.h"
#include "render/item.h"

namespace svc::render {

struct BillLine {
  ItemView item;  // with the one clock that is charged
  std::int64_t days = 0;
  std::int64_t percent = 0;
  registry::Money amount;
  std::string excluded;
};

struct BillView {
  std::string contract, from, to;
  registry::Money price, total;
  std::vector<BillLine> lines;
};

std::string page(const BillView& bill, const Translate& translate = english);
// One JSON object, indented, without a newline at the end.
std::string json(const BillView& bill);

}  // namespace svc::render
