// SPDX-License-Identifier: MIT
#include "store/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace svc::store {
namespace {

using nlohmann::json;

// Nearly all that events hold needs no escape; a tree of JSON for each is a tenth of an import.
void append_text(const std::string& text, std::string& out) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
  plain ? out.append(1, '"').append(text).append(1, '"') : out.append(json(text).dump());
}

// Takes the values as they are read: a tree of them costs more than the reading. All are strings, in one object.
class FieldsReader : public json::json_sax_t {
 public:
  work::Fields fields;

  bool null() override { return false; }
  bool boolean(bool) override { return false; }
  bool number_integer(number_integer_t) override { return false; }
  bool number_unsigned(number_unsigned_t) override { return false; }
  bool number_float(number_float_t, const string_t&) override { return false; }
  bool binary(binary_t&) override { return false; }  // LCOV_EXCL_LINE: text has none
  bool string(string_t& value) override {
    if (inside_) fields.set(name_, std::move(value));
    return inside_;
  }
  bool key(string_t& name) override {
    name_ = std::move(name);
    return true;
  }
  bool start_object(size_t) override { return !std::exchange(inside_, true); }
  bool end_object() override { return true; }
  bool start_array(size_t) override { return false; }
  bool end_array() override { return false; }  // LCOV_EXCL_LINE: none begins
  bool parse_error(size_t, const std::string&, const json::exception&) override { return false; }

 private:
  bool inside_ = false;
  std::string name_;
};

}  // namespace

std::string fields_text(const work::Fields& fields) {
  std::string object;
  for (const auto& [name, value] : fields) {
    object += object.empty() ? '{' : ',';
    append_text(name, object);
    object += ':';
    append_text(value, object);
  }
  return object.empty() ? "{}" : object + '}';
}

std::optional<work::Fields> fields_in(const std::string& text) {
  FieldsReader reader;
  if (!json::sax_parse(text, &reader)) return std::nullopt;
  return std::move(reader.fields);
}

}  // namespace svc::store
