// SPDX-License-Identifier: MIT
#include "escalation/directory.h"

#include <algorithm>
#include <charconv>

namespace svc::escalation {
namespace {

class Resolver {
 public:
  Resolver(const Place& place, const Directory& directory, Instant now, Date today)
      : place_(place), directory_(directory), now_(now), today_(today) {}

  std::vector<std::string> resolve(const std::vector<std::string>& notify) {
    for (const std::string& who : notify) resolve(who);
    if (found_.empty() && !directory_.duty.empty()) add(directory_.duty);
    return std::move(found_);
  }

 private:
  void resolve(const std::string& who) {
    if (who == "@assignee") return add_or_up(place_.assignee);
    if (who == "@duty") return add_or_up(on_duty());
    if (who.starts_with("@lead")) return add_lead(who.size() > 6 ? levels(who.substr(6)) : 0);
    if (const auto team = directory_.teams.find(who); team != directory_.teams.end()) {
      if (team->second.members.empty()) return add_or_up(team->second.lead);
      for (const std::string& member : team->second.members) add(member);
      return;
    }
    add_or_up(who);
  }

  static int levels(const std::string& digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }

  // The lead `up` levels above the item's team; where a level has none, the next one that has.
  void add_lead(int up) {
    std::string team = place_.team;
    for (int level = 0; !team.empty(); ++level) {
      const auto found = directory_.teams.find(team);
      if (found == directory_.teams.end()) break;
      if (level >= up && add(found->second.lead)) return;
      team = found->second.parent;
    }
    add(directory_.duty);
  }

  void add_or_up(const std::string& contact) {
    if (!add(contact)) add_lead(0);
  }

  std::string on_duty() const {
    const auto rota = directory_.rotas.find(place_.team);
    if (rota == directory_.rotas.end()) return {};
    for (const Shift& shift : rota->second) {
      if (shift.from <= now_ && now_ < shift.to) return shift.contact;
    }
    return {};
  }

  bool add(const std::string& contact) {
    const std::string who = standing_in_for(contact);
    if (who.empty()) return false;
    if (std::find(found_.begin(), found_.end(), who) == found_.end()) found_.push_back(who);
    return true;
  }

  // The contact, or the deputy of one who is away, or the deputy's deputy; "" for nobody.
  std::string standing_in_for(std::string contact) const {
    if (directory_.contacts.empty()) return contact;
    for (size_t hops = 0; hops <= directory_.contacts.size(); ++hops) {
      const auto found = directory_.contacts.find(contact);
      if (found == directory_.contacts.end()) return {};
      const auto absence = std::find_if(found->second.away.begin(), found->second.away.end(),
                                        [&](const Absence& a) { return a.from <= today_ && today_ <= a.to; });
      if (absence == found->second.away.end()) return contact;
      contact = absence->deputy;
    }
    return {};  // everybody stands in for somebody who is away too
  }

  const Place& place_;
  const Directory& directory_;
  const Instant now_;
  const Date today_;
  std::vector<std::string> found_;
};

}  // namespace

std::string Directory::team_of(const std::string& contact) const {
  for (const auto& [id, team] : teams) {
    const auto& members = team.members;
    if (team.lead == contact || std::find(members.begin(), members.end(), contact) != members.end()) return id;
  }
  return {};
}

std::vector<std::string> recipients(const std::vector<std::string>& notify, const Place& place,
                                    const Directory& directory, Instant now, Date today) {
  return Resolver(place, directory, now, today).resolve(notify);
}

}  // namespace svc::escalation
