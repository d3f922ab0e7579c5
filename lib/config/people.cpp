// SPDX-License-Identifier: MIT
// [organization], [contact.X], [team.X], [rota.X], [sink.X], [ladder.X] (design.md §6, §7).
#include <algorithm>

#include "config/definitions.h"
#include "error.h"
#include "suggest.h"
#include "time/text.h"

namespace svc::config {
namespace {

std::string value_of(const std::optional<Text>& text) { return text ? text->value : std::string(); }

bool is_relative(const std::string& who) {
  if (who == "@assignee" || who == "@lead" || who == "@duty") return true;
  if (!who.starts_with("@lead+")) return false;
  const std::string digits = who.substr(6);
  return !digits.empty() && digits.size() <= 2 &&
         std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

}  // namespace

bool require_known(Section& section, const Text& name, const std::string& what, const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), name.value) != known.end()) return true;
  section.report("CFG007", name.at, phrase("no {} '{}'", Message::again(what), name.value), hint_for(name.value, known));
  return false;
}

std::optional<std::string> read_zone(Section& section, std::string_view key) {
  const auto zone = section.text(key);
  if (!zone || Zone::exists(zone->value)) return zone ? std::optional(zone->value) : std::nullopt;
  section.report("CAL001", zone->at, phrase("no time zone '{}'", zone->value), phrase("write an IANA name that the system's tzdata has, such as 'Asia/Shanghai'"));
  return std::nullopt;
}

void read_version(Section& root) {
  const auto version = root.number("version");
  if (!version || *version == 1) return;
  root.report("CFG003", root.key_at("version"), phrase("version {} is not known", *version), phrase("this svc reads version = 1"));
}

void read_organization(Section& section, escalation::Directory& directory, std::vector<Text>& people, std::vector<Text>& sinks) {
  directory.organization = value_of(section.text("name"));
  directory.timezone = read_zone(section, "timezone").value_or("");
  if (const auto duty = section.text("duty")) {
    directory.duty = duty->value;
    people.push_back(*duty);
  }
  sinks = section.texts("sinks").value_or(std::vector<Text>{});
  section.finish();
}

escalation::Contact read_contact(const std::string& id, Section& section, const Known& known) {
  escalation::Contact contact;
  contact.id = id;
  contact.name = value_of(section.text("name"));
  if (const auto email = section.text("email")) {
    contact.email = email->value;
    const size_t at = email->value.find('@');
    const bool is_address = at != 0 && at != std::string::npos && at + 1 < email->value.size() && email->value.find_first_of(" ,;<>") == std::string::npos;
    if (!is_address) section.report("CFG003", email->at, phrase("'{}' is no mail address", email->value), phrase("an address looks like liu@example.com"));
  }
  contact.phone = value_of(section.text("phone"));
  contact.login = value_of(section.text("login"));
  for (const Text& region : section.texts("regions").value_or(std::vector<Text>{})) contact.regions.push_back(region.value);
  if (const auto visits = section.number("visits_per_day")) {
    contact.visits_per_day = *visits;
    if (*visits < 1) section.report("CFG003", section.value_at("visits_per_day"), phrase("'visits_per_day' is {}", *visits), phrase("write how many, from 1; who inspects nothing has none"));
  }
  for (Section& absence : section.tables("away")) {
    const auto from = absence.date("from"), to = absence.date("to");
    const auto deputy = absence.required("deputy");
    if (!absence.has("from") || !absence.has("to")) {
      absence.report("CFG004", absence.at(), phrase("'{}' needs 'from' and 'to'", absence.name()));
    }
    if (from && to && *to < *from) {
      absence.report("CFG003", absence.key_at("to"), phrase("it ends on {}, before it starts on {}", print(*to), print(*from)));
    }
    if (deputy) require_known(absence, *deputy, "contact", known.contacts);
    if (from && to && deputy) contact.away.push_back({*from, *to, deputy->value});
    absence.finish();
  }
  section.finish();
  return contact;
}

escalation::Team read_team(const std::string& id, Section& section, const Known& known) {
  escalation::Team team;
  team.id = id;
  team.title = value_of(section.text("title"));
  if (const auto lead = section.text("lead"); lead && require_known(section, *lead, "contact", known.contacts)) {
    team.lead = lead->value;
  }
  for (const Text& member : section.texts("members").value_or(std::vector<Text>{})) {
    if (require_known(section, member, "contact", known.contacts)) team.members.push_back(member.value);
  }
  if (const auto parent = section.text("parent"); parent && require_known(section, *parent, "team", known.teams)) {
    team.parent = parent->value;
  }
  section.finish();
  return team;
}

std::vector<escalation::Shift> read_rota(Section& section, const Known& known, const Zone& zone) {
  std::vector<escalation::Shift> shifts;
  for (Section& entry : section.tables("shifts")) {
    const auto from = entry.time("from"), to = entry.time("to");
    const auto contact = entry.required("contact");
    if (!entry.has("from") || !entry.has("to")) {
      entry.report("CFG004", entry.at(), phrase("'{}' needs 'from' and 'to'", entry.name()));
    }
    entry.finish();
    if (!from || !to || !contact || !require_known(entry, *contact, "contact", known.contacts)) continue;
    const Text* reading = &*from;
    try {
      const Instant begin = parse_instant(from->value, zone);
      reading = &*to;
      const Instant end = parse_instant(to->value, zone);
      if (end <= begin) {
        entry.report("CFG003", to->at, phrase("the shift ends before it starts"));
        continue;
      }
      shifts.push_back({begin, end, contact->value});
    } catch (const Error& e) {
      entry.report("CFG003", reading->at, e.said, e.advice);
    }
  }
  section.finish();
  return shifts;
}

escalation::Sink read_sink(const std::string& id, Section& section) {
  escalation::Sink sink;
  sink.id = id;
  for (const Text& word : section.texts("run").value_or(std::vector<Text>{})) sink.run.push_back(word.value);
  if (sink.run.empty() || !sink.run.front().starts_with('/')) {
    section.report("ESC003", section.key_at("run"), phrase("'{}' needs a program with its whole path", section.name()),
                  phrase("write run = [\"/usr/sbin/sendmail\", \"-t\"]; no shell is involved"));
  }
  if (const auto format = section.text("format")) {
    if (format->value == "mail") sink.format = escalation::SinkFormat::mail;
    if (format->value != "mail" && format->value != "json") {
      section.report("CFG003", format->at, phrase("no format '{}'", format->value), hint_for(format->value, {"json", "mail"}));
    }
  }
  sink.batch = section.flag("batch").value_or(false);
  sink.mail_from = section.text("from").value_or(Text{"svc@localhost", {}}).value;
  section.finish();
  return sink;
}

namespace {

escalation::Rung read_rung(Section& entry, const Known& known) {
  escalation::Rung rung;
  if (const auto at = entry.required("at")) {
    try {
      rung.at = escalation::parse_rung_at(at->value);
    } catch (const Error& e) {
      entry.report("ESC001", at->at, e.said, e.advice);
    }
  }
  if (!entry.has("notify")) entry.report("CFG004", entry.at(), phrase("'{}' has no 'notify'", entry.name()));
  for (const Text& who : entry.texts("notify").value_or(std::vector<Text>{})) {
    rung.notify.push_back(who.value);
    if (is_relative(who.value)) continue;
    std::vector<std::string> everybody = known.contacts;
    everybody.insert(everybody.end(), known.teams.begin(), known.teams.end());
    for (const char* relative : {"@assignee", "@lead", "@lead+1", "@duty"}) everybody.emplace_back(relative);
    require_known(entry, who, "contact or team", everybody);
  }
  if (const auto every = entry.text("every")) {
    try {
      rung.every = parse_span(every->value);
      if (rung.every->count == 0) entry.report("ESC001", every->at, phrase("'every' is no time at all"), phrase("write every = \"4h\""));
    } catch (const Error& e) {
      entry.report("ESC001", every->at, e.said, e.advice);
    }
  }
  if (const auto times = entry.number("times")) {
    if (*times < 1 || *times > 1000) {
      entry.report("ESC001", entry.key_at("times"), phrase("'times' is {}, not 1 to 1000", *times));
    } else {
      rung.times = static_cast<int>(*times);
    }
  }
  entry.finish();
  return rung;
}

}  // namespace

LadderDefinition read_ladder(const std::string& id, Section& section, const Known& known) {
  LadderDefinition result;
  result.ladder.id = id;
  section.text("title");
  for (const Text& sink : section.texts("sinks").value_or(std::vector<Text>{})) {
    if (require_known(section, sink, "sink", known.sinks)) result.delivery.sinks.push_back(sink.value);
  }
  if (const auto hours = section.text("hours"); hours && require_known(section, *hours, "calendar", known.calendars)) {
    result.delivery.hours = hours->value;
  }
  result.ladder.resolved = section.flag("resolved").value_or(false);
  std::map<std::string, toml::source_region> seen;
  for (Section& entry : section.tables("rungs")) {
    escalation::Rung rung = read_rung(entry, known);
    const auto [first, fresh] = seen.try_emplace(rung.at.text, entry.at());
    if (!rung.at.text.empty() && !fresh) {
      entry.report("CFG006", entry.at(), phrase("the rung '{}' is given twice", rung.at.text), phrase("leave one of them out"),
                   {entry.note(first->second, phrase("first given here"))});
    }
    result.ladder.rungs.push_back(std::move(rung));
  }
  if (result.ladder.rungs.empty()) {
    section.report("ESC001", section.at(), phrase("'{}' has no rungs", section.name()),
                  phrase("write rungs = [ {{ at = \"due\", notify = [\"@lead\"] }} ]"));
  }
  section.finish();
  return result;
}

}  // namespace svc::config
