// SPDX-License-Identifier: MIT
// What does a file of records say? CSV with the attributes' names in its first row, or JSON Lines with the same keys, as
// `svc asset export` writes them. Rows that are there already, and say the same, are passed over.
//
//   const RecordSheet sheet = read_sheet(in, "assets.csv", *registry::find_type("asset"));
//   import_records(session, *registry::find_type("asset"), sheet, {.typed_by = "liu"});
#pragma once

#include <istream>

#include "desk/registry.h"

namespace svc::desk {

struct SheetRow {
  std::int64_t line = 0;
  std::string id;
  work::Fields values;
  bool retired = false;
  std::string text;  // as it stood in the file
  Message bad;       // what is wrong with it, before anything is looked up; "" if nothing
};

struct RecordSheet {
  std::string header;  // of CSV, as it stood
  std::vector<SheetRow> rows;
};

// JSON Lines if the first character is a brace. Throws Error{refused} for a file that cannot be read as either, and for a
// column that the type does not have.
RecordSheet read_sheet(std::istream& in, const std::string& name, const registry::RecordType& type);

// The same of any rows that are named by a column `key`, such as answers by their tokens.
RecordSheet read_sheet(std::istream& in, const std::string& name, const std::string& key, const std::vector<std::string>& others);

struct SheetImport {
  bool update = false;  // what is there already is edited, rather than refused, where the file says otherwise
  std::string typed_by;
};
struct BadSheetRow {
  const SheetRow* row;
  Message why;
};
struct SheetResult {
  std::int64_t added = 0, edited = 0, same = 0;
  std::vector<BadSheetRow> bad;
};
// Runs inside a Store::write; what is bad leaves nothing behind, and whether the rest is kept is the caller's decision.
SheetResult import_records(Session& session, const registry::RecordType& type, const RecordSheet& sheet, const SheetImport& request);

}  // namespace svc::desk
