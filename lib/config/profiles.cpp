// SPDX-License-Identifier: MIT
// [profile.X] with its targets, gates and hold caps (design.md §5, §7).
#include <algorithm>

#include "config/definitions.h"
#include "error.h"
#include "registry/hidden.h"
#include "suggest.h"
#include "work/lifecycle.h"

namespace svc::config {
namespace {

std::vector<std::string> severity_ids(const escalation::Rules& rules) {
  std::vector<std::string> ids;
  for (const auto& severity : rules.work.severities) ids.push_back(severity.id);
  return ids;
}

sla::LimitRow read_limit(Section& entry, const std::string& kind, const escalation::Rules& rules) {
  sla::LimitRow row;
  const auto within = entry.text("within"), by = entry.text("by"), before = entry.text("before"), of = entry.text("of");
  const int kinds = (within ? 1 : 0) + (by ? 1 : 0) + (before ? 1 : 0);
  if (kinds != 1) {
    entry.report("SLA002", entry.at(), phrase("a limit needs exactly one of 'within', 'by' and 'before'"),
                phrase("write {{ within = \"4h\" }}"));
  }
  if (within) {
    row.strict = within->value.starts_with('<');
    if (const auto span = read_span(entry, *within, std::string_view(within->value).substr(row.strict ? 1 : 0))) {
      row.span = *span;
    }
  }
  if (by) {
    row.kind = sla::LimitRow::Kind::by;
    row.field = by->value;
  }
  if (before) {
    row.kind = sla::LimitRow::Kind::before;
    if (const auto span = read_span(entry, *before, before->value)) row.span = *span;
    if (!of) entry.report("SLA002", before->at, phrase("'before' needs 'of', the field with the date"));
    if (of) row.field = of->value;
  }
  if (const auto least = entry.text("at_least")) row.at_least = read_span(entry, *least, least->value);
  const std::vector<std::string>& times = work::time_fields(work::lifecycle_of(kind));
  for (const auto& field : {by, of}) {
    if (field && std::find(times.begin(), times.end(), field->value) == times.end()) {
      entry.report("CFG011", field->at, phrase("no step says '{}' as a time", field->value), hint_for(field->value, times));
    }
  }
  row.when = read_conditions(entry, rules, work::attribute_names(work::lifecycle_of(kind)), {"within", "by", "before", "of", "at_least"});
  return row;
}

std::vector<std::string> read_events(Section& section, std::string_view key, const std::vector<std::string>& known,
                                     std::vector<std::string> base) {
  if (!section.has(key)) return base;
  std::vector<std::string> names;
  for (const Text& name : section.texts(key).value_or(std::vector<Text>{})) {
    if (require_known(section, name, "event", known)) names.push_back(name.value);
  }
  return names;
}

// "hold:REASON", "hold:*" and "state:NAME", of these states.
void read_causes(Section& section, const char* key, const std::vector<std::string>& states, std::vector<std::string>& causes) {
  const auto listed = section.texts(key);
  if (!listed) return;
  causes.clear();
  for (const Text& cause : *listed) {
    const bool hold = cause.value.starts_with("hold:") && cause.value.size() > 5;
    const bool state = cause.value.starts_with("state:");
    if (!hold && !state) {
      section.report("SLA003", cause.at, phrase("'{}' is no cause of a pause", cause.value),
                    phrase("write 'hold:REASON', 'hold:*' or 'state:NAME'"));
      continue;
    }
    if (state) require_known(section, {cause.value.substr(6), cause.at}, "state", states);
    causes.push_back(cause.value);
  }
}

// [profile.X.time]: whose time it is.
void read_owners(Section& profile, work::Owners& owners) {
  auto section = profile.table("time");
  if (!section) return;
  std::vector<std::string> states;
  for (const auto& kind : work::kinds()) {
    for (const std::string_view state : work::lifecycle_of(kind).states) {
      if (std::find(states.begin(), states.end(), state) == states.end()) states.emplace_back(state);
    }
  }
  read_causes(*section, "customer", states, owners.customer);
  read_causes(*section, "maker", states, owners.maker);
  section->text("source");
  section->finish();
}

// The step that svc takes itself: one that needs no more than its name.
void read_then(Section& section, sla::Target& target) {
  const auto name = section.text("then");
  if (!name || target.on.empty()) return;
  const work::Lifecycle& lifecycle = work::lifecycle_of(target.on);
  if (!require_known(section, *name, "step", work::verbs(lifecycle))) return;
  const work::Step* step = work::find_step(lifecycle, name->value);
  const bool asks = std::any_of(step->fields.begin(), step->fields.end(), [](const work::FieldRule& rule) { return rule.required; });
  if (asks || step->effect == work::Effect::open) {
    section.report("CFG003", name->at, phrase("svc cannot take step '{}' by itself", name->value), phrase("it is taken with '{} {}'", work::command_of(target.on), work::usage_of(*step, work::print_id(target.on, 1))));
    return;
  }
  target.then = name->value;
}

// The default of a target is its parent profile's target of the same name.
sla::Target read_target(const std::string& id, Section& section, sla::Target target, const escalation::Rules& rules,
                        const Known& known, bool orphan) {
  target.id = id;
  if (const auto on = section.text("on")) {
    if (require_known(section, *on, "kind of item", work::kinds())) target.on = on->value;
  } else if (target.on.empty() && !orphan && !section.has("on")) {
    section.report("CFG004", section.at(), phrase("'{}' has no 'on'", section.name()), phrase("write on = \"ticket\""));
  }
  if (const auto title = section.text("title")) target.title = title->value;
  if (const auto source = section.text("source")) target.source = source->value;
  if (!target.on.empty()) {
    const work::Lifecycle& lifecycle = work::lifecycle_of(target.on);
    const std::vector<std::string>& events = work::event_names(lifecycle);
    target.starts = read_events(section, "starts", events, target.starts);
    target.stops = read_events(section, "stops", events, target.stops);
    read_causes(section, "pause", {lifecycle.states.begin(), lifecycle.states.end()}, target.pause);
    if (auto when = section.table("when")) target.when = read_conditions(*when, rules, work::attribute_names(lifecycle));
  } else {
    for (const char* key : {"starts", "stops", "pause"}) section.texts(key);
    section.table("when");
  }
  if (const auto advice = section.flag("advice")) target.advice = *advice;
  for (const char* key : {"starts", "stops"}) {
    const auto& names = std::string_view(key) == "starts" ? target.starts : target.stops;
    if (names.empty() && !orphan && !section.has(key)) {
      section.report("CFG004", section.at(), phrase("'{}' has no '{}'", section.name(), key));
    }
  }
  if (const auto name = section.text("calendar"); name && require_known(section, *name, "calendar", known.calendars)) {
    target.calendar = name->value;
  }
  if (target.calendar.empty()) target.calendar = rules.work.calendar;
  if (target.calendar.empty() && !orphan && !section.has("calendar")) {
    section.report("SLA004", section.at(), phrase("'{}' has no calendar, and its profile has none", section.name()),
                  phrase("write calendar = \"cn\", or calendar = \"24x7\" if every hour counts"));
  }
  if (const auto name = section.text("ladder"); name && require_known(section, *name, "ladder", known.ladders)) {
    target.ladder = name->value;
  }
  if (target.ladder.empty()) target.ladder = rules.ladder;
  if (const auto ends = section.text("ends")) {
    target.same_time = ends->value == "same-time";
    if (!target.same_time && ends->value != "end-of-day") {
      section.report("CFG003", ends->at, phrase("'ends' is '{}'", ends->value), hint_for(ends->value, {"end-of-day", "same-time"}));
    }
  }
  if (const auto roll = section.text("roll")) {
    target.roll = roll->value == "following";
    if (!target.roll && roll->value != "none") {
      section.report("CFG003", roll->at, phrase("'roll' is '{}'", roll->value), hint_for(roll->value, {"following", "none"}));
    }
  }
  if (const auto must = section.flag("must_stop")) target.must_stop = *must;
  if (auto table = section.table("penalty")) {
    const auto penalty = read_penalty(*table);
    target.penalty = penalty ? std::make_shared<const registry::Penalty>(*penalty) : nullptr;
  }
  read_then(section, target);
  if (section.has("limits")) {
    target.limits.clear();
    std::vector<Section> rows = section.tables("limits");
    target.limits.reserve(rows.size());
    for (Section& entry : rows) target.limits.push_back(read_limit(entry, target.on.empty() ? work::kinds().front() : target.on, rules));
  }
  if (target.limits.empty() && (!orphan || section.has("limits"))) {
    section.report("SLA002", section.key_at("limits"), phrase("'{}' has no limits", section.name()),
                  phrase("write limits = [ {{ within = \"4h\" }} ]"));
  }
  section.finish();
  return target;
}

work::Gate read_gate(Section& entry, const escalation::Rules& rules) {
  work::Gate gate;
  gate.on = "ticket";
  if (const auto on = entry.text("on"); on && require_known(entry, *on, "kind of item", work::kinds())) gate.on = on->value;
  const work::Lifecycle& lifecycle = work::lifecycle_of(gate.on);
  if (const auto step = entry.required("step")) {
    if (require_known(entry, *step, "step", work::verbs(lifecycle))) gate.step = step->value;
  }
  gate.id = entry.text("id").value_or(Text{gate.step, {}}).value;
  gate.needs = read_events(entry, "needs", work::event_names(lifecycle), {});
  gate.apart = read_events(entry, "apart", work::event_names(lifecycle), {});
  std::vector<std::string> fields;
  for (const work::Step& step : lifecycle.steps) {
    if (step.verb != gate.step) continue;
    for (const work::FieldRule& field : step.fields) fields.emplace_back(field.name);
  }
  for (const Text& field : entry.texts("says").value_or(std::vector<Text>{})) {
    if (require_known(entry, field, "field of '" + gate.step + "'", fields)) gate.says.push_back(field.value);
  }
  if (!entry.has("needs") && !entry.has("says") && !entry.has("apart")) entry.report("CFG004", entry.at(), phrase("'{}' has no 'needs'", entry.name()), phrase("write needs = [\"contacted\"], says = [\"channel\"] or apart = [\"resolved\"]"));
  // What the step itself says counts, too.
  std::vector<std::string> attributes = work::attribute_names(lifecycle);
  attributes.insert(attributes.end(), fields.begin(), fields.end());
  if (auto when = entry.table("when")) gate.when = read_conditions(*when, rules, attributes);
  if (auto unless = entry.table("unless")) gate.unless = read_conditions(*unless, rules, attributes);
  gate.waivable = entry.flag("waivable").value_or(false);
  gate.source = entry.text("source").value_or(Text{}).value;
  entry.finish();
  return gate;
}

void read_severities(Section& section, work::Rules& rules) {
  if (!section.has("severities")) return;
  rules.severities.clear();
  std::map<std::string, toml::source_region> seen;
  std::vector<Section> entries = section.tables("severities");
  rules.severities.reserve(entries.size());
  for (Section& entry : entries) {
    work::Severity severity;
    if (const auto id = entry.required("id")) {
      severity.id = id->value;
      const auto [first, fresh] = seen.try_emplace(id->value, id->at);
      if (!fresh) {
        entry.report("CFG006", id->at, phrase("the severity '{}' is given twice", id->value), phrase("leave one of them out"),
                     {entry.note(first->second, phrase("first given here"))});
      }
    }
    severity.title = entry.text("title").value_or(Text{}).value;
    severity.means = entry.text("means").value_or(Text{}).value;
    entry.finish();
    rules.severities.push_back(std::move(severity));
  }
}

void read_holds(Section& section, work::Rules& rules) {
  auto holds = section.table("hold");
  if (!holds) return;
  for (auto& [reason, entry] : holds->entries()) {
    std::erase_if(rules.hold_caps, [&, name = reason.value](const work::HoldCap& cap) { return cap.reason == name; });
    if (const auto most = entry.required("max")) {
      if (const auto span = read_span(entry, *most, most->value)) rules.hold_caps.push_back({reason.value, *span});
    }
    entry.finish();
  }
  holds->finish();
}

}  // namespace

std::optional<Span> read_span(Section& section, const Text& text, std::string_view value) {
  try {
    return parse_span(value);
  } catch (const Error& e) {
    section.report("SLA001", text.at, e.said, e.advice);
    return std::nullopt;
  }
}

work::Conditions read_conditions(Section& section, const escalation::Rules& rules, const std::vector<std::string>& attributes,
                                 const std::vector<std::string>& not_conditions) {
  work::Conditions conditions;
  for (const Text& key : section.keys()) {
    if (std::find(not_conditions.begin(), not_conditions.end(), key.value) != not_conditions.end()) continue;
    if (std::find(attributes.begin(), attributes.end(), key.value) == attributes.end()) {
      section.report("CFG011", key.at, phrase("no attribute '{}'", key.value), hint_for(key.value, attributes));
    }
    std::vector<std::string> values;
    if (section.is_empty_list(key.value)) section.report("CFG003", key.at, phrase("'{}' lists nothing, so nothing would match", key.value), phrase("name a value, or leave it out"));
    for (const Text& value : section.texts(key.value).value_or(std::vector<Text>{})) {
      if (key.value == "severity") require_known(section, value, "severity", severity_ids(rules));
      if (key.value == "type") require_known(section, value, "type", rules.work.types);
      if (key.value == "cover") require_known(section, value, "cover", {"free", "at-cost", "not-covered"});
      values.push_back(value.value);
    }
    if (!values.empty()) conditions.emplace_back(key.value, std::move(values));
  }
  return conditions;
}

escalation::Rules read_profile(const std::string& id, Section& section, escalation::Rules base, const Known& known, bool orphan) {
  escalation::Rules rules = std::move(base);
  rules.work.profile = id;
  section.text("extends");  // settled by the caller
  if (const auto title = section.text("title")) rules.title = title->value;
  if (const auto name = section.text("calendar")) {
    require_known(section, *name, "calendar", known.calendars);
    // Targets that took the parent's default take the child's.
    for (auto& target : rules.targets) {
      if (target.calendar == rules.work.calendar) target.calendar = name->value;
    }
    rules.work.calendar = name->value;
  }
  if (const auto name = section.text("ladder"); name && require_known(section, *name, "ladder", known.ladders)) {
    for (auto& target : rules.targets) {
      if (target.ladder == rules.ladder) target.ladder = name->value;
    }
    rules.ladder = name->value;
  }
  if (const auto team = section.text("team")) {
    // A shipped profile names teams that only the user's configuration can define.
    if (!known.teams.empty()) require_known(section, *team, "team", known.teams);
    rules.work.team = team->value;
  }
  if (section.has("types")) {
    rules.work.types.clear();
    for (const Text& type : section.texts("types").value_or(std::vector<Text>{})) rules.work.types.push_back(type.value);
  }
  if (section.has("confidential")) {
    const registry::Names& known_names = registry::hideable_names();
    rules.confidential.clear();
    for (const Text& name : section.texts("confidential").value_or(std::vector<Text>{})) {
      if (known_names.contains(name.value)) {
        rules.confidential.push_back(name.value);
        continue;
      }
      const auto meant = suggest(name.value, {known_names.begin(), known_names.end()});
      section.report("CFG007", name.at, phrase("no field to withhold '{}'", name.value), meant ? phrase("did you mean '{}'?", *meant) : phrase("withhold names, numbers, prices and texts: title, name, phone, serial, form, price, note …; ids, times and severities stay"));
    }
  }
  read_severities(section, rules.work);
  read_holds(section, rules.work);
  read_owners(section, rules.work.owners);
  read_terms(section, rules, rules.terms);
  read_rounds(section, known, rules);
  read_loops(section, known, rules);
  if (auto targets = section.table("target")) {
    auto entries = targets->entries();
    rules.targets.reserve(rules.targets.size() + entries.size());
    for (auto& [name, entry] : entries) {
      const auto inherited = std::find_if(rules.targets.begin(), rules.targets.end(),
                                          [&, wanted = name.value](const sla::Target& target) { return target.id == wanted; });
      const bool exists = inherited != rules.targets.end();
      sla::Target target = read_target(name.value, entry, exists ? *inherited : sla::Target{}, rules, known, orphan);
      if (exists) {
        *inherited = std::move(target);
      } else {
        rules.targets.push_back(std::move(target));
      }
    }
    targets->finish();
  }
  for (Section& entry : section.tables("gate")) {
    work::Gate gate = read_gate(entry, rules);
    std::erase_if(rules.work.gates, [&](const work::Gate& each) { return each.id == gate.id && each.on == gate.on; });
    rules.work.gates.push_back(std::move(gate));
  }
  section.finish();
  return rules;
}

}  // namespace svc::config
