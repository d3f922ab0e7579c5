// SPDX-License-Identifier: MIT
// Is the record whole, and can it prove what happened? Folds every item again and compares; seals one item's history
// into a file that proves itself.
#pragma once

#include "desk/picture.h"

namespace svc::desk {

// Everything that is wrong with the database, one sentence each; empty: sound.
std::vector<Message> check_database(Session& session);

// The item with its events, rules, calendars, ledgers and seals, as one JSON document.
std::string evidence_of(Session& session, std::string_view id);
// What is wrong with such a document; empty: every seal fits, and the clocks follow from the events. Throws
// Error{refused} if the text is no such document.
std::vector<Message> verify_evidence(const std::string& text);

}  // namespace svc::desk
