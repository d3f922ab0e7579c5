// SPDX-License-Identifier: MIT
#include "registry/hidden.h"

#include "registry/record.h"
#include "work/lifecycle.h"

namespace svc::registry {
namespace {

// Those fields of steps and of the registry that are of such a kind.
template <typename OfStep, typename OfRecord>
Names names_where(OfStep of_step, OfRecord of_record) {
  Names names;
  for (const auto& kind : work::kinds()) {
    for (const work::Step& step : work::lifecycle_of(kind).steps) {
      for (const work::FieldRule& rule : step.fields) {
        if (of_step(rule.kind)) names.emplace(rule.name);
      }
    }
  }
  for (const RecordType* type : record_types()) {
    for (const Attribute& attribute : type->attributes) {
      if (of_record(attribute.kind)) names.emplace(attribute.name);
    }
  }
  return names;
}

}  // namespace

const Names& personal_names() {
  static const Names names = [] {
    Names all = names_where([](work::FieldKind kind) { return kind == work::FieldKind::person || kind == work::FieldKind::approver || kind == work::FieldKind::text; },
                            [](ValueKind kind) { return kind == ValueKind::text || kind == ValueKind::money || kind == ValueKind::prices; });
    all.erase("answers");  // of a survey: figures come from them; who shows what was written in words hides it
    return all;
  }();
  return names;
}

const Names& hideable_names() {
  static const Names names = [] {
    Names all = names_where(
        [](work::FieldKind kind) {
          using enum work::FieldKind;
          return kind == word || kind == person || kind == approver || kind == money || kind == text;
        },
        [](ValueKind kind) {
          using enum ValueKind;
          return kind == ValueKind::text || kind == ValueKind::word || kind == words || kind == ValueKind::money || kind == prices;
        });
    for (const char* name : {"severity", "type", "duty", "period", "answers"}) all.erase(name);
    return all;
  }();
  return names;
}

void hide(const Names& names, work::Fields& fields) {
  std::vector<std::string> found;
  for (const auto& [name, value] : fields) {
    if (names.contains(name)) found.push_back(name);
  }
  for (const auto& name : found) fields.set(name, std::string(hidden_text));
}

void hide(const Names& names, work::Event& event) {
  hide(names, event.fields);
  std::vector<std::string> texts;
  for (const auto& [name, value] : event.texts) texts.push_back(name);
  for (const auto& name : texts) event.texts.set(name, std::string(hidden_text));
}

}  // namespace svc::registry
