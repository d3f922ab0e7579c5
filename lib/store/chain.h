// SPDX-License-Identifier: MIT
// Has anybody changed the past? Each event is sealed with SHA-256 over the seal of the event before it and all of
// its own fields; its free text enters by a digest, so that it can be blanked later.
#pragma once

#include <string>

#include "work/event.h"

namespace svc::store {

// 32 bytes.
std::string sha256(std::string_view bytes);
std::string hex(std::string_view bytes);
// The inverse; throws Error{refused} for text that is no hex.
std::string from_hex(std::string_view text);
// How an event's flags are stored and sealed: 1 the clock was given, 2 imported.
int flags_of(const work::Event& event);

// The digest of an event's texts as they are stored; "" for none.
std::string digest_of(std::string_view stored_text);

// `previous` is the seal of the event before, "" for the first. Every field enters with its length before it, so
// that no two events give the same bytes.
std::string seal(const std::string& previous, std::int64_t item, const work::Event& event,
                 const std::string& stored_fields, const std::string& digest);

}  // namespace svc::store
