// SPDX-License-Identifier: MIT
// Who must be told now? Decides in one transaction, then delivers from the outbox (design.md §6).
//
//   raise_due(session)                      → how many alerts were raised, each on record exactly once
//   deliver(session, sender)                → at least once each; the alert's id tells repeats
#pragma once

#include "desk/picture.h"
#include "error.h"
#include "escalation/alert.h"

namespace svc::desk {

struct Raised {
  std::int64_t alerts = 0;
  std::vector<Error> damage;  // why something that is due could not be judged; the rest was
};
// Takes what the table of timed effects says is due, in the order of time, and puts alerts and their deliveries on
// record. Runs inside a Store::write. What is damaged silences nobody else: it stays due, for the next run to stumble on.
Raised raise_due(Session& session);

// How alerts leave svc. Implemented by cmd/, which knows processes and streams.
class Sender {
 public:
  virtual ~Sender() = default;
  // Hands alerts for one recipient to a sink; several only if the sink takes batches. Returns "" if they were
  // accepted, else why not.
  virtual std::string send(const escalation::Sink& sink, const escalation::Contact& recipient,
                           const std::vector<escalation::Alert>& alerts) = 0;
  // To standard output. Throws if it cannot be written.
  virtual void print(const escalation::Alert& alert) = 0;
  virtual void flush() = 0;
};

struct Delivered {
  int sent = 0;
  int failed = 0;    // will be tried again
  int given_up = 0;  // after 24 hours
};
// Delivers what is pending and due, until nothing is. Runs its own transactions: what was accepted is marked at once.
Delivered deliver(Session& session, Sender& sender);

// Whether `raise_due` or `deliver` has anything to do.
bool anything_due(Session& session);

// What an alert or a completion says that the item is about: "***" where its profile calls titles confidential.
std::string title_outside(Session& session, const store::ItemRow& item);

// The alert as recipients see it.
escalation::Alert alert_of(Session& session, const store::AlertRow& row, const std::string& kind = "raised");

// Ends the repeats of an item's alerts so far, named by the item or by one of its alerts; returns how many there were.
int acknowledge(Session& session, std::string_view id, const std::string& by);

}  // namespace svc::desk
