// SPDX-License-Identifier: MIT
// What did the other system record? Its export becomes items with events; rows are evidence, so neither the lifecycle
// nor the gates refuse them, and what was imported before is skipped.
#pragma once

#include <istream>
#include <memory>

#include "config/import_map.h"
#include "desk/session.h"

namespace svc::desk {

struct BadRow {
  std::int64_t line = 0;
  Message why;
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
  bool alert = false;  // raise the highest rung that each clock has reached, instead of passing over it
  std::string typed_by;
};

// A file that was read: good rows, and the bad ones in its summary.
class ImportPlan {
 public:
  ~ImportPlan();
  ImportPlan(ImportPlan&&) noexcept;
  const ImportSummary& summary() const;

 private:
  struct Impl;
  friend ImportPlan read_import(std::istream& in, const config::ImportMap& map, const ImportRequest& request, Instant now);
  friend ImportSummary apply_import(Session& session, const ImportPlan& plan);
  explicit ImportPlan(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Reads everything, and touches no database. `map` and `request` must outlive the plan. Throws Error{refused} for a
// file that is no CSV, or lacks a column of the map.
ImportPlan read_import(std::istream& in, const config::ImportMap& map, const ImportRequest& request, Instant now);
// Writes the good rows, inside one Store::write.
ImportSummary apply_import(Session& session, const ImportPlan& plan);

}  // namespace svc::desk
