// SPDX-License-Identifier: MIT
// What does a form say of an item? The rows of the TOML with what is on record in the place of their fields.
//
//   service-report of T-1 → 到达时间 2026-02-13 18:20 …; before anybody arrived: refused, with what the form must state
#pragma once

#include "desk/picture.h"
#include "form/form.h"

namespace svc::desk {

struct FormRequest {
  std::string form;
  std::string id;
  form::Language language = form::Language::zh;
  bool draft = false;  // print it all the same, to be filled in by hand
};

// Throws Error{not_found} for a form or an item that there is not, Error{refused} for an item of another kind, and, unless
// it is a draft, for one of which the form must state what is not on record.
form::Filled fill_form(Session& session, const FormRequest& request);

}  // namespace svc::desk
