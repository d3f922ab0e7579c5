// SPDX-License-Identifier: MIT
#include "render/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "config/catalogue.h"
#include "render/markup.h"
#include "text.h"

namespace svc::render {
namespace {

using config::Diagnostic;
using config::Position;
using config::Severity;
using nlohmann::ordered_json;

constexpr int most_of_a_code = 20;
constexpr size_t most_annotations = 10;  // of a severity, that GitHub shows for a step

struct NamedFormat {
  const char* name;
  ReportFormat format;
};
constexpr NamedFormat formats[]{{"text", ReportFormat::text}, {"json", ReportFormat::json}, {"jsonl", ReportFormat::jsonl}, {"sarif", ReportFormat::sarif},
                                {"junit", ReportFormat::junit}, {"github", ReportFormat::github}, {"gitlab", ReportFormat::gitlab}};

std::vector<Diagnostic> all_findings(const Report& report) {
  std::vector<Diagnostic> all;
  for (const auto& each : report.cases) all.insert(all.end(), each.findings.begin(), each.findings.end());
  return all;
}

// --- text ---

std::string as_text(const Report& report, const Translate& translate) {
  std::string text;
  std::map<std::string, int> shown;
  for (const Diagnostic& finding : all_findings(report)) {
    if (++shown[finding.code] <= most_of_a_code) text += describe(finding, report.sources, translate);
  }
  for (const auto& [code, count] : shown) {
    if (count > most_of_a_code) text += phrase("… and {} more of {}", count - most_of_a_code, code).in(translate) + "\n";
  }
  return text;
}

// --- JSON ---

void add_place(ordered_json& out, const Position& at) {
  out["file"] = at.file;
  if (at.line == 0) return;
  out["line"] = at.line;
  out["column"] = at.column;
  out["end_line"] = at.end_line;
  out["end_column"] = at.end_column;
}

ordered_json to_json(const Diagnostic& finding) {
  ordered_json out;
  add_place(out, finding.at);
  out["severity"] = config::name_of(finding.severity);
  out["code"] = finding.code;
  out["message"] = finding.message.english();
  out["help"] = finding.help.empty() ? ordered_json() : ordered_json(finding.help.english());
  out["notes"] = ordered_json::array();
  for (const auto& note : finding.notes) {
    ordered_json entry{{"message", note.message.english()}};
    if (!note.at.file.empty()) add_place(entry, note.at);
    out["notes"].push_back(std::move(entry));
  }
  return out;
}

bool passed(const Report& report, const ReportCase& each) {
  return std::none_of(each.findings.begin(), each.findings.end(), [&](const Diagnostic& finding) { return report.fails(finding); });
}

std::string as_json(const Report& report) {
  ordered_json out{{"schema", "svc-report-1"}, {"passed", !report.failed()}};
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    out["counts"][std::string(config::name_of(severity))] = report.count(severity);
  }
  out["cases"] = ordered_json::array();
  for (const auto& each : report.cases) {
    ordered_json entry{{"suite", each.suite}, {"name", each.name}};
    add_place(entry, each.at);
    entry["passed"] = passed(report, each);
    out["cases"].push_back(std::move(entry));
  }
  out["findings"] = ordered_json::array();
  for (const Diagnostic& finding : all_findings(report)) out["findings"].push_back(to_json(finding));
  return out.dump(2) + "\n";
}

std::string as_json_lines(const Report& report) {
  std::string text;
  for (const Diagnostic& finding : all_findings(report)) text += to_json(finding).dump() + "\n";
  return text;
}

// --- SARIF 2.1.0 ---

// RFC 3986: a relative reference, or file:// for an absolute path.
std::string uri_of(const std::string& path) {
  std::string uri = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = std::isalnum(byte) != 0 || std::string_view("/._-~").find(c) != std::string_view::npos;
    uri += plain ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return uri;
}

ordered_json location_of(const Position& at) {
  ordered_json location{{"physicalLocation", {{"artifactLocation", {{"uri", uri_of(at.file)}}}}}};
  if (at.line > 0) {
    location["physicalLocation"]["region"] = {{"startLine", at.line}, {"startColumn", at.column}, {"endLine", at.end_line}, {"endColumn", at.end_column}};
  }
  return location;
}

ordered_json sarif_rule(const config::CheckRule& rule) {
  return {{"id", rule.code},
          {"shortDescription", {{"text", rule.title}}},
          {"fullDescription", {{"text", rule.cause}}},
          {"help", {{"text", rule.fix}}},
          {"defaultConfiguration", {{"level", config::name_of(rule.severity)}}},
          {"properties", {{"tags", {config::name_of(rule.scope)}}}}};
}

ordered_json sarif_result(const Diagnostic& finding, size_t rule) {
  ordered_json result{{"ruleId", finding.code}, {"ruleIndex", rule}, {"level", config::name_of(finding.severity)}};
  result["message"]["text"] = finding.message.english() + (finding.help.empty() ? "" : ": " + finding.help.english());
  result["locations"] = ordered_json::array({location_of(finding.at)});  // compilers differ about {x}: a copy, or an array
  for (const auto& note : finding.notes) {
    if (note.at.file.empty() || note.at.file.starts_with("built-in:")) continue;
    ordered_json related = location_of(note.at);
    related["message"]["text"] = note.message.english();
    result["relatedLocations"].push_back(std::move(related));
  }
  // The same finding after lines were added above it.
  result["partialFingerprints"]["svc/v1"] = finding.code + " " + finding.message.english();
  return result;
}

std::string as_sarif(const Report& report) {
  ordered_json run;
  run["tool"]["driver"] = {{"name", "svc"}, {"rules", ordered_json::array()}};
  run["columnKind"] = "unicodeCodePoints";
  run["results"] = ordered_json::array();
  std::map<std::string, size_t> indices;
  for (const Diagnostic& finding : all_findings(report)) {
    const auto [index, fresh] = indices.try_emplace(finding.code, indices.size());
    if (fresh) run["tool"]["driver"]["rules"].push_back(sarif_rule(*config::find_rule(finding.code)));
    run["results"].push_back(sarif_result(finding, index->second));
  }
  ordered_json out{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"}, {"version", "2.1.0"}, {"runs", ordered_json::array({run})}};
  return out.dump(2) + "\n";
}

// --- JUnit ---

// Text with lines, which printable() would take out.
std::string xml_lines(const std::string& text) {
  std::string out;
  for (size_t from = 0; from < text.size();) {
    const size_t end = std::min(text.find('\n', from), text.size());
    out += escape(text.substr(from, end - from)) + "\n";
    from = end + 1;
  }
  return out;
}

std::string junit_case(const Report& report, const ReportCase& each) {
  std::string text = fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\" line=\"{}\" time=\"0\"", escape(each.suite), escape(each.name),
                                 escape(each.at.file), std::max(each.at.line, 1));
  std::string failure, first, code;
  for (const Diagnostic& finding : each.findings) {
    if (!report.fails(finding)) continue;
    if (first.empty()) {
      first = finding.message.english();
      code = finding.code;
    }
    failure += describe(finding, report.sources);
  }
  if (failure.empty()) return text + "/>\n";
  return text + ">\n      <failure message=\"" + escape(first) + "\" type=\"" + code + "\">" + xml_lines(failure) +
         "</failure>\n    </testcase>\n";
}

std::string as_junit(const Report& report) {
  std::vector<std::string> suites;
  for (const auto& each : report.cases) {
    if (std::find(suites.begin(), suites.end(), each.suite) == suites.end()) suites.push_back(each.suite);
  }
  std::string body;
  size_t failures = 0;
  for (const auto& suite : suites) {
    std::string cases;
    size_t tests = 0, failed = 0;
    for (const auto& each : report.cases) {
      if (each.suite != suite) continue;
      ++tests;
      failed += passed(report, each) ? 0 : 1;
      cases += junit_case(report, each);
    }
    failures += failed;
    body += fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"0\" time=\"0\">\n{}  </testsuite>\n", escape(suite), tests,
                        failed, cases);
  }
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"svc\" tests=\"{}\" failures=\"{}\" errors=\"0\" time=\"0\">\n{}</testsuites>\n",
                     report.cases.size(), failures, body);
}

// --- GitHub ---

std::string escaped(const std::string& text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string as_github(const Report& report) {
  std::string text;
  size_t left_out = 0;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    size_t shown = 0;
    for (const Diagnostic& finding : all_findings(report)) {
      if (finding.severity != severity) continue;
      if (++shown > most_annotations) {
        ++left_out;
        continue;
      }
      const Position& at = finding.at;
      text += fmt::format("::{} file={}", severity == Severity::note ? "notice" : config::name_of(severity), escaped(at.file, true));
      if (at.line > 0) text += fmt::format(",line={},endLine={},col={},endColumn={}", at.line, at.end_line, at.column, at.end_column);
      text += fmt::format(",title={}::{}\n", finding.code, escaped(printable(finding.message.english()) + (finding.help.empty() ? "" : "\n" + printable(finding.help.english())), false));
    }
  }
  if (left_out > 0) text += fmt::format("::notice title=svc::{} more are not shown here; the job summary has them all\n", counted(static_cast<std::int64_t>(left_out), "finding").english());
  return text;
}

// --- GitLab ---

// FNV-1a: the fingerprint needs no more than to be the same for the same finding.
std::string fingerprint(const std::string& text) {
  std::uint64_t hash = 14'695'981'039'346'656'037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1'099'511'628'211ULL;
  return fmt::format("{:016x}", hash);
}

std::string_view gitlab_severity(Severity severity) {
  switch (severity) {
    case Severity::note: return "info";
    case Severity::warning: return "minor";
    case Severity::error: return "major";
  }
  return {};
}

std::string as_gitlab(const Report& report) {
  ordered_json out = ordered_json::array();
  std::map<std::string, int> seen;
  for (const Diagnostic& finding : all_findings(report)) {
    const std::string key = finding.code + " " + finding.at.file + " " + finding.message.english();
    out.push_back({{"description", finding.message.english()},
                   {"check_name", finding.code},
                   {"fingerprint", fingerprint(key + std::to_string(seen[key]++))},
                   {"severity", gitlab_severity(finding.severity)},
                   {"location", {{"path", finding.at.file}, {"lines", {{"begin", std::max(finding.at.line, 1)}}}}}});
  }
  return out.dump(2) + "\n";
}

}  // namespace

bool Report::failed() const {
  return std::any_of(cases.begin(), cases.end(), [&](const ReportCase& each) {
    return std::any_of(each.findings.begin(), each.findings.end(), [&](const Diagnostic& finding) { return fails(finding); });
  });
}

int Report::count(config::Severity severity) const {
  int sum = 0;
  for (const auto& each : cases) {
    sum += static_cast<int>(std::count_if(each.findings.begin(), each.findings.end(), [&](const Diagnostic& finding) { return finding.severity == severity; }));
  }
  return sum;
}

std::optional<ReportFormat> report_format_named(const std::string& name) {
  for (const auto& each : formats) {
    if (each.name == name) return each.format;
  }
  return std::nullopt;
}

std::vector<std::string> report_format_names() {
  std::vector<std::string> names;
  for (const auto& each : formats) names.emplace_back(each.name);
  return names;
}

std::string print(const Report& report, ReportFormat format, const Translate& translate) {
  switch (format) {
    case ReportFormat::text: return as_text(report, translate);
    case ReportFormat::json: return as_json(report);
    case ReportFormat::jsonl: return as_json_lines(report);
    case ReportFormat::sarif: return as_sarif(report);
    case ReportFormat::junit: return as_junit(report);
    case ReportFormat::github: return as_github(report);
    case ReportFormat::gitlab: return as_gitlab(report);
  }
  return {};
}

std::string markdown(const Report& report) {
  std::string text = "| place | severity | code | finding |\n|---|---|---|---|\n";
  const auto cell = [](const std::string& value) {
    std::string out;
    for (const char c : value) out += c == '|' ? "\\|" : std::string(1, c);
    return out;
  };
  for (const Diagnostic& finding : all_findings(report)) {
    text += fmt::format("| {} | {} | {} | {} |\n", cell(place_of(finding.at)), config::name_of(finding.severity), finding.code, cell(printable(finding.message.english())));
  }
  return text;
}

}  // namespace svc::render
