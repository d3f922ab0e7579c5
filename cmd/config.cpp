// SPDX-License-Identifier: MIT
// svc config: is the configuration right, and what is in force?

#include "cli11.h"
#include "command.h"
#include "config/canonical.h"
#include "config/catalogue.h"
#include "config_verbs.h"
#include "context.h"
#include "error.h"
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
    listing.rows.push_back({cell(rule.code), cell(name_of(rule.severity)), cell(name_of(rule.scope)), cell(rule.title), cell(rule.cause), cell(rule.example), cell(rule.fix)});
  }
  ctx.print(render::print(listing, ctx.format()));
}

void explain(Context& ctx, const std::string& code) {
  const config::CheckRule* rule = config::find_rule(code);
  if (rule == nullptr) {
    std::vector<std::string> known;
    for (const auto& each : config::check_rules()) known.emplace_back(each.code);
    const auto meant = suggest(code, known);
    throw Error{ErrorKind::not_found, "no code '" + code + "'", meant ? "did you mean '" + *meant + "'?" : "'svc config rules' lists them"};
  }
  const auto text = [](std::string_view part) { return std::string(part); };
  ctx.print(text(rule->code) + ": " + text(rule->title) + " (" + text(name_of(rule->severity)) + ", " + text(name_of(rule->scope)) + ")\n\n" +
            text(rule->cause) + "\n\n");
  if (!rule->example.empty()) {
    ctx.print("Example:\n\n");
    for (std::string_view rest = rule->example; !rest.empty();) {
      const auto end = rest.find('\n');
      ctx.print("    " + text(rest.substr(0, end)) + "\n");
      rest.remove_prefix(end + 1);
    }
    ctx.print("\n");
  }
  ctx.print("Fix: " + text(rule->fix) + "\n");
}

Run declare_explain(CLI::App& app) {
  auto code = std::make_shared<std::string>();
  app.add_option("code", *code, "The code of a finding")->required()->type_name("CODE");
  return [code](Context& ctx) { explain(ctx, *code); };
}

void run_show(Context& ctx) { ctx.print(config::effective_toml(ctx.config())); }

}  // namespace

Noun config_noun() {
  const auto verbs = [] {
    std::vector<Verb> all{
        config_check_verb(),
        config_test_verb(),
        {"explain", "what a finding means, with an example and the fix", declare_explain, {"svc config explain SLA012"}},
        {"rules", "every finding that there is", [](CLI::App&) { return Run(run_rules); }, {"svc config rules -o json"}},
        {"show", "the configuration in force, as TOML", [](CLI::App&) { return Run(run_show); }, {"svc config show > effective.toml"}},
    };
    for (Verb& verb : config_change_verbs()) all.push_back(std::move(verb));
    return all;
  };
  return {"config", "calendars, profiles, people: is it right, what is in force", verbs, {"svc config check svc.toml"}};
}

}  // namespace svc::cmd
