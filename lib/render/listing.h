// SPDX-License-Identifier: MIT
// How does a list look as a table, as JSON or as CSV? One description of the rows serves every format.
//
//   ID   SEVERITY  DUE               TITLE
//   T-1  L1        2026-02-14 10:30  程控交换机瘫痪
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "message.h"

namespace svc::render {

enum class Format { table, json, jsonl, csv, tsv, ids };
// "table", "json" …; nothing for another word.
std::optional<Format> format_named(const std::string& name);
std::vector<std::string> format_names();

// What machines get. A list of strings is one value in JSON and joined by blanks elsewhere.
using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<std::string>>;

struct Cell {
  Value value;
  Message shown;  // what people get; "" shows the value itself
  bool alarm = false;  // red in a table, where colour is wanted
};
Cell cell(std::string text);
Cell cell(std::int64_t number);
Cell said(const Message& text);            // in English for machines
Cell cell_or_null(const std::string& text);  // "" is null

struct Column {
  std::string key;        // in JSON and CSV
  std::string title;      // in a table; "" leaves the column out there
  bool right = false;     // aligned to the right
};

struct Listing {
  std::vector<Column> columns;  // the first is the id
  std::vector<std::vector<Cell>> rows;
};

// `colour` and `translate` are for tables. Ends with a newline unless it is empty. An empty listing is "[]" in JSON, its header in CSV,
// nothing else.
std::string print(const Listing& listing, Format format, bool colour = false, const Translate& translate = english);

// A cell as people see it, safe for a terminal.
std::string shown_in_table(const Cell& cell, const Translate& translate = english);

// A JSON string literal of the text.
std::string json_string(const std::string& text);

}  // namespace svc::render
