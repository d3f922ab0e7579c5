// SPDX-License-Identifier: MIT
// What do all pages share? Escaping, one style for screens light and dark and for A4, and bar charts in SVG.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace svc::render {

// Safe in the text and the attributes of HTML, SVG and XML.
std::string escape(std::string_view text);

// A whole page in one file. `body` is markup, `language` that of its text (RFC 5646); the catalogue's word for "en" is its own.
std::string document(const std::string& title, const std::string& body, const std::string& language);

struct Bar {
  std::string name;
  double value = 0;
  std::string shown;   // beside the bar
  bool alarm = false;
};
// Horizontal bars; the whole width stands for `most`, or, if that is 0, for the longest. `title` is read out to those who do not
// see it.
std::string bar_chart(const std::string& title, const std::vector<Bar>& bars, double most = 0);

}  // namespace svc::render
