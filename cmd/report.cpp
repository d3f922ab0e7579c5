// SPDX-License-Identifier: MIT
#include "report.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "cli11.h"
#include "error.h"
#include "suggest.h"
#include "text.h"

namespace svc::cmd {
namespace {

using render::ReportFormat;

std::vector<std::string> split(const std::vector<std::string>& lists) {
  std::vector<std::string> words;
  for (const auto& list : lists) {
    for (size_t from = 0; from <= list.size();) {
      const size_t end = std::min(list.find(',', from), list.size());
      if (end > from) words.push_back(list.substr(from, end - from));
      from = end + 1;
    }
  }
  return words;
}

// A code or the beginning of one: "SLA012", "CAL".
std::vector<std::string> codes_of(const std::string& option, const std::vector<std::string>& lists) {
  std::vector<std::string> prefixes = split(lists);
  for (const auto& prefix : prefixes) {
    const auto rules = config::check_rules();
    if (std::any_of(rules.begin(), rules.end(), [&](const auto& rule) { return rule.code.starts_with(prefix); })) continue;
    std::vector<std::string> known{"CAL", "CFG", "ESC", "SLA", "TST"};
    for (const auto& rule : rules) known.emplace_back(rule.code);
    const auto meant = suggest(prefix, known);
    throw Error{ErrorKind::usage, phrase("{}: no code begins with '{}'", option, printable(prefix)), meant ? phrase("did you mean '{}'?", *meant) : phrase("'svc config rules' lists them")};
  }
  return prefixes;
}

config::Severity severity_of(const std::string& option, const std::string& name, bool never) {
  if (const auto severity = config::severity_named(name)) return *severity;
  std::vector<std::string> known{"note", "warning", "error"};
  if (never) known.emplace_back("never");
  throw Error{ErrorKind::usage, phrase("{}: no severity '{}'", option, printable(name)), hint_for(name, known)};
}

ReportChoice::Destination destination_of(const std::string& text) {
  const auto equals = text.find('=');
  const std::string name = text.substr(0, equals);
  const auto format = render::report_format_named(name);
  if (!format) throw Error{ErrorKind::usage, phrase("--report: no format '{}'", printable(name)), hint_for(name, render::report_format_names())};
  if (equals == std::string::npos || equals + 1 == text.size()) {
    throw Error{ErrorKind::usage, phrase("--report {} says no path", printable(text)), phrase("write --report {}=PATH, or {}=- for standard output", name, name)};
  }
  return {*format, text.substr(equals + 1)};
}

[[noreturn]] void cannot_write(const std::string& path, int error) {
  throw Error{ErrorKind::storage, phrase("cannot write the report '{}': {}", printable(path), std::strerror(error)), phrase("no report was written")};
}

// Files that are there already but are no regular ones, such as /dev/stdout, are written straight into.
class ReportFiles {
 public:
  ~ReportFiles() {
    std::error_code ignored;
    for (const auto& [fresh, path] : pending_) std::filesystem::remove(fresh, ignored);
  }

  void prepare(const std::string& path, std::string text) {
    std::error_code failure;
    const auto target = std::filesystem::weakly_canonical(path, failure);  // a link is followed, not replaced
    const std::string place = failure ? path : target.string();
    if (std::filesystem::exists(place) && !std::filesystem::is_regular_file(place)) {
      if (std::filesystem::is_directory(place)) cannot_write(path, EISDIR);
      straight_.emplace_back(path, std::move(text));
      return;
    }
    const std::string fresh = place + ".new" + std::to_string(::getpid());
    std::ofstream out(fresh, std::ios::binary);
    out << text << std::flush;
    const int error = errno;
    pending_.emplace_back(fresh, place);
    if (!out) cannot_write(path, error);
    std::filesystem::permissions(fresh, readable, failure);
  }

  // All are written beside their places before the first is moved there.
  void commit() {
    for (const auto& [fresh, path] : pending_) std::filesystem::rename(fresh, path);
    pending_.clear();
    for (const auto& [path, text] : straight_) append(path, text);
  }

  static void append(const std::string& path, const std::string& text) {
    std::ofstream out(path, std::ios::binary | std::ios::app);
    out << text << std::flush;
    if (!out) cannot_write(path, errno);
  }

 private:
  // A report is for others, whatever the umask of svc is.
  static constexpr auto readable = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write | std::filesystem::perms::group_read | std::filesystem::perms::others_read;
  std::vector<std::pair<std::string, std::string>> pending_;   // written here, to be moved there
  std::vector<std::pair<std::string, std::string>> straight_;  // path and text
};

render::ReportFormat format_of(Context& ctx) {
  switch (ctx.format({render::Format::table, render::Format::json, render::Format::jsonl})) {
    case render::Format::json: return ReportFormat::json;
    case render::Format::jsonl: return ReportFormat::jsonl;
    default: return ReportFormat::text;
  }
}

}  // namespace

void add_report_options(CLI::App& app, ReportOptions& options) {
  app.add_option("--min-severity", options.min_severity, "Show findings from here on: note, warning, error")->type_name("SEVERITY");
  app.add_option("--fail-on", options.fail_on, "End with 1 from here on: note, warning, error; never")->type_name("SEVERITY");
  app.add_option("--select", options.select, "Only findings of these codes, or of codes that begin so")->type_name("CODES")->allow_extra_args(false);
  app.add_option("--ignore", options.ignore, "No findings of these codes")->type_name("CODES")->allow_extra_args(false);
  app.add_option("--report", options.reports, "Write a report too; text, json, jsonl, sarif, junit, github or gitlab; may be given again")
      ->type_name("FORMAT=PATH")
      ->allow_extra_args(false);
}

bool ReportChoice::shows(const config::Diagnostic& finding) const {
  const auto begins = [&](const std::vector<std::string>& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) { return finding.code.starts_with(prefix); });
  };
  return (select.empty() || begins(select)) && !begins(ignore);
}

ReportChoice choice_of(const ReportOptions& options) {
  ReportChoice choice;
  choice.least = severity_of("--min-severity", options.min_severity, false);
  choice.fail_on = options.fail_on == "never" ? std::nullopt : std::optional(severity_of("--fail-on", options.fail_on, true));
  choice.select = codes_of("--select", options.select);
  choice.ignore = codes_of("--ignore", options.ignore);
  for (const auto& each : options.reports) {
    ReportChoice::Destination destination = destination_of(each);
    const auto same = [&](const ReportChoice::Destination& other) { return other.path == destination.path && other.path != "-"; };
    if (std::any_of(choice.destinations.begin(), choice.destinations.end(), same)) {
      throw Error{ErrorKind::usage, phrase("two reports go to '{}'", printable(destination.path)), phrase("give each its own file")};
    }
    choice.destinations.push_back(std::move(destination));
  }
  return choice;
}

void deliver_report(Context& ctx, render::Report report, const ReportChoice& choice, const std::vector<Message>& summary) {
  report.fail_on = choice.fail_on;
  const bool failed = report.failed();
  for (auto& each : report.cases) {
    std::erase_if(each.findings, [&](const config::Diagnostic& finding) { return finding.severity < choice.least && !report.fails(finding); });
  }
  const ReportFormat format = format_of(ctx);
  ReportFiles files;
  std::string more;
  for (const auto& each : choice.destinations) {
    if (each.path == "-") {
      more += render::print(report, each.format);
    } else {
      files.prepare(each.path, render::print(report, each.format));
    }
  }
  files.commit();
  const bool github = std::any_of(choice.destinations.begin(), choice.destinations.end(), [](const auto& each) { return each.format == ReportFormat::github; });
  if (const auto page = ctx.env.getenv("GITHUB_STEP_SUMMARY"); page && github) ReportFiles::append(*page, render::markdown(report));
  ctx.print(render::print(report, format, ctx.env.translate));
  ctx.print(more);
  ctx.flush();  // so that the summary stands below
  for (const Message& line : summary) ctx.talk(line);
  if (failed) ctx.status = 1;
}

}  // namespace svc::cmd
