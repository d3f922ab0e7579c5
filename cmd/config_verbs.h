// SPDX-License-Identifier: MIT
// The verbs of `svc config` that have a file of their own.
#pragma once

#include <vector>

#include "command.h"

namespace svc::cmd {

Verb config_check_verb();
Verb config_test_verb();
std::vector<Verb> config_change_verbs();  // diff, apply, status

}  // namespace svc::cmd
