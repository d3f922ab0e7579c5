// SPDX-License-Identifier: MIT
// The training lifecycle: requirements §3.17.
#include "work/training.h"

#include <array>

#include "work/step_fields.h"

namespace svc::work {
namespace {

constexpr std::array<std::string_view, 4> states{"planned", "given", "filed", "cancelled"};
constexpr std::string_view live = "planned given";
constexpr std::string_view any = "planned given filed cancelled";

using enum FieldKind;

constexpr FieldRule open_fields[]{
    {"title", text, true, "what is taught, in one line"},
    {"customer", record, true, "whose people are trained, e.g. C-7"},
    {"site", record, false, "where"},
    {"contract", record, false, "the contract that it comes under"},
    {"course", word, false, "the course of the profile, which says who may take part"},
    {"on", time, false, "when it begins"},
    {"team", FieldKind::team, false, "the team that teaches"},
    {"assignee", contact, false, "who teaches"},
    {"parent", item, false, "the item that this one belongs to"},
};
constexpr FieldRule person_fields[]{
    {"person", record, true, "the customer's person, e.g. P-1"},
};
constexpr FieldRule drop_fields[]{
    {"person", record, true, "the customer's person, e.g. P-1"},
    {"reason", text, true, "why"},
};
constexpr FieldRule give_fields[]{
    {"teacher", contact, false, "who taught"},
    {"until", time, false, "when it ended"},
};
constexpr FieldRule absent_fields[]{
    {"absent", flag, true, "the person was not there"},
    {"person", record, true, "the customer's person, e.g. P-1"},
};
constexpr FieldRule certify_fields[]{
    {"person", record, true, "the customer's person, e.g. P-1"},
    {"until", word, false, "the last day of the certificate; the course may say how long it holds"},
    {"number", word, false, "the number of the certificate"},
};
constexpr FieldRule file_fields[]{
    {"form", word, false, "the number of the signed list"},
    {"with", FieldKind::person, false, "where it is kept"},
};
constexpr FieldRule change_fields[]{
    {"on", time, false, "when it really begins"},
    {"site", record, false, "where it really is"},
};

constexpr Step own_steps[]{
    {"open", "", "opened", "", "planned", Effect::open, "", open_fields, "people are to be trained"},
    {"enroll", "", "enrolled", "planned", "", Effect::none, "", person_fields, "somebody takes part"},
    {"drop", "", "dropped", "planned", "", Effect::none, "", drop_fields, "somebody does not take part after all"},
    {"give", "", "given", "planned", "given", Effect::none, "", give_fields, "it was given"},
    {"attend", "", "attended", "given", "", Effect::none, "", person_fields, "somebody was there"},
    {"attend", "absent", "missed", "given", "", Effect::none, "", absent_fields, "somebody was not there"},
    {"certify", "", "certified", "given filed", "", Effect::none, "", certify_fields, "somebody who was there gets a certificate"},
    {"file", "", "filed", "given", "filed", Effect::end, "", file_fields, "the list is filed"},
    {"change", "", "changed", live, "", Effect::change, "", change_fields, "correct an attribute"},
    {"cancel", "", "cancelled", "planned", "cancelled", Effect::end, "", reason_fields, "it is not given"},
};
constexpr auto steps = with_common(own_steps, live, any);

}  // namespace

const Lifecycle training_lifecycle{"training", "training", "L", states, live, steps};

}  // namespace svc::work
