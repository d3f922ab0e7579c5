// SPDX-License-Identifier: MIT
// Which commands and options are there? One JSON document (`svc __tree`), by which tests compare man pages and completions.
#pragma once

#include <string>

namespace svc::cmd {

std::string command_tree();

}  // namespace svc::cmd
