// SPDX-License-Identifier: MIT
// Named values come back from a column as they were put into it, and nothing comes back from what svc does not write.
#include <catch2/catch.hpp>

#include "store/json.h"

using svc::store::fields_in;
using svc::store::fields_text;

TEST_CASE("values come back as they were") {
  svc::work::Fields fields;
  CHECK(fields_text(fields) == "{}");
  CHECK(fields_in("{}") == fields);
  fields.set("severity", "L1");
  fields.set("note", "\"quoted\"\\ \n 停电");
  CHECK(fields_text(fields) == "{\"note\":\"\\\"quoted\\\"\\\\ \\n 停电\",\"severity\":\"L1\"}");
  CHECK(fields_in(fields_text(fields)) == fields);
}

TEST_CASE("what svc does not write is not read") {
  for (const char* text : {"", "{", "{}x", "\"x\"", "[]", "[\"x\"]", "null", "7", R"({"a":null})", R"({"a":true})", R"({"a":-1})", R"({"a":1})", R"({"a":1.5})", R"({"a":["b"]})", R"({"a":{"b":"c"}})", "{\"a\":\"\xff\"}"}) {
    CAPTURE(text);
    CHECK_FALSE(fields_in(text).has_value());
  }
}
