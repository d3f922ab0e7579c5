// SPDX-License-Identifier: MIT
// svc config check: everything that is wrong with a configuration, for people and pipelines.
#include <algorithm>
#include <iterator>
#include <set>

#include "cli11.h"
#include "config_files.h"
#include "config_verbs.h"
#include "error.h"
#include "lint/lint.h"
#include "report.h"
#include "suggest.h"
#include "text.h"

namespace svc::cmd {
namespace {

struct CheckOptions {
  std::vector<std::string> files;
  std::string stdin_name = "stdin.toml";
  std::vector<std::string> scopes;
  ReportOptions report;
};

// By default all but the machine that it is checked on, which is another one in a pipeline.
std::set<config::Scope> scopes_of(const std::vector<std::string>& names) {
  const auto& all = config::all_scopes;
  if (names.empty()) return {all.begin(), all.end() - 1};
  std::set<config::Scope> scopes;
  for (const auto& name : names) {
    if (name == "all") return {all.begin(), all.end()};
    const auto found = std::find_if(all.begin(), all.end(), [&](config::Scope each) { return config::name_of(each) == name; });
    if (found == all.end()) throw Error{ErrorKind::usage, phrase("no scope '{}'", printable(name)), hint_for(name, config::scope_names())};
    scopes.insert(*found);
  }
  return scopes;
}

ConfigFiles files_to_check(Context& ctx, const CheckOptions& options) {
  if (!options.files.empty() && !ctx.globals.config.empty()) {
    throw Error{ErrorKind::usage, phrase("both --config and FILE are given"), phrase("leave one of them out")};
  }
  if (!options.files.empty()) return find_config_files(ctx, options.files, options.stdin_name);
  const auto in_force = ctx.config_files();
  if (in_force.empty()) {
    throw Error{ErrorKind::usage, phrase("there is nothing to check: no FILE is given, and no configuration is in force"), phrase("name a file, such as svc.toml")};
  }
  return find_config_files(ctx, in_force, options.stdin_name);
}

// What is found in all of the files, whether it is shown or not.
class Check {
 public:
  Check(Context& ctx, const ConfigFiles& files, std::set<config::Scope> scopes)
      : scopes_(std::move(scopes)), configuration_(config::Configuration::load(files.sources, ctx.env.system_zone)),
        now_(ctx.now_in(configuration_.zone_name())) {
    findings_ = configuration_.findings();
    if (!config::has_errors(findings_)) judge();
    TestConfigurations configurations(ctx);
    for (const auto& path : files.tests) {
      tests_.push_back(configurations.load(path));
      add(tests_.back().findings);
    }
    suppress();
  }

  // What keeps a file from being used is never left out: nothing else in it was looked at.
  render::Report report(const ReportChoice& choice) const {
    std::vector<config::Diagnostic> shown;
    std::copy_if(findings_.begin(), findings_.end(), std::back_inserter(shown), [&](const config::Diagnostic& finding) {
      return finding.severity == config::Severity::error || (in_scope(finding.code) && choice.shows(finding));
    });
    std::set<std::string> names;
    for (const auto& file : configuration_.files()) names.insert(file);
    for (const auto& file : tests_) names.insert(file.path);
    for (const auto& finding : shown) names.insert(finding.at.file);
    render::Report report;
    report.sources = [this](const std::string& file) { return source_of(file); };
    report.cases.reserve(names.size());
    for (const auto& name : names) {
      render::ReportCase each{"svc config check", name, {name}, {}};
      std::copy_if(shown.begin(), shown.end(), std::back_inserter(each.findings), [&](const auto& finding) { return finding.at.file == name; });
      report.cases.push_back(std::move(each));
    }
    return report;
  }

  // "2 files (1 calendar, 1 profile, 4 targets): 0 errors, 1 warning".
  Message inventory(const render::Report& report) const {
    Message parts;
    const auto add = [&](const Message& part, std::int64_t count) {
      if (count > 0) parts = together(parts, part);
    };
    const auto own = [&](const char* kind) { return std::ssize(configuration_.own_names(kind)); };
    add(counted(own("calendar"), "calendar"), own("calendar"));
    add(counted(own("contact"), "contact"), own("contact"));
    add(counted(own("team"), "team"), own("team"));
    add(counted(own("sink"), "sink"), own("sink"));
    add(counted(own("ladder"), "ladder"), own("ladder"));
    add(counted(own("profile"), "profile"), own("profile"));
    std::int64_t targets = 0, tests = 0;
    for (const auto& name : configuration_.own_names("profile")) {
      if (const auto* rules = configuration_.profile(name)) targets += std::ssize(rules->targets);
    }
    for (const auto& file : tests_) tests += std::ssize(file.tests);
    add(counted(targets, "target"), targets);
    add(counted(tests, "test"), tests);
    const Message files = counted(std::ssize(report.cases), "file");
    return phrase("{}: {}, {}", parts.empty() ? files : phrase("{} ({})", files, parts), counted(report.count(config::Severity::error), "error"), counted(report.count(config::Severity::warning), "warning"));
  }

 private:
  void add(const std::vector<config::Diagnostic>& more) { findings_.insert(findings_.end(), more.begin(), more.end()); }
  bool in_scope(const std::string& code) const { return scopes_.contains(config::find_rule(code)->scope); }

  void judge() {
    if (scopes_.contains(config::Scope::meaning)) add(lint::judge(configuration_, now_));
    if (scopes_.contains(config::Scope::host)) add(lint::judge_host(configuration_));
  }

  // What meaning is there is not known while there are errors, and what no test notices only 'svc config test' knows.
  void suppress() {
    const bool judged = !config::has_errors(configuration_.findings());
    const auto looked_for = [&](const std::string& code) { return judged && in_scope(code) && code != "TST020"; };
    const Date today = date_part(Zone::load(configuration_.zone_name()).local(now_));
    findings_ = config::apply_suppressions(std::move(findings_), configuration_.suppressions(), today, looked_for);
  }

  std::string source_of(const std::string& file) const {
    for (const auto& each : tests_) {
      if (each.path == file) return each.source;
    }
    return configuration_.sources()(file);
  }

  const std::set<config::Scope> scopes_;
  const config::Configuration configuration_;
  const Instant now_;
  std::vector<config::TestFile> tests_;
  std::vector<config::Diagnostic> findings_;
};

void run_check(Context& ctx, const CheckOptions& options) {
  const ReportChoice choice = choice_of(options.report);
  const Check check(ctx, files_to_check(ctx, options), scopes_of(options.scopes));
  render::Report report = check.report(choice);
  const Message summary = check.inventory(report);
  deliver_report(ctx, std::move(report), choice, {summary});
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

Verb config_check_verb() {
  return {"check", "tell everything that is wrong with it", declare_check,
          {"svc config check svc.toml", "svc config check . --fail-on warning --report junit=check.xml", "svc config check - --stdin-filename svc.toml < svc.toml"}};
}

}  // namespace svc::cmd
