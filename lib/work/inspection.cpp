// SPDX-License-Identifier: MIT
// The inspection lifecycle: requirements §3.10.
#include "work/inspection.h"

#include <array>

#include "work/step_fields.h"

namespace svc::work {
namespace {

constexpr std::array<std::string_view, 8> states{"open", "planned", "announced", "on-site", "signed", "filed", "covered", "cancelled"};
constexpr std::string_view live = "open planned announced on-site signed";
constexpr std::string_view ahead = "open planned announced";
constexpr std::string_view any = "open planned announced on-site signed filed covered cancelled";

using enum FieldKind;

constexpr FieldRule open_fields[]{
    {"title", text, true, "what is inspected, in one line"},
    {"customer", record, false, "whose it is, e.g. C-7"},
    {"asset", record, false, "the equipment that is inspected"},
    {"contract", record, false, "the contract that it comes under"},
    {"model", word, false, "the model of the equipment; the registry knows it of an asset"},
    {"region", word, false, "where it is; the registry knows it of an asset or a customer"},
    {"duty", word, false, "the duty of the profile that it is done for, where there is more than one"},
    {"due", time, false, "by when it is owed"},
    {"checklist", word, false, "what is checked, if not as the duty says"},
    {"team", FieldKind::team, false, "the team that goes"},
    {"assignee", contact, false, "who goes"},
    {"parent", item, false, "the item that this one belongs to"},
};
constexpr FieldRule plan_fields[]{
    {"on", time, true, "when the engineer is to be there", {}, still_to_come},
    {"engineer", contact, true, "who goes"},
    {"with", person, false, "who else is needed there"},
    {"items", text, false, "what is to be looked at, apart from the checklist"},
};
constexpr FieldRule agree_fields[]{
    {"agreed-by", approver, true, "the customer's person who agrees to the time"},
};
constexpr FieldRule announce_fields[]{
    {"person", person, true, "who was told that we come"},
    {"channel", word, false, "phone, fax, mail, letter …"},
};
constexpr FieldRule arrive_fields[]{
    {"signed-by", approver, true, "the customer's person in charge who signed the application report"},
    {"form", word, false, "the number of the signed form"},
};
constexpr FieldRule check_fields[]{
    {"item", word, true, "the item of the checklist: power, alarms, past-faults …"},
    {"result", word, false, "how it was found, where nothing is read off", "pass fail not-applicable"},
    {"reading", word, false, "what was read off, with its unit, such as -53.5V"},
};
constexpr FieldRule finding_fields[]{
    {"finding", text, true, "what was found"},
    {"cause", text, true, "what it comes from"},
    {"advice", text, true, "what should be done about it"},
    {"item", word, false, "the item of the checklist that it is about"},
    {"ticket", item, false, "the ticket that deals with it"},
    {"open-ticket", flag, false, "open a ticket for it"},
};
constexpr FieldRule configuration_fields[]{
    {"change", text, true, "what of its configuration was changed"},
    {"version", word, false, "the version of its software from now on"},
};
constexpr FieldRule sign_fields[]{
    {"signed-by", approver, true, "the customer's person who signed the report"},
    {"form", word, false, "the number of the signed form"},
    {"for", word, false, "the period that it counts for, if not the one that it was done in: 2026Q1"},
};
constexpr FieldRule file_fields[]{
    {"with", person, false, "where the report is kept: the customer's operations department"},
};
constexpr FieldRule change_fields[]{
    {"customer", record, false, "the customer whose it is"},
    {"asset", record, false, "the equipment concerned"},
    {"due", time, false, "by when it is really owed"},
    {"checklist", word, false, "what is really checked"},
};

constexpr Step own_steps[]{
    {"open", "", "opened", "", "open", Effect::open, "", open_fields, "equipment is to be inspected"},
    {"begin", "", "begun", live, "", Effect::none, "", {}, "the period begins in which it is owed"},
    {"plan", "", "planned", ahead, "planned", Effect::none, "", plan_fields, "it is settled who goes, and when"},
    {"agree", "", "time-agreed", ahead, "", Effect::none, "", agree_fields, "the customer agrees to the time"},
    {"announce", "", "announced", "planned", "announced", Effect::none, "", announce_fields, "the customer is told that we come"},
    {"arrive", "", "arrived", "planned announced", "on-site", Effect::none, "", arrive_fields, "the engineer is there, the application report signed"},
    {"check", "", "checked", "on-site", "", Effect::none, "", check_fields, "an item of the checklist is looked at"},
    {"finding", "", "found", "on-site", "", Effect::none, "", finding_fields, "something is not as it should be"},
    {"configuration", "", "configuration-changed", "on-site", "", Effect::none, "", configuration_fields, "the configuration is changed, for its file"},
    {"sign", "", "report-signed", "on-site", "signed", Effect::none, "", sign_fields, "the customer signed the report"},
    {"file", "", "filed", "signed", "filed", Effect::end, "", file_fields, "the report is filed"},
    {"cover", "", "covered", ahead, "covered", Effect::end, "", cover_fields, "another inspection counts for its period"},
    {"change", "", "changed", live, "", Effect::change, "", change_fields, "correct an attribute"},
    {"cancel", "", "cancelled", live, "cancelled", Effect::end, "", reason_fields, "it is not owed any more"},
};
constexpr auto steps = with_common(own_steps, live, any);

}  // namespace

const Lifecycle inspection_lifecycle{"inspection", "inspect", "I", states, live, steps};

}  // namespace svc::work
