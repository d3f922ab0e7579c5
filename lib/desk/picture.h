// SPDX-License-Identifier: MIT
// How does an item stand? Its row, its history and its clocks, computed from its events under the rules that it
// pinned.
#pragma once

#include "desk/session.h"
#include "sla/view.h"

namespace svc::desk {

struct Picture {
  store::ItemRow row;
  const Pinned* pinned = nullptr;
  std::string id;  // "T-12"
  std::string title;
  work::History history;
  sla::Evaluation evaluation;

  const calendar::WorkingCalendar& calendar_of(const sla::Clock& clock) const {
    return pinned->calendars.at(clock.target->calendar);
  }
};

// The item of an id. Throws Error{not_found}.
store::ItemRow find_item(Session& session, std::string_view id, std::string_view kind = {});

// Fills in history and evaluation of a picture whose row and id are set: what its events make of it under these rules.
void fold_under(const Pinned& pinned, std::vector<work::Event> events, int recording, Picture& picture);
// Folds the events of an item under its pinned rules. `recording` as in work::fold.
Picture picture_of(Session& session, store::ItemRow row, std::vector<work::Event> events, int recording = 0);
Picture look(Session& session, std::string_view id, std::string_view kind = {});

}  // namespace svc::desk
