// SPDX-License-Identifier: MIT
// Does what the rules' authors expect really happen? Runs a test's timeline through the same fold, clocks and ladders as
// a real item's, without a database, and with an escalation that never sleeps.
//
//   Rehearsal rehearsal(configuration);
//   rehearsal.run(test).failures   → TST010 at the expectation, with the limit that decided
#pragma once

#include <map>
#include <set>

#include "config/test_file.h"
#include "desk/picture.h"
#include "escalation/alert.h"

namespace svc::desk {

// What the tests of a run have touched, of all that the profiles which they name have. Names are "telecom/site-arrival",
// with the number of a limit behind it; "telecom/office/due+2h" for a rung of a ladder; "cn/2026-02-14" for an exception of a calendar.
struct Coverage {
  struct Part {
    std::map<std::string, config::Position> all;
    std::set<std::string> touched;
    // In hundredths, cut; 100 only when all are touched, and when there are none.
    int percent() const;
  };
  Part targets, limits, rungs, exceptions;
};

struct Rehearsed {
  std::vector<config::Diagnostic> failures;
  Picture picture;                          // as the timeline left it
  std::vector<escalation::Alert> alerts;    // in the order in which they were raised
  std::set<std::int64_t> withdrawn;         // indices into `alerts`
  Instant end;
};

class Rehearsal {
 public:
  explicit Rehearsal(const config::Configuration& configuration);

  // `coverage` gains what the test touches.
  Rehearsed run(const config::TestCase& test, const std::string& zone, Coverage* coverage = nullptr);

  // The rules that tests run under; nullptr for a profile that there is not. What is changed in them holds for later runs.
  Pinned* rules_of(const std::string& profile);
  escalation::Directory& directory() { return directory_; }
  const config::Configuration& configuration() const { return configuration_; }

 private:
  const config::Configuration& configuration_;
  escalation::Directory directory_;
  std::map<std::string, std::unique_ptr<Pinned>> pinned_;
  std::set<std::pair<const Coverage*, std::string>> listed_;  // whose parts a coverage has already, by profile
};

}  // namespace svc::desk
