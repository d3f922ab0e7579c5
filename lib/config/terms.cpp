// SPDX-License-Identifier: MIT
// [profile.X.warranty], [profile.X.service.ID], [[profile.X.freight]], [profile.X.spares] and the penalty of a target.
#include <algorithm>

#include "config/definitions.h"
#include "error.h"
#include "registry/money.h"
#include "registry/record.h"
#include "suggest.h"
#include "work/lifecycle.h"

namespace svc::config {
namespace {

const std::vector<std::string> covers{"free", "at-cost", "not-covered"};

void read_start(Section& section, const char* key, std::string& value) {
  const auto text = section.text(key);
  const registry::Attribute* attribute = registry::find_attribute(*registry::find_type("contract"), "warranty-start");
  if (text && chosen(section, *text, key, work::words_of(attribute->of))) value = text->value;
}

registry::Exclusion read_exclusion(Section& entry) {
  registry::Exclusion exclusion;
  if (const auto id = entry.required("id")) exclusion.id = id->value;
  read_text(entry, "title", exclusion.title);
  read_text(entry, "source", exclusion.source);
  if (const auto cover = entry.required("cover"); cover && chosen(entry, *cover, "cover", covers)) exclusion.cover = *registry::cover_named(cover->value);
  entry.finish();
  return exclusion;
}

void read_warranty(Section& section, registry::WarrantyTerms& warranty) {
  if (const auto length = section.text("length")) warranty.length = read_length(section, *length);
  read_start(section, "start", warranty.start);
  if (const auto makers = section.flag("makers")) warranty.makers = *makers;
  if (const auto extends = section.flag("extends")) warranty.extends = *extends;
  if (const auto repair = section.text("repair")) warranty.repair = read_length(section, *repair);
  if (const auto after = section.text("after"); after && chosen(section, *after, "after", covers)) warranty.after = *registry::cover_named(after->value);
  if (const auto upgrades = section.text("upgrades")) {
    warranty.upgrades_for_life = upgrades->value == "life";
    warranty.upgrades = warranty.upgrades_for_life ? std::nullopt : read_length(section, *upgrades);
  }
  read_start(section, "upgrades_start", warranty.upgrades_start);
  if (section.has("causes")) {
    warranty.causes.clear();
    for (const Text& cause : section.texts("causes").value_or(std::vector<Text>{})) warranty.causes.push_back(cause.value);
  }
  read_text(section, "source", warranty.source);
  read_text(section, "after_source", warranty.after_source);
  read_text(section, "repair_source", warranty.repair_source);
  read_text(section, "upgrades_source", warranty.upgrades_source);
  if (section.has("exclusions")) {
    warranty.exclusions.clear();
    for (Section& entry : section.tables("exclusions")) {
      registry::Exclusion exclusion = read_exclusion(entry);
      if (warranty.find_exclusion(exclusion.id) != nullptr) entry.report("CFG006", entry.at(), phrase("the exclusion '{}' is given twice", exclusion.id), phrase("leave one of them out"));
      warranty.exclusions.push_back(std::move(exclusion));
    }
  }
  if (warranty.length && warranty.start.empty() && !section.has("start")) section.report("CFG004", section.at(), phrase("'{}' has no 'start'", section.name()), phrase("write start = \"accepted\""));
  section.finish();
}

void read_service(Section& section, const escalation::Rules& rules, registry::Service& service) {
  read_text(section, "title", service.title);
  read_text(section, "group", service.group);
  read_text(section, "source", service.source);
  if (const auto on = section.text("on"); on && require_known(section, *on, "kind of item", work::kinds())) service.on = on->value;
  if (service.on.empty()) {
    for (const char* key : {"steps", "when"}) {
      if (section.has(key) && !section.has("on")) section.report("CFG004", section.key_at(key), phrase("'{}' has no 'on'", section.name()), phrase("write on = \"ticket\""));
    }
    section.texts("steps");
    section.table("when");
  } else {
    const work::Lifecycle& lifecycle = work::lifecycle_of(service.on);
    if (section.has("steps")) service.steps.clear();
    for (const Text& step : section.texts("steps").value_or(std::vector<Text>{})) {
      if (require_known(section, step, "step", work::verbs(lifecycle))) service.steps.push_back(step.value);
    }
    if (service.steps.empty() && !section.has("steps")) service.steps = {"open"};
    if (auto when = section.table("when")) service.when = read_conditions(*when, rules, work::attribute_names(lifecycle));
  }
  const std::vector<std::string> choices{"charge", "refuse"};
  if (const auto without = section.text("not_bought"); without && chosen(section, *without, "not_bought", choices)) service.refuse = without->value == "refuse";
  section.finish();
}

registry::FreightRow read_freight(Section& entry, const escalation::Rules& rules) {
  registry::FreightRow row;
  if (const auto way = entry.required("way"); way && chosen(entry, *way, "way", {"in", "out"})) row.outward = way->value == "out";
  if (const auto pays = entry.required("pays"); pays && chosen(entry, *pays, "pays", {"customer", "us"})) row.by_us = pays->value == "us";
  if (auto when = entry.table("when")) row.when = read_conditions(*when, rules, work::attribute_names(work::lifecycle_of("rma")));
  read_text(entry, "source", row.source);
  entry.finish();
  return row;
}

}  // namespace

bool chosen(Section& section, const Text& text, const std::string& key, const std::vector<std::string>& choices) {
  if (std::find(choices.begin(), choices.end(), text.value) != choices.end()) return true;
  section.report("CFG003", text.at, phrase("'{}' is '{}'", key, text.value), hint_for(text.value, choices));
  return false;
}

std::optional<Span> read_length(Section& section, const Text& text) {
  const auto span = read_span(section, text, text.value);
  const bool dates = span && span->unit != Unit::working_second && span->unit != Unit::working_day;
  if (span && !dates) section.report("SLA001", text.at, phrase("'{}' is no length in days, weeks, months or years", text.value), phrase("write \"2y\""));
  return dates ? span : std::nullopt;
}

void read_text(Section& section, const char* key, std::string& value) {
  if (const auto text = section.text(key)) value = text->value;
}

void read_terms(Section& profile, const escalation::Rules& rules, registry::Terms& terms) {
  if (auto section = profile.table("warranty")) {
    if (!terms.warranty) terms.warranty.emplace();
    read_warranty(*section, *terms.warranty);
  }
  if (auto services = profile.table("service")) {
    for (auto& [name, entry] : services->entries()) read_service(entry, rules, entry_of(terms.services, name.value));
    services->finish();
  }
  if (profile.has("freight")) {
    terms.freight.clear();
    for (Section& entry : profile.tables("freight")) terms.freight.push_back(read_freight(entry, rules));
  }
  if (auto spares = profile.table("spares")) {
    if (const auto supply = spares->text("supply"); supply && chosen(*spares, *supply, "supply", {"life"})) terms.spares_for_life = true;
    read_text(*spares, "source", terms.spares_source);
    spares->finish();
  }
}

std::optional<registry::Penalty> read_penalty(Section& section) {
  registry::Penalty penalty;
  const auto percent_of = [&](const Text& text, const char* key) -> std::int64_t {
    try {
      return registry::parse_percent(text.value, "'" + std::string(key) + "'");
    } catch (const Error& e) {
      section.report("CFG003", text.at, e.said, e.advice);
      return 0;
    }
  };
  if (const auto percent = section.required("percent")) penalty.percent = percent_of(*percent, "percent");
  if (const auto per = section.required("per"); per && chosen(section, *per, "per", {"day", "miss"})) penalty.per_day = per->value == "day";
  if (const auto cap = section.text("cap")) penalty.cap = percent_of(*cap, "cap");
  for (const Text& cause : section.texts("excluded").value_or(std::vector<Text>{})) penalty.excluded.push_back(cause.value);
  section.finish();
  return penalty;
}

}  // namespace svc::config
