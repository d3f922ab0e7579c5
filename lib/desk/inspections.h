// SPDX-License-Identifier: MIT
// What does an inspection look at, and what was found? Its checklist, item by item, with what is known of the machine.
//
//   power: "-53.5V" of sensor -75 to 0 V, within -57 to -43 V → pass; sign, with 'alarms' unchecked → refused
#pragma once

#include "desk/picture.h"

namespace svc::desk {

// One item of a sheet, as it was checked last.
struct SheetLine {
  work::ChecklistItem item;
  const work::Event* checked = nullptr;  // of the picture; null: not yet
  const work::Event* finding = nullptr;  // the last about it

  std::string result() const { return checked == nullptr ? std::string() : checked->fields.get("result"); }
};
// In the order of the checklist, then what was checked beyond it. Empty for an inspection without a checklist.
std::vector<SheetLine> sheet_of(const Picture& picture);
// Tickets about the same asset, the newest first, but for those that the inspection itself opened.
std::vector<store::ItemRow> past_faults(Session& session, const Picture& picture);

// Completes what is said with a step: the checklist of the duty, what a reading means, the ticket that a finding opens.
// `attributes` are those of the item before it. Throws Error{usage} for a reading that is none, Error{not_found} for an item that the checklist does not
// have, Error{refused} for what a sensor cannot show.
void complete_inspection(Session& session, const store::ItemRow& row, const escalation::Rules& rules, const work::Fields& attributes, work::Event& event);
// `picture` has the event in. Throws Error{refused} for a report that is signed before everything was checked, or that says
// nothing of what failed.
void require_inspection_allows(const Picture& picture, const work::Event& event);
// Where the last of the events changed the machine's version, that goes into the registry; where it struck such a change, the
// typist is told what the registry still says.
void enter_configuration(Session& session, const store::ItemRow& row, const std::vector<work::Event>& events);

}  // namespace svc::desk
