// SPDX-License-Identifier: MIT
// What does a profile say about the work itself, apart from its clocks? Types, severities, gates, caps on holds,
// checklists, and when patches may be applied.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "time/instant.h"
#include "time/span.h"
#include "work/checklist.h"
#include "work/fields.h"
#include "work/questionnaire.h"
#include "work/training.h"

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
  std::vector<std::string> says;   // what must be said with the step, though its table does not ask for it
  std::vector<std::string> apart;  // event names: who did one of them may not take the step
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

// Dates on which no patch is applied, both included.
struct Freeze {
  std::string name;
  Date from;
  Date to;
};

// How patches go to machines. It is live: a freeze holds for patches that were opened before it was known.
struct Rollout {
  std::string window;                      // the calendar of low traffic; a machine's own takes its place; "": any time
  std::vector<Freeze> freezes;
  std::optional<std::int64_t> stop_after;  // so many may fail; one more stops the rollout; none: it never stops
  std::vector<std::string> faults;         // types of tickets that are linked to a patch under observation; none: all
  std::string source;
};

// A line of the plan for emergencies: what is to happen, and whose matter it is. The plan is live.
struct PlanLine {
  std::string event;
  std::string title;
  std::string who;
};

// Whose time it is while an item is on hold or in a state: "hold:vendor", "state:trial". What neither names is ours. Live.
struct Owners {
  std::vector<std::string> customer, maker;
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
  std::vector<Checklist> checklists;
  Rollout rollout;
  std::vector<PlanLine> emergency;  // in the order in which it is to happen
  std::vector<Questionnaire> questionnaires;
  std::vector<Course> courses;
  Owners owners;

  const Checklist* find_checklist(std::string_view id) const {
    for (const auto& each : checklists) {
      if (each.id == id) return &each;
    }
    return nullptr;
  }
  const Course* find_course(std::string_view id) const {
    for (const auto& each : courses) {
      if (each.id == id) return &each;
    }
    return nullptr;
  }
  const Questionnaire* find_questionnaire(std::string_view id) const {
    for (const auto& each : questionnaires) {
      if (each.id == id) return &each;
    }
    return nullptr;
  }
};

}  // namespace svc::work
