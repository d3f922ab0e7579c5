// SPDX-License-Identifier: MIT
#include "escalation/alert.h"

#include <algorithm>

namespace svc::escalation {
namespace {

bool is_breach(const Rung& rung) { return rung.at.kind == RungAt::Kind::due || rung.at.kind == RungAt::Kind::after; }

class Decider {
 public:
  Decider(const ClockState& clock, const Ladder& ladder, const std::vector<Said>& said)
      : clock_(clock), ladder_(ladder), said_(said) {}

  // Whether the entry at `position` or a later one was said. Rungs that were reached when the term opened are settled by
  // what was said in earlier terms, too.
  bool settled(size_t position) const {
    const bool at_opening = clock_.schedule[position].at <= clock_.term_at;
    return std::any_of(said_.begin(), said_.end(), [&](const Said& alert) {
      return (alert.term == clock_.term || at_opening) && place_of(alert.rung) >= static_cast<int>(position);
    });
  }

  bool was_said(int rung, int repeat) const {
    const std::string& text = ladder_.rungs[static_cast<size_t>(rung)].at.text;
    return std::any_of(said_.begin(), said_.end(), [&](const Said& alert) {
      return alert.term == clock_.term && alert.rung == text && alert.repeat == repeat;
    });
  }

  // What was acknowledged in an earlier term stays so for a rung that was reached by then.
  bool acknowledged(const Reached& entry) const {
    const std::string& text = ladder_.rungs[static_cast<size_t>(entry.rung)].at.text;
    return std::any_of(said_.begin(), said_.end(), [&](const Said& alert) {
      return (alert.term == clock_.term || entry.at <= clock_.term_at) && alert.rung == text && alert.acknowledged;
    });
  }

 private:
  int place_of(const std::string& rung) const {
    for (size_t i = 0; i < clock_.schedule.size(); ++i) {
      if (ladder_.rungs[static_cast<size_t>(clock_.schedule[i].rung)].at.text == rung) return static_cast<int>(i);
    }
    return -1;
  }

  const ClockState& clock_;
  const Ladder& ladder_;
  const std::vector<Said>& said_;
};

}  // namespace

std::vector<std::string> passed_over(const Decision::Raise& raise, const Ladder& ladder) {
  std::vector<std::string> texts;
  for (const int rung : raise.passed_over) texts.push_back(ladder.rungs[static_cast<size_t>(rung)].at.text);
  return texts;
}

std::vector<std::string> notified(const Decision::Raise& raise, const Ladder& ladder) {
  std::vector<std::string> people = ladder.rungs[static_cast<size_t>(raise.rung)].notify;
  for (const int rung : raise.passed_over) {
    const auto& notify = ladder.rungs[static_cast<size_t>(rung)].notify;
    people.insert(people.end(), notify.begin(), notify.end());
  }
  return people;
}

Decision decide(const ClockState& clock, const Ladder& ladder, const calendar::WorkingCalendar& calendar,
                const std::vector<Said>& said, Instant now) {
  Decision decision;
  const Decider decider(clock, ladder, said);
  const Instant until = std::min(now, clock.stopped_at.value_or(now));
  std::optional<size_t> highest;
  for (size_t i = 0; i < clock.schedule.size(); ++i) {
    const Reached& entry = clock.schedule[i];
    const bool counts = clock.open || (clock.breached && is_breach(ladder.rungs[static_cast<size_t>(entry.rung)]));
    if (entry.at <= until && counts) highest = i;
    if (entry.at > until && clock.open && !decision.wake) decision.wake = entry.at;
  }
  if (!highest) return decision;

  const Reached& top = clock.schedule[*highest];
  const Rung& rung = ladder.rungs[static_cast<size_t>(top.rung)];
  if (!decider.settled(*highest)) {
    Decision::Raise raise{.rung = top.rung, .repeat = 0, .at = top.at, .passed_over = {}};
    for (size_t i = 0; i < *highest; ++i) {
      if (!decider.settled(i)) raise.passed_over.push_back(clock.schedule[i].rung);
    }
    decision.raise = std::move(raise);
  }
  if (!clock.open || !rung.every || decider.acknowledged(top)) return decision;

  const Repeat repeat = latest_repeat(rung, top.at, calendar, now);
  // A late run says a rung once, however many of its repeats have gone by.
  const bool due = repeat.number > 0 && !decision.raise && !decider.was_said(top.rung, repeat.number);
  if (due && !clock.paused) decision.raise = {.rung = top.rung, .repeat = repeat.number, .at = repeat.at, .passed_over = {}};
  if (repeat.next) decision.wake = decision.wake ? std::min(*decision.wake, *repeat.next) : *repeat.next;
  return decision;
}

}  // namespace svc::escalation
