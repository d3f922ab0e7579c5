// SPDX-License-Identifier: MIT
// svc config: is the configuration right, and what is in force?
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "cli11.h"
#include "command.h"
#include "config/canonical.h"
#include "config/catalogue.h"
#include "config/starter.h"
#include "config_verbs.h"
#include "context.h"
#include "error.h"
#include "new_file.h"
#include "suggest.h"
#include "text.h"

namespace svc::cmd {
namespace {

// --- rules, explain ---

void run_rules(Context& ctx) {
  render::Listing listing;
  listing.columns = {{"code", "CODE"}, {"severity", "SEVERITY"}, {"scope", "SCOPE"}, {"title", "FINDING"}, {"cause", ""}, {"example", ""}, {"fix", ""}};
  const auto cell = [](std::string_view text) { return render::cell(std::string(text)); };
  for (const config::CheckRule& rule : config::check_rules()) {
    listing.rows.push_back({cell(rule.code), cell(name_of(rule.severity)), cell(name_of(rule.scope)), {render::Value(std::string(rule.title)), ctx.env.translate(std::string(rule.title))}, cell(rule.cause), cell(rule.example), cell(rule.fix)});
  }
  ctx.print(ctx.shown(listing, ctx.format()));
}

void explain(Context& ctx, std::string code) {
  std::transform(code.begin(), code.end(), code.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const config::CheckRule* rule = config::find_rule(code);
  if (rule == nullptr) {
    std::vector<std::string> known;
    for (const auto& each : config::check_rules()) known.emplace_back(each.code);
    const auto meant = suggest(code, known);
    throw Error{ErrorKind::not_found, phrase("no code '{}'", code), meant ? phrase("did you mean '{}'?", *meant) : phrase("'svc config rules' lists them")};
  }
  const auto said = [&](std::string_view part) { return ctx.env.translate(std::string(part)); };
  ctx.print(fmt::format("{}: {} ({}, {})\n\n{}\n\n", rule->code, said(rule->title), name_of(rule->severity), name_of(rule->scope), said(rule->cause)));
  if (!rule->example.empty()) {
    ctx.print(phrase("Example:").in(ctx.env.translate) + "\n\n");
    for (std::string_view rest = rule->example; !rest.empty();) {
      const auto end = rest.find('\n');
      ctx.print(fmt::format("    {}\n", rest.substr(0, end)));
      rest.remove_prefix(end + 1);
    }
    ctx.print("\n");
  }
  ctx.print(phrase("Fix: {}", said(rule->fix)).in(ctx.env.translate) + "\n");
}

Run declare_explain(CLI::App& app) {
  auto code = std::make_shared<std::string>();
  app.add_option("code", *code, "The code of a finding")->required()->type_name("CODE");
  return [code](Context& ctx) { explain(ctx, *code); };
}

// --- show ---

struct ShowOptions {
  bool effective = false, origin = false;
};

void run_show(Context& ctx, const ShowOptions& options) {
  if (!options.origin) return ctx.print(config::effective_toml(ctx.config(), options.effective));
  render::Listing listing;
  listing.columns = {{"path", "PATH"}, {"value", "VALUE"}, {"file", "FILE"}, {"line", ""}};
  for (const auto& origin : config::origins(ctx.config(), options.effective)) {
    const auto place = origin.at.file.empty() ? "" : origin.at.file + ":" + std::to_string(origin.at.line);
    listing.rows.push_back({render::cell(origin.path), render::cell(origin.value), {render::Value(origin.at.file), place}, render::cell(std::int64_t{origin.at.line})});
  }
  ctx.print(ctx.shown(listing, ctx.format()));
}

Run declare_show(CLI::App& app) {
  auto o = std::make_shared<ShowOptions>();
  app.add_flag("--effective", o->effective, "Only your own profiles, and the calendars and ladders that they use")->disable_flag_override();
  app.add_flag("--origin", o->origin, "Each value with the line that says so")->disable_flag_override();
  return [o](Context& ctx) { run_show(ctx, *o); };
}

// --- schema ---

void run_schema(Context& ctx, const std::string& of) {
  const std::vector<std::pair<std::string, std::string>> files{{"config", "svc.schema.json"}, {"tests", "svc-test.schema.json"}};
  std::vector<std::string> known;
  for (const auto& [name, file] : files) {
    known.push_back(name);
    if (name != of) continue;
    for (const auto& shipped : config::shipped()) {
      if (file == shipped.name) return ctx.print(shipped.text);
    }
  }
  throw Error{ErrorKind::usage, phrase("no schema of '{}'", printable(of)), hint_for(of, known)};
}

Run declare_schema(CLI::App& app) {
  auto of = std::make_shared<std::string>("config");
  app.add_option("--for", *of, "config: svc.toml; tests: *.test.toml")->type_name("FILES");
  return [of](Context& ctx) { run_schema(ctx, *of); };
}

// --- init ---

struct InitOptions {
  std::string profile = "telecom", file = "svc.toml";
};

void run_init(Context& ctx, const InitOptions& options) {
  const auto shipped = config::Configuration::load({});
  const std::string text = config::starter_toml(shipped, options.profile, ctx.env.system_zone);
  if (text.empty()) throw Error{ErrorKind::not_found, phrase("no profile '{}' ships with svc", printable(options.profile)), hint_for(options.profile, shipped.profile_names())};
  if (options.file == "-" || ctx.globals.dry_run) return ctx.print(text);
  if (!write_new(options.file, text)) throw Error{ErrorKind::refused, phrase("'{}' exists already", options.file), phrase("name another file, or - for standard output")};
  ctx.print(options.file + "\n");
  ctx.talk(phrase("svc: 'svc config check {}' checks it; put it to ~/.config/svc/svc.toml when it is yours", options.file));
}

Run declare_init(CLI::App& app) {
  auto o = std::make_shared<InitOptions>();
  app.add_option("--profile", o->profile, "The shipped profile that yours begins with")->capture_default_str()->type_name("PROFILE");
  app.add_option("file", o->file, "Where it goes; - is standard output")->type_name("FILE");
  return [o](Context& ctx) { run_init(ctx, *o); };
}

}  // namespace

Noun config_noun() {
  const auto verbs = [] {
    std::vector<Verb> all{
        config_check_verb(),
        config_test_verb(),
        {"explain", "what a finding means, with an example and the fix", declare_explain, {"svc config explain SLA012"}},
        {"rules", "every finding that there is", [](CLI::App&) { return Run(run_rules); }, {"svc config rules -o json"}},
        {"show", "the configuration in force, as TOML, or with the lines that say so", declare_show, {"svc config show > effective.toml", "svc config show --effective --origin"}},
        {"init", "write a commented beginning of your own configuration", declare_init, {"svc config init --profile telecom"}},
        {"schema", "the JSON Schema of the TOML, for editors", declare_schema, {"svc config schema > svc.schema.json", "svc config schema --for tests"}},
    };
    for (Verb& verb : config_change_verbs()) all.push_back(std::move(verb));
    return all;
  };
  return {"config", "calendars, profiles, people: is it right, what is in force", verbs, {"svc config init --profile telecom", "svc config check svc.toml", "svc config test sla.test.toml", "svc config diff --db svc.db new.toml"}};
}

}  // namespace svc::cmd
