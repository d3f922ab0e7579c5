// SPDX-License-Identifier: MIT
// How does a pipeline read what was found? One report of checked files or tests, in the formats that CI systems know:
// text for people, JSON and JSON Lines, SARIF 2.1.0, JUnit XML, GitHub's workflow commands, GitLab's code quality.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/diagnostic.h"

namespace svc::render {

// A file that was checked, or a test that was run.
struct ReportCase {
  std::string suite;  // "svc config check", or the test's file
  std::string name;   // the file, or the test's name
  config::Position at;
  std::vector<config::Diagnostic> findings;  // none: passed
};

struct Report {
  std::vector<ReportCase> cases;
  config::Sources sources;
  std::optional<config::Severity> fail_on = config::Severity::error;  // what makes a case fail; none: nothing does

  bool fails(const config::Diagnostic& finding) const { return fail_on && finding.severity >= *fail_on; }
  bool failed() const;
  int count(config::Severity severity) const;
};

enum class ReportFormat { text, json, jsonl, sarif, junit, github, gitlab };
std::optional<ReportFormat> report_format_named(const std::string& name);
std::vector<std::string> report_format_names();

// The whole report; for `text`, at most 20 findings of a code are shown whole, and the rest counted.
// Only text is translated.
std::string print(const Report& report, ReportFormat format, const Translate& translate = english);
// The findings as a table in Markdown, for GitHub's job summary.
std::string markdown(const Report& report);

}  // namespace svc::render
