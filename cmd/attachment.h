// SPDX-License-Identifier: MIT
// Which files go in with an item, and how do they come out again?
#pragma once

#include <string>
#include <vector>

#include "command.h"
#include "desk/record.h"

namespace svc::cmd {

// Reads a file that is to be attached. Throws Error{not_found}, Error{refused} for what is no regular file, is empty, or larger
// than 16 MiB, Error{usage} for a name that cannot be kept.
desk::Attachment read_attachment(const std::string& path);

// attachments, extract.
std::vector<Verb> attachment_verbs(const std::string& kind);

}  // namespace svc::cmd
