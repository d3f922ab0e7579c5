// SPDX-License-Identifier: MIT
// What does the wall clock show somewhere at an instant, and which instants does a wall clock reading mean?
//
//   const Zone shanghai = Zone::load("Asia/Shanghai");
//   shanghai.local(Instant{1770973200s});             // 2026-02-13 17:00:00
//   Zone::load("America/New_York").find(…02:30 on 2026-03-08…).kind == LocalReading::Kind::skipped
//
// The only module that sees Abseil. A reading that the clocks skip or repeat is never resolved silently.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "time/instant.h"

namespace svc {

// What a wall clock reading means. `before` and `after` are the reading under the offsets in force before and
// after the change; for a unique one both are the instant itself.
struct LocalReading {
  enum class Kind { unique, skipped, repeated };
  Kind kind;
  Instant before;
  Instant change;  // when the offset changes; the instant itself for a unique reading
  Instant after;

  // Skipped: the change. Repeated: the earlier. Order of readings is never inverted.
  Instant first() const { return kind == Kind::skipped ? change : before; }
};

// A stretch of time with one offset; the last run of a list has no end of its own.
struct OffsetRun {
  Instant from;
  Seconds offset;  // local = UTC + offset
};

class Zone {
 public:
  // The zone of an IANA name, e.g. "Asia/Shanghai". Throws Error{config} for a name that the system's tzdata
  // does not have; never falls back to UTC.
  static Zone load(const std::string& name);
  static bool exists(const std::string& name);

  const std::string& name() const { return name_; }
  LocalSeconds local(Instant instant) const;
  Seconds offset(Instant instant) const;
  LocalReading find(LocalSeconds reading) const;
  // The offsets in force from `from` to `to`, in order; the first run starts at `from`.
  std::vector<OffsetRun> offsets(Instant from, Instant to) const;

 private:
  struct Impl;
  Zone(std::string name, std::shared_ptr<const Impl> impl) : name_(std::move(name)), impl_(std::move(impl)) {}
  std::string name_;
  std::shared_ptr<const Impl> impl_;
};

}  // namespace svc
