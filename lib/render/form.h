// SPDX-License-Identifier: MIT
// How does a form look? Plain text for a fax, and a page that prints on A4, a sheet a copy.
#pragma once

#include "form/form.h"

namespace svc::render {

std::string text(const form::Filled& form);
std::string html(const form::Filled& form);

}  // namespace svc::render
