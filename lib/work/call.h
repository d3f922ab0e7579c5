// SPDX-License-Identifier: MIT
// The life of a follow-up call, and of the problem that it or a survey finds: requirements §3.6, §3.7.
#pragma once

#include "work/lifecycle.h"

namespace svc::work {

extern const Lifecycle call_lifecycle;

}  // namespace svc::work
