// SPDX-License-Identifier: MIT
// Which findings does the author of a file know about? Comments that take a finding out, with a reason.
//
//   # svc: ignore SLA011 -- clause 2.2.8 knows no unclassified fault
//   # svc: snooze CAL012 until 2026-12-15 -- the notice for 2027 comes in November
//   # svc: ignore-file CFG009 -- ours replace the shipped ones
//
// Alone in its line, a comment is about the next line with text; else about its own. Errors cannot be suppressed.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/diagnostic.h"
#include "time/instant.h"

namespace svc::config {

struct Suppression {
  std::string code;
  std::optional<Date> until;  // the first date on which it does not hold any more
  Position at;                // of the comment
  std::optional<int> line;    // that it is about; none while no line with text follows it
  bool whole_file = false;
};

struct SuppressionOrder {
  std::vector<Suppression> suppressions;  // one for each code that the comment names
  std::vector<Diagnostic> problems;       // CFG091
};
// Nothing for a comment that gives no order to svc. `comment` starts with '#'.
std::optional<SuppressionOrder> read_suppression(std::string_view comment, const Position& at);

// The findings without those that are suppressed on `today`, and with one for each suppression that suppresses
// nothing (CFG090) or has ended (CFG092). Codes that were not looked for are not missed.
std::vector<Diagnostic> apply_suppressions(std::vector<Diagnostic> findings, const std::vector<Suppression>& suppressions,
                                           Date today, const std::function<bool(const std::string& code)>& looked_for);

}  // namespace svc::config
