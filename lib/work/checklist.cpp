// SPDX-License-Identifier: MIT
#include "work/checklist.h"

#include <algorithm>
#include <charconv>

#include "error.h"

namespace svc::work {
namespace {

constexpr std::int64_t million = 1'000'000;
constexpr size_t decimals = 6;

std::optional<std::int64_t> digits(std::string_view text) {
  std::int64_t value = 0;
  const bool plain = !text.empty() && text.size() <= 9 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!plain) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string example(const ChecklistItem& item) {
  return print_decimal(item.limits ? item.limits->from : item.sensor ? item.sensor->from : 0) + item.unit;
}

}  // namespace

const ChecklistItem* Checklist::find(std::string_view item) const {
  const auto found = std::find_if(items.begin(), items.end(), [&](const ChecklistItem& each) { return each.id == item; });
  return found == items.end() ? nullptr : &*found;
}

std::optional<std::int64_t> parse_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const size_t dot = text.find('.');
  const auto whole = digits(text.substr(0, dot));
  if (!whole) return std::nullopt;
  std::int64_t fraction = 0;
  if (dot != std::string_view::npos) {
    std::string rest(text.substr(dot + 1));
    if (rest.empty() || rest.size() > decimals) return std::nullopt;
    rest.append(decimals - rest.size(), '0');
    const auto value = digits(rest);
    if (!value) return std::nullopt;
    fraction = *value;
  }
  return (*whole * million + fraction) * (negative ? -1 : 1);
}

std::string print_decimal(std::int64_t millionths) {
  const std::int64_t size = millionths < 0 ? -millionths : millionths;
  std::string fraction = std::to_string(size % million);
  fraction.insert(0, decimals - fraction.size(), '0');
  fraction.erase(fraction.find_last_not_of('0') + 1);
  return (millionths < 0 ? "-" : "") + std::to_string(size / million) + (fraction.empty() ? "" : "." + fraction);
}

Message print(const Range& range, const std::string& unit) { return phrase("{} to {} {}", print_decimal(range.from), print_decimal(range.to), unit); }

std::string judge(const ChecklistItem& item, std::string_view reading) {
  std::string_view number = reading;
  const Message called = phrase("the reading '{}' of '{}'", std::string(reading), item.id);
  if (parse_decimal(number)) throw Error{ErrorKind::usage, phrase("{} has no unit", called), phrase("it is read in {}: write {}", item.unit, example(item))};
  if (!number.ends_with(item.unit)) throw Error{ErrorKind::usage, phrase("{} is not in {}", called, item.unit), phrase("write {}", example(item))};
  number.remove_suffix(item.unit.size());
  while (number.ends_with(' ')) number.remove_suffix(1);
  const auto value = parse_decimal(number);
  if (!value) throw Error{ErrorKind::usage, phrase("{} is no number", called), phrase("write {}", example(item))};
  const auto within = [&](const Range& range) { return range.from <= *value && *value <= range.to; };
  if (item.sensor && !within(*item.sensor)) {
    throw Error{ErrorKind::refused, phrase("{} is out of the sensor's range, which is {}", called, print(*item.sensor, item.unit)), phrase("read it again, or write --result fail with --note TEXT if it cannot be read")};
  }
  return !item.limits || within(*item.limits) ? "pass" : "fail";
}

}  // namespace svc::work
