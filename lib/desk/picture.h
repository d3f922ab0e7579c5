// SPDX-License-Identifier: MIT
// How does an item stand? Its row, its history and its clocks, computed from its events under the rules that it
// pinned.
#pragma once

#include "desk/session.h"
#include "message.h"
#include "sla/view.h"

namespace svc::desk {

// The rules that an item lives under from an event on.
struct Ruling {
  int from = 1;
  std::int64_t revision = 0;  // 0: not on record
  const Pinned* pinned = nullptr;
};

struct Picture {
  store::ItemRow row;
  std::vector<Ruling> rulings;     // in the order of their coming into force
  const Pinned* pinned = nullptr;  // the last of them
  std::string id;  // "T-12"
  std::string title;
  work::History history;
  sla::Evaluation evaluation;

  const calendar::WorkingCalendar& calendar_of(const sla::Clock& clock) const {
    return rulings[clock.regime].pinned->calendars.at(clock.target->calendar);
  }
  // nullptr: nobody is told.
  const escalation::Ladder* ladder_of(const sla::Clock& clock) const {
    return rulings[clock.regime].pinned->rules.find_ladder(clock.target->ladder);
  }
};

// The item of an id. Throws Error{not_found}.
store::ItemRow find_item(Session& session, std::string_view id, std::string_view kind = {});

// The rules that an item was opened under, and those that it was moved to, as its events say; `revision` is that of its row.
// They are not read yet.
std::vector<Ruling> rulings_said(const std::vector<work::Event>& events, std::int64_t revision);
// The same, read.
std::vector<Ruling> rulings_of(Session& session, const store::ItemRow& row, const std::vector<work::Event>& events);
// What the event by which rules came into force seals of them; "" for nothing.
std::string sealed_rules(const std::vector<work::Event>& events, int from);

// Fills in history and evaluation of a picture whose row and id are set: what its events make of it under these rules.
void fold_under(std::vector<Ruling> rulings, std::vector<work::Event> events, int recording, Picture& picture);
// Folds the events of an item under its pinned rules. `recording` as in work::fold.
Picture picture_of(Session& session, store::ItemRow row, std::vector<work::Event> events, int recording = 0);
Picture look(Session& session, std::string_view id, std::string_view kind = {});

// Throws Error{refused}: "cannot take step 'close' on T-1: " and why.
[[noreturn]] void refuse_step(const Picture& picture, const work::Event& event, const Message& why, const Message& hint);

}  // namespace svc::desk
