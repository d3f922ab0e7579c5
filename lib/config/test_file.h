// SPDX-License-Identifier: MIT
// What do the rules' authors say should happen? What a *.test.toml says, as values: an item is opened, steps follow,
// and at some instants something is expected.
//
//   [[test]]
//   name = "level 1, at night"
//   profile = "telecom"
//   at = 2026-02-13T23:40:00
//   open = { type = "fault", severity = "L1" }
//   steps = [ { at = 2026-02-14T00:09:59, step = "contact" } ]
//   expect = { state = "active", clock.phone-response = { state = "met", due_at = 2026-02-14T00:10:00 } }
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/configuration.h"
#include "work/fields.h"

namespace svc::config {

// The text of what is not there: a due time of a clock that waits, a hold of an item that is not held.
inline constexpr std::string_view nothing = "none";

struct ExpectedValue {
  enum class Match { equal, any_of, regex };
  std::string field;
  std::vector<std::string> values;  // of `words`, and of any_of, all; else the one
  Match match = Match::equal;
  Position at;
};

struct ExpectedClock {
  std::string target;
  std::optional<bool> promised;  // false: no clock of the target was started
  std::vector<ExpectedValue> fields;
  Position at;
};

struct ExpectedAlert {
  std::vector<ExpectedValue> fields;
  Position at;
};

struct Expectation {
  std::vector<ExpectedValue> item;
  std::vector<ExpectedClock> clocks;
  std::optional<std::vector<ExpectedAlert>> alerts;
  bool exact = false;  // no clocks and no alerts beside those
  bool says_something = false;  // rightly or wrongly
  Position at;

  bool empty() const { return item.empty() && clocks.empty() && !alerts; }
};

struct TestStep {
  Instant at;                        // when svc is told
  std::optional<Instant> happened;   // when it was, if earlier
  std::string verb;                  // "": nothing happens, something is expected
  std::string flag;                  // the row of the verb
  std::string by, reason;
  std::vector<std::string> waive;
  work::Fields fields, texts;
  std::optional<std::string> refused;  // the step must be refused, and the message must contain this
  Expectation expect, reject;
  Position place;
};

struct TestCase {
  std::string name;
  std::string profile;
  std::string kind = "ticket";   // of the item
  Position place;
  std::optional<Instant> at;     // of the opening
  work::Fields fields, texts;
  std::vector<TestStep> steps;
  std::optional<Instant> until;  // when `expect` is looked at, if later than the last step
  Expectation expect, reject;
};

struct TestFile {
  std::string path;
  std::string zone;  // of local times
  std::shared_ptr<const Configuration> configuration;
  std::vector<TestCase> tests;
  std::vector<Diagnostic> findings;  // of the file, not of its configuration
  std::string source;
};

// Gives the configuration of some files, read in a zone where they name none; no files: the default.
using ConfigurationOf = std::function<std::shared_ptr<const Configuration>(const std::vector<std::string>& files, const std::string& zone)>;
TestFile load_test_file(const std::string& path, const ConfigurationOf& configuration_of);
// Of a text that stands for the file `name`.
TestFile parse_test_file(const std::string& name, std::string text, const ConfigurationOf& configuration_of);

}  // namespace svc::config
