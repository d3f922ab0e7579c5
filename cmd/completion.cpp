// SPDX-License-Identifier: MIT
#include "completion.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "cli11.h"
#include "command_line.h"
#include "config/catalogue.h"
#include "config/configuration.h"
#include "desk/escalate.h"
#include "desk/times.h"
#include "error.h"
#include "form/form.h"
#include "registry/record.h"
#include "report/compliance.h"
#include "text.h"
#include "work/lifecycle.h"

namespace svc::cmd {
namespace {

constexpr int most_ids = 200;  // more than anybody reads

bool begins(std::string_view text, std::string_view start) { return text.starts_with(start); }

class Completer {
 public:
  Completer(Context& ctx, std::vector<std::string> words) : ctx_(ctx), words_(std::move(words)) {
    if (words_.empty()) words_.emplace_back();
    current_ = words_.back();
    words_.pop_back();
    if (!words_.empty() && words_.front() == "help") words_.erase(words_.begin());
  }

  void run() {
    const Words named = scan(words_);
    noun_ = find_noun(named.noun);
    add_globals(globals_, ctx_.globals);
    read_globals();
    ctx_.local_config = named.noun == "config" || named.noun == "calendar";
    if (of_value(globals_)) return;
    if (named.noun.empty()) return top();
    if (noun_ == nullptr) return;
    const std::vector<Verb> verbs = noun_->verbs();
    if (named.verb.empty()) return of_noun(verbs);
    const Verb* verb = find_verb(*noun_, verbs, named.verb);
    if (verb != nullptr) of_verb(*verb, named.verb);
  }

  std::string text() const {
    std::string out;
    for (const auto& [value, about] : found_) out += value + (about.empty() ? "" : "\t" + printable(about)) + "\n";
    return out + (files_ ? ":files\n" : "");
  }

 private:
  void offer(const std::string& value, const std::string& about = {}) {
    const std::string whole = prefix_ + value;
    if (begins(whole, current_) && !unprintable(value)) found_.emplace_back(whole, about);
  }
  void offer_all(const std::vector<std::string>& values) {
    for (const auto& value : values) offer(value);
  }

  // --- what was typed ---

  // --config and --db decide where values come from, --redact what is told of them.
  void read_globals() {
    const std::pair<std::string, std::string*> named[]{{"--config", &ctx_.globals.config}, {"--db", &ctx_.globals.db}};
    for (size_t i = 0; i < words_.size(); ++i) {
      if (words_[i] == "--redact") ctx_.globals.redact = true;
      for (const auto& [name, value] : named) {
        if (words_[i] == name && i + 1 < words_.size()) *value = words_[i + 1];
        if (begins(words_[i], name + "=")) *value = words_[i].substr(name.size() + 1);
      }
    }
  }

  static const CLI::Option* option_named(const CLI::App& app, const std::string& name) {
    for (const CLI::Option* option : app.get_options()) {
      for (const auto& each : option->get_lnames()) {
        if ("--" + each == name) return option;
      }
      for (const auto& each : option->get_snames()) {
        if ("-" + each == name) return option;
      }
    }
    return nullptr;
  }

  void offer_options(const CLI::App& app) {
    for (const CLI::Option* option : app.get_options()) {
      for (const auto& name : option->get_lnames()) {
        const bool again = std::find(words_.begin(), words_.end(), "--" + name) != words_.end() && option->get_items_expected_max() <= 1;
        if (!again) offer("--" + name, ctx_.env.say(option->get_description()));
      }
    }
  }

  // --- where the cursor is ---

  // The value of an option, in the word after it or behind its "=". False: the cursor is not at one of these options' values.
  bool of_value(const CLI::App& app) {
    const size_t equals = begins(current_, "--") ? current_.find('=') : std::string::npos;
    const std::string name = equals != std::string::npos ? current_.substr(0, equals) : words_.empty() ? "" : words_.back();
    const CLI::Option* option = option_named(app, name);
    if (option == nullptr || !takes_value(*option)) return false;
    if (equals != std::string::npos) prefix_ = name + "=";
    offer_values(option->get_type_name(), name);
    return true;
  }

  void top() {
    if (begins(current_, "-")) return offer_options(globals_);
    for (const Noun& noun : nouns()) {
      if (noun.name.find(' ') == std::string::npos) offer(noun.name, ctx_.env.say(noun.help));
    }
  }

  void of_noun(const std::vector<Verb>& verbs) {
    if (begins(current_, "-")) return offer_options(globals_);
    for (const Verb& verb : verbs) offer(verb.name, ctx_.env.say(verb.help));
    for (const Noun& noun : nouns()) {
      if (begins(noun.name, noun_->name + " ")) offer(noun.name.substr(noun_->name.size() + 1), ctx_.env.say(noun.help));
    }
    if (noun_->otherwise) offer_values("NAME", "");
  }

  void of_verb(const Verb& verb, const std::string& typed) {
    verb_ = verb.name;
    CLI::App leaf;
    leaf.set_help_flag("-h,--help", "Print this and exit");
    verb.declare(leaf);
    if (of_value(leaf)) return;
    if (begins(current_, "-")) {
      offer_options(leaf);
      return offer_options(globals_);
    }
    of_positional(leaf, stands_for_verb(*noun_, verb) ? "" : typed);
  }

  // Words after the verb that are neither options nor their values. `verb` "": the verb's place is the first of them.
  void of_positional(const CLI::App& leaf, const std::string& verb) {
    size_t count = 0;
    bool seen_verb = verb.empty();
    size_t skip = work::words_of(noun_->name).size();
    for (size_t i = 0; i < words_.size(); ++i) {
      if (begins(words_[i], "-") && words_[i].size() > 1) {
        const CLI::Option* option = option_named(leaf, words_[i]);
        if (option == nullptr) option = option_named(globals_, words_[i]);
        if (option != nullptr && takes_value(*option)) ++i;
        continue;
      }
      if (skip > 0) {
        --skip;
        continue;
      }
      if (!seen_verb) {
        seen_verb = true;
        continue;
      }
      if (count == 0) first_ = words_[i];
      ++count;
    }
    const CLI::Option* last = nullptr;
    for (const CLI::Option* option : leaf.get_options()) {
      if (!option->get_lnames().empty() || !option->get_snames().empty()) continue;
      last = option;
      if (count == 0) break;
      if (option->get_items_expected_max() > 1) break;
      --count;
      last = nullptr;
    }
    if (last != nullptr) offer_values(last->get_type_name(), "");
  }

  // --- values ---

  void offer_values(const std::string& type, const std::string& option) {
    const std::string name = begins(option, "--") ? option.substr(2) : "";
    if (offer_choices(name)) return;
    if (type == "FORMAT") return offer_all(render::format_names());
    if (type == "SCOPE") return offer_all(config::scope_names());
    if (type == "WHEN") return offer_all({"auto", "always", "never"});
    if (type == "LANGUAGE") return offer_all(form::language_names());
    if (type == "KIND") return offer_all(work::kinds());
    if (type == "WHAT") return offer_all(verb_ == "time" ? desk::time_groupings() : report::groupings());
    if (type == "CODE" || type == "CODES") return offer_codes();
    if (begins(type, "FILE") || type == "FOLDER" || type == "PATH" || type == "MAP.toml" || type == "A" || type == "B") {
      files_ = true;
      return;
    }
    try {
      if (offer_configured(type, name)) return;
      if (!ctx_.database_exists()) return;
      ctx_.read([&](desk::Session& session) {
        if (!ctx_.globals.redact) session.store.hide(confidential(session.directory));
        offer_recorded(session, type, name);
      });
    } catch (const Error&) {
      return;
    }
  }

  // The few words that a step's field may have.
  bool offer_choices(const std::string& name) {
    const work::Lifecycle* lifecycle = lifecycle_of_noun();
    if (lifecycle == nullptr || name.empty()) return false;
    for (const work::Step& step : lifecycle->steps) {
      if (step.verb != verb_) continue;
      for (const work::FieldRule& field : step.fields) {
        if (field.name != name || field.choices.empty()) continue;
        offer_all(work::words_of(field.choices));
        return true;
      }
    }
    return false;
  }

  void offer_codes() {
    for (const auto& rule : config::check_rules()) offer(std::string(rule.code), std::string(rule.title));
  }

  bool offer_configured(const std::string& type, const std::string& name) {
    const config::Configuration& config = ctx_.config_as_read();
    const escalation::Directory& directory = config.directory();
    if (type == "CONTACT") {
      for (const auto& [id, contact] : directory.contacts) offer(id, contact.name);
    } else if (type == "TEAM") {
      for (const auto& [id, team] : directory.teams) offer(id, team.title);
    } else if (type == "SINK") {
      for (const auto& [id, sink] : directory.sinks) offer(id);
    } else if (type == "PROFILE") {
      const bool shipped_alone = noun_ != nullptr && noun_->name == "config" && verb_ == "init";
      offer_all(shipped_alone ? config::Configuration::load({}).profile_names() : config.profile_names());
    } else if (type == "CAL" || type == "CALENDAR") {
      offer_all(config.calendar_names());
    } else if (noun_ != nullptr && noun_->name == "form" && type == "NAME") {
      for (const auto& id : config.form_names()) offer(id, config.form(id) == nullptr ? "" : config.form(id)->title.en);
    } else if (type == "STATE" && lifecycle_of_noun() != nullptr) {
      for (const std::string_view state : lifecycle_of_noun()->states) offer(std::string(state));
    } else {
      return offer_ruled(config, type, name);
    }
    return true;
  }

  // What the profiles that are in use declare: one's own, else the shipped default.
  bool offer_ruled(const config::Configuration& config, const std::string& type, const std::string& name) {
    std::vector<std::string> profiles = config.own_names("profile");
    if (profiles.empty()) profiles = {"telecom"};
    std::map<std::string, std::string> names;
    bool known = true;
    for (const auto& profile : profiles) {
      const escalation::Rules* rules = config.profile(profile);
      if (rules == nullptr) continue;
      if (name == "severity") {
        for (const auto& each : rules->work.severities) names[each.id] = each.title;
      } else if (name == "type") {
        for (const auto& each : rules->work.types) names[each] = "";
      } else if (type == "TARGET") {
        for (const auto& each : rules->targets) {
          if (lifecycle_of_noun() == nullptr || each.on == lifecycle_of_noun()->kind) names[each.id] = each.title;
        }
      } else if (name == "reason" && verb_ == "hold") {
        for (const auto& each : rules->hold_reasons()) {
          if (each != "*") names[each] = "";
        }
      } else if (type == "DUTY") {
        for (const auto& each : rules->duties) names[each.id] = each.title;
      } else if (type == "GATE") {
        for (const auto& each : rules->work.gates) {
          if (each.waivable && each.step == verb_) names[each.id] = "";
        }
      } else if (name == "form") {
        for (const auto& each : config.form_names()) names[each] = "";
      } else {
        known = false;
      }
    }
    for (const auto& [id, title] : names) offer(id, title);
    return known;
  }

  const work::Lifecycle* lifecycle_of_noun() const {
    if (noun_ == nullptr) return nullptr;
    for (const auto& kind : work::kinds()) {
      if (work::lifecycle_of(kind).noun == noun_->name) return &work::lifecycle_of(kind);
    }
    return nullptr;
  }

  void offer_recorded(desk::Session& session, const std::string& type, const std::string& name) {
    if (type == "EVENT") return offer_events(session);
    const std::map<std::string, std::string> by_type{{"CUSTOMER", "customer"}, {"CONTRACT", "contract"}, {"ASSET", "asset"}, {"PART", "part"}, {"DEPOT", "depot"}};
    if (const auto found = by_type.find(type); found != by_type.end()) return offer_records(session, found->second);
    if (type == "ITEM") return offer_items(session, nullptr);
    if (type != "ID") return;
    if (!name.empty()) {
      if (registry::find_type(name) != nullptr) return offer_records(session, name);
      for (const registry::RecordType* each : registry::record_types()) {
        const registry::Attribute* attribute = each->noun == noun_->name ? registry::find_attribute(*each, name) : nullptr;
        if (attribute != nullptr && attribute->kind == registry::ValueKind::entry) return offer_records(session, std::string(attribute->of));
      }
      return;
    }
    for (const registry::RecordType* each : registry::record_types()) {
      if (each->noun == noun_->name) return offer_records(session, std::string(each->name));
    }
    offer_items(session, lifecycle_of_noun());
  }

  // What leaves through no completion; titles are their profile's matter.
  static registry::Names confidential(const escalation::Directory& directory) {
    registry::Names names;
    for (const auto& [profile, fields] : directory.confidential) names.insert(fields.begin(), fields.end());
    names.erase("title");
    return names;
  }

  void offer_records(desk::Session& session, const std::string& type) {
    for (const auto& record : session.store.records_like(type, current_.substr(std::min(prefix_.size(), current_.size())), most_ids)) {
      offer(record.id, record.fields.get(record.fields.has("name") ? "name" : record.fields.has("title") ? "title" : "model"));
    }
  }

  // Of the noun's kind, else of that which the prefix tells, else tickets. For a step, those that may take it in their state.
  void offer_items(desk::Session& session, const work::Lifecycle* lifecycle) {
    const std::string typed = current_.substr(std::min(prefix_.size(), current_.size()));
    const size_t dash = typed.find('-');
    const form::Form* form = noun_->name == "form" ? session.config.form(first_) : nullptr;
    if (form != nullptr) lifecycle = &work::lifecycle_of(form->on);
    if (lifecycle == nullptr) {
      const std::string_view kind = work::kind_of_prefix(typed.substr(0, dash));
      lifecycle = &work::lifecycle_of(kind.empty() ? "ticket" : kind);
    }
    const std::string digits = dash == std::string::npos ? "" : typed.substr(dash + 1);
    const bool number = digits.size() < 12 && !digits.starts_with('0') && std::all_of(digits.begin(), digits.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!number) return;
    std::string states;
    for (const work::Step& step : lifecycle->steps) {
      if (step.verb != verb_ || noun_->name != lifecycle->noun) continue;
      states += (states.empty() ? "" : " ") + std::string(step.from);
    }
    for (const store::ItemRow& row : session.store.items_like(std::string(lifecycle->kind), digits, states, most_ids)) {
      const std::string id = work::print_id(row.kind, row.number);
      const bool typed_before = std::find(words_.begin(), words_.end(), id) != words_.end();
      if (!typed_before) offer(id, desk::title_outside(session, row));
    }
  }

  void offer_events(desk::Session& session) {
    for (const work::Event& event : desk::look(session, first_).history.events) {
      if (verb_ != "extract" || event.name == "attached") offer(std::to_string(event.seq), event.name);
    }
  }

  Context& ctx_;
  std::vector<std::string> words_;
  std::string current_;
  std::string prefix_;  // "--customer=" of "--customer=C-7"
  std::string first_;   // the first positional after the verb
  std::string verb_;
  const Noun* noun_ = nullptr;
  CLI::App globals_;
  std::vector<std::pair<std::string, std::string>> found_;
  bool files_ = false;
};

}  // namespace

void complete(Context& ctx, const std::vector<std::string>& words) {
  ctx.globals.output = "json";  // findings of the configuration are told to nobody, either
  Completer completer(ctx, words);
  try {
    completer.run();
  } catch (const std::exception&) {  // a shell that completes has nobody to tell
  }
  ctx.print(completer.text());
}

}  // namespace svc::cmd
