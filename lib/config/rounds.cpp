// SPDX-License-Identifier: MIT
// [profile.X.duty.ID]: what comes round; [profile.X.checklist.ID]: what is looked at then; [profile.X.patch]: when software is
// mended.
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
    section.report("SLA020", section.at(), phrase("a duty needs exactly one of 'every', 'times', 'after' and 'before'"), phrase("write every = \"quarter\""));
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
    if (*times != duty.times) section.report("CFG003", section.value_at("times"), phrase("'times' is {}", *times), phrase("write how often a year, from 1 to {}", most_times));
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
  std::vector<std::string> owners{"asset", "customer", "contract", "person", "profile"};
  const std::vector<std::string> kinds = work::kinds();
  owners.insert(owners.end(), kinds.begin(), kinds.end());
  const auto known_kind = [&](const std::string& kind) { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); };
  if (section.has("of")) require_known(section, {duty.of, section.value_at("of")}, "owner of a duty", owners);
  if (section.has("item")) require_known(section, {duty.item, section.value_at("item")}, "kind of item", kinds);
  if (section.has("done") && known_kind(duty.item)) require_known(section, {duty.done, section.value_at("done")}, "event", work::event_names(work::lifecycle_of(duty.item)));
  if (known_kind(duty.item) && (section.has("item"))) {
    const auto verbs = work::verbs(work::lifecycle_of(duty.item));
    const bool comes_round = std::find(verbs.begin(), verbs.end(), "cover") != verbs.end();
    if (!comes_round) section.report("SLA020", section.value_at("item"), phrase("no duty opens items of kind '{}'", duty.item), phrase("write item = \"inspection\""));
  }
  if (const auto event = section.text("event")) {
    duty.event = event->value;
    if (known_kind(duty.of)) require_known(section, *event, "event", work::event_names(work::lifecycle_of(duty.of)));
  }
  if (known_kind(duty.of) != !duty.event.empty()) {
    section.report("SLA020", section.at(), known_kind(duty.of) ? phrase("a duty of items needs 'event', which makes one owe it") : phrase("'event' is for duties of items"), known_kind(duty.of) ? phrase("write event = \"arrived\"") : phrase("leave it out"));
  }
  if (section.has("since")) {
    duty.since.clear();
    for (const Text& date : section.texts("since").value_or(std::vector<Text>{})) {
      if (require_known(section, date, "date", date_names())) duty.since.push_back(date.value);
    }
  }
  if (duty.rhythm == Duty::Rhythm::ahead && duty.since.empty() && !section.has("since")) {
    section.report("SLA020", section.key_at("before"), phrase("'before' needs 'since', the date that it is ahead of"), phrase("write since = \"to\", the last day of the contract"));
  }
  if (const auto lasts = section.text("lasts")) duty.lasts = read_length(section, *lasts);
  if (const auto once = section.flag("once")) duty.once = *once;
  read_text(section, "faults", duty.faults);
  if (!duty.faults.empty() && duty.rhythm != Duty::Rhythm::rolling) section.report("SLA020", section.key_at("faults"), phrase("'faults' goes with 'after' alone"), phrase("write after = \"91d\""));
  if (const auto ahead = section.text("ahead")) duty.ahead = read_length(section, *ahead);
  if (const auto grace = section.text("grace")) duty.grace = read_span(section, *grace, grace->value);
  if (const auto name = section.text("calendar"); name && require_known(section, *name, "calendar", known.calendars)) duty.calendar = name->value;
  if (duty.calendar.empty()) duty.calendar = rules.work.calendar;
  if (duty.calendar.empty() && !section.has("calendar")) section.report("SLA004", section.at(), phrase("'{}' has no calendar, and its profile has none", section.name()), phrase("write calendar = \"cn\""));
  const auto& rolls = sla::roll_names();
  if (const auto roll = section.text("roll"); roll && chosen(section, *roll, "roll", rolls)) {
    duty.roll = static_cast<sla::Roll>(std::find(rolls.begin(), rolls.end(), roll->value) - rolls.begin());
  }
  if (const auto name = section.text("service")) {
    std::vector<std::string> services;
    for (const auto& each : rules.terms.services) services.push_back(each.id);
    if (require_known(section, *name, "service", services)) duty.service = name->value;
  }
  if (const auto name = section.text("checklist")) {
    std::vector<std::string> checklists;
    for (const auto& each : rules.work.checklists) checklists.push_back(each.id);
    if (require_known(section, *name, "checklist", checklists)) duty.checklist = name->value;
  }
  read_text(section, "title", duty.title);
  read_text(section, "source", duty.source);
  section.finish();
  return duty;
}

std::optional<work::Range> read_range(Section& entry, const char* key) {
  if (!entry.has(key)) return std::nullopt;
  const std::vector<Text> ends = entry.scalars(key).value_or(std::vector<Text>{});
  const auto end = [&](size_t i) { return ends.size() == 2 ? work::parse_decimal(ends[i].value) : std::nullopt; };
  const auto from = end(0), to = end(1);
  if (from && to && *from <= *to) return work::Range{*from, *to};
  entry.report("CFG003", entry.value_at(key), phrase("'{}' is no range of two numbers, the lower first", std::string(key)), phrase("write {} = [-57, -43]", std::string(key)));
  return std::nullopt;
}

work::ChecklistItem read_checklist_item(Section& entry) {
  work::ChecklistItem item;
  if (const auto id = entry.required("id")) item.id = id->value;
  read_text(entry, "title", item.title);
  read_text(entry, "group", item.group);
  read_text(entry, "unit", item.unit);
  item.sensor = read_range(entry, "sensor");
  item.limits = read_range(entry, "limits");
  if (item.unit.empty() && (item.sensor || item.limits)) entry.report("CFG004", entry.at(), phrase("'{}' is read off, and has no 'unit'", item.id), phrase("write unit = \"V\""));
  const bool reachable = !item.sensor || !item.limits || (item.limits->from <= item.sensor->to && item.sensor->from <= item.limits->to);
  if (!reachable) entry.report("CFG003", entry.value_at("limits"), phrase("no reading of the sensor lies within the limits of '{}'", item.id), phrase("the limits lie within the sensor's range"));
  entry.finish();
  return item;
}

void read_checklist(Section& section, work::Checklist& checklist) {
  read_text(section, "title", checklist.title);
  read_text(section, "source", checklist.source);
  if (section.has("items")) checklist.items.clear();
  for (Section& entry : section.tables("items")) {
    work::ChecklistItem item = read_checklist_item(entry);
    if (checklist.find(item.id) != nullptr) entry.report("CFG006", entry.at(), phrase("the item '{}' is given twice", item.id), phrase("leave one of them out"));
    checklist.items.push_back(std::move(item));
  }
  if (checklist.items.empty()) section.report("CFG004", section.at(), phrase("'{}' has no 'items'", section.name()), phrase("write items = [ {{ id = \"power\" }} ]"));
  section.finish();
}

work::Freeze read_freeze(Section& entry) {
  work::Freeze freeze;
  read_text(entry, "name", freeze.name);
  const auto from = entry.date("from"), to = entry.date("to");
  if (!from || !to) entry.report("CFG004", entry.at(), phrase("a freeze needs 'from' and 'to'"), phrase("write {{ name = \"春节\", from = 2026-02-10, to = 2026-02-24 }}"));
  if (from && to && *to < *from) entry.report("CFG003", entry.at(), phrase("the freeze '{}' ends before it starts", freeze.name), phrase("write the earlier date under 'from'"));
  freeze.from = from.value_or(Date{});
  freeze.to = to.value_or(freeze.from);
  entry.finish();
  return freeze;
}

void read_rollout(Section& section, const Known& known, const escalation::Rules& rules, work::Rollout& rollout) {
  if (const auto window = section.text("window"); window && require_known(section, *window, "calendar", known.calendars)) rollout.window = window->value;
  if (const auto most = section.number("stop_after")) {
    rollout.stop_after = *most;
    if (*most < 0) section.report("CFG003", section.value_at("stop_after"), phrase("'stop_after' is {}", *most), phrase("write how many may fail, 0 or more"));
  }
  if (section.has("faults")) rollout.faults.clear();
  for (const Text& type : section.texts("faults").value_or(std::vector<Text>{})) {
    if (require_known(section, type, "type", rules.work.types)) rollout.faults.push_back(type.value);
  }
  if (section.has("freezes")) rollout.freezes.clear();
  for (Section& entry : section.tables("freezes")) rollout.freezes.push_back(read_freeze(entry));
  read_text(section, "source", rollout.source);
  section.finish();
}

}  // namespace

void read_rounds(Section& profile, const Known& known, escalation::Rules& rules) {
  if (auto checklists = profile.table("checklist")) {
    for (auto& [name, entry] : checklists->entries()) read_checklist(entry, entry_of(rules.work.checklists, name.value));
    checklists->finish();
  }
  if (auto duties = profile.table("duty")) {
    for (auto& [name, entry] : duties->entries()) {
      Duty& duty = entry_of(rules.duties, name.value);
      duty = read_duty(name.value, entry, duty, known, rules);
    }
    duties->finish();
  }
  if (auto patch = profile.table("patch")) read_rollout(*patch, known, rules, rules.work.rollout);
}

}  // namespace svc::config
