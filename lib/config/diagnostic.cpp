// SPDX-License-Identifier: MIT
#include "config/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "text.h"

namespace svc::config {
namespace {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return {};
}

std::string line_of(const std::string& source, int line) {
  size_t from = 0;
  for (int i = 1; i < line; ++i) {
    from = source.find('\n', from);
    if (from == std::string::npos) return {};
    ++from;
  }
  std::string text = source.substr(from, source.find('\n', from) - from);
  while (!text.empty() && text.back() == '\r') text.pop_back();
  return text;
}

// The first `columns` code points of the line.
std::string head(const std::string& line, int columns) {
  size_t i = 0;
  while (i < line.size() && columns > 0) {
    ++i;
    while (i < line.size() && (static_cast<unsigned char>(line[i]) & 0xC0U) == 0x80U) ++i;
    --columns;
  }
  return line.substr(0, i);
}

// Tabs become one blank, so that the caret stands under its place.
std::string shown(std::string line) {
  std::replace(line.begin(), line.end(), '\t', ' ');
  return printable(line);
}

}  // namespace

void sort(std::vector<Diagnostic>& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.at.file, a.at.line, a.at.column, a.code) < std::tie(b.at.file, b.at.line, b.at.column, b.code);
  });
}

bool has_errors(const std::vector<Diagnostic>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Diagnostic& each) { return each.severity == Severity::error; });
}

std::string describe(const Diagnostic& finding, const std::string& source) {
  const Position& at = finding.at;
  std::string place = at.file;
  if (at.line > 0) place += fmt::format(":{}:{}", at.line, at.column);
  std::string text = fmt::format("{}: {}[{}]: {}\n", place, name_of(finding.severity), finding.code, finding.message);
  const std::string line = at.line > 0 ? shown(line_of(source, at.line)) : std::string();
  if (!line.empty()) {
    const std::string before = head(line, at.column - 1);
    const int span = at.end_line == at.line ? at.end_column - at.column : 1;
    const std::string marked = head(line, at.column - 1 + std::max(span, 1)).substr(before.size());
    text += fmt::format("{:5} | {}\n", at.line, line);
    text += fmt::format("      | {}{}\n", std::string(display_width(before), ' '), std::string(std::max<size_t>(display_width(marked), 1), '^'));
  }
  if (!finding.help.empty()) text += fmt::format("help: {}\n", finding.help);
  return text;
}

}  // namespace svc::config
