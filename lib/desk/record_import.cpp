// SPDX-License-Identifier: MIT
#include "desk/record_import.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>

#include "desk/csv.h"
#include "error.h"
#include "suggest.h"
#include "text.h"

namespace svc::desk {
namespace {

constexpr const char* id_column = "id";
constexpr const char* retired_column = "retired";

std::vector<std::string> columns_of(const registry::RecordType& type) {
  std::vector<std::string> columns{id_column};
  for (const auto& attribute : type.attributes) columns.emplace_back(attribute.name);
  columns.emplace_back(retired_column);
  return columns;
}

// A spreadsheet's guard against formulas is not part of the value.
std::string undefused(const std::string& cell) { return cell.starts_with('\'') && needs_guard(cell) ? cell.substr(1) : cell; }

// Lists stand in one cell, separated by blanks.
std::string value_of(const registry::Attribute& attribute, std::string text) {
  if (!registry::is_list(attribute.kind)) return text;
  std::replace(text.begin(), text.end(), ' ', '\n');
  std::vector<std::string> lines = registry::lines_of(text);
  std::erase(lines, std::string());
  return registry::lines_from(lines);
}

void set(const registry::RecordType& type, const std::string& column, const std::string& text, SheetRow& row) {
  if (text.empty()) return;
  if (column == id_column) {
    row.id = text;
  } else if (column == retired_column) {
    if (text != "true" && text != "false") row.bad = phrase("'retired' is '{}', not true or false", printable(text));
    row.retired = text == "true";
  } else {
    row.values.set(column, value_of(*registry::find_attribute(type, column), text));
  }
}

[[noreturn]] void refuse(const std::string& name, std::int64_t line, const Message& why, const Message& hint = {}) {
  throw Error{ErrorKind::refused, phrase("{}:{}: {}", name, line, why), hint};
}

void require_column(const std::string& name, std::int64_t line, const std::string& column, const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), column) == known.end()) refuse(name, line, phrase("no column '{}' is known", printable(column)), hint_for(column, known));
}

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    std::string cell = cells[i];
    if (cell.find_first_of(",\"\r\n") != std::string::npos) {
      for (size_t at = 0; (at = cell.find('"', at)) != std::string::npos; at += 2) cell.insert(at, 1, '"');
      cell = "\"" + cell + "\"";
    }
    line += (i == 0 ? "" : ",") + cell;
  }
  return line;
}

// Which columns a sheet may have, which of them names the row, and how the others are set.
struct Columns {
  std::string key;
  std::vector<std::string> known;
  std::function<void(const std::string&, const std::string&, SheetRow&)> set;
};

RecordSheet read_csv_sheet(std::istream& in, const std::string& name, const Columns& columns) {
  RecordSheet sheet;
  std::vector<std::string> header;
  read_csv(in, name, [&](const CsvRow& cells) {
    if (header.empty()) {
      header = cells.cells;
      sheet.header = csv_line(header);
      for (const auto& column : header) {
        require_column(name, cells.line, column, columns.known);
        if (std::count(header.begin(), header.end(), column) > 1) refuse(name, cells.line, phrase("the column '{}' is there twice", column));
      }
      if (std::find(header.begin(), header.end(), columns.key) == header.end()) refuse(name, cells.line, phrase("there is no column '{}'", columns.key));
      return;
    }
    SheetRow row;
    row.line = cells.line;
    row.text = csv_line(cells.cells);
    if (cells.cells.size() != header.size()) {
      row.bad = phrase("it has {}, and the first row has {}", counted(std::ssize(cells.cells), "cell"), header.size());
    } else {
      for (size_t i = 0; i < header.size(); ++i) columns.set(header[i], undefused(cells.cells[i]), row);
    }
    sheet.rows.push_back(std::move(row));
  });
  return sheet;
}

// The text of a JSON value as an attribute has it; nothing for one that is no such value.
std::optional<std::string> text_of(const nlohmann::json& value) {
  if (value.is_null()) return std::string();
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean() || value.is_number_integer()) return value.dump();
  if (!value.is_array()) return std::nullopt;
  std::vector<std::string> lines;
  for (const auto& each : value) {
    if (!each.is_string()) return std::nullopt;
    lines.push_back(each.get<std::string>());
  }
  return registry::lines_from(lines);
}

RecordSheet read_json_lines(std::istream& in, const std::string& name, const Columns& columns) {
  RecordSheet sheet;
  std::string line;
  for (std::int64_t number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto object = nlohmann::json::parse(line, nullptr, false);
    if (!object.is_object()) refuse(name, number, phrase("this is no JSON object"));
    SheetRow row;
    row.line = number;
    row.text = line;
    for (const auto& [key, value] : object.items()) {
      require_column(name, number, key, columns.known);
      const auto text = text_of(value);
      if (text) {
        columns.set(key, *text, row);
      } else {
        row.bad = phrase("'{}' is neither text nor a list of texts", key);
      }
    }
    sheet.rows.push_back(std::move(row));
  }
  return sheet;
}

bool says_the_same(const SheetRow& row, const registry::Record& record) {
  return row.retired == record.retired && row.values == record.fields;
}

RecordSheet read_either(std::istream& in, const std::string& name, const Columns& columns) {
  while (in.peek() == ' ' || in.peek() == '\n' || in.peek() == '\r') in.get();
  return in.peek() == '{' ? read_json_lines(in, name, columns) : read_csv_sheet(in, name, columns);
}

}  // namespace

RecordSheet read_sheet(std::istream& in, const std::string& name, const registry::RecordType& type) {
  return read_either(in, name, {id_column, columns_of(type), [&](const std::string& column, const std::string& text, SheetRow& row) { set(type, column, text, row); }});
}

RecordSheet read_sheet(std::istream& in, const std::string& name, const std::string& key, const std::vector<std::string>& others) {
  Columns columns{key, others, [&](const std::string& column, const std::string& text, SheetRow& row) {
    if (column == key) row.id = text;
    if (column != key && !text.empty()) row.values.set(column, text);
  }};
  columns.known.insert(columns.known.begin(), key);
  return read_either(in, name, columns);
}

SheetResult import_records(Session& session, const registry::RecordType& type, const RecordSheet& sheet, const SheetImport& request) {
  SheetResult result;
  for (const SheetRow& row : sheet.rows) {
    try {
      if (!row.bad.empty()) throw Error{ErrorKind::refused, row.bad, {}};
      RecordEntry entry{.id = row.id, .by = {}, .typed_by = request.typed_by, .at = std::nullopt, .reason = {}, .values = row.values, .cleared = {}};
      const auto there = session.store.find_record(std::string(type.name), row.id);
      if (there && says_the_same(row, *there)) {
        ++result.same;
        continue;
      }
      if (there && request.update) {
        for (const auto& [name, value] : there->fields) {
          if (!row.values.has(name)) entry.cleared.push_back(name);
        }
        edit_record(session, type, entry);
        ++result.edited;
      } else {
        add_record(session, type, entry);
        ++result.added;
      }
      if (row.retired) retire_record(session, type, entry);
    } catch (const Error& e) {
      if (e.kind != ErrorKind::refused && e.kind != ErrorKind::usage && e.kind != ErrorKind::not_found) throw;
      result.bad.push_back({&row, e.said});
    }
  }
  return result;
}

}  // namespace svc::desk
