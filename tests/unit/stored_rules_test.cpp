// SPDX-License-Identifier: MIT
// Rules and calendars on record of which a bit has changed are read as other ones, or refused as damage; nothing else happens.
#include <catch2/catch.hpp>

#include <random>

#include "config/canonical.h"
#include "config/configuration.h"
#include "error.h"

namespace {

// How many of the damaged texts were refused.
template <typename Read>
int refused(const std::string& good, unsigned seed, const Read& read) {
  std::mt19937 random(seed);
  int count = 0;
  for (int round = 0; round < 1500; ++round) {
    std::string bad = good;
    bad[random() % bad.size()] ^= static_cast<char>(1U << random() % 8);
    try {
      read(bad);
    } catch (const svc::Error& e) {
      REQUIRE(e.kind == svc::ErrorKind::storage);
      ++count;
    }
  }
  return count;
}

}  // namespace

TEST_CASE("damaged rules on record", "[stored]") {
  const auto shipped = svc::config::Configuration::load(std::vector<std::string>{});
  const std::string profile = GENERATE("telecom", "metering", "integrator", "software");
  const int count = refused(svc::config::canonical(*shipped.profile(profile)), 11, [](const std::string& text) { svc::config::rules_from(text); });
  CHECK(count > 300);
  CHECK(count < 1500);
}

TEST_CASE("damaged calendars on record", "[stored]") {
  const auto shipped = svc::config::Configuration::load(std::vector<std::string>{});
  const int count = refused(svc::config::canonical(*shipped.calendar("cn")), 7, [](const std::string& text) { svc::config::calendar_from(text); });
  CHECK(count > 300);
  CHECK(count < 1500);
}
