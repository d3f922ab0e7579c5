// SPDX-License-Identifier: MIT
// Who is asked, what did they say, and who is dissatisfied? Invitations of a survey are records of the registry, each with its
// own token; an answer is taken once, and one that is dissatisfied opens a problem that only the customer's word ends.
//
//   send(S-1, sample "region 长沙")       → letters with tokens
//   record_answers("a7k2m9x4q8r3", {practice: 2})  → F-3, "不满意: 工程实施"
#pragma once

#include <functional>
#include <istream>

#include "desk/picture.h"
#include "desk/record_import.h"
#include "report/survey.h"

namespace svc::desk {

// What goes to one customer.
struct Letter {
  std::string survey, token, theme;
  std::string customer, name;           // whose
  std::string person, email, address;   // where to
  std::string region;
  const work::Questionnaire* questionnaire = nullptr;
};

struct Invite {
  std::string survey;  // "S-1"
  std::string region;  // "": any
  int every = 1;       // each so many-th customer, in the order of their ids
  std::vector<std::string> customers;  // none: all whose contract under the profile is in force
  std::string typed_by;
  std::function<std::string()> new_token;
};
// Invites those of the sample who are not yet, and returns the letters that were not delivered yet. Throws Error{refused} if
// there is nobody to ask.
std::vector<Letter> invite(Session& session, const Invite& request);
// The letters to those who were asked and have not answered, for a reminder; recorded as one.
std::vector<Letter> remind(Session& session, const std::string& survey, const std::string& typed_by);
// Notes that letters are on their way.
void note_delivered(Session& session, const std::vector<Letter>& letters, const std::string& typed_by);

// Who was asked, in the order of the invitations.
std::vector<registry::Record> invitations(Session& session, const std::string& survey);
// The answers of an invitation by question; empty before it was answered.
work::Fields answers_of(const registry::Record& invitation);

struct Answers {
  std::string token;
  work::Fields values;  // by question
  std::string typed_by;
};
// Takes the answers that came with a token; returns the problem that was opened, or "". The same answers again are passed over,
// and return nothing. Throws Error{not_found} for a token that was never sent, Error{refused} for one that was used or whose
// survey is closed, or for what is no answer.
std::optional<std::string> record_answers(Session& session, const Answers& answers);

struct AnswersResult {
  std::int64_t counted = 0, same = 0, problems = 0;
  std::vector<BadSheetRow> bad;
};
// A sheet of answers to one survey, by token.
RecordSheet read_answers(Session& session, const std::string& survey, std::istream& in, const std::string& name);
AnswersResult import_answers(Session& session, const RecordSheet& sheet, const std::string& typed_by);

// What is rated in a follow-up call, as questions; and what was, in the calls made from one date to another, both included.
work::Questionnaire call_questions();
std::vector<report::Reply> call_ratings(Session& session, Date from, Date to);

// What closing asks for: nobody is left dissatisfied. Throws Error{refused}.
void require_survey_allows(Session& session, const Picture& picture, const work::Event& event);
// Completes what is said with a step: the questionnaire.
void complete_survey(const escalation::Rules& rules, work::Event& event);

}  // namespace svc::desk
