// SPDX-License-Identifier: MIT
// Which days are free next year? Reads published holidays from iCalendar (RFC 5545) or CSV, holidays and make-up days told
// apart, to be looked over before they are used. Nothing is fetched.
//
//   BEGIN:VEVENT / SUMMARY:春节(班) / DTSTART;VALUE=DATE:20260214 / DTEND;VALUE=DATE:20260215 / END:VEVENT
//   → 2026-02-14 is the make-up day 春节(班)
#pragma once

#include <istream>
#include <regex>
#include <string>
#include <vector>

#include "calendar/spec.h"

namespace svc::desk {

struct PublishedDay {
  Date date;
  bool workday = false;
  std::string name;
  std::int64_t line = 0;
};

// The days of a file, by date. What an iCalendar event's SUMMARY or CATEGORIES match `workday` with is a make-up day. The CSV
// has a header with the columns date, name, and optionally to and kind (holiday, workday), and no others. `name` is the file in messages.
// Throws Error{refused} with the line for what is no such file, an event that repeats, has a time of day or no summary, a
// range of more than a year, and a date that is a holiday and a make-up day.
std::vector<PublishedDay> read_ical(std::istream& in, const std::string& name, const std::regex& workday);
std::vector<PublishedDay> read_holiday_csv(std::istream& in, const std::string& name);

// The calendar with these days: they replace what it says of the same dates, and its coverage reaches over their years. A
// make-up day has Monday's hours. Throws Error{refused} if a year between them and the coverage is missing.
calendar::Spec with_days(calendar::Spec calendar, const std::vector<PublishedDay>& published);

}  // namespace svc::desk
