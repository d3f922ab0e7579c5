// SPDX-License-Identifier: MIT
// Money, warranties, stock and how much of it: what the transcripts of the registry leave open.
#include <catch2/catch.hpp>

#include "error.h"
#include "registry/money.h"
#include "registry/stock.h"
#include "registry/warranty.h"
#include "time/text.h"

namespace {

using namespace svc;
using namespace svc::registry;

Money money(const std::string& text) { return parse_money(text, "--price"); }

}  // namespace

TEST_CASE("amounts are read and written exactly", "[money]") {
  for (const char* text : {"0.00 CNY", "0.01 CNY", "0.10 EUR", "1200.50 CNY", "999999999999.99 USD"}) CHECK(print(money(text)) == text);
  CHECK(print(money("12 CNY")) == "12.00 CNY");
  CHECK(print(money("12.5 CNY")) == "12.50 CNY");
  for (const char* text : {"", "12", "12 cny", "12.345 CNY", "-1 CNY", "1e3 CNY", ". CNY", "1. CNY", ".5 CNY", "1 CNYX", "1000000000000 CNY", "12  CNY"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(money(text), Error);
  }
}

TEST_CASE("a percentage of an amount rounds half up", "[money]") {
  struct Case {
    const char* price;
    const char* percent;
    const char* part;
  };
  for (const auto& [price, percent, part] : std::vector<Case>{{"123456.78 CNY", "1", "1234.57 CNY"}, {"0.50 CNY", "1", "0.01 CNY"}, {"0.49 CNY", "1", "0.00 CNY"},
                                                              {"100.00 CNY", "0.0001", "0.00 CNY"}, {"999999999999.99 CNY", "100", "999999999999.99 CNY"}, {"10000.00 CNY", "0.5", "50.00 CNY"}}) {
    CAPTURE(price, percent);
    CHECK(print(percent_of(money(price), parse_percent(percent, "'percent'"))) == part);
  }
  CHECK(print_percent(parse_percent("0.5", "'percent'")) == "0.5");
  CHECK(print_percent(parse_percent("100", "'percent'")) == "100");
  for (const char* text : {"", "101", "-1", "1%", "0.00001"}) CHECK_THROWS_AS(parse_percent(text, "'percent'"), Error);
  CHECK(print(sum(money("0.01 CNY"), money("0.02 CNY"))) == "0.03 CNY");
  CHECK_THROWS_AS(sum(money("1 CNY"), money("1 USD")), Error);
  CHECK(print(times(money("0.10 CNY"), 3)) == "0.30 CNY");
  CHECK_THROWS_AS(times(money("999999999999.99 CNY"), 1'000'000), Error);
}

TEST_CASE("a length of a warranty ends on the same day of the month, or its last", "[warranty]") {
  struct Case {
    const char* from;
    const char* length;
    const char* to;
  };
  for (const auto& [from, length, to] : std::vector<Case>{{"2024-03-01", "2y", "2026-03-01"}, {"2024-02-29", "1y", "2025-02-28"}, {"2024-02-29", "4y", "2028-02-29"}, {"2026-01-31", "1mo", "2026-02-28"},
                                                          {"2025-11-30", "3mo", "2026-02-28"}, {"2025-12-31", "14mo", "2027-02-28"}, {"2026-02-28", "2w", "2026-03-14"}, {"2026-02-28", "1d", "2026-03-01"}}) {
    CAPTURE(from, length);
    CHECK(print(later(parse_date(from), parse_span(length))) == to);
  }
}

TEST_CASE("repairs within the warranty extend it one after the other", "[warranty]") {
  WarrantyTerms terms;
  terms.length = parse_span("1y");
  terms.start = "accepted";
  terms.extends = true;
  const work::Fields asset{{"accepted", "2025-01-01"}};
  const auto date = [](const char* text) { return parse_date(text); };
  // The second begins within what the first has added; the third begins after the end.
  const std::vector<Repair> repairs{{"R-1", date("2025-06-01"), date("2025-06-11")}, {"R-2", date("2026-01-10"), date("2026-01-15")}, {"R-3", date("2026-03-01"), date("2026-03-31")}};
  const auto until = [&](size_t count) { return print(*judge({.terms = &terms, .asset = &asset, .contract = nullptr, .repairs = std::span(repairs).first(count)}, date("2025-12-31")).until); };
  CHECK(until(0) == "2026-01-01");
  CHECK(until(1) == "2026-01-11");
  CHECK(until(2) == "2026-01-16");
  CHECK(until(3) == "2026-01-16");
}

// The figures are from an exact sum in decimal arithmetic with 50 digits.
TEST_CASE("the probability of a stock-out is Poisson's", "[stock]") {
  const auto at = [](double demand, size_t stock) {
    const auto lines = plan(demand, 1e-9);
    REQUIRE(lines.size() > stock);
    return lines[stock].stock_out;
  };
  CHECK(at(0.5, 0) == Approx(0.393469340287366).epsilon(1e-10));
  CHECK(at(0.5, 2) == Approx(0.014387677966970).epsilon(1e-10));
  CHECK(at(10, 10) == Approx(0.416960249807014).epsilon(1e-10));
  CHECK(at(10, 18) == Approx(0.007186504603854).epsilon(1e-10));
  CHECK(at(900, 950) == Approx(0.047119018020190).epsilon(1e-8));  // exp(-900) is too small for a double
  CHECK(plan(0, 0.05).front().stock_out == 0);
}

TEST_CASE("what is kept for an item goes to it first, and is free when it is released", "[stock]") {
  const auto event = [](std::string_view step, work::Fields fields) {
    work::Event made;
    made.step = step;
    made.fields = std::move(fields);
    return made;
  };
  std::vector<work::Event> events{event(receive_step, {{"depot", "D"}, {"quantity", "5"}}), event(reserve_step, {{"depot", "D"}, {"quantity", "3"}, {"item", "R-1"}}),
                                  event(issue_step, {{"depot", "D"}, {"quantity", "1"}, {"item", "R-1"}})};
  CHECK(stock_of(events).at("D").on_hand == 4);
  CHECK(stock_of(events).at("D").kept() == 2);
  events.push_back(event(release_step, {{"depot", "D"}, {"quantity", "2"}, {"item", "R-1"}}));
  events.push_back(event(transfer_step, {{"depot", "D"}, {"to", "E"}, {"quantity", "4"}}));
  CHECK(stock_of(events).at("D").on_hand == 0);
  CHECK(stock_of(events).at("D").free() == 0);
  CHECK(stock_of(events).at("E").free() == 4);
}
