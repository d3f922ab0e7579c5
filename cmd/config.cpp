// SPDX-License-Identifier: MIT
// svc config: is the configuration right, and what is in force?

#include "cli11.h"
#include "command.h"
#include "config/canonical.h"
#include "context.h"
#include "error.h"
#include "text.h"

namespace svc::cmd {
namespace {

void run_check(Context& ctx, const std::vector<std::string>& files) {
  if (!files.empty() && !ctx.globals.config.empty()) throw Error{ErrorKind::usage, "both --config and FILE are given", "leave one of them out"};
  if (files.empty() && ctx.config_files().empty()) {
    throw Error{ErrorKind::usage, "there is nothing to check: no FILE is given, and no configuration is in force", "name a file, such as svc.toml"};
  }
  const std::vector<std::string> checked = files.empty() ? ctx.config_files() : files;
  const config::Configuration configuration = config::Configuration::load(checked, ctx.env.system_zone);
  int errors = 0, warnings = 0;
  for (const auto& finding : configuration.findings()) {
    ctx.print(config::describe(finding, configuration.source_of(finding.at.file)));
    errors += finding.severity == config::Severity::error ? 1 : 0;
    warnings += finding.severity == config::Severity::warning ? 1 : 0;
  }
  ctx.talk(counted(static_cast<std::int64_t>(configuration.files().size()), "file") + ": " + counted(errors, "error") + ", " +
           counted(warnings, "warning") + "\n");
  if (errors > 0) ctx.status = 1;
}

Run declare_check(CLI::App& app) {
  auto files = std::make_shared<std::vector<std::string>>();
  app.add_option("files", *files, "The files; none: the configuration in force")->type_name("FILE");
  return [files](Context& ctx) { run_check(ctx, *files); };
}

void run_show(Context& ctx) { ctx.print(config::effective_toml(ctx.config())); }

}  // namespace

Noun config_noun() {
  const auto verbs = [] {
    return std::vector<Verb>{
        {"check", "tell everything that is wrong with it", declare_check, {"svc config check svc.toml"}},
        {"show", "the configuration in force, as TOML", [](CLI::App&) { return Run(run_show); }, {"svc config show > effective.toml"}},
    };
  };
  return {"config", "calendars, profiles, people: is it right, what is in force", verbs, {"svc config check svc.toml"}};
}

}  // namespace svc::cmd
