// SPDX-License-Identifier: MIT
// What may stand at the cursor? `svc __complete WORD…` answers the scripts of completions/ for the last word, which may be empty.
//
//   svc __complete ticket contact T-   →  T-12<TAB>程控交换机瘫痪, of those that may take the step now
//
// Each candidate is a line, its description after a tab; a last line ":files" asks for the names of files. Nothing is ever
// written, and whatever goes wrong, there are fewer candidates.
#pragma once

#include "context.h"

namespace svc::cmd {

void complete(Context& ctx, const std::vector<std::string>& words);

}  // namespace svc::cmd
