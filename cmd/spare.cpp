// SPDX-License-Identifier: MIT
// svc spare: parts, where they lie, and how many to keep.
#include "cli11.h"
#include "record_verbs.h"

namespace svc::cmd {

Noun spare_noun() {
  const auto verbs = [] {
    std::vector<Verb> all = record_verbs("part", nullptr);
    return all;
  };
  const registry::RecordType& type = *registry::find_type("part");
  return {"spare", std::string(type.help), verbs, {example_of(type)}};
}

}  // namespace svc::cmd
