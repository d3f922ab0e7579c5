// SPDX-License-Identifier: MIT
#include "time/zone.h"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

#include <algorithm>

#include "error.h"

namespace svc {

struct Zone::Impl {
  absl::TimeZone zone;
};

namespace {

// Abseil would also open absolute paths, "../" and "file:" names.
bool well_formed(const std::string& name) {
  if (name.empty() || name.front() == '/' || name.back() == '/') return false;
  if (name.find("..") != std::string::npos || name.find("//") != std::string::npos) return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '+' || c == '-' || c == '/';
  });
}

absl::CivilSecond civil_of(LocalSeconds reading) {
  // Field by field: CivilSecond would otherwise walk from 1970 to the date.
  const Date date = date_part(reading);
  const auto ymd = civil(date);
  const auto seconds = (reading - date).count();
  return absl::CivilSecond(static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                           static_cast<unsigned>(ymd.day()), seconds / 3600, seconds / 60 % 60, seconds % 60);
}

absl::Time absl_time(Instant instant) { return absl::FromUnixSeconds(instant.time_since_epoch().count()); }
Instant instant_of(absl::Time time) { return Instant{Seconds{absl::ToUnixSeconds(time)}}; }

LocalSeconds reading_of(const absl::CivilSecond& reading) {
  return LocalSeconds{Seconds{reading - absl::CivilSecond(1970, 1, 1)}};
}

}  // namespace

bool Zone::exists(const std::string& name) {
  absl::TimeZone zone;
  return well_formed(name) && absl::LoadTimeZone(name, &zone);
}

Zone Zone::load(const std::string& name) {
  auto impl = std::make_shared<Impl>();
  if (!well_formed(name) || !absl::LoadTimeZone(name, &impl->zone)) {
    throw Error{ErrorKind::config, phrase("no time zone '{}'", name), phrase("write an IANA name that the system's tzdata has, such as 'Asia/Shanghai'")};
  }
  return Zone{name, std::move(impl)};
}

LocalSeconds Zone::local(Instant instant) const {
  return reading_of(impl_->zone.At(absl_time(instant)).cs);
}

Seconds Zone::offset(Instant instant) const {
  return Seconds{impl_->zone.At(absl_time(instant)).offset};
}

LocalReading Zone::find(LocalSeconds reading) const {
  const auto found = impl_->zone.At(civil_of(reading));
  LocalReading result{};
  switch (found.kind) {
    case absl::TimeZone::TimeInfo::UNIQUE: result.kind = LocalReading::Kind::unique; break;
    case absl::TimeZone::TimeInfo::SKIPPED: result.kind = LocalReading::Kind::skipped; break;
    case absl::TimeZone::TimeInfo::REPEATED: result.kind = LocalReading::Kind::repeated; break;
  }
  result.before = instant_of(found.pre);
  result.change = instant_of(found.trans);
  result.after = instant_of(found.post);
  return result;
}

std::vector<OffsetRun> Zone::offsets(Instant from, Instant to) const {
  std::vector<OffsetRun> runs{{from, offset(from)}};
  Instant seen = from;
  absl::TimeZone::CivilTransition change;
  while (impl_->zone.NextTransition(absl_time(seen), &change)) {
    // The change is the last instant that reads `change.from` under the old offset.
    const Instant at{reading_of(change.from).time_since_epoch() - runs.back().offset};
    if (at >= to) break;
    if (at > seen) runs.push_back({at, offset(at)});
    seen = std::max(at, seen + Seconds{1});
  }
  return runs;
}

}  // namespace svc
