// SPDX-License-Identifier: MIT
// What is said with the steps that more than one lifecycle has? Only the tables of work/ include this header.
#pragma once

#include "work/lifecycle.h"

namespace svc::work {

inline constexpr FieldRule assign_fields[]{
    {"to", FieldKind::contact, false, "the engineer that takes it"},
    {"team", FieldKind::team, false, "the team that takes it"},
};
inline constexpr FieldRule note_fields[]{
    {"note", FieldKind::text, true, "what is worth knowing"},
};
inline constexpr FieldRule reason_fields[]{
    {"reason", FieldKind::text, true, "why"},
};
inline constexpr FieldRule hold_fields[]{
    {"reason", FieldKind::word, true, "whom or what we wait for: customer, vendor, spares …"},
    {"until", FieldKind::time, false, "when the hold ends by itself"},
};
// Without --cover, the registry and the profile decide.
inline constexpr FieldRule verdict_fields[]{
    {"cause", FieldKind::word, false, "what the fault came from: an exclusion of the profile's warranty, or another cause"},
    {"cover", FieldKind::word, false, "who pays, if a human decides otherwise, with --reason", "free at-cost not-covered"},
    {"reason", FieldKind::text, false, "why it is decided otherwise"},
};
inline constexpr FieldRule promise_fields[]{
    {"target", FieldKind::target, true, "the target that the promise is about"},
    {"by", FieldKind::time, true, "the instant that was promised"},
};
inline constexpr FieldRule strike_fields[]{
    {"event", FieldKind::event, true, "the number of the event that never happened"},
    {"reason", FieldKind::text, true, "why it is struck"},
};
inline constexpr FieldRule cover_fields[]{
    {"of", FieldKind::item, true, "the item by which this one is done, too"},
};
inline constexpr FieldRule link_fields[]{
    {"parent", FieldKind::item, true, "the item that this one belongs to"},
};

}  // namespace svc::work
