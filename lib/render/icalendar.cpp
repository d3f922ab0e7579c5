// SPDX-License-Identifier: MIT
#include "render/icalendar.h"

#include <fmt/format.h>

namespace svc::render {
namespace {

constexpr size_t longest_line = 75;  // octets, without the line's end

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else if (c != '\r') {
      out += c;
    }
  }
  return out;
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

void add_line(std::string& out, const std::string& line) {
  size_t room = longest_line;
  for (size_t from = 0; from < line.size();) {
    size_t to = std::min(line.size(), from + room);
    while (to < line.size() && to > from + 1 && continues_character(line[to])) --to;
    out += (from == 0 ? "" : " ") + line.substr(from, to - from) + "\r\n";
    from = to;
    room = longest_line - 1;  // of a folded line the first octet is a blank
  }
}

std::string date_text(Date date) {
  const auto parts = civil(date);
  return fmt::format("{:04}{:02}{:02}", static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()), static_cast<unsigned>(parts.day()));
}

std::string utc_text(Instant at) {
  const auto date = std::chrono::floor<std::chrono::days>(at.time_since_epoch());
  const auto time = (at.time_since_epoch() - date).count();
  return fmt::format("{}T{:02}{:02}{:02}Z", date_text(Date{date}), time / 3600, time / 60 % 60, time % 60);
}

}  // namespace

std::string icalendar(const std::vector<CalendarEvent>& events, const std::string& name) {
  std::string out;
  const auto text = [&](const char* property, const std::string& value) {
    if (!value.empty()) add_line(out, property + (":" + escaped(value)));
  };
  for (const char* line : {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//svc//svc//EN", "METHOD:PUBLISH"}) add_line(out, line);
  text("X-WR-CALNAME", name);
  for (const CalendarEvent& event : events) {
    add_line(out, "BEGIN:VEVENT");
    text("UID", event.uid);
    add_line(out, "DTSTAMP:" + utc_text(event.stamp));
    add_line(out, "SEQUENCE:" + std::to_string(event.sequence));
    if (const auto* at = std::get_if<Instant>(&event.at)) {
      add_line(out, "DTSTART:" + utc_text(*at));
    } else {
      add_line(out, "DTSTART;VALUE=DATE:" + date_text(std::get<Date>(event.at)));
      add_line(out, "TRANSP:TRANSPARENT");
    }
    text("SUMMARY", event.summary);
    text("DESCRIPTION", event.description);
    text("LOCATION", event.location);
    add_line(out, event.certain ? "STATUS:CONFIRMED" : "STATUS:TENTATIVE");
    add_line(out, "END:VEVENT");
  }
  add_line(out, "END:VCALENDAR");
  return out;
}

}  // namespace svc::render
