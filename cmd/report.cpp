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
    throw Error{ErrorKind::usage, option + ": no code begins with '" + printable(prefix) + "'",
                meant ? "did you mean '" + *meant + "'?" : "'svc config rules' lists them"};
  }
  return prefixes;
}

config::Severity severity_of(const std::string& option, const std::string& name, bool never) {
  if (const auto severity = config::severity_named(name)) return *severity;
  std::vector<std::string> known{"note", "warning", "error"};
  if (never) known.emplace_back("never");
  throw Error{ErrorKind::usage, option + ": no severity '" + printable(name) + "'", hint_for(name, known)};
}

struct Destination {
  ReportFormat format;
  std::string path;
};

Destination destination_of(const std::string& text) {
  const auto equals = text.find('=');
  const std::string name = text.substr(0, equals);
  const auto format = render::report_format_named(name);
  if (!format) throw Error{ErrorKind::usage, "--report: no format '" + printable(name) + "'", hint_for(name, render::report_format_names())};
  if (equals == std::string::npos || equals + 1 == text.size()) {
    throw Error{ErrorKind::usage, "--report " + printable(text) + " says no path", "write --report " + name + "=PATH, or " + name + "=- for standard output"};
  }
  return {*format, text.substr(equals + 1)};
}

[[noreturn]] void cannot_write(const std::string& path) {
  throw Error{ErrorKind::storage, "cannot write the report '" + path + "': " + std::strerror(errno), "no report was written"};
}

// All are written beside their places before the first is moved there.
void write_files(const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<std::string> fresh;
  try {
    for (const auto& [path, text] : files) {
      if (std::filesystem::is_directory(path)) {
        errno = EISDIR;
        cannot_write(path);
      }
      fresh.push_back(path + ".new" + std::to_string(::getpid()));
      std::ofstream out(fresh.back(), std::ios::binary);
      out << text << std::flush;
      if (!out) cannot_write(path);
    }
    for (size_t i = 0; i < files.size(); ++i) std::filesystem::rename(fresh[i], files[i].first);
  } catch (...) {
    std::error_code ignored;
    for (const auto& path : fresh) std::filesystem::remove(path, ignored);
    throw;
  }
}

}  // namespace

void add_report_options(CLI::App& app, ReportOptions& options) {
  app.add_option("--min-severity", options.min_severity, "Show findings from here on: note, warning, error")->type_name("SEVERITY");
  app.add_option("--fail-on", options.fail_on, "End with 1 from here on: note, warning, error; never")->type_name("SEVERITY");
  app.add_option("--select", options.select, "Only findings of these codes, or of codes that begin so")->type_name("CODE,…")->allow_extra_args(false);
  app.add_option("--ignore", options.ignore, "No findings of these codes")->type_name("CODE,…")->allow_extra_args(false);
  app.add_option("--report", options.reports, "Write a report too; text, json, jsonl, sarif, junit, github or gitlab; may be given again")
      ->type_name("FORMAT=PATH")
      ->allow_extra_args(false);
}

std::function<bool(const config::Diagnostic&)> shown_by(const ReportOptions& options) {
  const auto begins = [](const std::string& code, const std::vector<std::string>& prefixes) {
    return std::any_of(prefixes.begin(), prefixes.end(), [&](const std::string& prefix) { return code.starts_with(prefix); });
  };
  return [begins, select = codes_of("--select", options.select), ignore = codes_of("--ignore", options.ignore)](const config::Diagnostic& finding) {
    return (select.empty() || begins(finding.code, select)) && !begins(finding.code, ignore);
  };
}

void deliver_report(Context& ctx, render::Report report, const ReportOptions& options, const std::string& summary) {
  const config::Severity least = severity_of("--min-severity", options.min_severity, false);
  report.fail_on = options.fail_on == "never" ? std::nullopt : std::optional(severity_of("--fail-on", options.fail_on, true));
  std::vector<Destination> destinations;
  for (const auto& each : options.reports) destinations.push_back(destination_of(each));
  const bool failed = report.failed();
  for (auto& each : report.cases) {
    std::erase_if(each.findings, [&](const config::Diagnostic& finding) { return finding.severity < least && !report.fails(finding); });
  }
  ReportFormat format = ReportFormat::text;
  switch (ctx.format({render::Format::table, render::Format::json, render::Format::jsonl})) {
    case render::Format::json: format = ReportFormat::json; break;
    case render::Format::jsonl: format = ReportFormat::jsonl; break;
    default: break;
  }
  std::vector<std::pair<std::string, std::string>> files;
  std::string more;
  for (const auto& each : destinations) {
    if (each.path == "-") {
      more += render::print(report, each.format);
    } else {
      files.emplace_back(each.path, render::print(report, each.format));
    }
    const auto page = ctx.env.getenv("GITHUB_STEP_SUMMARY");
    if (each.format != ReportFormat::github || !page) continue;
    std::ofstream out(*page, std::ios::binary | std::ios::app);
    out << render::markdown(report) << std::flush;
    if (!out) cannot_write(*page);
  }
  write_files(files);
  ctx.print(render::print(report, format));
  ctx.print(more);
  ctx.flush();  // so that the summary stands below
  ctx.talk(summary);
  if (failed) ctx.status = 1;
}

}  // namespace svc::cmd
