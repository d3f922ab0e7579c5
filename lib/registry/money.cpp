// SPDX-License-Identifier: MIT
#include "registry/money.h"

#include <algorithm>
#include <optional>

#include "error.h"

namespace svc::registry {
namespace {

constexpr std::int64_t whole_percent = 10'000;

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "12.5" with two decimals is 1250; nothing for text that is no such number.
std::optional<std::int64_t> fixed(std::string_view text, size_t decimals) {
  const auto point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  const bool has_fraction = point < text.size();
  const std::string_view fraction = has_fraction ? text.substr(point + 1) : std::string_view();
  const bool right = all_digits(whole) && whole.size() <= 12 && (!has_fraction || (all_digits(fraction) && fraction.size() <= decimals));
  if (!right) return std::nullopt;
  return std::stoll(std::string(whole) + std::string(fraction) + std::string(decimals - fraction.size(), '0'));
}

std::string point_before(std::int64_t value, size_t decimals) {
  std::string digits = std::to_string(value < 0 ? -value : value);
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  digits.insert(digits.size() - decimals, ".");
  return (value < 0 ? "-" : "") + digits;
}

[[noreturn]] void too_much() { throw Error{ErrorKind::refused, phrase("the amount is more than svc can count"), {}}; }

}  // namespace

Money parse_money(std::string_view text, const std::string& name) {
  const auto blank = text.find(' ');
  if (blank != std::string_view::npos) {
    const std::string_view currency = text.substr(blank + 1);
    const bool capitals = currency.size() == 3 && std::all_of(currency.begin(), currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const auto amount = fixed(text.substr(0, blank), 2);
    if (capitals && amount) return {*amount, std::string(currency)};
  }
  throw Error{ErrorKind::usage, phrase("{} is '{}', which is no amount", name, std::string(text)), phrase("write an amount and its currency, such as '1200.00 CNY'")};
}

std::string print(const Money& money) { return point_before(money.hundredths, 2) + " " + money.currency; }

std::int64_t parse_percent(std::string_view text, const std::string& name) {
  const auto value = fixed(text, 4);
  if (value && *value <= 100 * whole_percent) return *value;
  throw Error{ErrorKind::usage, phrase("{} is '{}', which is no percentage", name, std::string(text)), phrase("write a number from 0 to 100, such as \"1\" or \"0.5\"")};
}

std::string print_percent(std::int64_t percent) {
  std::string text = point_before(percent, 4);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

Money percent_of(const Money& whole, std::int64_t percent) {
  __extension__ using Wide = __int128;
  constexpr Wide denominator = Wide{100} * whole_percent;
  const Wide product = Wide{whole.hundredths} * percent;
  return {static_cast<std::int64_t>((product + denominator / 2) / denominator), whole.currency};
}

Money sum(const Money& a, const Money& b) {
  if (a.currency != b.currency) throw Error{ErrorKind::refused, phrase("amounts in {} and {} have no sum", a.currency, b.currency), {}};
  Money result{0, a.currency};
  if (__builtin_add_overflow(a.hundredths, b.hundredths, &result.hundredths)) too_much();
  return result;
}

Money times(const Money& each, std::int64_t count) {
  Money result{0, each.currency};
  if (__builtin_mul_overflow(each.hundredths, count, &result.hundredths)) too_much();
  return result;
}

}  // namespace svc::registry
