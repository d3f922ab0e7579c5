// SPDX-License-Identifier: MIT
#include "registry/hidden.h"

#include "registry/record.h"

namespace svc::registry {
namespace {

// Words that are numbers of papers and things, of which svc makes nothing.
constexpr std::string_view numbers[]{"serial", "version", "form", "slip", "waybill", "number", "channel"};

bool says_who_or_how_much(work::FieldKind kind) { return kind == work::FieldKind::person || kind == work::FieldKind::approver || kind == work::FieldKind::money; }

// The rule of a field of a step; of any step, if `verb` is "". nullptr: no step has it.
const work::FieldRule* rule_of(const work::Lifecycle& lifecycle, std::string_view verb, std::string_view name) {
  for (const work::Step& step : lifecycle.steps) {
    if (!verb.empty() && step.verb != verb) continue;
    for (const work::FieldRule& rule : step.fields) {
      if (rule.name == name) return &rule;
    }
  }
  return nullptr;
}

template <typename Hides>
void hide_where(work::Fields& fields, Hides hides) {
  std::vector<std::string> found;
  for (const auto& [name, value] : fields) {
    if (hides(name)) found.push_back(name);
  }
  for (const auto& name : found) fields.set(name, std::string(hidden_text));
}

void hide_of_step(const Names& names, const work::Lifecycle& lifecycle, std::string_view verb, work::Fields& fields) {
  hide_where(fields, [&](const std::string& name) {
    const work::FieldRule* rule = rule_of(lifecycle, verb, name);
    if (rule != nullptr && says_who_or_how_much(rule->kind)) return true;
    return names.contains(name) && hideable_names().contains(name) && (rule == nullptr || rule->kind == work::FieldKind::word);
  });
}

void hide_texts(work::Event& event) {
  hide_where(event.texts, [](const std::string&) { return true; });
}

}  // namespace

const Names& always_hidden() {
  static const Names names = [] {
    Names all{"title"};
    for (const RecordType* type : record_types()) {
      for (const Attribute& attribute : type->attributes) {
        const bool tells = attribute.kind == ValueKind::text || attribute.kind == ValueKind::money || attribute.kind == ValueKind::prices;
        // The answers to a survey stay, since its figures come from them; who shows what was written in words hides it.
        if (tells && attribute.name != "answers") all.emplace(attribute.name);
      }
    }
    return all;
  }();
  return names;
}

const Names& hideable_names() {
  static const Names names = [] {
    Names all = always_hidden();
    all.insert(std::begin(numbers), std::end(numbers));
    for (const auto& kind : work::kinds()) {
      for (const work::Step& step : work::lifecycle_of(kind).steps) {
        for (const work::FieldRule& rule : step.fields) {
          if (says_who_or_how_much(rule.kind) || rule.kind == work::FieldKind::text) all.emplace(rule.name);
        }
      }
    }
    return all;
  }();
  return names;
}

void hide(const Names& names, work::Fields& fields) {
  hide_where(fields, [&](const std::string& name) { return names.contains(name); });
}

void hide_record_event(const Names& names, work::Event& event) {
  if (names.empty()) return;
  hide(names, event.fields);
  hide_texts(event);
}

void hide(const Names& names, const work::Lifecycle& lifecycle, work::Fields& attributes) {
  if (!names.empty()) hide_of_step(names, lifecycle, "", attributes);
}

void hide(const Names& names, const work::Lifecycle& lifecycle, work::Event& event) {
  if (names.empty()) return;
  hide_of_step(names, lifecycle, event.step, event.fields);
  hide_texts(event);
}

}  // namespace svc::registry
