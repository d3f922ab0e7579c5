// SPDX-License-Identifier: MIT
// How does an alert reach its reader? As a line, as JSON for a sink, as a mail.
#pragma once

#include <string>
#include <vector>

#include "escalation/alert.h"
#include "escalation/directory.h"

namespace svc::render {

// "due", "due+2h #3".
std::string rung_text(const escalation::Alert& alert);

// "A-1 T-1 phone-response due, due 2026-02-14 10:30, told 1m 00s late, to: liu, wang: 程控交换机瘫痪"
std::string alert_line(const escalation::Alert& alert, const Zone& zone);

// The object of design.md §8 with `kind` (raised, withdrawn, resolved) and the recipient's addresses; several: an
// array.
std::string alert_json(const std::vector<escalation::Alert>& alerts, bool batch, const escalation::Contact& recipient,
                       const Zone& zone);

// A mail (render/mail.h); Message-ID from the alert's id, so that a
// repeat is recognised. `instance` tells databases apart.
std::string alert_mail(const std::vector<escalation::Alert>& alerts, const escalation::Sink& sink,
                       const escalation::Contact& recipient, const std::string& instance, const Zone& zone);

}  // namespace svc::render
