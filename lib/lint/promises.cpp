// SPDX-License-Identifier: MIT
// What a profile promises: to everybody, in an order that can be kept, by events that can happen.
#include <fmt/format.h>

#include <algorithm>

#include "error.h"
#include "lint/finder.h"
#include "work/lifecycle.h"

namespace svc::lint {
namespace {

using sla::LimitRow;
using sla::Target;
using work::Lifecycle;

constexpr size_t most_combinations = 1U << 17U;

// Attributes whose values a profile or a lifecycle lists whole. Of any other there may be values that no row names.
bool is_closed(const std::string& attribute) { return attribute == "severity" || attribute == "type" || attribute == "tier" || attribute == "mode"; }
// An item has them from its opening on.
bool is_never_absent(const std::string& attribute) { return attribute == "tier" || attribute == "mode"; }

// Every combination of the values that rows of limits tell apart, and which row holds for each.
class Combinations {
 public:
  Combinations(const escalation::Rules& rules, const Lifecycle& lifecycle, const std::vector<const Target*>& targets) {
    for (const Target* target : targets) {
      for (const auto& [name, values] : target->when) add(rules, lifecycle, name, values);
      for (const LimitRow& row : target->limits) {
        for (const auto& [name, values] : row.when) add(rules, lifecycle, name, values);
      }
    }
    for (const auto& axis : axes_) count_ *= axis.values.size();
  }

  bool too_many() const { return count_ > most_combinations; }
  size_t count() const { return count_; }

  // By combination, the index of the row that holds; `none` if none does, `other` if the target is not about such items.
  static constexpr int none = -1, other = -2;
  std::vector<int> rows_of(const Target& target) const {
    std::vector<std::vector<std::vector<bool>>> allowed;  // by row, axis, value
    for (const LimitRow& row : target.limits) allowed.push_back(allowed_by(row.when));
    const auto about = allowed_by(target.when);
    std::vector<int> result(count_, none);
    for (size_t i = 0; i < count_; ++i) {
      const std::vector<size_t> values = values_of(i);
      if (!allows(about, values)) result[i] = other;
      for (size_t row = 0; row < allowed.size() && result[i] == none; ++row) {
        if (allows(allowed[row], values)) result[i] = static_cast<int>(row);
      }
    }
    return result;
  }

  // Whether every closed attribute has a value.
  bool is_classified(size_t combination) const {
    const std::vector<size_t> values = values_of(combination);
    for (size_t axis = 0; axis < axes_.size(); ++axis) {
      if (is_closed(axes_[axis].name) && axes_[axis].values[values[axis]].empty()) return false;
    }
    return true;
  }

  // "severity P2, any other customer".
  std::string describe(size_t combination) const {
    const std::vector<size_t> values = values_of(combination);
    std::string text;
    for (size_t axis = 0; axis < axes_.size(); ++axis) {
      const std::string& value = axes_[axis].values[values[axis]];
      text += (text.empty() ? "" : ", ") + (!value.empty() ? axes_[axis].name + " " + value : (is_closed(axes_[axis].name) ? "no " : "any other ") + axes_[axis].name);
    }
    return text;
  }

 private:
  struct Axis {
    std::string name;
    std::vector<std::string> values;  // "" is: absent, or none of those
  };

  void add(const escalation::Rules& rules, const Lifecycle& lifecycle, const std::string& name, const std::vector<std::string>& values) {
    auto axis = std::find_if(axes_.begin(), axes_.end(), [&](const Axis& each) { return each.name == name; });
    if (axis == axes_.end()) {
      axis = axes_.insert(axes_.end(), {name, {}});
      if (!is_never_absent(name)) axis->values.emplace_back();
      const auto declare = [&](const std::string& value) {
        if (std::find(axis->values.begin(), axis->values.end(), value) == axis->values.end()) axis->values.push_back(value);
      };
      if (name == "severity") {
        for (const auto& severity : rules.work.severities) declare(severity.id);
      }
      if (name == "type") {
        for (const auto& type : rules.work.types) declare(type);
      }
      for (const auto& step : lifecycle.steps) {
        if (work::set_by(step).first == name) declare(std::string(work::set_by(step).second));
      }
    }
    for (const auto& value : values) {
      if (std::find(axis->values.begin(), axis->values.end(), value) == axis->values.end()) axis->values.push_back(value);
    }
  }

  // Which values of each axis fit the conditions.
  std::vector<std::vector<bool>> allowed_by(const work::Conditions& when) const {
    std::vector<std::vector<bool>> allowed;
    for (const Axis& axis : axes_) {
      auto& of_axis = allowed.emplace_back(axis.values.size(), true);
      const auto condition = std::find_if(when.begin(), when.end(), [&](const auto& each) { return each.first == axis.name; });
      if (condition == when.end()) continue;
      for (size_t v = 0; v < axis.values.size(); ++v) {
        of_axis[v] = std::find(condition->second.begin(), condition->second.end(), axis.values[v]) != condition->second.end();
      }
    }
    return allowed;
  }

  static bool allows(const std::vector<std::vector<bool>>& allowed, const std::vector<size_t>& values) {
    for (size_t axis = 0; axis < values.size(); ++axis) {
      if (!allowed[axis][values[axis]]) return false;
    }
    return true;
  }

  std::vector<size_t> values_of(size_t combination) const {
    std::vector<size_t> values;
    for (const Axis& axis : axes_) {
      values.push_back(combination % axis.values.size());
      combination /= axis.values.size();
    }
    return values;
  }

  std::vector<Axis> axes_;
  size_t count_ = 1;
};

// What steps lead to, in a lifecycle.
class Steps {
 public:
  explicit Steps(const Lifecycle& lifecycle) : lifecycle_(lifecycle) {}

  // The states in which an item may be right after the event.
  std::set<std::string_view> after(const std::string& event) const {
    std::set<std::string_view> states;
    for (const work::Step& step : lifecycle_.steps) {
      if (step.event != event && !(event == "classified" && step.effect == work::Effect::change)) continue;
      if (!step.to.empty()) {
        states.insert(step.to);
      } else {
        for (const auto state : lifecycle_.states) {
          if (work::lists(step.from, state)) states.insert(state);
        }
      }
    }
    return states;
  }

  // Every live state that can follow, the given ones included; looked for once.
  const std::set<std::string_view>& reachable(const std::set<std::string_view>& from) const {
    const auto [slot, fresh] = reachable_.try_emplace(from);
    std::set<std::string_view>& reached = slot->second;
    if (!fresh) return reached;
    std::vector<std::string_view> open(from.begin(), from.end());
    while (!open.empty()) {
      const auto state = open.back();
      open.pop_back();
      if (!work::lists(lifecycle_.live, state) || !reached.insert(state).second) continue;
      for (const work::Step& step : lifecycle_.steps) {
        if (work::lists(step.from, state) && !step.to.empty()) open.push_back(step.to);
      }
    }
    return reached;
  }

  bool can_happen_in(const std::set<std::string_view>& states, const std::string& event) const {
    return std::any_of(lifecycle_.steps.begin(), lifecycle_.steps.end(), [&](const work::Step& step) {
      const bool means = step.event == event || (event == "classified" && step.effect == work::Effect::change);
      return means && std::any_of(states.begin(), states.end(), [&](std::string_view state) { return work::lists(step.from, state); });
    });
  }

  // How far the event brings an item; -1 if it may be anywhere.
  int progress(const std::string& event) const {
    for (const work::Step& step : lifecycle_.steps) {
      if (step.event != event || step.to.empty()) continue;
      return static_cast<int>(std::find(lifecycle_.states.begin(), lifecycle_.states.end(), step.to) - lifecycle_.states.begin());
    }
    return -1;
  }

  std::string_view verb_of(const std::string& event) const {
    for (const work::Step& step : lifecycle_.steps) {
      if (step.event == event) return step.flag.empty() ? step.verb : std::string_view();
    }
    return {};
  }

 private:
  const Lifecycle& lifecycle_;
  mutable std::map<std::set<std::string_view>, std::set<std::string_view>> reachable_;
};

// One thing that is wrong with a profile; `path` is below the profile.
struct Judgement {
  std::string code;
  Path path;
  Message message, help;
  std::vector<std::pair<Message, Path>> notes;

  bool same(const Judgement& other) const { return code == other.code && path == other.path && message == other.message; }
};

class ProfileJudge {
 public:
  ProfileJudge(Finder& finder, const std::map<std::string, Steps>& steps, const escalation::Rules& rules) : finder_(finder), steps_(steps), rules_(rules) {}

  std::vector<Judgement> judge() {
    for (const Target& target : rules_.targets) {
      judge_limits(target);
      judge_events(target);
      judge_spans(target);
    }
    judge_order();
    judge_gates();
    judge_duties();
    return std::move(found_);
  }

 private:
  void report(std::string code, Path path, Message message, Message help, std::vector<std::pair<Message, Path>> notes = {}) {
    found_.push_back({std::move(code), std::move(path), std::move(message), std::move(help), std::move(notes)});
  }
  static Path limit_path(const Target& target, size_t row) { return {"target", target.id, "limits", std::to_string(row)}; }

  // --- who gets a limit, and which limits nobody gets ---

  void judge_limits(const Target& target) {
    const Combinations combinations(rules_, work::lifecycle_of(target.on), {&target});
    if (combinations.too_many()) return judge_limits_in_pairs(target);
    const std::vector<int> rows = combinations.rows_of(target);
    std::vector<bool> reached(target.limits.size(), false);
    std::vector<size_t> holes;
    bool unclassified = false;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i] == Combinations::other) continue;
      if (rows[i] >= 0) {
        reached[static_cast<size_t>(rows[i])] = true;
      } else if (combinations.is_classified(i)) {
        holes.push_back(i);
      } else {
        unclassified = true;
      }
    }
    if (!holes.empty()) {
      std::string which;
      for (size_t i = 0; i < std::min<size_t>(holes.size(), 3); ++i) which += (i == 0 ? "" : "; ") + combinations.describe(holes[i]);
      if (holes.size() > 3) which += fmt::format("; and {} more", holes.size() - 3);
      report("SLA010", {"target", target.id, "limits"}, phrase("'{}' has no limit for: {}", target.id, which), phrase("add a row"));
    }
    const bool waits = std::find(target.starts.begin(), target.starts.end(), "classified") != target.starts.end();
    if (unclassified && !waits) {
      report("SLA011", {"target", target.id, "limits"}, phrase("'{}' starts no clock for an item that nobody has classified", target.id), phrase("add a last row without conditions"));
    }
    for (size_t row = 0; row < target.limits.size(); ++row) {
      if (!reached[row]) report_unreached(target, row, winner_over(combinations, target, row));
    }
  }

  void report_unreached(const Target& target, size_t row, std::optional<size_t> winner) {
    std::vector<std::pair<Message, Path>> notes;
    if (winner) notes.emplace_back(phrase("what it matches is matched here already"), limit_path(target, *winner));
    report("SLA012", limit_path(target, row), phrase("this limit is never reached"), phrase("put the special row before the general one"), std::move(notes));
  }

  // A row before this one that holds for something that it matches.
  std::optional<size_t> winner_over(const Combinations& combinations, const Target& target, size_t row) const {
    Target alone = target;
    alone.limits = {target.limits[row]};
    const auto mine = combinations.rows_of(alone), all = combinations.rows_of(target);
    for (size_t i = 0; i < mine.size(); ++i) {
      if (mine[i] == 0 && all[i] >= 0) return static_cast<size_t>(all[i]);
    }
    return std::nullopt;
  }

  // Rows that tell too many things apart to try them all: a row that asks for less comes first.
  void judge_limits_in_pairs(const Target& target) {
    const auto covers = [](const LimitRow& first, const LimitRow& later) {
      return std::all_of(first.when.begin(), first.when.end(), [&](const auto& condition) {
        const auto same = std::find_if(later.when.begin(), later.when.end(), [&](const auto& each) { return each.first == condition.first; });
        return same != later.when.end() && std::all_of(same->second.begin(), same->second.end(), [&](const std::string& value) {
          return std::find(condition.second.begin(), condition.second.end(), value) != condition.second.end();
        });
      });
    };
    for (size_t later = 0; later < target.limits.size(); ++later) {
      for (size_t first = 0; first < later; ++first) {
        if (!covers(target.limits[first], target.limits[later])) continue;
        report_unreached(target, later, first);
        break;
      }
    }
  }

  // --- starts, stops, pauses ---

  void judge_events(const Target& target) {
    const Steps& steps = steps_.at(target.on);
    const Path starts{"target", target.id, "starts"}, stops{"target", target.id, "stops"};
    for (const std::string& start : target.starts) {
      if (std::find(target.stops.begin(), target.stops.end(), start) != target.stops.end()) {
        report("SLA014", stops, phrase("'{}' both starts and stops '{}'", start, target.id), phrase("let it stop at something that comes after its start"), {{phrase("it starts here"), starts}});
        continue;
      }
      if (const work::Gate* gate = implying_gate(target, start)) {
        report("SLA014", stops, phrase("'{}' starts at '{}', which needs its stop '{}' first", target.id, start, target.stops.front()),
               phrase("let it stop at something that comes after its start"), {{phrase("this gate asks for it"), {"gate", gate->id}}});
        continue;
      }
      const auto& reachable = steps.reachable(steps.after(start));
      const bool stoppable = std::any_of(target.stops.begin(), target.stops.end(), [&](const std::string& stop) { return steps.can_happen_in(reachable, stop); });
      if (!stoppable) {
        report("SLA015", stops, phrase("no step leads from '{}' to '{}' while the item is alive", start, target.stops.front()), phrase("start it at an earlier event"), {{phrase("it starts here"), starts}});
      }
    }
    judge_pauses(target, steps);
  }

  // The gate by which every stop must have happened before the start can.
  const work::Gate* implying_gate(const Target& target, const std::string& start) const {
    const Steps& steps = steps_.at(target.on);
    for (const work::Gate& gate : rules_.work.gates) {
      if (gate.on != target.on || gate.step != steps.verb_of(start) || !gate.when.empty() || !gate.unless.empty() || gate.waivable) continue;
      const bool all = std::all_of(target.stops.begin(), target.stops.end(), [&](const std::string& stop) {
        return std::find(gate.needs.begin(), gate.needs.end(), stop) != gate.needs.end();
      });
      if (all) return &gate;
    }
    return nullptr;
  }

  void judge_pauses(const Target& target, const Steps& steps) {
    std::set<std::string_view> paused;
    for (const std::string& cause : target.pause) {
      if (cause.starts_with("state:")) paused.insert(std::string_view(cause).substr(6));
    }
    for (const auto state : paused) {
      const auto& reachable = steps.reachable({state});
      if (reachable.empty() || !std::includes(paused.begin(), paused.end(), reachable.begin(), reachable.end())) continue;
      report("SLA016", {"target", target.id, "pause"}, phrase("once it is {}, '{}' never runs again: every state that follows pauses it", std::string(state), target.id),
             phrase("leave out one of the states"));
      return;
    }
  }

  // --- lengths ---

  Instant due(const Target& target, const Span& span, Instant start) {
    return finder_.calendar(target.calendar)->due(start, span, {.same_time = target.same_time, .roll = target.roll});
  }

  void judge_spans(const Target& target) {
    const auto* calendar = finder_.calendar(target.calendar);
    if (calendar == nullptr) return;
    const auto& week = calendar->spec().week;
    const bool every_hour = std::all_of(week.begin(), week.end(), [](const auto& hours) { return hours == std::vector<calendar::Hours>{{0, 1440}}; });
    for (size_t i = 0; i < target.limits.size(); ++i) {
      const LimitRow& row = target.limits[i];
      const Path within = limit_path(target, i) + Path{"within"};
      if (row.kind == LimitRow::Kind::within && row.span.unit == Unit::day && !every_hour && !target.roll) {
        report("SLA017", within, phrase("'{}' counts calendar dates, though '{}' has working hours", print(row.span), target.calendar),
               phrase("write \"{}wd\" for working days, or calendar = \"24x7\" if dates are meant", row.span.count));
      }
      if (row.kind != LimitRow::Kind::within || !ends_in_time(*calendar, row.span)) continue;
      if (row.strict && row.span.count == 0) report("SLA018", within, phrase("less than no time cannot be kept"), phrase("write \"0m\" for at once"));
      if (row.at_least && ends_in_time(*calendar, *row.at_least) && due(target, *row.at_least, finder_.now) > due(target, row.span, finder_.now)) {
        report("SLA018", within, phrase("it is over before the {} of 'at_least' are", print(*row.at_least)), phrase("let 'within' be longer than 'at_least'"));
      }
    }
  }

  // --- a response after the resolution ---

  void judge_order() {
    for (const Target& early : rules_.targets) {
      for (const Target& late : rules_.targets) {
        if (comes_first(early, late)) compare(early, late);
      }
    }
  }

  // Whether both start together, and each stop of the one brings an item less far than any of the other.
  bool comes_first(const Target& early, const Target& late) const {
    if (&early == &late || early.on != late.on) return false;
    const bool together = std::any_of(early.starts.begin(), early.starts.end(), [&](const std::string& start) { return std::find(late.starts.begin(), late.starts.end(), start) != late.starts.end(); });
    if (!together) return false;
    const Steps& steps = steps_.at(early.on);
    int most = -1, least = 1000;
    for (const auto& stop : early.stops) most = std::max(most, steps.progress(stop));
    for (const auto& stop : late.stops) least = std::min(least, steps.progress(stop));
    return most >= 0 && most < least;
  }

  void compare(const Target& early, const Target& late) {
    if (finder_.calendar(early.calendar) == nullptr || finder_.calendar(late.calendar) == nullptr) return;
    const Combinations combinations(rules_, work::lifecycle_of(early.on), {&early, &late});
    if (combinations.too_many()) return;
    const auto first = combinations.rows_of(early), second = combinations.rows_of(late);
    std::set<std::pair<int, int>> seen;
    for (size_t i = 0; i < combinations.count(); ++i) {
      if (first[i] < 0 || second[i] < 0 || !seen.insert({first[i], second[i]}).second) continue;
      const LimitRow& a = early.limits[static_cast<size_t>(first[i])];
      const LimitRow& b = late.limits[static_cast<size_t>(second[i])];
      if (a.kind != LimitRow::Kind::within || b.kind != LimitRow::Kind::within) continue;
      if (!ends_in_time(*finder_.calendar(early.calendar), a.span) || !ends_in_time(*finder_.calendar(late.calendar), b.span)) continue;
      const auto starts = sample_starts(finder_.now);
      if (!std::all_of(starts.begin(), starts.end(), [&](Instant start) { return due(early, a.span, start) > due(late, b.span, start); })) continue;
      report("SLA013", limit_path(early, static_cast<size_t>(first[i])),
             phrase("'{}' ({}) is always due after '{}' ({}), which it comes before", early.id, print(a), late.id, print(b)), phrase("exchange the limits, or lengthen the later one"),
             {{"the limit that is due first", limit_path(late, static_cast<size_t>(second[i]))}});
    }
  }

  // --- duties ---

  // The last day of a period is in the field 'due' of what a duty opens.
  void judge_duties() {
    for (const sla::Duty& duty : rules_.duties) {
      const bool watched = std::any_of(rules_.targets.begin(), rules_.targets.end(), [&](const Target& target) {
        return target.on == duty.item && std::any_of(target.limits.begin(), target.limits.end(), [](const LimitRow& row) { return row.kind == LimitRow::Kind::by && row.field == "due"; });
      });
      if (!watched) report("SLA021", {"duty", duty.id}, phrase("nobody hears of it when '{}' is missed: no target on '{}' is due by its last day", duty.id, duty.item), phrase("add one with limits = [ {{ by = \"due\" }} ]"));
    }
  }

  // --- gates ---

  // Takes what can be taken until nothing more can; a gate whose step is left waits for ever.
  void judge_gates() {
    for (const std::string& kind : work::kinds()) {
      const Lifecycle& lifecycle = work::lifecycle_of(kind);
      std::set<std::string_view> possible;
      const auto closed_gate = [&](const work::Step& step) -> const work::Gate* {
        for (const work::Gate& gate : rules_.work.gates) {
          const bool always = gate.on == kind && gate.step == step.verb && step.flag.empty() && gate.when.empty() && gate.unless.empty() && !gate.waivable;
          if (always && !std::all_of(gate.needs.begin(), gate.needs.end(), [&](const std::string& need) { return possible.contains(need); })) return &gate;
        }
        return nullptr;
      };
      for (size_t before = possible.size() + 1; before != possible.size();) {
        before = possible.size();
        for (const work::Step& step : lifecycle.steps) {
          if (closed_gate(step) == nullptr) possible.insert(step.event);
          if (step.effect == work::Effect::change) possible.insert("classified");
        }
      }
      for (const work::Step& step : lifecycle.steps) {
        if (const work::Gate* gate = closed_gate(step)) {
          report("SLA019", {"gate", gate->id}, phrase("step '{}' can never be taken: what it needs needs it in turn", gate->step), phrase("leave one of the gates out"));
        }
      }
    }
  }

  Finder& finder_;
  const std::map<std::string, Steps>& steps_;  // by kind
  const escalation::Rules& rules_;
  std::vector<Judgement> found_;
};

}  // namespace

// What a parent has, too, is told there, and of a shipped parent not at all.
void judge_promises(Finder& finder) {
  std::map<std::string, Steps> steps;
  for (const std::string& kind : work::kinds()) steps.emplace(kind, work::lifecycle_of(kind));
  std::map<std::string, std::vector<Judgement>> judged;
  const std::function<const std::vector<Judgement>&(const std::string&)> judge = [&](const std::string& name) -> const auto& {
    const auto [slot, fresh] = judged.try_emplace(name);
    const escalation::Rules* rules = fresh ? finder.config.profile(name) : nullptr;
    if (rules != nullptr) slot->second = ProfileJudge(finder, steps, *rules).judge();
    return slot->second;
  };
  for (const auto& name : finder.config.own_names("profile")) {
    const std::string parent = finder.config.parent_of("profile", name);
    const std::vector<Judgement> inherited = parent.empty() ? std::vector<Judgement>{} : judge(parent);
    for (const Judgement& each : judge(name)) {
      if (std::any_of(inherited.begin(), inherited.end(), [&](const Judgement& other) { return each.same(other); })) continue;
      const Path profile{"profile", name};
      std::vector<config::Note> notes;
      for (const auto& [message, path] : each.notes) notes.push_back(finder.note(message, profile + path));
      finder.report(each.code, profile + each.path, each.message, each.help, std::move(notes));
    }
  }
}

}  // namespace svc::lint
