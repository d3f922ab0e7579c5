// SPDX-License-Identifier: MIT
// The ticket lifecycle: intake and support tiers of requirements §3.1, §3.2.
#include "work/ticket.h"

#include <array>

#include "work/step_fields.h"

namespace svc::work {
namespace {

constexpr std::array<std::string_view, 6> states{"open", "active", "restored", "resolved", "closed", "cancelled"};
constexpr std::string_view live = "open active restored resolved";
constexpr std::string_view working = "open active restored";
constexpr std::string_view any = "open active restored resolved closed cancelled";

using enum FieldKind;

constexpr FieldRule open_fields[]{
    {"title", text, true, "what is wrong, in one line"},
    {"type", word, false, "fault, consultation, question … as the profile declares"},
    {"severity", word, false, "a severity of the profile; may be set later by 'change'"},
    {"customer", record, false, "who asks, e.g. C-7"},
    {"person", person, false, "the customer's contact person"},
    {"phone", person, false, "the number to call back"},
    {"channel", word, false, "phone, fax, mail, web …"},
    {"asset", record, false, "the equipment concerned"},
    {"contract", record, false, "the contract that it comes under"},
    {"model", word, false, "the model of the equipment; the registry knows it of an asset"},
    {"region", word, false, "where it is; the registry knows it of an asset or a customer"},
    {"team", FieldKind::team, false, "the team that takes it"},
    {"assignee", contact, false, "the engineer that takes it"},
    {"restore-by", time, false, "when it is to run again, as agreed with the customer"},
    {"parent", item, false, "the item that this one belongs to"},
};
constexpr FieldRule contact_fields[]{
    {"person", person, false, "whom we reached"},
    {"channel", word, false, "phone, fax, mail, web …"},
};
constexpr FieldRule attempt_fields[]{
    {"no-answer", flag, true, "nobody answered: an attempt, which stops nothing"},
    {"channel", word, false, "phone, fax, mail, web …"},
};
constexpr FieldRule answer_fields[]{
    {"person", person, false, "who got the answer"},
    {"channel", word, false, "phone, fax, mail, web …"},
};
constexpr FieldRule visit_fields[]{
    {"agreed", time, true, "when the engineer is to be there"},
    {"person", person, false, "with whom it was agreed"},
};
constexpr FieldRule told_fields[]{
    {"person", person, false, "who was told"},
};
constexpr FieldRule measures_fields[]{
    {"measures", text, false, "what the experts decided and did"},
};
constexpr FieldRule phone_failed_fields[]{
    {"consent", approver, true, "the customer's person who agrees to remote access"},
};
constexpr FieldRule onsite_fields[]{
    {"confirmed-by", approver, true, "the customer's person who confirms the need"},
};
constexpr FieldRule dispatch_fields[]{
    {"engineer", contact, true, "who goes"},
    {"eta", time, true, "when the engineer will be there"},
    {"transport", person, true, "by what transport"},
};
constexpr FieldRule arrive_fields[]{
    {"signed-by", approver, true, "the customer's person in charge who signed the service application report"},
    {"form", word, false, "the number of the signed form"},
};
constexpr FieldRule approve_fields[]{
    {"approved-by", approver, true, "the customer's person who approves"},
};
constexpr FieldRule restore_fields[]{
    {"restart", flag, false, "a reinstall or restart was part of it"},
};
constexpr FieldRule report_fields[]{
    {"signed-by", approver, true, "the customer's person who signed the service report"},
    {"form", word, false, "the number of the signed form"},
};
constexpr FieldRule resolve_fields[]{
    {"cause", text, false, "what was wrong"},
    {"remedy", text, false, "what was done"},
    {"prevention", text, false, "what keeps it from coming back"},
};
constexpr FieldRule confirm_fields[]{
    {"person", person, true, "the customer's person who is satisfied"},
};
constexpr FieldRule unsatisfied_fields[]{
    {"unsatisfied", flag, true, "the customer is not satisfied: work begins again, as a key problem"},
    {"person", person, true, "the customer's person who is not satisfied"},
    {"reason", text, true, "what is still wrong"},
};
constexpr FieldRule change_fields[]{
    {"type", word, false, "the type that it really has"},
    {"severity", word, false, "the severity that it really has"},
    {"customer", record, false, "the customer whose it is"},
    {"asset", record, false, "the equipment concerned"},
    {"restore-by", time, false, "when it is to run again, as agreed with the customer"},
};
constexpr FieldRule duplicate_fields[]{
    {"of", item, true, "the ticket that goes on"},
};

constexpr Step steps[]{
    {"open", "", "opened", "", "open", Effect::open, "tier=phone", open_fields, "take in a request"},
    {"assign", "", "assigned", live, "", Effect::assign, "", assign_fields, "give it to an engineer or a team"},
    {"note", "", "noted", any, "", Effect::none, "", note_fields, "write something down"},
    {"contact", "", "contacted", live, "active", Effect::none, "", contact_fields, "an engineer is in touch with the customer"},
    {"contact", "no-answer", "contact-attempted", live, "", Effect::none, "", attempt_fields, "an engineer tried to reach the customer"},
    {"answer", "", "answered", live, "", Effect::none, "", answer_fields, "the customer has a definite answer"},
    {"agree-visit", "", "visit-agreed", "open active", "active", Effect::none, "", visit_fields, "the customer agrees when somebody comes"},
    {"diagnose", "", "diagnosed", "open active", "active", Effect::none, "", told_fields, "the customer is told the diagnosis and what will be done"},
    {"plan", "", "plan-made", "open active", "", Effect::none, "", told_fields, "the customer has the plan for handling it"},
    {"declare-major", "", "major-declared", live, "", Effect::none, "", reason_fields, "it is a major technical problem"},
    {"measures", "", "measures-taken", live, "", Effect::none, "", measures_fields, "experts were convened, and measures are taken"},
    {"phone-failed", "", "phone-failed", "open active", "active", Effect::none, "", phone_failed_fields, "phone help failed, and the customer agrees to remote access"},
    {"remote", "", "remote-login", "open active", "active", Effect::none, "tier=remote", {}, "an engineer is logged in remotely"},
    {"remote-failed", "", "remote-failed", "open active", "active", Effect::none, "", {}, "remote help failed"},
    {"onsite", "", "onsite-confirmed", "open active", "active", Effect::none, "", onsite_fields, "the customer confirms that somebody must come"},
    {"dispatch", "", "dispatched", "open active", "active", Effect::none, "", dispatch_fields, "an engineer is on the way"},
    {"arrive", "", "arrived", "open active", "active", Effect::none, "tier=site", arrive_fields, "the engineer is on site, the application report signed"},
    {"approve-plan", "", "plan-approved", "open active", "", Effect::none, "", approve_fields, "the customer approves the plan"},
    {"approve-restart", "", "restart-approved", "open active", "", Effect::none, "", approve_fields, "the customer's maintenance department approves a restart"},
    {"restore", "", "restored", "open active", "restored", Effect::none, "", restore_fields, "service runs again"},
    {"report", "", "report-signed", live, "", Effect::none, "", report_fields, "the customer signed the service report"},
    {"resolve", "", "resolved", working, "resolved", Effect::none, "", resolve_fields, "the work is done"},
    {"confirm", "", "confirmed", "resolved", "", Effect::none, "", confirm_fields, "the customer is satisfied"},
    {"confirm", "unsatisfied", "reissued", "resolved", "active", Effect::reissue, "tier=phone", unsatisfied_fields, "the customer is not satisfied"},
    {"close", "", "closed", "resolved", "closed", Effect::end, "", {}, "nothing is left to do"},
    {"reopen", "", "reopened", "resolved closed", "active", Effect::reissue, "tier=phone", reason_fields, "it was not over"},
    {"hold", "", "held", live, "", Effect::hold, "", hold_fields, "wait for somebody else"},
    {"resume", "", "resumed", live, "", Effect::resume, "", {}, "the wait is over"},
    {"verdict", "", "verdict-given", live, "", Effect::change, "", verdict_fields, "it is decided who pays"},
    {"change", "", "changed", live, "", Effect::change, "", change_fields, "correct type, severity or another attribute"},
    {"promise", "", "promised", live, "", Effect::promise, "", promise_fields, "promise the customer an instant"},
    {"strike", "", "struck", any, "", Effect::strike, "", strike_fields, "an event was recorded in error"},
    {"link", "", "linked", any, "", Effect::link, "", link_fields, "it belongs to another item"},
    {"duplicate", "", "duplicated", live, "cancelled", Effect::end, "", duplicate_fields, "another ticket is about the same"},
    {"cancel", "", "cancelled", live, "cancelled", Effect::end, "", reason_fields, "it is not wanted any more"},
};

}  // namespace

const Lifecycle ticket_lifecycle{"ticket", "ticket", "T", states, live, steps};

}  // namespace svc::work
