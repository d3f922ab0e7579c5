// SPDX-License-Identifier: MIT
// How does a report of several tables look? One after the other in a terminal, by their keys in JSON, as one page in a browser.
#pragma once

#include <string>
#include <vector>

#include "render/listing.h"
#include "render/markup.h"

namespace svc::render {

struct Section {
  std::string key;    // in JSON
  std::string title;
  Listing listing;
  std::vector<Bar> percents = {};  // a chart above the table of the page, of 100 %; none: no chart
};

struct Sections {
  std::string title;     // "2026-03", in every language
  std::vector<std::pair<std::string, std::string>> facts;  // "from": "2026-03-01"
  std::vector<Section> all;
};

// Format::table, json or jsonl.
std::string print(const Sections& sections, Format format, bool colour, const Translate& translate = english);
std::string html(const Sections& sections, const Translate& translate = english);

}  // namespace svc::render
