// SPDX-License-Identifier: MIT
#include "config/canonical.h"

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <toml++/toml.h>

#include "config/difference.h"
#include "config/rounds_json.h"
#include "error.h"
#include "registry/money.h"
#include "time/text.h"

namespace svc::config {
namespace {

using nlohmann::json;

// --- calendars ---

json hours_json(const std::vector<calendar::Hours>& hours) {
  json list = json::array();
  for (const auto& each : hours) list.push_back(calendar::print(each));
  return list;
}

std::vector<calendar::Hours> hours_from(const json& list) {
  std::vector<calendar::Hours> hours;
  for (const auto& each : list) hours.push_back(calendar::parse_hours(each.get<std::string>()));
  return hours;
}

json to_json(const calendar::Spec& spec) {
  json out{{"timezone", spec.zone}};
  for (int day = 0; day < 7; ++day) {
    const auto& hours = spec.week[static_cast<size_t>(day)];
    if (!hours.empty()) out["hours"][std::string(weekday_key(day))] = hours_json(hours);
  }
  if (spec.covers) out["covers"] = {{"from", print(spec.covers->from)}, {"to", print(spec.covers->to)}};
  for (const auto& [date, exception] : spec.exceptions) {
    json entry{{"name", exception.name}, {"on", print(date)}};
    switch (exception.kind) {
      case calendar::ExceptionKind::holiday: out["holidays"].push_back(entry); break;
      case calendar::ExceptionKind::workday:
        entry["hours"] = hours_json(exception.hours);
        out["workdays"].push_back(entry);
        break;
      case calendar::ExceptionKind::hours:
        entry["hours"] = hours_json(exception.hours);
        out["short"].push_back(entry);
        break;
    }
  }
  return out;
}

void read_exceptions(const json& in, const char* key, calendar::ExceptionKind kind, calendar::Spec& spec) {
  if (!in.contains(key)) return;
  for (const auto& entry : in.at(key)) {
    calendar::Exception exception{kind, entry.at("name").get<std::string>(), {}};
    if (entry.contains("hours")) exception.hours = hours_from(entry.at("hours"));
    spec.exceptions[parse_date(entry.at("on").get<std::string>())] = std::move(exception);
  }
}

// Days of one holiday that follow each other, as one entry.
void join_dates(json& calendar) {
  if (!calendar.contains("holidays")) return;
  json joined = json::array();
  for (const auto& day : calendar.at("holidays")) {
    const Date date = parse_date(day.at("on").get<std::string>());
    if (!joined.empty() && joined.back().at("name") == day.at("name") && parse_date(joined.back().at("to").get<std::string>()) + std::chrono::days{1} == date) {
      joined.back()["to"] = day.at("on");
    } else {
      joined.push_back({{"name", day.at("name")}, {"from", day.at("on")}, {"to", day.at("on")}});
    }
  }
  calendar["holidays"] = std::move(joined);
}

// --- profiles ---

json conditions_json(const work::Conditions& conditions) {
  json out = json::object();
  for (const auto& [name, values] : conditions) out[name] = values;
  return out;
}

work::Conditions conditions_from(const json& in, const std::vector<std::string>& not_conditions = {}) {
  work::Conditions conditions;
  for (const auto& [name, values] : in.items()) {
    if (std::find(not_conditions.begin(), not_conditions.end(), name) != not_conditions.end()) continue;
    conditions.emplace_back(name, values.get<std::vector<std::string>>());
  }
  return conditions;
}

const std::vector<std::string> limit_keys{"within", "by", "before", "of", "at_least"};

json to_json(const sla::LimitRow& row) {
  json out = conditions_json(row.when);
  switch (row.kind) {
    case sla::LimitRow::Kind::within: out["within"] = (row.strict ? "<" : "") + print(row.span); break;
    case sla::LimitRow::Kind::by: out["by"] = row.field; break;
    case sla::LimitRow::Kind::before:
      out["before"] = print(row.span);
      out["of"] = row.field;
      break;
  }
  if (row.at_least) out["at_least"] = print(*row.at_least);
  return out;
}

sla::LimitRow limit_from(const json& in) {
  sla::LimitRow row;
  row.when = conditions_from(in, limit_keys);
  if (in.contains("within")) {
    std::string span = in.at("within");
    row.strict = span.starts_with('<');
    row.span = parse_span(row.strict ? span.substr(1) : span);
  } else if (in.contains("by")) {
    row.kind = sla::LimitRow::Kind::by;
    row.field = in.at("by");
  } else {
    row.kind = sla::LimitRow::Kind::before;
    row.span = parse_span(in.at("before").get<std::string>());
    row.field = in.at("of");
  }
  if (in.contains("at_least")) row.at_least = parse_span(in.at("at_least").get<std::string>());
  return row;
}

// --- terms ---

json to_json(const registry::Penalty& penalty) {
  json out{{"percent", registry::print_percent(penalty.percent)}, {"per", penalty.per_day ? "day" : "miss"}};
  if (penalty.cap) out["cap"] = registry::print_percent(*penalty.cap);
  if (!penalty.excluded.empty()) out["excluded"] = penalty.excluded;
  return out;
}

registry::Penalty penalty_from(const json& in) {
  registry::Penalty penalty;
  penalty.percent = registry::parse_percent(in.at("percent").get<std::string>(), "percent");
  penalty.per_day = in.at("per") == "day";
  if (in.contains("cap")) penalty.cap = registry::parse_percent(in.at("cap").get<std::string>(), "cap");
  penalty.excluded = in.value("excluded", std::vector<std::string>{});
  return penalty;
}

registry::Cover cover_from(const json& in, const char* key) { return registry::cover_named(in.at(key).get<std::string>()).value(); }

json to_json(const registry::WarrantyTerms& warranty, bool titles) {
  json out = json::object();
  if (warranty.length) out["length"] = print(*warranty.length);
  set_text(out, "start", warranty.start);
  if (warranty.makers) out["makers"] = true;
  if (warranty.extends) out["extends"] = true;
  if (warranty.repair) out["repair"] = print(*warranty.repair);
  out["after"] = registry::name_of(warranty.after);
  if (warranty.upgrades_for_life) out["upgrades"] = "life";
  if (warranty.upgrades) out["upgrades"] = print(*warranty.upgrades);
  set_text(out, "upgrades_start", warranty.upgrades_start);
  if (!warranty.causes.empty()) out["causes"] = warranty.causes;
  // Clauses are part of a verdict, so they are pinned, unlike titles.
  set_text(out, "source", warranty.source);
  set_text(out, "after_source", warranty.after_source);
  set_text(out, "repair_source", warranty.repair_source);
  set_text(out, "upgrades_source", warranty.upgrades_source);
  for (const auto& exclusion : warranty.exclusions) {
    json entry{{"id", exclusion.id}, {"cover", registry::name_of(exclusion.cover)}};
    set_text(entry, "source", exclusion.source);
    if (titles) set_text(entry, "title", exclusion.title);
    out["exclusions"].push_back(std::move(entry));
  }
  return out;
}

registry::WarrantyTerms warranty_from(const json& in) {
  registry::WarrantyTerms warranty;
  warranty.length = span_from(in, "length");
  warranty.start = in.value("start", "");
  warranty.makers = in.value("makers", false);
  warranty.extends = in.value("extends", false);
  warranty.repair = span_from(in, "repair");
  warranty.after = cover_from(in, "after");
  warranty.upgrades_for_life = in.value("upgrades", "") == "life";
  if (!warranty.upgrades_for_life) warranty.upgrades = span_from(in, "upgrades");
  warranty.upgrades_start = in.value("upgrades_start", "");
  warranty.causes = in.value("causes", std::vector<std::string>{});
  warranty.source = in.value("source", "");
  warranty.after_source = in.value("after_source", "");
  warranty.repair_source = in.value("repair_source", "");
  warranty.upgrades_source = in.value("upgrades_source", "");
  for (const auto& entry : in.value("exclusions", json::array())) {
    warranty.exclusions.push_back({entry.at("id"), "", cover_from(entry, "cover"), entry.value("source", "")});
  }
  return warranty;
}

json to_json(const registry::Service& service, bool titles) {
  json out = json::object();
  set_text(out, "on", service.on);
  if (!service.steps.empty()) out["steps"] = service.steps;
  if (!service.when.empty()) out["when"] = conditions_json(service.when);
  if (service.refuse) out["not_bought"] = "refuse";
  if (titles) {
    set_text(out, "title", service.title);
    set_text(out, "group", service.group);
    set_text(out, "source", service.source);
  }
  return out;
}

registry::Service service_from(const std::string& id, const json& in) {
  registry::Service service;
  service.id = id;
  service.on = in.value("on", "");
  service.steps = in.value("steps", std::vector<std::string>{});
  if (in.contains("when")) service.when = conditions_from(in.at("when"));
  service.refuse = in.value("not_bought", "") == "refuse";
  return service;
}

json to_json(const registry::FreightRow& row) {
  json out{{"way", row.outward ? "out" : "in"}, {"pays", row.by_us ? "us" : "customer"}};
  if (!row.when.empty()) out["when"] = conditions_json(row.when);
  set_text(out, "source", row.source);
  return out;
}

registry::FreightRow freight_from(const json& in) {
  registry::FreightRow row;
  row.outward = in.at("way") == "out";
  row.by_us = in.at("pays") == "us";
  if (in.contains("when")) row.when = conditions_from(in.at("when"));
  row.source = in.value("source", "");
  return row;
}

void add_terms(json& out, const registry::Terms& terms, bool titles) {
  if (terms.warranty) out["warranty"] = to_json(*terms.warranty, titles);
  for (const auto& service : terms.services) out["service"][service.id] = to_json(service, titles);
  for (const auto& row : terms.freight) out["freight"].push_back(to_json(row));
  if (!terms.spares_for_life) return;
  out["spares"]["supply"] = "life";
  set_text(out["spares"], "source", terms.spares_source);
}

registry::Terms terms_from(const json& in) {
  registry::Terms terms;
  if (in.contains("warranty")) terms.warranty = warranty_from(in.at("warranty"));
  const json services = in.value("service", json::object()), freight = in.value("freight", json::array()), spares = in.value("spares", json::object());
  for (const auto& [id, service] : services.items()) terms.services.push_back(service_from(id, service));
  for (const auto& row : freight) terms.freight.push_back(freight_from(row));
  terms.spares_for_life = spares.contains("supply");
  terms.spares_source = spares.value("source", "");
  return terms;
}

json to_json(const sla::Target& target, bool titles) {
  json out{{"on", target.on}, {"starts", target.starts}, {"stops", target.stops}, {"calendar", target.calendar}};
  if (!target.when.empty()) out["when"] = conditions_json(target.when);
  if (target.advice) out["advice"] = true;
  if (!target.pause.empty()) out["pause"] = target.pause;
  if (!target.ladder.empty()) out["ladder"] = target.ladder;
  for (const auto& row : target.limits) out["limits"].push_back(to_json(row));
  if (target.same_time) out["ends"] = "same-time";
  if (target.roll) out["roll"] = "following";
  if (target.must_stop) out["must_stop"] = true;
  if (!target.then.empty()) out["then"] = target.then;
  if (target.penalty) out["penalty"] = to_json(*target.penalty);
  if (titles && !target.title.empty()) out["title"] = target.title;
  if (titles && !target.source.empty()) out["source"] = target.source;
  return out;
}

sla::Target target_from(const std::string& id, const json& in) {
  sla::Target target;
  target.id = id;
  in.at("on").get_to(target.on);
  in.at("starts").get_to(target.starts);
  in.at("stops").get_to(target.stops);
  in.at("calendar").get_to(target.calendar);
  if (in.contains("when")) target.when = conditions_from(in.at("when"));
  target.advice = in.value("advice", false);
  target.pause = in.value("pause", std::vector<std::string>{});
  target.ladder = in.value("ladder", "");
  for (const auto& row : in.at("limits")) target.limits.push_back(limit_from(row));
  target.same_time = in.value("ends", "") == "same-time";
  target.roll = in.value("roll", "") == "following";
  target.must_stop = in.value("must_stop", false);
  target.then = in.value("then", "");
  if (in.contains("penalty")) target.penalty = std::make_shared<const registry::Penalty>(penalty_from(in.at("penalty")));
  return target;
}

json to_json(const work::Gate& gate, bool titles) {
  json out{{"id", gate.id}, {"on", gate.on}, {"step", gate.step}, {"needs", gate.needs}};
  if (!gate.says.empty()) out["says"] = gate.says;
  if (!gate.apart.empty()) out["apart"] = gate.apart;
  if (!gate.when.empty()) out["when"] = conditions_json(gate.when);
  if (!gate.unless.empty()) out["unless"] = conditions_json(gate.unless);
  if (gate.waivable) out["waivable"] = true;
  if (titles && !gate.source.empty()) out["source"] = gate.source;
  return out;
}

work::Gate gate_from(const json& in) {
  work::Gate gate;
  in.at("id").get_to(gate.id);
  in.at("on").get_to(gate.on);
  in.at("step").get_to(gate.step);
  in.at("needs").get_to(gate.needs);
  gate.says = in.value("says", std::vector<std::string>{});
  gate.apart = in.value("apart", std::vector<std::string>{});
  if (in.contains("when")) gate.when = conditions_from(in.at("when"));
  if (in.contains("unless")) gate.unless = conditions_from(in.at("unless"));
  gate.waivable = in.value("waivable", false);
  return gate;
}

json to_json(const escalation::Ladder& ladder) {
  json out = json::object();
  if (ladder.resolved) out["resolved"] = true;
  for (const auto& rung : ladder.rungs) {
    json entry{{"at", rung.at.text}, {"notify", rung.notify}};
    if (rung.every) {
      entry["every"] = print(*rung.every);
      entry["times"] = rung.times;
    }
    out["rungs"].push_back(std::move(entry));
  }
  return out;
}

escalation::Ladder ladder_from(const std::string& id, const json& in) {
  escalation::Ladder ladder;
  ladder.id = id;
  ladder.resolved = in.value("resolved", false);
  for (const auto& entry : in.at("rungs")) {
    escalation::Rung rung;
    rung.at = escalation::parse_rung_at(entry.at("at").get<std::string>());
    entry.at("notify").get_to(rung.notify);
    if (entry.contains("every")) {
      rung.every = parse_span(entry.at("every").get<std::string>());
      entry.at("times").get_to(rung.times);
    }
    ladder.rungs.push_back(std::move(rung));
  }
  return ladder;
}

// Targets keep their order, which is that of tables; JSON objects do not have one.
json profile_json(const escalation::Rules& rules, bool titles) {
  json out{{"types", rules.work.types}};
  if (!rules.work.calendar.empty()) out["calendar"] = rules.work.calendar;
  if (!rules.ladder.empty()) out["ladder"] = rules.ladder;
  if (!rules.work.team.empty()) out["team"] = rules.work.team;
  for (const auto& severity : rules.work.severities) {
    json entry{{"id", severity.id}};
    if (titles && !severity.title.empty()) entry["title"] = severity.title;
    if (titles && !severity.means.empty()) entry["means"] = severity.means;
    out["severities"].push_back(std::move(entry));
  }
  for (const auto& gate : rules.work.gates) out["gate"].push_back(to_json(gate, titles));
  for (const auto& cap : rules.work.hold_caps) out["hold"][cap.reason]["max"] = print(cap.most);
  for (const auto& target : rules.targets) out["target"][target.id] = to_json(target, titles);
  add_terms(out, rules.terms, titles);
  add_rounds(out, rules, titles);
  if (titles && !rules.title.empty()) out["title"] = rules.title;
  if (titles && !rules.work.owners.customer.empty()) out["time"]["customer"] = rules.work.owners.customer;
  if (titles && !rules.work.owners.maker.empty()) out["time"]["maker"] = rules.work.owners.maker;
  if (titles && !rules.confidential.empty()) out["confidential"] = rules.confidential;
  return out;
}

// --- people ---

json to_json(const escalation::Contact& contact) {
  json out = json::object();
  if (!contact.name.empty()) out["name"] = contact.name;
  if (!contact.email.empty()) out["email"] = contact.email;
  if (!contact.phone.empty()) out["phone"] = contact.phone;
  if (!contact.login.empty()) out["login"] = contact.login;
  if (!contact.regions.empty()) out["regions"] = contact.regions;
  if (contact.visits_per_day) out["visits_per_day"] = *contact.visits_per_day;
  for (const auto& absence : contact.away) {
    out["away"].push_back({{"from", print(absence.from)}, {"to", print(absence.to)}, {"deputy", absence.deputy}});
  }
  return out;
}

json to_json(const escalation::Team& team) {
  json out{{"members", team.members}};
  if (!team.title.empty()) out["title"] = team.title;
  if (!team.lead.empty()) out["lead"] = team.lead;
  if (!team.parent.empty()) out["parent"] = team.parent;
  return out;
}

json to_json(const escalation::Sink& sink) {
  json out{{"run", sink.run}, {"format", sink.format == escalation::SinkFormat::mail ? "mail" : "json"}};
  if (sink.batch) out["batch"] = true;
  if (sink.mail_from != "svc@localhost") out["from"] = sink.mail_from;
  return out;
}

json people_json(const escalation::Directory& directory) {
  json out = json::object();
  json organization = json::object();
  if (!directory.organization.empty()) organization["name"] = directory.organization;
  if (!directory.timezone.empty()) organization["timezone"] = directory.timezone;
  if (!directory.duty.empty()) organization["duty"] = directory.duty;
  if (!organization.empty()) out["organization"] = organization;
  for (const auto& [id, contact] : directory.contacts) out["contact"][id] = to_json(contact);
  for (const auto& [id, team] : directory.teams) out["team"][id] = to_json(team);
  for (const auto& [team, shifts] : directory.rotas) {
    for (const auto& shift : shifts) {
      out["rota"][team]["shifts"].push_back(
          {{"from", rfc3339_utc(shift.from)}, {"to", rfc3339_utc(shift.to)}, {"contact", shift.contact}});
    }
  }
  for (const auto& [id, sink] : directory.sinks) out["sink"][id] = to_json(sink);
  return out;
}

template <typename Read>
auto guarded(const std::string& what, Read read) {
  try {
    return read();
  } catch (const json::exception&) {
  } catch (const Error&) {  // a span or a date that is none
  } catch (const std::bad_optional_access&) {  // a word that is none
  }
  throw Error{ErrorKind::storage, phrase("the stored {} cannot be read", what), phrase("run 'svc db check'")};
}

// --- TOML ---

toml::table toml_table(const json& object);

toml::array toml_array(const json& list) {
  toml::array out;
  for (const auto& each : list) {
    if (each.is_object()) {
      out.push_back(toml_table(each));
    } else {
      out.push_back(each.get<std::string>());
    }
  }
  return out;
}

toml::table toml_table(const json& object) {
  toml::table out;
  for (const auto& [key, value] : object.items()) {
    if (value.is_object()) {
      out.insert(key, toml_table(value));
    } else if (value.is_array()) {
      out.insert(key, toml_array(value));
    } else if (value.is_boolean()) {
      out.insert(key, value.get<bool>());
    } else if (value.is_number_integer()) {
      out.insert(key, value.get<std::int64_t>());
    } else {
      out.insert(key, value.get<std::string>());
    }
  }
  return out;
}

}  // namespace

std::string canonical(const escalation::Rules& rules) {
  json out = profile_json(rules, false);
  out["profile"] = rules.work.profile;
  for (const auto& target : rules.targets) out["order"].push_back(target.id);
  out.erase("ladder");  // each target has its own by now; the default is for what concerns none
  out["default_ladder"] = rules.ladder;
  if (rules.work.calendar_of_contract) out["calendar_of_contract"] = true;
  for (const auto& ladder : rules.ladders) out["ladder"][ladder.id] = to_json(ladder);
  return out.dump();
}

escalation::Rules rules_from(const std::string& text) {
  return guarded("rules", [&] {
    const json in = json::parse(text);
    escalation::Rules rules;
    in.at("profile").get_to(rules.work.profile);
    in.at("types").get_to(rules.work.types);
    rules.work.calendar = in.value("calendar", "");
    rules.work.team = in.value("team", "");
    rules.ladder = in.value("default_ladder", "");
    rules.work.calendar_of_contract = in.value("calendar_of_contract", false);
    rules.terms = terms_from(in);
    read_rounds(in, rules);
    for (const auto& entry : in.value("severities", json::array())) {
      rules.work.severities.push_back({entry.at("id").get<std::string>(), {}, {}});
    }
    for (const auto& entry : in.value("gate", json::array())) rules.work.gates.push_back(gate_from(entry));
    const json holds = in.value("hold", json::object());
    for (const auto& [reason, cap] : holds.items()) {
      rules.work.hold_caps.push_back({reason, parse_span(cap.at("max").get<std::string>())});
    }
    for (const auto& id : in.value("order", json::array())) {
      rules.targets.push_back(target_from(id, in.at("target").at(id.get<std::string>())));
    }
    const json ladders = in.value("ladder", json::object());
    for (const auto& [id, entry] : ladders.items()) rules.ladders.push_back(ladder_from(id, entry));
    return rules;
  });
}

std::string canonical(const calendar::Spec& spec) {
  json out = to_json(spec);
  out["name"] = spec.name;
  return out.dump();
}

calendar::Spec calendar_from(const std::string& text) {
  return guarded("calendar", [&] {
    const json in = json::parse(text);
    calendar::Spec spec;
    in.at("name").get_to(spec.name);
    in.at("timezone").get_to(spec.zone);
    for (int day = 0; day < 7 && in.contains("hours"); ++day) {
      const std::string key(weekday_key(day));
      if (in.at("hours").contains(key)) spec.week[static_cast<size_t>(day)] = hours_from(in.at("hours").at(key));
    }
    if (in.contains("covers")) {
      const auto& covers = in.at("covers");
      spec.covers = calendar::Coverage{parse_date(covers.at("from").get<std::string>()),
                                       parse_date(covers.at("to").get<std::string>())};
    }
    read_exceptions(in, "holidays", calendar::ExceptionKind::holiday, spec);
    read_exceptions(in, "workdays", calendar::ExceptionKind::workday, spec);
    read_exceptions(in, "short", calendar::ExceptionKind::hours, spec);
    return spec;
  });
}

std::string canonical(const escalation::Directory& directory) {
  json out = people_json(directory);
  for (const auto& [id, sink] : directory.sinks) {
    if (!sink.distrusted.empty()) out["sink"][id]["distrusted"] = sink.distrusted;
  }
  for (const auto& [id, delivery] : directory.ladders) {
    out["ladder"][id] = {{"sinks", delivery.sinks}, {"hours", delivery.hours}};
  }
  if (!directory.confidential.empty()) out["confidential"] = directory.confidential;
  return out.dump();
}

escalation::Directory directory_from(const std::string& text) {
  return guarded("directory", [&] {
    const json in = json::parse(text);
    const auto group = [&](const char* key) { return in.value(key, json::object()); };
    escalation::Directory directory;
    const json organization = group("organization");
    directory.organization = organization.value("name", "");
    directory.timezone = organization.value("timezone", "");
    directory.duty = organization.value("duty", "");
    const json contacts = group("contact");
    for (const auto& [id, entry] : contacts.items()) {
      escalation::Contact contact{.id = id, .name = entry.value("name", ""), .email = entry.value("email", ""), .phone = entry.value("phone", ""),
                                  .login = entry.value("login", ""), .away = {}, .regions = entry.value("regions", std::vector<std::string>{}), .visits_per_day = std::nullopt};
      if (entry.contains("visits_per_day")) contact.visits_per_day = entry.at("visits_per_day").get<std::int64_t>();
      for (const auto& absence : entry.value("away", json::array())) {
        contact.away.push_back({parse_date(absence.at("from").get<std::string>()),
                                parse_date(absence.at("to").get<std::string>()), absence.at("deputy")});
      }
      directory.contacts[id] = std::move(contact);
    }
    const json teams = group("team");
    for (const auto& [id, entry] : teams.items()) {
      directory.teams[id] = {id, entry.value("title", ""), entry.value("lead", ""),
                             entry.at("members").get<std::vector<std::string>>(), entry.value("parent", "")};
    }
    const json rotas = group("rota");
    for (const auto& [team, entry] : rotas.items()) {
      for (const auto& shift : entry.at("shifts")) {
        directory.rotas[team].push_back({parse_utc(shift.at("from").get<std::string>()),
                                         parse_utc(shift.at("to").get<std::string>()), shift.at("contact")});
      }
    }
    const json sinks = group("sink");
    for (const auto& [id, entry] : sinks.items()) {
      const bool mail = entry.at("format") == "mail";
      directory.sinks[id] = {id, entry.at("run").get<std::vector<std::string>>(),
                             mail ? escalation::SinkFormat::mail : escalation::SinkFormat::json,
                             entry.value("batch", false), entry.value("from", "svc@localhost"),
                             entry.value("distrusted", "")};
    }
    const json ladders = group("ladder");
    for (const auto& [id, entry] : ladders.items()) {
      directory.ladders[id] = {entry.at("sinks").get<std::vector<std::string>>(), entry.at("hours")};
    }
    directory.confidential = in.value("confidential", std::map<std::string, std::vector<std::string>>{});
    return directory;
  });
}

namespace {

json effective_json(const Configuration& configuration, bool used = false) {
  json out = people_json(configuration.directory());
  const auto own = configuration.own_names("profile");
  std::set<std::string> calendars;
  for (const auto& name : used && !own.empty() ? own : configuration.profile_names()) {
    const auto* rules = configuration.profile(name);
    if (rules == nullptr) continue;
    out["profile"][name] = profile_json(*rules, true);
    for (const auto& ladder : rules->ladders) out["ladder"][ladder.id] = to_json(ladder);
    calendars.insert(rules->work.calendar);
    for (const auto& target : rules->targets) calendars.insert(target.calendar);
    for (const auto& duty : rules->duties) calendars.insert(duty.calendar);
    calendars.insert(rules->work.rollout.window);
  }
  for (const auto& name : configuration.calendar_names()) {
    if (name == "24x7" || (used && !calendars.contains(name))) continue;
    if (const auto* spec = configuration.calendar(name)) out["calendar"][name] = to_json(*spec);
  }
  for (const auto& [id, each] : configuration.directory().ladders) {
    if (!out.contains("ladder") || !out["ladder"].contains(id)) continue;
    if (!each.sinks.empty()) out["ladder"][id]["sinks"] = each.sinks;
    if (!each.hours.empty()) out["ladder"][id]["hours"] = each.hours;
  }
  return out;
}

// What an entry of a list is known by: its id, its place on a clock, its date; "" for its number.
std::string name_of_entry(const json& entry) {
  for (const char* key : {"id", "at", "on"}) {
    if (entry.is_object() && entry.contains(key)) return entry.at(key).get<std::string>();
  }
  return {};
}

using Path = std::vector<std::string>;

// Visits every value that is no table and no list of tables. An entry of a list is named by what it is known by, and by
// its number.
void each_value(const Path& path, const Path& numbered, const json& value, const std::function<void(const Path&, const Path&, const json&)>& visit) {
  const auto below = [](Path longer, const std::string& key) {
    longer.push_back(key);
    return longer;
  };
  if (value.is_object() && !value.empty()) {
    for (const auto& [key, each] : value.items()) each_value(below(path, key), below(numbered, key), each, visit);
    return;
  }
  const bool tables = value.is_array() && !value.empty() && value.front().is_object();
  if (!tables) return visit(path, numbered, value);
  int number = 0;
  for (const auto& each : value) {
    const std::string name = name_of_entry(each), count = std::to_string(number++);
    each_value(below(path, name.empty() ? count : name), below(numbered, count), each, visit);
  }
}

std::string joined(const Path& path) {
  std::string text;
  for (const auto& key : path) text += (text.empty() ? "" : ".") + key;
  return text;
}

std::map<std::string, std::string> flattened(const json& value) {
  std::map<std::string, std::string> out;
  each_value({}, {}, value, [&](const Path& path, const Path&, const json& leaf) { out[joined(path)] = leaf.dump(); });
  return out;
}

std::vector<Difference> differences(const json& was, const json& becomes) {
  std::map<std::string, Difference> found;
  for (const auto& [path, value] : flattened(was)) found[path] = {path, value, {}};
  for (const auto& [path, value] : flattened(becomes)) {
    found[path].path = path;
    found[path].becomes = value;
  }
  std::vector<Difference> result;
  for (auto& [path, difference] : found) {
    if (difference.was != difference.becomes) result.push_back(std::move(difference));
  }
  return result;
}

}  // namespace

std::vector<Difference> differences(const Configuration& was, const Configuration& becomes) {
  return differences(effective_json(was), effective_json(becomes));
}

namespace {

// ["09:00-12:00", "13:30-18:00"]
std::string hours_text(const std::vector<calendar::Hours>& hours) {
  std::string text;
  for (const auto& each : hours) text += (text.empty() ? "[\"" : ", \"") + calendar::print(each) + "\"";
  return text.empty() ? "[]" : text + "]";
}

// mon-fri = ["09:00-18:00"], sat = ["09:00-12:00"]
std::string week_text(const calendar::Spec& spec) {
  std::string text;
  for (int first = 0, last = 0; first < 7; first = last + 1) {
    const auto& hours = spec.week[static_cast<size_t>(first)];
    for (last = first; last < 6 && spec.week[static_cast<size_t>(last) + 1] == hours;) ++last;
    if (hours.empty()) continue;
    const std::string days = std::string(weekday_key(first)) + (last > first ? "-" + std::string(weekday_key(last)) : "");
    text += (text.empty() ? "" : ", ") + days + " = " + hours_text(hours);
  }
  return text;
}

// A bare key where TOML allows one.
std::string key_text(const std::string& name) {
  const bool bare = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x80 && (std::isalnum(c) != 0 || c == '_' || c == '-'); });
  return bare ? name : json(name).dump();
}

}  // namespace

std::string calendar_toml(const calendar::Spec& spec) {
  json calendar = to_json(spec);
  join_dates(calendar);
  const auto text_of = [](const json& value) { return value.dump(); };
  std::string text = "[calendar." + key_text(spec.name) + "]\ntimezone = " + text_of(calendar.at("timezone")) + "\nhours    = { " + week_text(spec) + " }\n";
  if (spec.covers) text += "covers   = { from = " + print(spec.covers->from) + ", to = " + print(spec.covers->to) + " }\n";
  const auto list = [&](const char* key, const std::function<std::string(const json&)>& dates) {
    if (!calendar.contains(key)) return;
    text += std::string(key) + std::string(8 - std::string_view(key).size(), ' ') + " = [\n";
    for (const auto& entry : calendar.at(key)) text += "  { name = " + text_of(entry.at("name")) + ", " + dates(entry) + " },\n";
    text += "]\n";
  };
  const auto date = [](const json& value) { return value.get<std::string>(); };
  list("holidays", [&](const json& entry) {
    return entry.at("from") == entry.at("to") ? "on = " + date(entry.at("from")) : "from = " + date(entry.at("from")) + ", to = " + date(entry.at("to"));
  });
  const auto dated = [&](const json& entry) { return "on = " + date(entry.at("on")) + ", hours = " + hours_text(hours_from(entry.at("hours"))); };
  list("workdays", [&](const json& entry) {  // Monday's hours need not be said
    return hours_from(entry.at("hours")) == spec.week.front() ? "on = " + date(entry.at("on")) : dated(entry);
  });
  list("short", dated);
  return text;
}

std::vector<Origin> origins(const Configuration& configuration, bool used) {
  std::vector<Origin> result;
  each_value({}, {}, effective_json(configuration, used), [&](const Path& path, const Path& numbered, const json& leaf) {
    Path place = numbered;
    if (path.size() > 3 && (path[2] == "gate" || path[2] == "severities")) place = path;
    // Exceptions of a calendar are listed by date, which is not how they stand in the file.
    if (path.size() > 4 && path[0] == "calendar") place.assign(path.begin(), path.begin() + 4);
    result.push_back({joined(path), leaf.dump(), configuration.where(place)});
  });
  return result;
}

std::string effective_toml(const Configuration& configuration, bool used) {
  json out = effective_json(configuration, used);
  if (out.contains("calendar")) {
    for (auto& [name, calendar] : out["calendar"].items()) join_dates(calendar);
  }
  out["version"] = 1;
  std::ostringstream text;
  text << toml::toml_formatter{toml_table(out), toml::toml_formatter::default_flags & ~toml::format_flags::indentation};
  return text.str() + "\n";
}

}  // namespace svc::config
