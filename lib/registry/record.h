// SPDX-License-Identifier: MIT
// What is kept of customers, contracts, equipment and spares? One table a type: its attributes, and what each must be.
//
//   svc asset add A-1 --serial 0451 --customer C-7 --contract K-1 --origin own --accepted 2026-03-02
//
// The verbs add, edit, list, show, import, export and retire of each type are made from here. A record is the fold of
// its events, as an item is; nothing of it is ever overwritten.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "work/event.h"
#include "work/fields.h"

namespace svc::registry {

enum class ValueKind {
  text,      // free text, kept apart so that it can be blanked
  word,      // a short value
  words,     // several
  choice,    // one of `of`
  number,    // a whole number from 0
  date,      // "2026-03-02"
  span,      // "2y"
  money,     // "1200.00 CNY"
  entry,     // the id of another record, of type `of`
  counts,    // several "DEPOT=3"
  prices,    // several "BOARD-X=1200.00", in the currency of `price`
  calendar,  // of the configuration, as the next ones
  profile,
  contact,
  team,
};

struct Attribute {
  std::string_view name;
  ValueKind kind;
  bool required;
  std::string_view help;
  std::string_view of = {};  // of choice: the choices; of entry: the type
  bool shown = false;        // in tables
  bool pins = false;         // open items took it over when they were opened
};
// "Whose people they belong to": what an option for it says of itself, its choices included.
std::string help_of(const Attribute& attribute);

struct RecordType {
  std::string_view name;     // "asset"
  std::string_view noun;     // "asset"; of parts "spare"
  std::string_view example;  // "A-1"
  std::string_view help;
  std::span<const Attribute> attributes;
};

const std::vector<const RecordType*>& record_types();
// nullptr if there is none.
const RecordType* find_type(std::string_view name);
const Attribute* find_attribute(const RecordType& type, std::string_view name);
bool is_list(ValueKind kind);
// What stands for a value of this kind in usage: "DATE".
std::string_view placeholder(const Attribute& attribute);

// The values of a list, which are stored one a line.
std::vector<std::string> lines_of(const std::string& lines);
std::string lines_from(const std::vector<std::string>& values);
// "DEPOT=3" → "3" of "DEPOT"; "" if it is not listed.
std::string value_in(const std::string& lines, std::string_view key);

struct Record {
  std::int64_t key = 0;
  std::string type, id;
  work::Fields fields;
  bool retired = false;
};

// The steps by which records change. "note" is what is put into an asset's file; "forget" says that texts were erased.
inline constexpr std::string_view add_step = "add", edit_step = "edit", retire_step = "retire", note_step = "note", forget_step = "forget";
// In an edit, the attributes that it takes away, separated by blanks.
inline constexpr std::string_view cleared_field = "cleared";

// "customer C-1": what the first event of a record seals it as. The inverse has no key and no fields; nullopt for what names none.
std::string sealed_name(const Record& record);
std::optional<Record> record_sealed_as(std::string_view name);

// A record's fields and whether it is retired, from its events, on top of what a database of version 2 knew of it.
void fold(const std::vector<work::Event>& events, Record& record);

}  // namespace svc::registry
