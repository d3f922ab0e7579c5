// SPDX-License-Identifier: MIT
// Which steps may an item take, from which state to which, and what must be said with each? One table a kind.
//
//   svc ticket contact T-1 --no-answer    →  the row {verb contact, flag no-answer}, event contact-attempted
//
// The verbs of the command line, `svc ticket steps`, the man page's list and the transition tests come from here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace svc::work {

enum class FieldKind {
  word,     // a short value without spaces of its own: severity, channel
  contact,  // somebody in the configuration's contacts
  team,     // a team of the configuration
  person,   // a name in the world, such as the customer's person in charge
  approver, // the same, of whom the registry says what he may approve
  record,   // the id of an entry of the registry; the field is named as its type: customer, asset, contract
  money,    // an amount with its currency: "1200.00 CNY"
  time,     // an instant; stored as RFC 3339 UTC
  item,     // another item's id
  target,   // a target of the item's profile; stands after the id
  event,    // the number of an event of the item; stands after the id
  file,     // a file that is kept with the item; stored as its SHA-256, in hex
  text,     // free text, kept apart so that it can be blanked
  flag,     // present or not
};

struct FieldRule {
  std::string_view name;
  FieldKind kind;
  bool required;
  std::string_view help;
  std::string_view choices = {};  // the only values of a word, separated by blanks; "": any
  bool to_come = false;           // of a time: it does not lie a day and more before it is said
};

constexpr bool still_to_come = true;  // FieldRule::to_come, by its name

// What a step does to an item beyond its state.
enum class Effect {
  none,
  open,
  change,   // sets the attributes given with it
  assign,
  hold,
  resume,
  reissue,  // a new cycle: gates start again
  promise,
  strike,
  link,
  end,      // no more work: ends holds
};

struct Step {
  std::string_view verb;
  std::string_view flag;   // the row of `verb` that this flag selects; "" is the row without one
  std::string_view event;
  std::string_view from;   // states, separated by blanks; "" only for the step that opens
  std::string_view to;     // "" stays
  Effect effect;
  std::string_view sets;   // an attribute that the step sets, "tier=remote"; "" sets none
  std::span<const FieldRule> fields;
  std::string_view help;
};

struct Lifecycle {
  std::string_view kind;    // "inspection"
  std::string_view noun;    // of the command line: "inspect"
  std::string_view prefix;  // "I"
  std::span<const std::string_view> states;
  std::string_view live;    // the states in which work is owed
  std::span<const Step> steps;
};

// The lifecycle of a kind. Requires a kind that exists; see kinds().
const Lifecycle& lifecycle_of(std::string_view kind);
std::vector<std::string> kinds();
// The kind whose ids start with this prefix ("T" -> "ticket"), or "".
std::string_view kind_of_prefix(std::string_view prefix);

// "T-12" is ticket number 12.
struct ItemId {
  std::string_view kind;
  std::int64_t number = 0;
};
// Throws Error{not_found} for text that cannot be an id of any kind, or of `kind` if that is given.
ItemId parse_id(std::string_view text, std::string_view kind = {});
std::string print_id(std::string_view kind, std::int64_t number);
// "svc inspect", for hints.
std::string command_of(std::string_view kind);

// What stands for a value of this kind in usage: "CONTACT", "TIME"; "" for a flag.
std::string_view placeholder(FieldKind kind);
// "Whether it was tried: yes no": what an option for it says of itself, its choices included.
std::string help_of(const FieldRule& rule);
// A step with what it must be told: "onsite T-1 --confirmed-by NAME".
std::string usage_of(const Step& step, const std::string& id);

std::vector<std::string> words_of(std::string_view blank_separated);
bool lists(std::string_view blank_separated, std::string_view word);

// The row of a verb: the one selected by `flag`, or the plain one. nullptr if there is none.
const Step* find_step(const Lifecycle& lifecycle, std::string_view verb, std::string_view flag = {});
std::vector<std::string> verbs(const Lifecycle& lifecycle);
// Every event name that a target of this kind may listen for. Of this and the two below: the lifecycle of a kind; gathered once.
const std::vector<std::string>& event_names(const Lifecycle& lifecycle);
// What `sets` says: name and value.
std::pair<std::string_view, std::string_view> set_by(const Step& step);
// Every attribute that an item of this kind may have: what opening, changing and its steps set.
const std::vector<std::string>& attribute_names(const Lifecycle& lifecycle);
// Every field of a step of this kind that is an instant, for limits `by` one.
const std::vector<std::string>& time_fields(const Lifecycle& lifecycle);

}  // namespace svc::work
