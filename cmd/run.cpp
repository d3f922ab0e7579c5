// SPDX-License-Identifier: MIT
// From argv to a command and back to an exit status.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli11.h"
#include "command.h"
#include "command_line.h"
#include "completion.h"
#include "context.h"
#include "error.h"
#include "exit_status.h"
#include "render/listing.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"
#include "tree.h"
#include "work/lifecycle.h"

namespace svc::cmd {
namespace {

std::string footer_of(const Environment& env, const std::vector<std::string>& examples) {
  if (examples.empty()) return {};
  std::string text = env.say("Examples:") + "\n";
  for (const auto& example : examples) text += "  " + example + "\n";
  return text;
}

std::vector<std::string> names_of(const auto& things) {
  std::vector<std::string> names;
  for (const auto& thing : things) names.push_back(thing.name);
  return names;
}

// A list of names with one line each, as help prints it.
std::string overview(const Environment& env, const std::string& usage, const auto& things, const std::vector<std::string>& examples) {
  std::string text = env.say("Usage:") + " " + usage + "\n\n";
  size_t width = 0;
  for (const auto& thing : things) width = std::max(width, thing.name.size());
  for (const auto& thing : things) text += fmt::format("  {:<{}}  {}\n", thing.name, width, env.say(thing.help));
  return text + "\n" + footer_of(env, examples);
}

std::vector<std::string> first_examples(const Environment& env) {
  return {
      "svc ticket open --title 'Exchange down' --type fault --severity L1",
      "svc ticket list --overdue",
      "svc escalate run                   (" + env.say("every minute, from cron") + ")",
      "svc calendar due cn 2026-02-13T17:00 8h",
  };
}

std::string global_table(const Environment& env) {
  CLI::App app;
  Globals ignored;
  add_globals(app, ignored);
  std::string text = env.say("Global options, anywhere on the line:") + "\n";
  for (const CLI::Option* option : app.get_options()) {
    const std::string value = option->get_type_size() > 0 ? " " + option->get_type_name() : "";
    text += fmt::format("  {:<24} {}\n", option->get_name(false, true) + value, env.say(option->get_description()));
  }
  return text;
}

std::string status_table(const Environment& env) {
  std::string text = env.say("Exit status:") + "\n";
  for (const auto& [status, meaning] : exit_statuses) text += fmt::format("  {:>2}  {}\n", status, env.say(std::string(meaning)));
  return text;
}

// CLI11's, but a Chinese character is two columns wide.
class Formatter : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    const std::string name = "  " + make_option_name(option, is_positional) + make_option_opts(option), about = make_option_desc(option);
    const size_t width = display_width(name), column = get_column_width();
    if (about.empty()) return name + "\n";
    return name + (width < column ? std::string(column - width, ' ') : "\n" + std::string(column, ' ')) + about + "\n";
  }
};

// A command and those below it, in the user's language.
void translate(const Environment& env, CLI::App& app, const std::shared_ptr<Formatter>& formatter) {
  app.formatter(formatter);
  app.description(env.say(app.get_description()));
  for (CLI::Option* option : app.get_options()) {
    option->description(env.say(option->get_description()));
    if (option->get_group() == "Options") option->group(env.say("Options"));
  }
  for (CLI::App* below : app.get_subcommands({})) {
    below->group(env.say("Subcommands"));
    translate(env, *below, formatter);
  }
}

// CLI11's page about one command.
std::string page_of(const Environment& env, CLI::App& leaf, const std::string& usage) {
  const auto formatter = std::make_shared<Formatter>();
  formatter->column_width(34);
  for (const char* word : {"Usage", "OPTIONS", "Positionals", "Options", "REQUIRED", "Needs", "Excludes", "SUBCOMMAND"}) formatter->label(word, env.say(word));
  translate(env, leaf, formatter);
  return leaf.help(usage);
}

// The parts of a text before and behind the words, if it has them.
std::optional<std::pair<std::string, std::string>> around(const std::string& text, std::string_view words) {
  const size_t at = text.find(words);
  return at == std::string::npos ? std::nullopt : std::optional(std::pair(text.substr(0, at), text.substr(at + words.size())));
}

// "5.000000" → "5"
std::string whole(const std::string& number) { return around(number, ".000000").value_or(std::pair(number, std::string())).first; }

// What CLI11 says of a wrong command line, in our words.
Message own_words(const CLI::ParseError& e) {
  const std::string text = e.what();
  if (const auto part = around(text, " is required")) return text.starts_with("-") ? phrase("{} is missing", part->first) : phrase("'{}' is missing", part->first);
  if (const auto part = around(text, " was given a disallowed flag override")) return phrase("--{} takes no value", part->first);
  if (const auto part = around(text, " excludes ")) return phrase("{} does not go with {}", part->first, part->second);
  if (const auto part = around(text, " requires ")) return phrase("{} goes only with {}", part->first, part->second);
  if (const auto part = around(text, ": At Most 1 ")) return phrase("{} is given more than once", part->first);
  if (const auto part = around(text, ": 1 required ")) return phrase("{} needs a value: {}", part->first, around(part->second, " missing").value_or(*part).first);
  if (const auto part = around(text, "Could not convert: ")) {
    const auto [name, value] = around(part->second, " = ").value_or(std::pair(part->second, std::string()));
    return phrase("'{}' is no value of {}", value, name);
  }
  if (const auto part = around(text, " not in range ")) {
    const auto [name, value] = around(part->first, ": Value ").value_or(std::pair(std::string(), part->first));
    const auto [least, most] = around(part->second, " to ").value_or(std::pair(part->second, std::string()));
    return phrase("{} is '{}', which is no number from {} to {}", name, value, whole(least), whole(most));
  }
  return text;
}

class Runner {
 public:
  explicit Runner(const Environment& env) : env_(env), ctx_(env) {}

  int run() {
    int status = 0;
    try {
      dispatch();
      ctx_.flush();
      status = ctx_.status;
    } catch (const Error& e) {
      flush_quietly();
      status = report(e);
    } catch (const std::filesystem::filesystem_error& e) {
      status = report({ErrorKind::storage, phrase("cannot use '{}': {}", e.path1().string(), e.code().message()), {}});
    } catch (const std::bad_alloc&) {
      status = report({ErrorKind::internal, phrase("out of memory"), {}});
    } catch (const std::exception& e) {
      status = report({ErrorKind::internal, phrase("internal error: {}", std::string(e.what())), phrase("please report this, with the command")});
    }
    return status;
  }

 private:
  // What a command printed before it failed is an answer too (config check, escalate run).
  void flush_quietly() {
    try {
      ctx_.flush();
    } catch (const Error&) {
    }
  }

  // A monitoring plugin has its own statuses: whatever keeps it from an answer is UNKNOWN.
  int exit_status(ErrorKind kind) const { return monitoring_ ? 3 : status_of(kind); }

  // Tells it, and answers the exit status.
  int report(const Error& e) {
    tell(e);
    return exit_status(e.kind);
  }

  void tell(const Error& e) {
    if (monitoring_) {
      *env_.out << "SVC UNKNOWN - " << printable(e.message) << "\n" << std::flush;
      return;
    }
    if (ctx_.globals.output == "json" || ctx_.globals.output == "jsonl") {
      ctx_.tell("{\"error\":" + render::json_string(e.message) + ",\"hint\":" + (e.hint.empty() ? "null" : render::json_string(e.hint)) +
                ",\"status\":" + std::to_string(status_of(e.kind)) + "}\n");
      return;
    }
    ctx_.tell("svc: " + printable(e.said.in(env_.translate)) + "\n");
    if (!e.hint.empty()) ctx_.tell(env_.say("hint:") + " " + printable(e.advice.in(env_.translate)) + "\n");
  }

  void dispatch() {
    std::vector<std::string> args = env_.args;
    if (!args.empty() && args.front() == "__complete") return complete(ctx_, {args.begin() + 1, args.end()});
    if (!args.empty() && args.front() == "__tree") return ctx_.print(command_tree());
    if (!args.empty() && args.front() == "help") {  // `svc help ticket open` is `svc ticket open --help`
      args.erase(args.begin());
      args.emplace_back("--help");
    }
    const Words words = scan(args);
    monitoring_ = words.noun == "escalate" && words.verb == "monitor";
    if (words.version) return ctx_.print("svc " SVC_VERSION "\n");
    const bool help = std::find(args.begin(), args.end(), "--help") != args.end() || std::find(args.begin(), args.end(), "-h") != args.end();
    if (words.noun.empty()) return top(args, help);
    const Noun* noun = find_noun(words.noun);
    if (noun == nullptr) {
      const auto meant = suggest(words.noun, names_of(nouns()));
      throw Error{ErrorKind::usage, phrase("no command '{}'", words.noun), meant ? phrase("did you mean '{}'?", *meant) : phrase("'svc --help' lists them")};
    }
    const std::vector<Verb> verbs = noun->verbs();
    if (words.verb.empty()) return group(*noun, verbs, args, help);
    const Verb* verb = find_verb(*noun, verbs, words.verb);
    if (verb == nullptr) {
      const auto meant = suggest(words.verb, names_of(verbs));
      throw Error{ErrorKind::usage, phrase("no command '{}' in 'svc {}'", words.verb, words.noun), meant ? phrase("did you mean '{}'?", *meant) : phrase("'svc {} --help' lists them", words.noun)};
    }
    ctx_.local_config = words.noun == "config" || words.noun == "calendar";
    parse(*noun, *verb, args);
  }

  void top(const std::vector<std::string>& args, bool help) {
    const std::string text = "svc: " + env_.say("after-sales service operations: tickets, deadlines on working calendars, escalation") + "\n\n" +
                             overview(env_, "svc NOUN VERB [OPTION]… [ARGUMENT]…", nouns(), first_examples(env_));
    if (help) return ctx_.print(text + "\n" + global_table(env_) + "\n" + status_table(env_));
    require_only_globals(args);
    ctx_.tell(text);
    ctx_.status = status_of(ErrorKind::usage);
  }

  void group(const Noun& noun, std::vector<Verb> verbs, const std::vector<std::string>& args, bool help) {
    if (noun.otherwise) verbs.push_back(*noun.otherwise);
    const std::string text = overview(env_, "svc " + noun.name + " VERB [OPTION]… [ARGUMENT]…", verbs, noun.examples) +
                             "\n" + fmt::format(fmt::runtime(env_.say("'svc {} VERB --help' tells more")), noun.name) + "\n";
    if (help) return ctx_.print(text);
    require_only_globals(args);
    ctx_.tell(text);
    ctx_.status = status_of(ErrorKind::usage);
  }

  // Without a verb, an unknown option is the likelier mistake.
  void require_only_globals(const std::vector<std::string>& args) {
    for (const auto& arg : args) {
      if (!arg.starts_with("-") || arg == "-") continue;
      CLI::App app;
      Globals ignored;
      add_globals(app, ignored);
      try {
        if (find_option(app, arg.substr(0, arg.find('='))) == nullptr) {
          throw Error{ErrorKind::usage, phrase("no option '{}'", arg), phrase("'svc --help' lists the options")};
        }
      } catch (const CLI::Error&) {
      }
    }
  }

  void parse(const Noun& noun, const Verb& verb, std::vector<std::string> args) {
    CLI::App app("", "svc");
    app.allow_extras(false);
    add_globals(app, ctx_.globals);
    CLI::App* group = &app;
    for (const auto& word : work::words_of(noun.name)) group = group->add_subcommand(word, noun.help)->fallthrough();
    CLI::App* leaf = stands_for_verb(noun, verb) ? group : group->add_subcommand(verb.name, verb.help)->fallthrough();
    // Help of a verb is its own page, globals included.
    for (CLI::App* each = group; each != nullptr; each = each->get_parent()) each->set_help_flag();
    leaf->set_help_flag("-h,--help", "Print this and exit");
    leaf->description(verb.help);
    const Run work = verb.declare(*leaf);
    if (CLI::Option* option = find_option(*leaf, "--request-id")) {
      option->each([this](const std::string& id) { ctx_.globals.request_id = id; });
    }
    std::reverse(args.begin(), args.end());
    try {
      app.parse(args);
    } catch (const CLI::CallForHelp&) {
      return ctx_.print(help_of(*leaf, noun, verb));
    } catch (const CLI::ExtrasError&) {
      refuse_extra(app, *leaf, noun, verb);
    } catch (const CLI::ParseError& e) {
      // A misspelt option is the likelier reason why a required one is missing.
      if (dynamic_cast<const CLI::RequiredError*>(&e) != nullptr) refuse_unknown_option(app, *leaf, noun, verb);
      throw Error{ErrorKind::usage, own_words(e), more_help(noun, verb)};
    }
    // A wrong --now must be told even by a command that does not look at it.
    if (!ctx_.globals.now.empty()) parse_instant(ctx_.globals.now, Zone::load("UTC"));
    const std::vector<std::string> colours{"auto", "always", "never"};
    if (std::find(colours.begin(), colours.end(), ctx_.globals.color) == colours.end()) {
      throw Error{ErrorKind::usage, phrase("no colour '{}'", ctx_.globals.color), hint_for(ctx_.globals.color, colours)};
    }
    if (ctx_.globals.request_id.size() > 255) throw Error{ErrorKind::usage, phrase("--request-id is longer than 255 bytes"), {}};
    remember_request();
    work(ctx_);
  }

  std::string help_of(CLI::App& leaf, const Noun& noun, const Verb& verb) const {
    const std::string footer = footer_of(env_, verb.examples);
    std::string text = page_of(env_, leaf, stands_for_verb(noun, verb) ? "svc" : "svc " + noun.name);
    while (text.ends_with("\n\n")) text.pop_back();
    return text + "\n" + env_.say("'svc --help' lists the global options and the exit statuses") + "\n" + (footer.empty() ? "" : "\n" + footer);
  }

  [[noreturn]] void refuse_extra(CLI::App& app, CLI::App& leaf, const Noun& noun, const Verb& verb) {
    refuse_unknown_option(app, leaf, noun, verb);
    const std::vector<std::string> extras = app.remaining(true);
    throw Error{ErrorKind::usage, phrase("too many arguments: '{}'", (extras.empty() ? std::string() : extras.back())), more_help(noun, verb)};
  }

  static Message more_help(const Noun& noun, const Verb& verb) { return phrase("'svc {} --help' tells more", stands_for_verb(noun, verb) ? noun.name : noun.name + " " + verb.name); }

  static void refuse_unknown_option(CLI::App& app, CLI::App& leaf, const Noun& noun, const Verb& verb) {
    std::vector<std::string> known;
    for (const CLI::App* each : {&app, &leaf}) {
      for (const CLI::Option* option : each->get_options()) {
        for (const auto& name : option->get_lnames()) known.push_back("--" + name);
      }
    }
    for (const auto& extra : app.remaining(true)) {
      if (!extra.starts_with("-") || extra == "-") continue;
      const std::string name = extra.substr(0, extra.find('='));
      if (render::format_named(name.substr(std::min<size_t>(2, name.size())))) throw Error{ErrorKind::usage, phrase("no option '{}'", name), phrase("write -o {}", name.substr(2))};
      const auto meant = suggest(name, known);
      throw Error{ErrorKind::usage, phrase("no option '{}'", name), meant ? phrase("did you mean '{}'?", *meant) : more_help(noun, verb)};
    }
  }

  // The same request is made by the same arguments, whenever and however loudly it is made.
  void remember_request() {
    const std::vector<std::string> skipped_with_value{"--request-id", "--now"};
    const std::vector<std::string> skipped{"-v", "--verbose", "-q", "--quiet"};
    for (size_t i = 0; i < env_.args.size(); ++i) {
      const std::string& arg = env_.args[i];
      const std::string name = arg.substr(0, arg.find('='));
      if (std::find(skipped_with_value.begin(), skipped_with_value.end(), name) != skipped_with_value.end()) {
        if (name == arg) ++i;
        continue;
      }
      if (std::find(skipped.begin(), skipped.end(), arg) != skipped.end()) continue;
      ctx_.request_text += std::to_string(arg.size()) + ":" + arg;
    }
  }

  const Environment& env_;
  Context ctx_;
  bool monitoring_ = false;
};

}  // namespace

const std::vector<Noun>& nouns() {
  static const std::vector<Noun> all{ticket_noun(), rma_noun(), inspect_noun(), patch_noun(), notice_noun(), survey_noun(), call_noun(), training_noun(), escalate_noun(),
                                     record_noun("customer"), record_noun("site"), record_noun("person"), contract_noun(), asset_noun(),
                                     spare_noun(), record_noun("depot"), record_noun("quotation"), form_noun(), report_noun(), calendar_noun(), config_noun(), db_noun()};
  return all;
}

void add_request_id(CLI::App& app) {
  app.add_option("--request-id", "A repeated command with this id gets the first one's answer")->type_name("ID");
}

int run(const Environment& environment) { return Runner(environment).run(); }

}  // namespace svc::cmd
