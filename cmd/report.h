// SPDX-License-Identifier: MIT
// Which findings are shown, which fail, and where do the reports go? The options that `config check` and `config test`
// share.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/catalogue.h"
#include "context.h"
#include "render/report.h"

namespace CLI {
class App;
}

namespace svc::cmd {

struct ReportOptions {
  std::string min_severity = "note", fail_on = "error";
  std::vector<std::string> select, ignore, reports;
};
void add_report_options(CLI::App& app, ReportOptions& options);

// What the options mean. Throws Error{usage} for names that are not, before any work is done.
struct ReportChoice {
  struct Destination {
    render::ReportFormat format;
    std::string path;  // "-": standard output
  };
  config::Severity least = config::Severity::note;
  std::optional<config::Severity> fail_on = config::Severity::error;
  std::vector<std::string> select, ignore;  // codes, or beginnings of codes
  std::vector<Destination> destinations;

  // By --select and --ignore.
  bool shows(const config::Diagnostic& finding) const;
};
ReportChoice choice_of(const ReportOptions& options);

// Prints the report in --output's format, writes every --report, each whole or not at all, and sets the status to 1 if
// something fails; then says `summary` on standard error. Findings below --min-severity are not shown, unless they fail.
void deliver_report(Context& ctx, render::Report report, const ReportChoice& choice, const std::vector<Message>& summary);

}  // namespace svc::cmd
