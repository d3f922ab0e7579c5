// SPDX-License-Identifier: MIT
#include "desk/times.h"

#include <array>

#include "desk/picture.h"

namespace svc::desk {
namespace {

using Row = store::ItemRow;

constexpr std::array<std::pair<const char*, std::string Row::*>, 7> columns{{{"kind", &Row::kind}, {"severity", &Row::severity}, {"customer", &Row::customer}, {"engineer", &Row::assignee},
                                                                             {"team", &Row::team}, {"type", &Row::type}, {"profile", &Row::profile}}};

std::string group_of(const Row& row, const std::string& grouping) {
  for (const auto& [name, column] : columns) {
    if (grouping == name) return row.*column;
  }
  return work::print_id(row.kind, row.number);
}

bool passes(const std::string& wanted, const std::string& value) { return wanted.empty() || wanted == value; }

}  // namespace

std::vector<std::string> time_groupings() {
  std::vector<std::string> names;
  for (const auto& [name, column] : columns) names.emplace_back(name);
  names.emplace_back("item");
  return names;
}

std::map<std::string, TimeGroup> times_by(Session& session, const std::string& grouping, const TimeFilter& filter, Instant from, Instant to) {
  std::map<std::string, TimeGroup> groups;
  for (const Row& row : session.store.items_ended(from, to)) {
    if (!passes(filter.profile, row.profile) || !passes(filter.customer, row.customer) || !passes(filter.kind, row.kind)) continue;
    const escalation::Rules* live = session.config.profile(row.profile);
    const Picture picture = picture_of(session, row, session.store.events(row.id));
    TimeGroup& group = groups[group_of(row, grouping)];
    ++group.items;
    group.shares.add(report::shares_of(picture.history, live == nullptr ? work::Owners{} : live->work.owners, *row.ended_at));
  }
  return groups;
}

}  // namespace svc::desk
