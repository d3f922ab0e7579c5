// SPDX-License-Identifier: MIT
// Was this solved before? Solved tickets by what is said of them: titles, causes, remedies, notes.
//
//   search "电源 告警"     → T-9, T-4: what they were, what helped
//   similar to T-12        → those that share the rarest words with its title
#pragma once

#include "desk/picture.h"

namespace svc::desk {

inline constexpr size_t longest_search = 200;  // characters, of which Chinese has several bytes each

struct Case {
  store::ItemRow row;
  std::string title, cause, remedy, prevention;
};

// What it came from, as was said last; "": nobody said.
std::string cause_of(const Picture& picture);

// Whether some ticket is not indexed as it is now, so that refresh_cases() has something to do.
bool cases_are_stale(Session& session);
void refresh_cases(Session& session);

// The best first. Throws Error{usage} for a search without words, or one that is too long. `solved`: only tickets that were
// resolved; else all.
std::vector<Case> search_cases(Session& session, const std::string& words, bool solved, int most);
std::vector<Case> similar_cases(Session& session, const std::string& id, int most);

// Resolves a ticket as another was: cause, remedy and prevention are taken over. Throws Error{refused} if that was never
// resolved.
struct SolveRequest {
  std::vector<std::string> ids;
  std::string from;
  std::string by, typed_by;
};
void solve_like(Session& session, const SolveRequest& request);

// Problems that came back: tickets opened in [from, to) whose titles share at least half of their terms, two or more.
struct Repeat {
  std::vector<Case> cases;  // the newest first
};
std::vector<Repeat> repeats(Session& session, Instant from, Instant to);

}  // namespace svc::desk
