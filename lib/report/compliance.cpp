// SPDX-License-Identifier: MIT
#include "report/compliance.h"

#include <algorithm>
#include <array>
#include <utility>

namespace svc::report {
namespace {

constexpr std::array<std::pair<const char*, std::string Verdict::*>, 8> fields{{{"target", &Verdict::target}, {"severity", &Verdict::severity}, {"customer", &Verdict::customer},
                                                                                {"engineer", &Verdict::engineer}, {"team", &Verdict::team}, {"type", &Verdict::type},
                                                                                {"profile", &Verdict::profile}, {"kind", &Verdict::kind}}};

}  // namespace

const std::vector<std::string>& groupings() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& [name, field] : fields) all.emplace_back(name);
    return all;
  }();
  return names;
}

std::string group_of(const Verdict& verdict, const std::string& grouping) {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& each) { return grouping == each.first; });
  return verdict.*(found->second);
}

void Compliance::add(const Verdict& verdict) {
  ++(verdict.met ? met : missed);
  if (verdict.seconds) {
    seconds.push_back(*verdict.seconds);
  } else {
    ++open;
  }
  if (!verdict.met) latest = std::max(latest, verdict.late);
}

std::optional<double> Compliance::percent() const {
  const std::int64_t all = met + missed;
  return all == 0 ? std::nullopt : std::optional(100.0 * static_cast<double>(met) / static_cast<double>(all));
}

std::optional<std::int64_t> Compliance::percentile(int percent) {
  if (seconds.empty()) return std::nullopt;
  const size_t rank = (seconds.size() * static_cast<size_t>(percent) + 99) / 100;
  const auto place = seconds.begin() + static_cast<std::ptrdiff_t>(std::max<size_t>(rank, 1) - 1);
  std::nth_element(seconds.begin(), place, seconds.end());
  return *place;
}

}  // namespace svc::report
