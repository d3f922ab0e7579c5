// SPDX-License-Identifier: MIT
// How does a message become a mail? RFC 5322 with Auto-Submitted (RFC 3834) and encoded words (RFC 2047), for sendmail -t.
#pragma once

#include <string>

#include "time/instant.h"
#include "time/zone.h"

namespace svc::render {

struct Mail {
  std::string from, to;  // addresses
  std::string name;      // of the recipient; "": none
  std::string subject;
  std::string key;       // of the Message-ID: the same for a repeat
  Instant at;
  std::string body;
};

std::string mail(const Mail& mail, const Zone& zone);

}  // namespace svc::render
