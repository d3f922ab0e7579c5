// SPDX-License-Identifier: MIT
#include "language.h"

#include <libintl.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>

namespace svc::cmd {
namespace {

std::string named_locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const char* value = std::getenv(name); value != nullptr && *value != '\0') return value;
  }
  return "C";
}

std::filesystem::path catalogues() {
  std::error_code ignored;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  const auto built = folder / "locale";
  return std::filesystem::is_directory(built, ignored) ? built : folder.parent_path() / "share" / "locale";
}

}  // namespace

std::function<std::string(const std::string&)> language_of_user() {
  const std::string locale = named_locale();
  if (locale == "C" || locale == "POSIX" || locale.starts_with("C.") || locale.starts_with("en")) return [](const std::string& english) { return english; };
  // A machine may not have the locale that is asked for; the catalogue needs nothing of it but the name.
  if (std::setlocale(LC_MESSAGES, "") == nullptr) {
    std::setlocale(LC_MESSAGES, "C.UTF-8");
    ::setenv("LANGUAGE", locale.substr(0, locale.find_first_of(".@")).c_str(), 0);
  }
  ::bindtextdomain("svc", catalogues().c_str());
  ::bind_textdomain_codeset("svc", "UTF-8");
  return [](const std::string& english) { return english.empty() ? english : std::string(::dgettext("svc", english.c_str())); };
}

}  // namespace svc::cmd
