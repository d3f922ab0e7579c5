// SPDX-License-Identifier: MIT
// How much is that? Amounts in whole hundredths of a currency's unit, never in floating point.
//
//   parse_money("1200.5 CNY", "--price")             == Money{120050, "CNY"}
//   percent_of({123456, "CNY"}, parse_percent("1"))  == Money{1235, "CNY"}     12.3456 rounds half up
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace svc::registry {

struct Money {
  std::int64_t hundredths = 0;
  std::string currency;  // ISO 4217: "CNY"
  friend bool operator==(const Money&, const Money&) = default;
};

// Reads "1200.00 CNY": up to 12 digits, up to two decimals, a blank and three capitals. Throws Error{usage} with `name`.
Money parse_money(std::string_view text, const std::string& name);
// "1200.00 CNY".
std::string print(const Money& money);

// In ten-thousandths of a percent: "1.5" is 15000. Throws Error{usage} for text that is no number from 0 to 100 with up
// to four decimals.
std::int64_t parse_percent(std::string_view text, const std::string& name);
std::string print_percent(std::int64_t percent);
// Rounded half up to a hundredth.
Money percent_of(const Money& whole, std::int64_t percent);

// The sum of two amounts of one currency. Throws Error{refused} for two currencies, and for more than fits.
Money sum(const Money& a, const Money& b);
// `count` times. Throws Error{refused} for more than fits.
Money times(const Money& each, std::int64_t count);

}  // namespace svc::registry
