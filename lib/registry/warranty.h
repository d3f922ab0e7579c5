// SPDX-License-Identifier: MIT
// Who pays for it? Whether a machine is under warranty on a date, until when, and by which clause.
//
//   2 years from installation on 2024-03-01, asked on 2025-11-25         → free, until 2026-03-01, "B 4"
//   the same, cause "lightning"                                          → at cost, "B 5.2"
//   3 years, away for repair from 2026-01-10 to 2026-01-30, 顺延         → 20 days longer
//
// The date that a length starts at is not counted, so two years from 1 March end with 1 March (design.md §4).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "message.h"
#include "registry/terms.h"
#include "time/instant.h"

namespace svc::registry {

// A repair that is over: the part was returned, mended.
struct Repair {
  std::string id;  // "R-3"
  Date received;
  Date returned;
};

struct Equipment {
  const WarrantyTerms* terms = nullptr;  // null: the profile says nothing of a warranty
  const work::Fields* asset = nullptr;
  const work::Fields* contract = nullptr;  // null: none
  std::span<const Repair> repairs;         // in the order of their return
};

struct Verdict {
  Cover cover = Cover::not_covered;
  std::optional<Date> until;  // the last day of the warranty that decides
  std::string clause;         // of the profile or the contract
  Message why;                // in words
  std::optional<Date> upgrades_until;
  bool upgrades_for_life = false;
};

// `cause`: "" for an unknown one. Throws Error{not_found} for a cause that the terms do not name.
Verdict judge(const Equipment& equipment, Date on, const std::string& cause = {});

// The date a length after another, a month from 31 January being the last of February. Requires a length in d, w, mo or y.
Date later(Date date, Span length);

}  // namespace svc::registry
