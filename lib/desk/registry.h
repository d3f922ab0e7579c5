// SPDX-License-Identifier: MIT
// Who and what is it about? Records of the registry are added, changed and retired here, each change one event; and
// what an item takes from them when it is opened: customer, contract, profile, warranty, what was bought.
//
//   add_record(session, *registry::find_type("asset"), {.id = "A-1", .values = {{"serial", "0451"}}});
#pragma once

#include "desk/picture.h"
#include "registry/record.h"
#include "registry/warranty.h"

namespace svc::desk {

struct RecordEntry {
  std::string id;
  std::string by, typed_by;   // "" for by: as typed_by
  std::optional<Instant> at;  // none: now
  std::string reason;
  work::Fields values;        // as the type's table names them, checked here; lists have a value a line
  std::vector<std::string> cleared;  // attributes that an edit takes away
};

// Each throws Error{usage} for a value that is none, Error{not_found} for a reference to nothing, Error{refused} for what
// does not fit what is on record: an id or a serial that is taken, dates in the wrong order, another customer's equipment,
// an attribute that an open item has taken over.
void add_record(Session& session, const registry::RecordType& type, const RecordEntry& entry);
void edit_record(Session& session, const registry::RecordType& type, const RecordEntry& entry);
void retire_record(Session& session, const registry::RecordType& type, const RecordEntry& entry);
// Something for the file of an asset: a training, a changed configuration.
void note_record(Session& session, const registry::RecordType& type, const RecordEntry& entry, const std::string& what, const std::string& note);
// Puts one event on a record's log, and its fold on record.
void append_to(Session& session, registry::Record& record, work::Event event);
work::Event record_event(const Session& session, const RecordEntry& entry, std::string_view step);

// Throws Error{not_found}; with `usable`, Error{refused} for one that is retired.
registry::Record require_record(Session& session, const std::string& type, const std::string& id, bool usable = true);

// --- items ---

// What an item is opened under.
struct Opening {
  std::string profile;
  std::string calendar;  // the contract's, or ""
};
// Completes the fields of an event that opens an item: the customer of its asset, the contract, where the part comes from.
// `profile`: "" for the contract's, else the default. Throws as add_record, and Error{usage} with a list if it is not clear
// which contract holds.
Opening complete_opening(Session& session, std::string_view kind, const std::string& profile, work::Event& event);
// The verdict on who pays, and what the package says of the step; `attributes` are the item's before it. Remarks of the
// session tell what the typist must know.
void complete_step(Session& session, const std::string& id, std::string_view kind, const registry::Terms& terms,
                   const work::Fields& attributes, work::Event& event);
// Throws Error{refused} for an approval by somebody who may not give it, where the registry says who may.
void require_approver(Session& session, const std::string& customer, const std::string& step, const std::string& name);

// What the terms say of an asset on a date.
registry::Verdict verdict_on(Session& session, const registry::Terms& terms, const registry::Record& asset,
                             const std::string& contract, Date on, const std::string& cause);
// Repairs of an asset that are over, in the order of their return.
std::vector<registry::Repair> repairs_of(Session& session, const std::string& asset);

}  // namespace svc::desk
