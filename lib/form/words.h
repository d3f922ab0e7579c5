// SPDX-License-Identifier: MIT
// How is an event, or a word that svc itself stores, called on paper? "arrived" → 到达现场, "Arrived"; "free" → 免费.
#pragma once

#include "form/form.h"

namespace svc::form {

// The event itself, and the word itself, where there is no title: of a customer's own words.
const std::string& title_of_event(const std::string& event, Language language);
const std::string& word_for(const std::string& value, Language language);
// What stands before a field's value where several are said in a row: "原因：", "Cause: "; "" where the value tells it.
const std::string& label_of_field(const std::string& field, Language language);

}  // namespace svc::form
