// SPDX-License-Identifier: MIT
#include "config/document.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace svc::config {
namespace {

constexpr size_t most_bytes = size_t{256} * 1024;
constexpr int most_dots = 64;

toml::source_region place(int line, int column) {
  const toml::source_position from{static_cast<toml::source_index>(line), static_cast<toml::source_index>(column)};
  const toml::source_position to{static_cast<toml::source_index>(line), static_cast<toml::source_index>(column + 1)};
  return {from, to, nullptr};
}

// Walks over the text outside strings, and collects what its comments order. toml++ 3.3 overflows the stack on a key of
// 40,000 dots, misbehaves on non-ASCII text after a bare key, and drops comments.
class Scan {
 public:
  Scan(const std::string& text, const std::string& file, Findings& findings)
      : text_(text), file_(file), findings_(findings) {}

  bool harmless() {
    while (i_ < text_.size()) {
      const char c = text_[i_];
      if (c == '#') {
        comment();
        continue;
      }
      if (c == '\n') {
        line_has_text_ = false;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        line_has_text_ = true;
        for (Suppression& waiting : waiting_) {
          waiting.line = line_;
          findings_.suppressions.push_back(std::move(waiting));
        }
        waiting_.clear();
      }
      if (c == '"' || c == '\'') {
        skip_string(c);
      } else if (static_cast<unsigned char>(c) >= 0x80) {
        return refuse(phrase("text that is not ASCII must stand in quotes"), phrase("put it between \" and \""));
      } else {
        if (c == '.' && ++dots_ > most_dots) return refuse(phrase("a key has more than 64 dots"), {});
        if (std::strchr("=,[]{}\n", c) != nullptr) dots_ = 0;
        step();
      }
    }
    findings_.suppressions.insert(findings_.suppressions.end(), waiting_.begin(), waiting_.end());  // of nothing
    return true;
  }

 private:
  bool refuse(const Message& why, const Message& help) {
    findings_.add("CFG001", place(line_, column_), file_, why, help);
    return false;
  }

  // An order that stands alone is about the next line with text; one behind text is about its own line.
  void comment() {
    const size_t begin = i_;
    const int column = column_;
    while (i_ < text_.size() && text_[i_] != '\n') step();
    const Position at{file_, line_, column, line_, column_};
    const auto order = read_suppression(std::string_view(text_).substr(begin, i_ - begin), at);
    if (!order) return;
    for (const Diagnostic& problem : order->problems) findings_.add(problem);
    for (Suppression each : order->suppressions) {
      if (line_has_text_) each.line = line_;
      const bool settled = line_has_text_ || each.whole_file;
      (settled ? findings_.suppressions : waiting_).push_back(std::move(each));
    }
  }

  void step() {
    if (text_[i_] == '\n') {
      ++line_;
      column_ = 1;
    } else if ((static_cast<unsigned char>(text_[i_]) & 0xC0U) != 0x80U) {
      ++column_;
    }
    ++i_;
  }

  bool at_triple(char quote) const { return text_.compare(i_, 3, std::string(3, quote)) == 0; }

  void skip_string(char quote) {
    const bool triple = at_triple(quote);
    for (int n = 0; n < (triple ? 3 : 1); ++n) step();
    while (i_ < text_.size()) {
      if (quote == '"' && text_[i_] == '\\' && i_ + 1 < text_.size()) {
        step();
      } else if (triple ? at_triple(quote) : text_[i_] == quote) {
        for (int n = 0; n < (triple ? 3 : 1); ++n) step();
        return;
      } else if (!triple && text_[i_] == '\n') {
        return;  // toml++ says that the string has no end
      }
      step();
    }
  }

  const std::string& text_;
  const std::string& file_;
  Findings& findings_;
  size_t i_ = 0;
  int line_ = 1;
  int column_ = 1;
  int dots_ = 0;
  bool line_has_text_ = false;
  std::vector<Suppression> waiting_;  // for the line that they are about
};

struct Closed {
  int descriptor;
  ~Closed() { ::close(descriptor); }
};

std::string why_distrusted(const struct stat& info) {
  if (info.st_uid != 0 && info.st_uid != ::geteuid()) return phrase("its file belongs to another user").english();
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) != 0) return phrase("its file can be written by others").english();
  return {};
}

struct SyntaxError {
  std::string_view says;  // toml++
  Message message, help;
};

const std::array<SyntaxError, 7>& syntax_errors() {
  static const std::array<SyntaxError, 7> errors{{
      {"could not determine value type", phrase("this is no value"), phrase("text stands in quotes; dates are written 2026-02-14; true and false are lower case")},
      {"Encountered invalid utf-8", phrase("invalid UTF-8"), phrase("save the file as UTF-8")},
      {"exceeded maximum nested value depth", phrase("nested deeper than 64 levels"), {}},
      {"cannot redefine existing table", phrase("this table is there already"), phrase("put all of its keys in one place")},
      {"cannot redefine existing", phrase("this key is there already"), phrase("leave one of them out")},
      {"control characters", phrase("a control character"), phrase("leave it out")},
      {"expected digit in range 0-9", phrase("this is no time"), phrase("TOML times need seconds: 08:00:00; hours of a calendar are strings")},
  }};
  return errors;
}

// The rest is toml++'s: "Error while parsing string: unterminated …" → "unterminated …".
void add_syntax_error(const toml::parse_error& e, const std::string& file, Findings& findings) {
  toml::source_region at = e.source();
  if (at.end.line == at.begin.line && at.end.column <= at.begin.column) at.end.column = at.begin.column + 1;
  const std::string_view description = e.description();
  for (const auto& known : syntax_errors()) {
    if (description.find(known.says) == std::string_view::npos) continue;
    return findings.add("CFG001", at, file, known.message, known.help);
  }
  const auto colon = description.find(": ");
  findings.add("CFG001", at, file, std::string(colon == std::string_view::npos ? description : description.substr(colon + 2)));
}

}  // namespace

std::unique_ptr<Document> parse_document(std::string name, std::string text, Findings& findings) {
  auto document = std::make_unique<Document>();
  document->file = std::move(name);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  text.shrink_to_fit();  // it was read into a larger one, and stays for the excerpts of findings
  const std::string& kept = findings.sources[document->file] = std::move(text);
  if (!Scan(kept, document->file, findings).harmless()) return nullptr;
  try {
    document->root = toml::parse(std::string_view(kept), std::string_view(document->file));
  } catch (const toml::parse_error& e) {
    add_syntax_error(e, document->file, findings);
    return nullptr;
  }
  return document;
}

std::unique_ptr<Document> read_document(const std::string& path, Findings& findings) {
  const auto refuse = [&](const Message& why, const Message& help = {}) {
    findings.add("CFG005", {}, path, why, help);
    return nullptr;
  };
  // Not to wait for a writer, should it be a FIFO.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) return refuse(phrase("cannot be read: {}", std::string(std::strerror(errno))));
  const Closed closed{descriptor};
  struct stat info {};
  if (::fstat(descriptor, &info) != 0) return refuse(phrase("cannot be read: {}", std::string(std::strerror(errno))));
  if (S_ISDIR(info.st_mode)) return refuse(phrase("is a directory, not a file"), phrase("name the .toml file in it"));
  if (!S_ISREG(info.st_mode)) return refuse(phrase("is not a regular file"));
  if (static_cast<size_t>(info.st_size) > most_bytes) {
    return refuse(phrase("is larger than 256 KiB"), phrase("split it, and name the parts in include = [ … ]"));
  }
  std::string text(static_cast<size_t>(info.st_size) + 1, '\0');
  size_t size = 0;
  while (size <= most_bytes) {
    if (size == text.size()) text.resize(most_bytes + 1);  // it grows while it is read
    const ssize_t got = ::read(descriptor, text.data() + size, text.size() - size);
    if (got < 0) return refuse(phrase("cannot be read: {}", std::string(std::strerror(errno))));
    if (got == 0) break;
    size += static_cast<size_t>(got);
  }
  if (size > most_bytes) return refuse(phrase("is larger than 256 KiB"), phrase("split it, and name the parts in include = [ … ]"));
  text.resize(size);
  auto document = parse_document(path, std::move(text), findings);
  if (document != nullptr) document->distrusted = why_distrusted(info);
  return document;
}

}  // namespace svc::config
