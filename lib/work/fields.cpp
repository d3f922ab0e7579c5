// SPDX-License-Identifier: MIT
#include "work/fields.h"

#include <algorithm>

#include "time/text.h"

namespace svc::work {
namespace {

auto position(const auto& values, std::string_view name) {
  return std::lower_bound(values.begin(), values.end(), name,
                          [](const auto& entry, std::string_view wanted) { return entry.first < wanted; });
}

bool contains(const std::vector<std::string>& values, const std::string* value) {
  return value != nullptr && std::find(values.begin(), values.end(), *value) != values.end();
}

}  // namespace

const std::string* Fields::find(std::string_view name) const {
  const auto at = position(values_, name);
  return at != values_.end() && at->first == name ? &at->second : nullptr;
}

std::string Fields::get(std::string_view name) const {
  const auto* value = find(name);
  return value == nullptr ? std::string() : *value;
}

void Fields::set(std::string_view name, std::string value) {
  const auto at = position(values_, name);
  if (at != values_.end() && at->first == name) {
    values_[static_cast<size_t>(at - values_.begin())].second = std::move(value);
  } else {
    values_.emplace(at, std::string(name), std::move(value));
  }
}

void Fields::erase(std::string_view name) {
  const auto at = position(values_, name);
  if (at != values_.end() && at->first == name) values_.erase(at);
}

std::optional<Instant> time_in(const Fields& fields, std::string_view name) {
  const std::string* text = fields.find(name);
  return text == nullptr ? std::nullopt : std::optional(parse_utc(*text));
}

bool matches(const Conditions& conditions, const Fields& attributes) {
  return std::all_of(conditions.begin(), conditions.end(),
                     [&](const auto& each) { return contains(each.second, attributes.find(each.first)); });
}

bool matches(const Conditions& conditions, const Fields& first, const Fields& attributes) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const auto& each) {
    const auto* value = first.find(each.first);
    return contains(each.second, value != nullptr ? value : attributes.find(each.first));
  });
}

std::string print(const Conditions& conditions) {
  if (conditions.empty()) return "always";
  std::string text;
  for (const auto& [name, values] : conditions) {
    text += (text.empty() ? "" : ", ") + name + " ";
    for (size_t i = 0; i < values.size(); ++i) text += (i == 0 ? "" : " or ") + values[i];
  }
  return text;
}

}  // namespace svc::work
