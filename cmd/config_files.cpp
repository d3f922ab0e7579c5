// SPDX-License-Identifier: MIT
#include "config_files.h"

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "error.h"
#include "text.h"

namespace svc::cmd {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view test_suffix = ".test.toml";

}  // namespace

ConfigFiles find_config_files(Context& ctx, const std::vector<std::string>& given, const std::string& stdin_name) {
  ConfigFiles found;
  const auto add = [&](const std::string& path) {
    if (path.ends_with(test_suffix)) {
      found.tests.push_back(path);
    } else {
      found.sources.push_back({path});
    }
  };
  for (const auto& name : given) {
    if (name == "-") {
      found.sources.push_back({stdin_name, std::string(std::istreambuf_iterator<char>(*ctx.env.in), {})});
      continue;
    }
    if (!fs::is_directory(name)) {
      add(name);
      continue;
    }
    std::vector<std::string> paths;
    for (auto at = fs::recursive_directory_iterator(name); at != fs::recursive_directory_iterator(); ++at) {
      if (at->path().filename().string().starts_with('.')) {
        if (at->is_directory()) at.disable_recursion_pending();
      } else if (at->path().extension() == ".toml" && at->is_regular_file()) {
        paths.push_back(at->path().lexically_normal().string());
      }
    }
    if (paths.empty()) throw Error{ErrorKind::usage, phrase("there is no .toml file in '{}'", printable(name)), phrase("name a file, or another folder")};
    std::sort(paths.begin(), paths.end());
    for (const auto& path : paths) add(path);
  }
  return found;
}

std::shared_ptr<const config::Configuration> TestConfigurations::configuration_of(std::vector<std::string> files, const std::string& zone) {
  if (files.empty() && !ctx_.globals.config.empty()) files = {ctx_.globals.config};
  auto& slot = read_[{files, zone}];
  if (slot == nullptr) slot = std::make_shared<const config::Configuration>(config::Configuration::load(files, zone));
  return slot;
}

config::TestFile TestConfigurations::load(const std::string& path) {
  return config::load_test_file(path, [this](const auto& files, const auto& zone) { return configuration_of(files, zone); });
}

std::string TestConfigurations::source_of(const std::string& file) const {
  for (const auto& [key, configuration] : read_) {
    std::string text = configuration->sources()(file);
    if (!text.empty()) return text;
  }
  return {};
}

config::Configuration configuration_in(Context& ctx, const std::string& file) {
  auto configuration = config::Configuration::load(std::vector<std::string>{file}, ctx.env.system_zone);
  if (!config::has_errors(configuration.findings())) return configuration;
  for (const auto& finding : configuration.findings()) {
    if (finding.severity == config::Severity::error) ctx.tell(config::describe(finding, configuration.sources()));
  }
  throw Error{ErrorKind::config, phrase("'{}' cannot be used", printable(file)), phrase("'svc config check {}' tells what is wrong with it", printable(file))};
}

}  // namespace svc::cmd
