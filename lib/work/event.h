// SPDX-License-Identifier: MIT
// What happened to an item? The events are the truth; everything else about an item is computed from them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "time/instant.h"
#include "work/fields.h"

namespace svc::work {

// The step by which `svc config apply` moves an item to other rules, the same for every lifecycle. It says which rules the item
// comes from: a patch is applied, too.
inline constexpr std::string_view apply_step = "apply";
inline constexpr std::string_view rules_before = "was";

// The event by which `svc db erase` says that the texts of the events before it are gone, and why; the same for every lifecycle.
inline constexpr std::string_view erase_step = "erase";

// The field of a step that svc took itself, as a target says, when a clock fell due: "repair-return:3", target and start.
// What is recorded later may make such a step moot: it then counts as if it had not been taken.
inline constexpr std::string_view timed_field = "timed:target";

// What is sealed with the first event of an item or a record because no other event says it: whose history it is ("T-1",
// "customer C-1"); the rules that an item is opened under, by Store::rules_digest; the system that it was imported from, and
// its id there. The event that moves an item to other rules seals these. What was recorded before schema 10 has none of it.
inline constexpr std::string_view sealed_id = "sealed:id";
inline constexpr std::string_view sealed_rules = "sealed:rules";
inline constexpr std::string_view sealed_source = "sealed:source";
inline constexpr std::string_view sealed_external = "sealed:external";

struct Event {
  int seq = 0;             // 1, 2, … in the order of recording, within the item
  std::string step;        // the verb: "contact"
  std::string name;        // what targets listen for: "contacted"
  Instant at;              // when it happened
  Instant recorded_at;     // when svc was told
  bool now_given = false;  // the clock was replaced by --now or SVC_NOW
  bool imported = false;   // evidence from another system: legality and gates do not apply
  std::string by;          // who did it in the world
  std::string typed_by;    // who told svc
  Fields fields;           // short, structured: severity, until, engineer
  Fields texts;            // free text: title, note, reason; can be blanked later

  bool moves_rules() const { return step == apply_step && fields.has(rules_before); }
};

// What the first event seals of whose history it is; nullptr if it seals nothing, or is lost.
inline const std::string* whose(const std::vector<Event>& events) {
  return events.empty() || events.front().seq != 1 ? nullptr : events.front().fields.find(sealed_id);
}

}  // namespace svc::work
