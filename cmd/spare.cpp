// SPDX-License-Identifier: MIT
// svc spare: parts, where they lie, how many to keep, and when they end.
#include <fmt/format.h>

#include <cmath>

#include "cli11.h"
#include "command_line.h"
#include "desk/spares.h"
#include "error.h"
#include "record_verbs.h"
#include "text.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

using render::cell;
using render::Format;

// --- moves ---

struct MoveOptions {
  std::string id, by, at, reason;
  desk::Move move;
};

Run declare_move(CLI::App& app, std::string_view step) {
  auto o = std::make_shared<MoveOptions>();
  o->move.step = step;
  const bool keeps = step == registry::reserve_step || step == registry::release_step;
  app.add_option("id", o->id, "The part")->required()->type_name("PART");
  app.add_option("--depot", o->move.depot, "Where they lie")->required()->type_name("DEPOT");
  app.add_option("--quantity", o->move.quantity, "How many")->required()->type_name("NUMBER");
  if (step == registry::transfer_step) app.add_option("--to", o->move.to, "Where they go")->required()->type_name("DEPOT");
  if (keeps) app.add_option("--for", o->move.item, "The repair or ticket that they are kept for")->required()->type_name("ITEM");
  if (step == registry::issue_step) app.add_option("--for", o->move.item, "The repair or ticket that they are for; what is kept for it goes first")->type_name("ITEM");
  auto* reason = app.add_option("--reason", o->reason, "Why")->type_name("TEXT");
  if (!keeps) reason->required();
  app.add_option("--by", o->by, "Who did it, if not who types")->type_name("CONTACT");
  app.add_option("--at", o->at, "When it happened, if not now")->type_name("TIME");
  add_request_id(app);
  return [o](Context& ctx) {
    desk::RecordEntry entry{.id = o->id, .by = o->by, .typed_by = ctx.typed_by(), .at = std::nullopt, .reason = o->reason, .values = {}, .cleared = {}};
    if (!o->at.empty()) entry.at = parse_instant(o->at, ctx.zone());
    ctx.write([&](desk::Session& session) {
      desk::move_stock(session, entry, o->move);
      return std::string();
    });
  };
}

// --- stock ---

struct StockOptions {
  std::vector<std::string> ids;
  std::string depot;
  bool low = false, exit_code = false;
};

void run_stock(Context& ctx, const StockOptions& o) {
  const Format format = ctx.format();
  bool found = false;
  ctx.read([&](desk::Session& session) {
    if (!o.depot.empty()) desk::require_record(session, "depot", o.depot, false);
    std::vector<registry::Record> parts;
    for (const auto& id : o.ids) parts.push_back(desk::require_record(session, "part", id, false));
    if (o.ids.empty()) parts = session.store.records("part");
    render::Listing listing;
    listing.columns = {{"part", "PART"}, {"name", "NAME"}, {"depot", "DEPOT"}, {"on_hand", "ON HAND", true}, {"reserved", "RESERVED", true}, {"free", "FREE", true}, {"reorder", "REORDER AT", true}, {"low", ""}};
    for (const registry::Record& part : parts) {
      registry::Stock stock = desk::stock_of(session, part);
      const std::string points = part.fields.get("reorder");
      for (const std::string& line : registry::lines_of(points)) stock.try_emplace(line.substr(0, line.find('=')));  // none there is the least of all
      for (const auto& [depot, level] : stock) {
        const std::string point = registry::value_in(points, depot);
        const bool low = !point.empty() && level.free() <= std::stoll(point);
        if ((!o.depot.empty() && depot != o.depot) || (o.low && !low)) continue;
        found = true;
        listing.rows.push_back({cell(part.id), cell(part.fields.get("name")), cell(depot), cell(level.on_hand), cell(level.kept()), {render::Value(level.free()), {}, low},
                                point.empty() ? render::Cell{{}, "-"} : cell(std::stoll(point)), {render::Value(low), {}}});
      }
    }
    ctx.print(ctx.shown(listing, format));
  });
  if (o.exit_code && found) ctx.status = 1;
}

Run declare_stock(CLI::App& app) {
  auto o = std::make_shared<StockOptions>();
  app.add_option("ids", o->ids, "The parts; none: all")->type_name("PART");
  app.add_option("--depot", o->depot, "Only what lies here")->type_name("DEPOT");
  app.add_flag("--low", o->low, "Only what is down to its reorder point");
  app.add_flag("--exit-code", o->exit_code, "End with 1 if anything is listed");
  return [o](Context& ctx) { run_stock(ctx, *o); };
}

// --- plan ---

struct PlanOptions {
  std::string id, turnaround;
  double rate = -1, level = 95;
  std::int64_t base = -1;
};

constexpr double days_a_year = 365;
constexpr double most_demand = 100'000;

void run_plan(Context& ctx, const PlanOptions& o) {
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl});
  if (!(o.level > 0 && o.level < 100)) throw Error{ErrorKind::usage, phrase("--service-level is {}", fmt::format("{}", o.level)), phrase("write a percentage between 0 and 100, such as 95")};
  const Span turnaround = parse_span(o.turnaround);
  if (turnaround.unit == Unit::working_second || turnaround.unit == Unit::working_day) throw Error{ErrorKind::usage, phrase("--turnaround is '{}', which is no length in days, weeks, months or years", o.turnaround), phrase("write 30d")};
  const double days = static_cast<double>((registry::later(date_of(2026, 1, 1), turnaround) - date_of(2026, 1, 1)).count());
  ctx.read([&](desk::Session& session) {
    const registry::Record part = desk::require_record(session, "part", o.id, false);
    const std::int64_t base = o.base >= 0 ? o.base : desk::installed_base(session, part).parts;
    if (base == 0) throw Error{ErrorKind::refused, phrase("part '{}' is in no equipment that is in service", part.id), phrase("name its --models, or how many there are with --base")};
    double rate = o.rate;
    Message source = phrase("failing at a rate of {} a year each, as given", fmt::format("{:g}", rate));
    if (rate < 0) {
      const std::int64_t failures = desk::failures_since(session, part, session.now - Seconds{365 * 24 * 3600});
      rate = static_cast<double>(failures) / static_cast<double>(base);
      source = phrase("failing at a rate of {} a year each: {} on record in the last 365 days", fmt::format("{:.3g}", rate), counted(failures, "failure"));
    }
    const double demand = static_cast<double>(base) * rate * days / days_a_year;
    if (!(demand <= most_demand)) throw Error{ErrorKind::refused, phrase("a demand of {} is more than svc plans for", fmt::format("{:g}", demand)), {}};
    const double most = 1 - o.level / 100;
    const auto lines = registry::plan(demand, most);
    std::int64_t enough = 0;
    while (lines[static_cast<size_t>(enough)].stock_out > most) ++enough;
    if (format != Format::table) {
      render::Listing listing;
      listing.columns = {{"part", ""}, {"stock", ""}, {"stock_out_ppm", ""}, {"enough", ""}};
      for (const auto& line : lines) listing.rows.push_back({cell(part.id), cell(line.stock), cell(static_cast<std::int64_t>(std::llround(line.stock_out * 1e6))), {render::Value(line.stock == enough), {}}});
      return ctx.print(ctx.shown(listing, format));
    }
    ctx.answer(phrase("{}: keep {} for {} %", part.id, enough, fmt::format("{:g}", o.level)));
    ctx.answer(phrase("  {} in service, {}", base, source));
    ctx.answer(phrase("  each is away for {}: demand {}, Poisson (Palm; Feeney and Sherbrooke 1966)", o.turnaround, fmt::format("{:.3g}", demand)));
    ctx.print("\n");
    render::Listing listing;
    listing.columns = {{"stock", "STOCK", true}, {"out", "OUT OF STOCK", true}, {"note", ""}};
    for (const auto& line : lines) listing.rows.push_back({cell(line.stock), cell(fmt::format("{:.2f} %", line.stock_out * 100)), cell("")});
    ctx.print(ctx.shown(listing, Format::table));
  });
}

Run declare_plan(CLI::App& app) {
  auto o = std::make_shared<PlanOptions>();
  app.add_option("id", o->id, "The part")->required()->type_name("PART");
  app.add_option("--turnaround", o->turnaround, "How long a failed one is away, in days, weeks or months")->required()->type_name("SPAN");
  app.add_option("--service-level", o->level, "In how many of a hundred cases one is to be there; 95 if it is not said")->type_name("PERCENT");
  app.add_option("--rate", o->rate, "How often one of them fails in a year; else as observed in the last 365 days")->type_name("NUMBER")->check(number_from(0, 1e9));
  app.add_option("--base", o->base, "How many are in service; else those of the registry")->type_name("NUMBER")->check(number_from(0, 1e9));
  return [o](Context& ctx) { run_plan(ctx, *o); };
}

// --- the end of a part ---

struct EndOptions {
  std::string id, last, substitute, by, reason;
};

Run declare_discontinue(CLI::App& app) {
  auto o = std::make_shared<EndOptions>();
  app.add_option("id", o->id, "The part")->required()->type_name("PART");
  app.add_option("--on", o->last, "The last day on which it is made")->required()->type_name("DATE");
  app.add_option("--substitute", o->substitute, "The part that does the same in its place")->type_name("PART");
  app.add_option("--by", o->by, "Who decided it, if not who types")->type_name("CONTACT");
  app.add_option("--reason", o->reason, "Why")->type_name("TEXT");
  add_request_id(app);
  return [o](Context& ctx) {
    const Date last = parse_date(o->last);
    const desk::RecordEntry entry{.id = o->id, .by = o->by, .typed_by = ctx.typed_by(), .at = std::nullopt, .reason = o->reason, .values = {}, .cleared = {}};
    ctx.write([&](desk::Session& session) {
      std::string ids;
      for (const auto& id : desk::discontinue(session, entry, last, o->substitute)) ids += id + "\n";
      return ids;
    });
  };
}

std::vector<Message> stock_lines(desk::Session& session, const registry::Record& part) {
  std::vector<Message> lines;
  for (const auto& [depot, level] : desk::stock_of(session, part)) {
    if (lines.empty()) lines.push_back(phrase("stock"));
    lines.push_back(phrase("  {}: {} on hand, {} reserved", depot, level.on_hand, level.kept()));
  }
  return lines;
}

}  // namespace

Noun spare_noun() {
  const auto verbs = [] {
    const auto moves = [](std::string_view step) { return [step](CLI::App& app) { return declare_move(app, step); }; };
    std::vector<Verb> all = record_verbs("part", stock_lines);
    const std::vector<Verb> more{
        {"receive", "parts come into a depot", moves(registry::receive_step), {"svc spare receive BOARD-X --depot OFFICE --quantity 3 --reason 'order 4711'"}},
        {"issue", "parts leave a depot for good", moves(registry::issue_step), {"svc spare issue BOARD-X --depot OFFICE --quantity 1 --for R-1 --reason loaner"}},
        {"transfer", "parts go from one depot to another", moves(registry::transfer_step), {"svc spare transfer BOARD-X --depot OFFICE --to CUSTOMER --quantity 1 --reason 'first level stock'"}},
        {"reserve", "parts are kept for a repair or a ticket", moves(registry::reserve_step), {"svc spare reserve BOARD-X --depot OFFICE --quantity 1 --for R-1"}},
        {"release", "parts are not kept any more", moves(registry::release_step), {"svc spare release BOARD-X --depot OFFICE --quantity 1 --for R-1"}},
        {"stock", "what lies where, and what is down to its reorder point", declare_stock, {"svc spare stock --low --exit-code"}},
        {"plan", "how many to keep", declare_plan, {"svc spare plan BOARD-X --turnaround 30d --service-level 95"}},
        {"discontinue", "it will not be made any more; prints the notices that customers are owed", declare_discontinue, {"svc spare discontinue BOARD-X --on 2027-12-31"}},
    };
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  const registry::RecordType& type = *registry::find_type("part");
  return {"spare", std::string(type.help), verbs, {example_of(type), "svc spare stock --low", "svc spare plan BOARD-X --turnaround 30d"}};
}

}  // namespace svc::cmd
