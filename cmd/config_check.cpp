// SPDX-License-Identifier: MIT
// svc config check: everything that is wrong with a configuration, for people and pipelines.
#include <algorithm>
#include <filesystem>
#include <iterator>
#include <set>

#include "cli11.h"
#include "config_verbs.h"
#include "error.h"
#include "lint/lint.h"
#include "report.h"
#include "suggest.h"
#include "text.h"

namespace svc::cmd {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view test_suffix = ".test.toml";

struct CheckOptions {
  std::vector<std::string> files;
  std::string stdin_name = "stdin.toml";
  std::vector<std::string> scopes;
  ReportOptions report;
};

// By default all but the machine that it is checked on, which is another one in a pipeline.
std::set<config::Scope> scopes_of(const std::vector<std::string>& names) {
  using config::Scope;
  const std::vector<Scope> all{Scope::syntax, Scope::shape, Scope::references, Scope::meaning, Scope::tests, Scope::host};
  if (names.empty()) return {all.begin(), all.end() - 1};
  std::set<Scope> scopes;
  std::vector<std::string> known{"all"};
  for (const Scope each : all) known.emplace_back(config::name_of(each));
  for (const auto& name : names) {
    if (name == "all") return {all.begin(), all.end()};
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end()) throw Error{ErrorKind::usage, "no scope '" + printable(name) + "'", hint_for(name, known)};
    scopes.insert(all[static_cast<size_t>(found - known.begin() - 1)]);
  }
  return scopes;
}

ConfigFiles files_to_check(Context& ctx, const CheckOptions& options) {
  if (!options.files.empty() && !ctx.globals.config.empty()) {
    throw Error{ErrorKind::usage, "both --config and FILE are given", "leave one of them out"};
  }
  if (!options.files.empty()) return find_config_files(ctx, options.files, options.stdin_name);
  const auto in_force = ctx.config_files();
  if (in_force.empty()) {
    throw Error{ErrorKind::usage, "there is nothing to check: no FILE is given, and no configuration is in force", "name a file, such as svc.toml"};
  }
  return find_config_files(ctx, in_force, options.stdin_name);
}

// "2 files (1 calendar, 1 profile with 4 targets): 0 errors, 1 warning".
std::string inventory(const config::Configuration& configuration, size_t files, size_t tests, const render::Report& report) {
  std::string parts;
  const auto add = [&](size_t count, const std::string& noun) {
    if (count > 0) parts += (parts.empty() ? " (" : ", ") + counted(static_cast<std::int64_t>(count), noun);
  };
  for (const char* kind : {"calendar", "contact", "team", "sink", "ladder", "profile"}) add(configuration.own_names(kind).size(), kind);
  size_t targets = 0;
  for (const auto& name : configuration.own_names("profile")) {
    if (const auto* rules = configuration.profile(name)) targets += rules->targets.size();
  }
  add(targets, "target");
  add(tests, "test");
  return counted(static_cast<std::int64_t>(files), "file") + parts + (parts.empty() ? ": " : "): ") + counted(report.count(config::Severity::error), "error") + ", " +
         counted(report.count(config::Severity::warning), "warning") + "\n";
}

void run_check(Context& ctx, const CheckOptions& options) {
  const auto shown = shown_by(options.report);
  const std::set<config::Scope> scopes = scopes_of(options.scopes);
  const ConfigFiles files = files_to_check(ctx, options);
  const auto configuration = config::Configuration::load(files.sources, ctx.env.system_zone);
  const Instant now = ctx.now_in(configuration.zone_name());

  std::vector<config::Diagnostic> findings = configuration.findings();
  TestConfigurations configurations(ctx);
  std::vector<config::TestFile> test_files;
  if (!config::has_errors(findings)) {
    const auto add = [&](const std::vector<config::Diagnostic>& more) { findings.insert(findings.end(), more.begin(), more.end()); };
    if (scopes.contains(config::Scope::meaning)) add(lint::judge(configuration, now));
    if (scopes.contains(config::Scope::host)) add(lint::judge_host(configuration));
  }
  size_t tests = 0;
  for (const auto& path : files.tests) {
    test_files.push_back(configurations.load(path));
    tests += test_files.back().tests.size();
    findings.insert(findings.end(), test_files.back().findings.begin(), test_files.back().findings.end());
  }
  const auto in_scope = [&](const std::string& code) { return scopes.contains(config::find_rule(code)->scope); };
  const Date today = date_part(Zone::load(configuration.zone_name()).local(now));
  // What meaning is there is not known while there are errors.
  const bool judged = !config::has_errors(configuration.findings());
  const auto looked_for = [&](const std::string& code) { return judged && in_scope(code); };
  findings = config::apply_suppressions(std::move(findings), configuration.suppressions(), today, looked_for);
  std::erase_if(findings, [&](const config::Diagnostic& finding) { return !in_scope(finding.code) || !shown(finding); });

  render::Report report;
  report.sources = [&](const std::string& file) {
    for (const auto& each : test_files) {
      if (each.path == file) return each.source;
    }
    return configuration.sources()(file);
  };
  std::set<std::string> names;
  for (const auto& file : configuration.files()) names.insert(file);
  for (const auto& file : test_files) names.insert(file.path);
  for (const auto& finding : findings) names.insert(finding.at.file);
  for (const auto& name : names) {
    render::ReportCase each{"svc config check", name, {name}, {}};
    std::copy_if(findings.begin(), findings.end(), std::back_inserter(each.findings), [&](const auto& finding) { return finding.at.file == name; });
    report.cases.push_back(std::move(each));
  }
  const std::string summary = inventory(configuration, names.size(), tests, report);
  deliver_report(ctx, std::move(report), options.report, summary);
}

Run declare_check(CLI::App& app) {
  auto o = std::make_shared<CheckOptions>();
  app.add_option("files", o->files, "Files, folders, - for standard input; none: the configuration in force")->type_name("FILE|DIR|-");
  app.add_option("--stdin-filename", o->stdin_name, "What standard input is called in findings")->type_name("NAME");
  app.add_option("--scope", o->scopes, "Only findings of syntax, shape, references, meaning, tests, host; all")
      ->type_name("SCOPE")
      ->delimiter(',')
      ->allow_extra_args(false);
  add_report_options(app, o->report);
  return [o](Context& ctx) { run_check(ctx, *o); };
}

}  // namespace

ConfigFiles find_config_files(Context& ctx, const std::vector<std::string>& given, const std::string& stdin_name) {
  ConfigFiles found;
  const auto add = [&](const std::string& path) {
    if (path.ends_with(test_suffix)) {
      found.tests.push_back(path);
    } else {
      found.sources.push_back({path});
    }
  };
  for (const auto& name : given) {
    if (name == "-") {
      found.sources.push_back({stdin_name, std::string(std::istreambuf_iterator<char>(*ctx.env.in), {})});
      continue;
    }
    if (!fs::is_directory(name)) {
      add(name);
      continue;
    }
    std::vector<std::string> paths;
    for (auto at = fs::recursive_directory_iterator(name); at != fs::recursive_directory_iterator(); ++at) {
      if (at->path().filename().string().starts_with('.')) {
        if (at->is_directory()) at.disable_recursion_pending();
      } else if (at->path().extension() == ".toml" && at->is_regular_file()) {
        paths.push_back(at->path().lexically_normal().string());
      }
    }
    if (paths.empty()) throw Error{ErrorKind::usage, "there is no .toml file in '" + printable(name) + "'", "name a file, or another folder"};
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) add(path);
  }
  return found;
}

Verb config_check_verb() {
  return {"check", "tell everything that is wrong with it", declare_check,
          {"svc config check svc.toml", "svc config check . --fail-on warning --report junit=check.xml", "svc config check - --stdin-filename svc.toml < svc.toml"}};
}

}  // namespace svc::cmd
