// SPDX-License-Identifier: MIT
#include "message.h"

#include <fmt/args.h>
#include <fmt/format.h>

namespace svc {

std::string english(const std::string& text) { return text; }

Message Message::again(std::string english) {
  const bool has_places = english.find_first_of("{}") != std::string::npos;
  return has_places ? Message(std::move(english)) : Message(std::move(english), {});
}

std::string Message::english() const {
  return in(svc::english);
}

std::string Message::in(const Translate& translate) const {
  if (!is_phrase_) return pattern_;
  fmt::dynamic_format_arg_store<fmt::format_context> places;
  for (const Message& argument : arguments_) places.push_back(argument.in(translate));
  return fmt::vformat(translate(pattern_), places);
}

}  // namespace svc
