// SPDX-License-Identifier: MIT
#include "sla/target.h"

#include <tuple>

namespace svc::sla {

const LimitRow* match(const Target& target, const work::Fields& attributes) {
  if (!work::matches(target.when, attributes)) return nullptr;
  for (const LimitRow& row : target.limits) {
    if (work::matches(row.when, attributes)) return &row;
  }
  return nullptr;
}

bool same_promise(const LimitRow& a, const LimitRow& b) { return std::tie(a.kind, a.span, a.strict, a.field) == std::tie(b.kind, b.span, b.strict, b.field); }

std::string print(const LimitRow& row) {
  switch (row.kind) {
    case LimitRow::Kind::within: return (row.strict ? "<" : "") + svc::print(row.span);
    case LimitRow::Kind::by: return "by " + row.field;
    case LimitRow::Kind::before: break;
  }
  return svc::print(row.span) + " before " + row.field;
}

}  // namespace svc::sla
