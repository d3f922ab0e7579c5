// SPDX-License-Identifier: MIT
// Any text is a configuration, or has findings; what is right survives being written down and read again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "config/canonical.h"
#include "error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  using namespace svc;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto configuration = config::Configuration::parse("fuzz.toml", text);
  for (const auto& finding : configuration.findings()) config::describe(finding, configuration.sources());
  if (config::has_errors(configuration.findings())) return 0;
  for (const auto& name : configuration.own_names("profile")) {
    if (const auto* rules = configuration.profile(name)) {
      const std::string canonical = config::canonical(*rules);
      if (config::canonical(config::rules_from(canonical)) != canonical) std::abort();
    }
  }
  for (const auto& name : configuration.calendar_names()) {
    const auto* spec = configuration.calendar(name);
    if (spec == nullptr) continue;
    if (!(config::calendar_from(config::canonical(*spec)) == *spec)) std::abort();
    try {
      const calendar::WorkingCalendar calendar(*spec);
      const Instant start{Seconds{1'770'973'200}};
      const Instant due = calendar.add(start, {8 * 3600});
      if (calendar.between(start, due).count != 8 * 3600) std::abort();
    } catch (const Error&) {  // no working time that soon
    }
  }
  const auto again = config::Configuration::parse("again.toml", config::effective_toml(configuration));
  if (config::has_errors(again.findings())) std::abort();
  return 0;
}
