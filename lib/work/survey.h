// SPDX-License-Identifier: MIT
// The life of a survey, from the theme to the last answer: requirements §3.7. Who was asked, and what they said, stands in
// the registry's invitations.
#pragma once

#include "work/lifecycle.h"

namespace svc::work {

extern const Lifecycle survey_lifecycle;

}  // namespace svc::work
