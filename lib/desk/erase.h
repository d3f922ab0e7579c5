// SPDX-License-Identifier: MIT
// What must not be kept any longer? The free texts of an item or a record, and the files that are attached to it, leave the
// database for good. Its events, times and clocks stay and still prove themselves: of a text, only a digest is sealed.
//
//   erase_item(session, "T-1", {.reason = "asked for by the customer", .typed_by = "liu"})   →   5 texts, 1 file
//
// Short values (a name given with --person, a number) are part of the seals and stay, as do copies elsewhere: backups, evidence
// files, mail that was sent.
#pragma once

#include "desk/session.h"

namespace svc::desk {

struct Erasure {
  std::string reason;
  std::string by, typed_by;  // "" for by: as typed_by
};
struct Erased {
  std::int64_t texts = 0, files = 0;
  std::int64_t held = 0;  // files that stay
};

// Both run inside a Store::write and are events themselves, which keep the reason. A file stays while another item holds it, too.
// Throw Error{not_found}, Error{refused} while work is owed on the item or the record is in use, and if there is nothing to erase.
Erased erase_item(Session& session, std::string_view id, const Erasure& erasure);
Erased erase_record(Session& session, const std::string& type, const std::string& id, const Erasure& erasure);

}  // namespace svc::desk
