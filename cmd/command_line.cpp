// SPDX-License-Identifier: MIT
#include "command_line.h"

#include <algorithm>

#include "cli11.h"

namespace svc::cmd {
namespace {

const std::vector<std::string> globals_with_value{"--config", "--db", "--now", "--as", "-o", "--output", "--color"};

}  // namespace

const Noun* find_noun(const std::string& name) {
  const auto found = std::find_if(nouns().begin(), nouns().end(), [&](const Noun& each) { return each.name == name; });
  return found == nouns().end() ? nullptr : &*found;
}

const Verb* find_verb(const Noun& noun, const std::vector<Verb>& verbs, const std::string& name) {
  const auto verb = std::find_if(verbs.begin(), verbs.end(), [&](const Verb& each) { return each.name == name; });
  if (verb != verbs.end()) return &*verb;
  return noun.otherwise ? &*noun.otherwise : nullptr;
}

bool stands_for_verb(const Noun& noun, const Verb& verb) { return noun.otherwise && &verb == &*noun.otherwise; }

Words scan(const std::vector<std::string>& args) {
  Words words;
  for (size_t i = 0; i < args.size() && words.verb.empty(); ++i) {
    const std::string& arg = args[i];
    if (arg == "--version") words.version = true;
    if (arg == "--" || (arg.starts_with("-") && arg.size() > 1)) {
      if (std::find(globals_with_value.begin(), globals_with_value.end(), arg) != globals_with_value.end()) ++i;
      continue;
    }
    (words.noun.empty() ? words.noun : words.verb) = arg;
    if (words.verb.empty() || find_noun(words.noun + " " + words.verb) == nullptr) continue;
    words.noun += " " + words.verb;
    words.verb.clear();
  }
  return words;
}

CLI::Option* find_option(CLI::App& app, const std::string& name) {
  const auto options = app.get_options();
  const auto found = std::find_if(options.begin(), options.end(), [&](const CLI::Option* option) { return option->check_name(name); });
  return found == options.end() ? nullptr : *found;
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

CLI::Validator number_from(double least, double most) { return CLI::Range(least, most).description(""); }

void add_globals(CLI::App& app, Globals& globals) {
  app.add_option("--config", globals.config, "Configuration file")->group("Global")->type_name("FILE");
  app.add_option("--db", globals.db, "Database file")->group("Global")->type_name("FILE");
  app.add_option("--now", globals.now, "Take this for the present")->group("Global")->type_name("TIME");
  app.add_option("--as", globals.as, "Who types")->group("Global")->type_name("CONTACT");
  app.add_option("-o,--output", globals.output, "table, json, jsonl, csv, tsv or ids")->group("Global")->type_name("FORMAT");
  app.add_option("--color", globals.color, "auto, always or never")->group("Global")->type_name("WHEN");
  app.add_flag("-q,--quiet", globals.quiet, "No talk on standard error")->group("Global")->disable_flag_override();
  app.add_flag("-v,--verbose", globals.verbose, "Say which files are used")->group("Global")->disable_flag_override();
  app.add_flag("-n,--dry-run", globals.dry_run, "Do all but store it")->group("Global")->disable_flag_override();
  app.add_flag("--redact", globals.redact, "Withhold names, numbers, free text and what is confidential")->group("Global")->disable_flag_override();
  app.set_help_flag("-h,--help", "Print this and exit")->group("Global");
  app.add_flag("--version", globals.version, "Print the version and exit")->group("Global");
}

}  // namespace svc::cmd
