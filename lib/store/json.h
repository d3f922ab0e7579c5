// SPDX-License-Identifier: MIT
// How are named values written in one column? As an object of JSON, in the order of their names.
//
//   fields_text({{"severity", "L1"}}) == R"({"severity":"L1"})"
#pragma once

#include <optional>
#include <string>

#include "work/fields.h"

namespace svc::store {

std::string fields_text(const work::Fields& fields);
// The inverse. Nothing for a text that is no object of strings: svc did not write it.
std::optional<work::Fields> fields_in(const std::string& text);

}  // namespace svc::store
