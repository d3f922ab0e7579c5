// SPDX-License-Identifier: MIT
// Teams without a lead, people whom a sink cannot reach, rotas with gaps, deputies who stand in for each other.
#include <fmt/format.h>

#include <algorithm>

#include "lint/finder.h"
#include "text.h"
#include "time/text.h"

namespace svc::lint {
namespace {

using escalation::Directory;
using std::chrono::days;

constexpr days rota_ahead{14};

void judge_teams(Finder& finder) {
  for (const auto& [id, team] : finder.config.directory().teams) {
    if (team.lead.empty()) finder.report("ESC010", {"team", id}, phrase("team '{}' has no lead", id), phrase("write lead = \"…\""));
  }
}

// Everybody whom a rung may tell, whichever item it is about.
std::set<std::string> possible_recipients(const escalation::Rung& rung, const Directory& directory) {
  std::set<std::string> people;
  const auto add_team = [&](const escalation::Team& team) {
    people.insert(team.members.begin(), team.members.end());
    people.insert(team.lead);
  };
  for (const std::string& who : rung.notify) {
    if (who == "@duty") {
      for (const auto& [team, shifts] : directory.rotas) {
        for (const auto& shift : shifts) people.insert(shift.contact);
      }
    }
    if (who == "@assignee") {
      for (const auto& [id, team] : directory.teams) add_team(team);
    }
    // Who resolves to nobody becomes a lead, and past the top the organization's duty.
    if (who.starts_with('@')) {
      for (const auto& [id, team] : directory.teams) people.insert(team.lead);
      people.insert(directory.duty);
    } else if (const auto team = directory.teams.find(who); team != directory.teams.end()) {
      add_team(team->second);
    } else {
      people.insert(who);
    }
  }
  std::set<std::string> deputies;
  for (const auto& person : people) {
    const auto contact = directory.contacts.find(person);
    if (contact == directory.contacts.end()) continue;
    for (const auto& absence : contact->second.away) deputies.insert(absence.deputy);
  }
  people.merge(deputies);
  return people;
}

void judge_addresses(Finder& finder) {
  const Directory& directory = finder.config.directory();
  std::set<std::string> told;
  for (const auto& name : finder.config.own_names("ladder")) {
    const auto& sinks = directory.ladders.at(name).sinks;
    const auto mail = std::find_if(sinks.begin(), sinks.end(), [&](const std::string& sink) {
      return directory.sinks.at(sink).format == escalation::SinkFormat::mail;
    });
    if (mail == sinks.end()) continue;
    for (const auto& rung : finder.config.ladder(name)->rungs) {
      for (const auto& person : possible_recipients(rung, directory)) {
        const auto contact = directory.contacts.find(person);
        if (contact == directory.contacts.end() || !contact->second.email.empty() || !told.insert(person).second) continue;
        finder.report("ESC011", {"contact", person}, phrase("contact '{}' has no email, and ladder '{}' may send them mail", person, name),
                      phrase("write email = \"…\""), {finder.note(phrase("the sink that needs an address"), {"ladder", name, "sinks"})});
      }
    }
  }
}

void judge_rota(Finder& finder, const std::string& team, std::vector<escalation::Shift> shifts, const Zone& zone) {
  std::vector<size_t> order(shifts.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return shifts[a].from < shifts[b].from; });
  const Instant until = finder.now + rota_ahead;
  Instant covered = finder.now;
  std::optional<size_t> last;  // the shift that reaches farthest
  int gaps = 0;
  Message first_gap;
  const auto note_gap = [&](Instant to) {
    if (covered >= to) return;
    if (gaps++ == 0) first_gap = phrase("{} to {}", short_time(covered, zone), short_time(to, zone));
  };
  for (const size_t i : order) {
    const auto& shift = shifts[i];
    if (last && shift.from < shifts[*last].to) {
      finder.report("ESC013", {"rota", team, "shifts", std::to_string(i)},
                    phrase("the shift of '{}' begins {}, before that of '{}' has ended", shift.contact, short_time(shift.from, zone), shifts[*last].contact),
                    phrase("end one shift when the next begins"), {finder.note(phrase("the other shift"), {"rota", team, "shifts", std::to_string(*last)})});
    }
    note_gap(std::min(shift.from, until));
    covered = std::max(covered, std::min(shift.to, until));
    if (!last || shift.to > shifts[*last].to) last = i;
  }
  note_gap(until);
  if (gaps > 0) {
    const Message when = gaps > 1 ? phrase("{}, and in {} more", first_gap, counted(gaps - 1, "gap")) : first_gap;
    finder.report("ESC012", {"rota", team, "shifts"}, phrase("nobody of '{}' is on duty from {}", team, when), phrase("add a shift"));
  }
}

void judge_rotas(Finder& finder) {
  const Zone zone = Zone::load(finder.config.zone_name());
  for (const auto& [team, shifts] : finder.config.directory().rotas) judge_rota(finder, team, shifts, zone);
}

void judge_deputies(Finder& finder) {
  Directory people;  // nobody above them: who cannot be told is nobody
  people.contacts = finder.config.directory().contacts;
  // It can begin on any date on which somebody leaves, and is going on today.
  const Date today = date_part(Zone::load(finder.config.zone_name()).local(finder.now));
  std::set<Date> dates{today};
  for (const auto& [other, each] : people.contacts) {
    for (const auto& absence : each.away) dates.insert(std::max(absence.from, today));
  }
  for (const auto& [id, contact] : people.contacts) {
    for (const Date date : dates) {
      if (!escalation::recipients({id}, {}, people, finder.now, date).empty()) continue;
      finder.report("ESC018", {"contact", id, "away"}, phrase("on {} '{}' and all who stand in are away", print(date), id), phrase("name a deputy who is there"));
      break;
    }
  }
}

}  // namespace

void judge_people(Finder& finder) {
  judge_teams(finder);
  judge_addresses(finder);
  judge_rotas(finder);
  judge_deputies(finder);
}

}  // namespace svc::lint
