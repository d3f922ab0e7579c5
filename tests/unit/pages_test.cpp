// SPDX-License-Identifier: MIT
// Which rows does a salvage find on a page? Pages of 512 bytes, written by hand after https://sqlite.org/fileformat2.html.
#include <catch2/catch.hpp>

#include "store/pages.h"

namespace {

using svc::store::Row;
using svc::store::Value;

constexpr size_t page_size = 512;

std::string big_endian(size_t number, int bytes) {
  std::string out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(number >> static_cast<unsigned>(8 * i) & 255U);
  return out;
}

std::string first_page(size_t said = page_size) {
  std::string page = "SQLite format 3";
  page += '\0';
  page += big_endian(said, 2);
  page.resize(page_size);
  return page;
}

// A leaf of a table whose one cell ends with the page, or lies at `at`.
std::string leaf(const std::string& cell, size_t at = 0) {
  const size_t place = at == 0 ? page_size - cell.size() : at;
  std::string page = "\x0d" + big_endian(0, 2) + big_endian(1, 2) + big_endian(place, 2) + '\0' + big_endian(place, 2);
  page.resize(page_size);
  return at == 0 ? page.replace(place, cell.size(), cell) : page;
}

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int value : values) out += static_cast<char>(value);
  return out;
}

std::vector<Row> rows_of(const std::string& file) {
  std::vector<Row> rows;
  svc::store::for_each_row(file, [&](const Row& row) { rows.push_back(row); });
  return rows;
}

}  // namespace

TEST_CASE("values of each kind are read as they were written", "[pages]") {
  // 14 bytes, row 7: a head of 6 with types null, int8, int16, 1 and text of 3; then a blob of 1.
  const auto rows = rows_of(first_page() + leaf(bytes({14, 7, 7, 0, 1, 2, 9, 19, 14, 0xfb, 0x01, 0x00, 'a', 'b', 'c', 'z'})));
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].rowid == 7);
  CHECK_FALSE(rows[0].keyed);
  REQUIRE(rows[0].values.size() == 6);
  CHECK(rows[0].values[0].type == Value::Type::null);
  CHECK(rows[0].values[1].integer == -5);
  CHECK(rows[0].values[2].integer == 256);
  CHECK(rows[0].values[3].integer == 1);
  CHECK(rows[0].values[4].bytes == "abc");
  CHECK(rows[0].values[5].type == Value::Type::blob);
}

TEST_CASE("a real is read, too", "[pages]") {
  const auto rows = rows_of(first_page() + leaf(bytes({10, 1, 2, 7, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0})));
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].values[0].real == 1.5);
}

TEST_CASE("a length of pages that cannot be is not believed", "[pages]") {
  const std::string row = leaf(bytes({3, 1, 2, 1, 5}));
  CHECK(rows_of(first_page(512) + row).size() == 1);
  // Then pages are 4096 bytes long, and this one does not begin with one.
  for (const size_t said : {0, 100, 500, 768}) CHECK(rows_of(first_page(said) + row).empty());
}

TEST_CASE("cells that make no sense are left out", "[pages]") {
  const auto [what, cell, at] = GENERATE(table<const char*, std::string, size_t>({
      {"a size of nothing", bytes({0, 1}), 0},
      {"a size below nothing", bytes({0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1}), 0},
      {"a size beyond all that svc keeps", bytes({0x90, 0x80, 0x80, 0x80, 0, 1}), 0},
      {"a size that runs over the edge", bytes({0x83}), 0},
      {"no number of the row", bytes({3}), 0},
      {"a number that runs over the edge", bytes({3, 0x81}), 0},
      {"a place behind the page", "", 600},
      {"a payload behind the page", bytes({9, 1, 2, 1, 5}), 0},
      {"a head longer than the payload", bytes({3, 1, 9, 1, 5}), 0},
      {"a head of nothing", bytes({3, 1, 0, 1, 5}), 0},
      {"a head that runs over the edge", bytes({1, 1, 0x82}), 0},
      {"a type that runs over the edge", bytes({2, 1, 2, 0x81}), 0},
      {"a type below nothing", bytes({10, 1, 10, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}), 0},
      {"a type that SQLite keeps for itself, 10", bytes({3, 1, 2, 10, 5}), 0},
      {"a type that SQLite keeps for itself, 11", bytes({3, 1, 2, 11, 5}), 0},
      {"a text beyond all that svc keeps", bytes({6, 1, 6, 0xa0, 0x80, 0x80, 0x80, 1}), 0},
      {"a type that ends behind its head", bytes({4, 1, 2, 0x81, 1, 5}), 0},
      {"values shorter than their types", bytes({3, 1, 2, 4, 5}), 0},
      {"values longer than their types", bytes({4, 1, 2, 1, 5, 6}), 0},
      // 1,000 bytes, of which some lie on other pages; there are two.
      {"a chain of no page", bytes({0x87, 0x68, 1}) + std::string(page_size - 20, '\0'), 0},
      {"a chain that runs over the edge", bytes({0x87, 0x68, 1}), 0},
      {"a chain to a page that is not there", bytes({0x87, 0x68, 1}) + std::string(page_size - 20, '\x07'), 0},
  }));
  INFO(what);
  CHECK(rows_of(first_page() + leaf(cell, at)).empty());
}

TEST_CASE("a chain of pages is followed to its end, and no further", "[pages]") {
  // 600 bytes: 92 here (§1.6: M = 39, K = M + (600 - M) % 508 = 92), 508 on the third page.
  const std::string text(596, 'x'), payload = bytes({4, 0x89, 0x35, 0}) + text;  // a head of 4: a text of 596, and null
  REQUIRE(payload.size() == 600);
  const std::string cell = bytes({0x84, 0x58, 1}) + payload.substr(0, 92) + big_endian(3, 4);
  const auto chained = [&](size_t next) {
    std::string page = big_endian(next, 4) + payload.substr(92);
    page.resize(page_size);
    return page;
  };
  const auto rows = rows_of(first_page() + leaf(cell) + chained(0));
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].values[0].bytes == text);
  CHECK(rows_of(first_page() + leaf(cell) + chained(2)).empty());
}
