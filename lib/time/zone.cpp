// SPDX-License-Identifier: MIT
#include "time/zone.h"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <algorithm>

#include "error.h"

namespace svc {

struct Zone::Impl {
  cctz::time_zone zone;
};

namespace {

// cctz would also open absolute paths, "../" and "file:" names.
bool well_formed(const std::string& name) {
  if (name.empty() || name.front() == '/' || name.back() == '/') return false;
  if (name.find("..") != std::string::npos || name.find("//") != std::string::npos) return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '+' || c == '-' || c == '/';
  });
}

cctz::civil_second to_cctz(LocalSeconds reading) {
  // Field by field: civil_second would otherwise walk from 1970 to the date.
  const Date date = date_part(reading);
  const auto ymd = civil(date);
  const auto seconds = (reading - date).count();
  return cctz::civil_second(static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                            static_cast<unsigned>(ymd.day()), seconds / 3600, seconds / 60 % 60, seconds % 60);
}

LocalSeconds from_cctz(const cctz::civil_second& reading) {
  return LocalSeconds{Seconds{reading - cctz::civil_second(1970, 1, 1)}};
}

}  // namespace

bool Zone::exists(const std::string& name) {
  cctz::time_zone zone;
  return well_formed(name) && cctz::load_time_zone(name, &zone);
}

Zone Zone::load(const std::string& name) {
  auto impl = std::make_shared<Impl>();
  if (!well_formed(name) || !cctz::load_time_zone(name, &impl->zone)) {
    throw Error{ErrorKind::config, phrase("no time zone '{}'", name), phrase("write an IANA name that the system's tzdata has, such as 'Asia/Shanghai'")};
  }
  return Zone{name, std::move(impl)};
}

LocalSeconds Zone::local(Instant instant) const {
  return from_cctz(cctz::convert(cctz::time_point<cctz::seconds>{instant.time_since_epoch()}, impl_->zone));
}

Seconds Zone::offset(Instant instant) const {
  return Seconds{impl_->zone.lookup(cctz::time_point<cctz::seconds>{instant.time_since_epoch()}).offset};
}

LocalReading Zone::find(LocalSeconds reading) const {
  const auto found = impl_->zone.lookup(to_cctz(reading));
  LocalReading result{};
  switch (found.kind) {
    case cctz::time_zone::civil_lookup::UNIQUE: result.kind = LocalReading::Kind::unique; break;
    case cctz::time_zone::civil_lookup::SKIPPED: result.kind = LocalReading::Kind::skipped; break;
    case cctz::time_zone::civil_lookup::REPEATED: result.kind = LocalReading::Kind::repeated; break;
  }
  result.before = Instant{found.pre.time_since_epoch()};
  result.change = Instant{found.trans.time_since_epoch()};
  result.after = Instant{found.post.time_since_epoch()};
  return result;
}

std::vector<OffsetRun> Zone::offsets(Instant from, Instant to) const {
  std::vector<OffsetRun> runs{{from, offset(from)}};
  Instant seen = from;
  cctz::time_zone::civil_transition change;
  while (impl_->zone.next_transition(cctz::time_point<cctz::seconds>{seen.time_since_epoch()}, &change)) {
    // The change is the last instant that reads `change.from` under the old offset.
    const Instant at{from_cctz(change.from).time_since_epoch() - runs.back().offset};
    if (at >= to) break;
    if (at > seen) runs.push_back({at, offset(at)});
    seen = std::max(at, seen + Seconds{1});
  }
  return runs;
}

}  // namespace svc
