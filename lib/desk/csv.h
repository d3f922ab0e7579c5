// SPDX-License-Identifier: MIT
// What are the rows of a CSV file? RFC 4180 by libcsv, with line numbers, within limits. Only this module sees libcsv.
#pragma once

#include <functional>
#include <istream>
#include <string>
#include <vector>

namespace svc::desk {

struct CsvRow {
  std::int64_t line = 0;  // where the row begins, from 1
  std::vector<std::string> cells;
};

// Calls `visit` for each row, the header included; blank lines are no rows. The row's cells are good until `visit`
// returns. Throws Error{refused} for a quote out of place, a row of more than 1,000 cells, a cell of more than
// 64 KiB, or invalid UTF-8, naming `name` and the line.
void read_csv(std::istream& in, const std::string& name, const std::function<void(const CsvRow&)>& visit);

}  // namespace svc::desk
