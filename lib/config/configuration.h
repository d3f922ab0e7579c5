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
#include <string>
#include <vector>

#include "calendar/calendars.h"
#include "config/diagnostic.h"
#include "escalation/directory.h"
#include "escalation/rules.h"

namespace svc::config {

class Configuration {
 public:
  // No files: what ships with svc. Files are read in order, each with what it includes. `system_zone` stands in where
  // the organization names no zone.
  static Configuration load(const std::vector<std::string>& files, const std::string& system_zone = "UTC");
  // The same for one text, which includes nothing.
  static Configuration parse(const std::string& name, const std::string& text, const std::string& system_zone = "UTC");
  ~Configuration();
  Configuration(Configuration&&) noexcept;
  Configuration& operator=(Configuration&&) noexcept;

  // By file and line. The source of a finding's file, for describe().
  const std::vector<Diagnostic>& findings() const;
  std::string source_of(const std::string& file) const;
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
