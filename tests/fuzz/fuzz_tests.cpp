// SPDX-License-Identifier: MIT
// Any text is tests of rules, or has findings; whatever they let happen to an item, it happens twice in the same way.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "config/test_file.h"
#include "desk/rehearsal.h"
#include "error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  using namespace svc;
  static const auto shipped = std::make_shared<const config::Configuration>(config::Configuration::load(std::vector<std::string>{}));
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto file = config::parse_test_file("fuzz.test.toml", text, [](const auto&, const auto&) { return shipped; });
  for (const auto& finding : file.findings) config::describe(finding, [&](const std::string&) { return file.source; });
  if (config::has_errors(file.findings)) return 0;
  desk::Rehearsal rehearsal(*shipped);
  for (const auto& test : file.tests) {
    const auto first = rehearsal.run(test, file.zone);
    const auto again = rehearsal.run(test, file.zone);
    if (first.failures.size() != again.failures.size() || first.alerts.size() != again.alerts.size()) std::abort();
  }
  return 0;
}
