// SPDX-License-Identifier: MIT
// May this file be read as configuration at all? Everything is checked before toml++ sees the text: a regular file
// of at most 256 KiB, at most 64 dots in a key, nothing but ASCII outside strings and comments.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <toml++/toml.h>

#include "config/reader.h"

namespace svc::config {

struct Document {
  std::string file;  // as named by the user, or "built-in:profiles/telecom.toml"
  toml::table root;
  bool shipped = false;
  std::string distrusted;  // why sinks of this file must not run; "" if they may
};

// Both report what is wrong as a finding and return nothing.
std::unique_ptr<Document> read_document(const std::string& path, Findings& findings);
std::unique_ptr<Document> parse_document(std::string name, std::string text, Findings& findings);

}  // namespace svc::config
