// SPDX-License-Identifier: MIT
// Which tables does the database have? Numbered SQL files, embedded; the n-th takes a database from version n-1 to n.
#pragma once

#include <vector>

namespace svc::store {

struct Migration {
  const char* name;  // "sql/0001_initial.sql"
  const char* sql;
};
const std::vector<Migration>& migrations();

inline constexpr int application_id = 0x73766330;  // "svc0"

}  // namespace svc::store
