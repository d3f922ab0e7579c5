// SPDX-License-Identifier: MIT
// How do the sections of the TOML become values? One function a section; each reports to the Section it reads.
// Only the .cpp files of config/ include this header.
#pragma once

#include <algorithm>
#include <map>
#include <set>

#include "calendar/spec.h"
#include "config/reader.h"
#include "escalation/directory.h"
#include "escalation/rules.h"
#include "form/form.h"

namespace svc::config {

// A calendar as written, before `like` and `extends` are settled: a child's hours change what its parent's
// make-up days mean.
struct CalendarDraft {
  struct DatedHours {
    calendar::ExceptionKind kind;
    std::string name;
    std::optional<int> like;             // weekday whose hours it has
    std::vector<calendar::Hours> hours;  // its own, if not like a weekday
  };
  std::string zone;
  std::array<std::vector<calendar::Hours>, 7> week;
  std::map<Date, DatedHours> dates;
  std::optional<calendar::Coverage> covers;
  bool orphan = false;  // what it extends cannot be had, so that what is missing in it is nobody's fault here
};
// Reads [calendar.X] on top of what it extends.
CalendarDraft read_calendar(Section& section, CalendarDraft base);
calendar::Spec settle(const std::string& name, const CalendarDraft& draft);

// The entry of this id, made if there is none.
template <typename Entry>
Entry& entry_of(std::vector<Entry>& entries, const std::string& id) {
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& each) { return each.id == id; });
  if (found != entries.end()) return *found;
  entries.emplace_back();
  entries.back().id = id;
  return entries.back();
}

// Names that exist, for references.
struct Known {
  std::vector<std::string> calendars, contacts, teams, sinks, ladders;
};
// Reports a reference to nothing; true if the name exists.
bool require_known(Section& section, const Text& name, const std::string& what, const std::vector<std::string>& known);

// The name of a time zone; reports one that the system's tzdata does not have, and answers as if it were absent.
std::optional<std::string> read_zone(Section& section, std::string_view key);
// Reports a `version` that is not 1.
void read_version(Section& root);

// `sinks`: those of ladders that name none.
void read_organization(Section& section, escalation::Directory& directory, std::vector<Text>& people, std::vector<Text>& sinks);
escalation::Contact read_contact(const std::string& id, Section& section, const Known& known);
escalation::Team read_team(const std::string& id, Section& section, const Known& known);
std::vector<escalation::Shift> read_rota(Section& section, const Known& known, const Zone& zone);
escalation::Sink read_sink(const std::string& id, Section& section);
struct LadderDefinition {
  escalation::Ladder ladder;
  escalation::Delivery delivery;
};
LadderDefinition read_ladder(const std::string& id, Section& section, const Known& known);

// Reads a span, and reports what is none.
std::optional<Span> read_span(Section& section, const Text& text, std::string_view value);
// A length of calendar time: of a warranty, hours of work have no meaning.
std::optional<Span> read_length(Section& section, const Text& text);
// Whether the text is one of the choices; reports one that is not.
bool chosen(Section& section, const Text& text, const std::string& key, const std::vector<std::string>& choices);
void read_text(Section& section, const char* key, std::string& value);
// Attributes with the values that they may have, but for the keys that are none. Types and severities must be declared by
// the profile.
work::Conditions read_conditions(Section& section, const escalation::Rules& rules, const std::vector<std::string>& attributes,
                                 const std::vector<std::string>& not_conditions = {});
// What a profile says of warranty, services, freight and spares, on top of what it extends.
void read_terms(Section& profile, const escalation::Rules& rules, registry::Terms& terms);
// [profile.X.duty.ID], [profile.X.checklist.ID] and [profile.X.patch], on top of what it extends.
void read_rounds(Section& profile, const Known& known, escalation::Rules& rules);
// [profile.X.emergency], [profile.X.questionnaire.ID] and [profile.X.course.ID], on top of what it extends.
void read_loops(Section& profile, const Known& known, escalation::Rules& rules);
// [form.ID].
form::Form read_form(const std::string& id, Section& section);
// What a target's miss costs.
std::optional<registry::Penalty> read_penalty(Section& section);

// Reads [profile.X] on top of what it extends.
// `orphan`: what it extends cannot be had.
escalation::Rules read_profile(const std::string& id, Section& section, escalation::Rules base, const Known& known, bool orphan);

}  // namespace svc::config
