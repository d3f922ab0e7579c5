// SPDX-License-Identifier: MIT
// Which of the known names did the user mean? suggest("opend", {"open", "close"}) == "open".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message.h"

namespace svc {

// The known name nearest to `wrong` by Damerau-Levenshtein distance over bytes: at most 1 away for names of up
// to 4 bytes, 2 up to 8, 3 beyond; none if several are as near.
std::optional<std::string> suggest(std::string_view wrong, const std::vector<std::string>& known);

// The hint for a wrong name: "did you mean 'open'?", else all names if there are at most 12
// ("known: 'close', 'open'"), else nothing.
Message hint_for(std::string_view wrong, const std::vector<std::string>& known);

// Throws Error{not_found} unless `name` is known: "no sink 'mial'", with the hint of hint_for. `where` follows the name:
// phrase(" in the profile '{}'", "acme").
void require_known(const std::string& what, const std::string& name, const std::vector<std::string>& known, const Message& where = {});

// The names that a map or a list of things with ids knows.
std::vector<std::string> keys_of(const auto& map) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}
std::vector<std::string> each_id(const auto& list) {
  std::vector<std::string> ids;
  for (const auto& each : list) ids.push_back(each.id);
  return ids;
}

}  // namespace svc
