// SPDX-License-Identifier: MIT
// svc contract: what was promised to whom, until when, and what broken promises cost.
#include "cli11.h"
#include "desk/penalties.h"
#include "desk/registry.h"
#include "error.h"
#include "record_verbs.h"
#include "render/bill.h"
#include "time/text.h"
#include "view.h"

namespace svc::cmd {
namespace {

using render::Format;

struct PenaltyOptions {
  std::string id, from, to;
};

void run_penalties(Context& ctx, const PenaltyOptions& o) {
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl});
  const Date from = parse_date(o.from), to = parse_date(o.to);
  if (to < from) throw Error{ErrorKind::usage, phrase("--to {} is before --from {}", o.to, o.from), phrase("name the first day first")};
  ctx.read([&](desk::Session& session) {
    const registry::Record contract = desk::require_record(session, "contract", o.id, false);
    const desk::Bill bill = desk::bill_of(session, contract, from, to);
    const Zone zone = session.zone();
    render::BillView view{.contract = contract.id, .from = o.from, .to = o.to, .price = bill.price, .total = bill.total, .lines = {}};
    for (const desk::Charge& charge : bill.charges) {
      render::BillLine line{.item = view_of(session, *charge.picture, zone), .days = charge.days, .percent = charge.percent, .amount = charge.amount, .excluded = charge.excluded};
      line.item.clocks = {{charge.clock, &charge.picture->calendar_of(*charge.clock)}};
      line.item.not_promised.clear();
      view.lines.push_back(std::move(line));
    }
    std::string text = format == Format::table ? render::page(view, ctx.env.translate) : render::json(view) + "\n";
    if (format == Format::jsonl) {
      std::erase(text, '\n');
      text += "\n";
    }
    ctx.print(text);
  });
}

Run declare_penalties(CLI::App& app) {
  auto o = std::make_shared<PenaltyOptions>();
  app.add_option("id", o->id, "The contract")->required()->type_name("ID");
  app.add_option("--from", o->from, "The first day whose misses count")->required()->type_name("DATE");
  app.add_option("--to", o->to, "The last day whose misses count")->required()->type_name("DATE");
  return [o](Context& ctx) { run_penalties(ctx, *o); };
}

std::vector<Message> under_contract(desk::Session& session, const registry::Record& contract) {
  return {related_line(phrase("assets"), session.store.records_of_contract("asset", contract.id)), open_line(session.store.items_of_contract(contract.id, true))};
}

}  // namespace

Noun contract_noun() {
  const auto verbs = [] {
    std::vector<Verb> all = record_verbs("contract", under_contract);
    all.push_back({"penalties", "what broken promises cost, each with the ledger that proves it", declare_penalties, {"svc contract penalties K-1 --from 2026-01-01 --to 2026-03-31"}});
    return all;
  };
  const registry::RecordType& type = *registry::find_type("contract");
  return {"contract", std::string(type.help), verbs, {example_of(type), "svc contract penalties K-1 --from 2026-01-01 --to 2026-03-31"}};
}

}  // namespace svc::cmd
