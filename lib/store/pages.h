// SPDX-License-Identifier: MIT
// Which rows can still be read from a database file that SQLite gives up on? Looks at every page by itself, whatever
// leads to it or not (https://sqlite.org/fileformat2.html, §1.6 and §2): a page that is destroyed costs what lies on it.
//
//   for_each_row(bytes_of("damaged.db"), [](const Row& row) { … row.values[4].bytes == "open" … });
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace svc::store {

struct Value {
  enum class Type { null, integer, real, text, blob };
  Type type = Type::null;
  std::int64_t integer = 0;
  double real = 0;
  std::string bytes;  // of text and blobs
};

struct Row {
  bool keyed = false;      // of a table without rowids, or of an index
  std::int64_t rowid = 0;  // 0 if keyed
  std::vector<Value> values;
};

// Rows of every table in the bytes of a file, in the order of its pages; what makes no sense is left out.
void for_each_row(std::string_view bytes, const std::function<void(const Row&)>& visit);

}  // namespace svc::store
