// SPDX-License-Identifier: MIT
// How does a command stop? By throwing Error where the trouble is found; the runner in cmd/ catches it once
// and turns its kind into the exit status (design.md §8, §10).
//
//   throw Error{ErrorKind::not_found, "no ticket 'T-99'", "'svc ticket list' shows those that exist"};
#pragma once

#include <exception>
#include <string>

namespace svc {

enum class ErrorKind {
  usage,         // wrong command line
  config,        // configuration unusable
  not_found,     // no such thing
  refused,       // state, gate or promise forbids it
  storage,       // database or I/O failed; nothing was stored
  unknown,       // stored or unknown: repeat with the same --request-id
  busy,          // database locked by somebody else for too long
  internal,      // a bug in svc
};

// Messages are lower case without a full stop, name the thing first and say what was wrong; the hint says
// what would be right. Both are whole sentences for a person, and tests quote them whole.
struct Error : std::exception {
  ErrorKind kind;
  std::string message;
  std::string hint;

  Error(ErrorKind k, std::string text, std::string help = {})
      : kind(k), message(std::move(text)), hint(std::move(help)) {}
  const char* what() const noexcept override { return message.c_str(); }
};

}  // namespace svc
