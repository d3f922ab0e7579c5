// SPDX-License-Identifier: MIT
// What of a command line is the same for every command: its noun, its verb, the global options.
#pragma once

#include <string>
#include <vector>

#include "command.h"
#include "context.h"

namespace CLI {
class Option;
class Validator;
}

namespace svc::cmd {

struct Words {
  std::string noun, verb;
  bool version = false;
};

// The noun and the verb, before CLI11 knows either. A noun may have two words: `survey call`.
Words scan(const std::vector<std::string>& args);
void add_globals(CLI::App& app, Globals& globals);
// nullptr: there is none of this name. CLI11's own get_option_no_throw aborts when memory runs out.
CLI::Option* find_option(CLI::App& app, const std::string& name);
// Whether a word goes with it; a flag has none.
bool takes_value(const CLI::Option& option);
// A check of an option's number; CLI11's own would stand in the help, as its type.
CLI::Validator number_from(double least, double most);
// nullptr: there is none of this name.
const Noun* find_noun(const std::string& name);
// Among these, or, if the noun has one, what stands in the place of a verb; nullptr: neither.
const Verb* find_verb(const Noun& noun, const std::vector<Verb>& verbs, const std::string& name);
// Whether it is that: its first argument stands in the verb's place.
bool stands_for_verb(const Noun& noun, const Verb& verb);

}  // namespace svc::cmd
