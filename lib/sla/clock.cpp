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

std::optional<Instant> time_in(const work::Fields& fields, std::string_view name) {
  const auto* text = fields.find(name);
  if (text == nullptr) return std::nullopt;
  static const Zone utc = Zone::load("UTC");
  return parse_instant(*text, utc);
}

struct Due {
  std::optional<Instant> at;
  std::optional<WorkingSeconds> remaining;
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
  Run(const work::History& history, const Target& target, const WorkingCalendar& calendar, Evaluation& out)
      : history_(history), target_(target), calendar_(calendar), out_(out) {}

  void over(const std::vector<work::Moment>& moments) {
    for (const work::Moment& moment : moments) {
      // The end of the last hold may lie in the future: nothing has been breached by then.
      at(moment, &moment == &moments.back() && moment.event == nullptr);
    }
    close_book();
  }

 private:
  // The effects of one event come in this order: stop, cancel, start, re-target, pause.
  void at(const work::Moment& moment, bool expected) {
    const std::string_view name = moment.event != nullptr ? std::string_view(moment.event->name) : std::string_view();
    if (running_ && !expected) note_breach(moment.at);
    note_promise(moment);
    if (running_ && contains(target_.stops, name)) end(moment, clock_.breached_at ? Outcome::missed : Outcome::met);
    if (running_ && !moment.live) {
      clock_.cancelled_because = "item " + std::string(moment.state);
      end(moment, Outcome::cancelled);
    }
    const bool starts = !running_ && moment.event != nullptr && moment.live && contains(target_.starts, name);
    if (starts) start(moment);
    if (running_ && !starts && moment.retargets) retarget(moment);
    if (running_) set_pause(moment);
  }

  void start(const work::Moment& moment) {
    const LimitRow* row = match(target_, *moment.attributes);
    if (row == nullptr) {
      out_.not_promised.push_back({&target_, moment.event->seq});
      return;
    }
    clock_ = Clock{};
    clock_.target = &target_;
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
    if (moment.event == nullptr || moment.event->step != "promise" || moment.event->fields.get("target") != target_.id) return;
    promised_ = time_in(moment.event->fields, "by");
    promised_while_running_ = running_;
  }

  // The instant that is promised instead of a span: the last promise made while the clock ran; for a row `by` also one
  // made before, else what its field says.
  std::optional<Instant> promise_for(const LimitRow* row, const work::Moment& moment) const {
    if (promised_ && (promised_while_running_ || row->kind == LimitRow::Kind::by)) return promised_;
    if (row->kind != LimitRow::Kind::by) return std::nullopt;
    std::optional<Instant> found = time_in(*moment.attributes, row->field);
    for (const work::Event& event : history_.events) {
      if (const auto said = time_in(event.fields, row->field)) found = said;
      if (&event == moment.event) break;
    }
    return found;
  }

  void retarget(const work::Moment& moment) {
    const LimitRow* row = match(target_, *moment.attributes);
    if (row == nullptr) {
      clock_.cancelled_because = "not promised any more";
      end(moment, Outcome::cancelled);
      return;
    }
    const std::optional<Instant> promise = promise_for(row, moment);
    if (row == clock_.row && promise == promise_) return;
    clock_.row = row;
    promise_ = promise;
    clock_.term = moment.event->seq;
    clock_.term_at = moment.at;
    set_due();
  }

  void set_pause(const work::Moment& moment) {
    const std::string why = pause_reason(target_, moment);
    const bool paused = !clock_.pauses.empty() && !clock_.pauses.back().to;
    if (paused && clock_.pauses.back().why == why) return;
    if (paused) clock_.pauses.back().to = moment.at;
    if (!why.empty()) {
      clock_.pauses.push_back({moment.at, std::nullopt, why, moment.hold ? moment.hold->by : std::string()});
    }
    if (paused || !why.empty()) set_due();
  }

  void set_due() {
    clock_.promised = promise_.has_value();
    Due due;
    if (promise_) {
      due.at = promise_;
    } else {
      switch (clock_.row->kind) {
        case LimitRow::Kind::within:
          due = clock_.row->span.unit == Unit::working_second ? due_in_working_time(clock_, calendar_)
                                                              : due_in_days(clock_, calendar_);
          break;
        case LimitRow::Kind::by: break;
        case LimitRow::Kind::before:
          if (const auto date = date_of_row()) due.at = calendar_.ahead_of(*date, clock_.row->span);
          break;
      }
    }
    // Never earlier than the event that set it.
    if (due.at && clock_.term != clock_.start_seq) due.at = std::max(*due.at, clock_.term_at);
    clock_.due_at = due.at;
    clock_.remaining = due.remaining;
  }

  std::optional<Instant> date_of_row() const {
    for (const work::Event& event : history_.events) {
      if (event.seq == clock_.start_seq) return time_in(event.fields, clock_.row->field);
    }
    return std::nullopt;
  }

  void note_breach(Instant now) {
    if (!clock_.breached_at && clock_.due_at && clock_.passed(*clock_.due_at, now)) clock_.breached_at = clock_.due_at;
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
  const Target& target_;
  const WorkingCalendar& calendar_;
  Evaluation& out_;
  Clock clock_;
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
    case Outcome::cancelled: return "cancelled";
  }
  return {};
}

std::optional<Instant> Clock::overdue_from() const {
  if (!due_at) return std::nullopt;
  return passed(*due_at, *due_at) ? *due_at : *due_at + Seconds{1};
}

Evaluation evaluate(const work::History& history, std::string_view kind, const std::vector<Target>& targets,
                    const calendar::Calendars& calendars) {
  Evaluation result;
  for (const Target& target : targets) {
    if (target.on == kind) Run(history, target, calendars.at(target.calendar), result).over(history.moments);
  }
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
