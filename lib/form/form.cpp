// SPDX-License-Identifier: MIT
#include "form/form.h"

#include <algorithm>
#include <set>

#include "registry/record.h"
#include "suggest.h"
#include "work/lifecycle.h"

namespace svc::form {

const std::vector<std::string>& language_names() {
  static const std::vector<std::string> names{"zh", "en"};
  return names;
}

const std::vector<std::string>& list_names() {
  static const std::vector<std::string> names{"events", "checks", "questions", "promises", "attachments"};
  return names;
}

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  const auto add_text = [&](char c, size_t at) {
    if (pieces.empty() || pieces.back().is_field) pieces.push_back({"", false, at});
    pieces.back().text += c;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const bool doubled = i + 1 < text.size() && text[i + 1] == text[i];
    if ((text[i] == '{' || text[i] == '}') && doubled) {
      add_text(text[i], i);
      ++i;
    } else if (text[i] == '{') {
      const size_t end = text.find('}', i);
      if (end == std::string_view::npos) {
        pieces.push_back({std::string(text.substr(i)), true, i});
        break;
      }
      pieces.push_back({std::string(text.substr(i + 1, end - i - 1)), true, i});
      i = end;
    } else {
      add_text(text[i], i);
    }
  }
  return pieces;
}

std::vector<std::string> fields_of(std::string_view kind) {
  std::set<std::string> fields(std::begin(plain_fields), std::end(plain_fields));
  const work::Lifecycle& lifecycle = work::lifecycle_of(kind);
  for (const auto& name : work::attribute_names(lifecycle)) fields.insert(name);
  for (const std::string_view group : record_groups) {
    fields.insert(std::string(group) + ".id");
    for (const auto& attribute : registry::find_type(group)->attributes) fields.insert(std::string(group) + "." + std::string(attribute.name));
  }
  for (const work::Step& step : lifecycle.steps) {
    const std::string event(step.event);
    for (const char* each : {".at", ".by", ".note"}) fields.insert(event + each);
    for (const auto& field : step.fields) fields.insert(event + "." + std::string(field.name));
  }
  return {fields.begin(), fields.end()};
}

Message hint_for_field(std::string_view kind, const std::string& field) {
  const std::vector<std::string> known = fields_of(kind);
  if (const auto meant = suggest(field, known)) return phrase("did you mean '{}'?", *meant);
  const auto group_of = [](const std::string& name) { return name.substr(0, name.find('.')); };
  std::set<std::string> groups;
  std::vector<std::string> same;
  for (const auto& each : known) {
    groups.insert(group_of(each));
    if (group_of(each) == group_of(field)) same.push_back(each);
  }
  std::string list;
  for (const auto& each : same) list += (list.empty() ? "'" : ", '") + each + "'";
  if (!list.empty()) return phrase("known: {}", list);
  const auto group = suggest(group_of(field), {groups.begin(), groups.end()});
  const std::string of(kind);
  return group ? phrase("did you mean a field of '{}'? 'svc form fields {}' lists those that there are", *group, of) : phrase("'svc form fields {}' lists those that there are", of);
}

}  // namespace svc::form
