// SPDX-License-Identifier: MIT
#include "config/suppression.h"

#include <algorithm>

#include "config/catalogue.h"
#include "error.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"

namespace svc::config {
namespace {

Message form() {
  return phrase("write '# svc: ignore CODE -- reason' or '# svc: snooze CODE until 2026-03-01 -- reason'");
}

Diagnostic finding_of(const char* code, const Position& at, Message message, Message help = {}) {
  return {find_rule(code)->severity, code, std::move(message), at, std::move(help)};
}

// The words of a text, separated by blanks and commas.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (true) {
    const auto from = text.find_first_not_of(" \t,");
    if (from == std::string_view::npos) return words;
    const auto to = std::min(text.find_first_of(" \t,", from), text.size());
    words.emplace_back(text.substr(from, to - from));
    text.remove_prefix(to);
  }
}

std::vector<std::string> known_codes() {
  std::vector<std::string> codes;
  for (const CheckRule& rule : check_rules()) codes.emplace_back(rule.code);
  return codes;
}

bool concerns(const Suppression& suppression, const Diagnostic& finding) {
  return suppression.code == finding.code && suppression.at.file == finding.at.file &&
         (suppression.whole_file || suppression.line == finding.at.line);
}

}  // namespace

std::optional<SuppressionOrder> read_suppression(std::string_view comment, const Position& at) {
  comment.remove_prefix(1);
  const auto begin = comment.find_first_not_of(" \t");
  if (begin == std::string_view::npos || !comment.substr(begin).starts_with("svc:")) return std::nullopt;
  SuppressionOrder order;
  const auto refuse = [&](Message why, const Message& help) {
    order.suppressions.clear();
    order.problems.push_back(finding_of("CFG091", at, std::move(why), help));
    return order;
  };
  const std::string_view text = comment.substr(begin + 4);
  const auto dashes = text.find(" -- ");
  std::vector<std::string> words = words_of(text.substr(0, dashes));
  const std::string verb = words.empty() ? "" : words.front();
  const bool snooze = verb == "snooze";
  const bool whole_file = verb == "ignore-file";
  if (!snooze && !whole_file && verb != "ignore") return refuse(phrase("'{}' is no order to the checker", printable(verb)), form());
  if (dashes == std::string_view::npos || text.find_first_not_of(" \t\r", dashes + 4) == std::string_view::npos) {
    return refuse(phrase("the suppression gives no reason"), form());
  }
  words.erase(words.begin());
  std::optional<Date> until;
  if (snooze) {
    if (words.size() < 3 || words[words.size() - 2] != "until") return refuse(phrase("the snooze has no end"), form());
    try {
      until = parse_date(words.back());
    } catch (const Error& e) {
      return refuse(e.said, e.advice);
    }
    words.resize(words.size() - 2);
  }
  if (words.empty()) return refuse(phrase("the suppression names no code"), form());
  for (const std::string& code : words) {
    const CheckRule* rule = find_rule(code);
    if (rule == nullptr) return refuse(phrase("no code '{}'", printable(code)), hint_for(code, known_codes()));
    if (rule->severity == Severity::error) return refuse(phrase("{} is an error, which cannot be suppressed", code), phrase("mend it"));
    order.suppressions.push_back({code, until, at, std::nullopt, whole_file});
  }
  return order;
}

std::vector<Diagnostic> apply_suppressions(std::vector<Diagnostic> findings, const std::vector<Suppression>& suppressions,
                                           Date today, const std::function<bool(const std::string& code)>& looked_for) {
  std::vector<Diagnostic> about_comments;
  for (const Suppression& each : suppressions) {
    const bool ended = each.until && today >= *each.until;
    const auto concerned = [&](const Diagnostic& finding) { return concerns(each, finding); };
    const bool any = std::any_of(findings.begin(), findings.end(), concerned);
    if (any && !ended) {
      std::erase_if(findings, concerned);
    } else if (any) {
      about_comments.push_back(finding_of("CFG092", each.at, phrase("{} was put off until {}", each.code, print(*each.until)),
                                          phrase("mend what it is about, or give it another date")));
    } else if (looked_for(each.code)) {
      about_comments.push_back(finding_of("CFG090", each.at, phrase("there is no {} to suppress here", each.code), phrase("remove the comment")));
    }
  }
  findings.insert(findings.end(), about_comments.begin(), about_comments.end());
  sort(findings);
  return findings;
}

}  // namespace svc::config
