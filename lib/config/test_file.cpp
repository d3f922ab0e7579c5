// SPDX-License-Identifier: MIT
#include "config/test_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <span>

#include "config/definitions.h"
#include "config/document.h"
#include "error.h"
#include "sla/view.h"
#include "suggest.h"
#include "time/text.h"
#include "work/lifecycle.h"

namespace svc::config {
namespace {

// How the value of a field is written in a test; all are compared as one text.
enum class ValueKind { word, words, time, span, number, share, flag };
struct TestField {
  std::string_view name;
  ValueKind kind;
  std::span<const std::string_view> known = {};  // every text that it can have, where they are few
};
using enum ValueKind;

// What can be expected of a clock, an alert, and the item itself; of the item also each of its attributes.
constexpr TestField of_clock[]{{"state", word, sla::clock_states},        {"limit", word},         {"calendar", word},     {"ladder", word},      {"started_at", time},
                               {"due_at", time},       {"stopped_at", time},    {"breached_at", time},  {"elapsed", span},     {"remaining", span},
                               {"paused", span},       {"share", share},        {"overdue", flag},      {"cycle", number},     {"term", number},
                               {"beyond_coverage", flag}, {"promised", flag}};
constexpr TestField of_alert[]{{"target", word}, {"rung", word}, {"at", time}, {"to", words}, {"term", number}, {"repeat", number},
                               {"cycle", number}, {"due_at", time}, {"passed_over", words}, {"state", word, sla::clock_states}, {"void", flag}};
constexpr TestField of_item[]{{"team", word}, {"hold", word}, {"cycle", number}, {"key_problem", flag}};

std::vector<std::string> names_of(std::span<const TestField> fields) {
  std::vector<std::string> names;
  for (const auto& field : fields) names.emplace_back(field.name);
  return names;
}

class TestReader {
 public:
  explicit TestReader(const std::string& zone) : zone_(Zone::load(zone)) {}

  // `base` is what the file says of all its tests.
  void read(Section& section, TestCase base, std::vector<TestCase>& tests) {
    const TestCase test = read_test(section, std::move(base));
    const std::vector<Section> cases = section.tables("case");
    section.finish();
    if (cases.empty()) return add(section, test, tests);
    int number = 0;
    for (Section each : cases) {
      TestCase base_case = test;
      base_case.name = test.name + " #" + std::to_string(++number);
      TestCase one = read_test(each, std::move(base_case));
      if (each.has("name")) one.name = test.name + ": " + one.name;
      each.finish();
      add(each, std::move(one), tests);
    }
  }

 private:
  void add(Section& section, TestCase test, std::vector<TestCase>& tests) {
    const auto missing = [&](const char* key) { section.report("CFG004", section.at(), phrase("'{}' has no '{}'", section.name(), std::string(key))); };
    if (test.name.empty()) missing("name");
    if (test.profile.empty()) missing("profile");
    if (!test.at) missing("at");
    // One that is wrong is an expectation, too.
    const auto says = [](const Expectation& expectation) { return expectation.says_something; };
    const bool asserts = says(test.expect) || says(test.reject) || std::any_of(test.steps.begin(), test.steps.end(), [&](const TestStep& step) {
      return says(step.expect) || says(step.reject) || step.refused;
    });
    if (!asserts) section.report("TST002", section.at(), phrase("test '{}' asserts nothing", test.name), phrase("add expect = {{ … }}"));
    for (const TestCase& other : tests) {
      if (other.name == test.name) section.report("TST005", section.at(), phrase("a test is called '{}' already", test.name), phrase("give each its own name"), {{phrase("the first"), other.place}});
    }
    Instant last = test.at.value_or(Instant{});
    for (const TestStep& step : test.steps) {
      if (step.at < last) section.report("TST004", region_of(step.place), phrase("this step is before the one that stands above it"), phrase("put the steps in the order of time"));
      last = step.at;
    }
    if (test.until && *test.until < last) section.report("TST004", section.key_at("until"), phrase("'until' is before the last step"), phrase("write a later time"));
    tests.push_back(std::move(test));
  }

  static toml::source_region region_of(const Position& at) {
    const auto index = [](int number) { return static_cast<toml::source_index>(number); };
    return {{index(at.line), index(at.column)}, {index(at.end_line), index(at.end_column)}, nullptr};
  }

  // On top of the template that it is a case of.
  TestCase read_test(Section& section, TestCase test) {
    test.place = position_of(section.at(), section.file());
    if (const auto name = section.text("name")) test.name = name->value;
    if (const auto profile = section.text("profile")) test.profile = profile->value;
    section.text("source");  // which clause it proves
    if (const auto on = section.text("on"); on && require_known(section, *on, "kind of item", work::kinds())) test.kind = on->value;
    lifecycle_ = &work::lifecycle_of(test.kind);
    if (const auto at = instant(section, "at")) test.at = at;
    if (const auto until = instant(section, "until")) test.until = until;
    if (auto open = section.table("open")) {
      read_fields(*open, "open", "", test.fields, test.texts);
      open->finish();
    }
    if (section.has("steps")) {
      test.steps.clear();
      for (Section& step : section.tables("steps")) test.steps.push_back(read_step(step));
    }
    read_expectation(section, "expect", test.expect);
    read_expectation(section, "not", test.reject);
    return test;
  }

  std::optional<Instant> instant(Section& section, std::string_view key) {
    const auto text = section.time(key);
    return text ? parsed(section, *text) : std::nullopt;
  }

  std::optional<Instant> parsed(Section& section, const Text& text) {
    try {
      return parse_instant(text.value, zone_);
    } catch (const Error& e) {
      section.report("CFG003", text.at, e.said, e.advice);
      return std::nullopt;
    }
  }

  TestStep read_step(Section& section) {
    TestStep step;
    step.place = position_of(section.at(), section.file());
    if (const auto at = instant(section, "at")) {
      step.at = *at;
    } else if (!section.has("at")) {
      section.report("CFG004", section.at(), phrase("'{}' has no 'at'", section.name()));
    }
    const auto verb = section.text("step");
    if (verb && !require_known(section, *verb, "step", work::verbs(*lifecycle_))) return step;  // who knows what it takes
    if (verb) {
      step.verb = verb->value;
      for (const work::Step& row : lifecycle_->steps) {
        if (row.verb == step.verb && !row.flag.empty() && section.has(row.flag)) step.flag = row.flag;
      }
      read_fields(section, step.verb, step.flag, step.fields, step.texts);
      step.happened = instant(section, "happened");
      if (step.happened && *step.happened > step.at) {
        section.report("TST004", section.key_at("happened"), phrase("it happened after it was told"), phrase("'at' is when svc is told, 'happened' when it was"));
      }
      if (!has_field(step, "by")) step.by = section.text("by").value_or(Text{}).value;
      if (!has_field(step, "reason")) step.reason = section.text("reason").value_or(Text{}).value;
      for (const Text& gate : section.texts("waive").value_or(std::vector<Text>{})) step.waive.push_back(gate.value);
      if (const auto refused = section.text("refused")) step.refused = refused->value;
    }
    read_expectation(section, "expect", step.expect);
    read_expectation(section, "not", step.reject);
    section.finish();
    return step;
  }

  bool has_field(const TestStep& step, std::string_view name) const {
    const work::Step* row = work::find_step(*lifecycle_, step.verb, step.flag);
    return std::any_of(row->fields.begin(), row->fields.end(), [&](const work::FieldRule& rule) { return rule.name == name; });
  }

  void read_fields(Section& section, const std::string& verb, const std::string& flag_name, work::Fields& fields, work::Fields& texts) {
    for (const work::FieldRule& rule : work::find_step(*lifecycle_, verb, flag_name)->fields) {
      const auto value = section.scalar(rule.name);
      if (!value) continue;
      switch (rule.kind) {
        case work::FieldKind::text: texts.set(rule.name, value->value); break;
        case work::FieldKind::flag:
          if (value->value != "true" && value->value != "false") {
            section.report("CFG003", value->at, phrase("'{}' is '{}', not true or false", std::string(rule.name), value->value));
          } else if (value->value == "true") {
            fields.set(rule.name, "yes");
          }
          break;
        case work::FieldKind::time:
          if (const auto at = parsed(section, *value)) fields.set(rule.name, rfc3339_utc(*at));
          break;
        case work::FieldKind::word:
          if (!rule.choices.empty() && !require_known(section, *value, std::string(rule.name), work::words_of(rule.choices))) break;
          fields.set(rule.name, value->value);
          break;
        default: fields.set(rule.name, value->value); break;
      }
    }
  }

  // --- expectations ---

  void read_expectation(Section& section, std::string_view key, Expectation& expectation) {
    auto found = section.table(key);
    if (!found) return;
    expectation.at = position_of(section.key_at(key), section.file());
    expectation.says_something = expectation.says_something || !found->keys().empty();
    if (const auto exact = found->flag("exact")) expectation.exact = *exact;
    if (auto clocks = found->table("clock")) {
      for (const Text& target : clocks->keys()) read_clock(*clocks, target, expectation.clocks);
    }
    if (found->has("alerts")) {
      expectation.alerts.emplace();
      for (Section& entry : found->tables("alerts")) {
        ExpectedAlert alert{{}, position_of(entry.at(), entry.file())};
        read_values(entry, of_alert, alert.fields);
        expectation.alerts->push_back(std::move(alert));
      }
    }
    std::vector<TestField> fields(std::begin(of_item), std::end(of_item));
    fields.push_back({"state", word, lifecycle_->states});
    const std::vector<std::string>& attributes = work::attribute_names(*lifecycle_);
    for (const auto& name : attributes) {
      if (name != "team") fields.push_back({name, word});
    }
    read_values(*found, fields, expectation.item, {"exact", "clock", "alerts"});
  }

  void read_clock(Section& clocks, const Text& target, std::vector<ExpectedClock>& list) {
    auto clock = std::find_if(list.begin(), list.end(), [&](const ExpectedClock& each) { return each.target == target.value; });
    if (clock == list.end()) clock = list.insert(list.end(), {target.value, std::nullopt, {}, {}});
    clock->at = position_of(target.at, clocks.file());
    if (!clocks.is_table(target.value)) {
      const auto word_of = clocks.text(target.value);
      if (word_of && word_of->value != "not promised") {
        clocks.report("CFG003", word_of->at, phrase("'{}' says nothing of a clock", word_of->value), phrase("write \"not promised\", or a table such as {{ state = \"running\" }}"));
      }
      clock->promised = false;
      clock->fields.clear();
      return;
    }
    clock->promised.reset();
    auto section = *clocks.table(target.value);
    read_values(section, of_clock, clock->fields);
    std::erase_if(clock->fields, [&](const ExpectedValue& value) {
      if (value.field == "promised") clock->promised = value.values.front() == "true";
      return value.field == "promised";
    });
  }

  // A field that is given again replaces what the template says of it.
  void read_values(Section& section, std::span<const TestField> fields, std::vector<ExpectedValue>& values, const std::vector<std::string>& others = {}) {
    for (const Text& key : section.keys()) {
      if (std::find(others.begin(), others.end(), key.value) != others.end()) continue;
      const auto field = std::find_if(fields.begin(), fields.end(), [&](const TestField& each) { return each.name == key.value; });
      if (field == fields.end()) {
        const Message near = hint_for(key.value, names_of(fields));
        section.report("TST003", key.at, phrase("nothing computes '{}'", key.value), near.empty() ? phrase("known: {}", fmt::format("'{}'", fmt::join(names_of(fields), "', '"))) : near);
        continue;
      }
      auto value = read_value(section, *field);
      if (!value) continue;
      std::erase_if(values, [&](const ExpectedValue& each) { return each.field == key.value; });
      values.push_back(std::move(*value));
    }
  }

  std::optional<ExpectedValue> read_value(Section& section, const TestField& field) {
    ExpectedValue value;
    value.field = field.name;
    value.at = position_of(section.value_at(field.name), section.file());
    std::vector<Text> written;
    if (section.is_table(field.name)) {
      auto choice = *section.table(field.name);
      if (const auto pattern = choice.text("regex")) {
        value.match = ExpectedValue::Match::regex;
        value.values = {pattern->value};
        try {
          const std::regex compiled(pattern->value, std::regex::ECMAScript);
        } catch (const std::regex_error&) {
          choice.report("CFG003", pattern->at, phrase("'{}' is no regular expression", pattern->value));
        }
        choice.finish();
        return value;
      }
      value.match = ExpectedValue::Match::any_of;
      written = choice.scalars("any").value_or(std::vector<Text>{});
      if (written.empty()) choice.report("CFG003", choice.at(), phrase("'{}' chooses from nothing", std::string(field.name)), phrase("write {{ any = [ … ] }} or {{ regex = \"…\" }}"));
      choice.finish();
    } else {
      if (field.kind == words) {
        written = section.scalars(field.name).value_or(std::vector<Text>{});
      } else if (const auto one = section.scalar(field.name)) {
        written = {*one};
      }
      if (written.empty() && field.kind != words) return std::nullopt;
    }
    for (const Text& text : written) {
      const auto canonical = canonical_text(section, text, field);
      if (!canonical) return std::nullopt;
      value.values.push_back(*canonical);
    }
    return value;
  }

  std::optional<std::string> canonical_text(Section& section, const Text& text, const TestField& field) {
    if (text.value == nothing) return text.value;
    if (!field.known.empty()) {
      const std::vector<std::string> known(field.known.begin(), field.known.end());
      return require_known(section, text, std::string(field.name), known) ? std::optional(text.value) : std::nullopt;
    }
    const auto refuse = [&](const Message& wanted) {
      section.report("CFG003", text.at, phrase("'{}' is not {}", text.value, wanted));
      return std::nullopt;
    };
    switch (field.kind) {
      case word:
      case words: return text.value;
      case time: {
        const auto at = parsed(section, text);
        return at ? std::optional(rfc3339(*at, zone_)) : std::nullopt;
      }
      case span:
        try {
          return print(Span{Unit::working_second, parse_elapsed(text.value, "'" + std::string(field.name) + "'").count()});
        } catch (const Error& e) {
          section.report("CFG003", text.at, e.said, e.advice);
          return std::nullopt;
        }
      case number:
        if (text.value.find_first_not_of("0123456789") == std::string::npos) return text.value;
        return refuse(phrase("a number"));
      case flag:
        if (text.value == "true" || text.value == "false") return text.value;
        return refuse(phrase("true or false"));
      case share: {
        char* end = nullptr;
        const double number_of = std::strtod(text.value.c_str(), &end);
        if (end != nullptr && *end == '\0' && number_of >= 0 && number_of <= 1) return fmt::format("{:.4f}", number_of);
        return refuse(phrase("a share from 0 to 1"));
      }
    }
    return std::nullopt;
  }

  const Zone zone_;
  const work::Lifecycle* lifecycle_ = nullptr;  // of the test that is being read
};

}  // namespace

namespace {

TestFile read_tests(const std::string& path, const std::unique_ptr<Document>& document, Findings& findings, const ConfigurationOf& configuration_of) {
  TestFile file;
  file.path = path;
  if (document) {
    Section root(document->root, "", path, findings);
    read_version(root);
    std::vector<std::string> files;
    for (const Text& name : root.texts("config").value_or(std::vector<Text>{})) {
      files.push_back((std::filesystem::path(path).parent_path() / name.value).lexically_normal().string());
    }
    const auto zone = read_zone(root, "zone");
    file.zone = zone.value_or("UTC");
    file.configuration = configuration_of(files, file.zone);
    if (!zone) file.zone = file.configuration->zone_name();
    TestCase base;
    base.profile = root.text("profile").value_or(Text{}).value;
    TestReader reader(file.zone);
    std::vector<Section> tests = root.tables("test");
    for (Section& test : tests) reader.read(test, base, file.tests);
    if (tests.empty()) root.report("TST001", {}, phrase("there is no [[test]] in it"), phrase("add one"));
    root.finish();
  }
  file.source = findings.sources[path];
  sort(findings.list);
  file.findings = std::move(findings.list);
  return file;
}

}  // namespace

TestFile load_test_file(const std::string& path, const ConfigurationOf& configuration_of) {
  Findings findings;
  const auto document = read_document(path, findings);
  return read_tests(path, document, findings, configuration_of);
}

TestFile parse_test_file(const std::string& name, std::string text, const ConfigurationOf& configuration_of) {
  Findings findings;
  const auto document = parse_document(name, std::move(text), findings);
  return read_tests(name, document, findings, configuration_of);
}

}  // namespace svc::config
