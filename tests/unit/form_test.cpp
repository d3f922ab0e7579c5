// SPDX-License-Identifier: MIT
// Forms: what a text with fields is made of, which fields there are, and that nothing shipped lacks words in either language.
#include <catch2/catch.hpp>

#include "config/configuration.h"
#include "form/words.h"
#include "work/lifecycle.h"

using namespace svc;

namespace {

std::string written(std::string_view text) {
  std::string out;
  for (const form::Piece& piece : form::pieces_of(text)) out += (piece.is_field ? "<" + piece.text + ">" : "'" + piece.text + "'") + std::to_string(piece.at);
  return out;
}

}  // namespace

TEST_CASE("a text is cut into words and fields, each with its place") {
  struct Case {
    const char* text;
    const char* pieces;
  };
  const auto each = GENERATE(values<Case>({
      {"", ""},
      {"plain", "'plain'0"},
      {"{id}", "<id>0"},
      {"No. {id}!", "'No. '0<id>4'!'8"},
      {"{a}{b}", "<a>0<b>3"},
      {"{{id}}", "'{id}'0"},
      {"{{{id}}}", "'{'0<id>2'}'6"},
      {"编号 {id}", "'编号 '0<id>7"},
      {"{}", "<>0"},
      {"open {id", "'open '0<{id>5"},
      {"shut }", "'shut }'0"},
  }));
  CHECK(written(each.text) == each.pieces);
}

TEST_CASE("every event of every lifecycle has a title in both languages") {
  for (const auto& kind : work::kinds()) {
    for (const work::Step& step : work::lifecycle_of(kind).steps) {
      const std::string event(step.event);
      INFO(kind << " " << event);
      CHECK(form::title_of_event(event, form::Language::zh) != event);
      CHECK(form::title_of_event(event, form::Language::en) != event);
    }
  }
}

TEST_CASE("what has no title stands for itself") {
  CHECK(form::title_of_event("danced", form::Language::zh) == "danced");
  CHECK(form::word_for("pigeon", form::Language::zh) == "pigeon");
  CHECK(form::word_for("free", form::Language::zh) == "免费");
}

TEST_CASE("every shipped form can be read, and asks for no field that there is not") {
  const config::Configuration config = config::Configuration::load(std::vector<std::string>{});
  const auto names = config.form_names();
  CHECK(names.size() == 18);  // requirements §4, with the two parts of the complaint slip as forms of their own
  for (const auto& name : names) {
    INFO(name);
    const form::Form* form = config.form(name);
    REQUIRE(form != nullptr);
    CHECK(form->title.zh != form->title.en);
    CHECK_FALSE(form->source.empty());
    for (const form::Part& part : form->parts) {
      CHECK(part.title.zh != part.title.en);
      for (const auto* rows : {&part.rows, &part.signatures}) {
        for (const form::Row& row : *rows) CHECK(row.label.zh != row.label.en);
      }
    }
  }
  CHECK(config.findings().empty());
}
