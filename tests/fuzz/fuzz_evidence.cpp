// SPDX-License-Identifier: MIT
// Any bytes are an evidence file, or are refused with an error.
#include <cstdint>

#include "desk/audit.h"
#include "error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  try {
    svc::desk::verify_evidence(std::string(reinterpret_cast<const char*>(data), size));
  } catch (const svc::Error&) {
  }
  return 0;
}
