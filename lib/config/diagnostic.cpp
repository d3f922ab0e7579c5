// SPDX-License-Identifier: MIT
#include "config/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "text.h"

namespace svc::config {
namespace {

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

// Code points of a text.
int length_of(const std::string& text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

constexpr int longest_excerpt = 200;  // of a line, in code points

// The line of a position, with a mark under what it covers; "" if the text is not at hand.
std::string excerpt(const Position& at, const Sources& sources) {
  std::string line = at.line > 0 ? shown(line_of(sources(at.file), at.line)) : std::string();
  if (line.empty()) return {};
  std::string before = head(line, at.column - 1);
  const int span = at.end_line == at.line ? at.end_column - at.column : 1;
  std::string marked = head(line, at.column - 1 + std::max(span, 1)).substr(before.size());
  if (length_of(line) > longest_excerpt) {  // a part of it will do
    const int skipped = std::max(0, length_of(before) - longest_excerpt / 4);
    const size_t cut = head(line, skipped).size();
    const std::string rest = head(line.substr(cut), longest_excerpt - 2);
    const bool ends = cut + rest.size() == line.size();
    before = (skipped > 0 ? "…" : "") + before.substr(cut);
    marked = head(marked, longest_excerpt - 2 - length_of(before));
    line = (skipped > 0 ? "…" : "") + rest + (ends ? "" : "…");
  }
  return fmt::format("{:5} | {}\n      | {}{}\n", at.line, line, std::string(display_width(before), ' '),
                     std::string(std::max<size_t>(display_width(marked), 1), '^'));
}

}  // namespace

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::note: return "note";  // translated
    case Severity::warning: return "warning";  // translated
    case Severity::error: return "error";  // translated
  }
  return {};
}

std::optional<Severity> severity_named(std::string_view name) {
  for (const Severity each : {Severity::note, Severity::warning, Severity::error}) {
    if (name_of(each) == name) return each;
  }
  return std::nullopt;
}

void sort(std::vector<Diagnostic>& findings) {
  const auto key = [](const Diagnostic& each) {
    return std::tuple(std::tie(each.at.file, each.at.line, each.at.column, each.code), each.message.english());
  };
  std::stable_sort(findings.begin(), findings.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto same = [&](const auto& a, const auto& b) { return key(a) == key(b); };
  findings.erase(std::unique(findings.begin(), findings.end(), same), findings.end());
}

bool has_errors(const std::vector<Diagnostic>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Diagnostic& each) { return each.severity == Severity::error; });
}

std::string place_of(const Position& at) {
  return at.line > 0 ? fmt::format("{}:{}:{}", at.file, at.line, at.column) : at.file;
}

std::string describe(const Diagnostic& finding, const Sources& sources, const Translate& translate) {
  std::string text = fmt::format("{}: {}[{}]: {}\n", place_of(finding.at), translate(std::string(name_of(finding.severity))), finding.code, printable(finding.message.in(translate)));
  text += excerpt(finding.at, sources);
  for (const Note& note : finding.notes) {
    text += fmt::format("{}: {}{}\n", phrase("note").in(translate), note.at.file.empty() ? "" : place_of(note.at) + ": ", printable(note.message.in(translate)));
    text += excerpt(note.at, sources);
  }
  if (!finding.help.empty()) text += fmt::format("{}: {}\n", phrase("help").in(translate), printable(finding.help.in(translate)));
  return text;
}

}  // namespace svc::config
