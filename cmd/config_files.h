// SPDX-License-Identifier: MIT
// Which files did the user name, and what do they hold? Configurations beside the one in force, and tests with theirs.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/configuration.h"
#include "config/test_file.h"
#include "context.h"

namespace svc::cmd {

struct ConfigFiles {
  std::vector<config::Source> sources;  // *.toml
  std::vector<std::string> tests;       // *.test.toml
};
// FILEs, every *.toml below DIRs, and standard input for "-", which is called `stdin_name` then. Throws Error{usage} if
// a DIR holds none.
ConfigFiles find_config_files(Context& ctx, const std::vector<std::string>& given, const std::string& stdin_name);

// The configurations that test files name, each read once; a file that names none gets --config, else what ships.
class TestConfigurations {
 public:
  explicit TestConfigurations(const Context& ctx) : ctx_(ctx) {}

  config::TestFile load(const std::string& path);
  // The text of a file that one of them consists of.
  std::string source_of(const std::string& file) const;

 private:
  std::shared_ptr<const config::Configuration> configuration_of(std::vector<std::string> files, const std::string& zone);

  const Context& ctx_;
  std::map<std::pair<std::vector<std::string>, std::string>, std::shared_ptr<const config::Configuration>> read_;
};

// The configuration of a file. Throws Error{config} after its errors were told.
config::Configuration configuration_in(Context& ctx, const std::string& file);

}  // namespace svc::cmd
