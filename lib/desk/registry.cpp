// SPDX-License-Identifier: MIT
#include "desk/registry.h"

#include <algorithm>

#include "desk/record.h"
#include "error.h"
#include "registry/money.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"

namespace svc::desk {
namespace {

using registry::Attribute;
using registry::Record;
using registry::RecordType;
using registry::ValueKind;

constexpr size_t longest_id = 64;
constexpr size_t longest_value = 4000, longest_text = 64'000;

std::string called(const Record& record) { return record.type + " '" + record.id + "'"; }

// A hint that names what there is, or nothing.
std::string listing(const std::vector<Record>& records) {
  std::string names;
  for (const Record& record : records) names += (names.empty() ? "" : ", ") + record.id;
  return names;
}

// Checks one value of an attribute, and whether it names what there is.
class ValueCheck {
 public:
  explicit ValueCheck(Session& session) : session_(session) {}

  void check(const Attribute& attribute, const std::string& value) {
    const std::string option = "--" + std::string(attribute.name);
    if (const auto why = unprintable(value, registry::is_list(attribute.kind))) throw Error{ErrorKind::usage, phrase("{} contains {}", option, *why), phrase("leave it out")};
    if (value.find_first_not_of(" \t\n") == std::string::npos) throw Error{ErrorKind::usage, phrase("{} is empty", option), {}};
    const size_t longest = attribute.kind == ValueKind::text ? longest_text : longest_value;
    if (value.size() > longest) throw Error{ErrorKind::usage, phrase("{} is longer than {} bytes", option, longest), {}};
    switch (attribute.kind) {
      case ValueKind::text:
      case ValueKind::word:
      case ValueKind::words: return;
      case ValueKind::choice: return require_known(std::string(attribute.name), value, work::words_of(attribute.of));
      case ValueKind::number: return static_cast<void>(number(option, value));
      case ValueKind::date: return static_cast<void>(parse_date(value));
      case ValueKind::span: return length(option, value);
      case ValueKind::money: return static_cast<void>(registry::parse_money(value, option));
      case ValueKind::entry: return static_cast<void>(require_record(session_, std::string(attribute.of), value));
      case ValueKind::counts: return each_pair(option, value, "depot", [&](const std::string& text) { number(option, text); });
      case ValueKind::prices: return each_pair(option, value, "part", [&](const std::string& text) { registry::parse_money(text + " XXX", option); });
      case ValueKind::calendar: return require_known("calendar", value, session_.config.calendar_names());
      case ValueKind::profile: return require_known("profile", value, session_.config.profile_names());
      case ValueKind::contact: return require_configured("contact", value, session_.directory.contacts);
      case ValueKind::team: return require_configured("team", value, session_.directory.teams);
    }
  }

 private:
  static std::int64_t number(const std::string& option, const std::string& value) {
    const bool digits = value.size() <= 9 && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) throw Error{ErrorKind::usage, phrase("{} is '{}', which is no whole number", option, value), {}};
    return std::stoll(value);
  }

  static void length(const std::string& option, const std::string& value) {
    const Span span = parse_span(value);
    if (span.unit != Unit::working_second && span.unit != Unit::working_day) return;
    throw Error{ErrorKind::usage, phrase("{} is '{}', which is no length in days, weeks, months or years", option, value), phrase("write 2y")};
  }

  template <typename Check>
  void each_pair(const std::string& option, const std::string& lines, const std::string& type, Check check_value) {
    for (const std::string& line : registry::lines_of(lines)) {
      const auto equals = line.find('=');
      if (equals == std::string::npos || equals == 0) {
        throw Error{ErrorKind::usage, phrase("{} is '{}', which names no {}", option, line, type), phrase("write {}", std::string(type == "part" ? "BOARD-X=1200.00" : "OFFICE=3"))};
      }
      require_record(session_, type, line.substr(0, equals));
      check_value(line.substr(equals + 1));
    }
  }

  // Where none are configured, any name is taken at its word.
  static void require_configured(const std::string& what, const std::string& name, const auto& known) {
    if (!known.empty()) require_known(what, name, keys_of(known));
  }

  Session& session_;
};

// Whether a record makes sense as a whole.
class WholeCheck {
 public:
  WholeCheck(Session& session, Record& record) : session_(session), record_(record), fields_(record.fields) {}

  void check() {
    if (record_.type == "contract") contract();
    if (record_.type == "asset") asset();
    if (record_.type == "person") person();
    if (record_.type == "depot") depot();
    if (record_.type == "part" && fields_.get("substitute") == record_.id) refuse(phrase("cannot take its own place"), phrase("name another part with --substitute"));
    if (record_.type == "quotation") quotation();
  }

 private:
  [[noreturn]] void refuse(const Message& why, const Message& hint) const { throw Error{ErrorKind::refused, phrase("{} {}", called(record_), why), hint}; }

  void require_order(const char* first, const char* last, const Message& what) const {
    if (!fields_.has(first) || !fields_.has(last) || fields_.get(first) <= fields_.get(last)) return;
    refuse(phrase("has {} that ends before it starts: {} is before {}", what, fields_.get(last), fields_.get(first)), phrase("is --{} right?", std::string(last)));
  }

  void contract() const {
    require_order("from", "to", phrase("a term"));
    const escalation::Rules* rules = session_.config.profile(fields_.get("profile"));
    if (rules == nullptr) throw Error{ErrorKind::config, phrase("profile '{}' cannot be used", fields_.get("profile")), phrase("'svc config check' tells what is wrong with it")};
    std::vector<std::string> services;
    for (const auto& service : rules->terms.services) services.push_back(service.id);
    for (const std::string& service : registry::lines_of(fields_.get("package"))) require_known("service", service, services);
    if (fields_.has("prices") && !fields_.has("price")) refuse(phrase("has prices of parts, but no price"), phrase("--price says the currency, too"));
  }

  void asset() {
    if (fields_.has("contract")) take_customer(require_record(session_, "contract", fields_.get("contract")));
    if (fields_.has("site")) take_customer(require_record(session_, "site", fields_.get("site")));
    if (!fields_.has("customer")) throw Error{ErrorKind::usage, phrase("--customer is missing: {} has no contract or site that tells it", called(record_)), {}};
    for (const char* start : {"delivered", "installed", "commissioned", "accepted", "final-accepted"}) require_order(start, "maker-warranty", phrase("a maker's warranty"));
    if (!fields_.has("serial")) return;
    const auto other = session_.store.find_serial(fields_.get("serial"));
    if (other && other->id != record_.id) refuse(phrase("cannot have the serial '{}': asset '{}' has it", fields_.get("serial"), other->id), phrase("'svc asset show {}' shows it", other->id));
  }

  void take_customer(const Record& of) {
    const std::string customer = of.fields.get("customer");
    if (!fields_.has("customer")) fields_.set("customer", customer);
    if (fields_.get("customer") != customer) refuse(phrase("is {}'s, but {} is {}'s", fields_.get("customer"), called(of), customer), phrase("name one of the same customer"));
  }

  void person() const {
    if (fields_.has("site")) {
      const Record site = require_record(session_, "site", fields_.get("site"));
      if (site.fields.get("customer") != fields_.get("customer")) refuse(phrase("is {}'s, but {} is {}'s", fields_.get("customer"), called(site), site.fields.get("customer")), phrase("name one of the same customer"));
    }
    std::vector<std::string> steps;
    for (const std::string& kind : work::kinds()) {
      for (const work::Step& step : work::lifecycle_of(kind).steps) {
        const bool approves = std::any_of(step.fields.begin(), step.fields.end(), [](const auto& rule) { return rule.kind == work::FieldKind::approver; });
        if (approves) steps.emplace_back(step.verb);
      }
    }
    for (const std::string& step : registry::lines_of(fields_.get("approves"))) require_known("step that is approved", step, steps);
  }

  void depot() const {
    const bool customers = fields_.get("level") == "1";
    if (customers && !fields_.has("customer")) refuse(phrase("is a customer's own, but whose is not said"), phrase("add --customer"));
    if (!customers && fields_.has("customer")) refuse(phrase("is our own, and can have no customer"), phrase("a customer's own depot has --level 1"));
  }

  void quotation() const {
    const registry::Money price = registry::parse_money(fields_.get("price"), "--price");
    const Record contract = require_record(session_, "contract", fields_.get("contract"));
    const std::string ceiling = registry::value_in(contract.fields.get("prices"), fields_.get("part"));
    if (ceiling.empty()) return;
    const registry::Money most = registry::parse_money(ceiling + " " + registry::parse_money(contract.fields.get("price"), "--price").currency, "--prices");
    if (price.currency != most.currency) refuse(phrase("is in {}, and the contract in {}", price.currency, most.currency), phrase("quote in {}", most.currency));
    if (price.hundredths > most.hundredths) refuse(phrase("is above the contract's price: {} is more than {}", registry::print(price), registry::print(most)), phrase("quote {} or less", registry::print(most)));
  }

  Session& session_;
  Record& record_;
  work::Fields& fields_;
};

bool is_id(const std::string& id) {
  const auto fits = [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '/'; };
  return !id.empty() && id.size() <= longest_id && std::all_of(id.begin(), id.end(), fits);
}

void check_id(const RecordType& type, const std::string& id) {
  if (is_id(id)) return;
  throw Error{ErrorKind::usage, phrase("'{}' is no id for a {}", printable(id), std::string(type.name)), phrase("up to 64 letters from A to Z, digits, '-', '_', '.' and '/', such as {}", std::string(type.example))};
}

void check_values(Session& session, const RecordType& type, const work::Fields& values) {
  ValueCheck check(session);
  for (const auto& [name, value] : values) {
    const Attribute* attribute = registry::find_attribute(type, name);
    if (attribute == nullptr) {
      std::vector<std::string> known;
      for (const Attribute& each : type.attributes) known.emplace_back(each.name);
      throw Error{ErrorKind::usage, phrase("a {} has no '{}'", std::string(type.name), name), hint_for(name, known)};
    }
    check.check(*attribute, value);
  }
}

void require_whole(const RecordType& type, const Record& record) {
  for (const Attribute& attribute : type.attributes) {
    if (attribute.required && !record.fields.has(attribute.name)) {
      throw Error{ErrorKind::usage, phrase("--{} is missing: {}", std::string(attribute.name), Message::again(registry::help_of(attribute))), {}};
    }
  }
}

// The items that are open on a record.
std::vector<store::ItemRow> open_items(Session& session, const Record& record) {
  if (record.type == "asset") return session.store.items_of_asset(record.id, true);
  if (record.type == "contract") return session.store.items_of_contract(record.id, true);
  if (record.type == "customer") return session.store.live_items_of_customer(record.id);
  return {};
}

Message names_of(const std::vector<store::ItemRow>& items) {
  std::string names;
  for (size_t i = 0; i < items.size() && i < 3; ++i) names += (i == 0 ? "" : ", ") + work::print_id(items[i].kind, items[i].number);
  return items.size() > 3 ? phrase("{} and {} more", names, items.size() - 3) : Message(names);
}

void require_unpinned(Session& session, const RecordType& type, const Record& before, const Record& after) {
  for (const Attribute& attribute : type.attributes) {
    if (!attribute.pins || before.fields.get(attribute.name) == after.fields.get(attribute.name)) continue;
    const auto items = open_items(session, before);
    if (items.empty()) return;
    throw Error{ErrorKind::refused, items.size() == 1 ? phrase("{} cannot change its {} now: {} is open under it", called(before), std::string(attribute.name), names_of(items)) : phrase("{} cannot change its {} now: {} are open under it", called(before), std::string(attribute.name), names_of(items)), phrase("close what is open first; what was opened keeps what it took over")};
  }
}

void require_unused(Session& session, const Record& record) {
  if (const auto items = open_items(session, record); !items.empty()) {
    throw Error{ErrorKind::refused, items.size() == 1 ? phrase("{} cannot be retired: {} is open", called(record), names_of(items)) : phrase("{} cannot be retired: {} are open", called(record), names_of(items)), phrase("close what is open first")};
  }
  const auto in_use = [&](const std::vector<Record>& others) {
    for (const Record& other : others) {
      if (!other.retired) throw Error{ErrorKind::refused, phrase("{} cannot be retired: {} depends on it", called(record), called(other)), phrase("retire that first")};
    }
  };
  if (record.type == "customer") {
    for (const char* type : {"contract", "asset", "depot"}) in_use(session.store.records_of_customer(type, record.id));
  }
  if (record.type == "contract") in_use(session.store.records_of_contract("asset", record.id));
  if (record.type != "part") return;
  for (const std::string& model : registry::lines_of(record.fields.get("models"))) {
    for (const Record& asset : session.store.assets_of_model(model)) {
      if (asset.retired || !asset.fields.has("contract")) continue;
      const escalation::Rules* rules = session.config.profile(require_record(session, "contract", asset.fields.get("contract"), false).fields.get("profile"));
      if (rules == nullptr || !rules->terms.spares_for_life) continue;
      throw Error{ErrorKind::refused, phrase("{} cannot be retired: it is promised for life, and {} needs it ({})", called(record), called(asset), rules->terms.spares_source), phrase("'svc spare discontinue' tells the customers that it is not made any more")};
    }
  }
}

}  // namespace

Record require_record(Session& session, const std::string& type, const std::string& id, bool usable) {
  const auto found = session.store.find_record(type, id);
  const std::string noun(registry::find_type(type)->noun);
  if (!found) {
    const bool simple = type == "customer";
    throw Error{ErrorKind::not_found, phrase("no {} '{}'", Message::again(type), printable(id)), simple ? phrase("add it with 'svc customer add {} --name NAME'", is_id(id) ? id : std::string(registry::find_type(type)->example)) : phrase("'svc {} list' shows those that exist", noun)};
  }
  if (usable && found->retired) throw Error{ErrorKind::refused, phrase("{} is retired", called(*found)), phrase("'svc {} show {}' tells since when", noun, id)};
  return *found;
}

work::Event record_event(const Session& session, const RecordEntry& entry, std::string_view step) {
  work::Event event;
  event.step = step;
  event.at = entry.at.value_or(session.now);
  event.recorded_at = session.now;
  event.now_given = session.now_given;
  event.typed_by = entry.typed_by;
  event.by = entry.by.empty() ? entry.typed_by : entry.by;
  if (event.at > session.now) throw Error{ErrorKind::refused, phrase("the event lies in the future: {} is after {}", rfc3339(event.at, session.zone()), rfc3339(session.now, session.zone())), phrase("record it when it has happened")};
  if (!entry.reason.empty()) {
    if (const auto why = unprintable(entry.reason, true)) throw Error{ErrorKind::usage, phrase("--reason contains {}", *why), phrase("leave it out")};
    event.texts.set("reason", entry.reason);
  }
  return event;
}

void append_to(Session& session, Record& record, work::Event event) {
  event.seq = static_cast<int>(session.store.events(store::Log::records, record.key).size()) + 1;
  session.store.append(store::Log::records, record.key, event);
  if (event.step != registry::note_step) session.store.set_wake("duty", 0, session.now);  // who is eligible may be others now
}

namespace {

// Values go where their kind says: free text can be blanked later.
void set_values(const RecordType& type, const work::Fields& values, work::Event& event) {
  for (const auto& [name, value] : values) {
    const bool free = registry::find_attribute(type, name)->kind == ValueKind::text;
    (free ? event.texts : event.fields).set(name, value);
  }
}

}  // namespace

void add_record(Session& session, const RecordType& type, const RecordEntry& entry) {
  check_id(type, entry.id);
  if (session.store.find_record(std::string(type.name), entry.id)) {
    throw Error{ErrorKind::refused, phrase("{} '{}' exists already", std::string(type.name), entry.id), phrase("'svc {} show {}' shows it", std::string(type.noun), entry.id)};
  }
  check_values(session, type, entry.values);
  Record record{.key = 0, .type = std::string(type.name), .id = entry.id, .fields = entry.values, .retired = false};
  require_whole(type, record);
  WholeCheck(session, record).check();
  work::Event event = record_event(session, entry, registry::add_step);
  set_values(type, record.fields, event);
  event.fields.set(work::sealed_id, registry::sealed_name(record));
  session.store.insert_record(record);
  event.seq = 1;
  session.store.append(store::Log::records, record.key, event);
  if (event.step != registry::note_step) session.store.set_wake("duty", 0, session.now);  // who is eligible may be others now
}

void edit_record(Session& session, const RecordType& type, const RecordEntry& entry) {
  const Record before = require_record(session, std::string(type.name), entry.id);
  check_values(session, type, entry.values);
  if (entry.values.empty() && entry.cleared.empty()) throw Error{ErrorKind::usage, phrase("nothing to change was given"), phrase("'svc {} edit --help' lists what can be changed", std::string(type.noun))};
  Record after = before;
  work::Event event = record_event(session, entry, registry::edit_step);
  std::string cleared;
  for (const std::string& name : entry.cleared) {
    std::vector<std::string> known;
    for (const Attribute& each : type.attributes) known.emplace_back(each.name);
    require_known("attribute", name, known);
    after.fields.erase(name);
    cleared += (cleared.empty() ? "" : " ") + name;
  }
  for (const auto& [name, value] : entry.values) after.fields.set(name, value);
  require_whole(type, after);
  WholeCheck(session, after).check();
  require_unpinned(session, type, before, after);
  work::Fields changed;
  for (const auto& [name, value] : after.fields) {
    if (before.fields.get(name) != value) changed.set(name, value);
  }
  if (!cleared.empty()) event.fields.set(registry::cleared_field, cleared);
  set_values(type, changed, event);
  session.store.update_record(after);
  append_to(session, after, std::move(event));
}

void retire_record(Session& session, const RecordType& type, const RecordEntry& entry) {
  Record record = require_record(session, std::string(type.name), entry.id);
  require_unused(session, record);
  record.retired = true;
  session.store.update_record(record);
  append_to(session, record, record_event(session, entry, registry::retire_step));
}

void note_record(Session& session, const RecordType& type, const RecordEntry& entry, const std::string& what, const std::string& note) {
  Record record = require_record(session, std::string(type.name), entry.id);
  work::Event event = record_event(session, entry, registry::note_step);
  if (const auto why = unprintable(note, true)) throw Error{ErrorKind::usage, phrase("--note contains {}", *why), phrase("leave it out")};
  event.fields.set("what", what);
  event.texts.set("note", note);
  append_to(session, record, std::move(event));
}

// --- items ---

namespace {

bool holds_on(const Record& contract, Date date) {
  const std::string from = contract.fields.get("from"), to = contract.fields.get("to");
  return (from.empty() || parse_date(from) <= date) && (to.empty() || parse_date(to) >= date);
}

class Completion {
 public:
  Completion(Session& session, std::string_view kind, const std::string& profile, work::Event& event)
      : session_(session), lifecycle_(work::lifecycle_of(kind)), profile_(profile), fields_(event.fields),
        date_(date_part(session.zone().local(event.at))) {}

  Opening complete() {
    if (fields_.has("asset")) take_asset();
    const auto contract = find_contract();
    Opening opening{.profile = profile_, .calendar = {}};
    if (contract) {
      fields_.set("contract", contract->id);
      take("customer", contract->fields.get("customer"));
      if (opening.profile.empty()) opening.profile = contract->fields.get("profile");
      opening.calendar = contract->fields.get("calendar");
      if (contract->fields.has("team")) fields_.set("contract-team", contract->fields.get("team"));
      if (!holds_on(*contract, date_)) {
        const std::string to = contract->fields.get("to");
        const bool ended = !to.empty() && parse_date(to) < date_;
        fields_.set("entitlement", "out-of-contract");
        session_.remarks.push_back(ended ? phrase("out of contract: contract '{}' ended on {}", contract->id, to) : phrase("out of contract: contract '{}' begins on {}", contract->id, contract->fields.get("from")));
      }
    }
    if (fields_.has("customer") && !fields_.has("region")) take("region", require_record(session_, "customer", fields_.get("customer")).fields.get("region"));
    if (opening.profile.empty()) opening.profile = default_profile(session_.config);
    return opening;
  }

 private:
  // What the lifecycle says of such items, and nobody said.
  void take(const std::string& name, const std::string& value) {
    const auto& attributes = work::attribute_names(lifecycle_);
    const bool known = std::find(attributes.begin(), attributes.end(), name) != attributes.end();
    if (known && !value.empty() && !fields_.has(name)) fields_.set(name, value);
  }

  void take_asset() {
    asset_ = require_record(session_, "asset", fields_.get("asset"));
    const std::string owner = asset_->fields.get("customer");
    if (fields_.has("customer") && fields_.get("customer") != owner) {
      throw Error{ErrorKind::refused, phrase("asset '{}' is {}'s, not {}'s", asset_->id, owner, fields_.get("customer")), phrase("'svc asset list --customer {}' shows those that are", fields_.get("customer"))};
    }
    for (const char* name : {"customer", "origin", "repair", "model"}) take(name, asset_->fields.get(name));
    if (asset_->fields.has("site")) take("region", require_record(session_, "site", asset_->fields.get("site")).fields.get("region"));
  }

  // The one that is named, else the asset's, else the customer's only one.
  std::optional<Record> find_contract() {
    if (fields_.has("contract")) return named_contract();
    if (asset_ && asset_->fields.has("contract")) {
      const Record contract = require_record(session_, "contract", asset_->fields.get("contract"));
      return profile_.empty() || contract.fields.get("profile") == profile_ ? std::optional(contract) : std::nullopt;
    }
    if (!fields_.has("customer")) return std::nullopt;
    std::vector<Record> all = session_.store.records_of_customer("contract", fields_.get("customer"));
    std::erase_if(all, [&](const Record& each) { return each.retired || (!profile_.empty() && each.fields.get("profile") != profile_); });
    std::vector<Record> in_force = all;
    std::erase_if(in_force, [&](const Record& each) { return !holds_on(each, date_); });
    const std::vector<Record>& candidates = in_force.empty() ? all : in_force;
    if (candidates.size() > 1) {
      throw Error{ErrorKind::usage, phrase("which contract? customer '{}' has {}", fields_.get("customer"), candidates.size()), phrase("write --contract ID; known: {}", listing(candidates))};
    }
    return candidates.empty() ? std::nullopt : std::optional(candidates.front());
  }

  Record named_contract() {
    Record contract = require_record(session_, "contract", fields_.get("contract"));
    const std::string owner = contract.fields.get("customer");
    if (fields_.has("customer") && fields_.get("customer") != owner) {
      throw Error{ErrorKind::refused, phrase("contract '{}' is {}'s, not {}'s", contract.id, owner, fields_.get("customer")), phrase("'svc contract list --customer {}' shows those that are", fields_.get("customer"))};
    }
    if (!profile_.empty() && contract.fields.get("profile") != profile_) {
      throw Error{ErrorKind::refused, phrase("contract '{}' gives the promises of profile '{}', not of '{}'", contract.id, contract.fields.get("profile"), profile_), phrase("leave --profile out")};
    }
    return contract;
  }

  Session& session_;
  const work::Lifecycle& lifecycle_;
  const std::string& profile_;
  work::Fields& fields_;
  const Date date_;
  std::optional<Record> asset_;
};

// What the customer's package says of a step that uses services of the catalogue.
void require_bought(Session& session, const std::string& id, std::string_view kind, const registry::Terms& terms,
                    const work::Fields& attributes, work::Event& event) {
  const std::string name = event.fields.has("contract") ? event.fields.get("contract") : attributes.get("contract");
  if (name.empty()) return;
  const std::vector<std::string> bought = registry::lines_of(require_record(session, "contract", name, false).fields.get("package"));
  if (bought.empty()) return;
  const registry::Service* lacking = nullptr;
  for (const registry::Service& service : terms.services) {
    const bool used = service.on == kind && std::find(service.steps.begin(), service.steps.end(), event.step) != service.steps.end() &&
                      work::matches(service.when, event.fields, attributes);
    if (!used) continue;
    if (std::find(bought.begin(), bought.end(), service.id) != bought.end()) return;
    if (lacking == nullptr) lacking = &service;
  }
  if (lacking == nullptr) return;
  const Message what = phrase("contract '{}' has not bought the service '{}'", name, lacking->id);
  if (lacking->refuse) {
    throw Error{ErrorKind::refused, id.empty() ? phrase("cannot take step '{}': {}", event.step, what) : phrase("cannot take step '{}' on {}: {}", event.step, id, what), phrase("'svc contract show {}' lists what is bought", name)};
  }
  event.fields.set("chargeable", lacking->id);
  session.remarks.push_back(phrase("chargeable: {}", what));
}

void set_verdict(Session& session, const registry::Terms& terms, const work::Fields& attributes, work::Event& event) {
  const bool opens = event.step != "verdict";
  work::Fields facts = attributes;
  for (const auto& [name, value] : event.fields) facts.set(name, value);
  const std::string wanted = event.fields.get("cover");
  if (!facts.has("asset")) {
    if (opens || !wanted.empty()) return;
    throw Error{ErrorKind::usage, phrase("who pays does not follow from the registry: no asset is named"), phrase("write --cover free, --cover at-cost or --cover not-covered")};
  }
  const std::string cause = facts.get("cause");
  const Date on = date_part(session.zone().local(event.at));
  if (!terms.warranty) {
    if (opens || !wanted.empty()) return;
    throw Error{ErrorKind::usage, phrase("who pays does not follow from the profile: it says nothing of a warranty"), phrase("write --cover free, --cover at-cost or --cover not-covered")};
  }
  const registry::Verdict verdict = verdict_on(session, terms, require_record(session, "asset", facts.get("asset"), false), facts.get("contract"), on, cause);
  const std::string computed(registry::name_of(verdict.cover));
  if (!wanted.empty() && wanted != computed) {
    if (!event.texts.has("reason")) throw Error{ErrorKind::refused, phrase("the warranty says '{}' ({}): deciding otherwise needs a reason", computed, verdict.clause), phrase("add --reason TEXT")};
    event.fields.set("cover-clause", "decided by " + event.by);
    event.fields.set("cover:computed", computed);
  } else {
    event.fields.set("cover", computed);
    event.fields.set("cover-clause", verdict.clause.empty() ? verdict.why.english() : verdict.clause);
  }
  event.fields.set("cover:why", verdict.why);
}

// An item that came under no contract comes under that of its equipment, if it gives the promises that the item lives under.
void take_contract(Session& session, const std::string& item, const Record& asset, const work::Fields& attributes, work::Event& event) {
  if (attributes.has("contract") || !asset.fields.has("contract")) return;
  const Record contract = require_record(session, "contract", asset.fields.get("contract"), false);
  const std::string profile = find_item(session, item).profile;
  if (contract.fields.get("profile") == profile) {
    event.fields.set("contract", contract.id);
  } else {
    session.remarks.push_back(phrase("{} stays under the profile '{}', and out of contract '{}', which is under '{}': open it anew for that", item, profile, contract.id, contract.fields.get("profile")));
  }
}

// Other equipment must be the same customer's; who pays for it is asked again.
void change_asset(Session& session, const std::string& item, const registry::Terms& terms, const work::Fields& attributes, work::Event& event) {
  const std::string id = event.fields.has("asset") ? event.fields.get("asset") : attributes.get("asset");
  if (id.empty() || !(event.fields.has("asset") || event.fields.has("customer"))) return;
  const Record asset = require_record(session, "asset", id, event.fields.has("asset"));
  const std::string owner = asset.fields.get("customer"), customer = event.fields.has("customer") ? event.fields.get("customer") : attributes.get("customer");
  if (customer.empty()) event.fields.set("customer", owner);
  if (!customer.empty() && customer != owner) {
    throw Error{ErrorKind::refused, phrase("asset '{}' is {}'s, not {}'s", id, owner, customer), phrase("change both with --asset and --customer")};
  }
  if (!event.fields.has("asset")) return;
  take_contract(session, item, asset, attributes, event);
  set_verdict(session, terms, attributes, event);
}

// The contract's price of the part, for a charge that names no amount.
void set_amount(Session& session, const work::Fields& attributes, work::Event& event) {
  if (event.fields.has("amount") || !attributes.has("contract")) return;
  const Record contract = require_record(session, "contract", attributes.get("contract"), false);
  const std::string price = registry::value_in(contract.fields.get("prices"), attributes.get("part"));
  if (!price.empty()) event.fields.set("amount", price + " " + registry::parse_money(contract.fields.get("price"), "--price").currency);
}

}  // namespace

Opening complete_opening(Session& session, std::string_view kind, const std::string& profile, work::Event& event) {
  return Completion(session, kind, profile, event).complete();
}

void complete_step(Session& session, const std::string& id, std::string_view kind, const registry::Terms& terms,
                   const work::Fields& attributes, work::Event& event) {
  require_bought(session, id, kind, terms, attributes, event);
  const auto& known = work::attribute_names(work::lifecycle_of(kind));
  const bool has_cover = std::find(known.begin(), known.end(), "cover") != known.end();
  if (event.step == "change") change_asset(session, id, terms, attributes, event);
  if (has_cover && (event.step == "open" || event.step == "verdict")) set_verdict(session, terms, attributes, event);
  if (event.step == "charge") set_amount(session, attributes, event);
}

void require_approver(Session& session, const std::string& customer, const std::string& step, const std::string& name) {
  if (customer.empty()) return;
  std::vector<std::string> names;
  for (const Record& person : session.store.records_of_customer("person", customer)) {
    const auto approves = registry::lines_of(person.fields.get("approves"));
    if (person.retired || std::find(approves.begin(), approves.end(), step) == approves.end()) continue;
    if (name == person.id || name == person.fields.get("name")) return;
    names.push_back(person.fields.get("name"));
  }
  if (names.empty()) return;
  std::string list;
  for (const auto& each : names) list += (list.empty() ? "" : ", ") + each;
  throw Error{ErrorKind::refused, phrase("'{}' may not say yes to '{}' for customer '{}'", name, step, customer), phrase("those who may: {}", list)};
}

registry::Verdict verdict_on(Session& session, const registry::Terms& terms, const Record& asset, const std::string& contract, Date on,
                             const std::string& cause) {
  const auto repairs = repairs_of(session, asset.id);
  std::optional<Record> under;
  if (!contract.empty()) under = require_record(session, "contract", contract, false);
  return registry::judge({.terms = terms.warranty ? &*terms.warranty : nullptr, .asset = &asset.fields, .contract = under ? &under->fields : nullptr, .repairs = repairs}, on, cause);
}

std::vector<registry::Repair> repairs_of(Session& session, const std::string& asset) {
  std::vector<registry::Repair> repairs;
  const Zone zone = session.zone();
  for (const store::ItemRow& item : session.store.items_of_asset(asset)) {
    if (item.kind != "rma") continue;
    std::vector<work::Event> events = session.store.events(item.id);
    const auto struck = work::struck_events(events);
    std::erase_if(events, [&](const work::Event& event) { return struck.contains(event.seq); });
    std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
    std::optional<Date> received;
    for (const work::Event& event : events) {
      const Date date = date_part(zone.local(event.at));
      if (event.step == "receive") received = date;
      if (event.step == "return" && received && !event.fields.has("as-is")) repairs.push_back({work::print_id(item.kind, item.number), *received, date});
    }
  }
  std::stable_sort(repairs.begin(), repairs.end(), [](const auto& a, const auto& b) { return a.returned < b.returned; });
  return repairs;
}

}  // namespace svc::desk
