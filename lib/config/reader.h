// SPDX-License-Identifier: MIT
// How is a TOML table read so that nothing in it goes unnoticed? Each value is asked for by key and type; what was
// never asked for is an unknown key. Only the .cpp files of config/ include this header: it shows toml++.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <toml++/toml.h>
#include <vector>

#include "config/diagnostic.h"
#include "config/suppression.h"
#include "time/instant.h"

namespace svc::config {

// Where findings go. `file` is the name under which the text was given.
struct Findings {
  std::vector<Diagnostic> list;
  std::map<std::string, std::string> sources;  // the text of every file that was read, right or wrong
  std::vector<Suppression> suppressions;       // of their comments
  // The code's severity stands in the catalogue.
  void add(const std::string& code, const toml::source_region& at, const std::string& file, Message message,
           Message help = {}, std::vector<Note> notes = {});
  void add(Diagnostic finding);
};

Position position_of(const toml::source_region& at, const std::string& file);

// A value with its place, for messages about what it says.
struct Text {
  std::string value;
  toml::source_region at;
};

class Section {
 public:
  // `name` is the table as messages call it: "calendar.cn".
  Section(const toml::table& table, std::string name, const std::string& file, Findings& findings)
      : table_(&table), name_(std::move(name)), file_(&file), findings_(&findings) {}

  const std::string& name() const { return name_; }
  // "calendar.cn" of an entry of [calendar]; the root has no name.
  std::string name_of(std::string_view key) const { return (name_.empty() ? "" : name_ + ".") + std::string(key); }
  const std::string& file() const { return *file_; }
  const toml::source_region& at() const { return table_->source(); }
  bool has(std::string_view key) const { return table_->get(key) != nullptr; }
  bool is_empty_list(std::string_view key) const { return has(key) && table_->get(key)->is_array() && table_->get(key)->as_array()->empty(); }
  bool is_table(std::string_view key) const { return has(key) && table_->get(key)->is_table(); }
  // Where the key stands, or the table if it is absent.
  toml::source_region key_at(std::string_view key) const;
  // Where its value stands. Requires that the key is there.
  toml::source_region value_at(std::string_view key) const { return table_->get(key)->source(); }

  // Each of these reports a value of another type and then answers as if it were absent.
  std::optional<Text> text(std::string_view key);
  std::optional<bool> flag(std::string_view key);
  std::optional<std::int64_t> number(std::string_view key);
  std::optional<Date> date(std::string_view key);
  // A TOML local date-time or its text "2026-02-16T08:00[:00]".
  std::optional<Text> time(std::string_view key);
  // Any value that is not a list or a table, as text: 7, true, 2026-02-16T08:00:00; and a list of such.
  std::optional<Text> scalar(std::string_view key);
  std::optional<std::vector<Text>> scalars(std::string_view key);
  // A list of strings, or one string.
  std::optional<std::vector<Text>> texts(std::string_view key);
  // A table, or every table of an array of tables.
  std::optional<Section> table(std::string_view key);
  std::vector<Section> tables(std::string_view key);
  // Every entry of this table that is itself a table, in the order of the file: [calendar.cn], [calendar.jp].
  std::vector<std::pair<Text, Section>> entries();
  // Every key of this table in the order of the file, for tables whose keys are data; counts as asked for.
  std::vector<Text> keys();

  // As text(); its absence is a finding.
  std::optional<Text> required(std::string_view key);

  void report(const std::string& code, const toml::source_region& place, Message message, Message help = {},
              std::vector<Note> notes = {});
  // "first given here", for the second position of a finding.
  Note note(const toml::source_region& place, Message message) const {
    return {std::move(message), position_of(place, *file_)};
  }
  // Unknown keys that do not start with "x-" are findings. Call when everything has been asked for.
  void finish();

 private:
  const toml::node* ask(std::string_view key);
  void wrong_type(const toml::node& node, std::string_view key, const Message& wanted);
  std::optional<Text> string_of(const toml::node& node, std::string_view key);
  std::optional<Text> scalar_of(const toml::node& node, std::string_view key);
  std::vector<Text> list_of(const toml::node& node, std::string_view key, std::optional<Text> (Section::*read)(const toml::node&, std::string_view));

  const toml::table* table_;
  std::string name_;
  const std::string* file_;
  Findings* findings_;
  std::vector<std::string> asked_;
};

}  // namespace svc::config
