// SPDX-License-Identifier: MIT
#include "work/lifecycle.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <map>

#include "error.h"
#include "text.h"
#include "work/call.h"
#include "work/inspection.h"
#include "work/notice.h"
#include "work/patch.h"
#include "work/rma.h"
#include "work/survey.h"
#include "work/ticket.h"
#include "work/training.h"

namespace svc::work {
namespace {

const std::array<const Lifecycle*, 8> lifecycles{&ticket_lifecycle, &rma_lifecycle, &inspection_lifecycle, &patch_lifecycle, &notice_lifecycle, &survey_lifecycle, &call_lifecycle, &training_lifecycle};

}  // namespace

const Lifecycle& lifecycle_of(std::string_view kind) {
  for (const auto* each : lifecycles) {
    if (each->kind == kind) return *each;
  }
  std::abort();  // kinds come from this table or from a database that a CHECK guards
}

std::vector<std::string> kinds() {
  std::vector<std::string> result;
  for (const auto* each : lifecycles) result.emplace_back(each->kind);
  return result;
}

std::string_view kind_of_prefix(std::string_view prefix) {
  for (const auto* each : lifecycles) {
    if (each->prefix == prefix) return each->kind;
  }
  return {};
}

ItemId parse_id(std::string_view text, std::string_view kind) {
  const auto dash = text.find('-');
  if (dash != std::string_view::npos) {
    const std::string_view digits = text.substr(dash + 1);
    ItemId id{kind_of_prefix(text.substr(0, dash)), 0};
    const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), id.number);
    const bool whole = code == std::errc() && end == digits.data() + digits.size() && digits.front() != '0';
    if (!id.kind.empty() && whole && id.number > 0 && (kind.empty() || id.kind == kind)) return id;
  }
  const std::string name(kind.empty() ? "item" : kind);  // translated
  const std::string_view other = kind_of_prefix(text.substr(0, std::min(dash, text.size())));
  if (!kind.empty() && !other.empty() && other != kind) {
    throw Error{ErrorKind::not_found, phrase("'{}' is no {}", std::string(text), Message::again(name)), phrase("'{}' is for ids that begin with {}", command_of(other), std::string(lifecycle_of(other).prefix))};
  }
  const std::string prefix(kind.empty() ? "T" : lifecycle_of(kind).prefix);
  throw Error{ErrorKind::not_found, phrase("no {} '{}'", Message::again(name), std::string(text)), phrase("an id looks like {}-12", prefix)};
}

std::string print_id(std::string_view kind, std::int64_t number) {
  return std::string(lifecycle_of(kind).prefix) + "-" + std::to_string(number);
}

std::string command_of(std::string_view kind) { return "svc " + std::string(lifecycle_of(kind).noun); }

std::string_view placeholder(FieldKind kind) {
  switch (kind) {
    case FieldKind::word: return "WORD";
    case FieldKind::contact: return "CONTACT";
    case FieldKind::team: return "TEAM";
    case FieldKind::person:
    case FieldKind::approver: return "NAME";
    case FieldKind::record: return "ID";
    case FieldKind::money: return "AMOUNT";
    case FieldKind::time: return "TIME";
    case FieldKind::item: return "ITEM";
    case FieldKind::target: return "TARGET";
    case FieldKind::event: return "EVENT";
    case FieldKind::file: return "FILE";
    case FieldKind::text: return "TEXT";
    case FieldKind::flag: return "";
  }
  return {};
}

std::string help_of(const FieldRule& rule) { return capitalized(rule.help) + (rule.choices.empty() ? "" : ": " + std::string(rule.choices)); }

std::string usage_of(const Step& step, const std::string& id) {
  std::string usage = std::string(step.verb) + " " + id;
  for (const FieldRule& rule : step.fields) {
    if (!rule.required) continue;
    const bool positional = rule.kind == FieldKind::target || rule.kind == FieldKind::event;
    const std::string value(placeholder(rule.kind));
    usage += positional ? " " + value : " --" + std::string(rule.name) + (value.empty() ? "" : " " + value);
  }
  return usage;
}

std::vector<std::string> words_of(std::string_view blank_separated) {
  std::vector<std::string> words;
  while (!blank_separated.empty()) {
    const auto blank = std::min(blank_separated.find(' '), blank_separated.size());
    words.emplace_back(blank_separated.substr(0, blank));
    blank_separated.remove_prefix(std::min(blank + 1, blank_separated.size()));
  }
  return words;
}

bool lists(std::string_view blank_separated, std::string_view word) {
  while (!blank_separated.empty()) {
    const auto blank = blank_separated.find(' ');
    if (blank_separated.substr(0, blank) == word) return true;
    if (blank == std::string_view::npos) return false;
    blank_separated.remove_prefix(blank + 1);
  }
  return false;
}

const Step* find_step(const Lifecycle& lifecycle, std::string_view verb, std::string_view flag) {
  for (const Step& step : lifecycle.steps) {
    if (step.verb == verb && step.flag == flag) return &step;
  }
  return nullptr;
}

std::vector<std::string> verbs(const Lifecycle& lifecycle) {
  std::vector<std::string> result;
  for (const Step& step : lifecycle.steps) {
    if (step.flag.empty()) result.emplace_back(step.verb);
  }
  return result;
}

std::pair<std::string_view, std::string_view> set_by(const Step& step) {
  const auto at = step.sets.find('=');
  return at == std::string_view::npos ? std::pair<std::string_view, std::string_view>() : std::pair(step.sets.substr(0, at), step.sets.substr(at + 1));
}

namespace {

// What follows from a lifecycle's table and is asked for again and again.
struct Names {
  std::vector<std::string> events, time_fields, attributes;
};

void add_once(std::vector<std::string>& names, std::string_view name) {
  if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) names.emplace_back(name);
}

Names gather(const Lifecycle& lifecycle) {
  Names names;
  for (const Step& step : lifecycle.steps) {
    names.events.emplace_back(step.event);
    add_once(names.attributes, set_by(step).first);
  }
  names.events.emplace_back("classified");
  for (const Step& step : lifecycle.steps) {
    const bool sets = step.effect == Effect::open || step.effect == Effect::change;
    for (const FieldRule& field : step.fields) {
      if (field.kind == FieldKind::time) add_once(names.time_fields, field.name);
      if (sets && field.kind != FieldKind::text) add_once(names.attributes, field.name);
    }
  }
  return names;
}

const Names& names_of(const Lifecycle& lifecycle) {
  static const auto all = [] {
    std::map<const Lifecycle*, Names> names;
    for (const auto* each : lifecycles) names.emplace(each, gather(*each));
    return names;
  }();
  return all.at(&lifecycle);
}

}  // namespace

const std::vector<std::string>& event_names(const Lifecycle& lifecycle) { return names_of(lifecycle).events; }
const std::vector<std::string>& attribute_names(const Lifecycle& lifecycle) { return names_of(lifecycle).attributes; }
const std::vector<std::string>& time_fields(const Lifecycle& lifecycle) { return names_of(lifecycle).time_fields; }

}  // namespace svc::work
