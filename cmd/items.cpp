// SPDX-License-Identifier: MIT
// svc ticket, svc rma, svc notice: the nouns of the lifecycles; and the import of another system's tickets.
#include <fmt/format.h>

#include <utility>

#include "cli11.h"
#include "command.h"
#include "command_line.h"
#include "config/import_map.h"
#include "context.h"
#include "desk/cases.h"
#include "desk/import.h"
#include "error.h"
#include "import_file.h"
#include "render/item.h"
#include "text.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

using render::cell;
using render::Format;

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

std::vector<Message> lines_of(const desk::ImportSummary& summary) {
  Message text = phrase("{}: {} opened, {} extended, {}", counted(summary.rows, "row"), counted(summary.opened, "ticket"), summary.extended, counted(summary.events, "event"));
  if (summary.skipped > 0) text = phrase("{}, {} imported before", text, counted(summary.skipped, "row"));
  std::vector<Message> lines{with_left_out(text, summary.bad.size())};
  if (summary.before_opening > 0) lines.push_back(phrase("{} before the opening of a ticket, counted at it", counted(summary.before_opening, "row")));
  return lines;
}

void run_import(Context& ctx, const ImportOptions& options) {
  const auto map = config::load_import_map(options.map, "ticket");
  for (const auto& finding : map.findings) ctx.tell(config::describe(finding, [&](const std::string&) { return map.source; }, ctx.env.translate));
  if (config::has_errors(map.findings)) throw Error{ErrorKind::config, phrase("the map '{}' cannot be used", options.map), {}};
  ImportFile file(ctx, options.file);
  const desk::ImportRequest request{.file = options.file, .kind = "ticket", .alert = options.alert, .typed_by = ctx.typed_by()};
  const desk::ImportPlan plan = desk::read_import(file.in(), map.map, request, ctx.now());
  const desk::ImportSummary& summary = plan.summary();
  for (const auto& row : summary.bad) file.tell_bad(row.line, row.why);
  file.set_aside(options.bad_file, summary.bad.size(), static_cast<size_t>(summary.rows), bad_rows_csv(summary));
  std::vector<Message> told{phrase("imported before, by the same request")};
  ctx.write([&](desk::Session& session) {
    told = lines_of(desk::apply_import(session, plan));
    return std::string();
  });
  file.keep();
  for (const Message& line : told) ctx.talk(line);
}

// --- cases ---

render::Listing cases_listing(const std::vector<desk::Case>& cases, const Zone& zone) {
  render::Listing listing;
  listing.columns = {{"id", "ID"}, {"state", "STATE"}, {"customer", "CUSTOMER"}, {"asset", "ASSET"}, {"opened_at", "OPENED"}, {"title", "TITLE"}, {"cause", "CAUSE"}, {"remedy", "REMEDY"}, {"prevention", ""}};
  for (const desk::Case& each : cases) {
    listing.rows.push_back({cell(work::print_id(each.row.kind, each.row.number)), cell(each.row.state), render::cell_or_null(each.row.customer), render::cell_or_null(each.row.asset),
                            {render::Value(rfc3339(each.row.opened_at, zone)), short_time(each.row.opened_at, zone)}, cell(each.title), render::cell_or_null(each.cause), render::cell_or_null(each.remedy), render::cell_or_null(each.prevention)});
  }
  return listing;
}

// The index is brought up to date by the first search after something was said: with --dry-run and --redact, too, since it is no
// part of the record, and is shown to nobody.
void bring_cases_up_to_date(Context& ctx) {
  bool stale = false;
  ctx.read([&](desk::Session& session) { stale = desk::cases_are_stale(session); });
  if (!stale) return;
  struct PutBack {
    Globals& globals;
    const Globals before;
    ~PutBack() { globals = before; }
  } const put_back{ctx.globals, ctx.globals};
  ctx.globals.dry_run = ctx.globals.redact = false;
  ctx.write([](desk::Session& session) {
    desk::refresh_cases(session);
    return std::string();
  });
}

struct SearchOptions {
  std::vector<std::string> words;
  std::string id;
  bool all = false;
  int most = 10;
};

Run declare_search(CLI::App& app) {
  auto o = std::make_shared<SearchOptions>();
  app.add_option("words", o->words, "What was said: all of these words")->required()->type_name("WORD");
  app.add_flag("--all", o->all, "Tickets that are not solved, too");
  app.add_option("--most", o->most, "At most this many")->type_name("N")->check(number_from(1, 1000));
  return [o](Context& ctx) {
    const Format format = ctx.format();
    const std::string words = fmt::format("{}", fmt::join(o->words, " "));
    bring_cases_up_to_date(ctx);
    ctx.read([&](desk::Session& session) { ctx.print(ctx.shown(cases_listing(desk::search_cases(session, words, !o->all, o->most), session.zone()), format)); });
  };
}

Run declare_similar(CLI::App& app) {
  auto o = std::make_shared<SearchOptions>();
  app.add_option("id", o->id, "The ticket")->required()->type_name("ID");
  app.add_option("--most", o->most, "At most this many")->type_name("N")->check(number_from(1, 1000));
  return [o](Context& ctx) {
    const Format format = ctx.format();
    bring_cases_up_to_date(ctx);
    ctx.read([&](desk::Session& session) { ctx.print(ctx.shown(cases_listing(desk::similar_cases(session, o->id, o->most), session.zone()), format)); });
  };
}

Run declare_solve(CLI::App& app) {
  auto request = std::make_shared<desk::SolveRequest>();
  app.add_option("ids", request->ids, "The tickets")->required()->type_name("ID");
  app.add_option("--from", request->from, "The solved ticket whose cause and remedy it has, too")->required()->type_name("ID");
  app.add_option("--by", request->by, "Who did it, if not who types")->type_name("CONTACT");
  add_request_id(app);
  return [request](Context& ctx) {
    request->typed_by = ctx.typed_by();
    ctx.write([&](desk::Session& session) {
      desk::solve_like(session, *request);
      return std::string();
    });
  };
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

std::vector<Verb> verbs_of(const std::string& kind, const std::string& plural) {
  std::vector<Verb> all = lifecycle_verbs(kind);
  for (Verb& verb : item_verbs(kind, plural)) all.push_back(std::move(verb));
  return all;
}

Noun ticket_noun() {
  const auto verbs = [] {
    std::vector<Verb> all = verbs_of("ticket", "tickets");
    all.push_back({"search", "solved tickets, by what was said of them", declare_search, {"svc ticket search 电源 告警", "svc ticket search --all fan"}});
    all.push_back({"similar", "solved tickets that this one is like", declare_similar, {"svc ticket similar T-12"}});
    all.push_back({"solve", "resolve it as another was", declare_solve, {"svc ticket solve T-12 --from T-9"}});
    all.push_back({"import", "another system's log, from CSV", declare_import, {"svc ticket import incidents.csv --map map.toml --dry-run"}});
    return all;
  };
  return {"ticket", "customers' requests, from the call to the customer's yes", verbs,
          {"id=$(svc ticket open --title 'Exchange down' --type fault --severity L1)", "svc ticket contact $id --note 'reboot advised'", "svc ticket show $id"}};
}

Noun rma_noun() {
  return {"rma", "repairs, exchanges and loaners, from the form to the accepted part", [] { return verbs_of("rma", "repairs"); },
          {"id=$(svc rma open --title 'Board dead' --asset A-1 --form F-0311)", "svc rma receive $id", "svc rma show $id"}};
}

Noun notice_noun() {
  return {"notice", "what customers must be told by a date", [] { return verbs_of("notice", "notices"); },
          {"svc notice list --due-within 720h", "svc notice tell N-1 --person 'Ms Zhao' --channel letter"}};
}

}  // namespace svc::cmd
