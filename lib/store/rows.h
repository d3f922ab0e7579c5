// SPDX-License-Identifier: MIT
// How do values become columns? Only store's .cpp files include this header.
#pragma once

#include <nlohmann/json.hpp>

#include "error.h"
#include "store/database.h"
#include "store/json.h"
#include "store/store.h"

namespace svc::store {

inline std::int64_t seconds(Instant instant) { return instant.time_since_epoch().count(); }
inline std::optional<std::int64_t> seconds(const std::optional<Instant>& instant) {
  return instant ? std::optional<std::int64_t>(seconds(*instant)) : std::nullopt;
}
inline Instant instant(std::int64_t value) { return Instant{Seconds{value}}; }
inline std::optional<Instant> instant_at(const Query& row, int column) {
  return row.null(column) ? std::nullopt : std::optional<Instant>(instant(row.number(column)));
}
// The first column of every row.
inline std::vector<std::int64_t> numbers_of(Query& row) {
  std::vector<std::int64_t> result;
  while (row.next()) result.push_back(row.number(0));
  return result;
}
// Columns for which "" is NULL.
inline std::optional<std::string> nullable(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional<std::string>(text);
}
inline std::string text_at(const Query& row, int column) { return row.null(column) ? std::string() : row.text(column); }

inline work::Fields fields_from(const std::string& text) {
  auto fields = fields_in(text);
  if (!fields) throw Error{ErrorKind::storage, phrase("an event of the database cannot be read"), phrase("run 'svc db check'")};
  return *std::move(fields);
}
inline std::string list_text(const std::vector<std::string>& list) { return nlohmann::json(list).dump(); }
inline std::vector<std::string> list_from(const std::string& text) {
  return nlohmann::json::parse(text).get<std::vector<std::string>>();
}

}  // namespace svc::store
