// SPDX-License-Identifier: MIT
// What does an exit status mean? The one table, for help, man pages and tests (design.md §8).
#pragma once

#include <array>
#include <string_view>

#include "error.h"

namespace svc::cmd {

struct ExitStatus {
  int status;
  std::string_view meaning;
};

inline constexpr std::array<ExitStatus, 10> exit_statuses{{
    {0, "done"},
    {1, "the answer is no: findings, failed checks, overdue with --exit-code"},
    {2, "wrong command line"},
    {3, "configuration unusable"},
    {4, "no such thing"},
    {5, "refused by state, gate or promise"},
    {6, "database or I/O failed"},
    {7, "stored or unknown: repeat with the same --request-id"},
    {70, "internal error: a bug in svc"},
    {75, "database busy, try again"},
}};

constexpr int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage: return 2;
    case ErrorKind::config: return 3;
    case ErrorKind::not_found: return 4;
    case ErrorKind::refused: return 5;
    case ErrorKind::storage: return 6;
    case ErrorKind::unknown: return 7;
    case ErrorKind::internal: return 70;
    case ErrorKind::busy: return 75;
  }
  return 70;
}

}  // namespace svc::cmd
