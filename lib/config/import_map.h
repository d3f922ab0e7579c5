// SPDX-License-Identifier: MIT
// How does another system's export become events? What the TOML of `svc ticket import --map` says.
//
//   columns: id = number, at = sys_updated_at; states: "Awaiting User Info" = "hold:customer"
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/diagnostic.h"
#include "time/text.h"

namespace svc::config {

// What a state of the other system means when a row enters it: a verb of the lifecycle, with the reason of a hold or
// the flag of the verb, or nothing at all.
struct ImportStep {
  std::string verb;    // "": nothing happens
  std::string detail;  // "hold:customer" → customer; "confirm:unsatisfied" → unsatisfied
};

struct ImportState {
  ImportStep step;
  std::map<std::string, ImportStep> from;  // other steps for rows that come from these states
};

struct ImportAttribute {
  std::string name;  // severity, type, customer, team, assignee …
  std::string column;
  std::map<std::string, std::string> values;  // "1 - Critical" → "P1"; empty: as they are
};

struct ImportMap {
  std::string source;
  std::string profile;
  std::string id, at, state, opened, by, title;  // columns; the last three may be ""
  std::string format;
  std::string zone;
  Ambiguous ambiguous = Ambiguous::error;
  std::vector<std::string> nulls;
  std::vector<ImportAttribute> attributes;
  std::map<std::string, ImportState> states;
  std::optional<ImportState> other;  // for states that are not listed
};

struct ImportMapResult {
  ImportMap map;
  std::vector<Diagnostic> findings;
  std::string source;  // the file's text, for describe()
};
ImportMapResult load_import_map(const std::string& path, const std::string& kind);

}  // namespace svc::config
