// SPDX-License-Identifier: MIT
// Who may take part in a training, who was there, and who is certified until when?
//
//   course operators: certificate, 3 years, 3 to 5 people;  enroll P-4, at it since 2024-05 → refused: 3y are asked for
#pragma once

#include "desk/picture.h"

namespace svc::desk {

// One of those who were enrolled, in the order of enrolling.
struct Participant {
  std::string person;
  std::optional<bool> attended;
  std::string certified_until;  // "2028-03-31"; "": not by this training
};
std::vector<Participant> roster_of(const Picture& picture);

// Completes what is said with a step: until when a certificate holds. `attributes` are those of the item before it. Throws
// Error{not_found} for a course that the profile does not have, Error{usage} for an end that is none.
void complete_training(const Session& session, const escalation::Rules& rules, const work::Fields& attributes, work::Event& event);
// `picture` has the event in. Throws Error{refused} for somebody who may not take part, or was not there, and for too few or too
// many.
void require_training_allows(Session& session, const Picture& picture, const work::Event& event);
// A certificate goes into the person's entry of the registry.
void enter_certificate(Session& session, const store::ItemRow& row, const work::Event& event);

}  // namespace svc::desk
