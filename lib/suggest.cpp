// SPDX-License-Identifier: MIT
#include "suggest.h"

#include <algorithm>

#include "error.h"

namespace svc {
namespace {

size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> d(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) d[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) d[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  }
  return d[a.size()][b.size()];
}

size_t tolerance(std::string_view name) { return name.size() <= 4 ? 1 : name.size() <= 8 ? 2 : 3; }

}  // namespace

std::optional<std::string> suggest(std::string_view wrong, const std::vector<std::string>& known) {
  std::optional<std::string> best;
  size_t best_distance = tolerance(wrong) + 1;
  for (const auto& name : known) {
    if (name.size() > wrong.size() + 3 || wrong.size() > name.size() + 3) continue;
    const size_t far = distance(wrong, name);
    if (far < best_distance) {
      best_distance = far;
      best = name;
    } else if (far == best_distance) {
      best.reset();
    }
  }
  return best;
}

Message hint_for(std::string_view wrong, const std::vector<std::string>& known) {
  if (const auto meant = suggest(wrong, known)) return phrase("did you mean '{}'?", *meant);
  if (known.empty() || known.size() > 12) return {};
  std::string list;
  for (size_t i = 0; i < known.size(); ++i) list += (i > 0 ? ", '" : "'") + known[i] + "'";
  return phrase("known: {}", list);
}

void require_known(const std::string& what, const std::string& name, const std::vector<std::string>& known, const Message& where) {
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  throw Error{ErrorKind::not_found, phrase("no {} '{}'{}", Message::again(what), name, where), hint_for(name, known)};
}

}  // namespace svc
