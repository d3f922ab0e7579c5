// SPDX-License-Identifier: MIT
// What is not shown outside the agreed circle (A 2.2.1(4), D 1.1.6)? Names, phone numbers, addresses and prices, all free text, and
// what a profile calls confidential.
//
//   person 张工, severity L2, note "…"  →  person ***, severity L2, note ***
//
// What promises and figures follow from stays: ids, times, types, severities. So what is hidden can still be reckoned with.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "work/event.h"
#include "work/lifecycle.h"

namespace svc::registry {

using Names = std::set<std::string, std::less<>>;

inline constexpr std::string_view hidden_text = "***";

// Attributes of the registry that are always hidden, and titles.
const Names& always_hidden();
// What a profile may call confidential: fields of items and of the registry that say something, and that nothing is computed from.
const Names& hideable_names();

// Fields of a record, or of its events.
void hide(const Names& names, work::Fields& fields);
void hide_record_event(const Names& names, work::Event& event);
// An item's attributes, and one of its events: who approved or was spoken to, what it costs, every text, and what is named.
void hide(const Names& names, const work::Lifecycle& lifecycle, work::Fields& attributes);
void hide(const Names& names, const work::Lifecycle& lifecycle, work::Event& event);

}  // namespace svc::registry
