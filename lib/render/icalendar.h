// SPDX-License-Identifier: MIT
// What does a phone's calendar read? A stream of events by RFC 5545, to subscribe to.
//
//   {uid "I-1", at 2026-03-04T01:00:00Z, summary "A-1 现场巡检"}  →  BEGIN:VEVENT … DTSTART:20260304T010000Z … END:VEVENT
//
// Lines end with CR LF and are folded at 75 octets, never within a character (3.1); text is escaped (3.3.11).
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "time/instant.h"

namespace svc::render {

struct CalendarEvent {
  std::string uid;                  // the same whenever it is read
  Instant stamp;                    // when it was changed last
  int sequence = 0;                 // how often it was moved
  std::variant<Instant, Date> at;   // a date: all day
  std::string summary;
  std::string description;          // "": none
  std::string location;             // "": none
  bool certain = true;              // not certain: tentative
};

std::string icalendar(const std::vector<CalendarEvent>& events, const std::string& name);

}  // namespace svc::render
