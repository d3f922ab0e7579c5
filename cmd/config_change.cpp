// SPDX-License-Identifier: MIT
// svc config diff, apply, status: what another configuration means, and for which open items.
#include <fmt/format.h>

#include <algorithm>

#include "cli11.h"
#include "config/difference.h"
#include "config_files.h"
#include "config_verbs.h"
#include "desk/apply.h"
#include "error.h"
#include "suggest.h"
#include "text.h"

namespace svc::cmd {
namespace {

using render::Format;

render::Listing listing_of(const std::vector<desk::Impact>& impacts) {
  render::Listing listing;
  listing.columns = {{"item", "ITEM"}, {"target", "TARGET"}, {"kind", "WHAT"}, {"was", "WAS"}, {"becomes", "BECOMES"}, {"newly_overdue", "OVERDUE"}};
  for (const auto& impact : impacts) {
    listing.rows.push_back({render::cell(impact.item), render::cell(impact.target), render::cell(std::string(name_of(impact.kind))), render::cell(impact.was),
                            render::cell(impact.becomes), {render::Value(impact.newly_overdue), impact.newly_overdue ? phrase("overdue") : Message("-"), impact.newly_overdue}});
  }
  return listing;
}

Message summary_of(const desk::Moves& moves, const Message& moved) {
  std::int64_t overdue = 0;
  for (const auto& impact : moves.impacts) overdue += impact.newly_overdue ? 1 : 0;
  const Message text = phrase("{}, {} of clocks, {} newly overdue", moved, counted(std::ssize(moves.impacts), "change"), overdue);
  return moves.staying > 0 ? phrase("{}; {} of profiles that are not configured any more", text, counted(moves.staying, "item")) : text;
}

// --- diff ---

struct DiffOptions {
  std::vector<std::string> files;
  std::string fail_on = "overdue";
};

std::string as_json(const std::vector<config::Difference>& changes, const std::optional<desk::Moves>& moves) {
  std::string text = "{\"changes\":[";
  const auto value = [](const std::string& json) { return json.empty() ? std::string("null") : json; };
  for (const auto& change : changes) {
    text += (text.ends_with('[') ? "" : ",");
    text += "{\"path\":" + render::json_string(change.path) + ",\"was\":" + value(change.was) + ",\"becomes\":" + value(change.becomes) + "}";
  }
  text += "],\"items\":" + (moves ? std::to_string(moves->items) : "null") + ",\"staying\":" + (moves ? std::to_string(moves->staying) : "null") + ",\"impacts\":";
  return text + (moves ? render::print(listing_of(moves->impacts), Format::json) : "null\n") + "}\n";
}

std::string as_table(const Context& ctx, const std::vector<config::Difference>& changes, const std::optional<desk::Moves>& moves) {
  std::string text;
  for (const auto& [path, was, becomes] : changes) {
    const std::string shown = printable(path);
    text += was.empty() ? "+ " + shown + ": " + becomes : becomes.empty() ? "- " + shown + ": " + was : "~ " + shown + ": " + was + " → " + becomes;
    text += "\n";
  }
  if (moves && !moves->impacts.empty()) text += (text.empty() ? "" : "\n") + ctx.shown(listing_of(moves->impacts), Format::table);
  return text;
}

void run_diff(Context& ctx, const DiffOptions& options) {
  ctx.local_config = false;  // as those who write to the database
  const std::vector<std::string> known{"moved", "overdue", "none"};
  if (std::find(known.begin(), known.end(), options.fail_on) == known.end()) {
    throw Error{ErrorKind::usage, phrase("--fail-on: no '{}'", printable(options.fail_on)), hint_for(options.fail_on, known)};
  }
  if (options.files.size() > 2) throw Error{ErrorKind::usage, phrase("too many arguments: '{}'", printable(options.files[2])), phrase("write OLD NEW, or NEW alone to compare with the configuration in force")};
  const Format format = ctx.format({Format::table, Format::json});
  std::optional<config::Configuration> given;
  if (options.files.size() == 2) given = configuration_in(ctx, options.files.front());
  const config::Configuration& was = given ? *given : ctx.config();
  const config::Configuration becomes = configuration_in(ctx, options.files.back());
  const auto changes = config::differences(was, becomes);
  std::optional<desk::Moves> moves;
  if (!ctx.globals.db.empty() || ctx.env.getenv("SVC_DB")) {
    store::Store store(ctx.database_path(), store::Access::read);
    desk::Session session{.store = store, .config = becomes, .directory = becomes.directory(), .now = ctx.now_in(becomes.zone_name()), .now_given = ctx.now_given()};
    store.read([&] { moves = desk::foresee(session, false, was.directory()); });
  }
  ctx.print(format == Format::json ? as_json(changes, moves) : as_table(ctx, changes, moves));
  ctx.talk(counted(std::ssize(changes), "difference"));
  if (!moves) return;
  ctx.talk(summary_of(*moves, phrase("{} would be moved by 'svc config apply'", counted(moves->items, "open item"))));
  const bool overdue = std::any_of(moves->impacts.begin(), moves->impacts.end(), [](const auto& impact) { return impact.newly_overdue; });
  if ((options.fail_on == "overdue" && overdue) || (options.fail_on == "moved" && moves->items > 0)) ctx.status = 1;
}

Run declare_diff(CLI::App& app) {
  auto o = std::make_shared<DiffOptions>();
  app.add_option("files", o->files, "OLD NEW; NEW alone is compared with the configuration in force")->required()->type_name("FILE");
  app.add_option("--fail-on", o->fail_on, "End with 1 if an open item would be moved, or become overdue; none")->type_name("CHANGE");
  return [o](Context& ctx) { run_diff(ctx, *o); };
}

// --- apply ---

struct ApplyOptions {
  bool calendars = false, alert = false;
};

void run_apply(Context& ctx, const ApplyOptions& options) {
  ctx.local_config = false;
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl, Format::csv, Format::tsv});
  if (!ctx.database_exists()) throw Error{ErrorKind::storage, phrase("there is no database '{}'", ctx.database_path()), phrase("there is nothing to move")};
  std::vector<Message> told;
  ctx.write([&](desk::Session& session) {
    const desk::Moves moves = desk::apply_rules(session, options.calendars, options.alert, ctx.typed_by());
    told.push_back(summary_of(moves, phrase("{} moved", counted(moves.items, "open item"))));
    const bool overdue = std::any_of(moves.impacts.begin(), moves.impacts.end(), [](const auto& impact) { return impact.newly_overdue; });
    if (overdue && !options.alert) told.push_back(phrase("svc: rungs that the new rules place before now are passed over; --alert raises the highest of each clock"));
    return ctx.shown(listing_of(moves.impacts), format);
  });
  for (const Message& line : told) ctx.talk(line);
}

Run declare_apply(CLI::App& app) {
  auto o = std::make_shared<ApplyOptions>();
  app.add_flag("--calendars", o->calendars, "Move the calendars alone; rules stay as they were pinned")->disable_flag_override();
  app.add_flag("--alert", o->alert, "Raise the highest rung that each moved clock has reached by now")->disable_flag_override();
  add_request_id(app);
  return [o](Context& ctx) { run_apply(ctx, *o); };
}

// --- status ---

void run_status(Context& ctx) {
  ctx.local_config = false;
  render::Listing listing;
  listing.columns = {{"profile", "PROFILE"}, {"current", "CURRENT", true}, {"older", "OLDER", true}, {"configured", "CONFIGURED"}};
  std::int64_t older = 0;
  ctx.read([&](desk::Session& session) {
    const auto standings = desk::standings(session);
    older = desk::count_older(standings);
    for (const auto& standing : standings) {
      listing.rows.push_back({render::cell(standing.profile), render::cell(standing.current), render::cell(standing.older), {render::Value(standing.known), standing.known ? phrase("yes") : phrase("no")}});
    }
  });
  ctx.print(ctx.shown(listing, ctx.format()));
  if (older > 0) ctx.talk(phrase("{} under older rules; 'svc config apply --dry-run' shows what would become of them", counted(older, "open item")));
}

}  // namespace

std::vector<Verb> config_change_verbs() {
  return {
      {"diff", "what another configuration means, and for which open items", declare_diff, {"svc config diff old.toml new.toml", "svc config diff --db svc.db new.toml"}},
      {"apply", "move open items to the rules in force", declare_apply, {"svc config apply --dry-run", "svc config apply --calendars"}},
      {"status", "how many open items live under older rules", [](CLI::App&) { return Run(run_status); }, {"svc config status"}},
  };
}

}  // namespace svc::cmd
