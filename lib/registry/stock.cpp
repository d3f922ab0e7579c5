// SPDX-License-Identifier: MIT
#include "registry/stock.h"

#include <algorithm>
#include <cmath>

namespace svc::registry {
namespace {

constexpr int lines_beyond = 2;

}  // namespace

std::int64_t Level::kept() const {
  std::int64_t sum = 0;
  for (const auto& [item, quantity] : reserved) sum += quantity;
  return sum;
}

void move(Stock& stock, const work::Event& event) {
  const bool moves = event.step == receive_step || event.step == issue_step || event.step == transfer_step || event.step == reserve_step || event.step == release_step;
  if (!moves) return;
  Level& level = stock[event.fields.get("depot")];
  const std::int64_t quantity = std::stoll(event.fields.get("quantity"));
  const std::string item = event.fields.get("item");
  const auto unkeep = [&](std::int64_t most) {
    const auto kept = level.reserved.find(item);
    if (kept == level.reserved.end()) return;
    kept->second -= std::min(kept->second, most);
    if (kept->second == 0) level.reserved.erase(kept);
  };
  if (event.step == receive_step) level.on_hand += quantity;
  if (event.step == reserve_step) level.reserved[item] += quantity;
  if (event.step == release_step) unkeep(quantity);
  if (event.step == issue_step || event.step == transfer_step) {
    level.on_hand -= quantity;
    if (!item.empty()) unkeep(quantity);
  }
  if (event.step == transfer_step) stock[event.fields.get("to")].on_hand += quantity;
}

Stock stock_of(const std::vector<work::Event>& events) {
  Stock stock;
  for (const work::Event& event : events) move(stock, event);
  return stock;
}

std::vector<PlanLine> plan(double demand, double most) {
  std::vector<PlanLine> lines;
  // The sum of exp(-demand) demand^k / k!, each term from the one before; in logarithms, since the first may be too small.
  double term = -demand, covered = 0;
  for (std::int64_t stock = 0, beyond = 0; beyond <= lines_beyond; ++stock) {
    if (stock > 0) term += std::log(demand) - std::log(static_cast<double>(stock));
    covered += std::exp(term);
    lines.push_back({stock, std::max(0.0, 1 - covered)});
    if (lines.back().stock_out <= most) ++beyond;
  }
  return lines;
}

}  // namespace svc::registry
