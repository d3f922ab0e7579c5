// SPDX-License-Identifier: MIT
// What do the nouns of the registry share? Verbs made from the table of each type; a noun may show more of its own.
#pragma once

#include <string>
#include <vector>

#include "command.h"
#include "context.h"
#include "registry/record.h"

namespace svc::cmd {

// What a noun shows of a record beside its attributes, a line each; those that are empty are left out. nullptr: nothing.
using RecordPage = std::vector<Message> (*)(desk::Session&, const registry::Record&);

std::vector<Verb> record_verbs(const std::string& type, RecordPage more);
// A record as people read it.
std::string record_page(const Environment& env, const registry::RecordType& type, const registry::Record& record);
// "assets: A-1, A-2", of those in use; "open: T-1 active, R-3 received"; "" for none.
Message related_line(const Message& title, const std::vector<registry::Record>& records);
Message open_line(const std::vector<store::ItemRow>& items);
// A command line that adds one.
std::string example_of(const registry::RecordType& type);

}  // namespace svc::cmd
