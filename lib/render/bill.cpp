// SPDX-License-Identifier: MIT
#include "render/bill.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "render/listing.h"
#include "time/text.h"

namespace svc::render {

using nlohmann::ordered_json;

std::string page(const BillView& bill, const Translate& translate) {
  if (bill.lines.empty()) return phrase("{}: no charge from {} to {}", bill.contract, bill.from, bill.to).in(translate) + "\n";
  const std::string out = phrase("{}: {} of {} from {} to {}", bill.contract, registry::print(bill.total), registry::print(bill.price), bill.from, bill.to).in(translate) + "\n\n";
  Listing charges;
  charges.columns = {{"item", "ITEM"}, {"target", "TARGET"}, {"due", "DUE"}, {"stopped", "STOPPED"}, {"days", "DAYS", true}, {"percent", "%", true}, {"amount", "AMOUNT", true}, {"note", "NOTE"}};
  std::string ledgers;
  for (const BillLine& line : bill.lines) {
    const sla::Clock& clock = *line.item.clocks.front().clock;
    charges.rows.push_back({cell(line.item.id), cell(clock.target->id), cell(clock.due_at ? short_due(*clock.due_at, *line.item.zone) : "-"),
                            said(clock.stopped_at ? Message(short_time(*clock.stopped_at, *line.item.zone)) : phrase("runs on")), cell(line.days == 0 ? "-" : std::to_string(line.days)),
                            cell(registry::print_percent(line.percent)), cell(registry::print(line.amount)), said(line.excluded.empty() ? Message() : phrase("excluded: {}", line.excluded))});
    ledgers += "\n" + ledger_page(line.item, translate);
  }
  return out + print(charges, Format::table, false, translate) + ledgers;
}

std::string json(const BillView& bill) {
  ordered_json out{{"contract", bill.contract}, {"from", bill.from}, {"to", bill.to},
                   {"price", bill.price.currency.empty() ? ordered_json(nullptr) : ordered_json(registry::print(bill.price))},
                   {"total", bill.price.currency.empty() ? ordered_json(nullptr) : ordered_json(registry::print(bill.total))}, {"charges", ordered_json::array()}};
  for (const BillLine& line : bill.lines) {
    ordered_json clock = ordered_json::parse(json(line.item, true)).at("clocks").at(0);
    out["charges"].push_back({{"item", line.item.id}, {"days", line.days == 0 ? ordered_json(nullptr) : ordered_json(line.days)}, {"percent", registry::print_percent(line.percent)},
                              {"amount", registry::print(line.amount)}, {"excluded", line.excluded.empty() ? ordered_json(nullptr) : ordered_json(line.excluded)}, {"clock", std::move(clock)}});
  }
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace svc::render
