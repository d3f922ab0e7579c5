// SPDX-License-Identifier: MIT
// [form.ID]: what is printed of an item to be signed.
#include <algorithm>

#include "config/definitions.h"
#include "work/lifecycle.h"

namespace svc::config {
namespace {

// A field that no item of the kind has is told at its own place within the text.
void require_fields(Section& section, const Text& text, const std::string& kind) {
  if (kind.empty()) return;
  const std::vector<std::string> known = form::fields_of(kind);
  for (const form::Piece& piece : form::pieces_of(text.value)) {
    if (!piece.is_field || std::find(known.begin(), known.end(), piece.text) != known.end()) continue;
    toml::source_region place = text.at;
    const auto before = std::count_if(text.value.begin(), text.value.begin() + static_cast<std::ptrdiff_t>(piece.at), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
    place.begin.column += static_cast<toml::source_index>(before + 1);  // and the quote
    place.end = place.begin;
    const bool open = piece.text.starts_with('{');
    section.report("CFG007", place, open ? phrase("the brace is never closed") : phrase("a {} has no field '{}'", kind, piece.text), open ? phrase("write '{{{{' for a brace that is meant as such") : form::hint_for_field(kind, piece.text));
  }
}

// `zh` and `en` of a table; one stands for both if the other is absent.
form::Words words_of(Section& section) {
  const auto zh = section.text("zh"), en = section.text("en");
  if (!zh && !en) section.report("CFG004", section.at(), phrase("'{}' has neither 'zh' nor 'en'", section.name()), phrase("write what it says in Chinese, in English, or in both"));
  const std::string either = zh ? zh->value : en ? en->value : "";
  return {zh ? zh->value : either, en ? en->value : either};
}

// A string, or a table of `zh` and `en`.
std::optional<form::Words> read_words(Section& section, const char* key) {
  if (section.is_table(key)) {
    Section table = *section.table(key);
    form::Words words = words_of(table);
    table.finish();
    return words;
  }
  const auto text = section.text(key);
  return text ? std::optional(form::Words{text->value, text->value}) : std::nullopt;
}

form::Words read_is(Section& section, const std::string& kind) {
  if (!section.is_table("is")) {
    const auto text = section.text("is");
    if (text) require_fields(section, *text, kind);
    return text ? form::Words{text->value, text->value} : form::Words{};
  }
  Section table = *section.table("is");
  for (const auto& key : form::language_names()) {
    if (const auto text = table.text(key)) require_fields(table, *text, kind);
  }
  form::Words words = words_of(table);
  table.finish();
  return words;
}

std::vector<form::Row> read_rows(Section& part, const char* key, const std::string& kind) {
  std::vector<form::Row> rows;
  for (Section& entry : part.tables(key)) {
    form::Row row{.label = words_of(entry), .is = read_is(entry, kind)};
    row.must = entry.flag("must").value_or(false);
    row.wide = entry.flag("wide").value_or(false);
    if (row.must && row.is.zh.empty()) entry.report("CFG004", entry.at(), phrase("a row that must be filled in says nothing under 'is'"), phrase("write is = \"{{title}}\", or leave 'must' out"));
    entry.finish();
    rows.push_back(std::move(row));
  }
  return rows;
}

form::Part read_part(Section& section, const std::string& kind) {
  form::Part part;
  if (auto title = read_words(section, "title")) part.title = std::move(*title);
  part.rows = read_rows(section, "rows", kind);
  part.signatures = read_rows(section, "signatures", kind);
  if (const auto list = section.text("list"); list && chosen(section, *list, "list", form::list_names())) {
    part.list = static_cast<form::List>(std::find(form::list_names().begin(), form::list_names().end(), list->value) - form::list_names().begin() + 1);
  }
  const std::vector<std::string> events = kind.empty() ? std::vector<std::string>{} : work::event_names(work::lifecycle_of(kind));
  for (const Text& event : section.texts("only").value_or(std::vector<Text>{})) {
    if (kind.empty() || require_known(section, event, "event", events)) part.only.push_back(event.value);
  }
  section.finish();
  return part;
}

}  // namespace

form::Form read_form(const std::string& id, Section& section) {
  form::Form form;
  form.id = id;
  if (id == "list" || id == "fields") section.report("CFG006", section.at(), phrase("'svc form {}' is a command", id), phrase("call the form otherwise"));
  if (const auto on = section.required("on"); on && chosen(section, *on, "on", work::kinds())) form.on = on->value;
  form.title = read_words(section, "title").value_or(form::Words{id, id});
  read_text(section, "source", form.source);
  for (Section& entry : section.tables("copies")) {
    form.copies.push_back(words_of(entry));
    entry.finish();
  }
  for (Section& entry : section.tables("part")) form.parts.push_back(read_part(entry, form.on));
  if (form.parts.empty()) section.report("CFG004", section.at(), phrase("'{}' has no 'part'", section.name()), phrase("write [[{}.part]] with rows = [ {{ en = \"Title\", is = \"{{title}}\" }} ]", section.name()));
  section.finish();
  return form;
}

}  // namespace svc::config
