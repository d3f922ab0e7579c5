// SPDX-License-Identifier: MIT
// What does the organisation's configuration say? The user's TOML files and what ships with svc, as values.
//
//   const Configuration config = Configuration::load({"svc.toml"});
//   config.calendar("cn")->zone == "Asia/Shanghai"
//
// The user's files are read whole, and every finding in them is kept; a shipped profile or calendar is parsed when
// it is first asked for. No finding stops the reading, so that all are told at once.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calendar/calendars.h"
#include "config/diagnostic.h"
#include "escalation/directory.h"
#include "escalation/rules.h"

namespace svc::config {

class Configuration {
 public:
  // No files: what ships with svc. Files are read in order, each with what it includes.
  static Configuration load(const std::vector<std::string>& files);
  // The same for one text, which includes nothing.
  static Configuration parse(const std::string& name, const std::string& text);
  ~Configuration();
  Configuration(Configuration&&) noexcept;
  Configuration& operator=(Configuration&&) noexcept;

  // By file and line. The source of a finding's file, for describe().
  const std::vector<Diagnostic>& findings() const;
  std::string source_of(const std::string& file) const;
  // The files that were read, includes too.
  std::vector<std::string> files() const;

  const escalation::Directory& directory() const;
  // organization.timezone, or ""; `db`, a path relative to the file it stands in, or "".
  const std::string& timezone() const { return directory().timezone; }
  const std::string& database() const;

  // nullptr if there is none, or if findings make it unusable. "24x7" is in the organization's zone, else in
  // `system_zone`.
  const calendar::Spec* calendar(const std::string& name, const std::string& system_zone = "UTC") const;
  const escalation::Rules* profile(const std::string& name) const;
  std::vector<std::string> calendar_names() const;
  std::vector<std::string> profile_names() const;
  // Those that the user's files define.
  std::vector<std::string> own_profile_names() const;

 private:
  struct Impl;
  explicit Configuration(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The TOML that ships with svc, embedded by the build: "calendars/cn.toml" → its text.
struct Shipped {
  const char* name;
  const char* text;
};
const std::vector<Shipped>& shipped();

}  // namespace svc::config
