// SPDX-License-Identifier: MIT
// What must be said of a clock now? decide() looks at what is reached and what was said already.
//
//   schedule 80% 10:24, due 10:30; nothing said yet; now 10:31
//   → raise 'due', which passes over '80%'; wake again for the next rung
#pragma once

#include <string>
#include <vector>

#include "escalation/ladder.h"

namespace svc::escalation {

// An alert as those who are told see it.
struct Alert {
  std::string id;  // "A-17": the key to drop repeats by
  std::string kind = "raised";  // raised, withdrawn, resolved
  std::string item;
  std::string target;
  int cycle = 1;
  int term = 0;
  std::string rung;
  int repeat = 0;
  std::optional<Instant> due_at;
  Instant rung_at;
  Instant raised_at;
  std::int64_t late_by = 0;
  std::vector<std::string> to;
  std::vector<std::string> passed_over;
  std::string state;
  std::string title;
};

// What was said of a clock before.
struct Said {
  int term = 0;
  std::string rung;
  int repeat = 0;
  bool acknowledged = false;
};

struct ClockState {
  std::vector<Reached> schedule;  // in the order of time
  int term = 0;
  Instant term_at;
  bool open = true;
  bool paused = false;
  std::optional<Instant> stopped_at;
  bool breached = false;
};

struct Decision {
  struct Raise {
    int rung = 0;
    int repeat = 0;
    Instant at;
    std::vector<int> passed_over;  // rungs reached since something was last said
  };
  std::optional<Raise> raise;
  std::optional<Instant> wake;  // when to decide again
};

// Pure. A clock that has stopped is still spoken of if a rung at or after its due time was reached before: a breach
// always goes, a warning does not.
Decision decide(const ClockState& clock, const Ladder& ladder, const calendar::WorkingCalendar& calendar,
                const std::vector<Said>& said, Instant now);

// The texts of the rungs that are passed over, and whom all of them and the raised one notify.
std::vector<std::string> passed_over(const Decision::Raise& raise, const Ladder& ladder);
std::vector<std::string> notified(const Decision::Raise& raise, const Ladder& ladder);

}  // namespace svc::escalation
