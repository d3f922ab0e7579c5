// SPDX-License-Identifier: MIT
// What can be saved of a damaged database? A new file gets every row that can be read and fits; what was read but fits nowhere
// is set aside; what is known to be lost is noted as gone, so that `svc db check` can tell that from a change.
//
//   Salvage salvage("svc.db", "saved.db");     // the rows, as they were found
//   …                                          // desk/ folds the items again
//   salvage.finish({hopeless item});           // only what fits together stays
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "store/pages.h"

namespace svc::store {

// A row that was read and could not be kept.
struct SetAside {
  std::string table;
  std::string why;
  std::vector<std::pair<std::string, Value>> row;  // by column
};

class Salvage {
 public:
  // Makes `to`, which must not exist. The damaged file is only read, and must not be in use. Throws Error{storage}, Error{refused}.
  Salvage(const std::string& from, const std::string& to);
  ~Salvage();
  Salvage(const Salvage&) = delete;

  // Takes out the items that cannot be understood, and whatever refers to nothing. Afterwards the file is a database as any other.
  void finish(const std::vector<std::int64_t>& hopeless);

  const std::vector<SetAside>& set_aside() const { return set_aside_; }
  std::map<std::string, std::int64_t> kept() const;  // rows by table
  std::map<std::string, std::int64_t> lost() const;  // what is known to be gone, by table

 private:
  class Writer;
  std::unique_ptr<Writer> writer_;
  std::vector<SetAside> set_aside_;
};

}  // namespace svc::store
