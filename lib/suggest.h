// SPDX-License-Identifier: MIT
// Which of the known names did the user mean? suggest("opend", {"open", "close"}) == "open".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace svc {

// The known name nearest to `wrong` by Damerau-Levenshtein distance over bytes: at most 1 away for names of up
// to 4 bytes, 2 up to 8, 3 beyond; none if several are as near.
std::optional<std::string> suggest(std::string_view wrong, const std::vector<std::string>& known);

// The hint for a wrong name: "did you mean 'open'?", else all names if there are at most 12
// ("known: 'close', 'open'"), else nothing.
std::string hint_for(std::string_view wrong, const std::vector<std::string>& known);

}  // namespace svc
