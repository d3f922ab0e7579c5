// SPDX-License-Identifier: MIT
#include "render/sections.h"

#include <nlohmann/json.hpp>

#include "text.h"

namespace svc::render {
namespace {

using nlohmann::ordered_json;

std::string table_of(const Listing& listing, const Translate& translate) {
  std::string out = "<table>\n<thead><tr>";
  for (const Column& column : listing.columns) {
    if (!column.title.empty()) out += std::string("<th") + (column.right ? " class=\"n\"" : "") + ">" + escape(translate(column.title)) + "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : listing.rows) {
    out += "<tr>";
    for (size_t i = 0; i < row.size(); ++i) {
      if (!listing.columns[i].title.empty()) out += std::string("<td") + (listing.columns[i].right ? " class=\"n\"" : "") + ">" + escape(shown_in_table(row[i], translate)) + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody>\n</table>\n";
}

}  // namespace

std::string print(const Sections& sections, Format format, bool colour, const Translate& translate) {
  if (format == Format::table) {
    std::string out = printable(sections.title) + "\n";
    for (const auto& [name, value] : sections.facts) out += "  " + padded(translate(name), 8) + "  " + printable(value) + "\n";
    for (const Section& section : sections.all) {
      if (!section.listing.rows.empty()) out += "\n" + translate(section.title) + "\n" + print(section.listing, Format::table, colour, translate);
    }
    return out;
  }
  ordered_json out{{"title", sections.title}};
  for (const auto& [name, value] : sections.facts) out[name] = value;
  for (const Section& section : sections.all) out[section.key] = ordered_json::parse(print(section.listing, Format::json));
  return out.dump(format == Format::json ? 1 : -1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string html(const Sections& sections, const Translate& translate) {
  std::string facts;
  for (const auto& [name, value] : sections.facts) facts += (facts.empty() ? "" : " · ") + translate(name) + " " + value;
  std::string body = "<header>\n<h1>" + escape(sections.title) + "</h1>\n<p>" + escape(facts) + "</p>\n</header>\n<main>\n";
  for (const Section& section : sections.all) {
    if (section.listing.rows.empty()) continue;
    body += "<section class=\"wide\">\n<h2>" + escape(translate(section.title)) + "</h2>\n" + (section.percents.empty() ? "" : bar_chart(translate(section.title), section.percents, 100)) + table_of(section.listing, translate) + "</section>\n";
  }
  return document(sections.title, body + "</main>\n", phrase("en").in(translate));
}

}  // namespace svc::render
