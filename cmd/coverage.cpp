// SPDX-License-Identifier: MIT
#include "coverage.h"

#include <algorithm>

#include "cli11.h"
#include "context.h"
#include "desk/planner.h"
#include "render/item.h"
#include "text.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

using render::cell;
using render::cell_or_null;
using render::Format;

struct CoverageOptions {
  desk::DutyFilter filter;
  bool each = false, missing = false, exit_code = false;
};

// All that is owed under one duty in one period; periods that are one's own are taken together.
struct Group {
  const desk::Owed* first = nullptr;
  std::vector<const desk::Owed*> all;

  std::string period() const { return is_shared() ? first->period.name : std::string(); }
  bool is_shared() const { return first->duty->rhythm == sla::Duty::Rhythm::grid; }
};

std::vector<Group> grouped(const std::vector<desk::Owed>& owed) {
  std::vector<Group> groups;
  for (const desk::Owed& each : owed) {
    const bool same = !groups.empty() && groups.back().first->duty == each.duty && groups.back().first->profile == each.profile &&
                      (!groups.back().is_shared() || groups.back().first->period == each.period);
    if (!same) groups.push_back({&each, {}});
    groups.back().all.push_back(&each);
  }
  return groups;
}

// When the item's engineer is to be there, as it was planned last.
std::optional<Instant> planned_on(desk::Session& session, const store::ItemRow& item) {
  const auto appointment = desk::appointment_of(session, item);
  return appointment ? std::optional(appointment->on) : std::nullopt;
}

render::Listing each_of(desk::Session& session, const std::vector<desk::Owed>& owed, bool missing_alone) {
  const Zone zone = session.zone();
  render::Listing listing;
  listing.columns = {{"subject", "SUBJECT"}, {"customer", "CUSTOMER"}, {"region", "REGION"}, {"profile", ""}, {"duty", "DUTY"}, {"period", "PERIOD"}, {"from", ""},
                     {"due_at", "DUE"}, {"state", "STATE"}, {"item", "ITEM"}, {"planned_at", "PLANNED"}, {"done_by", "DONE BY"}, {"done_at", "DONE"}};
  const auto time = [&](const std::optional<Instant>& at) { return at ? render::Cell{rfc3339(*at, zone), short_due(*at, zone)} : render::Cell{}; };
  for (const desk::Owed& each : owed) {
    if (missing_alone && each.is_done()) continue;
    const std::string state = each.state(session.now);
    const auto id_of = [](const std::optional<store::ItemRow>& row) { return cell_or_null(row ? work::print_id(row->kind, row->number) : ""); };
    listing.rows.push_back({cell(each.subject), cell_or_null(each.customer), cell_or_null(each.region), cell(each.profile), cell(each.duty->id), cell(each.period.name), cell(print(each.starts)),
                            time(each.due), {render::Value(state), state, state == "overdue" || state == "missing"}, id_of(each.item),
                            time(each.item ? planned_on(session, *each.item) : std::nullopt), id_of(each.by), time(each.by ? each.by->done_at : std::nullopt)});
  }
  return listing;
}

void run_coverage(Context& ctx, const CoverageOptions& o) {
  const bool each = o.each || o.missing;
  const Format format = each ? ctx.format() : ctx.format({Format::table, Format::json, Format::jsonl, Format::csv, Format::tsv});
  bool overdue = false;
  ctx.read([&](desk::Session& session) {
    const auto owed = desk::owed(session, o.filter);
    overdue = std::any_of(owed.begin(), owed.end(), [&](const desk::Owed& one) { return !one.is_done() && one.due < session.now; });
    ctx.print(ctx.shown(each ? each_of(session, owed, o.missing) : coverage_listing(session, owed), format));
  });
  if (o.exit_code && overdue) ctx.status = 1;
}

}  // namespace

render::Listing coverage_listing(desk::Session& session, const std::vector<desk::Owed>& owed) {
  const Zone zone = session.zone();
  render::Listing listing;
  listing.columns = {{"profile", "PROFILE"}, {"duty", "DUTY"}, {"period", "PERIOD"}, {"done", "DONE", true}, {"owed", "OWED", true}, {"late", "", true},
                     {"overdue", "OVERDUE", true}, {"due_at", "LAST DAY"}, {"missing", "MISSING"}, {"title", "TITLE"}, {"source", ""}};
  for (const Group& group : grouped(owed)) {
    std::int64_t done = 0, late = 0, overdue = 0;
    std::vector<std::string> missing;
    Instant last = group.first->due;
    for (const desk::Owed* each : group.all) {
      const std::string state = each->state(session.now);
      done += each->is_done() ? 1 : 0;
      late += state == "late" ? 1 : 0;
      overdue += state == "overdue" || state == "missing" ? 1 : 0;
      if (!each->is_done()) missing.push_back(each->subject);
      last = std::max(last, each->due);
    }
    const std::string period = group.period();
    listing.rows.push_back({cell(group.first->profile), cell(group.first->duty->id), cell_or_null(period), cell(done), cell(std::ssize(group.all)),
                            cell(late), {render::Value(overdue), overdue > 0 ? std::to_string(overdue) : "-", overdue > 0},
                            {render::Value(rfc3339(last, zone)), short_due(last, zone)}, {render::Value(missing), missing.empty() ? Message("-") : first_few(missing)},
                            cell_or_null(group.first->duty->title), cell_or_null(group.first->duty->source)});
  }
  return listing;
}

Run declare_coverage(CLI::App& app, const std::string& kind) {
  auto o = std::make_shared<CoverageOptions>();
  o->filter.kind = kind;
  app.add_option("--period", o->filter.period, "Of this period, such as 2026Q1, or of all in it, as of 2026; if not those of today")->type_name("PERIOD");
  app.add_option("--duty", o->filter.duty, "Only of this duty")->type_name("DUTY");
  app.add_option("--profile", o->filter.profile, "Only under this profile")->type_name("PROFILE");
  app.add_option("--customer", o->filter.customer, "Only this customer's")->type_name("CUSTOMER");
  app.add_flag("--each", o->each, "Each machine, customer or job by itself");
  app.add_flag("--missing", o->missing, "The same, only those that are not done");
  app.add_flag("--exit-code", o->exit_code, kind.empty() ? "End with 1 if anything is listed; of duties, if anything is overdue" : "End with 1 if anything is overdue");
  return [o](Context& ctx) { run_coverage(ctx, *o); };
}

}  // namespace svc::cmd
