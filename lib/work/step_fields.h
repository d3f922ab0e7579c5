// SPDX-License-Identifier: MIT
// Which steps does every kind of item have, and what is said with those that several have? Only the tables of work/ include
// this header.
#pragma once

#include <algorithm>
#include <array>

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
    {"by", FieldKind::time, true, "the instant that was promised", {}, still_to_come},
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

inline constexpr FieldRule log_fields[]{
    {"channel", FieldKind::word, true, "by which channel", "phone fax mail web letter chat visit"},
    {"person", FieldKind::person, true, "with whom of the customer's"},
    {"direction", FieldKind::word, false, "whether the customer turned to us, or we to him", "in out"},
    {"number", FieldKind::person, false, "the number or address"},
};

inline constexpr FieldRule attach_fields[]{
    {"file", FieldKind::file, true, "what is attached, such as a scan of a signed form"},
    {"form", FieldKind::word, false, "the form that it is a signed copy of: service-report …"},
};

// A lifecycle's own steps, and those that every kind of item has.
template <size_t Count>
constexpr auto with_common(const Step (&own)[Count], std::string_view live, std::string_view any) {
  const Step common[]{
      {"assign", "", "assigned", live, "", Effect::assign, "", assign_fields, "give it to an engineer or a team"},
      {"note", "", "noted", any, "", Effect::none, "", note_fields, "write something down"},
      {"log", "", "corresponded", any, "", Effect::none, "", log_fields, "a call, fax, mail or the like with the customer"},
      {"attach", "", "attached", any, "", Effect::none, "", attach_fields, "keep a file with it"},
      {"hold", "", "held", live, "", Effect::hold, "", hold_fields, "wait for somebody else"},
      {"resume", "", "resumed", live, "", Effect::resume, "", {}, "the wait is over"},
      {"promise", "", "promised", live, "", Effect::promise, "", promise_fields, "promise the customer an instant"},
      {"strike", "", "struck", any, "", Effect::strike, "", strike_fields, "an event was recorded in error"},
      {"link", "", "linked", any, "", Effect::link, "", link_fields, "it belongs to another item"},
  };
  std::array<Step, Count + std::size(common)> all{};
  std::copy(std::begin(common), std::end(common), std::copy(std::begin(own), std::end(own), all.begin()));
  return all;
}

}  // namespace svc::work
