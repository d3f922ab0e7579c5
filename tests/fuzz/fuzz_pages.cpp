// SPDX-License-Identifier: MIT
// Any bytes are a damaged database: whatever rows are found in them lie within what was read.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "store/pages.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  svc::store::for_each_row(bytes, [&](const svc::store::Row& row) {
    for (const auto& value : row.values) {
      if (value.bytes.size() > size) std::abort();
    }
  });
  return 0;
}
