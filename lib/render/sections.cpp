// SPDX-License-Identifier: MIT
#include "render/sections.h"

#include <nlohmann/json.hpp>

#include "text.h"

namespace svc::render {
namespace {

using nlohmann::ordered_json;

std::string table_of(const Listing& listing) {
  std::string out = "<table>\n<thead><tr>";
  for (const Column& column : listing.columns) {
    if (!column.title.empty()) out += std::string("<th") + (column.right ? " class=\"n\"" : "") + ">" + escape(column.title) + "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : listing.rows) {
    out += "<tr>";
    for (size_t i = 0; i < row.size(); ++i) {
      if (!listing.columns[i].title.empty()) out += std::string("<td") + (listing.columns[i].right ? " class=\"n\"" : "") + ">" + escape(shown_in_table(row[i])) + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody>\n</table>\n";
}

}  // namespace

std::string print(const Sections& sections, Format format, bool colour) {
  if (format == Format::table) {
    std::string out = printable(sections.title) + "\n";
    for (const auto& [name, value] : sections.facts) out += "  " + name + std::string(name.size() < 8 ? 8 - name.size() : 0, ' ') + "  " + printable(value) + "\n";
    for (const Section& section : sections.all) {
      if (!section.listing.rows.empty()) out += "\n" + section.title + "\n" + print(section.listing, Format::table, colour);
    }
    return out;
  }
  ordered_json out{{"title", sections.title}};
  for (const auto& [name, value] : sections.facts) out[name] = value;
  for (const Section& section : sections.all) out[section.key] = ordered_json::parse(print(section.listing, Format::json));
  return out.dump(format == Format::json ? 1 : -1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string html(const Sections& sections) {
  std::string facts;
  for (const auto& [name, value] : sections.facts) facts += (facts.empty() ? "" : " · ") + name + " " + value;
  std::string body = "<header>\n<h1>" + escape(sections.title) + "</h1>\n<p>" + escape(facts) + "</p>\n</header>\n<main>\n";
  for (const Section& section : sections.all) {
    if (section.listing.rows.empty()) continue;
    body += "<section class=\"wide\">\n<h2>" + escape(section.title) + "</h2>\n" + (section.percents.empty() ? "" : bar_chart(section.title, section.percents, 100)) + table_of(section.listing) + "</section>\n";
  }
  return document(sections.title, body + "</main>\n");
}

}  // namespace svc::render
