// SPDX-License-Identifier: MIT
// What is promised? A target names the events that start, stop and pause its clocks, and how long they may run.
//
//   phone-response: starts at 'opened', stops at 'contacted'; fault L1 or L2 within "<30m", all else within "2h"
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registry/terms.h"
#include "time/span.h"
#include "work/fields.h"

namespace svc::sla {

// One row of a limit table; the first that matches the item's attributes holds.
struct LimitRow {
  enum class Kind {
    within,  // a span from the start
    by,      // an instant promised in a field of the start event or in a promise
    before,  // a span ahead of the date in a field
  };
  work::Conditions when;
  Kind kind = Kind::within;
  bool strict = false;  // "<30m": missed at the limit; "30m" is still met there
  Span span;
  std::string field;
  std::optional<Span> at_least;  // the stop is refused earlier
};

struct Target {
  std::string id;
  std::string on;  // kind
  std::string title;
  work::Conditions when;            // which items it is about; empty: all
  std::vector<std::string> starts;
  std::vector<std::string> stops;
  std::vector<std::string> pause;  // "hold:REASON", "hold:*", "state:NAME"
  std::string calendar;
  std::string ladder;  // "": nobody is told
  std::vector<LimitRow> limits;
  bool advice = false;     // nobody was promised it: it alerts, and is never overdue
  bool same_time = false;  // a limit in days ends at the event's time of day
  bool roll = false;       // … and moves from a free day to the next working day
  bool must_stop = false;  // the item cannot be closed while it runs
  std::string then;        // the step that svc takes itself when a clock falls due: silence accepts
  std::shared_ptr<const registry::Penalty> penalty;  // what a miss costs, if anything: few have it
  std::string source;
};

// Whether two rows promise the same to whom they hold for.
bool same_promise(const LimitRow& a, const LimitRow& b);

// The row that holds for these attributes; nullptr: not promised, or about other items.
const LimitRow* match(const Target& target, const work::Fields& attributes);

// "<30m", "20wd", "by agreed", "1y before eol".
std::string print(const LimitRow& row);

}  // namespace svc::sla
