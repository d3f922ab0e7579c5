// SPDX-License-Identifier: MIT
// What is wrong with a configuration, and where exactly?
//
//   svc.toml:42:13: error[CFG007]: no calendar 'cnn'
//      42 | calendar = "cnn"
//         |            ^^^^^
//   help: did you mean 'cn'?
#pragma once

#include <string>
#include <vector>

namespace svc::config {

enum class Severity { note, warning, error };

// Lines and columns count from 1, columns in code points; the end is exclusive. Line 0: the file as a whole.
struct Position {
  std::string file;
  int line = 0;
  int column = 0;
  int end_line = 0;
  int end_column = 0;
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;  // "CFG002": CFG shape, CAL calendars, SLA promises, ESC escalation
  std::string message;
  Position at;
  std::string help;  // what would be right; may be empty
};

// By file, line, column, code.
void sort(std::vector<Diagnostic>& findings);
bool has_errors(const std::vector<Diagnostic>& findings);

// The finding as the example above shows it; `source` is the text of its file, empty if it is not at hand.
std::string describe(const Diagnostic& finding, const std::string& source);

}  // namespace svc::config
