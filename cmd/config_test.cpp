// SPDX-License-Identifier: MIT
// svc config test: do the rules do what their tests expect?
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

#include "cli11.h"
#include "config_files.h"
#include "config_verbs.h"
#include "desk/mutation.h"
#include "desk/rehearsal.h"
#include "desk/test_record.h"
#include "error.h"
#include "render/item.h"
#include "report.h"
#include "suggest.h"
#include "text.h"

namespace svc::cmd {
namespace {

struct TestOptions {
  std::vector<std::string> files;
  std::string run;
  bool list = false, trace = false, coverage = false, fail_fast = false, mutate = false;
  std::vector<std::string> thresholds;
  std::string record;  // an item's id
  ReportOptions report;
};

struct Threshold {
  std::string part;
  int percent = 0;
};

const std::vector<std::string> coverage_parts{"targets", "limits", "rungs", "exceptions"};

const desk::Coverage::Part& part_of(const desk::Coverage& coverage, const std::string& name) {
  if (name == "targets") return coverage.targets;
  if (name == "limits") return coverage.limits;
  return name == "rungs" ? coverage.rungs : coverage.exceptions;
}

// "90" is about targets and limits; "rungs=50" about one part.
std::vector<Threshold> thresholds_of(const std::vector<std::string>& given) {
  std::vector<Threshold> result;
  for (const auto& each : given) {
    const auto equals = each.find('=');
    const std::string part = equals == std::string::npos ? "" : each.substr(0, equals), number = equals == std::string::npos ? each : each.substr(equals + 1);
    if (!part.empty() && std::find(coverage_parts.begin(), coverage_parts.end(), part) == coverage_parts.end()) {
      throw Error{ErrorKind::usage, phrase("--coverage-threshold: nothing called '{}' is covered", printable(part)), hint_for(part, coverage_parts)};
    }
    const bool digits = !number.empty() && number.size() <= 3 && number.find_first_not_of("0123456789") == std::string::npos;
    if (!digits || std::stoi(number) > 100) {
      throw Error{ErrorKind::usage, phrase("--coverage-threshold: '{}' is no percentage", printable(number)), phrase("write a number from 0 to 100, or rungs=80")};
    }
    for (const auto& name : part.empty() ? std::vector<std::string>{"targets", "limits"} : std::vector<std::string>{part}) result.push_back({name, std::stoi(number)});
  }
  return result;
}

class TestRun {
 public:
  TestRun(Context& ctx, const TestOptions& options) : ctx_(ctx), options_(options), configurations_(ctx) {
    try {
      if (!options.run.empty()) filter_ = std::regex(options.run, std::regex::ECMAScript);
    } catch (const std::regex_error&) {
      throw Error{ErrorKind::usage, phrase("--run: '{}' is no regular expression", printable(options.run)), phrase("write one such as 'night|weekend'")};
    }
  }

  void run() {
    const std::vector<Threshold> thresholds = thresholds_of(options_.thresholds);
    const ReportChoice choice = choice_of(options_.report);
    load();
    for (const auto& file : files_) run_file(file);
    if (options_.list && report_.cases.empty()) return;
    const bool failed = report_.failed();
    if (run_ == 0 && !failed) throw Error{ErrorKind::usage, phrase("no test was run: none is called like '{}'", printable(options_.run)), phrase("'svc config test --list FILE' lists them")};
    if (options_.mutate && !failed) mutate();
    if (options_.coverage && run_ > 0) show(coverage_page());
    for (auto& each : report_.cases) {
      std::erase_if(each.findings, [&](const config::Diagnostic& finding) { return finding.severity != config::Severity::error && !choice.shows(finding); });
    }
    std::vector<Message> summary;
    if (!changes_.empty()) summary.push_back(changes_);
    summary.push_back(phrase("{} in {}: {} passed, {} failed", counted(run_, "test"), counted(std::ssize(files_), "file"), run_ - failed_, failed_));
    if (options_.mutate && failed) summary.push_back(phrase("svc: nothing was changed by --mutate: the tests must pass first"));
    deliver_report(ctx_, std::move(report_), choice, summary);
    require_coverage(thresholds);
  }

 private:
  void load() {
    if (options_.files.empty()) throw Error{ErrorKind::usage, phrase("no FILE is given"), phrase("name a file, such as sla.test.toml, or a folder")};
    if (std::find(options_.files.begin(), options_.files.end(), "-") != options_.files.end()) {
      throw Error{ErrorKind::usage, phrase("tests are not read from standard input"), phrase("name a file: what it includes is relative to it")};
    }
    const ConfigFiles found = find_config_files(ctx_, options_.files, {});
    // A file that is named is a test whatever it is called; in a folder, only *.test.toml are.
    std::vector<std::string> paths = found.tests;
    for (const auto& source : found.sources) {
      if (std::find(options_.files.begin(), options_.files.end(), source.path) != options_.files.end()) paths.push_back(source.path);
    }
    if (paths.empty()) throw Error{ErrorKind::usage, phrase("there is no *.test.toml in '{}'", printable(options_.files.front())), phrase("name a file, or another folder")};
    std::set<std::string> seen;  // each is run once, however often it is named
    for (const auto& path : paths) {
      if (seen.insert(std::filesystem::path(path).lexically_normal().string()).second) files_.push_back(configurations_.load(path));
    }
    report_.sources = [this](const std::string& file) { return source_of(file); };
  }

  bool wanted(const config::TestCase& test) const { return !filter_ || std::regex_search(test.name, *filter_); }

  void require_coverage(const std::vector<Threshold>& thresholds) {
    for (const auto& [part, percent] : thresholds) {
      const int reached = part_of(coverage_, part).percent();
      if (reached >= percent) continue;
      ctx_.tell(fmt::format("svc: the tests cover {} % of the {}, not {} %\n", reached, part, percent));
      ctx_.status = 1;
    }
  }

  std::string source_of(const std::string& file) const {
    for (const auto& each : files_) {
      if (each.path == file) return each.source;
    }
    return configurations_.source_of(file);
  }

  // On standard output, unless that is for a program.
  void show(const std::string& text) {
    if (ctx_.globals.output.empty() || ctx_.globals.output == "table") {
      ctx_.print(text);
    } else {
      ctx_.tell(text);
    }
  }

  void run_file(const config::TestFile& file) {
    if (ctx_.globals.verbose) ctx_.tell("svc: tests: " + file.path + "\n");
    std::vector<config::Diagnostic> findings = file.findings;
    if (file.configuration != nullptr) {
      for (const auto& finding : file.configuration->findings()) {
        if (finding.severity == config::Severity::error) findings.push_back(finding);
      }
    }
    if (!findings.empty()) report_.cases.push_back({file.path, "(file)", {file.path}, findings});
    if (config::has_errors(findings)) return;
    for (const config::TestCase& test : file.tests) {
      if (!wanted(test)) continue;
      if (options_.fail_fast && failed_ > 0) return;
      if (options_.list) {
        ctx_.print(place_of(test.place) + ": " + printable(test.name) + "\n");
      } else {
        run_test(file, test);
      }
    }
  }

  void run_test(const config::TestFile& file, const config::TestCase& test) {
    auto& rehearsal = rehearsal_of(file);
    desk::Rehearsed done = rehearsal.run(test, file.zone, &coverage_);
    ++run_;
    failed_ += done.failures.empty() ? 0 : 1;
    if (options_.trace) show(trace_of(file, test, done));
    report_.cases.push_back({file.path, test.name, test.place, std::move(done.failures)});
  }

  desk::Rehearsal& rehearsal_of(const config::TestFile& file) {
    auto& slot = rehearsals_[file.configuration.get()];
    if (slot == nullptr) slot = std::make_unique<desk::Rehearsal>(*file.configuration);
    return *slot;
  }

  std::string trace_of(const config::TestFile& file, const config::TestCase& test, const desk::Rehearsed& done) const {
    std::string text = place_of(test.place) + ": " + printable(test.name) + "\n";
    if (done.picture.pinned == nullptr) return text;
    const Zone zone = Zone::load(file.zone);
    render::ItemView view;
    view.id = done.picture.id;
    view.title = done.picture.title;
    view.rules = &done.picture.pinned->rules.work;
    view.history = &done.picture.history;
    for (const auto& clock : done.picture.evaluation.clocks) view.clocks.push_back({&clock, &done.picture.calendar_of(clock)});
    for (const auto& missing : done.picture.evaluation.not_promised) view.not_promised.push_back(missing.target->id);
    view.now = done.end;
    view.zone = &zone;
    return text + render::ledger_page(view, ctx_.env.translate) + "\n";
  }

  // --- coverage ---

  std::string coverage_page() const {
    render::Listing listing;
    listing.columns = {{"part", "COVERED"}, {"touched", "TOUCHED", true}, {"all", "ALL", true}, {"percent", "%", true}};
    std::string missing;
    for (const auto& name : coverage_parts) {
      const auto& part = part_of(coverage_, name);
      const auto untouched = std::count_if(part.all.begin(), part.all.end(), [&](const auto& each) { return !part.touched.contains(each.first); });
      const auto all = std::ssize(part.all);
      listing.rows.push_back({render::cell(name), render::cell(all - untouched), render::cell(all), render::cell(std::int64_t{part.percent()})});
      std::map<std::string, std::int64_t> by_year;  // of exceptions, of which there are many: "cn 2026"
      for (const auto& [id, at] : part.all) {
        if (part.touched.contains(id)) continue;
        const auto slash = id.rfind('/');
        if (name == "exceptions") {
          ++by_year[id.substr(0, slash) + " in " + id.substr(slash + 1, 4)];
        } else {
          missing += phrase("not covered: {} {} ({})", name.substr(0, name.size() - 1), id, place_of(at)).in(ctx_.env.translate) + "\n";
        }
      }
      for (const auto& [year, count] : by_year) missing += phrase("not covered: {} of {}", counted(count, "exception"), year).in(ctx_.env.translate) + "\n";
    }
    return ctx_.shown(listing, render::Format::table) + missing;
  }

  // --- mutation ---

  void mutate() {
    std::map<std::pair<const config::Configuration*, std::string>, std::vector<desk::TestInZone>> by_profile;
    for (const auto& file : files_) {
      for (const auto& test : file.tests) {
        if (wanted(test)) by_profile[{file.configuration.get(), test.profile}].push_back({&test, file.zone});
      }
    }
    std::int64_t made = 0, noticed = 0;
    render::ReportCase survivors{"svc config test --mutate", "(changes that no test notices)", {}, {}};
    for (const auto& [key, tests] : by_profile) {
      const auto& [configuration, profile] = key;
      const desk::Mutation mutation = desk::mutate(*rehearsals_.at(configuration), profile, tests);
      made += mutation.made;
      noticed += mutation.noticed;
      const Date today = date_part(Zone::load(configuration->zone_name()).local(ctx_.now_in(configuration->zone_name())));
      const auto known = config::apply_suppressions(mutation.survivors, suppressions_of(*configuration), today, [](const std::string&) { return true; });
      survivors.findings.insert(survivors.findings.end(), known.begin(), known.end());
    }
    changes_ = phrase("{} made one at a time: {} noticed, {} not", counted(made, "change"), noticed, made - noticed);
    sort(survivors.findings);
    if (!survivors.findings.empty()) {
      survivors.at = {survivors.findings.front().at.file};
      report_.cases.push_back(std::move(survivors));
    }
  }

  // Those that are about changes; the others are the checker's.
  static std::vector<config::Suppression> suppressions_of(const config::Configuration& configuration) {
    std::vector<config::Suppression> about;
    for (const auto& each : configuration.suppressions()) {
      if (each.code == "TST020") about.push_back(each);
    }
    return about;
  }

  Context& ctx_;
  const TestOptions& options_;
  std::optional<std::regex> filter_;
  std::vector<config::TestFile> files_;
  TestConfigurations configurations_;
  std::map<const config::Configuration*, std::unique_ptr<desk::Rehearsal>> rehearsals_;
  desk::Coverage coverage_;
  render::Report report_;
  std::int64_t run_ = 0, failed_ = 0;
  std::string changes_;  // what --mutate has to say
};

void run_test(Context& ctx, const TestOptions& options) {
  if (options.record.empty()) return TestRun(ctx, options).run();
  ctx.local_config = false;  // the rules that the item lives under
  std::vector<std::string> files;  // whole paths, since the test's own place is not known
  for (const auto& file : ctx.config_files()) files.push_back(std::filesystem::absolute(file).lexically_normal().string());
  ctx.read([&](desk::Session& session) { ctx.print(desk::test_of(session, options.record, files)); });
}

Run declare_test(CLI::App& app) {
  auto o = std::make_shared<TestOptions>();
  app.add_option("files", o->files, "Test files, and folders with *.test.toml")->type_name("FILE|DIR");
  app.add_option("--run", o->run, "Only tests whose names match")->type_name("REGEX");
  app.add_flag("--list", o->list, "Name the tests, run none")->disable_flag_override();
  app.add_flag("--trace", o->trace, "Show where every second of each clock went")->disable_flag_override();
  app.add_flag("--fail-fast", o->fail_fast, "Stop at the first test that fails")->disable_flag_override();
  app.add_flag("--coverage", o->coverage, "Show what the tests touch, and what not")->disable_flag_override();
  app.add_option("--coverage-threshold", o->thresholds, "End with 1 below it; of targets and limits, else of the PART: targets, limits, rungs, exceptions")
      ->type_name("[PART=]PERCENT")
      ->allow_extra_args(false);
  app.add_flag("--mutate", o->mutate, "Change one number or reference at a time, and name those that no test notices")->disable_flag_override();
  add_report_options(app, o->report);
  CLI::App* record = app.add_subcommand("record", "Write a test of what happened to an item, without names and texts");
  record->add_option("id", o->record, "The item")->required()->type_name("ID");
  record->fallthrough();
  return [o](Context& ctx) { run_test(ctx, *o); };
}

}  // namespace

Verb config_test_verb() {
  return {"test", "run tests of the rules", declare_test,
          {"svc config test sla.test.toml", "svc config test tests --coverage --report junit=test.xml", "svc config test record T-12 > case.test.toml"}};
}

}  // namespace svc::cmd
