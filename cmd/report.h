// SPDX-License-Identifier: MIT
// Which findings are shown, which fail, and where do the reports go? The options that `config check` and `config test`
// share.
#pragma once

#include <functional>
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

// The severity, code and --select/--ignore of a finding, by which it is shown. Throws Error{usage} for names that are not.
std::function<bool(const config::Diagnostic&)> shown_by(const ReportOptions& options);

// Prints the report in --output's format, writes every --report, each whole or not at all, and sets the status to 1 if
// something fails; then says `summary` on standard error. Findings below --min-severity are not shown, unless they fail.
void deliver_report(Context& ctx, render::Report report, const ReportOptions& options, const std::string& summary);

}  // namespace svc::cmd
