// SPDX-License-Identifier: MIT
// What did the other system record? Its export becomes items with events; rows are evidence, so neither the lifecycle
// nor the gates refuse them, and what was imported before is skipped.
#pragma once

#include <functional>
#include <istream>

#include "config/import_map.h"
#include "desk/session.h"

namespace svc::desk {

struct BadRow {
  std::int64_t line = 0;
  std::string why;
  std::vector<std::string> cells;
};

struct ImportSummary {
  std::int64_t rows = 0;            // without the header
  std::int64_t skipped = 0;         // imported before
  std::int64_t opened = 0;          // new items
  std::int64_t extended = 0;        // items that got new events
  std::int64_t events = 0;
  std::int64_t before_opening = 0;  // rows that lay before the opening and count at it
  std::vector<BadRow> bad;          // in the order of lines
  std::vector<std::string> header;
};

struct ImportRequest {
  std::string file;  // as messages name it
  std::string kind = "ticket";
  bool skip_bad = false;
  bool alert = false;  // raise the highest rung that each clock has reached, instead of passing over it
  std::string typed_by;
};

// Reads everything, then writes everything, inside one Store::write. If a row is bad and skip_bad is not set, nothing
// is written and the summary names every bad row.
ImportSummary import_csv(Session& session, std::istream& in, const config::ImportMap& map, const ImportRequest& request);

}  // namespace svc::desk
