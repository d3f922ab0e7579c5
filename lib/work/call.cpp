// SPDX-License-Identifier: MIT
// The lifecycle of a follow-up call (询检), and of the problem that it or a survey finds: requirements §3.6, §3.7. Once there is
// a problem, only the customer's word ends it.
#include "work/call.h"

#include <array>

#include "work/step_fields.h"

namespace svc::work {
namespace {

constexpr std::array<std::string_view, 11> states{"open", "called", "problem", "sent", "solution", "told", "agreed", "carried-out", "closed", "covered", "cancelled"};
constexpr std::string_view live = "open problem sent solution told agreed carried-out";
constexpr std::string_view unsolved = "problem sent solution told agreed carried-out";
constexpr std::string_view any = "open called problem sent solution told agreed carried-out closed covered cancelled";

using enum FieldKind;

constexpr std::string_view marks = "1 2 3 4 5";
constexpr FieldRule open_fields[]{
    {"title", text, true, "what the call is about, in one line"},
    {"customer", record, false, "who is called, e.g. C-7"},
    {"asset", record, false, "the equipment that it is about"},
    {"contract", record, false, "the contract that it comes under"},
    {"model", word, false, "the model of the equipment; the registry knows it of an asset"},
    {"region", word, false, "where it is; the registry knows it of an asset or a customer"},
    {"duty", word, false, "the duty of the profile that it is made for, where there is more than one"},
    {"due", time, false, "by when it is owed"},
    {"survey", item, false, "the survey that found the problem"},
    {"team", FieldKind::team, false, "the office that calls"},
    {"assignee", contact, false, "the caller"},
    {"parent", item, false, "the job that it asks about"},
};
constexpr FieldRule reach_fields[]{
    {"person", person, true, "whom of the customer's we spoke to"},
    {"supply", word, false, "how supply is rated, 5 best", marks},
    {"running", word, false, "how the equipment's running is rated", marks},
    {"installation", word, false, "how installation is rated", marks},
    {"service", word, false, "how service is rated", marks},
    {"training", word, false, "how training is rated", marks},
};
constexpr FieldRule attempt_fields[]{
    {"no-answer", flag, true, "nobody answered: an attempt, which stops nothing"},
    {"person", person, false, "whom we tried to reach"},
};
constexpr FieldRule problem_fields[]{
    {"class", word, true, "how urgent: 加急, 急, 一般", "very-urgent urgent ordinary"},
    {"problem", text, true, "what the customer says"},
};
constexpr FieldRule slip_fields[]{
    {"department", FieldKind::team, true, "the department that solves it"},
};
constexpr FieldRule solution_fields[]{
    {"solution", text, true, "what the department will do"},
};
constexpr FieldRule told_fields[]{
    {"person", person, true, "who of the customer's was told"},
};
constexpr FieldRule consent_fields[]{
    {"agreed-by", approver, true, "the customer's person who agrees that it is carried out"},
};
constexpr FieldRule refused_fields[]{
    {"refused", flag, true, "the customer does not agree: the department thinks again"},
    {"agreed-by", approver, true, "the customer's person who does not agree"},
    {"reason", text, true, "what the customer wants"},
};
constexpr FieldRule result_fields[]{
    {"result", text, true, "what was done"},
};
constexpr FieldRule confirm_fields[]{
    {"person", person, true, "the customer's person who is satisfied, asked by phone"},
};
constexpr FieldRule unsatisfied_fields[]{
    {"unsatisfied", flag, true, "the customer is not satisfied: it is issued again, as a key problem"},
    {"person", person, true, "the customer's person who is not satisfied"},
    {"cause", text, true, "why it was not mended"},
};
constexpr FieldRule withdraw_fields[]{
    {"person", person, true, "the customer's person who takes it back"},
};
constexpr FieldRule change_fields[]{
    {"class", word, false, "how urgent it really is", "very-urgent urgent ordinary"},
    {"customer", record, false, "the customer who is called"},
    {"asset", record, false, "the equipment that it is about"},
    {"due", time, false, "by when it is really owed"},
};

constexpr Step own_steps[]{
    {"open", "", "opened", "", "open", Effect::open, "", open_fields, "a customer is to be called"},
    {"begin", "", "begun", live, "", Effect::none, "", {}, "the period begins in which it is owed"},
    {"reach", "", "called", "open", "called", Effect::end, "", reach_fields, "the customer was asked how things are"},
    {"reach", "no-answer", "call-attempted", "open", "", Effect::none, "", attempt_fields, "nobody answered"},
    {"problem", "", "problem-recorded", "open called", "problem", Effect::change, "", problem_fields, "the customer has a problem"},
    {"slip", "", "slip-issued", "problem sent", "sent", Effect::change, "", slip_fields, "a department is to solve it"},
    {"solution", "", "solution-received", "problem sent solution", "solution", Effect::none, "", solution_fields, "the department's solution is here"},
    {"tell", "", "told", "solution", "told", Effect::none, "", told_fields, "the customer knows the solution"},
    {"agree", "", "consented", "told", "agreed", Effect::none, "", consent_fields, "the customer agrees that it is carried out"},
    {"agree", "refused", "consent-refused", "told", "sent", Effect::none, "", refused_fields, "the customer does not agree"},
    {"carry-out", "", "carried-out", "agreed", "carried-out", Effect::none, "", result_fields, "the solution is carried out"},
    {"confirm", "", "confirmed", "carried-out", "closed", Effect::end, "", confirm_fields, "called again: the customer is satisfied"},
    {"confirm", "unsatisfied", "reissued", "carried-out", "sent", Effect::reissue, "", unsatisfied_fields, "called again: the customer is not satisfied"},
    {"withdraw", "", "withdrawn", unsolved, "closed", Effect::end, "", withdraw_fields, "the customer takes it back"},
    {"cover", "", "covered", "open", "covered", Effect::end, "", cover_fields, "another call counts for its period"},
    {"change", "", "changed", live, "", Effect::change, "", change_fields, "correct an attribute"},
    {"cancel", "", "cancelled", "open", "cancelled", Effect::end, "", reason_fields, "nobody need be called"},
};
constexpr auto steps = with_common(own_steps, live, any);

}  // namespace

const Lifecycle call_lifecycle{"call", "survey call", "F", states, live, steps};

}  // namespace svc::work
