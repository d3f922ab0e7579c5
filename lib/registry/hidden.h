// SPDX-License-Identifier: MIT
// What is not shown outside the agreed circle (A 2.2.1(4), D 1.1.6)? Names, numbers and prices, all free text, and what a
// profile calls confidential.
//
//   person 张工, severity L2, note "…"  →  person ***, severity L2, note ***
#pragma once

#include <set>
#include <string>
#include <vector>

#include "work/event.h"

namespace svc::registry {

using Names = std::set<std::string, std::less<>>;

inline constexpr std::string_view hidden_text = "***";

// What identifies customers and their people, or tells what they pay: fields of items and of the registry.
const Names& personal_names();
// What a profile may call confidential: every field that says something in a word or more, of items and of the registry. Ids,
// times, types and severities tell nobody who it is about, and what is promised follows from them.
const Names& hideable_names();

void hide(const Names& names, work::Fields& fields);
// Its fields of these names, and every text.
void hide(const Names& names, work::Event& event);

}  // namespace svc::registry
