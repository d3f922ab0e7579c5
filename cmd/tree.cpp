// SPDX-License-Identifier: MIT
#include "tree.h"

#include "cli11.h"
#include "command_line.h"
#include "exit_status.h"
#include "render/listing.h"
#include "work/lifecycle.h"

namespace svc::cmd {
namespace {

using render::json_string;

std::string list_of(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names) out += (out.empty() ? "" : ",") + json_string(name);
  return "[" + out + "]";
}

std::string options_of(const CLI::App& app) {
  std::string out;
  for (const CLI::Option* option : app.get_options()) {
    std::vector<std::string> names;
    for (const auto& name : option->get_snames()) names.push_back("-" + name);
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    const bool positional = names.empty();
    if (positional) names.push_back(option->get_name());
    out += std::string(out.empty() ? "" : ",\n    ") + "{\"names\":" + list_of(names) + ",\"positional\":" + (positional ? "true" : "false") + ",\"value\":" + (takes_value(*option) ? json_string(option->get_type_name()) : "null") +
           ",\"required\":" + (option->get_required() ? "true" : "false") + ",\"many\":" + (option->get_items_expected_max() > 1 ? "true" : "false") + ",\"help\":" + json_string(option->get_description()) + "}";
  }
  return "[" + out + "]";
}

std::string verb_of(const Verb& verb) {
  CLI::App app;
  app.set_help_flag("-h,--help", "Print this and exit");
  verb.declare(app);
  return "{\"verb\":" + json_string(verb.name) + ",\"help\":" + json_string(verb.help) + ",\"examples\":" + list_of(verb.examples) + ",\"options\":" + options_of(app) + "}";
}

// What each step of a kind's lifecycle is for: a flag may select another one than its verb alone.
std::string steps_of(const std::string& noun) {
  std::string out;
  for (const std::string& kind : work::kinds()) {
    if (work::command_of(kind) != "svc " + noun) continue;
    for (const work::Step& step : work::lifecycle_of(kind).steps) out += (out.empty() ? "" : ",") + ("{\"step\":" + json_string(std::string(step.verb))) + ",\"help\":" + json_string(std::string(step.help)) + "}";
  }
  return "[" + out + "]";
}

}  // namespace

std::string command_tree() {
  CLI::App app;
  Globals ignored;
  add_globals(app, ignored);
  std::string all, statuses;
  for (const Noun& noun : nouns()) {
    std::vector<Verb> verbs = noun.verbs();
    if (noun.otherwise) verbs.push_back(*noun.otherwise);
    std::string each;
    for (const Verb& verb : verbs) each += (each.empty() ? "" : ",\n   ") + verb_of(verb);
    all += (all.empty() ? "" : ",\n  ") + ("{\"noun\":" + json_string(noun.name)) + ",\"help\":" + json_string(noun.help) + ",\"examples\":" + list_of(noun.examples) + ",\"steps\":" + steps_of(noun.name) + ",\"verbs\":[\n   " + each + "]}";
  }
  for (const auto& [status, meaning] : exit_statuses) statuses += std::string(statuses.empty() ? "" : ",") + "{\"status\":" + std::to_string(status) + ",\"meaning\":" + json_string(std::string(meaning)) + "}";
  return "{\"globals\":" + options_of(app) + ",\n \"statuses\":[" + statuses + "],\n \"nouns\":[\n  " + all + "]}\n";
}

}  // namespace svc::cmd
