// SPDX-License-Identifier: MIT
// Which terms is a text found by? Words of letters and digits in lower case; of Chinese and Japanese, overlapping pairs of
// characters, since their words are not set apart and mostly have two.
//
//   "电源芯片 failed"  →  电源, 源芯, 芯片, 片, failed
//
// The last character of a run stands alone, too, so that every single character begins a term.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace svc {

std::vector<std::string> terms_of(std::string_view text);
// The words of a search, each with its terms in order: "电源芯片 failed" → {电源 源芯 芯片}, {failed}. A word of one character
// has that.
std::vector<std::vector<std::string>> words_of_search(std::string_view text);

}  // namespace svc
