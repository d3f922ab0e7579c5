// SPDX-License-Identifier: MIT
// What has happened to a piece of equipment? Everything on record of it, in the order in which it happened: its own
// changes, trainings and configurations, and every event of the items that are about it.
#pragma once

#include "desk/session.h"
#include "registry/record.h"

namespace svc::desk {

struct FileEntry {
  std::string of;     // "A-1" itself, or the item: "T-3"
  std::string title;  // of the item
  work::Event event;  // named
};

// Struck events are left out.
std::vector<FileEntry> file_of(Session& session, const registry::Record& asset);

}  // namespace svc::desk
