// SPDX-License-Identifier: MIT
#include "config/import_map.h"

#include "config/definitions.h"
#include "config/document.h"
#include "suggest.h"
#include "work/lifecycle.h"

namespace svc::config {
namespace {

class MapReader {
 public:
  MapReader(const Document& document, const work::Lifecycle& lifecycle, Findings& findings)
      : root_(document.root, "", document.file, findings), lifecycle_(lifecycle) {}

  ImportMap read() {
    read_version(root_);
    map_.source = word(root_.required("source"));
    map_.profile = word(root_.required("profile"));
    for (const Text& null : root_.texts("nulls").value_or(std::vector<Text>{})) map_.nulls.push_back(null.value);
    read_columns();
    read_time();
    if (auto group = root_.table("attribute")) {
      for (auto& [name, entry] : group->entries()) read_attribute(name.value, entry);
      group->finish();
    }
    read_states();
    root_.finish();
    return std::move(map_);
  }

 private:
  static std::string word(const std::optional<Text>& text) { return text ? text->value : std::string(); }

  void missing(std::string_view table) {
    root_.report("CFG004", root_.at(), phrase("the map has no [{}]", std::string(table)));
  }

  void read_columns() {
    auto columns = root_.table("columns");
    if (!columns) return missing("columns");
    map_.id = word(columns->required("id"));
    map_.at = word(columns->required("at"));
    map_.state = word(columns->required("state"));
    map_.opened = word(columns->text("opened"));
    map_.by = word(columns->text("by"));
    map_.title = word(columns->text("title"));
    columns->finish();
  }

  void read_time() {
    auto time = root_.table("time");
    if (!time) return missing("time");
    if (const auto format = time->required("format")) {
      map_.format = format->value;
      const Message problem = format_problem(format->value);
      if (!problem.empty()) time->report("CFG003", format->at, phrase("'{}': {}", format->value, problem));
    }
    if (!time->has("zone")) time->required("zone");
    map_.zone = read_zone(*time, "zone").value_or("");
    if (const auto ambiguous = time->text("ambiguous")) {
      if (ambiguous->value == "first") map_.ambiguous = Ambiguous::first;
      if (ambiguous->value == "last") map_.ambiguous = Ambiguous::last;
      require_known(*time, *ambiguous, "way to read a repeated time", {"first", "last", "error"});
    }
    time->finish();
  }

  void read_attribute(const std::string& name, Section& entry) {
    ImportAttribute attribute{name, word(entry.required("column")), {}};
    if (auto values = entry.table("values")) {
      for (const Text& key : values->keys()) attribute.values[key.value] = word(values->text(key.value));
    }
    entry.finish();
    map_.attributes.push_back(std::move(attribute));
  }

  ImportStep read_step(Section& section, const Text& text) {
    ImportStep step;
    const auto colon = text.value.find(':');
    step.verb = text.value.substr(0, colon);
    if (colon != std::string::npos) step.detail = text.value.substr(colon + 1);
    if (step.verb == "none") return {};
    if (step.verb == "open") {
      section.report("CFG003", text.at, phrase("an item is opened by its first row, whatever state that has"), phrase("write \"none\" for the state in which items are new"));
      return {};
    }
    std::vector<std::string> known = work::verbs(lifecycle_);
    known.emplace_back("none");
    if (!require_known(section, {step.verb, text.at}, "step", known)) return {};
    const bool flagged = step.verb != "hold" && !step.detail.empty();
    if (flagged && work::find_step(lifecycle_, step.verb, step.detail) == nullptr) {
      section.report("CFG007", text.at, phrase("step '{}' has no flag '{}'", step.verb, step.detail));
    }
    if (step.verb == "hold" && step.detail.empty()) {
      section.report("CFG003", text.at, phrase("a hold needs its reason"), phrase("write \"hold:customer\""));
    }
    return step;
  }

  ImportState read_state(Section& states, const Text& name) {
    ImportState state;
    if (states.is_table(name.value)) {
      auto entry = *states.table(name.value);
      if (const auto step = entry.required("step")) state.step = read_step(entry, *step);
      if (auto from = entry.table("from")) {
        for (const Text& key : from->keys()) {
          if (const auto step = from->text(key.value)) state.from[key.value] = read_step(*from, *step);
        }
      }
      entry.finish();
    } else if (const auto step = states.text(name.value)) {
      state.step = read_step(states, *step);
    }
    return state;
  }

  void read_states() {
    auto states = root_.table("states");
    if (!states) return missing("states");
    for (const Text& name : states->keys()) {
      if (name.value == "other") {
        map_.other = read_state(*states, name);
      } else {
        map_.states[name.value] = read_state(*states, name);
      }
    }
  }

  Section root_;
  const work::Lifecycle& lifecycle_;
  ImportMap map_;
};

}  // namespace

ImportMapResult load_import_map(const std::string& path, const std::string& kind) {
  ImportMapResult result;
  Findings findings;
  if (const auto document = read_document(path, findings)) {
    result.map = MapReader(*document, work::lifecycle_of(kind), findings).read();
  }
  result.source = findings.sources[path];
  sort(findings.list);
  result.findings = std::move(findings.list);
  return result;
}

}  // namespace svc::config
