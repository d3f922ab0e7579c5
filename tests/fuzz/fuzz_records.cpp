// SPDX-License-Identifier: MIT
// Any bytes are a sheet of records, or are refused with an error that names the line; any text is an amount or is none.
#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "desk/record_import.h"
#include "error.h"
#include "registry/money.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    std::istringstream in(text);
    const auto sheet = svc::desk::read_sheet(in, "fuzz.csv", *svc::registry::find_type("asset"));
    std::int64_t last = 0;
    for (const auto& row : sheet.rows) {
      if (row.line < last) std::abort();  // a lone carriage return ends a row, too
      last = row.line;
    }
  } catch (const svc::Error& e) {
    if (e.message.find("fuzz.csv:") != 0) std::abort();
  }
  try {
    const auto money = svc::registry::parse_money(text, "--price");
    if (!(svc::registry::parse_money(svc::registry::print(money), "--price") == money)) std::abort();
  } catch (const svc::Error& e) {
    if (e.kind != svc::ErrorKind::usage) std::abort();
  }
  return 0;
}
