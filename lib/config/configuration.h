// SPDX-License-Identifier: MIT
// What does the organisation's configuration say? The user's TOML files and what ships with svc, as values.
//
//   const Configuration config = Configuration::load({"svc.toml"});
//   config.calendar("cn")->zone == "Asia/Shanghai"
//
// The user's files are read whole, and every finding in them is kept; a shipped profile or calendar is parsed when
// it is first asked for. No finding stops the reading, so that all are told at once.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calendar/calendars.h"
#include "config/diagnostic.h"
#include "config/suppression.h"
#include "escalation/directory.h"
#include "escalation/rules.h"
#include "form/form.h"

namespace svc::config {

// A file by its path; with a text, that stands for what the file holds.
struct Source {
  std::string path;
  std::optional<std::string> text = std::nullopt;
};

class Configuration {
 public:
  // No files: what ships with svc. Files are read in order, each with what it includes. `system_zone` stands in where
  // the organization names no zone.
  static Configuration load(const std::vector<std::string>& files, const std::string& system_zone = "UTC");
  static Configuration load(const std::vector<Source>& sources, const std::string& system_zone);
  // The same for one text, which includes nothing.
  static Configuration parse(const std::string& name, const std::string& text, const std::string& system_zone = "UTC");
  ~Configuration();
  Configuration(Configuration&&) noexcept;
  Configuration& operator=(Configuration&&) noexcept;

  // By file and line.
  const std::vector<Diagnostic>& findings() const;
  // For describe(): the texts of the files that were read.
  Sources sources() const;
  const std::vector<Suppression>& suppressions() const;
  // The files that were read, includes too.
  std::vector<std::string> files() const;

  const escalation::Directory& directory() const;
  // organization.timezone, else the system's.
  const std::string& zone_name() const;
  // The key `database`, relative to the file that it stands in, or "".
  const std::string& database() const;

  // nullptr if there is none, or if it has errors. "24x7" is in zone_name().
  const calendar::Spec* calendar(const std::string& name) const;
  const escalation::Rules* profile(const std::string& name) const;
  const form::Form* form(const std::string& name) const;
  std::vector<std::string> calendar_names() const;
  std::vector<std::string> profile_names() const;
  std::vector<std::string> form_names() const;
  // Those that the user's files define; `kind` is "profile", "calendar", "contact", "team", "rota", "sink", "ladder" or "form".
  std::vector<std::string> own_names(const std::string& kind) const;
  // What [kind.name] extends, "" if it extends nothing.
  std::string parent_of(const std::string& kind, const std::string& name) const;
  // The ladder as it was read; nullptr if there is none.
  const escalation::Ladder* ladder(const std::string& name) const;

  // Where the TOML says it: {"profile", "acme", "target", "phone-response", "limits", "0", "within"}. What a definition
  // does not say itself is looked for in what it extends; a path that leads nowhere ends at its last table. An entry
  // of a list is named by its number or its id.
  Position where(const std::vector<std::string>& path) const;
  // Whether the path leads into what the definition extends, not into itself.
  bool is_inherited(const std::vector<std::string>& path) const;

 private:
  struct Impl;
  explicit Configuration(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The TOML and its schemas that ship with svc, embedded by the build: "calendars/cn.toml", "svc.schema.json" → the text.
inline constexpr std::string_view shipped_prefix = "built-in:";  // of their names as files
struct Shipped {
  const char* name;
  const char* text;
};
const std::vector<Shipped>& shipped();

}  // namespace svc::config
