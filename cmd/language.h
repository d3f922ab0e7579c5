// SPDX-License-Identifier: MIT
// In which language does svc speak to people? That of LC_ALL, LC_MESSAGES or LANG, as far as cmd/po/ has a catalogue of it, by
// gettext; else English. What machines read is never translated.
#pragma once

#include <functional>
#include <string>

namespace svc::cmd {

// From an English text to that of the user's language, itself if there is none. Looks at the environment of the process, and
// for catalogues beside the program: locale/ of a build, or ../share/locale.
std::function<std::string(const std::string&)> language_of_user();

}  // namespace svc::cmd
