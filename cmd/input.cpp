// SPDX-License-Identifier: MIT
#include "input.h"

#include <algorithm>

namespace svc::cmd {

std::vector<std::string> ids_of(Context& ctx, const std::vector<std::string>& given) {
  std::vector<std::string> ids;
  for (const auto& id : given) {
    if (id != "-") {
      ids.push_back(id);
      continue;
    }
    std::string line;
    while (std::getline(*ctx.env.in, line)) {
      line.erase(line.find_last_not_of(" \t\r") + 1);
      if (line.empty()) continue;
      ids.push_back(line);
      ctx.request_text += "\n" + line;  // what was read is part of what was asked
    }
  }
  return ids;
}

bool is_many(const std::vector<std::string>& given) { return given.size() > 1 || std::find(given.begin(), given.end(), "-") != given.end(); }

}  // namespace svc::cmd
