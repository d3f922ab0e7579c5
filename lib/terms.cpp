// SPDX-License-Identifier: MIT
#include "terms.h"

#include <algorithm>

namespace svc {
namespace {

enum class Script { none, word, ideograph };

struct Character {
  std::string_view bytes;
  Script script = Script::none;
};

bool is_ideograph(char32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x3040 && c <= 0x30FF);
}

// Punctuation and symbols of other scripts part words as blanks do.
Script script_of(char32_t c) {
  if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? Script::word : Script::none;
  if (is_ideograph(c)) return Script::ideograph;
  const bool sign = (c <= 0xBF) || (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20);
  return sign ? Script::none : Script::word;
}

// The first character of a text that is not empty; a byte that begins none is one of no script.
Character first_of(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (length > text.size() || (lead >= 0x80 && length == 1)) return {text.substr(0, 1), Script::none};
  char32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80U) return {text.substr(0, 1), Script::none};
    code = code << 6U | (next & 0x3FU);
  }
  return {text.substr(0, length), script_of(code)};
}

std::string lower(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

// Runs of one script, each a list of characters.
template <typename Visit>
void each_run(std::string_view text, Visit visit) {
  std::vector<std::string_view> run;
  Script script = Script::none;
  const auto end_run = [&] {
    if (!run.empty()) visit(script, run);
    run.clear();
  };
  while (!text.empty()) {
    const Character next = first_of(text);
    if (next.script != script) end_run();
    script = next.script;
    if (script != Script::none) run.push_back(next.bytes);
    text.remove_prefix(next.bytes.size());
  }
  end_run();
}

std::string joined(const std::vector<std::string_view>& characters) {
  std::string out;
  for (const auto each : characters) out += each;
  return out;
}

std::vector<std::string> pairs_of(const std::vector<std::string_view>& run) {
  std::vector<std::string> pairs;
  for (size_t i = 0; i + 1 < run.size(); ++i) pairs.push_back(std::string(run[i]) + std::string(run[i + 1]));
  return pairs;
}

}  // namespace

std::vector<std::string> terms_of(std::string_view text) {
  std::vector<std::string> terms;
  each_run(text, [&](Script script, const std::vector<std::string_view>& run) {
    if (script == Script::word) return terms.push_back(lower(joined(run)));
    for (auto& pair : pairs_of(run)) terms.push_back(std::move(pair));
    terms.emplace_back(run.back());
  });
  return terms;
}

std::vector<std::vector<std::string>> words_of_search(std::string_view text) {
  std::vector<std::vector<std::string>> words;
  each_run(text, [&](Script script, const std::vector<std::string_view>& run) {
    if (script == Script::word) return words.push_back({lower(joined(run))});
    words.push_back(run.size() == 1 ? std::vector<std::string>{std::string(run.front())} : pairs_of(run));
  });
  return words;
}

}  // namespace svc
