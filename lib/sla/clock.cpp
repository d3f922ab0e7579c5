// SPDX-License-Identifier: MIT
#include "sla/clock.h"

#include <algorithm>

#include "time/text.h"

namespace svc::sla {
namespace {

using calendar::WorkingCalendar;

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// Why the target's clocks stand still at a moment; "" if they do not.
std::string pause_reason(const Target& target, const work::Moment& moment) {
  for (const std::string& cause : target.pause) {
    if (moment.hold && (cause == "hold:*" || cause == "hold:" + moment.hold->reason)) {
      return "hold:" + moment.hold->reason;
    }
    if (cause.starts_with("state:") && std::string_view(cause).substr(6) == moment.state) return cause;
  }
  return {};
}

struct Due {
  std::optional<Instant> at;
  std::optional<WorkingSeconds> remaining;
  bool operator==(const Due&) const = default;
};

// A limit in working time: pauses keep what is left of it.
Due due_in_working_time(const Clock& clock, const WorkingCalendar& calendar) {
  WorkingSeconds left{clock.row->span.count};
  Instant from = clock.started_at;
  for (const Pause& pause : clock.pauses) {
    if (clock.breached_by(pause.from)) break;
    const Instant due = calendar.add(from, left);
    if (clock.passed(due, pause.from)) return {due, {}};
    left.count -= calendar.between(from, pause.from).count;
    if (!pause.to) return {std::nullopt, left};
    from = *pause.to;
  }
  return {calendar.add(from, left), {}};
}

// A limit in days: moves by the counted days that end during pauses.
Due due_in_days(const Clock& clock, const WorkingCalendar& calendar) {
  const calendar::DayEnd end{.same_time = clock.target->same_time, .roll = clock.target->roll};
  const Span span = clock.row->span;
  std::int64_t moved = 0;
  Instant due = calendar.due(clock.started_at, span, end);
  for (const Pause& pause : clock.pauses) {
    if (clock.breached_by(pause.from) || clock.passed(due, pause.from)) return {due, {}};
    if (!pause.to) return {std::nullopt, calendar.between(pause.from, due)};
    moved += calendar.counted_ends(span.unit, clock.started_at, pause.from, *pause.to);
    due = calendar.due_after_pause(clock.started_at, span, moved, end);
  }
  return {due, {}};
}

// Runs one target over the moments of an item.
class Run {
 public:
  Run(const work::History& history, const std::string& id, std::span<const Regime> regimes, Evaluation& out)
      : history_(history), id_(id), regimes_(regimes), out_(out) {
    use(0);
  }

  void over(const std::vector<work::Moment>& moments) {
    for (const work::Moment& moment : moments) {
      // The end of the last hold may lie in the future: nothing has been breached by then.
      at(moment, &moment == &moments.back() && moment.event == nullptr);
    }
    close_book();
  }

 private:
  // The target as the rules of a regime have it; null if they do not.
  void use(size_t regime) {
    regime_ = regime;
    const auto& targets = *regimes_[regime].targets;
    const auto found = std::find_if(targets.begin(), targets.end(), [&](const Target& each) { return each.id == id_; });
    target_ = found == targets.end() ? nullptr : &*found;
    calendar_ = target_ == nullptr ? nullptr : &regimes_[regime].calendars->at(target_->calendar);
  }

  // The effects of one event come in this order: stop, cancel, start, re-target, pause.
  void at(const work::Moment& moment, bool expected) {
    if (running_ && !expected) note_breach(moment.at);
    if (moment.regime != regime_) use(moment.regime);
    if (target_ == nullptr) {
      if (running_) end_as(moment, phrase("not promised any more"));
      return;
    }
    const std::string_view name = moment.event != nullptr ? std::string_view(moment.event->name) : std::string_view();
    note_promise(moment);
    if (running_ && contains(target_->stops, name)) end(moment, clock_.breached_at ? Outcome::missed : Outcome::met);
    if (running_ && !moment.live) end_as(moment, phrase("item {}", std::string(moment.state)));
    const bool starts = !running_ && moment.event != nullptr && moment.live && contains(target_->starts, name);
    if (starts) start(moment);
    if (running_ && !starts && moment.retargets) retarget(moment);
    if (running_) set_pause(moment);
  }

  void start(const work::Moment& moment) {
    const LimitRow* row = match(*target_, *moment.attributes);
    if (row == nullptr) {
      if (work::matches(target_->when, *moment.attributes)) out_.not_promised.push_back({target_, moment.event->seq});
      return;
    }
    clock_ = Clock{};
    clock_.target = target_;
    clock_.regime = regime_;
    clock_.start_seq = clock_.term = moment.event->seq;
    clock_.cycle = moment.cycle;
    clock_.started_at = clock_.term_at = moment.at;
    clock_.row = row;
    running_ = true;
    promise_ = promise_for(row, moment);
    set_due();
  }

  // A promise for this target; in the order in which things happened, whenever they were recorded.
  void note_promise(const work::Moment& moment) {
    if (moment.event == nullptr || moment.event->step != "promise" || moment.event->fields.get("target") != id_) return;
    promised_ = work::time_in(moment.event->fields, "by");
    promised_while_running_ = running_;
  }

  // The instant that is promised instead of a span: the last promise made while the clock ran; for a row `by` also one
  // made before, else what its field says.
  std::optional<Instant> promise_for(const LimitRow* row, const work::Moment& moment) const {
    if (promised_ && (promised_while_running_ || row->kind == LimitRow::Kind::by)) return promised_;
    if (row->kind != LimitRow::Kind::by) return std::nullopt;
    std::optional<Instant> found = work::time_in(*moment.attributes, row->field);
    for (const work::Event& event : history_.events) {
      if (const auto said = work::time_in(event.fields, row->field)) found = said;
      if (&event == moment.event) break;
    }
    return found;
  }

  void retarget(const work::Moment& moment) {
    const LimitRow* row = match(*target_, *moment.attributes);
    if (row == nullptr) return end_as(moment, phrase("not promised any more"));
    const std::optional<Instant> promise = promise_for(row, moment);
    const bool other_rules = clock_.regime != regime_;
    // A promised instant stays what it is, whatever the limit beside it says now.
    bool same = promise == promise_ && (row == clock_.row || (other_rules && (promise_ || same_promise(*row, *clock_.row))));
    clock_.target = target_;
    clock_.regime = regime_;
    clock_.row = row;
    if (same && other_rules) same = counted_due() == counted_;
    if (same) return;
    promise_ = promise;
    clock_.term = moment.event->seq;
    clock_.term_at = moment.at;
    set_due();
  }

  void set_pause(const work::Moment& moment) {
    const std::string why = pause_reason(*target_, moment);
    const bool paused = !clock_.pauses.empty() && !clock_.pauses.back().to;
    if (paused && clock_.pauses.back().why == why) return;
    if (paused) clock_.pauses.back().to = moment.at;
    if (!why.empty()) {
      clock_.pauses.push_back({moment.at, std::nullopt, why, moment.hold ? moment.hold->by : std::string()});
    }
    if (paused || !why.empty()) set_due();
  }

  // As the promise has it, whenever it was made.
  Due counted_due() const {
    if (promise_) return {promise_, {}};
    switch (clock_.row->kind) {
      case LimitRow::Kind::within:
        return clock_.row->span.unit == Unit::working_second ? due_in_working_time(clock_, *calendar_) : due_in_days(clock_, *calendar_);
      case LimitRow::Kind::by: break;
      case LimitRow::Kind::before:
        if (const auto date = date_of_row()) return {calendar_->ahead_of(*date, clock_.row->span), {}};
        break;
    }
    return {};
  }

  void set_due() {
    clock_.promised = promise_.has_value();
    Due due = counted_ = counted_due();
    // Never earlier than the event that set it.
    if (due.at && clock_.term != clock_.start_seq) due.at = std::max(*due.at, clock_.term_at);
    clock_.due_at = due.at;
    clock_.remaining = due.remaining;
  }

  std::optional<Instant> date_of_row() const {
    const auto start = std::find_if(history_.events.begin(), history_.events.end(), [&](const work::Event& event) { return event.seq == clock_.start_seq; });
    return work::time_in(start->fields, clock_.row->field);
  }

  void note_breach(Instant now) {
    if (!clock_.breached_at && clock_.due_at && clock_.passed(*clock_.due_at, now)) clock_.breached_at = clock_.due_at;
  }

  void end_as(const work::Moment& moment, Message why) {
    clock_.cancelled_because = std::move(why);
    end(moment, Outcome::cancelled);
  }

  void end(const work::Moment& moment, Outcome outcome) {
    clock_.outcome = outcome;
    clock_.stopped_at = moment.at;
    clock_.stopped_seq = moment.event != nullptr ? moment.event->seq : 0;
    if (!clock_.pauses.empty() && !clock_.pauses.back().to) clock_.pauses.back().to = moment.at;
    close_book();
  }

  void close_book() {
    if (running_) out_.clocks.push_back(std::move(clock_));
    running_ = false;
    promised_.reset();
    promised_while_running_ = false;
  }

  const work::History& history_;
  const std::string& id_;
  const std::span<const Regime> regimes_;
  Evaluation& out_;
  size_t regime_ = 0;
  const Target* target_ = nullptr;
  const WorkingCalendar* calendar_ = nullptr;
  Clock clock_;
  Due counted_;  // before the event that set it moved it
  bool running_ = false;
  std::optional<Instant> promise_;   // in force for the clock
  std::optional<Instant> promised_;  // the last promise for the target
  bool promised_while_running_ = false;
};

}  // namespace

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::open: return "open";
    case Outcome::met: return "met";
    case Outcome::missed: return "missed";
    case Outcome::cancelled: break;
  }
  return "cancelled";
}

std::optional<Instant> Clock::overdue_from() const {
  if (!due_at) return std::nullopt;
  return passed(*due_at, *due_at) ? *due_at : *due_at + Seconds{1};
}

std::optional<Instant> then_at(const Clock& clock) {
  if (clock.target->then.empty()) return std::nullopt;
  const work::Step* step = work::find_step(work::lifecycle_of(clock.target->on), clock.target->then);
  if (contains(clock.target->stops, step->event)) return clock.is_open() ? clock.due_at : std::nullopt;
  if (clock.is_open()) return clock.overdue_from();
  if (!clock.breached_at) return std::nullopt;
  return clock.passed(*clock.breached_at, *clock.breached_at) ? *clock.breached_at : *clock.breached_at + Seconds{1};
}

Evaluation evaluate(const work::History& history, std::string_view kind, std::span<const Regime> regimes) {
  Evaluation result;
  std::vector<const std::string*> ids;  // as the last rules order them, then those that they do not have any more
  for (auto regime = regimes.rbegin(); regime != regimes.rend(); ++regime) {
    for (const Target& target : *regime->targets) {
      const bool known = regime != regimes.rbegin() && std::any_of(ids.begin(), ids.end(), [&](const std::string* id) { return *id == target.id; });
      if (target.on == kind && !known) ids.push_back(&target.id);
    }
  }
  for (const std::string* id : ids) Run(history, *id, regimes, result).over(history.moments);
  return result;
}

std::vector<Active> active(const Clock& clock, Instant until) {
  std::vector<Active> result;
  Instant from = clock.started_at;
  for (const Pause& pause : clock.pauses) {
    // A pause after the breach moves nothing, and nothing pauses a promised instant.
    const bool moves = !clock.promised && !clock.breached_by(pause.from) &&
                       !(clock.due_at && clock.passed(*clock.due_at, pause.from));
    if (!moves) break;
    const Instant end = std::min(pause.from, until);
    if (from < end) result.push_back({from, end});
    from = std::max(from, pause.to.value_or(Instant::max()));
  }
  if (from < until) result.push_back({from, until});
  return result;
}

WorkingSeconds elapsed(const Clock& clock, const WorkingCalendar& calendar, Instant until) {
  WorkingSeconds sum;
  for (const Active& stretch : active(clock, until)) sum.count += calendar.between(stretch.from, stretch.to).count;
  return sum;
}

}  // namespace svc::sla
