// SPDX-License-Identifier: MIT
// svc report: what was promised in a period, and what was kept.
#include <algorithm>
#include <set>

#include "cli11.h"
#include "command.h"
#include "context.h"
#include "desk/cases.h"
#include "desk/times.h"
#include "error.h"
#include "figures.h"
#include "render/item.h"
#include "report/compliance.h"
#include "report/survey.h"
#include "sla/duty.h"
#include "suggest.h"
#include "summary.h"
#include "text.h"
#include "time/text.h"
#include "work/lifecycle.h"

namespace svc::cmd {
namespace {

using render::cell;
using render::cell_or_null;
using render::Format;

struct PeriodOptions {
  std::string from, to, period;
};

void add_period(CLI::App& app, PeriodOptions& o) {
  CLI::Option* period = app.add_option("--period", o.period, "This month, quarter, half-year or year: 2026-03, 2026Q1, 2026H1, 2026")->type_name("PERIOD");
  app.add_option("--from", o.from, "From this date on; the first of the month, if it is not said")->type_name("DATE")->excludes(period);
  app.add_option("--to", o.to, "To this date, included; today, if it is not said")->type_name("DATE")->excludes(period);
}

struct SlaOptions {
  PeriodOptions dates;
  std::string by = "target";
  VerdictFilter filter;
  bool missed = false, exit_code = false;
};

// A month, quarter, half-year or year by its name: "2026Q1".
Stretch period_named(const std::string& name) {
  if (const auto period = sla::find_period(name)) return {period->from, period->to};
  throw Error{ErrorKind::usage, phrase("'{}' is no period", name), phrase("a period looks like 2026-03, 2026Q1, 2026H1 or 2026")};
}

Stretch stretch_of(const PeriodOptions& o, Date today) {
  if (!o.period.empty()) return period_named(o.period);
  const Date to = o.to.empty() ? today : parse_date(o.to);
  const auto first = civil(to);
  const Date from = o.from.empty() ? date_of(static_cast<int>(first.year()), static_cast<unsigned>(first.month()), 1) : parse_date(o.from);
  if (to < from) throw Error{ErrorKind::usage, phrase("the period ends before it starts: {} is before {}", print(to), print(from)), phrase("write the earlier date with --from")};
  return {from, to + std::chrono::days{1}};
}

void require_grouping(const std::string& by) {
  const auto& known = report::groupings();
  if (std::find(known.begin(), known.end(), by) == known.end()) throw Error{ErrorKind::usage, phrase("nothing is told apart by '{}'", by), hint_for(by, known)};
}

// A filter that names nothing would say that all is well.
void require_filter(desk::Session& session, const VerdictFilter& o) {
  const auto require = [](const std::string& what, const std::string& name, const std::vector<std::string>& known) {
    if (!name.empty()) require_known(what, name, known);
  };
  require("profile", o.profile, session.config.profile_names());
  require("kind", o.kind, work::kinds());
  if (!o.customer.empty() && !session.store.find_record("customer", o.customer)) throw Error{ErrorKind::not_found, phrase("no customer '{}'", o.customer), phrase("'svc customer list' shows those that exist")};
}

std::string in_capitals(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

render::Cell span_cell(const std::optional<std::int64_t>& seconds) { return seconds ? render::Cell{render::Value(*seconds), render::span_text(*seconds)} : render::Cell{}; }

void run_sla(Context& ctx, const SlaOptions& o) {
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl, Format::csv, Format::tsv});
  require_grouping(o.by);
  bool broken = false;
  ctx.read([&](desk::Session& session) {
    require_filter(session, o.filter);
    const Stretch stretch = stretch_of(o.dates, date_part(session.zone().local(session.now)));
    std::map<std::string, report::Compliance> groups;
    std::vector<report::Verdict> misses;
    each_verdict(session, o.filter, stretch, [&](const report::Verdict& verdict) {
      broken = broken || !verdict.met;
      if (!o.missed) return groups[report::group_of(verdict, o.by)].add(verdict);
      if (!verdict.met) misses.push_back(verdict);
    });
    ctx.print(ctx.shown(o.missed ? misses_listing(session, misses) : compliance_listing(groups, o.by), format));
  });
  if (o.exit_code && broken) ctx.status = 1;
}

Run declare_sla(CLI::App& app) {
  auto o = std::make_shared<SlaOptions>();
  add_period(app, o->dates);
  CLI::Option* by = app.add_option("--by", o->by, "What is told apart: target, severity, customer, engineer, team, type, profile or kind")->type_name("WHAT");
  app.add_option("--target", o->filter.target, "Only this target")->type_name("TARGET");
  app.add_option("--profile", o->filter.profile, "Only under this profile")->type_name("PROFILE");
  app.add_option("--customer", o->filter.customer, "Only this customer's")->type_name("CUSTOMER");
  app.add_option("--kind", o->filter.kind, "Only of this kind of item: ticket, rma, inspection …")->type_name("KIND");
  app.add_flag("--missed", o->missed, "Each promise that was broken, by itself")->excludes(by);
  app.add_flag("--exit-code", o->exit_code, "End with 1 if a promise was broken");
  return [o](Context& ctx) { run_sla(ctx, *o); };
}

struct TimeOptions {
  PeriodOptions dates;
  std::string by = "kind";
  VerdictFilter filter;
};

Run declare_time(CLI::App& app) {
  auto o = std::make_shared<TimeOptions>();
  add_period(app, o->dates);
  app.add_option("--by", o->by, "What is told apart: kind, severity, customer, engineer, team, type, profile or item")->type_name("WHAT");
  app.add_option("--profile", o->filter.profile, "Only under this profile")->type_name("PROFILE");
  app.add_option("--customer", o->filter.customer, "Only this customer's")->type_name("CUSTOMER");
  app.add_option("--kind", o->filter.kind, "Only of this kind of item: ticket, rma, inspection …")->type_name("KIND");
  return [o](Context& ctx) {
    const Format format = ctx.format({Format::table, Format::json, Format::jsonl, Format::csv, Format::tsv});
    ctx.read([&](desk::Session& session) {
      require_filter(session, o->filter);
      ctx.print(ctx.shown(time_listing(session, o->filter, stretch_of(o->dates, date_part(session.zone().local(session.now))), o->by), format));
    });
  };
}

// Problems that came back, for the handbook.
Run declare_repeats(CLI::App& app) {
  auto o = std::make_shared<PeriodOptions>();
  add_period(app, *o);
  return [o](Context& ctx) {
    const Format format = ctx.format({Format::table, Format::json, Format::jsonl, Format::csv, Format::tsv});
    ctx.read([&](desk::Session& session) {
      const Stretch stretch = stretch_of(*o, date_part(session.zone().local(session.now)));
      render::Listing listing;
      listing.columns = {{"times", "TIMES", true}, {"title", "LATEST"}, {"tickets", "TICKETS"}, {"customers", "CUSTOMERS", true}, {"cause", "CAUSE"}, {"remedy", "REMEDY"}};
      for (const auto& repeat : desk::repeats(session, desk::start_of(session, stretch.from), desk::start_of(session, stretch.to))) {
        std::vector<std::string> ids;
        std::set<std::string> customers;
        const desk::Case* solved = nullptr;
        for (const auto& each : repeat.cases) {
          ids.push_back(work::print_id(each.row.kind, each.row.number));
          if (!each.row.customer.empty()) customers.insert(each.row.customer);
          if (solved == nullptr && (!each.cause.empty() || !each.remedy.empty())) solved = &each;
        }
        listing.rows.push_back({cell(std::ssize(ids)), cell(repeat.cases.front().title), {render::Value(ids), first_few(ids)}, cell(std::ssize(customers)),
                                cell_or_null(solved == nullptr ? "" : solved->cause), cell_or_null(solved == nullptr ? "" : solved->remedy)});
      }
      ctx.print(ctx.shown(listing, format));
    });
  };
}

}  // namespace

void each_verdict(desk::Session& session, const VerdictFilter& filter, const Stretch& stretch, const std::function<void(const report::Verdict&)>& visit) {
  session.store.each_decided(desk::start_of(session, stretch.from), desk::start_of(session, stretch.to), session.now, [&](const store::Store::Decided& row) {
    const auto passes = [](const std::string& wanted, const std::string& value) { return wanted.empty() || wanted == value; };
    if (!passes(filter.profile, row.profile) || !passes(filter.customer, row.customer) || !passes(filter.target, row.target) || !passes(filter.kind, row.kind)) return;
    const Instant due = row.breached_at.value_or(row.due_at);  // a later term does not undo what was broken
    const Instant end = row.stopped_at.value_or(session.now);
    visit({.kind = row.kind, .target = row.target, .severity = row.severity, .type = row.type, .customer = row.customer, .engineer = row.assignee, .team = row.team, .profile = row.profile,
           .number = row.number, .cycle = row.cycle, .met = !row.breached_at, .due_at = due, .seconds = row.stopped_at ? std::optional((*row.stopped_at - row.started_at).count()) : std::nullopt,
           .late = std::max<std::int64_t>(0, (end - due).count())});
  });
}

render::Listing misses_listing(desk::Session& session, const std::vector<report::Verdict>& misses) {
  const Zone zone = session.zone();
  render::Listing listing;
  listing.columns = {{"item", "ITEM"}, {"target", "TARGET"}, {"cycle", ""}, {"severity", "SEVERITY"}, {"customer", "CUSTOMER"}, {"engineer", "ENGINEER"}, {"due_at", "DUE"}, {"late_seconds", "LATE BY"}, {"open", "STILL OPEN"}, {"title", "TITLE"}, {"cause", "CAUSE"}};
  for (const report::Verdict& verdict : misses) {
    const bool open = !verdict.seconds;
    const desk::Picture picture = desk::look(session, work::print_id(verdict.kind, verdict.number));
    const std::string cause = desk::cause_of(picture);
    listing.rows.push_back({cell(picture.id), cell(verdict.target), cell(std::int64_t{verdict.cycle}), cell_or_null(verdict.severity), cell_or_null(verdict.customer), cell_or_null(verdict.engineer),
                            {render::Value(rfc3339(verdict.due_at, zone)), short_due(verdict.due_at, zone)}, span_cell(verdict.late), {render::Value(open), open ? phrase("yes") : phrase("no"), open}, cell(picture.title), cell_or_null(cause)});
  }
  return listing;
}

render::Listing time_listing(desk::Session& session, const VerdictFilter& filter, const Stretch& stretch, const std::string& by) {
  const std::vector<std::string> known = desk::time_groupings();
  if (std::find(known.begin(), known.end(), by) == known.end()) throw Error{ErrorKind::usage, phrase("no time is told apart by '{}'", by), hint_for(by, known)};
  render::Listing listing;
  listing.columns = {{by, in_capitals(by)}, {"items", "ITEMS", true}, {"our_seconds", "OURS", true}, {"customer_seconds", "THE CUSTOMER'S", true}, {"maker_seconds", "THE MAKER'S", true}, {"our_percent", "OURS %", true}};
  const desk::TimeFilter wanted{filter.profile, filter.customer, filter.kind};
  for (const auto& [name, group] : desk::times_by(session, by, wanted, desk::start_of(session, stretch.from), desk::start_of(session, stretch.to))) {
    const auto percent = group.shares.all() == 0 ? std::nullopt : std::optional(100.0 * static_cast<double>(group.shares.ours) / static_cast<double>(group.shares.all()));
    listing.rows.push_back({cell_or_null(name), cell(group.items), span_cell(group.shares.ours), span_cell(group.shares.customers), span_cell(group.shares.makers),
                            percent ? render::Cell{report::rounded(*percent, 4), report::print_figure(percent, 2)} : render::Cell{}});
  }
  return listing;
}

render::Listing compliance_listing(std::map<std::string, report::Compliance>& groups, const std::string& by) {
  render::Listing listing;
  listing.columns = {{by, in_capitals(by)}, {"met", "MET", true}, {"missed", "MISSED", true}, {"open", "STILL OPEN", true}, {"percent", "KEPT %", true}, {"median_seconds", "MEDIAN", true},
                     {"p90_seconds", "90 % WITHIN", true}, {"longest_seconds", "LONGEST", true}, {"latest_seconds", "WORST MISS", true}};
  for (auto& [name, group] : groups) {
    const auto percent = group.percent();
    listing.rows.push_back({cell_or_null(name), cell(group.met), {render::Value(group.missed), std::to_string(group.missed), group.missed > 0}, cell(group.open),
                            percent ? render::Cell{report::rounded(*percent, 4), report::print_figure(percent, 2)} : render::Cell{}, span_cell(group.percentile(50)), span_cell(group.percentile(90)),
                            span_cell(group.percentile(100)), span_cell(group.missed > 0 ? std::optional(group.latest) : std::nullopt)});
  }
  return listing;
}

Noun report_noun() {
  const auto verbs = [] {
    return std::vector<Verb>{
        {"weekly", "what was done in a week: people, questions, promises", [](CLI::App& app) { return declare_summary(app, "week"); }, {"svc report weekly", "svc report weekly --of 2026-03-04 --keeper sun"}},
        {"monthly", "the same of a month, with major requests and causes", [](CLI::App& app) { return declare_summary(app, "month"); }, {"svc report monthly --html march.html"}},
        {"quarterly", "the same of a quarter, with duties and penalties", [](CLI::App& app) { return declare_summary(app, "quarter"); }, {"svc report quarterly --of 2026-03-31"}},
        {"yearly", "the same of a year", [](CLI::App& app) { return declare_summary(app, "year"); }, {"svc report yearly"}},
        {"repeats", "problems that came back, for the handbook", declare_repeats, {"svc report repeats --period 2026Q1"}},
        {"time", "whose time it took what ended in a period: ours, the customer's or the maker's", declare_time, {"svc report time --period 2026Q1 --by customer", "svc report time --by item"}},
        {"sla", "promises kept and broken in a period, and how long it took", declare_sla, {"svc report sla --period 2026Q1", "svc report sla --period 2026-03 --by customer", "svc report sla --missed"}},
    };
  };
  return {"report", "what was promised in a period, and what was kept", verbs, {"svc report sla --period 2026Q1", "svc report sla --missed --from 2026-03-01"}};
}

}  // namespace svc::cmd
