// SPDX-License-Identifier: MIT
#include "render/form.h"

#include <algorithm>

#include "render/listing.h"
#include "render/markup.h"
#include "text.h"

namespace svc::render {
namespace {

using form::Filled;
using form::Language;

constexpr size_t paper_width = 78;
constexpr std::string_view line_to_write_on = "____________________";

std::string centred(const std::string& text) {
  const size_t taken = display_width(text);
  return std::string(taken < paper_width ? (paper_width - taken) / 2 : 0, ' ') + text;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (size_t from = 0; from <= text.size();) {
    const size_t end = std::min(text.find('\n', from), text.size());
    lines.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return lines;
}

// Every line of it, safe, with `between` between them.
template <typename Safe>
std::string each_line(const std::string& value, const std::string& between, Safe safe) {
  const std::vector<std::string> lines = lines_of(value);
  std::string out;
  for (size_t i = 0; i < lines.size(); ++i) out += (i == 0 ? "" : between) + safe(lines[i]);
  return out;
}
std::string marked_up(const std::string& value) { return each_line(value, "<br>", escape); }

const char* date_label(Language language) { return language == Language::zh ? "日期" : "Date"; }

Listing listing_of(const Filled::Part& part) {
  Listing listing;
  for (const auto& column : part.columns) listing.columns.push_back({column, column.empty() ? "#" : column});
  for (const auto& row : part.rows) {
    std::vector<Cell> cells;
    for (const auto& value : row) cells.push_back(cell_or_null(value));
    listing.rows.push_back(std::move(cells));
  }
  return listing;
}

std::string text_of(const Filled::Part& part, Language language) {
  std::string out = part.title.empty() ? "" : "[ " + printable(part.title) + " ]\n";
  size_t width = 0;
  for (const auto* lines : {&part.lines, &part.signatures}) {
    for (const Filled::Line& line : *lines) width = std::max(width, display_width(line.label) + 2);
  }
  for (const Filled::Line& line : part.lines) out += padded(printable(line.label), width) + (line.value.empty() ? std::string(line_to_write_on) : each_line(line.value, "\n" + std::string(width, ' '), printable)) + "\n";
  if (!part.columns.empty()) out += part.rows.empty() ? "-\n" : print(listing_of(part), Format::table);
  for (const Filled::Line& line : part.signatures) {
    out += padded(printable(line.label), width) + std::string(line_to_write_on) + (line.value.empty() ? "" : " (" + printable(line.value) + ")") + "  " + date_label(language) + " __________\n";
  }
  return out;
}

constexpr std::string_view sheet_style = R"(<style>
.sheet { max-width: 50rem; margin: 0 auto 2rem; }
.sheet header { display: grid; grid-template-columns: 1fr auto 1fr; align-items: baseline; gap: 1rem; border-bottom: 2px solid var(--ink); padding-bottom: .5rem; }
.sheet h1 { text-align: center; }
.sheet .number { text-align: right; }
.sheet .copy { text-align: center; color: var(--soft); margin: .25rem 0 0; }
.sheet h2 { margin: 1rem 0 .25rem; break-after: avoid; }
.sheet .to-sign { break-inside: avoid; }
.sheet .rows { display: grid; grid-template-columns: 1fr 1fr; border-top: 1px solid var(--line); border-left: 1px solid var(--line); }
.sheet .row { display: grid; grid-template-columns: minmax(8em, 36%) 1fr; border-right: 1px solid var(--line); border-bottom: 1px solid var(--line); min-height: 2.1em; break-inside: avoid; }
.sheet .row.wide { grid-column: 1 / -1; grid-template-columns: minmax(8em, 18%) 1fr; }
.sheet .row.wide.blank { min-height: 3.6em; }
.sheet .row > * { padding: .3rem .5rem; overflow-wrap: anywhere; }
.sheet .row > :first-child { background: var(--card); color: var(--soft); }
.sheet table { border: 1px solid var(--line); }
.sheet th { background: var(--card); font-weight: 600; }
.sheet th, .sheet td { border: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.sheet td:not(:last-child) { white-space: normal; }
.sheet thead { display: table-header-group; }
.sheet tr { break-inside: avoid; }
.sheet .signatures { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: 1rem; margin-top: .5rem; }
.sheet .signature { border: 1px solid var(--line); padding: .5rem; }
.sheet .pen { height: 3.2em; border-bottom: 1px solid var(--ink); margin-bottom: .3rem; }
.sheet footer { color: var(--soft); font-size: .8em; margin-top: 1rem; }
@media print { .sheet { max-width: none; margin: 0; } .sheet + .sheet { break-before: page; } .sheet .row > :first-child, .sheet th { background: #f2f2f2; print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
@media screen and (max-width: 40rem) { .sheet .rows { grid-template-columns: 1fr; } }
</style>
)";

std::string html_of(const Filled::Part& part, Language language) {
  std::string out = std::string(part.signatures.empty() ? "<div>" : "<div class=\"to-sign\">") + (part.title.empty() ? "" : "<h2>" + escape(part.title) + "</h2>") + "\n";
  // Two beside each other; the last before a wide one, or of all, that stands alone takes the whole width.
  if (!part.lines.empty()) out += "<div class=\"rows\">\n";
  bool second = false;
  for (size_t i = 0; i < part.lines.size(); ++i) {
    const Filled::Line& line = part.lines[i];
    const bool next_wide = i + 1 == part.lines.size() || part.lines[i + 1].wide;
    const bool alone = !line.wide && !second && next_wide;
    second = !line.wide && !second && !next_wide;
    out += std::string("<div class=\"row") + (line.wide ? " wide" : "") + (line.value.empty() ? " blank" : "") + "\"" + (alone ? " style=\"grid-column: 1 / -1\"" : "") + "><div>" + escape(line.label) + "</div><div>" + marked_up(line.value) + "</div></div>\n";
  }
  if (!part.lines.empty()) out += "</div>\n";
  if (!part.columns.empty()) {
    out += "<table>\n<thead><tr>";
    for (const auto& column : part.columns) out += "<th>" + escape(column) + "</th>";
    out += "</tr></thead>\n<tbody>\n";
    for (const auto& row : part.rows) {
      out += "<tr>";
      for (const auto& value : row) out += "<td>" + marked_up(value) + "</td>";
      out += "</tr>\n";
    }
    out += "</tbody>\n</table>\n";
  }
  if (part.signatures.empty()) return out + "</div>\n";
  out += "<div class=\"signatures\">\n";
  for (const Filled::Line& line : part.signatures) {
    out += "<div class=\"signature\"><div>" + escape(line.label) + (line.value.empty() ? "" : ": " + escape(line.value)) + "</div><div class=\"pen\"></div><div>" + date_label(language) + "</div></div>\n";
  }
  return out + "</div>\n</div>\n";
}

}  // namespace

std::string text(const Filled& form) {
  std::string out;
  for (const auto& copy : form.copies) {
    if (!out.empty()) out += "\n" + std::string(paper_width, '=') + "\n\n";
    if (!form.organization.empty()) out += centred(printable(form.organization)) + "\n";
    out += centred(printable(form.title)) + "\n";
    if (!copy.empty()) out += centred(printable(copy)) + "\n";
    for (const Filled::Part& part : form.parts) out += "\n" + text_of(part, form.language);
  }
  return out;
}

std::string html(const Filled& form) {
  std::string body(sheet_style);
  for (const auto& copy : form.copies) {
    body += "<article class=\"sheet\">\n<header><div>" + escape(form.organization) + "</div><h1>" + escape(form.title) + "</h1><div class=\"number\">" + escape(form.number) + "</div></header>\n";
    if (!copy.empty()) body += "<p class=\"copy\">" + escape(copy) + "</p>\n";
    for (const Filled::Part& part : form.parts) body += html_of(part, form.language);
    body += "<footer>" + escape(form.title + " " + form.number) + "</footer>\n</article>\n";
  }
  return document(form.title + " " + form.number, body, form.language == Language::zh ? "zh-CN" : "en");
}

}  // namespace svc::render
