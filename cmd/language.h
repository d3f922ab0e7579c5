// SPDX-License-Identifier: MIT
// In which language does svc speak to people? That of LC_ALL, LC_MESSAGES or LANG, as far as cmd/po/ has a catalogue of it, by
// gettext; else English. What machines read is never translated.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace svc::cmd {

using GetEnvironment = std::function<std::optional<std::string>(const std::string&)>;

// "zh_CN.UTF-8": the locale of messages (POSIX: LC_ALL, LC_MESSAGES, LANG); "C" if none is named.
std::string locale_of_messages(const GetEnvironment& getenv);

// From an English text to that of the user's language, itself if there is none. Looks for catalogues beside the program: locale/
// of a build, or ../share/locale.
std::function<std::string(const std::string&)> language_of_user(const GetEnvironment& getenv);

}  // namespace svc::cmd
