// SPDX-License-Identifier: MIT
// What does a profile say about the work itself, apart from its clocks? Types, severities, gates, caps on holds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "time/span.h"
#include "work/fields.h"

namespace svc::work {

// A name with a rank that the profile declares, worst first; code never compares severities (requirements.md).
struct Severity {
  std::string id;
  std::string title;
  std::string means;
};

// A step that must not be taken before others: events since the item was last opened, reopened or reissued.
struct Gate {
  std::string id;  // its name in messages and waivers
  std::string on;  // kind
  std::string step;
  std::vector<std::string> needs;  // event names, all of them
  Conditions when;                 // the gate holds only for these; empty: for all
  Conditions unless;               // and not for these; empty: for none
  bool waivable = false;
  std::string source;
};

// A hold for this reason ends by itself after `most`, counted on the profile's calendar.
struct HoldCap {
  std::string reason;
  Span most;
};

struct Rules {
  std::string profile;
  std::string calendar;  // the default of the profile's targets, and the one that hold caps count on
  bool calendar_of_contract = false;  // it is a contract's, in the place of the profile's
  std::string team;      // who holds an item that nobody was given
  std::vector<std::string> types;
  std::vector<Severity> severities;
  std::vector<Gate> gates;
  std::vector<HoldCap> hold_caps;
};

}  // namespace svc::work
