// SPDX-License-Identifier: MIT
#include "config/rounds_json.h"

#include <algorithm>

namespace svc::config {
namespace {

using nlohmann::json;
using sla::Duty;

void set_span(json& out, const char* key, const std::optional<Span>& span) {
  if (span) out[key] = print(*span);
}

json to_json(const Duty& duty, bool titles) {
  json out{{"item", duty.item}, {"of", duty.of}, {"done", duty.done}, {"calendar", duty.calendar}};
  set_text(out, "event", duty.event);
  if (!duty.since.empty()) out["since"] = duty.since;
  set_span(out, "lasts", duty.lasts);
  if (duty.once) out["once"] = true;
  switch (duty.rhythm) {
    case Duty::Rhythm::grid:
      for (const auto& [name, months] : sla::grids()) {
        if (months == duty.months) out["every"] = name;
      }
      break;
    case Duty::Rhythm::anniversary: out["times"] = duty.times; break;
    case Duty::Rhythm::rolling: out["after"] = print(duty.span); break;
    case Duty::Rhythm::ahead: out["before"] = print(duty.span); break;
  }
  set_text(out, "faults", duty.faults);
  set_span(out, "ahead", duty.ahead);
  set_span(out, "grace", duty.grace);
  if (duty.roll != sla::Roll::none) out["roll"] = sla::roll_names().at(static_cast<size_t>(duty.roll));
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
    for (const auto& [name, months] : sla::grids()) {
      if (in.at("every") == name) duty.months = months;
    }
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
  const auto& rolls = sla::roll_names();
  duty.roll = static_cast<sla::Roll>(std::find(rolls.begin(), rolls.end(), in.value("roll", rolls.front())) - rolls.begin());
  return duty;
}

}  // namespace

void set_text(json& out, const char* key, const std::string& value) {
  if (!value.empty()) out[key] = value;
}

std::optional<Span> span_from(const json& in, const char* key) {
  return in.contains(key) ? std::optional(parse_span(in.at(key).get<std::string>())) : std::nullopt;
}

void add_rounds(json& out, const escalation::Rules& rules, bool titles) {
  for (const auto& duty : rules.duties) out["duty"][duty.id] = to_json(duty, titles);
}

void read_rounds(const json& in, escalation::Rules& rules) {
  const json duties = in.value("duty", json::object());
  for (const auto& [id, entry] : duties.items()) rules.duties.push_back(duty_from(id, entry));
}

}  // namespace svc::config
