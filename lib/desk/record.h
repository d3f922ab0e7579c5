// SPDX-License-Identifier: MIT
// Something happened: put it on record. One event, checked against lifecycle, gates and promises, with all that
// follows from it, in one transaction.
//
//   record_step(session, "T-1", {.step = "contact", .by = "liu"});
#pragma once

#include "desk/picture.h"
#include "desk/projection.h"

namespace svc::desk {

struct Attachment {
  std::string name;     // as the file was called, without folders
  std::string content;
};

struct Entry {
  std::string step;
  std::string flag;           // the row of the verb that a flag selects, "" for the plain one
  std::string by, typed_by;   // "" for by: as typed_by
  std::optional<Instant> at;  // late entry; none: now
  std::string reason;         // of a late entry or a waiver
  std::vector<std::string> waive;
  work::Fields fields;        // as the step's table names them; checked here
  work::Fields texts;
  std::optional<Attachment> attachment;
};

struct OpenRequest {
  std::string kind = "ticket";
  std::string profile;  // "": the only one of the user's own, else telecom
  Entry entry;
};

// Opens an item and returns its id. Throws Error{not_found} for a profile, type, severity, customer, contact or team
// that does not exist, Error{refused} for what the rules forbid.
std::string open_item(Session& session, const OpenRequest& request);

// Records a step on an item. Throws as open_item, and names the first event that a late entry makes illegal.
void record_step(Session& session, std::string_view kind, std::string_view id, const Entry& entry);

// Takes the step that a clock's target names under `then`, as due now. What the item does not allow is left out: a
// gate, or a state that it has left.
void take_timed_step(Session& session, const store::ClockRow& row);

// Throws Error{usage} for a text that is empty, too long, or holds what no terminal must get.
void require_text(const std::string& option, const std::string& value);
// Throws Error{not_found} for a contact that is not configured; where none are, any name is taken at its word.
void require_contact(const Session& session, const std::string& option, const std::string& name);
// The assignee's first team is kept with the event: where he belongs may change later.
void keep_team_of_assignee(const escalation::Directory& directory, work::Event& event);
// Notes the gates that are passed all the same. Throws Error{not_found} for a gate that there is not, Error{refused} for
// one that cannot be waived.
void set_waived(const work::Rules& rules, std::string_view kind, const std::vector<std::string>& gates, work::Event& event);
// Throws Error{usage} for a time that is still to come (FieldRule::to_come) and lies more than 24 hours before the event: last year's
// number is soon written in January.
void require_to_come(const work::Step& step, const work::Event& event, const Zone& zone);
// Throws Error{refused} for an event of more than 24 hours ago without a reason.
void require_reason_if_late(const work::Event& event, Instant now);
// Throws Error{not_found} for a contact or a team that the directory does not have, if it has any.
void require_people(const escalation::Directory& directory, const work::Step& step, const work::Event& event);
// Throws Error{not_found} for a type, severity or target that the rules do not have.
void require_declared(const escalation::Rules& rules, const work::Event& event);
// Whether a strike, if the event is one, strikes what can be struck among the events before it. Throws Error{not_found},
// Error{refused}.
void require_strikable(const std::vector<work::Event>& events, const work::Event& strike, const std::string& id);
// What a target itself forbids: stopping it too early, closing while it runs. Throws Error{refused}.
void require_targets_allow(const Picture& picture, const work::Event& event, const Zone& zone);

// The profile that an item is opened under if none is named. Throws Error{usage} if that is not clear.
std::string default_profile(const config::Configuration& config);

// The steps that an item may take now, with the gates that still hold it back.
struct PossibleStep {
  const work::Step* step = nullptr;
  std::string missing;  // "" or what a gate still needs
};
std::vector<PossibleStep> possible_steps(const Picture& picture);

}  // namespace svc::desk
