// SPDX-License-Identifier: MIT
#include "text.h"

#include <fmt/format.h>

#include <cctype>

namespace svc {
namespace {

constexpr char32_t invalid = 0xFFFFFFFF;

// The code point at the front of `text`, which is then shortened; `invalid` for bytes that are no UTF-8.
char32_t take(std::string_view& text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const size_t length = lead < 0x80 ? 1 : lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3
                        : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
  if (length == 0 || text.size() < length) {
    text.remove_prefix(1);
    return invalid;
  }
  char32_t point = length == 1 ? lead : lead & (0x7FU >> length);
  for (size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80U) {
      text.remove_prefix(1);
      return invalid;
    }
    point = (point << 6U) | (next & 0x3FU);
  }
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  const bool impossible = (point >= 0xD800 && point < 0xE000) || point > 0x10FFFF;
  if (overlong || impossible) {
    text.remove_prefix(1);
    return invalid;
  }
  text.remove_prefix(length);
  return point;
}

bool is_control(char32_t point) { return point < 0x20 || (point >= 0x7F && point < 0xA0); }

// Bidirectional controls, zero-width characters and line separators: what a reader does not see.
bool is_hidden(char32_t point) {
  return (point >= 0x200B && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
         (point >= 0x2060 && point <= 0x2069) || point == 0xFEFF || point == 0x061C || point == 0x00AD;
}

// How many bytes at the start are ASCII that prints; mostly all.
size_t plain_length(std::string_view text) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; }) - text.begin());
}

}  // namespace

std::optional<Message> unprintable(std::string_view text, bool multiline) {
  while (true) {
    text.remove_prefix(plain_length(text));
    if (text.empty()) return std::nullopt;
    const char32_t point = take(text);
    if (point == invalid) return phrase("invalid UTF-8");
    if (multiline && (point == '\n' || point == '\t')) continue;
    if (is_control(point)) return phrase("a control character ({})", fmt::format("U+{:04X}", static_cast<unsigned>(point)));
    if (is_hidden(point)) return phrase("an invisible character ({})", fmt::format("U+{:04X}", static_cast<unsigned>(point)));
  }
}

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (true) {
    const size_t plain = plain_length(text);
    result += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) return result;
    const std::string_view here = text;
    const char32_t point = take(text);
    if (point == invalid || is_control(point) || is_hidden(point)) {
      result += "\xEF\xBF\xBD";
    } else {
      result += here.substr(0, here.size() - text.size());
    }
  }
}

Message in_words(const std::vector<std::string>& names, const std::string& quote) {
  const auto quoted = [&](const std::string& name) { return quote + name + quote; };
  if (names.size() < 2) return names.empty() ? Message() : Message(quoted(names.front()));
  std::string head;
  for (size_t i = 0; i + 1 < names.size(); ++i) head += (i == 0 ? "" : ", ") + quoted(names[i]);
  return phrase("{} and {}", head, quoted(names.back()));
}

Message together(const Message& first, const Message& second) {
  if (first.empty() || second.empty()) return first.empty() ? second : first;
  return phrase("{}, {}", first, second);
}

Message first_few(const std::vector<std::string>& names) {
  constexpr size_t most = 5;
  const size_t named = std::min(names.size(), most);
  std::string text = fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(named), ", "));
  return names.size() > most ? phrase("{} and {} more", text, names.size() - most) : Message(text);
}

Message counted(std::int64_t count, const std::string& noun, const std::string& plural) {
  const std::string plural_or_s = plural.empty() ? noun + "s" : plural;
  return {"{} " + (count == 1 ? noun : plural_or_s), {std::to_string(count)}};
}

bool needs_guard(std::string_view cell) {
  const size_t first = cell.find_first_not_of('\'');
  return first != std::string_view::npos && std::string_view("=+-@\t\r\n").find(cell[first]) != std::string_view::npos;
}

size_t display_width(std::string_view text) {
  // fmt pads to a width by its own count of columns, which knows wide characters; the shortest width that it has
  // to pad tells the count. Each column is at most one byte of text.
  const size_t padded = fmt::format("{:{}}", text, text.size() + 1).size();
  return text.size() + 1 - (padded - text.size());
}

std::string capitalized(std::string_view text) {
  std::string result(text);
  if (!result.empty()) result[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(result[0])));
  return result;
}

std::string padded(const std::string& text, size_t width) {
  const size_t taken = display_width(text);
  return text + std::string(taken < width ? width - taken : 1, ' ');
}

}  // namespace svc
