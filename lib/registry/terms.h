// SPDX-License-Identifier: MIT
// What does a profile say about equipment and money? Warranty, services that are bought, freight, spares, penalties.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message.h"
#include "time/span.h"
#include "work/fields.h"

namespace svc::registry {

// Who pays: "free", "at-cost", "not-covered".
enum class Cover { free, at_cost, not_covered };
std::string_view name_of(Cover cover);
// "free of charge".
Message in_words(Cover cover);
std::optional<Cover> cover_named(std::string_view name);

// What a warranty does not pay for.
struct Exclusion {
  std::string id;  // "lightning"
  std::string title;
  Cover cover = Cover::at_cost;
  std::string source;
};

struct WarrantyTerms {
  std::optional<Span> length;         // none: as the contract says
  std::string start;                  // the date of the asset, else of the contract, that it starts at: "accepted"
  bool makers = false;                // the maker's warranty holds where it is longer
  bool extends = false;               // by the midnights that the machine was away for repair (顺延)
  std::optional<Span> repair;         // on a repair, from the part's return
  Cover after = Cover::not_covered;   // when it has ended
  std::optional<Span> upgrades;       // how long upgrades are free
  std::string upgrades_start;
  bool upgrades_for_life = false;
  std::vector<std::string> causes;    // that it pays for
  std::vector<Exclusion> exclusions;
  std::string source, after_source, repair_source, upgrades_source;

  const Exclusion* find_exclusion(std::string_view id) const;
};

// A service of the catalogue from which customers compose their packages.
struct Service {
  std::string id;
  std::string title;
  std::string group;
  std::string on;                  // kind; "": no item is a request for it
  std::vector<std::string> steps;  // that use it
  work::Conditions when;           // of these items alone; empty: of all
  bool refuse = false;             // without it the step is refused, else it is chargeable
  std::string source;
};

// Who pays for carrying a part, first match wins.
struct FreightRow {
  bool outward = false;  // back to the customer
  bool by_us = false;
  work::Conditions when;
  std::string source;
};

struct Terms {
  std::optional<WarrantyTerms> warranty;
  std::vector<Service> services;
  std::vector<FreightRow> freight;
  bool spares_for_life = false;
  std::string spares_source;
};

// What a target's miss costs.
struct Penalty {
  std::int64_t percent = 0;  // of the contract's price, in ten-thousandths of a percent
  bool per_day = false;      // for each 24 hours late that have begun; else once for each miss
  std::optional<std::int64_t> cap;    // of all charges of one clock
  std::vector<std::string> excluded;  // causes for which nothing is charged
  friend bool operator==(const Penalty&, const Penalty&) = default;
};

}  // namespace svc::registry
