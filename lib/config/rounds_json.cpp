// SPDX-License-Identifier: MIT
#include "config/rounds_json.h"

#include <array>

#include "time/text.h"

namespace svc::config {
namespace {

using nlohmann::json;
using sla::Duty;

constexpr std::array<const char*, 3> roll_names{"none", "following", "preceding"};

void set_text(json& out, const char* key, const std::string& value) {
  if (!value.empty()) out[key] = value;
}

void set_span(json& out, const char* key, const std::optional<Span>& span) {
  if (span) out[key] = print(*span);
}

std::optional<Span> span_from(const json& in, const char* key) {
  return in.contains(key) ? std::optional(parse_span(in.at(key).get<std::string>())) : std::nullopt;
}

const char* grid_name(int months) {
  switch (months) {
    case 1: return "month";
    case 3: return "quarter";
    case 6: return "half-year";
    default: return "year";
  }
}

int grid_months(const std::string& name) { return name == "month" ? 1 : name == "quarter" ? 3 : name == "half-year" ? 6 : 12; }

json to_json(const Duty& duty, bool titles) {
  json out{{"item", duty.item}, {"of", duty.of}, {"done", duty.done}, {"calendar", duty.calendar}};
  set_text(out, "event", duty.event);
  if (!duty.since.empty()) out["since"] = duty.since;
  set_span(out, "lasts", duty.lasts);
  if (duty.once) out["once"] = true;
  switch (duty.rhythm) {
    case Duty::Rhythm::grid: out["every"] = grid_name(duty.months); break;
    case Duty::Rhythm::anniversary: out["times"] = duty.times; break;
    case Duty::Rhythm::rolling: out["after"] = print(duty.span); break;
    case Duty::Rhythm::ahead: out["before"] = print(duty.span); break;
  }
  set_text(out, "faults", duty.faults);
  set_span(out, "ahead", duty.ahead);
  set_span(out, "grace", duty.grace);
  if (duty.roll != sla::Roll::none) out["roll"] = roll_names.at(static_cast<size_t>(duty.roll));
  set_text(out, "checklist", duty.checklist);
  if (titles) {
    set_text(out, "title", duty.title);
    set_text(out, "source", duty.source);
  }
  return out;
}

Duty duty_from(const std::string& id, const json& in) {
  Duty duty;
  duty.id = id;
  in.at("item").get_to(duty.item);
  in.at("of").get_to(duty.of);
  in.at("done").get_to(duty.done);
  in.at("calendar").get_to(duty.calendar);
  duty.event = in.value("event", "");
  duty.since = in.value("since", std::vector<std::string>{});
  duty.lasts = span_from(in, "lasts");
  duty.once = in.value("once", false);
  if (in.contains("every")) {
    duty.months = grid_months(in.at("every"));
  } else if (in.contains("times")) {
    duty.rhythm = Duty::Rhythm::anniversary;
    in.at("times").get_to(duty.times);
  } else {
    duty.rhythm = in.contains("after") ? Duty::Rhythm::rolling : Duty::Rhythm::ahead;
    duty.span = *span_from(in, in.contains("after") ? "after" : "before");
  }
  duty.faults = in.value("faults", "");
  duty.ahead = span_from(in, "ahead");
  duty.grace = span_from(in, "grace");
  const std::string roll = in.value("roll", "none");
  for (size_t i = 0; i < roll_names.size(); ++i) {
    if (roll == roll_names.at(i)) duty.roll = static_cast<sla::Roll>(i);
  }
  duty.checklist = in.value("checklist", "");
  return duty;
}

void set_range(json& out, const char* key, const std::optional<work::Range>& range) {
  if (range) out[key] = {work::print_decimal(range->from), work::print_decimal(range->to)};
}

std::optional<work::Range> range_from(const json& in, const char* key) {
  if (!in.contains(key)) return std::nullopt;
  return work::Range{*work::parse_decimal(in.at(key).at(0).get<std::string>()), *work::parse_decimal(in.at(key).at(1).get<std::string>())};
}

json to_json(const work::Checklist& checklist, bool titles) {
  json out = json::object();
  for (const auto& item : checklist.items) {
    json entry{{"id", item.id}};
    set_text(entry, "unit", item.unit);
    set_range(entry, "sensor", item.sensor);
    set_range(entry, "limits", item.limits);
    if (titles) {
      set_text(entry, "title", item.title);
      set_text(entry, "group", item.group);
    }
    out["items"].push_back(std::move(entry));
  }
  if (titles) {
    set_text(out, "title", checklist.title);
    set_text(out, "source", checklist.source);
  }
  return out;
}

work::Checklist checklist_from(const std::string& id, const json& in) {
  work::Checklist checklist;
  checklist.id = id;
  for (const auto& entry : in.at("items")) {
    work::ChecklistItem item;
    entry.at("id").get_to(item.id);
    item.unit = entry.value("unit", "");
    item.sensor = range_from(entry, "sensor");
    item.limits = range_from(entry, "limits");
    checklist.items.push_back(std::move(item));
  }
  return checklist;
}

json to_json(const work::Rollout& rollout, bool titles) {
  json out = json::object();
  set_text(out, "window", rollout.window);
  for (const auto& freeze : rollout.freezes) out["freezes"].push_back({{"name", freeze.name}, {"from", print(freeze.from)}, {"to", print(freeze.to)}});
  if (rollout.stop_after) out["stop_after"] = *rollout.stop_after;
  if (titles) set_text(out, "source", rollout.source);
  return out;
}

work::Rollout rollout_from(const json& in) {
  work::Rollout rollout;
  rollout.window = in.value("window", "");
  for (const auto& entry : in.value("freezes", json::array())) {
    rollout.freezes.push_back({entry.at("name"), parse_date(entry.at("from").get<std::string>()), parse_date(entry.at("to").get<std::string>())});
  }
  if (in.contains("stop_after")) rollout.stop_after = in.at("stop_after").get<std::int64_t>();
  return rollout;
}

}  // namespace

void add_rounds(json& out, const escalation::Rules& rules, bool titles) {
  for (const auto& duty : rules.duties) out["duty"][duty.id] = to_json(duty, titles);
  for (const auto& checklist : rules.work.checklists) out["checklist"][checklist.id] = to_json(checklist, titles);
  if (const json patch = to_json(rules.work.rollout, titles); !patch.empty()) out["patch"] = patch;
}

void read_rounds(const json& in, escalation::Rules& rules) {
  const json duties = in.value("duty", json::object()), checklists = in.value("checklist", json::object());
  for (const auto& [id, entry] : duties.items()) rules.duties.push_back(duty_from(id, entry));
  for (const auto& [id, entry] : checklists.items()) rules.work.checklists.push_back(checklist_from(id, entry));
  if (in.contains("patch")) rules.work.rollout = rollout_from(in.at("patch"));
}

}  // namespace svc::config
