// SPDX-License-Identifier: MIT
// Which rows follow from an item's events? The item's own, its clocks', and when the escalation must wake for them.
#pragma once

#include "desk/picture.h"
#include "escalation/alert.h"

namespace svc::desk {

// The item's row as its history has it.
void project_item(const Picture& picture, store::ItemRow& row);
// The row of a clock, without its id.
store::ClockRow project_clock(const Picture& picture, const sla::Clock& clock);

// "0:1771000000 1:1771000360": what is kept of a clock's schedule.
std::string schedule_text(const std::vector<escalation::Reached>& schedule);
// With `after`, only what is reached later.
std::vector<escalation::Reached> schedule_from(const std::string& text, std::optional<Instant> after = std::nullopt);

// "met due=… stopped=… breached=-": a finished clock in the fields of the event that stopped it, under the name
// "clock:TARGET:START".
std::string result_name(const store::ClockRow& row);
std::string result_text(const store::ClockRow& row);
// The inverse: the row gets what such a text says.
void set_result(const std::string& text, store::ClockRow& row);

// What a step that svc took itself when this clock fell due carries in work::timed_field, and whether it took it: once, even if that was struck.
std::string timed_name(const sla::Clock& clock);
bool was_timed(const Picture& picture, const sla::Clock& clock);
work::Event timed_event(const sla::Clock& clock, Instant at, Instant recorded_at, int seq);

// What must be said of a clock on record, in the light of what was said.
escalation::Decision decide_for(Session& session, const store::ClockRow& row, const std::vector<store::AlertRow>& alerts);
// An alert, by what it says of which clock.
struct AlertKey {
  std::string target;
  int start_seq = 0;
  int term = 0;
  std::string rung;
  Instant rung_at, raised_at;
};
// Whether its rung is reached when only what happened up to then is looked at.
bool still_reached(const Picture& picture, const AlertKey& alert);
// Whether an alert is about the end of a hold, not about a clock; its start_seq is then the event that held.
bool is_about_hold(std::string_view target);
std::string target_of_hold(const work::CappedHold& hold);
inline constexpr const char* hold_rung = "max";
const std::vector<std::string>& told_of_hold();
// Holds that their cap ends or ended, of which nobody was told, in the order of time.
std::vector<work::CappedHold> untold_holds(Session& session, const Picture& picture);
// When a message of this ladder may go out: now, or at the next opening of the ladder's hours.
Instant delivery_opening(Session& session, const std::string& ladder);
// The event that stops a clock carries its result; one that changes a finished clock carries the old and the new, and
// the old alone of a clock that is no more. `fresh` are the events that are being recorded.
void carry_results(Session& session, const Picture& picture, std::vector<work::Event>& fresh);

struct Change {
  bool fresh = false;          // the item was inserted as project_item has it, and has no clocks yet
  bool rewrites_past = false;  // a late or struck event: finished clocks may change, alerts may be void
  bool evidence = false;       // an import: rungs that the terms it opened have reached are passed over
  bool moved = false;          // other rules: rungs that they place before now are passed over
  bool alert_past = false;     // … unless the highest of each clock is to be raised
};
// Writes a new item with its events and all that follows from them. `picture` is of these events; its row gets the id.
void insert_fresh(Session& session, Picture& picture, const std::vector<work::Event>& events, Change change);
// Writes what changed between the rows on record and the picture.
void project(Session& session, const Picture& picture, const Change& change);
// Puts one more event of an item on record, with the results that it carries and all that follows; `picture` has it in.
void record_event(Session& session, const Picture& picture, const work::Event& event, const Change& change);

}  // namespace svc::desk
