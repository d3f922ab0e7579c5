// SPDX-License-Identifier: MIT
// What is said to a person, so that it can be said in another language: an English sentence with places, and what goes there.
//
//   const Message message = phrase("no {} '{}'", "ticket", "T-99");
//   message.english()        no ticket 'T-99'
//   message.in(translate)    没有 ticket 'T-99', if the catalogue of `translate` has the pattern
//
// The patterns are gathered from the source by tests/checks/language.py; places are those of fmt.
#pragma once

#include <concepts>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace svc {

using Translate = std::function<std::string(const std::string&)>;

// As it is.
std::string english(const std::string& text);

class Message {
 public:
  Message() = default;
  Message(std::string verbatim) : pattern_(std::move(verbatim)) {}  // said as it is, in every language
  Message(const char* verbatim) : pattern_(verbatim) {}
  Message(std::string_view verbatim) : pattern_(verbatim) {}
  template <std::integral Number>
  Message(Number number) : pattern_(std::to_string(number)) {}
  Message(std::string pattern, std::vector<Message> arguments) : pattern_(std::move(pattern)), arguments_(std::move(arguments)), is_phrase_(true) {}

  // An English text that was kept, said again: it is translated if some phrase without places is it.
  static Message again(std::string english);

  bool empty() const { return pattern_.empty(); }
  std::string english() const;
  std::string in(const Translate& translate) const;
  friend bool operator==(const Message& a, const Message& b) { return a.english() == b.english(); }
  operator std::string() const { return english(); }

 private:
  std::string pattern_;
  std::vector<Message> arguments_;
  bool is_phrase_ = false;
};

// Arguments are texts, which are said as they are, or phrases.
template <typename... Arguments>
Message phrase(const char* pattern, const Arguments&... arguments) {
  return Message(pattern, std::vector<Message>{Message(arguments)...});
}

}  // namespace svc
