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
    {"restore-by", time, false, "when it is to run again, as agreed with the customer", {}, still_to_come},
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
    {"agreed", time, true, "when the engineer is to be there", {}, still_to_come},
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
    {"eta", time, true, "when the engineer will be there", {}, still_to_come},
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
    {"improvement", text, false, "of a complaint: what is done better from now on"},
    {"treatment", text, false, "of a complaint: how those responsible were treated"},
    {"like", item, false, "the solved ticket that it was solved like"},
};
constexpr FieldRule slip_fields[]{
    {"department", FieldKind::team, true, "the department that deals with it"},
    {"form", word, false, "the number of the slip"},
};
constexpr FieldRule opinion_fields[]{
    {"opinion", text, true, "how the department will deal with it"},
};
constexpr FieldRule opinion_agreed_fields[]{
    {"person", person, true, "the customer's person who accepts the opinion"},
};
constexpr FieldRule opinion_refused_fields[]{
    {"refused", flag, true, "the customer does not accept it: the department thinks again"},
    {"person", person, true, "the customer's person who does not accept it"},
    {"reason", text, true, "what the customer wants"},
};
constexpr FieldRule withdraw_fields[]{
    {"person", person, true, "the customer's person who takes it back"},
    {"reason", text, false, "why"},
};
constexpr FieldRule approval_fields[]{
    {"form", word, false, "the number of the approval form"},
    {"reason", text, true, "what is to be done, and why"},
};
constexpr FieldRule decline_fields[]{
    {"declined-by", approver, true, "the customer's leader who does not approve"},
    {"reason", text, true, "why"},
};
constexpr FieldRule carry_out_fields[]{
    {"result", text, true, "what was done, and what came of it"},
};
constexpr FieldRule file_fields[]{
    {"form", word, true, "the number of the record that is filed"},
    {"keeper", person, true, "who keeps it"},
};
constexpr FieldRule heads_fields[]{
    {"person", person, true, "who was told by phone: the sub-centre's head, the product manager, the office's duty manager"},
};
constexpr FieldRule who_fields[]{
    {"person", person, true, "who is in it"},
};
constexpr FieldRule root_cause_fields[]{
    {"cause", text, true, "what was really wrong"},
    {"prevention", text, false, "what keeps it from coming back"},
};
constexpr FieldRule leaders_fields[]{
    {"person", person, true, "which of the customer's leaders was told in person: cause, result, remedy"},
};
constexpr FieldRule break_off_fields[]{
    {"reason", text, true, "which facts the user gathers before we call back"},
};
constexpr FieldRule broken_off_solved_fields[]{
    {"solved", flag, true, "the user says that it works: we call back to confirm"},
    {"person", person, false, "with whom we spoke"},
};
constexpr FieldRule call_back_fields[]{
    {"person", person, true, "whom we reached"},
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
    {"restore-by", time, false, "when it is to run again, as agreed with the customer", {}, still_to_come},
};
constexpr FieldRule duplicate_fields[]{
    {"of", item, true, "the ticket that goes on"},
};

constexpr Step own_steps[]{
    {"open", "", "opened", "", "open", Effect::open, "tier=phone", open_fields, "take in a request"},
    {"contact", "", "contacted", live, "active", Effect::none, "", contact_fields, "an engineer is in touch with the customer"},
    {"contact", "no-answer", "contact-attempted", live, "", Effect::none, "", attempt_fields, "an engineer tried to reach the customer"},
    {"answer", "", "answered", live, "", Effect::none, "", answer_fields, "the customer has a definite answer"},
    {"agree-visit", "", "visit-agreed", "open active", "active", Effect::none, "", visit_fields, "the customer agrees when somebody comes"},
    {"diagnose", "", "diagnosed", "open active", "active", Effect::none, "", told_fields, "the customer is told the diagnosis and what will be done"},
    {"plan", "", "plan-made", "open active", "", Effect::none, "", told_fields, "the customer has the plan for handling it"},
    {"declare-major", "", "major-declared", live, "", Effect::none, "emergency=yes", reason_fields, "it is a major technical problem"},
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
    {"slip", "", "slip-issued", live, "", Effect::change, "", slip_fields, "a complaint goes to the department concerned"},
    {"opinion", "", "opinion-returned", live, "", Effect::none, "", opinion_fields, "the department says how it will deal with it"},
    {"agree-opinion", "", "opinion-accepted", live, "", Effect::none, "", opinion_agreed_fields, "the customer accepts the department's opinion"},
    {"agree-opinion", "refused", "opinion-refused", live, "", Effect::none, "", opinion_refused_fields, "the customer does not accept it"},
    {"ask-closure", "", "closure-asked", "resolved", "", Effect::none, "", {}, "the department asks that it be closed"},
    {"withdraw", "", "withdrawn", live, "cancelled", Effect::end, "", withdraw_fields, "the customer takes it back"},
    {"request-approval", "", "approval-requested", live, "", Effect::none, "", approval_fields, "a major request is reported to the customer's leaders"},
    {"approve-technical", "", "technically-approved", live, "", Effect::none, "", approve_fields, "the technical department approves"},
    {"approve-business", "", "business-approved", live, "", Effect::none, "", approve_fields, "the business department approves"},
    {"decline", "", "declined", live, "cancelled", Effect::end, "", decline_fields, "the customer's leaders do not approve: it is not done"},
    {"carry-out", "", "carried-out", working, "restored", Effect::none, "", carry_out_fields, "what was approved is done"},
    {"file", "", "record-filed", any, "", Effect::none, "", file_fields, "the record of it is filed"},
    {"tell-heads", "", "heads-told", live, "", Effect::none, "", heads_fields, "the heads know of the emergency"},
    {"form-team", "", "team-formed", live, "", Effect::none, "", who_fields, "the emergency team is formed"},
    {"expert", "", "expert-online", live, "", Effect::none, "", who_fields, "an expert is on line or in the laboratory"},
    {"form-experts", "", "experts-formed", live, "", Effect::none, "", who_fields, "the group of experts is formed"},
    {"observe", "", "observed", live, "", Effect::none, "", confirm_fields, "it was watched with the customer, and is stable"},
    {"leave", "", "departed", live, "", Effect::none, "", {}, "the engineer leaves the site"},
    {"root-cause", "", "root-cause-found", live, "", Effect::none, "", root_cause_fields, "it is known what was really wrong"},
    {"tell-leaders", "", "leaders-told", live, "", Effect::none, "", leaders_fields, "the customer's leaders were told in person"},
    {"break-off", "", "call-broken-off", live, "", Effect::none, "", break_off_fields, "the user gathers facts: we call back"},
    {"break-off", "solved", "call-broken-off-solved", live, "", Effect::none, "", broken_off_solved_fields, "the user says that it works"},
    {"call-back", "", "called-back", live, "", Effect::none, "", call_back_fields, "we reached the user again"},
    {"close", "", "closed", "resolved", "closed", Effect::end, "", {}, "nothing is left to do"},
    {"reopen", "", "reopened", "resolved closed", "active", Effect::reissue, "tier=phone", reason_fields, "it was not over"},
    {"verdict", "", "verdict-given", live, "", Effect::change, "", verdict_fields, "it is decided who pays"},
    {"change", "", "changed", live, "", Effect::change, "", change_fields, "correct type, severity or another attribute"},
    {"duplicate", "", "duplicated", live, "cancelled", Effect::end, "", duplicate_fields, "another ticket is about the same"},
    {"cancel", "", "cancelled", live, "cancelled", Effect::end, "", reason_fields, "it is not wanted any more"},
};
constexpr auto steps = with_common(own_steps, live, any);

}  // namespace

const Lifecycle ticket_lifecycle{"ticket", "ticket", "T", states, live, steps};

}  // namespace svc::work
