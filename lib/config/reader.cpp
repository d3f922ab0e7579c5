// SPDX-License-Identifier: MIT
#include "config/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/catalogue.h"
#include "error.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"

namespace svc::config {
namespace {

Message type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table: return phrase("a table");
    case toml::node_type::array: return phrase("an array");
    case toml::node_type::string: return phrase("a string");
    case toml::node_type::integer: return phrase("an integer");
    case toml::node_type::floating_point: return phrase("a number with a fraction");
    case toml::node_type::boolean: return phrase("a boolean");
    case toml::node_type::date: return phrase("a date");
    case toml::node_type::time: return phrase("a time");
    case toml::node_type::date_time: return phrase("a date with a time");
    case toml::node_type::none: break;
  }
  return phrase("nothing");
}

// "2026-02-16T08:00:00", with its offset if it has one.
std::string written(const toml::date_time& read) {
  std::string text = fmt::format("{}T{:02}:{:02}:{:02}", svc::print(date_of(read.date.year, read.date.month, read.date.day)), read.time.hour,
                                 read.time.minute, read.time.second);
  if (read.offset) {
    const int minutes = read.offset->minutes;
    text += fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
  }
  return text;
}

bool before(const toml::source_position& a, const toml::source_position& b) {
  return a.line < b.line || (a.line == b.line && a.column < b.column);
}

}  // namespace

Position position_of(const toml::source_region& at, const std::string& file) {
  return {file, static_cast<int>(at.begin.line), static_cast<int>(at.begin.column), static_cast<int>(at.end.line),
          static_cast<int>(at.end.column)};
}

void Findings::add(Diagnostic finding) { list.push_back(std::move(finding)); }

void Findings::add(const std::string& code, const toml::source_region& at, const std::string& file,
                   Message message, Message help, std::vector<Note> notes) {
  add({find_rule(code)->severity, code, std::move(message), position_of(at, file), std::move(help), std::move(notes)});
}

toml::source_region Section::key_at(std::string_view key) const {
  for (const auto& [name, node] : *table_) {
    if (name.str() == key) return name.source();
  }
  return table_->source();
}

const toml::node* Section::ask(std::string_view key) {
  asked_.emplace_back(key);
  return table_->get(key);
}

void Section::wrong_type(const toml::node& node, std::string_view key, const Message& wanted) {
  report("CFG003", node.source(), phrase("'{}' is {}, not {}", std::string(key), type_name(node), wanted));
}

std::optional<Text> Section::string_of(const toml::node& node, std::string_view key) {
  const auto* value = node.as_string();
  if (value == nullptr) {
    wrong_type(node, key, phrase("a string"));
    return std::nullopt;
  }
  if (const auto why = unprintable(value->get())) {
    report("CFG003", node.source(), phrase("'{}' contains {}", std::string(key), *why), phrase("leave it out"));
    return std::nullopt;
  }
  return Text{value->get(), node.source()};
}

std::optional<Text> Section::text(std::string_view key) {
  const auto* node = ask(key);
  return node == nullptr ? std::nullopt : string_of(*node, key);
}

std::optional<Text> Section::required(std::string_view key) {
  if (!has(key)) {
    asked_.emplace_back(key);
    report("CFG004", at(), name_.empty() ? phrase("'{}' is missing", std::string(key)) : phrase("'{}' has no '{}'", name_, std::string(key)));
    return std::nullopt;
  }
  return text(key);
}

std::optional<bool> Section::flag(std::string_view key) {
  const auto* node = ask(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_boolean()) return value->get();
  wrong_type(*node, key, phrase("true or false"));
  return std::nullopt;
}

std::optional<std::int64_t> Section::number(std::string_view key) {
  const auto* node = ask(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_integer()) return value->get();
  wrong_type(*node, key, phrase("an integer"));
  return std::nullopt;
}

std::optional<Date> Section::date(std::string_view key) {
  const auto* node = ask(key);
  if (node == nullptr) return std::nullopt;
  std::string written;
  if (const auto* value = node->as_date()) {
    const toml::date d = value->get();
    written = svc::print(date_of(d.year, d.month, d.day));
  } else if (const auto* quoted = node->as_string()) {
    written = quoted->get();
  } else {
    wrong_type(*node, key, phrase("a date such as 2026-02-14"));
    return std::nullopt;
  }
  try {
    return parse_date(written);
  } catch (const Error& e) {
    report("CFG003", node->source(), e.said, e.advice);
    return std::nullopt;
  }
}

std::optional<Text> Section::time(std::string_view key) {
  const auto* node = ask(key);
  if (node == nullptr) return std::nullopt;
  if (node->is_string() || node->is_date_time()) return scalar_of(*node, key);
  wrong_type(*node, key, phrase("a time such as 2026-02-16T08:00:00"));
  return std::nullopt;
}

std::optional<Text> Section::scalar_of(const toml::node& node, std::string_view key) {
  if (node.is_string()) return string_of(node, key);
  if (const auto* value = node.as_boolean()) return Text{value->get() ? "true" : "false", node.source()};
  if (const auto* value = node.as_integer()) return Text{std::to_string(value->get()), node.source()};
  if (const auto* value = node.as_floating_point()) return Text{fmt::format("{}", value->get()), node.source()};
  if (const auto* value = node.as_date()) return Text{svc::print(date_of(value->get().year, value->get().month, value->get().day)), node.source()};
  if (const auto* value = node.as_date_time()) return Text{written(value->get()), node.source()};
  wrong_type(node, key, phrase("a single value"));
  return std::nullopt;
}

std::vector<Text> Section::list_of(const toml::node& node, std::string_view key, std::optional<Text> (Section::*read)(const toml::node&, std::string_view)) {
  std::vector<Text> result;
  const auto add = [&](const toml::node& each) {
    if (auto value = (this->*read)(each, key)) result.push_back(std::move(*value));
  };
  if (const auto* list = node.as_array()) {
    for (const auto& each : *list) add(each);
  } else {
    add(node);
  }
  return result;
}

std::optional<Text> Section::scalar(std::string_view key) {
  const auto* node = ask(key);
  return node == nullptr ? std::nullopt : scalar_of(*node, key);
}

std::optional<std::vector<Text>> Section::scalars(std::string_view key) {
  const auto* node = ask(key);
  if (node == nullptr) return std::nullopt;
  return list_of(*node, key, &Section::scalar_of);
}

std::optional<std::vector<Text>> Section::texts(std::string_view key) {
  const auto* node = ask(key);
  if (node == nullptr) return std::nullopt;
  if (!node->is_array() && !node->is_string()) {
    wrong_type(*node, key, phrase("a list of strings"));
    return std::vector<Text>{};
  }
  return list_of(*node, key, &Section::string_of);
}

std::optional<Section> Section::table(std::string_view key) {
  const auto* node = ask(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* found = node->as_table()) return Section(*found, name_of(key), *file_, *findings_);
  wrong_type(*node, key, phrase("a table"));
  return std::nullopt;
}

std::vector<Section> Section::tables(std::string_view key) {
  std::vector<Section> result;
  const auto* node = ask(key);
  if (node == nullptr) return result;
  const auto* list = node->as_array();
  if (list == nullptr) {
    wrong_type(*node, key, phrase("a list of tables"));
    return result;
  }
  for (const auto& each : *list) {
    if (const auto* found = each.as_table()) {
      result.emplace_back(*found, name_of(key), *file_, *findings_);
    } else {
      wrong_type(each, key, phrase("a table"));
    }
  }
  return result;
}

std::vector<Text> Section::keys() {
  std::vector<Text> result;
  for (const auto& [key, node] : *table_) {
    if (key.str().starts_with("x-")) continue;
    result.push_back({std::string(key.str()), key.source()});
    asked_.emplace_back(key.str());
  }
  // toml++ iterates by name.
  std::sort(result.begin(), result.end(), [](const Text& a, const Text& b) { return before(a.at.begin, b.at.begin); });
  return result;
}

std::vector<std::pair<Text, Section>> Section::entries() {
  std::vector<std::pair<Text, Section>> result;
  for (Text& key : keys()) {
    if (const auto why = unprintable(key.value)) {
      report("CFG003", key.at, phrase("a name contains {}", *why), phrase("leave it out"));
      continue;
    }
    if (auto section = table(key.value)) result.emplace_back(std::move(key), std::move(*section));
  }
  return result;
}

void Section::report(const std::string& code, const toml::source_region& place, Message message, Message help,
                     std::vector<Note> notes) {
  findings_->add(code, place, *file_, std::move(message), std::move(help), std::move(notes));
}

void Section::finish() {
  for (const auto& [key, node] : *table_) {
    const std::string name(key.str());
    if (name.starts_with("x-") || std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
    std::vector<std::string> known = asked_;
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
    const Message table = name_.empty() ? phrase("a configuration") : Message("'" + name_ + "'");
    report("CFG002", key.source(), phrase("unknown key '{}' in {}", name, table), hint_for(name, known));
  }
}

}  // namespace svc::config
