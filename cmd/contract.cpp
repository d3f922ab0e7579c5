// SPDX-License-Identifier: MIT
// svc contract: what was promised to whom, until when.
#include "cli11.h"
#include "record_verbs.h"

namespace svc::cmd {

Noun contract_noun() {
  const auto verbs = [] {
    std::vector<Verb> all = record_verbs("contract", nullptr);
    return all;
  };
  const registry::RecordType& type = *registry::find_type("contract");
  return {"contract", std::string(type.help), verbs, {example_of(type)}};
}

}  // namespace svc::cmd
