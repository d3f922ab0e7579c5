// SPDX-License-Identifier: MIT
#include "work/history.h"

#include <algorithm>

#include "error.h"
#include "time/text.h"

namespace svc::work {
// A strike names an earlier event, so reading backwards settles each in one pass.
const Event* last_event(const History& history, std::string_view name, int except) {
  const auto found = std::find_if(history.events.rbegin(), history.events.rend(), [&](const Event& event) { return event.name == name && event.seq != except; });
  return found == history.events.rend() ? nullptr : &*found;
}

std::set<int> struck_events(const std::vector<Event>& events) {
  std::set<int> struck;
  for (auto event = events.rbegin(); event != events.rend(); ++event) {
    if (event->step != "strike" || struck.contains(event->seq)) continue;
    struck.insert(std::stoi(event->fields.get("event")));
  }
  return struck;
}

namespace {

class Replay {
 public:
  Replay(const Lifecycle& lifecycle, std::span<const Regime> regimes, const std::string& id, int recording)
      : lifecycle_(lifecycle), regimes_(regimes), id_(id), recording_(recording) {}

  History run(std::vector<Event> events) {
    const std::set<int> struck = struck_events(events);
    check_from_ = first_touched(events);
    for (const Event& event : events) {
      if (const auto* clock = event.fields.find(timed_field)) history_.timed.insert(*clock);
    }
    std::erase_if(events, [&](const Event& event) { return struck.contains(event.seq); });
    std::stable_sort(events.begin(), events.end(), [](const Event& a, const Event& b) { return a.at < b.at; });
    history_.events = std::move(events);
    history_.moments.reserve(history_.events.size() + 1);
    attributes_ = std::make_shared<const Fields>();
    for (Event& event : history_.events) apply(event);
    end_hold_by(Instant::max());
    item().attributes = *attributes_;
    return std::move(history_);
  }

 private:
  Item& item() { return history_.item; }

  [[noreturn]] void refuse(const Event& event, const Message& why, const Message& hint) {
    if (recording_ != 0 && event.seq != recording_) {
      throw Error{ErrorKind::refused, phrase("event {} ('{}') of {} would become illegal: {}", event.seq, event.step, id_, why), hint};
    }
    throw Error{ErrorKind::refused, phrase("cannot take step '{}' on {}: {}", event.step, id_, why), hint};
  }

  // From when on the history is another one: the event that is added, or the one that it strikes.
  Instant first_touched(const std::vector<Event>& events) const {
    for (const Event& event : events) {
      if (event.seq != recording_) continue;
      if (event.step != "strike") return event.at;
      const int seq = std::stoi(event.fields.get("event"));
      for (const Event& each : events) {
        if (each.seq == seq) return each.at;
      }
    }
    return Instant::max();
  }

  void apply(Event& event) {
    end_hold_by(event.at);
    if (event.moves_rules()) return move_to_rules(event);
    if (event.step == erase_step) {
      event.name = "erased";
      return add_moment(event.at, &event, false);
    }
    const Step* step = find_step(lifecycle_, event.step, selecting_flag(event));
    if (step == nullptr) refuse(event, phrase("this svc knows no such step"), phrase("was it recorded by a newer svc?"));
    if (event.fields.has(timed_field) && !lists(step->from, item().state)) {
      event.name = "moot";
      return;
    }
    if (recording_ != 0 && !event.imported && event.at >= check_from_) require_legal(event, *step);
    event.name = step->event;
    if (!step->to.empty()) item().state = step->to;
    bool retargets = false;
    take_effect(event, *step, retargets);
    if (lists(lifecycle_.live, item().state)) item().ended_at.reset();
    item().seen.insert(event.name);
    add_moment(event.at, &event, retargets);
  }

  void add_moment(Instant at, const Event* event, bool retargets) {
    history_.moments.push_back({.at = at,
                                .event = event,
                                .state = item().state,
                                .live = lists(lifecycle_.live, item().state),
                                .cycle = item().cycle,
                                .attributes = attributes_,
                                .hold = item().hold,
                                .retargets = retargets,
                                .regime = regime_});
  }

  void move_to_rules(Event& event) {
    event.name = "rules-applied";
    while (regime_ + 1 < regimes_.size() && regimes_[regime_].from < event.seq) ++regime_;
    add_moment(event.at, &event, true);
  }

  const Rules& rules() const { return *regimes_[regime_].rules; }

  // Which row of the verb an event is: the one whose flag it carries.
  std::string_view selecting_flag(const Event& event) const {
    for (const Step& step : lifecycle_.steps) {
      if (step.verb == event.step && !step.flag.empty() && event.fields.has(step.flag)) return step.flag;
    }
    return {};
  }

  void require_legal(const Event& event, const Step& step) {
    if (step.effect == Effect::open) {
      if (!item().state.empty()) refuse(event, phrase("it is open already"), {});
      return;
    }
    if (item().state.empty()) refuse(event, phrase("it happened before the item was opened"), phrase("an item's first event opens it"));
    if (!lists(step.from, item().state)) {
      refuse(event, phrase("it is {}", std::string(item().state)), phrase("'{} steps {}' lists the steps that it may take", command_of(lifecycle_.kind), id_));
    }
    if (step.effect == Effect::resume && !item().hold) refuse(event, phrase("it is not on hold"), {});
    if (step.effect == Effect::hold) {
      const auto until = time_in(event.fields, "until");
      if (until && *until <= event.at) refuse(event, phrase("the hold would end before it begins"), phrase("give a later --until"));
    }
    if (!step.flag.empty()) return;  // gates are before the plain step
    for (const Gate& gate : rules().gates) require_gate(event, gate);
  }

  void require_gate(const Event& event, const Gate& gate) {
    for (const std::string& needed : missing(gate, lifecycle_.kind, event.step, event.fields, *attributes_, item().seen)) {
      Message hint;
      for (const Step& step : lifecycle_.steps) {
        if (step.event != needed) continue;
        hint = phrase("record it with '{} {}'", command_of(lifecycle_.kind), usage_of(step, id_));
        break;
      }
      refuse(event, phrase("gate '{}' needs '{}' first", gate.id, needed), or_waived(gate, hint));
    }
    if (!applies(gate, lifecycle_.kind, event.step, event.fields, *attributes_)) return;
    for (const std::string& name : gate.says) {
      if (!event.fields.has(name) && !event.texts.has(name)) refuse(event, phrase("gate '{}' asks for --{}", gate.id, name), or_waived(gate, phrase("say it with the step")));
    }
    for (const Event& earlier : history_.events) {
      if (earlier.seq == event.seq) break;
      if (earlier.by != event.by || std::find(gate.apart.begin(), gate.apart.end(), earlier.name) == gate.apart.end()) continue;
      refuse(event, phrase("gate '{}' asks for somebody else: '{}' was done by {}, too", gate.id, earlier.name, event.by), or_waived(gate, phrase("let another do it, and say who with --by")));
    }
  }

  static Message or_waived(const Gate& gate, const Message& hint) {
    if (!gate.waivable) return hint;
    return hint.empty() ? phrase("waive it with --waive {} --reason TEXT", gate.id) : phrase("{}, or waive it with --waive {} --reason TEXT", hint, gate.id);
  }

  void take_effect(Event& event, const Step& step, bool& retargets) {
    if (const auto [name, value] = set_by(step); !name.empty()) set_attribute(name, std::string(value));
    switch (step.effect) {
      case Effect::none: return;
      case Effect::open: return open(event);
      case Effect::change: return change(event, retargets);
      case Effect::assign: return assign(event);
      case Effect::hold: return hold(event);
      case Effect::resume: item().hold.reset(); return;
      case Effect::reissue: return reissue();
      case Effect::promise: retargets = true; return promise(event);
      case Effect::strike: return;  // what it struck is left out already
      case Effect::link: item().parent = event.fields.get("parent"); return;
      case Effect::end:
        item().hold.reset();
        item().ended_at = event.at;
        return;
    }
  }

  void open(const Event& event) {
    item().opened_at = event.at;
    item().parent = event.fields.get("parent");
    merge_attributes(event);
    if (const auto* first = event.fields.find("assignee:team")) set_attribute("assignee-team", *first);
  }

  // A name with a colon is svc's own note on the event, such as the result of a clock that it stopped.
  void merge_attributes(const Event& event) {
    Fields merged = *attributes_;
    for (const auto& [name, value] : event.fields) {
      if (name.find(':') == std::string::npos) merged.set(name, value);
    }
    attributes_ = std::make_shared<const Fields>(std::move(merged));
  }

  void change(Event& event, bool& retargets) {
    const bool classified = !attributes_->has("severity") && event.fields.has("severity");
    const auto before = attributes_;
    merge_attributes(event);
    retargets = *attributes_ != *before;
    if (classified) event.name = "classified";
  }

  void assign(const Event& event) {
    if (const auto* team = event.fields.find("team")) set_attribute("team", *team);
    const auto* to = event.fields.find("to");
    if (to == nullptr) return;
    set_attribute("assignee", *to);
    set_attribute("assignee-team", event.fields.get("assignee:team"));
  }

  void hold(const Event& event) {
    Hold hold{.reason = event.fields.get("reason"), .since = event.at, .until = time_in(event.fields, "until"),
              .capped = false, .seq = event.seq, .by = event.by};
    for (const HoldCap& cap : rules().hold_caps) {
      if (cap.reason != hold.reason) continue;
      const Instant end = regimes_[regime_].cap_end(event.at, cap.most);
      if (!hold.until || end < *hold.until) {
        hold.until = end;
        hold.capped = true;
      }
    }
    item().hold = std::move(hold);
  }

  void reissue() {
    item().hold.reset();
    item().ended_at.reset();
    item().cycle += 1;
    item().key_problem = true;
    item().seen.clear();
  }

  void promise(const Event& event) {
    const auto until = time_in(event.fields, "by");
    if (until) item().promises.push_back({event.seq, event.fields.get("target"), *until});
  }

  void set_attribute(std::string_view name, std::string value) {
    if (const auto* now = attributes_->find(name); now != nullptr && *now == value) return;
    Fields merged = *attributes_;
    merged.set(name, std::move(value));
    attributes_ = std::make_shared<const Fields>(std::move(merged));
  }

  void end_hold_by(Instant next) {
    if (!item().hold || !item().hold->until || *item().hold->until > next) return;
    if (item().hold->capped) item().capped_holds.push_back({item().hold->seq, item().hold->reason, *item().hold->until});
    add_moment(*item().hold->until, nullptr, false);
    history_.moments.back().hold.reset();
    // The last hold stays on the item: whether its end has passed depends on who asks, and when.
    if (next != Instant::max()) item().hold.reset();
  }

  const Lifecycle& lifecycle_;
  const std::span<const Regime> regimes_;
  size_t regime_ = 0;
  const std::string& id_;
  const int recording_;
  Instant check_from_ = Instant::max();
  std::shared_ptr<const Fields> attributes_;
  History history_;
};

}  // namespace

History fold(const Lifecycle& lifecycle, std::span<const Regime> regimes, std::vector<Event> events, const std::string& id,
             int recording) {
  return Replay(lifecycle, regimes, id, recording).run(std::move(events));
}

bool applies(const Gate& gate, std::string_view kind, std::string_view step, const Fields& fields, const Fields& attributes) {
  return gate.on == kind && gate.step == step && matches(gate.when, fields, attributes) &&
         (gate.unless.empty() || !matches(gate.unless, fields, attributes)) && !lists(fields.get("waived"), gate.id);
}

std::vector<std::string> missing(const Gate& gate, std::string_view kind, std::string_view step, const Fields& fields,
                                 const Fields& attributes, const std::set<std::string, std::less<>>& seen) {
  std::vector<std::string> result;
  if (!applies(gate, kind, step, fields, attributes)) return result;
  for (const std::string& needed : gate.needs) {
    if (!seen.contains(needed)) result.push_back(needed);
  }
  return result;
}

std::string holder(const Rules& rules, const Fields& attributes) {
  for (const std::string_view name : {"team", "assignee-team", "contract-team"}) {
    const auto* team = attributes.find(name);
    if (team != nullptr && !team->empty()) return *team;
  }
  return rules.team;
}

}  // namespace svc::work
