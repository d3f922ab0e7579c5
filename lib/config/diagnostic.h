// SPDX-License-Identifier: MIT
// What is wrong with a configuration, and where exactly?
//
//   svc.toml:42:13: error[CFG007]: no calendar 'cnn'
//      42 | calendar = "cnn"
//         |            ^^^^^
//   help: did you mean 'cn'?
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message.h"

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

// Another place that a finding is about: "first defined here".
struct Note {
  Message message;
  Position at;  // no file: the message alone
};

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;  // a row of the catalogue: "CFG002"
  Message message;
  Position at;
  Message help = {};  // what would be right; may be empty
  std::vector<Note> notes = {};
};

// "note", "warning", "error".
std::string_view name_of(Severity severity);
std::optional<Severity> severity_named(std::string_view name);

// By file, line, column, code; the same finding at the same place is kept once.
void sort(std::vector<Diagnostic>& findings);
bool has_errors(const std::vector<Diagnostic>& findings);

// The text of a file by its name, empty if it is not at hand.
using Sources = std::function<std::string(const std::string& file)>;
// The finding as the example above shows it.
std::string describe(const Diagnostic& finding, const Sources& sources, const Translate& translate = english);
// "svc.toml:42:13", "svc.toml" for a file as a whole.
std::string place_of(const Position& at);

}  // namespace svc::config
