// SPDX-License-Identifier: MIT
// The life of an inspection, from the plan to the filed report: requirements §3.10.
#pragma once

#include "work/lifecycle.h"

namespace svc::work {

extern const Lifecycle inspection_lifecycle;

}  // namespace svc::work
