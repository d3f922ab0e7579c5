// SPDX-License-Identifier: MIT
// How did it really go, as a test? What happened to an item becomes a *.test.toml: steps, and what came of its clocks.
#pragma once

#include "desk/picture.h"

namespace svc::desk {

// The TOML of a test that passes under the rules which the item lives under. Names, contacts and free text are left out;
// assignee, customer and asset are kept only where a limit or gate asks for them. `configuration` are the files that it is to be
// run with. Throws Error{not_found}, and Error{refused} for an item that was moved to other rules.
std::string test_of(Session& session, std::string_view id, const std::vector<std::string>& configuration);

}  // namespace svc::desk
