// SPDX-License-Identifier: MIT
// Any bytes are rows, or are refused with an error that names the line.
#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "desk/csv.h"
#include "error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  try {
    std::int64_t last = 0;
    svc::desk::read_csv(in, "fuzz.csv", [&](const svc::desk::CsvRow& row) {
      if (row.line < last) std::abort();
      last = row.line;
    });
  } catch (const svc::Error& e) {
    if (e.message.find("fuzz.csv:") != 0) std::abort();
  }
  return 0;
}
