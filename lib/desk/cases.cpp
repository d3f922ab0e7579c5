// SPDX-License-Identifier: MIT
#include "desk/cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "desk/record.h"
#include "error.h"
#include "terms.h"
#include "text.h"

namespace svc::desk {
namespace {

// The last resolution that stands; nullptr if there is none.
const work::Event* resolution_of(const Picture& picture) { return work::last_event(picture.history, "resolved"); }

Case case_of(Session& session, const store::ItemRow& row) {
  const Picture picture = picture_of(session, row, session.store.events(row.id));
  Case result{.row = row, .title = picture.title, .cause = {}, .remedy = {}, .prevention = {}};
  if (const work::Event* resolution = resolution_of(picture)) {
    result.cause = resolution->texts.get("cause");
    result.remedy = resolution->texts.get("remedy");
    result.prevention = resolution->texts.get("prevention");
  }
  return result;
}

// Everything that was said of a ticket in words.
std::string text_of(const Picture& picture) {
  std::string text;
  for (const work::Event& event : picture.history.events) {
    for (const auto& [name, value] : event.texts) text += value + "\n";
  }
  return text;
}

std::string joined(const std::vector<std::string>& terms) { return fmt::format("{}", fmt::join(terms, " ")); }

// A term as FTS5 reads it: in double quotes, which no term contains.
std::string quoted(const std::string& term) { return "\"" + term + "\""; }

// All words, each as a phrase; a single character begins a term.
std::string query_of(const std::string& words) {
  std::string query;
  for (const auto& word : words_of_search(words)) {
    const bool single = word.size() == 1 && display_width(word.front()) <= 2 && word.front().size() > 2 && word.front().size() <= 4;
    query += (query.empty() ? "" : " AND ") + quoted(joined(word)) + (single ? "*" : "");
  }
  return query;
}

bool was_solved(const store::ItemRow& row) { return row.state == "resolved" || row.state == "closed"; }

std::vector<Case> found_by(Session& session, const std::string& query, int most, const std::function<bool(const store::ItemRow&)>& wanted) {
  std::vector<Case> cases;
  session.store.search_cases(query, [&](std::int64_t id) {
    const store::ItemRow row = session.store.item(id);
    if (wanted(row)) cases.push_back(case_of(session, row));
    return static_cast<int>(cases.size()) < most;
  });
  return cases;
}

// What is compared by its title must be read with it.
void require_titles(Session& session) {
  if (!session.store.hidden().empty()) throw Error{ErrorKind::usage, phrase("tickets are compared by their titles, which --redact withholds"), phrase("leave --redact out")};
}

double likeness(const std::set<std::string>& a, const std::set<std::string>& b) {
  size_t common = 0;
  for (const auto& term : a) common += b.contains(term) ? 1 : 0;
  const size_t all = a.size() + b.size() - common;
  return all == 0 ? 0 : static_cast<double>(common) / static_cast<double>(all);
}

}  // namespace

std::string cause_of(const Picture& picture) {
  std::string cause;
  for (const work::Event& event : picture.history.events) {
    if (event.texts.has("cause")) cause = event.texts.get("cause");
  }
  return cause;
}

bool cases_are_stale(Session& session) { return session.store.has_stale_cases(); }

void refresh_cases(Session& session) {
  for (const std::int64_t id : session.store.stale_cases()) {
    const store::ItemRow row = session.store.item(id);
    session.store.index_case(id, joined(terms_of(text_of(picture_of(session, row, session.store.events(id))))));
  }
}

std::vector<Case> search_cases(Session& session, const std::string& words, bool solved, int most) {
  if (display_width(words) > 2 * longest_search) throw Error{ErrorKind::usage, phrase("the search is longer than {} characters", longest_search), phrase("a few words are enough")};
  const std::string query = query_of(words);
  if (query.empty()) throw Error{ErrorKind::usage, phrase("the search has no words"), phrase("write what the fault is called, such as 电源")};
  return found_by(session, query, most, [&](const store::ItemRow& row) { return !solved || was_solved(row); });
}

std::vector<Case> similar_cases(Session& session, const std::string& id, int most) {
  require_titles(session);
  const store::ItemRow self = find_item(session, id, "ticket");
  std::string query;
  for (const auto& term : terms_of(session.store.title(self.id))) query += (query.empty() ? "" : " OR ") + quoted(term);
  if (query.empty()) return {};
  return found_by(session, query, most, [&](const store::ItemRow& row) { return row.id != self.id && was_solved(row); });
}

void solve_like(Session& session, const SolveRequest& request) {
  const Picture other = look(session, request.from, "ticket");
  const work::Event* resolution = resolution_of(other);
  if (resolution == nullptr) throw Error{ErrorKind::refused, phrase("{} was never resolved", other.id), phrase("'svc ticket search WORDS' finds those that were")};
  Entry entry;
  entry.step = "resolve";
  entry.by = request.by;
  entry.typed_by = request.typed_by;
  entry.fields.set("like", other.id);
  for (const char* name : {"cause", "remedy", "prevention"}) {
    if (resolution->texts.has(name)) entry.texts.set(name, resolution->texts.get(name));
  }
  for (const auto& id : request.ids) record_step(session, "ticket", id, entry);
}

std::vector<Repeat> repeats(Session& session, Instant from, Instant to) {
  require_titles(session);
  const std::vector<store::ItemRow> rows = session.store.items_opened("ticket", from, to);
  std::vector<std::set<std::string>> terms;
  std::map<std::string, std::vector<size_t>> with_term;
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto all = terms_of(session.store.title(rows[i].id));
    terms.emplace_back(all.begin(), all.end());
    for (const auto& term : terms.back()) with_term[term].push_back(i);
  }
  // Tickets that are alike, however indirectly, are one problem.
  std::vector<size_t> group(rows.size());
  std::iota(group.begin(), group.end(), 0);
  const auto head = [&](size_t i) {
    while (group[i] != i) i = group[i] = group[group[i]];
    return i;
  };
  for (size_t i = 0; i < rows.size(); ++i) {
    std::set<size_t> candidates;
    for (const auto& term : terms[i]) candidates.insert(with_term[term].begin(), with_term[term].end());
    for (const size_t other : candidates) {
      if (other < i && head(other) != head(i) && likeness(terms[i], terms[other]) >= 0.5) group[head(i)] = head(other);
    }
  }
  std::map<size_t, std::vector<size_t>> groups;
  for (size_t i = 0; i < rows.size(); ++i) groups[head(i)].push_back(i);
  std::vector<Repeat> result;
  for (const auto& [first, members] : groups) {
    if (members.size() < 2) continue;
    Repeat repeat;
    for (auto member = members.rbegin(); member != members.rend(); ++member) repeat.cases.push_back(case_of(session, rows[*member]));
    result.push_back(std::move(repeat));
  }
  std::stable_sort(result.begin(), result.end(), [](const Repeat& a, const Repeat& b) { return a.cases.size() > b.cases.size(); });
  return result;
}

}  // namespace svc::desk
