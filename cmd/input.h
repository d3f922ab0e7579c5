// SPDX-License-Identifier: MIT
// What did the user name? Ids from the command line or, for "-", one a line from standard input.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "context.h"

namespace svc::cmd {

// Blank lines do not count; none at all is nothing to do.
std::vector<std::string> ids_of(Context& ctx, const std::vector<std::string>& given);
// Whether "-" was among them, or more than one: then JSON is an array.
bool is_many(const std::vector<std::string>& given);

}  // namespace svc::cmd
