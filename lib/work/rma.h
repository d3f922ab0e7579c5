// SPDX-License-Identifier: MIT
// The repair (RMA): a part comes in, is repaired, goes back, is tried for a month and accepted; with loaners, exchanges
// and spares sent ahead.
#pragma once

#include "work/lifecycle.h"

namespace svc::work {

extern const Lifecycle rma_lifecycle;

}  // namespace svc::work
