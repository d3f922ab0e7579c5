// SPDX-License-Identifier: MIT
// Which commands are there? A noun has verbs; a verb declares its options and says what to run.
//
//   svc ticket list --overdue      noun "ticket", verb "list"
//
// Only the verb that was asked for declares its options, since CLI11's whole tree costs more than the work.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace svc::cmd {

class Context;
using Run = std::function<void(Context&)>;

struct Verb {
  std::string name;
  std::string help;                           // one line
  std::function<Run(CLI::App&)> declare;      // declares the options; what it returns runs after parsing
  std::vector<std::string> examples = {};     // whole command lines, for --help
};

struct Noun {
  std::string name;
  std::string help;
  std::function<std::vector<Verb>()> verbs;
  std::vector<std::string> examples = {};
  std::optional<Verb> otherwise = std::nullopt;  // what is run if the word is none of the verbs: `svc form service-report T-1`
};

// In the order of help.
const std::vector<Noun>& nouns();

Noun ticket_noun();
Noun rma_noun();
Noun inspect_noun();
Noun patch_noun();
Noun notice_noun();
Noun survey_noun();
Noun call_noun();
Noun training_noun();
Noun escalate_noun();
Noun contract_noun();
Noun asset_noun();
Noun spare_noun();
// A noun of the registry that has no more than the verbs of its table: "customer", "site", "person", "depot".
Noun record_noun(const std::string& type);
Noun form_noun();
Noun report_noun();
Noun calendar_noun();
Noun config_noun();
Noun db_noun();

// The verbs that every lifecycle has by its table: one a step.
std::vector<Verb> lifecycle_verbs(const std::string& kind);

// What there is to see of items of a kind: list, show, explain, steps, evidence, attachments, extract.
std::vector<Verb> item_verbs(const std::string& kind, const std::string& plural);
// Both of them.
std::vector<Verb> verbs_of(const std::string& kind, const std::string& plural);
// Options that several verbs share.
void add_request_id(CLI::App& app);

}  // namespace svc::cmd
