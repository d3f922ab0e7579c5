// SPDX-License-Identifier: MIT
#include "render/listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "text.h"

namespace svc::render {
namespace {

using nlohmann::ordered_json;

constexpr std::array<std::pair<const char*, Format>, 6> formats{{{"table", Format::table},
                                                                 {"json", Format::json},
                                                                 {"jsonl", Format::jsonl},
                                                                 {"csv", Format::csv},
                                                                 {"tsv", Format::tsv},
                                                                 {"ids", Format::ids}}};

ordered_json json_of(const Value& value) {
  struct Visitor {
    ordered_json operator()(std::monostate) const { return nullptr; }
    ordered_json operator()(bool flag) const { return flag; }
    ordered_json operator()(std::int64_t number) const { return number; }
    ordered_json operator()(double number) const { return number; }
    ordered_json operator()(const std::string& text) const { return text; }
    ordered_json operator()(const std::vector<std::string>& list) const { return list; }
  };
  return std::visit(Visitor{}, value);
}

std::string text_of(const Value& value) {
  struct Visitor {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(std::int64_t number) const { return std::to_string(number); }
    std::string operator()(double number) const { return fmt::format("{}", number); }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(const std::vector<std::string>& list) const {
      std::string joined;
      for (const auto& each : list) joined += (joined.empty() ? "" : " ") + each;
      return joined;
    }
  };
  return std::visit(Visitor{}, value);
}


std::string dump(const ordered_json& json, int indent) {
  return json.dump(indent, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json object_of(const Listing& listing, const std::vector<Cell>& row) {
  ordered_json object = ordered_json::object();
  for (size_t i = 0; i < row.size(); ++i) object[listing.columns[i].key] = json_of(row[i].value);
  return object;
}

// Numbers are safe.
std::string defused(const Cell& cell) {
  std::string text = text_of(cell.value);
  if (std::holds_alternative<std::string>(cell.value) && needs_guard(text)) text.insert(text.begin(), '\'');
  return text;
}

std::string csv_cell(const std::string& text) {
  // Readers strip blanks around a cell, unless it is in quotes.
  const bool blank_at_end = !text.empty() && (text.front() == ' ' || text.front() == '\t' || text.back() == ' ' || text.back() == '\t');
  if (!blank_at_end && text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string tsv_cell(std::string text) {
  std::replace_if(text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

std::string separated(const Listing& listing, bool comma) {
  const char* separator = comma ? "," : "\t";
  std::string out;
  const auto line = [&](size_t count, auto at) {
    for (size_t i = 0; i < count; ++i) {
      const std::string text = at(i);
      out += (i == 0 ? "" : separator) + (comma ? csv_cell(text) : tsv_cell(text));
    }
    out += "\n";
  };
  line(listing.columns.size(), [&](size_t i) { return listing.columns[i].key; });
  for (const auto& row : listing.rows) line(row.size(), [&](size_t i) { return defused(row[i]); });
  return out;
}

std::string table(const Listing& listing, bool colour, const Translate& translate) {
  if (listing.rows.empty()) return {};
  std::vector<size_t> columns;
  std::vector<std::string> titles;
  for (size_t i = 0; i < listing.columns.size(); ++i) {
    titles.push_back(listing.columns[i].title.empty() ? std::string() : translate(listing.columns[i].title));
    if (!titles[i].empty()) columns.push_back(i);
  }
  std::vector<size_t> widths;
  for (const size_t i : columns) {
    size_t width = display_width(titles[i]);
    for (const auto& row : listing.rows) width = std::max(width, display_width(shown_in_table(row[i], translate)));
    widths.push_back(width);
  }
  std::string out;
  const auto line = [&](auto at, auto alarm) {
    std::string text;
    for (size_t n = 0; n < columns.size(); ++n) {
      std::string value = at(columns[n]);
      const std::string padding(widths[n] - display_width(value), ' ');
      if (colour && alarm(columns[n])) value = "\x1b[31m" + value + "\x1b[0m";
      text += (n == 0 ? "" : "  ") + (listing.columns[columns[n]].right ? padding + value : value + padding);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + "\n";
  };
  line([&](size_t i) { return titles[i]; }, [](size_t) { return false; });
  for (const auto& row : listing.rows) line([&](size_t i) { return shown_in_table(row[i], translate); }, [&](size_t i) { return row[i].alarm; });
  return out;
}

}  // namespace

std::string shown_in_table(const Cell& cell, const Translate& translate) {
  std::string text = cell.shown.empty() ? text_of(cell.value) : cell.shown.in(translate);
  // A row is one line; notes may have several.
  for (size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at)) text.replace(at, 1, " / ");
  return printable(text);
}

std::optional<Format> format_named(const std::string& name) {
  for (const auto& [known, format] : formats) {
    if (known == name) return format;
  }
  return std::nullopt;
}

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const auto& [name, format] : formats) names.emplace_back(name);
  return names;
}

Cell cell(std::string text) { return {Value(std::move(text)), {}, false}; }
Cell cell(std::int64_t number) { return {Value(number), {}, false}; }
Cell said(const Message& text) { return {Value(text.english()), text, false}; }
Cell cell_or_null(const std::string& text) { return text.empty() ? Cell{} : cell(text); }

std::string print(const Listing& listing, Format format, bool colour, const Translate& translate) {
  switch (format) {
    case Format::table: return table(listing, colour, translate);
    case Format::csv: return separated(listing, true);
    case Format::tsv: return separated(listing, false);
    case Format::ids: {
      std::string out;
      std::set<std::string> seen;  // an id once, however many rows are about it
      for (const auto& row : listing.rows) {
        const std::string id = text_of(row.front().value);
        if (seen.insert(id).second) out += id + "\n";
      }
      return out;
    }
    case Format::jsonl: {
      std::string out;
      for (const auto& row : listing.rows) out += dump(object_of(listing, row), -1) + "\n";
      return out;
    }
    case Format::json: break;
  }
  ordered_json list = ordered_json::array();
  for (const auto& row : listing.rows) list.push_back(object_of(listing, row));
  return dump(list, 2) + "\n";
}

std::string json_string(const std::string& text) { return dump(ordered_json(text), -1); }

}  // namespace svc::render
