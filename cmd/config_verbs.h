// SPDX-License-Identifier: MIT
// The verbs of `svc config` that have a file of their own, and the files that they are given.
#pragma once

#include <string>
#include <vector>

#include "command.h"
#include "config/configuration.h"
#include "context.h"

namespace svc::cmd {

Verb config_check_verb();
Verb config_test_verb();
std::vector<Verb> config_change_verbs();  // diff, apply, status

struct ConfigFiles {
  std::vector<config::Source> sources;  // *.toml
  std::vector<std::string> tests;       // *.test.toml
};
// FILEs, every *.toml below DIRs, and standard input for "-", which is called `stdin_name` then. Throws Error{usage} if
// a DIR holds none.
ConfigFiles find_config_files(Context& ctx, const std::vector<std::string>& given, const std::string& stdin_name);

}  // namespace svc::cmd
