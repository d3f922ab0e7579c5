// SPDX-License-Identifier: MIT
// What does a form state? Rows of label and value, lists and places to sign, as a table of the TOML says.
//
//   [form.service-report] on = "ticket", a row { zh = "到达时间", en = "Arrived", is = "{arrived.at}", must = true }
//   → 到达时间  2026-02-13 18:20; of a ticket to which nobody went: refused, since 'arrived.at' is not on record
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "message.h"

namespace svc::form {

enum class Language { zh, en };
// Their names, in the order of their values.
const std::vector<std::string>& language_names();

// A text in both languages; equal where the table gives one alone.
struct Words {
  std::string zh, en;

  const std::string& in(Language language) const { return language == Language::zh ? zh : en; }
};

struct Row {
  Words label;
  Words is;           // text with fields in braces; "": to be filled in by hand
  bool must = false;  // the form is refused while its fields are blank
  bool wide = false;  // takes the whole width
};

// What a part may list. The tables of these say which columns.
enum class List { none, events, checks, questions, promises, attachments };
// Their names, in the order of their values, but for `none`.
const std::vector<std::string>& list_names();

struct Part {
  Words title;
  std::vector<Row> rows;
  List list = List::none;
  std::vector<std::string> only;  // of a list of events: their names; none: all
  std::vector<Row> signatures;    // who signs, with the name if it is known
};

struct Form {
  std::string id;
  std::string on;  // kind
  Words title;
  std::string source;
  std::vector<Words> copies;  // for whom each copy is; none: one copy
  std::vector<Part> parts;
};

// "{customer.name} (C)" → the field customer.name, then the text " (C)". `{{` and `}}` are braces.
struct Piece {
  std::string text;
  bool is_field = false;
  size_t at = 0;  // where it begins, in bytes
};
// An unclosed brace makes the rest a field, whose name then begins with '{', so that nothing knows it.
std::vector<Piece> pieces_of(std::string_view text);

// Every field of an item of a kind: "id", "severity", "customer.name", "arrived.at", "arrived.signed-by".
std::vector<std::string> fields_of(std::string_view kind);
// What would be right in the place of an unknown field: "did you mean 'arrived.at'?", else those of the same group, else the groups.
Message hint_for_field(std::string_view kind, const std::string& field);

// What every item has beside its attributes and events.
inline constexpr std::string_view plain_fields[]{"id", "title", "state", "opened-at", "ended-at", "cycle", "severity.title", "severity.means", "profile.title", "organization", "today", "now"};
// The records of the registry that an item is about; "site" is its equipment's.
inline constexpr std::string_view record_groups[]{"customer", "asset", "site", "contract"};

// A form with what is on record filled in, in one language.
struct Filled {
  struct Line {
    std::string label, value;  // value "": to be filled in by hand
    bool wide = false;
  };
  struct Part {
    std::string title;
    std::vector<Line> lines;
    std::vector<std::string> columns;            // of its list; none: it has no list
    std::vector<std::vector<std::string>> rows;
    std::vector<Line> signatures;
  };
  Language language = Language::zh;
  std::string organization, title, number;
  std::vector<std::string> copies;  // at least one; "" for the only one
  std::vector<Part> parts;
};

}  // namespace svc::form
