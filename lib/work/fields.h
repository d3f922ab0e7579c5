// SPDX-License-Identifier: MIT
// Named short values, in the order of their names: an event's fields, an item's attributes.
//
//   {"severity": "L1", "type": "fault"}
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "time/instant.h"

namespace svc::work {

class Fields {
 public:
  Fields() = default;
  Fields(std::initializer_list<std::pair<std::string, std::string>> values) {
    for (const auto& [name, value] : values) set(name, value);
  }

  // The value, or nullptr. Valid until the next set or erase.
  const std::string* find(std::string_view name) const;
  // The value, or "".
  std::string get(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  void set(std::string_view name, std::string value);
  void erase(std::string_view name);

  bool empty() const { return values_.empty(); }
  auto begin() const { return values_.begin(); }
  auto end() const { return values_.end(); }
  friend bool operator==(const Fields&, const Fields&) = default;

 private:
  std::vector<std::pair<std::string, std::string>> values_;
};

// The time that a field holds, written as rfc3339_utc() does; nothing without the field.
std::optional<Instant> time_in(const Fields& fields, std::string_view name);

// What a row of a profile asks of an item: each named attribute has one of the listed values. An absent attribute
// matches only conditions that do not name it (design.md §5).
using Conditions = std::vector<std::pair<std::string, std::vector<std::string>>>;
bool matches(const Conditions& conditions, const Fields& attributes);
// As above, with `first` looked at before `attributes`.
bool matches(const Conditions& conditions, const Fields& first, const Fields& attributes);
// "type fault, severity L1 or L2"; "always" for none.
std::string print(const Conditions& conditions);

}  // namespace svc::work
