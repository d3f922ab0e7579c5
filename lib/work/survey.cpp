// SPDX-License-Identifier: MIT
// The survey lifecycle: requirements §3.7.
#include "work/survey.h"

#include <array>

#include "work/step_fields.h"

namespace svc::work {
namespace {

constexpr std::array<std::string_view, 5> states{"draft", "sent", "closed", "covered", "cancelled"};
constexpr std::string_view live = "draft sent";
constexpr std::string_view any = "draft sent closed covered cancelled";

using enum FieldKind;

constexpr FieldRule open_fields[]{
    {"title", text, true, "the theme"},
    {"questionnaire", word, false, "what is asked: a questionnaire of the profile; its only one, if it is not said"},
    {"duty", word, false, "the duty of the profile that it is made for, where there is more than one"},
    {"due", time, false, "by when it is owed"},
    {"team", FieldKind::team, false, "the team that it belongs to"},
    {"assignee", contact, false, "who sees to it"},
    {"parent", item, false, "the item that this one belongs to"},
};
constexpr FieldRule send_fields[]{
    {"sample", word, true, "the rule by which customers were chosen"},
    {"invited", word, true, "how many were invited"},
};
constexpr FieldRule remind_fields[]{
    {"reminded", word, true, "how many were reminded"},
};
constexpr FieldRule close_fields[]{
    {"result", text, false, "what it showed"},
};
constexpr FieldRule change_fields[]{
    {"questionnaire", word, false, "what is really asked"},
    {"due", time, false, "by when it is really owed"},
};

constexpr Step own_steps[]{
    {"open", "", "opened", "", "draft", Effect::open, "", open_fields, "customers are to be asked"},
    {"begin", "", "begun", live, "", Effect::none, "", {}, "the period begins in which it is owed"},
    {"send", "", "sent", "draft sent", "sent", Effect::none, "", send_fields, "customers are asked, each with a token of their own"},
    {"remind", "", "reminded", "sent", "", Effect::none, "", remind_fields, "those who have not answered are asked again"},
    {"close", "", "closed", "sent", "closed", Effect::end, "", close_fields, "nobody is waited for any more, and nobody is left dissatisfied"},
    {"cover", "", "covered", "draft", "covered", Effect::end, "", cover_fields, "another survey counts for its period"},
    {"change", "", "changed", "draft", "", Effect::change, "", change_fields, "correct an attribute"},
    {"cancel", "", "cancelled", "draft", "cancelled", Effect::end, "", reason_fields, "nobody is asked"},
};
constexpr auto steps = with_common(own_steps, live, any);

}  // namespace

const Lifecycle survey_lifecycle{"survey", "survey", "S", states, live, steps};

}  // namespace svc::work
