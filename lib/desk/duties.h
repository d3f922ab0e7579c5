// SPDX-License-Identifier: MIT
// Who owes what in which period, and how does it stand? Duties are owed by what the registry says is eligible; each period
// of each of them has an item of its own, whose clock falls due like any other.
//
//   telecom inspection 2026Q1: 37 of 40 done, A-1, A-2 and A-3 missing, last day 2026-03-31
#pragma once

#include "desk/session.h"

namespace svc::desk {

// One machine, customer, contract or job in one period.
struct Owed {
  std::string profile;
  const sla::Duty* duty = nullptr;  // of the live configuration
  std::string subject;              // "A-1"
  std::string customer, contract, region;
  sla::Period period;
  Date starts;                      // the later of the period's start and eligibility
  Instant due;
  std::optional<store::ItemRow> item;  // the one that was opened for it
  std::optional<store::ItemRow> by;    // the one that did it

  // "done", "late", "open", "planned", "overdue"; "missing": overdue, and nothing is open for it any more.
  std::string state(Instant now) const;
  bool is_done() const { return by.has_value(); }
};

struct DutyFilter {
  std::string kind;     // of items: "inspection"; "": every kind
  std::string profile, duty, customer;
  std::string period;   // by name, a year for the quarters in it, too; "": those that today belongs to, and those that are not over
  std::optional<sla::Period> ends_in;  // in its place: those whose last day lies in it, and, while it lasts, what is overdue
};
// In the order of profile, duty, period, region and subject. Throws Error{not_found} for a duty or a profile that there is
// not, Error{usage} for a period that no duty has.
std::vector<Owed> owed(Session& session, const DutyFilter& filter);

// Opens what is owed from today on, begins what was opened ahead, and ends what is done by another item or not owed any
// more. Sets the wake for the next day. Run again, it finds nothing to do.
void turn_duties(Session& session);
// Opens the item of one that is owed; returns its id.
std::string open_owed(Session& session, const Owed& owed);

// The duty that an item opened by hand serves: the one that is named, else the profile's only one for such items. Throws
// Error{not_found} for one that there is not.
void choose_duty(Session& session, std::string_view kind, const escalation::Rules& rules, work::Event& event);

// Throws Error{usage} for a name that no period of the duty has.
void require_period(const escalation::Rules& rules, const std::string& duty, const std::string& period);

// A calendar of the live configuration, built once a session. Throws Error{config} if there is none.
const calendar::WorkingCalendar& live_calendar(Session& session, const std::string& name);

}  // namespace svc::desk
