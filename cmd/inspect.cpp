// SPDX-License-Identifier: MIT
// svc inspect: visits that come round, from the plan to the filed report.
#include "cli11.h"
#include "command.h"
#include "coverage.h"

namespace svc::cmd {

Noun inspect_noun() {
  const auto verbs = [] {
    std::vector<Verb> all = verbs_of("inspection", "inspections");
    all.push_back({"due", "what is owed this period, and what of it is done", [](CLI::App& app) { return declare_coverage(app, "inspection"); },
                   {"svc inspect due", "svc inspect due --period 2026Q1 --missing"}});
    return all;
  };
  return {"inspect", "inspections and visits that come round, from the plan to the filed report", verbs,
          {"svc inspect due", "svc inspect plan I-1 --on 2026-03-05T09:00 --engineer liu", "svc inspect sign I-1 --signed-by 'Ms Zhao'"}};
}

Noun patch_noun() {
  return {"patch", "patches of software, from the test to the filed report", [] { return verbs_of("patch", "patches"); },
          {"id=$(svc patch open --title 'Billing fault' --asset A-1)", "svc patch test $id --machine lab-3 --result 'no fault in 48 h'", "svc patch steps $id"}};
}

}  // namespace svc::cmd
