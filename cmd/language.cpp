// SPDX-License-Identifier: MIT
#include "language.h"

#include <libintl.h>

#include <clocale>
#include <cstdlib>
#include <filesystem>

namespace svc::cmd {
namespace {

std::filesystem::path catalogues() {
  std::error_code ignored;
  const auto folder = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  const auto built = folder / "locale";
  return std::filesystem::is_directory(built, ignored) ? built : folder.parent_path() / "share" / "locale";
}

}  // namespace

std::string locale_of_messages(const GetEnvironment& getenv) {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    std::string value = getenv(name).value_or("");
    if (!value.empty()) return value;
  }
  return "C";
}

std::function<std::string(const std::string&)> language_of_user(const GetEnvironment& getenv) {
  const std::string locale = locale_of_messages(getenv);
  if (locale == "C" || locale == "POSIX" || locale.starts_with("C.") || locale.starts_with("en")) return [](const std::string& english) { return english; };
  // A machine may not have the locale that is asked for; the catalogue needs nothing of it but the name.
  if (std::setlocale(LC_MESSAGES, "") == nullptr) {
    std::setlocale(LC_MESSAGES, "C.UTF-8");
    ::setenv("LANGUAGE", locale.substr(0, locale.find_first_of(".@")).c_str(), 0);
  }
  ::bindtextdomain("svc", catalogues().c_str());
  for (const char* domain : {"svc", "libc"}) ::bind_textdomain_codeset(domain, "UTF-8");  // libc's tells why a file cannot be read
  return [](const std::string& english) { return english.empty() ? english : std::string(::dgettext("svc", english.c_str())); };
}

}  // namespace svc::cmd
