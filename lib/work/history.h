// SPDX-License-Identifier: MIT
// What has become of an item? fold() replays its events in the order in which they happened and answers with the
// item as it stands and with every moment at which something about it changed.
//
//   opened 10:00, contacted 10:20, held 10:30 until 12:00
//   → state active, moments 10:00 opened · 10:20 contacted · 10:30 held · 12:00 (the hold ends by itself)
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "work/event.h"
#include "work/lifecycle.h"
#include "work/rules.h"

namespace svc::work {

struct Hold {
  std::string reason;
  Instant since;
  std::optional<Instant> until;  // its own end or the cap's, whichever comes first
  bool capped = false;           // `until` is the cap's
  int seq = 0;                   // the event that holds
  std::string by;

  // Whether it has not ended by itself at `now`.
  bool in_force(Instant now) const { return !until || *until > now; }
};

// A hold that its cap ended, rather than anybody.
struct CappedHold {
  int seq = 0;  // the event that held
  std::string reason;
  Instant end;  // may lie in the future if the item is still on hold
};

struct Promise {
  int seq = 0;
  std::string target;
  Instant until;
};

// The item between one moment and the next. `attributes` are shared by the moments that do not change them.
struct Moment {
  Instant at;
  const Event* event = nullptr;  // null: a hold ended by itself
  std::string_view state;
  bool live = true;  // work is owed
  int cycle = 1;
  std::shared_ptr<const Fields> attributes;
  std::optional<Hold> hold;
  bool retargets = false;  // a promise may have changed: severity, type, promise, rules
  size_t regime = 0;       // which of the rules are in force
};

struct Item {
  std::string_view state;
  int cycle = 1;
  bool key_problem = false;  // reissued at least once
  Fields attributes;         // type, severity, customer, team, assignee, tier …
  std::optional<Hold> hold;  // in force after the last event, whether or not its `until` has passed
  Instant opened_at;
  std::optional<Instant> ended_at;  // closed or cancelled
  std::string parent;
  std::set<std::string, std::less<>> seen;  // event names since last opened, reopened or reissued
  std::vector<Promise> promises;
  std::vector<CappedHold> capped_holds;
};

struct History {
  std::vector<Event> events;    // in the order in which they happened, struck ones left out
  std::vector<Moment> moments;  // refer into `events`
  std::set<std::string, std::less<>> timed;  // what steps that svc took itself carry in timed_field, struck ones too
  Item item;

  History() = default;
  History(History&&) = default;
  History& operator=(History&&) = default;
  History(const History&) = delete;
};

// Where a cap on a hold ends, given its start; the caller knows the calendar.
using CapEnd = std::function<Instant(Instant since, Span most)>;

// The rules in force from an event on: the opening, or one by which `svc config apply` moved the item to them.
struct Regime {
  int from = 1;
  const Rules* rules = nullptr;
  CapEnd cap_end;
};

// Replays events, which are given in the order of recording. Events count by `at`, in the same second by seq.
// With `recording`, the seq of an event that is being added, throws Error{refused} if state or a gate forbids it or
// an event after it; what is on record is never refused, and imported events are not either. `id` is the item's name
// in messages.
// Requires that the first event opens, and that the first regime is in force from it.
History fold(const Lifecycle& lifecycle, std::span<const Regime> regimes, std::vector<Event> events, const std::string& id,
             int recording = 0);

// The last event of a name, as it happened; nullptr: there is none. `except`: the seq of one that does not count.
const Event* last_event(const History& history, std::string_view name, int except = 0);

// The seqs of events that were struck, by strikes that stand.
std::set<int> struck_events(const std::vector<Event>& events);

// Whether a gate stands before a step with these fields, and was not waived.
bool applies(const Gate& gate, std::string_view kind, std::string_view step, const Fields& fields, const Fields& attributes);
// The events that a gate still needs before such a step; empty: none, or it does not apply.
std::vector<std::string> missing(const Gate& gate, std::string_view kind, std::string_view step, const Fields& fields,
                                 const Fields& attributes, const std::set<std::string, std::less<>>& seen);

// Who holds the item: its team; else the first team of its assignee, as it was when assigned; else the contract's, as it
// was when opened; else the profile's.
std::string holder(const Rules& rules, const Fields& attributes);

}  // namespace svc::work
