// SPDX-License-Identifier: MIT
#include "registry/record.h"

#include <algorithm>
#include <array>

#include "text.h"
#include "work/lifecycle.h"

namespace svc::registry {
namespace {

using enum ValueKind;

constexpr std::string_view origins = "own domestic abroad";
constexpr std::string_view dates = "delivered installed commissioned accepted final-accepted";

constexpr Attribute customer_attributes[]{
    {"name", text, true, "what it is called", {}, true},
    {"region", word, false, "where it is", {}, true},
    {"address", text, false, "where letters go"},
    {"phone", text, false, "its number"},
    {"note", text, false, "what is worth knowing"},
};
constexpr Attribute site_attributes[]{
    {"customer", entry, true, "whose it is", "customer", true},
    {"name", text, true, "what it is called", {}, true},
    {"region", word, false, "where it is", {}, true},
    {"address", text, false, "how one gets there"},
    {"note", text, false, "what is worth knowing"},
};
constexpr Attribute person_attributes[]{
    {"customer", entry, true, "whose people they belong to", "customer", true},
    {"name", text, true, "what the person is called", {}, true},
    {"role", text, false, "what the person is there", {}, true},
    {"site", entry, false, "where the person works", "site"},
    {"phone", text, false, "the number to call"},
    {"email", text, false, "where mail goes"},
    {"qualified-since", date, false, "since when the person has been at this work"},
    {"certified-until", date, false, "the last day of the person's certificate"},
    {"approves", words, false, "the steps that the person may say yes to, such as approve-plan", {}, true},
    {"note", text, false, "what is worth knowing"},
};
constexpr Attribute contract_attributes[]{
    {"customer", entry, true, "with whom", "customer", true, true},
    {"profile", profile, true, "whose promises it gives", {}, true, true},
    {"title", text, false, "what it is about"},
    {"package", words, false, "the services of the profile's catalogue that are bought; none: all"},
    {"price", money, false, "what it costs", {}, true},
    {"from", date, false, "the first day on which it holds", {}, true},
    {"to", date, false, "the last day on which it holds", {}, true},
    {"calendar", calendar, false, "the default calendar, where the customer's is not the profile's", {}, false, true},
    {"accepted", date, false, "when all of it was accepted"},
    {"final-accepted", date, false, "when all of it was accepted finally"},
    {"warranty", span, false, "how long the warranty is, where it is not the profile's"},
    {"warranty-start", choice, false, "what it starts at, where it is not the profile's", dates},
    {"prices", prices, false, "the most that a part may cost, such as BOARD-X=1200.00"},
    {"team", team, false, "the team that takes its requests", {}, false, true},
    {"representative", contact, false, "the region's representative"},
    {"manager", contact, false, "the service manager"},
    {"note", text, false, "what is worth knowing"},
};
constexpr Attribute asset_attributes[]{
    {"serial", word, false, "the number on it; no two have the same", {}, true},
    {"model", word, false, "what it is", {}, true},
    {"customer", entry, false, "whose it is; the contract tells it, too", "customer", true, true},
    {"site", entry, false, "where it stands", "site", true},
    {"contract", entry, false, "which contract it comes under", "contract", true, true},
    {"origin", choice, false, "who made it, or where it was bought", origins, false, true},
    {"repair", choice, false, "where it is repaired", "domestic abroad", false, true},
    {"delivered", date, false, "when it was delivered"},
    {"installed", date, false, "when it was installed"},
    {"commissioned", date, false, "when it began to run"},
    {"accepted", date, false, "when it was accepted", {}, true},
    {"final-accepted", date, false, "when it was accepted finally"},
    {"maker-warranty", date, false, "the last day of the maker's warranty"},
    {"version", word, false, "the version of its software"},
    {"window", calendar, false, "the calendar of its low traffic, where it is not the profile's"},
    {"note", text, false, "what is worth knowing"},
};
constexpr Attribute part_attributes[]{
    {"name", text, true, "what it is called", {}, true},
    {"models", words, false, "the models of equipment that it is in", {}, true},
    {"per", number, false, "how many of it are in one; 1 if it is not said"},
    {"reorder", counts, false, "by depot, how few are too few, such as OFFICE=3"},
    {"eol", date, false, "the last day on which it is made", {}, true},
    {"substitute", entry, false, "the part that takes its place", "part"},
    {"note", text, false, "what is worth knowing"},
};
constexpr Attribute depot_attributes[]{
    {"name", text, true, "what it is called", {}, true},
    {"level", choice, true, "1: the customer's own; 2: our office's", "1 2", true},
    {"customer", entry, false, "whose it is, of level 1", "customer", true},
    {"note", text, false, "what is worth knowing"},
};
constexpr Attribute quotation_attributes[]{
    {"contract", entry, true, "for which contract", "contract", true},
    {"part", entry, true, "of which part", "part", true},
    {"quantity", number, true, "how many", {}, true},
    {"price", money, true, "what one of them costs", {}, true},
    {"until", date, false, "the last day on which it holds", {}, true},
    {"note", text, false, "what is worth knowing"},
};

constexpr Attribute invitation_attributes[]{
    {"survey", word, true, "the survey that it belongs to", {}, true},
    {"customer", entry, true, "who is asked", "customer", true},
    {"person", entry, false, "which of the customer's people", "person", true},
    {"region", word, false, "where the customer is", {}, true},
    {"delivered", date, false, "when it was sent last", {}, true},
    {"answered", date, false, "when the answers came", {}, true},
    {"answers", text, false, "the answers: a JSON object of strings by question"},
};

constexpr RecordType customer_type{"customer", "customer", "C-7", "who asks", customer_attributes};
constexpr RecordType site_type{"site", "site", "S-1", "where customers' equipment stands", site_attributes};
constexpr RecordType person_type{"person", "person", "P-1", "customers' people, and what they may approve", person_attributes};
constexpr RecordType contract_type{"contract", "contract", "K-1", "what was promised to whom, until when", contract_attributes};
constexpr RecordType asset_type{"asset", "asset", "A-1", "customers' equipment, its warranty and its file", asset_attributes};
constexpr RecordType part_type{"part", "spare", "BOARD-X", "parts, their stock, prices and ends", part_attributes};
constexpr RecordType depot_type{"depot", "depot", "OFFICE", "where spares lie", depot_attributes};
constexpr RecordType quotation_type{"quotation", "quotation", "Q-1", "prices that were offered", quotation_attributes};

constexpr RecordType invitation_type{"invitation", "survey invitation", "a7k2m9x4q8r3", "who was asked in a survey, and what they answered", invitation_attributes};

}  // namespace

const std::vector<const RecordType*>& record_types() {
  static const std::vector<const RecordType*> all{&customer_type, &site_type, &person_type, &contract_type,
                                                  &asset_type, &part_type, &depot_type, &quotation_type, &invitation_type};
  return all;
}

const RecordType* find_type(std::string_view name) {
  const auto& all = record_types();
  const auto found = std::find_if(all.begin(), all.end(), [&](const RecordType* type) { return type->name == name; });
  return found == all.end() ? nullptr : *found;
}

const Attribute* find_attribute(const RecordType& type, std::string_view name) {
  for (const Attribute& attribute : type.attributes) {
    if (attribute.name == name) return &attribute;
  }
  return nullptr;
}

std::string help_of(const Attribute& attribute) {
  return capitalized(attribute.help) + (attribute.kind == choice ? ": " + std::string(attribute.of) : "") + (is_list(attribute.kind) ? "; several with commas" : "");
}

bool is_list(ValueKind kind) { return kind == words || kind == counts || kind == prices; }

std::string_view placeholder(const Attribute& attribute) {
  switch (attribute.kind) {
    case text: return "TEXT";
    case word:
    case words:
    case choice: return "WORD";
    case number: return "NUMBER";
    case date: return "DATE";
    case span: return "SPAN";
    case money: return "AMOUNT";
    case entry: return "ID";
    case counts: return "DEPOT=NUMBER";
    case prices: return "PART=AMOUNT";
    case calendar: return "CALENDAR";
    case profile: return "PROFILE";
    case contact: return "CONTACT";
    case team: return "TEAM";
  }
  return {};
}

std::vector<std::string> lines_of(const std::string& lines) {
  std::vector<std::string> result;
  for (size_t from = 0; from < lines.size();) {
    const size_t end = std::min(lines.find('\n', from), lines.size());
    result.push_back(lines.substr(from, end - from));
    from = end + 1;
  }
  return result;
}

std::string lines_from(const std::vector<std::string>& values) {
  std::string result;
  for (const auto& value : values) result += (result.empty() ? "" : "\n") + value;
  return result;
}

std::string value_in(const std::string& lines, std::string_view key) {
  for (const std::string& line : lines_of(lines)) {
    if (line.size() > key.size() && line.starts_with(key) && line[key.size()] == '=') return line.substr(key.size() + 1);
  }
  return {};
}

std::string sealed_name(const Record& record) { return record.type + " " + record.id; }

std::optional<Record> record_sealed_as(std::string_view name) {
  const auto blank = name.find(' ');
  if (blank == std::string_view::npos || find_type(name.substr(0, blank)) == nullptr) return std::nullopt;
  return Record{.key = 0, .type = std::string(name.substr(0, blank)), .id = std::string(name.substr(blank + 1)), .fields = {}, .retired = false};
}

void fold(const std::vector<work::Event>& events, Record& record) {
  const RecordType* type = find_type(record.type);
  for (const work::Event& event : events) {
    if (event.step == retire_step) record.retired = true;
    if (event.step != add_step && event.step != edit_step) continue;
    for (const std::string& name : work::words_of(event.fields.get(cleared_field))) record.fields.erase(name);
    for (const auto* source : {&event.fields, &event.texts}) {
      for (const auto& [name, value] : *source) {
        if (find_attribute(*type, name) != nullptr) record.fields.set(name, value);
      }
    }
  }
}

}  // namespace svc::registry
