// SPDX-License-Identifier: MIT
// What does svc see of the world? Everything that is not an argument of a command: read once in main, given to run().
// Tests give their own.
#pragma once

#include <functional>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "message.h"
#include "time/instant.h"

namespace svc::cmd {

struct Environment {
  std::vector<std::string> args;  // without the program's name
  std::function<std::optional<std::string>(const std::string&)> getenv;
  std::istream* in = nullptr;
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  bool out_is_terminal = false;
  Instant clock;             // the wall clock
  std::string login;         // of the real user
  std::string machine;       // the machine's id, for a database that was copied
  std::string system_zone;   // an IANA name
  Translate translate = english;  // from English, for people
  int* status_without_memory = nullptr;  // what the process ends with if memory runs out; changes when a commit begins

  std::string say(const std::string& english) const { return translate(english); }
};

// The whole program. Returns the exit status of design.md §8.
int run(const Environment& environment);

}  // namespace svc::cmd
