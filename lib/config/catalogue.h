// SPDX-License-Identifier: MIT
// Which findings are there, and what does each mean? The one table behind severities, `svc config rules` and
// `svc config explain CODE`. A code is never used again for something else.
//
//   find_rule("SLA012")->title == "a limit that is never reached"
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/diagnostic.h"

namespace svc::config {

// What a rule looks at, in the order in which a file is understood.
enum class Scope { syntax, shape, references, meaning, tests, host };
// "syntax", "shape", "references", "meaning", "tests", "host".
std::string_view name_of(Scope scope);
// In that order.
inline constexpr std::array all_scopes{Scope::syntax, Scope::shape, Scope::references, Scope::meaning, Scope::tests, Scope::host};
// As one may ask for them: "all" first.
std::vector<std::string> scope_names();

struct CheckRule {
  std::string_view code;
  Severity severity;
  Scope scope;
  std::string_view title;    // "a limit that is never reached"
  std::string_view cause;    // why it is reported, and what would happen
  std::string_view example;  // a whole TOML file that has the finding on 2026-02-13
  std::string_view fix;
};

// In the order of their codes.
std::span<const CheckRule> check_rules();
// nullptr if there is none.
const CheckRule* find_rule(std::string_view code);

}  // namespace svc::config
