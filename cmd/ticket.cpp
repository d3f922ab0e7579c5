// SPDX-License-Identifier: MIT
// svc ticket: the lifecycle's verbs, and what there is to see of tickets.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "cli11.h"
#include "command.h"
#include "config/import_map.h"
#include "context.h"
#include "desk/audit.h"
#include "desk/import.h"
#include "desk/record.h"
#include "error.h"
#include "input.h"
#include "render/item.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"
#include "view.h"

namespace svc::cmd {
namespace {

using render::cell;
using render::cell_or_null;
using render::Format;

// --- list ---

struct ListOptions {
  bool overdue = false, all = false, exit_code = false;
  std::string due_within;
  store::ItemFilter filter;
};

// The clock that presses most: overdue the longest, else due the soonest.
const store::ClockRow* most_pressing(const std::vector<store::ClockRow>& clocks) {
  const store::ClockRow* best = nullptr;
  for (const auto& clock : clocks) {
    if (!clock.is_open() || !clock.due_at) continue;
    if (best == nullptr || *clock.due_at < *best->due_at) best = &clock;
  }
  return best;
}

render::Listing listing_of(desk::Session& session, const std::vector<store::ItemRow>& items) {
  const Zone zone = session.zone();
  render::Listing listing;
  listing.columns = {{"id", "ID"}, {"state", "STATE"}, {"severity", "SEVERITY"}, {"type", "TYPE"}, {"customer", "CUSTOMER"},
                     {"team", ""}, {"assignee", "ASSIGNEE"}, {"profile", ""}, {"opened_at", ""}, {"ended_at", ""},
                     {"target", "TARGET"}, {"due_at", "DUE"}, {"overdue", "OVERDUE"}, {"title", "TITLE"}};
  for (const auto& item : items) {
    const auto clocks = session.store.clocks(item.id);
    const store::ClockRow* clock = most_pressing(clocks);
    const bool overdue = clock != nullptr && clock->is_overdue(session.now);
    const auto time = [&](const std::optional<Instant>& at) {
      return at ? render::Cell{rfc3339(*at, zone), short_due(*at, zone)} : render::Cell{};
    };
    listing.rows.push_back({cell(work::print_id(item.kind, item.number)), cell(item.state), cell_or_null(item.severity),
                            cell_or_null(item.type), cell_or_null(item.customer), cell_or_null(item.team),
                            cell_or_null(item.assignee), cell(item.profile), time(item.opened_at), time(item.ended_at),
                            clock == nullptr ? render::Cell{} : cell(clock->target),
                            time(clock == nullptr ? std::nullopt : clock->due_at),
                            {render::Value(overdue), overdue ? render::span_text((session.now - *clock->due_at).count()) : "-", overdue},
                            cell(session.store.title(item.id))});
  }
  return listing;
}

// A filter that names nothing would say that all is well.
void require_names(desk::Session& session, const store::ItemFilter& filter) {
  const auto require = [](const std::string& what, const std::string& name, const std::vector<std::string>& known) {
    if (name.empty() || known.empty() || std::find(known.begin(), known.end(), name) != known.end()) return;
    throw Error{ErrorKind::not_found, "no " + what + " '" + name + "'", hint_for(name, known)};
  };
  const auto keys = [](const auto& map) {
    std::vector<std::string> names;
    for (const auto& [name, value] : map) names.push_back(name);
    return names;
  };
  const auto& states = work::lifecycle_of(filter.kind).states;
  require("state", filter.state, {states.begin(), states.end()});
  require("profile", filter.profile, session.config.profile_names());
  require("team", filter.team, keys(session.directory.teams));
  require("contact", filter.assignee, keys(session.directory.contacts));
  if (!filter.customer.empty() && !session.store.customer(filter.customer)) {
    throw Error{ErrorKind::not_found, "no customer '" + filter.customer + "'", "'svc customer list' shows those that exist"};
  }
}

void run_list(Context& ctx, ListOptions options) {
  const Format format = ctx.format();
  options.filter.ended_too = options.all;
  if (options.overdue) options.filter.overdue_at = ctx.now();
  if (!options.due_within.empty()) {
    options.filter.due_by = ctx.now() + parse_elapsed(options.due_within, "--due-within");
  }
  bool found = false;
  ctx.read([&](desk::Session& session) {
    require_names(session, options.filter);
    if (format == Format::ids) {
      std::string ids;
      for (const auto number : session.store.list_numbers(options.filter)) ids += work::print_id(options.filter.kind, number) + "\n";
      found = !ids.empty();
      return ctx.print(ids);
    }
    const auto items = session.store.list(options.filter);
    found = !items.empty();
    ctx.print(render::print(listing_of(session, items), format, ctx.colour()));
  });
  if (options.exit_code && found) ctx.status = 1;
}

Run declare_list(CLI::App& app) {
  auto o = std::make_shared<ListOptions>();
  app.add_flag("--overdue", o->overdue, "Only those with a clock past its due time");
  app.add_option("--due-within", o->due_within, "Only those with a clock due within this time, overdue ones too")->type_name("SPAN");
  app.add_flag("--all", o->all, "Closed and cancelled ones, too");
  app.add_option("--state", o->filter.state, "Only those in this state")->type_name("STATE");
  app.add_option("--severity", o->filter.severity, "Only those of this severity")->type_name("SEVERITY");
  app.add_option("--type", o->filter.type, "Only those of this type")->type_name("TYPE");
  app.add_option("--customer", o->filter.customer, "Only this customer's")->type_name("CUSTOMER");
  app.add_option("--team", o->filter.team, "Only this team's")->type_name("TEAM");
  app.add_option("--assignee", o->filter.assignee, "Only this engineer's")->type_name("CONTACT");
  app.add_option("--profile", o->filter.profile, "Only those under this profile")->type_name("PROFILE");
  app.add_flag("--exit-code", o->exit_code, "End with 1 if anything is listed");
  return [o](Context& ctx) { run_list(ctx, *o); };
}

// --- show, explain, steps, evidence ---

struct IdsOptions {
  std::vector<std::string> ids;
};

Run declare_ids(CLI::App& app, void (*run)(Context&, const IdsOptions&)) {
  auto o = std::make_shared<IdsOptions>();
  app.add_option("ids", o->ids, "The tickets; - reads them from standard input")->required()->type_name("ID");
  return [o, run](Context& ctx) { run(ctx, *o); };
}

void show(Context& ctx, const IdsOptions& options, bool ledger) {
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl});
  std::vector<std::string> pages;
  ctx.read([&](desk::Session& session) {
    const Zone zone = session.zone();
    for (const auto& id : ids_of(ctx, options.ids)) {
      const desk::Picture picture = desk::look(session, id, "ticket");
      const render::ItemView view = view_of(session, picture, zone);
      pages.push_back(format != Format::table ? render::json(view, ledger) : ledger ? render::ledger_page(view) : render::page(view));
    }
  });
  if (format == Format::json && is_many(options.ids)) return ctx.print(render::json_list(pages));
  for (size_t i = 0; i < pages.size(); ++i) {
    if (format == Format::jsonl) std::erase(pages[i], '\n');
    ctx.print((i > 0 && format == Format::table ? "\n" : "") + pages[i] + (format == Format::table ? "" : "\n"));
  }
}

void run_show(Context& ctx, const IdsOptions& options) { show(ctx, options, false); }
void run_explain(Context& ctx, const IdsOptions& options) { show(ctx, options, true); }

void run_steps(Context& ctx, const IdsOptions& options) {
  const Format format = ctx.format();
  ctx.read([&](desk::Session& session) {
    render::Listing listing;
    listing.columns = {{"step", "STEP"}, {"flag", ""}, {"event", "EVENT"}, {"to", "STATE AFTER"}, {"missing", "NEEDS FIRST"}, {"help", "WHEN"}};
    for (const auto& id : ids_of(ctx, options.ids)) {
      const desk::Picture picture = desk::look(session, id, "ticket");
      for (const auto& possible : desk::possible_steps(picture)) {
        const work::Step& step = *possible.step;
        const std::string flag = step.flag.empty() ? "" : "--" + std::string(step.flag);
        listing.rows.push_back({{render::Value(std::string(step.verb)), std::string(step.verb) + (flag.empty() ? "" : " " + flag)},
                                cell_or_null(flag), cell(std::string(step.event)), cell_or_null(std::string(step.to)),
                                cell_or_null(possible.missing), cell(std::string(step.help))});
      }
    }
    ctx.print(render::print(listing, format));
  });
}

void run_evidence(Context& ctx, const IdsOptions& options) {
  if (is_many(options.ids)) throw Error{ErrorKind::usage, "an evidence file is about one ticket", {}};
  ctx.read([&](desk::Session& session) { ctx.print(desk::evidence_of(session, options.ids.front())); });
}

// --- import ---

struct ImportOptions {
  std::string file, map, bad_file;
  bool alert = false;
};

std::string bad_rows_csv(const desk::ImportSummary& summary) {
  render::Listing listing;
  for (const auto& name : summary.header) listing.columns.push_back({name, name});
  for (const auto& bad : summary.bad) {
    std::vector<render::Cell> row;
    for (const auto& value : bad.cells) row.push_back(cell(value));
    listing.rows.push_back(std::move(row));
  }
  return render::print(listing, Format::csv);
}

// A file that is there whole or not at all: written beside its place, and moved there by `keep`.
class NewFile {
 public:
  NewFile(std::string path, const std::string& text) : path_(std::move(path)) {
    std::ofstream out(path_ + ".new", std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out) throw Error{ErrorKind::storage, "cannot write '" + path_ + "'", {}};
  }
  ~NewFile() {
    std::error_code ignored;
    std::filesystem::remove(path_ + ".new", ignored);
  }
  NewFile(const NewFile&) = delete;
  void keep() const { std::filesystem::rename(path_ + ".new", path_); }

 private:
  std::string path_;
};

std::string summary_text(const desk::ImportSummary& summary) {
  std::string text = counted(summary.rows, "row") + ": " + counted(summary.opened, "ticket") + " opened, " +
                     std::to_string(summary.extended) + " extended, " + counted(summary.events, "event");
  if (summary.skipped > 0) text += ", " + counted(summary.skipped, "row") + " imported before";
  if (!summary.bad.empty()) text += ", " + counted(static_cast<std::int64_t>(summary.bad.size()), "bad row") + " left out";
  text += "\n";
  if (summary.before_opening > 0) text += counted(summary.before_opening, "row") + " before the opening of a ticket, counted at it\n";
  return text;
}

void run_import(Context& ctx, const ImportOptions& options) {
  const auto map = config::load_import_map(options.map, "ticket");
  for (const auto& finding : map.findings) ctx.tell(config::describe(finding, [&](const std::string&) { return map.source; }));
  if (config::has_errors(map.findings)) throw Error{ErrorKind::config, "the map '" + options.map + "' cannot be used", {}};
  std::ifstream file(options.file, std::ios::binary);
  const bool from_stdin = options.file == "-";
  if (!from_stdin && (std::filesystem::is_directory(options.file) || !file)) {
    throw Error{ErrorKind::not_found, "there is no file '" + options.file + "'", {}};
  }
  const desk::ImportRequest request{.file = options.file, .kind = "ticket", .alert = options.alert, .typed_by = ctx.typed_by()};
  const desk::ImportPlan plan = desk::read_import(from_stdin ? *ctx.env.in : file, map.map, request, ctx.now());
  const auto& bad = plan.summary().bad;
  for (const auto& row : bad) ctx.talk(fmt::format("{}:{}: {}\n", options.file, row.line, printable(row.why)));
  if (!bad.empty() && options.bad_file.empty()) {
    throw Error{ErrorKind::refused, fmt::format("nothing is imported: {} of {} rows are bad", bad.size(), plan.summary().rows),
                "mend them, or import the rest with --skip-bad FILE, which gets the bad rows"};
  }
  std::optional<NewFile> rest;
  if (!bad.empty() && !ctx.globals.dry_run) rest.emplace(options.bad_file, bad_rows_csv(plan.summary()));
  std::string told = "imported before, by the same request\n";
  ctx.write([&](desk::Session& session) {
    told = summary_text(desk::apply_import(session, plan));
    return std::string();
  });
  if (rest) rest->keep();
  ctx.talk(told);
}

Run declare_import(CLI::App& app) {
  auto o = std::make_shared<ImportOptions>();
  app.add_option("file", o->file, "The CSV file; - reads standard input")->required()->type_name("FILE.csv");
  app.add_option("--map", o->map, "What its columns and states mean")->required()->type_name("MAP.toml");
  app.add_option("--skip-bad", o->bad_file, "Import the good rows, and write the bad ones to this file")->type_name("FILE");
  app.add_flag("--alert", o->alert, "Raise the highest rung that each clock has reached");
  add_request_id(app);
  return [o](Context& ctx) { run_import(ctx, *o); };
}

}  // namespace

Noun ticket_noun() {
  const auto verbs = [] {
    std::vector<Verb> all = lifecycle_verbs("ticket");
    const std::vector<Verb> more{
        {"list", "tickets, the live ones unless --all", declare_list, {"svc ticket list --overdue -o ids | svc ticket show -"}},
        {"show", "a ticket with its clocks, events and alerts", [](CLI::App& app) { return declare_ids(app, run_show); },
         {"svc ticket show T-1 -o json | jq -r '.clocks[] | select(.state==\"running\") | .due_at'"}},
        {"explain", "where every second of its clocks went", [](CLI::App& app) { return declare_ids(app, run_explain); }, {"svc ticket explain T-1"}},
        {"steps", "the steps that it may take now", [](CLI::App& app) { return declare_ids(app, run_steps); }, {"svc ticket steps T-1"}},
        {"evidence", "a file that proves what happened", [](CLI::App& app) { return declare_ids(app, run_evidence); },
         {"svc ticket evidence T-1 > T-1.json", "svc db verify T-1.json"}},
        {"import", "another system's log, from CSV", declare_import, {"svc ticket import incidents.csv --map map.toml --dry-run"}},
    };
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  return {"ticket", "customers' requests, from the call to the customer's yes", verbs,
          {"id=$(svc ticket open --title 'Exchange down' --type fault --severity L1)", "svc ticket contact $id --note 'reboot advised'", "svc ticket show $id"}};
}

}  // namespace svc::cmd
