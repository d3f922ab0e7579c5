// SPDX-License-Identifier: MIT
#include "desk/test_record.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "error.h"
#include "time/text.h"

namespace svc::desk {
namespace {

// A JSON string is a TOML basic string.
std::string quoted(const std::string& text) { return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }

class Writer {
 public:
  Writer(Session& session, const Picture& picture) : session_(session), picture_(picture), zone_(session.zone()) {}

  std::string write(const std::vector<std::string>& configuration) {
    auto all = session_.store.events(picture_.row.id);
    for (work::Event& event : all) registry::hide(session_.store.hidden(), work::lifecycle_of(picture_.row.kind), event);
    out_ = "# What happened to " + picture_.id + ", without names and texts.\nversion = 1\nzone = " + quoted(zone_.name()) + "\n";
    if (!configuration.empty()) {
      out_ += "config = [";
      for (const auto& file : configuration) out_ += (out_.ends_with('[') ? "" : ", ") + quoted(file);
      out_ += "]\n";
    }
    out_ += "\n[[test]]\nname = " + quoted("recorded from " + picture_.id) + "\nprofile = " + quoted(picture_.row.profile) + "\n";
    if (picture_.row.kind != "ticket") out_ += "on = " + quoted(picture_.row.kind) + "\n";
    out_ += "at = " + time(all.front().at) + "\nopen = { " + fields_of(all.front()) + " }\nsteps = [\n";
    for (size_t i = 1; i < all.size(); ++i) step(all[i]);
    out_ += "]\nuntil = " + time(end_of(all)) + "\nexpect.state = " + quoted(std::string(picture_.history.item.state)) + "\n";
    clocks(end_of(all));
    return out_;
  }

 private:
  std::string time(Instant at) const { return rfc3339(at, zone_); }

  // Evidence of another system was not told when it happened.
  static Instant told_at(const work::Event& event) { return event.imported ? event.at : event.recorded_at; }

  static Instant end_of(const std::vector<work::Event>& events) {
    Instant end{};
    for (const auto& event : events) end = std::max(end, told_at(event));
    return end;
  }

  void step(const work::Event& event) {
    if (event.fields.has(work::timed_field)) return;  // the test's svc takes it itself
    out_ += "  { at = " + time(told_at(event)) + ", step = " + quoted(event.step);
    if (event.at != told_at(event)) out_ += ", happened = " + time(event.at);
    const std::string fields = fields_of(event);
    if (!fields.empty()) out_ += ", " + fields;
    if (const auto* waived = event.fields.find("waived")) {
      std::string list;
      for (size_t from = 0; from <= waived->size();) {
        const size_t end = std::min(waived->find(' ', from), waived->size());
        list += (list.empty() ? "" : ", ") + quoted(waived->substr(from, end - from));
        from = end + 1;
      }
      out_ += ", waive = [" + list + "]";
    }
    const bool late = told_at(event) - event.at > Seconds{24 * 3600};
    if (late || event.fields.has("waived")) out_ += ", reason = \"recorded\"";
    out_ += " },\n";
  }

  // What a condition of the rules asks for.
  bool matters(const std::string& name) const {
    const auto asks = [&](const work::Conditions& conditions) {
      return std::any_of(conditions.begin(), conditions.end(), [&](const auto& each) { return each.first == name; });
    };
    const auto& rules = picture_.pinned->rules;
    return std::any_of(rules.targets.begin(), rules.targets.end(), [&](const sla::Target& target) {
             return std::any_of(target.limits.begin(), target.limits.end(), [&](const auto& row) { return asks(row.when); });
           }) ||
           std::any_of(rules.work.gates.begin(), rules.work.gates.end(), [&](const work::Gate& gate) { return asks(gate.when) || asks(gate.unless); });
  }

  std::string fields_of(const work::Event& event) const {
    std::string text;
    const auto& steps = work::lifecycle_of(picture_.row.kind).steps;
    for (const auto& [name, value] : event.fields) {
      const work::FieldRule* rule = nullptr;
      for (const work::Step& step : steps) {
        if (step.verb != event.step) continue;
        for (const work::FieldRule& each : step.fields) {
          if (each.name == name) rule = &each;
        }
      }
      if (rule == nullptr || value == registry::hidden_text) continue;
      std::string shown;
      using Kind = work::FieldKind;
      switch (rule->kind) {
        case Kind::time: shown = time(parse_utc(value)); break;
        case Kind::flag: shown = "true"; break;
        case Kind::event: shown = value; break;
        case Kind::target:
        case Kind::file:
        case Kind::word:
        case Kind::team: shown = quoted(value); break;
        case Kind::contact:  // a name, unless the rules ask who it is
          if (matters(name == "to" ? "assignee" : name)) shown = quoted(value);
          break;
        case Kind::money:
        case Kind::record:
          if (matters(name)) shown = quoted(value);
          break;
        case Kind::person:
        case Kind::approver:
        case Kind::item:
        case Kind::text: break;
      }
      if (!shown.empty()) text += (text.empty() ? "" : ", ") + name + " = " + shown;
    }
    return text;
  }

  void clocks(Instant end) {
    std::vector<std::string> seen;
    const auto& all = picture_.evaluation.clocks;
    // A target's last clock is the one that an expectation is about.
    for (auto clock = all.rbegin(); clock != all.rend(); ++clock) {
      if (std::find(seen.begin(), seen.end(), clock->target->id) != seen.end()) continue;
      seen.push_back(clock->target->id);
      const sla::View view = sla::view(*clock, picture_.calendar_of(*clock), end);
      const auto shown = [&](const std::optional<Instant>& at) { return at ? time(*at) : quoted("none"); };
      out_ += "expect.clock." + quoted(clock->target->id) + " = { state = " + quoted(std::string(view.state)) + ", limit = " + quoted(clock->limit()) +
              ", due_at = " + shown(view.due_at) + ", stopped_at = " + shown(clock->stopped_at) + ", breached_at = " + shown(view.breached_at) + " }\n";
    }
  }

  Session& session_;
  const Picture& picture_;
  const Zone zone_;
  std::string out_;
};

}  // namespace

std::string test_of(Session& session, std::string_view id, const std::vector<std::string>& configuration) {
  const Picture picture = look(session, id);
  if (picture.rulings.size() > 1) {
    throw Error{ErrorKind::refused, phrase("{} was moved to other rules, and a test runs under one set of rules", picture.id), phrase("record an item that 'svc config apply' has not moved")};
  }
  return Writer(session, picture).write(configuration);
}

}  // namespace svc::desk
