// SPDX-License-Identifier: MIT
// Which terms is a text found by? Chinese by pairs, other scripts by words; no byte sequence does harm.
#include <catch2/catch.hpp>

#include <random>

#include "terms.h"

namespace {

std::string joined(const std::vector<std::string>& terms) {
  std::string out;
  for (const auto& term : terms) out += (out.empty() ? "" : " ") + term;
  return out;
}

}  // namespace

TEST_CASE("terms of a text", "[terms]") {
  using svc::terms_of;
  CHECK(joined(terms_of("电源芯片 Failed")) == "电源 源芯 芯片 片 failed");
  CHECK(joined(terms_of("板")) == "板");
  CHECK(joined(terms_of("S1240,主控板-3号。Ünïcode")) == "s1240 主控 控板 板 3 号 Ünïcode");
  CHECK(joined(terms_of("カード 交换")) == "カー ード ド 交换 换");
  CHECK(terms_of("").empty());
  CHECK(terms_of(" \t\n,。!?「」…—").empty());
}

TEST_CASE("words of a search", "[terms]") {
  const auto words = svc::words_of_search("电源芯片 FAN 源");
  REQUIRE(words.size() == 3);
  CHECK(joined(words[0]) == "电源 源芯 芯片");
  CHECK(joined(words[1]) == "fan");
  CHECK(joined(words[2]) == "源");
}

TEST_CASE("every word of a text that is searched for is among its terms", "[terms]") {
  std::mt19937 random(3);
  const std::vector<std::string> parts{"电", "源", "板", "Fan", "x7", " ", "。", "-", "雷击"};
  for (int round = 0; round < 500; ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i) text += parts[random() % parts.size()];
    const auto terms = svc::terms_of(text);
    for (const auto& word : svc::words_of_search(text)) {
      for (const auto& term : word) CHECK(std::find(terms.begin(), terms.end(), term) != terms.end());
    }
  }
}

TEST_CASE("bytes that are no text have terms without quotes or blanks", "[terms]") {
  std::mt19937 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 20; ++i) text += static_cast<char>(random() & 0xFFU);
    for (const auto& term : svc::terms_of(text)) CHECK(term.find_first_of("\" \t\n*()") == std::string::npos);
  }
}
