// SPDX-License-Identifier: MIT
// The notice: something that a customer must be told by a date, such as the end of a part that he depends on.
#pragma once

#include "work/lifecycle.h"

namespace svc::work {

extern const Lifecycle notice_lifecycle;

}  // namespace svc::work
