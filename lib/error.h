// SPDX-License-Identifier: MIT
// How does a command stop? By throwing Error where the trouble is found; the runner in cmd/ catches it once
// and turns its kind into the exit status (design.md §8, §10).
//
//   throw Error{ErrorKind::not_found, phrase("no ticket '{}'", id), phrase("'svc ticket list' shows those that exist")};
#pragma once

#include <exception>
#include <string>

#include "message.h"

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
  Message said, advice;       // as they can be said in another language
  std::string message, hint;  // in English

  Error(ErrorKind k, Message text, Message help = {})
      : kind(k), said(std::move(text)), advice(std::move(help)), message(said.english()), hint(advice.english()) {}
  const char* what() const noexcept override { return message.c_str(); }
};

}  // namespace svc
