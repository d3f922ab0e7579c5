// SPDX-License-Identifier: MIT
// The life of a patch, from the test to the filed report: requirements §3.11.
#pragma once

#include "work/lifecycle.h"

namespace svc::work {

extern const Lifecycle patch_lifecycle;

}  // namespace svc::work
