// SPDX-License-Identifier: MIT
// What there is to see of items of every kind: list, show, explain, steps, evidence.
#include <set>

#include "attachment.h"
#include "cli11.h"
#include "command.h"
#include "context.h"
#include "desk/audit.h"
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
    if (!clock.is_open() || !clock.overdue_from) continue;
    if (best == nullptr || *clock.due_at < *best->due_at) best = &clock;
  }
  return best;
}

render::Listing listing_of(desk::Session& session, const std::vector<store::ItemRow>& items, bool of_tickets) {
  const Zone zone = session.zone();
  render::Listing listing;
  listing.columns = {{"id", "ID"}, {"state", "STATE"}, {"severity", of_tickets ? "SEVERITY" : ""}, {"type", of_tickets ? "TYPE" : ""}, {"customer", "CUSTOMER"},
                     {"contract", ""}, {"asset", of_tickets ? "" : "ASSET"}, {"team", ""}, {"assignee", "ASSIGNEE"}, {"profile", ""}, {"opened_at", ""}, {"ended_at", ""},
                     {"target", "TARGET"}, {"due_at", "DUE"}, {"overdue", "OVERDUE"}, {"title", "TITLE"}};
  for (const auto& item : items) {
    const auto clocks = session.store.clocks(item.id);
    const store::ClockRow* clock = most_pressing(clocks);
    const bool overdue = clock != nullptr && clock->is_overdue(session.now);
    const auto time = [&](const std::optional<Instant>& at) {
      return at ? render::Cell{rfc3339(*at, zone), short_due(*at, zone)} : render::Cell{};
    };
    listing.rows.push_back({cell(work::print_id(item.kind, item.number)), cell(item.state), cell_or_null(item.severity),
                            cell_or_null(item.type), cell_or_null(item.customer), cell_or_null(item.contract), cell_or_null(item.asset), cell_or_null(item.team),
                            cell_or_null(item.assignee), cell(item.profile), time(item.opened_at), time(item.ended_at),
                            clock == nullptr ? render::Cell{} : cell(clock->target),
                            time(clock == nullptr ? std::nullopt : clock->due_at),
                            {render::Value(overdue), overdue ? render::span_text((session.now - *clock->due_at).count()) : "-", overdue},
                            cell(session.store.title(item.id))});
  }
  return listing;
}

// What no profile knows, no item has either, but for those under older rules.
void require_ever(desk::Session& session, const std::string& what, const store::ItemFilter& filter, std::string store::ItemFilter::*field, const std::set<std::string>& known) {
  if ((filter.*field).empty() || known.contains(filter.*field)) return;
  store::ItemFilter alone;
  alone.kind = filter.kind;
  alone.ended_too = true;
  alone.*field = filter.*field;
  if (session.store.list_numbers(alone).empty()) require_known(what, filter.*field, {known.begin(), known.end()});
}

// A filter that names nothing would say that all is well.
void require_names(desk::Session& session, const store::ItemFilter& filter) {
  const auto require = [](const std::string& what, const std::string& name, const std::vector<std::string>& known) {
    if (!name.empty() && !known.empty()) require_known(what, name, known);
  };
  const auto& states = work::lifecycle_of(filter.kind).states;
  require("state", filter.state, {states.begin(), states.end()});
  require("profile", filter.profile, session.config.profile_names());
  require("team", filter.team, keys_of(session.directory.teams));
  require("contact", filter.assignee, keys_of(session.directory.contacts));
  if (!filter.severity.empty() || !filter.type.empty()) {
    std::set<std::string> severities, types;
    for (const std::string& name : session.config.profile_names()) {
      const escalation::Rules* rules = session.config.profile(name);
      if (rules == nullptr) continue;
      for (const auto& severity : rules->work.severities) severities.insert(severity.id);
      types.insert(rules->work.types.begin(), rules->work.types.end());
    }
    require_ever(session, "severity", filter, &store::ItemFilter::severity, severities);
    require_ever(session, "type", filter, &store::ItemFilter::type, types);
  }
  for (const auto& [type, id] : {std::pair<std::string, std::string>{"customer", filter.customer}, {"contract", filter.contract}, {"asset", filter.asset}}) {
    if (id.empty() || session.store.find_record(type, id)) continue;
    throw Error{ErrorKind::not_found, phrase("no {} '{}'", Message::again(type), id), phrase("'svc {} list' shows those that exist", type)};
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
    ctx.print(ctx.shown(listing_of(session, items, options.filter.kind == "ticket"), format));
  });
  if (options.exit_code && found) ctx.status = 1;
}

Run declare_list(CLI::App& app, const std::string& kind) {
  auto o = std::make_shared<ListOptions>();
  o->filter.kind = kind;
  app.add_flag("--overdue", o->overdue, "Only those with a clock past its due time");
  app.add_option("--due-within", o->due_within, "Only those with a clock due within this time, overdue ones too")->type_name("SPAN");
  app.add_flag("--all", o->all, "Closed and cancelled ones, too");
  app.add_option("--state", o->filter.state, "Only those in this state")->type_name("STATE");
  if (kind == "ticket") {
    app.add_option("--severity", o->filter.severity, "Only those of this severity")->type_name("SEVERITY");
    app.add_option("--type", o->filter.type, "Only those of this type")->type_name("TYPE");
  }
  app.add_option("--customer", o->filter.customer, "Only this customer's")->type_name("CUSTOMER");
  app.add_option("--contract", o->filter.contract, "Only those under this contract")->type_name("CONTRACT");
  app.add_option("--asset", o->filter.asset, "Only those about this equipment")->type_name("ASSET");
  app.add_option("--team", o->filter.team, "Only this team's")->type_name("TEAM");
  app.add_option("--assignee", o->filter.assignee, "Only this engineer's")->type_name("CONTACT");
  app.add_option("--profile", o->filter.profile, "Only those under this profile")->type_name("PROFILE");
  app.add_flag("--exit-code", o->exit_code, "End with 1 if anything is listed");
  return [o](Context& ctx) { run_list(ctx, *o); };
}

// --- show, explain, steps, evidence ---

struct IdsOptions {
  std::string kind;
  std::vector<std::string> ids;
};

Run declare_ids(CLI::App& app, const std::string& kind, void (*run)(Context&, const IdsOptions&)) {
  auto o = std::make_shared<IdsOptions>();
  o->kind = kind;
  app.add_option("ids", o->ids, "The items; - reads them from standard input")->required()->type_name("ID");
  return [o, run](Context& ctx) { run(ctx, *o); };
}

void show(Context& ctx, const IdsOptions& options, bool ledger) {
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl});
  std::vector<std::string> pages;
  ctx.read([&](desk::Session& session) {
    const Zone zone = session.zone();
    for (const auto& id : ids_of(ctx, options.ids)) {
      const desk::Picture picture = desk::look(session, id, options.kind);
      const render::ItemView view = view_of(session, picture, zone);
      pages.push_back(format != Format::table ? render::json(view, ledger) : ledger ? render::ledger_page(view, ctx.env.translate) : render::page(view, ctx.env.translate));
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
      const desk::Picture picture = desk::look(session, id, options.kind);
      for (const auto& possible : desk::possible_steps(picture)) {
        const work::Step& step = *possible.step;
        const std::string flag = step.flag.empty() ? "" : "--" + std::string(step.flag);
        listing.rows.push_back({{render::Value(std::string(step.verb)), std::string(step.verb) + (flag.empty() ? "" : " " + flag)},
                                cell_or_null(flag), cell(std::string(step.event)), cell_or_null(std::string(step.to)),
                                cell_or_null(possible.missing), {render::Value(std::string(step.help)), ctx.env.say(std::string(step.help))}});
      }
    }
    ctx.print(ctx.shown(listing, format));
  });
}

void run_evidence(Context& ctx, const IdsOptions& options) {
  if (is_many(options.ids)) throw Error{ErrorKind::usage, phrase("an evidence file is about one item"), {}};
  if (ctx.globals.redact) throw Error{ErrorKind::usage, phrase("evidence cannot be redacted: its seals are over what was said"), phrase("'svc {} show -o json --redact' withholds it", work::command_of(options.kind).substr(4))};
  ctx.read([&](desk::Session& session) { ctx.print(desk::evidence_of(session, options.ids.front())); });
}

}  // namespace

std::vector<Verb> item_verbs(const std::string& kind, const std::string& plural) {
  const std::string id = work::print_id(kind, 1), command = work::command_of(kind);
  const auto of_ids = [kind](void (*run)(Context&, const IdsOptions&)) {
    return [kind, run](CLI::App& app) { return declare_ids(app, kind, run); };
  };
  std::vector<Verb> verbs{
      {"list", plural + ", the live ones unless --all", [kind](CLI::App& app) { return declare_list(app, kind); },
       {command + " list --overdue -o ids | " + command + " show -"}},
      {"show", "one with its clocks, events and alerts", of_ids(run_show),
       {command + " show " + id + " -o json | jq -r '.clocks[] | select(.state==\"running\") | .due_at'"}},
      {"explain", "where every second of its clocks went, and what is still ahead", of_ids(run_explain), {command + " explain " + id}},
      {"steps", "the steps that its state allows, and what each needs first", of_ids(run_steps), {command + " steps " + id}},
      {"evidence", "a file that proves what happened", of_ids(run_evidence), {command + " evidence " + id + " > " + id + ".json", "svc db verify " + id + ".json"}},
  };
  for (Verb& verb : attachment_verbs(kind)) verbs.push_back(std::move(verb));
  return verbs;
}

}  // namespace svc::cmd
