// SPDX-License-Identifier: MIT
// Is this text safe to keep and to show? Text from outside must be UTF-8 and must not steer a terminal.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "message.h"

namespace svc {

// What a stored text must not contain, in words: "a control character (U+001B)", "invalid UTF-8",
// "a character that reorders text (U+202E)"; nothing if it may be kept. Newlines and tabs count as control
// characters unless `multiline`.
std::optional<Message> unprintable(std::string_view text, bool multiline = false);

// The text with everything that unprintable() names replaced by U+FFFD, for terminals.
std::string printable(std::string_view text);

// Whether a spreadsheet would run a cell of this text (OWASP's list), or svc's own guard, a "'", stands before such a text. An export puts
// one more before it, an import takes one away, so that every text comes back as it was.
bool needs_guard(std::string_view cell);

// "What is wrong": with a capital letter at its beginning.
std::string capitalized(std::string_view text);

// The text with blanks behind it up to that width, or one if it is wider.
std::string padded(const std::string& text, size_t width);

// How many terminal columns the text takes; East Asian wide characters take two.
size_t display_width(std::string_view text);

// "a, b and c"; with `quote` "'" "'a', 'b' and 'c'".
Message in_words(const std::vector<std::string>& names, const std::string& quote = {});
// "a, b", or the one that is not empty.
Message together(const Message& first, const Message& second);
// The first five: "a, b, c, d, e and 3 more".
Message first_few(const std::vector<std::string>& names);

// "1 row", "2 rows", "0 rows"; `plural` where an s is not enough.
Message counted(std::int64_t count, const std::string& noun, const std::string& plural = {});

}  // namespace svc
