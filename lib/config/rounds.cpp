// SPDX-License-Identifier: MIT
// [profile.X.duty.ID]: what comes round.
#include <algorithm>

#include "config/definitions.h"
#include "registry/record.h"
#include "suggest.h"
#include "work/lifecycle.h"

namespace svc::config {
namespace {

using sla::Duty;

constexpr std::int64_t most_times = 52;  // a year

// The dates of a machine, a contract or a person that a duty may start at; "warranty" is its last day.
std::vector<std::string> date_names() {
  std::vector<std::string> names;
  for (const char* type : {"asset", "contract", "person"}) {
    for (const auto& attribute : registry::find_type(type)->attributes) {
      const bool known = std::find(names.begin(), names.end(), attribute.name) != names.end();
      if (attribute.kind == registry::ValueKind::date && !known) names.emplace_back(attribute.name);
    }
  }
  names.emplace_back("warranty");
  return names;
}

void read_rhythm(Section& section, Duty& duty) {
  const auto every = section.text("every"), after = section.text("after"), before = section.text("before");
  const auto times = section.number("times");
  const int given = (every ? 1 : 0) + (after ? 1 : 0) + (before ? 1 : 0) + (times ? 1 : 0);
  const bool inherits = !duty.item.empty();  // a child need not say again what its parent says
  if (given > 1 || (given == 0 && !inherits)) {
    section.report("SLA020", section.at(), "a duty needs exactly one of 'every', 'times', 'after' and 'before'", "write every = \"quarter\"");
    return;
  }
  std::vector<std::string> grids;
  for (const auto& [name, months] : sla::grids()) grids.push_back(name);
  if (every && chosen(section, *every, "every", grids)) {
    duty.rhythm = Duty::Rhythm::grid;
    for (const auto& [name, months] : sla::grids()) {
      if (name == every->value) duty.months = months;
    }
  }
  if (times) {
    duty.rhythm = Duty::Rhythm::anniversary;
    duty.times = static_cast<int>(std::clamp<std::int64_t>(*times, 1, most_times));
    if (*times != duty.times) section.report("CFG003", section.value_at("times"), "'times' is " + std::to_string(*times), "write how often a year, from 1 to " + std::to_string(most_times));
  }
  for (const auto& [text, rhythm] : {std::pair{after, Duty::Rhythm::rolling}, {before, Duty::Rhythm::ahead}}) {
    if (!text) continue;
    duty.rhythm = rhythm;
    if (const auto span = rhythm == Duty::Rhythm::rolling ? read_length(section, *text) : read_span(section, *text, text->value)) duty.span = *span;
  }
}

Duty read_duty(const std::string& id, Section& section, Duty duty, const Known& known, const escalation::Rules& rules) {
  duty.id = id;
  read_rhythm(section, duty);
  for (const auto& [key, value] : {std::pair<const char*, std::string*>{"item", &duty.item}, {"of", &duty.of}, {"done", &duty.done}}) {
    if (!section.has(key) && !value->empty()) continue;
    if (const auto text = section.required(key)) *value = text->value;
  }
  std::vector<std::string> owners{"asset", "customer", "contract", "person"};
  const std::vector<std::string> kinds = work::kinds();
  owners.insert(owners.end(), kinds.begin(), kinds.end());
  const auto known_kind = [&](const std::string& kind) { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); };
  if (section.has("of")) require_known(section, {duty.of, section.value_at("of")}, "owner of a duty", owners);
  if (section.has("item")) require_known(section, {duty.item, section.value_at("item")}, "kind of item", kinds);
  if (section.has("done") && known_kind(duty.item)) require_known(section, {duty.done, section.value_at("done")}, "event", work::event_names(work::lifecycle_of(duty.item)));
  if (known_kind(duty.item) && (section.has("item"))) {
    const auto verbs = work::verbs(work::lifecycle_of(duty.item));
    const bool comes_round = std::find(verbs.begin(), verbs.end(), "cover") != verbs.end();
    if (!comes_round) section.report("SLA020", section.value_at("item"), "no duty opens items of kind '" + duty.item + "'", "write item = \"inspection\"");
  }
  if (const auto event = section.text("event")) {
    duty.event = event->value;
    if (known_kind(duty.of)) require_known(section, *event, "event", work::event_names(work::lifecycle_of(duty.of)));
  }
  if (known_kind(duty.of) != !duty.event.empty()) {
    section.report("SLA020", section.at(), known_kind(duty.of) ? "a duty of items needs 'event', which makes one owe it" : "'event' is for duties of items", known_kind(duty.of) ? "write event = \"arrived\"" : "leave it out");
  }
  if (section.has("since")) {
    duty.since.clear();
    for (const Text& date : section.texts("since").value_or(std::vector<Text>{})) {
      if (require_known(section, date, "date", date_names())) duty.since.push_back(date.value);
    }
  }
  if (duty.rhythm == Duty::Rhythm::ahead && duty.since.empty() && !section.has("since")) {
    section.report("SLA020", section.key_at("before"), "'before' needs 'since', the date that it is ahead of", "write since = \"to\", the last day of the contract");
  }
  if (const auto lasts = section.text("lasts")) duty.lasts = read_length(section, *lasts);
  if (const auto once = section.flag("once")) duty.once = *once;
  read_text(section, "faults", duty.faults);
  if (!duty.faults.empty() && duty.rhythm != Duty::Rhythm::rolling) section.report("SLA020", section.key_at("faults"), "'faults' goes with 'after' alone", "write after = \"91d\"");
  if (const auto ahead = section.text("ahead")) duty.ahead = read_length(section, *ahead);
  if (const auto grace = section.text("grace")) duty.grace = read_span(section, *grace, grace->value);
  if (const auto name = section.text("calendar"); name && require_known(section, *name, "calendar", known.calendars)) duty.calendar = name->value;
  if (duty.calendar.empty()) duty.calendar = rules.work.calendar;
  if (duty.calendar.empty() && !section.has("calendar")) section.report("SLA004", section.at(), "'" + section.name() + "' has no calendar, and its profile has none", "write calendar = \"cn\"");
  const auto& rolls = sla::roll_names();
  if (const auto roll = section.text("roll"); roll && chosen(section, *roll, "roll", rolls)) {
    duty.roll = static_cast<sla::Roll>(std::find(rolls.begin(), rolls.end(), roll->value) - rolls.begin());
  }
  read_text(section, "title", duty.title);
  read_text(section, "source", duty.source);
  section.finish();
  return duty;
}

}  // namespace

void read_rounds(Section& profile, const Known& known, escalation::Rules& rules) {
  if (auto duties = profile.table("duty")) {
    for (auto& [name, entry] : duties->entries()) {
      Duty& duty = entry_of(rules.duties, name.value);
      duty = read_duty(name.value, entry, duty, known, rules);
    }
    duties->finish();
  }
}

}  // namespace svc::config
