// SPDX-License-Identifier: MIT
#include "render/item.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "registry/warranty.h"
#include "render/alert.h"
#include "render/listing.h"
#include "text.h"
#include "time/text.h"

namespace svc::render {
namespace {

using nlohmann::ordered_json;

ordered_json time_or_null(const std::optional<Instant>& instant, const Zone& zone) {
  return instant ? ordered_json(rfc3339(*instant, zone)) : ordered_json(nullptr);
}

ordered_json text_or_null(const std::string& text) { return text.empty() ? ordered_json(nullptr) : ordered_json(text); }

ordered_json fields_json(const work::Fields& fields) {
  ordered_json out = ordered_json::object();
  for (const auto& [name, value] : fields) out[name] = value;
  return out;
}

std::vector<sla::LedgerRow> ledger_of(const ItemView& item, const ClockView& clock) {
  return sla::ledger(*clock.clock, *clock.calendar, *item.history, *item.rules, item.now);
}

ordered_json ledger_json(const ItemView& item, const ClockView& clock) {
  ordered_json rows = ordered_json::array();
  for (const auto& row : ledger_of(item, clock)) {
    rows.push_back({{"from", rfc3339(row.from, *item.zone)}, {"to", rfc3339(row.to, *item.zone)},
                    {"seconds", row.length().count()}, {"kind", sla::name_of(row.kind)}, {"why", text_or_null(row.why.english())},
                    {"team", text_or_null(row.team)}});
  }
  return rows;
}

ordered_json clock_json(const ItemView& item, const ClockView& view, bool ledger) {
  const sla::Clock& clock = *view.clock;
  const sla::View seen = sla::view(clock, *view.calendar, item.now);
  ordered_json out;
  out["target"] = clock.target->id;
  out["cycle"] = clock.cycle;
  out["term"] = clock.term;
  out["state"] = seen.state;
  out["started_at"] = rfc3339(clock.started_at, *item.zone);
  out["due_at"] = time_or_null(seen.due_at, *item.zone);
  out["stopped_at"] = time_or_null(clock.stopped_at, *item.zone);
  out["breached_at"] = time_or_null(seen.breached_at, *item.zone);
  out["limit"] = clock.limit();
  out["calendar"] = clock.target->calendar;
  out["elapsed_seconds"] = seen.elapsed.count;
  out["remaining_seconds"] = seen.remaining ? ordered_json(seen.remaining->count) : ordered_json(nullptr);
  out["share"] = seen.share() / 10'000.0;
  out["paused_seconds"] = seen.paused_seconds;
  out["overdue"] = seen.overdue;
  out["beyond_coverage"] = seen.beyond_coverage;
  if (ledger) out["ledger"] = ledger_json(item, view);
  return out;
}

ordered_json event_json(const ItemView& item, const work::Event& event) {
  ordered_json out;
  out["seq"] = event.seq;
  out["step"] = event.step;
  out["event"] = event.name;
  out["at"] = rfc3339(event.at, *item.zone);
  out["recorded_at"] = rfc3339(event.recorded_at, *item.zone);
  out["clock_given"] = event.now_given;
  out["imported"] = event.imported;
  out["by"] = text_or_null(event.by);
  out["typed_by"] = text_or_null(event.typed_by);
  out["fields"] = fields_json(event.fields);
  out["texts"] = fields_json(event.texts);
  return out;
}

ordered_json alert_json(const ItemView& item, const AlertView& view) {
  const escalation::Alert& alert = view.alert;
  return {{"id", alert.id}, {"item", alert.item}, {"target", alert.target}, {"cycle", alert.cycle}, {"term", alert.term},
          {"rung", alert.rung}, {"repeat", alert.repeat}, {"due_at", time_or_null(alert.due_at, *item.zone)},
          {"rung_at", rfc3339(alert.rung_at, *item.zone)}, {"raised_at", rfc3339(alert.raised_at, *item.zone)},
          {"late_by", alert.late_by}, {"to", alert.to}, {"passed_over", alert.passed_over}, {"state", alert.state},
          {"title", alert.title}, {"acked_at", time_or_null(view.acked_at, *item.zone)},
          {"acked_by", text_or_null(view.acked_by)}, {"void_at", time_or_null(view.void_at, *item.zone)}};
}

// What is left of a span that counts every hour, in days; working hours would make days of another length.
Message left_of(const sla::View& seen, const calendar::WorkingCalendar& calendar) {
  const std::int64_t seconds = seen.remaining->count;
  if (calendar.spec() == calendar::always(calendar.spec().zone)) return phrase("{} left", span_text(seconds));
  return phrase("{} of working time left", seconds < 3600 ? span_text(seconds) : fmt::format("{}h {:02}m", seconds / 3600, seconds / 60 % 60));
}

Message left_text(const sla::View& seen, const calendar::WorkingCalendar& calendar, Instant now) {
  if (seen.overdue) return phrase("overdue {}", span_text((now - *seen.due_at).count()));
  if (seen.state == "met" || seen.state == "missed" || seen.state == "cancelled") return {};
  return seen.remaining ? left_of(seen, calendar) : phrase("nothing promised yet");
}

void add_clocks(const ItemView& item, const Translate& translate, std::string& out) {
  Listing clocks;
  clocks.columns = {{"target", "TARGET", false}, {"state", "STATE", false}, {"limit", "LIMIT", false},
                    {"due", "DUE", false}, {"note", "NOTE", false}};
  for (const ClockView& view : item.clocks) {
    const sla::View seen = sla::view(*view.clock, *view.calendar, item.now);
    Message note = left_text(seen, *view.calendar, item.now);
    if (seen.breached_at && !(seen.overdue && seen.breached_at == seen.due_at)) note = together(note, phrase("breached {}", short_due(*seen.breached_at, *item.zone)));
    if (view.clock->target->advice && seen.breached_at) note = phrase("proposed {}", short_due(*seen.breached_at, *item.zone));
    if (seen.state == "met") note = phrase("stopped {}", short_time(*view.clock->stopped_at, *item.zone));
    if (seen.state == "cancelled") note = together(view.clock->cancelled_because, note);
    if (seen.beyond_coverage) note = together(note, phrase("holidays not known that far"));
    clocks.rows.push_back({cell(view.clock->target->id), cell(std::string(seen.state)),
                           cell(view.clock->limit() + " " + view.clock->target->calendar),
                           cell(seen.due_at ? short_due(*seen.due_at, *item.zone) : "-"), said(note)});
  }
  for (const std::string& target : item.not_promised) {
    clocks.rows.push_back({cell(target), said(phrase("not promised")), cell("-"), cell("-"), said(phrase("no limit for these attributes"))});
  }
  if (!clocks.rows.empty()) out += "\n" + print(clocks, Format::table, false, translate);
}

void add_events(const ItemView& item, const Translate& translate, std::string& out) {
  Listing events;
  events.columns = {{"seq", "#", true}, {"at", "AT", false}, {"event", "EVENT", false}, {"by", "BY", false}, {"with", "WITH", false}};
  for (const work::Event& event : item.history->events) {
    events.rows.push_back({cell(std::int64_t{event.seq}), cell(short_time(event.at, *item.zone)), cell(event.name),
                           cell(event.by), cell(said_with(event, *item.zone))});
  }
  out += "\n" + print(events, Format::table, false, translate);
}

void add_alerts(const ItemView& item, const Translate& translate, std::string& out) {
  if (item.alerts.empty()) return;
  Listing alerts;
  alerts.columns = {{"id", "ALERT", false}, {"raised", "RAISED", false}, {"target", "TARGET", false}, {"rung", "RUNG", false}, {"to", "TOLD", false}, {"note", "NOTE", false}};
  for (const AlertView& view : item.alerts) {
    const Message note = view.void_at ? phrase("void") : view.acked_at ? phrase("acknowledged by {}", view.acked_by) : Message();
    alerts.rows.push_back({cell(view.alert.id), cell(short_time(view.alert.raised_at, *item.zone)), cell(view.alert.target),
                           cell(rung_text(view.alert)), {Value(view.alert.to), view.alert.to.empty() ? phrase("nobody") : Message()}, said(note)});
  }
  out += "\n" + print(alerts, Format::table, false, translate);
}

// The row that holds for a way; nullptr if the profile does not say who pays.
const registry::FreightRow* freight_row(const ItemView& item, bool outward) {
  if (item.kind != "rma") return nullptr;
  for (const auto& row : item.terms->freight) {
    if (row.outward == outward && work::matches(row.when, item.history->item.attributes)) return &row;
  }
  return nullptr;
}

std::string_view payer(const registry::FreightRow& row) { return row.by_us ? "us" : "customer"; }

Message freight_text(const ItemView& item) {
  Message text;
  for (const bool outward : {false, true}) {
    const auto* row = freight_row(item, outward);
    if (row == nullptr) continue;
    const Message who = row->by_us ? phrase("us") : phrase("customer");
    text = together(text, outward ? phrase("out {}", who) : phrase("in {}", who));
  }
  return text;
}

ordered_json freight_json(const ItemView& item) {
  ordered_json out;
  for (const bool outward : {false, true}) {
    if (const auto* row = freight_row(item, outward)) out[outward ? "out" : "in"] = payer(*row);
  }
  return out;
}

// "T-1  Exchange down"; the title may have been erased.
std::string headline(const ItemView& item) { return item.id + (item.title.empty() ? "" : "  " + printable(item.title)) + "\n"; }

std::string heading(const ItemView& item, const Translate& translate) {
  const work::Item& now = item.history->item;
  std::string out = headline(item);
  const auto line = [&](const Message& name, const Message& value) {
    if (!value.empty()) out += "  " + padded(name.in(translate), 10) + printable(value.in(translate)) + "\n";
  };
  Message state{std::string(now.state)};
  if (now.hold && now.hold->in_force(item.now)) {
    state = now.hold->until ? phrase("{}, on hold for {} until {}", state, now.hold->reason, short_time(*now.hold->until, *item.zone)) : phrase("{}, on hold for {}", state, now.hold->reason);
  }
  if (now.key_problem) state = phrase("{}, key problem, cycle {}", state, now.cycle);
  line(phrase("state"), state);
  line(phrase("severity"), now.attributes.get("severity"));
  line(phrase("type"), now.attributes.get("type"));
  line(phrase("customer"), now.attributes.get("customer"));
  line(phrase("contract"), now.attributes.has("entitlement") ? phrase("{}, out of contract", now.attributes.get("contract")) : Message(now.attributes.get("contract")));
  line(phrase("asset"), now.attributes.get("asset"));
  line(phrase("part"), now.attributes.get("part"));
  const std::string clause = now.attributes.get("cover-clause");
  const auto named = registry::cover_named(now.attributes.get("cover"));
  const Message cover = named ? registry::in_words(*named) : Message();
  line(phrase("cover"), clause.empty() ? cover : phrase("{} ({})", cover, Message::again(clause)));
  line(phrase("freight"), freight_text(item));
  const std::string phone = now.attributes.get("phone");
  line(phrase("contact"), now.attributes.get("person") + (phone.empty() ? "" : " " + phone));
  line(phrase("profile"), item.profile);
  line(phrase("team"), work::holder(*item.rules, now.attributes));
  line(phrase("assignee"), now.attributes.get("assignee"));
  line(phrase("parent"), now.parent);
  line(phrase("external"), item.external);
  line(phrase("opened"), short_time(now.opened_at, *item.zone));
  return out;
}

}  // namespace

std::string said_with(const work::Event& event, const Zone& zone) {
  std::string text;
  // Times are stored in UTC.
  const auto shown = [&](const std::string& value) {
    const bool is_time = value.size() == 20 && value[10] == 'T' && value.back() == 'Z';
    return is_time ? short_time(parse_utc(value), zone) : value;
  };
  const auto append = [&](const work::Fields& fields) {
    for (const auto& [name, value] : fields) {
      if (name.find(':') != std::string::npos || name == "title") continue;
      text += (text.empty() ? "" : ", ") + name + " " + shown(value);
    }
  };
  append(event.fields);
  append(event.texts);
  return text;
}

std::string span_text(std::int64_t seconds) {
  const auto days = seconds / 86'400, hours = seconds / 3600 % 24, minutes = seconds / 60 % 60;
  if (days > 0) return fmt::format("{}d {:02}h", days, hours);
  if (hours > 0) return fmt::format("{}h {:02}m", hours, minutes);
  return fmt::format("{}m {:02}s", minutes, seconds % 60);
}

std::string page(const ItemView& item, const Translate& translate) {
  std::string out = heading(item, translate);
  add_clocks(item, translate, out);
  add_events(item, translate, out);
  add_alerts(item, translate, out);
  return out;
}

// The days until then that are not as the week has them: "2026-02-15 to 2026-02-23: holiday 春节".
std::vector<Message> on_the_way(const calendar::WorkingCalendar& calendar, Instant now, Instant due) {
  std::vector<Message> lines;
  const Date last = date_part(calendar.zone().local(due - Seconds{1}));
  for (Date date = date_part(calendar.zone().local(now)); date <= last; date += std::chrono::days{1}) {
    const calendar::DayRule rule = calendar.rule_of(date);
    if (rule.exception == nullptr) continue;
    const Date first = date;
    const auto goes_on = [&](Date next) {
      const auto* exception = calendar.rule_of(next).exception;
      return next <= last && exception != nullptr && *exception == *rule.exception;
    };
    while (goes_on(date + std::chrono::days{1})) date += std::chrono::days{1};
    const Message when = first == date ? Message(svc::print(date)) : phrase("{} to {}", svc::print(first), svc::print(date));
    lines.push_back(phrase("{}: {}", when, calendar.explain(rule)));
  }
  return lines;
}

std::string ledger_page(const ItemView& item, const Translate& translate) {
  std::string out = headline(item);
  for (const ClockView& view : item.clocks) {
    const sla::View seen = sla::view(*view.clock, *view.calendar, item.now);
    const Message about = phrase("{} ({} on {}), started {}, due {}: {}", view.clock->target->id, view.clock->limit(), view.clock->target->calendar,
                                 short_time(view.clock->started_at, *item.zone), seen.due_at ? short_due(*seen.due_at, *item.zone) : "-", std::string(seen.state));
    out += "\n" + about.in(translate) + "\n";
    if (seen.breached_at) {
      const std::string at = short_due(*seen.breached_at, *item.zone);
      out += "  " + (view.clock->target->advice ? phrase("proposed {}", at) : phrase("breached at {}", at)).in(translate) + "\n";
    }
    if (view.clock->is_open() && seen.due_at && *seen.due_at > item.now) {
      out += "  " + left_text(seen, *view.calendar, item.now).in(translate) + "\n";
      for (const Message& line : on_the_way(*view.calendar, item.now, *seen.due_at)) out += "  " + line.in(translate) + "\n";
    }
    Listing rows;
    rows.columns = {{"from", "FROM", false}, {"to", "TO", false}, {"length", "LENGTH", true}, {"kind", "COUNTS AS", false}, {"why", "WHY", false}, {"team", "TEAM", false}};
    std::int64_t sum = 0;
    for (const auto& row : ledger_of(item, view)) {
      sum += row.length().count();
      rows.rows.push_back({cell(short_time(row.from, *item.zone)), cell(short_time(row.to, *item.zone)),
                           cell(clock_face(row.length().count())), said(Message::again(std::string(sla::name_of(row.kind)))), said(row.why), cell(row.team)});
    }
    if (!rows.rows.empty()) {
      rows.rows.push_back({cell(""), said(phrase("sum")), cell(clock_face(sum)), cell(""), cell(""), cell("")});
    }
    out += print(rows, Format::table, false, translate);
  }
  for (const std::string& target : item.not_promised) out += "\n" + phrase("{}: not promised, no limit matches the item's attributes", target).in(translate) + "\n";
  return out;
}

std::string json(const ItemView& item, bool ledger) {
  const work::Item& now = item.history->item;
  const Zone& zone = *item.zone;
  ordered_json out;
  out["id"] = item.id;
  out["kind"] = item.kind;
  out["title"] = item.title;
  out["state"] = now.state;
  out["cycle"] = now.cycle;
  out["key_problem"] = now.key_problem;
  out["profile"] = item.profile;
  for (const char* name : {"severity", "type", "customer", "contract", "asset", "assignee"}) out[name] = text_or_null(now.attributes.get(name));
  out["team"] = text_or_null(work::holder(*item.rules, now.attributes));
  out["parent"] = text_or_null(now.parent);
  out["external"] = text_or_null(item.external);
  out["opened_at"] = rfc3339(now.opened_at, zone);
  out["ended_at"] = time_or_null(now.ended_at, zone);
  const bool held = now.hold && now.hold->in_force(item.now);
  out["hold"] = held ? ordered_json{{"reason", now.hold->reason}, {"since", rfc3339(now.hold->since, zone)}, {"until", time_or_null(now.hold->until, zone)}}
                     : ordered_json(nullptr);
  out["attributes"] = fields_json(now.attributes);
  out["freight"] = freight_json(item);
  out["clocks"] = ordered_json::array();
  for (const auto& clock : item.clocks) out["clocks"].push_back(clock_json(item, clock, ledger));
  out["not_promised"] = item.not_promised;
  out["events"] = ordered_json::array();
  for (const auto& event : item.history->events) out["events"].push_back(event_json(item, event));
  out["alerts"] = ordered_json::array();
  for (const auto& alert : item.alerts) out["alerts"].push_back(alert_json(item, alert));
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace);
}

std::string json_list(const std::vector<std::string>& objects) {
  std::string out = "[";
  for (size_t i = 0; i < objects.size(); ++i) out += (i == 0 ? "\n" : ",\n") + objects[i];
  return out + (objects.empty() ? "]\n" : "\n]\n");
}

}  // namespace svc::render
