// SPDX-License-Identifier: MIT
// How is a moment written and read? Machines get RFC 3339 with an offset, "2026-02-14T17:30:00+08:00"; people
// may leave out offset and seconds: "2026-02-14T17:30" or "2026-02-14 17:30", read in a given zone. The end of a day is
// "24:00" as well, which is how a due time that is a day's end is shown.
#pragma once

#include <string>
#include <string_view>

#include "message.h"
#include "time/instant.h"
#include "time/zone.h"

namespace svc {

// Reads a time in `zone` unless it carries its own offset. Throws Error{usage} for text that is no time, a date
// that does not exist, a year outside 1970–2200, and a reading that the zone skips or repeats; the hint then
// names both candidates.
Instant parse_instant(std::string_view text, const Zone& zone);

// Reads what rfc3339_utc() wrote.
Instant parse_utc(std::string_view text);

// What to do with a reading that occurs twice where nobody can be asked.
enum class Ambiguous { first, last, error };
// Reads a time by a format of strptime: %Y, or %y of this century; %m, or %b in English; %d; %H, or %I with %p; %M; %S. Digits are
// fixed, but for an hour of %I; other characters stand for themselves. A reading that the zone skips, and with Ambiguous::error one that it repeats, throws as parse_instant does.
Instant parse_formatted(std::string_view text, const std::string& format, const Zone& zone, Ambiguous ambiguous);
// What is wrong with such a format; "" if nothing is.
Message format_problem(const std::string& format);

// Reads "2026-02-14". Throws Error{usage} for anything else and for dates that do not exist.
Date parse_date(std::string_view text);

// "2026-02-14T17:30:00+08:00", RFC 3339.
std::string rfc3339(Instant instant, const Zone& zone);
// "2026-02-14T09:30:00Z".
std::string rfc3339_utc(Instant instant);
// "2026-02-14".
std::string print(Date date);
// "2026-02-14 17:30", with ":05" only where the seconds are not zero. For people.
std::string short_time(Instant instant, const Zone& zone);
// As short_time, but the first second of a day is "2026-02-13 24:00": how the end of a day is named.
std::string short_due(Instant instant, const Zone& zone);
// "1d 02:03:04" of elapsed time, "02:03:04" below a day; for people.
std::string clock_face(std::int64_t seconds);
// Two-letter-and-more English names, Monday first: "mon" … "sun".
std::string_view weekday_key(int weekday);
// "Monday" … "Sunday".
std::string_view weekday_name(int weekday);

}  // namespace svc
