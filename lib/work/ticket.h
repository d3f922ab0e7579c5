// SPDX-License-Identifier: MIT
// The ticket: a customer's request, from intake through phone, remote and on-site support to the customer's yes.
#pragma once

#include "work/lifecycle.h"

namespace svc::work {

extern const Lifecycle ticket_lifecycle;

}  // namespace svc::work
