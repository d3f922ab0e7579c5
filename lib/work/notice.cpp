// SPDX-License-Identifier: MIT
// The notice lifecycle: what is discontinued (requirements §3.16, B-eol).
#include "work/notice.h"

#include <array>

#include "work/step_fields.h"

namespace svc::work {
namespace {

constexpr std::array<std::string_view, 4> states{"open", "told", "covered", "cancelled"};
constexpr std::string_view live = "open";
constexpr std::string_view any = "open told covered cancelled";

using enum FieldKind;

constexpr FieldRule open_fields[]{
    {"title", text, true, "what the customer must be told, in one line"},
    {"customer", record, false, "who must be told, e.g. C-7"},
    {"contract", record, false, "the contract that it comes under"},
    {"part", record, false, "what is discontinued"},
    {"eol", time, false, "when it is not to be had any more"},
    {"substitute", word, false, "the part that takes its place"},
    {"duty", word, false, "what is owed: notice ahead, or an equal substitute", "notice substitute"},
    {"asset", record, false, "the equipment that it is about"},
    {"due", time, false, "by when the customer must know"},
    {"team", FieldKind::team, false, "the team that tells"},
    {"assignee", contact, false, "who tells"},
    {"parent", item, false, "the item that this one belongs to"},
};
constexpr FieldRule tell_fields[]{
    {"person", person, false, "who was told"},
    {"channel", word, false, "phone, fax, mail, letter …"},
};
constexpr FieldRule change_fields[]{
    {"eol", time, false, "when it really is not to be had any more"},
    {"duty", word, false, "what is really owed", "notice substitute"},
    {"substitute", word, false, "the part that takes its place"},
};

constexpr Step own_steps[]{
    {"open", "", "opened", "", "open", Effect::open, "", open_fields, "a customer is to be told something"},
    {"begin", "", "begun", live, "", Effect::none, "", {}, "the period begins in which it is owed"},
    {"cover", "", "covered", live, "covered", Effect::end, "", cover_fields, "another notice counts for it"},
    {"tell", "", "told", live, "told", Effect::end, "", tell_fields, "the customer knows"},
    {"change", "", "changed", live, "", Effect::change, "", change_fields, "correct the date or another attribute"},
    {"cancel", "", "cancelled", live, "cancelled", Effect::end, "", reason_fields, "it is not owed any more"},
};
constexpr auto steps = with_common(own_steps, live, any);

}  // namespace

const Lifecycle notice_lifecycle{"notice", "notice", "N", states, live, steps};

}  // namespace svc::work
