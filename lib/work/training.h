// SPDX-License-Identifier: MIT
// The life of a training, from the plan to the certificates: requirements §3.17.
#pragma once

#include <optional>
#include <string>

#include "time/span.h"
#include "work/lifecycle.h"

namespace svc::work {

extern const Lifecycle training_lifecycle;

// Who may take part, and what it gives.
struct Course {
  std::string id;
  std::string title;
  std::string source;
  bool certificate = false;                             // who takes part has a certificate already
  std::optional<Span> experience;                       // and has been at it for that long
  std::optional<std::int64_t> at_least, at_most;        // people
  std::optional<Span> valid;                            // how long the certificate that it gives holds; none: until it is said
};

}  // namespace svc::work
