// SPDX-License-Identifier: MIT
// What becomes of open items under other rules? Foresees it for `svc config diff`, and does it for `svc config apply`.
//
//   T-7 phone-response: due 10:30 → 10:15, overdue now
//
// An item is moved as a whole, by an event; its stopped clocks know nothing of it. A running clock to which the rules
// promise something else, or which they count to another due time, gets a new term: it is due as counted from the
// original start, and never before the move. A ladder alone opens no term: what was said stays said.
// A target that is new starts with the next event that starts it.
#pragma once

#include "desk/picture.h"

namespace svc::desk {

struct Impact {
  enum class Kind {
    due,        // due at another time
    cancelled,  // not promised any more
    rungs,      // rungs at other instants
    people,     // other people are told
  };
  std::string item;
  std::string target;
  Kind kind = Kind::due;
  std::string was, becomes;   // of due: RFC 3339 or "none"; of rungs and people: "80% 10:24, due 10:30", "due: liu, wang"
  bool newly_overdue = false;
};
std::string_view name_of(Impact::Kind kind);

struct Moves {
  std::int64_t items = 0;      // that live under other rules than the live ones
  std::int64_t staying = 0;    // whose profile the configuration does not have any more
  std::vector<Impact> impacts;  // by item, then as the targets stand
};

// What the live configuration of the session would do, nothing of it done. With `calendars_only`, items keep their rules
// and get the live calendars of the same names. `people_before` are those who are told now: contacts and teams are live,
// so that other ones are told of every open item, whether it is moved or not.
Moves foresee(Session& session, bool calendars_only, const escalation::Directory& people_before);
// Does it, inside one Store::write. Alerts that are due by now are raised first, under the old rules. With `alert`, the highest rung that each moved clock has reached is raised; else rungs
// that were reached by now are passed over.
// Throws Error{refused} if an event of an item lies after now.
Moves apply_rules(Session& session, bool calendars_only, bool alert, const std::string& typed_by);

// How many open items of each profile live under the live rules, and how many under older ones.
struct Standing {
  std::string profile;
  std::int64_t current = 0;
  std::int64_t older = 0;
  bool known = true;  // the configuration has the profile
};
std::vector<Standing> standings(Session& session);
// The open items that `svc config apply` would move.
std::int64_t count_older(const std::vector<Standing>& standings);

}  // namespace svc::desk
