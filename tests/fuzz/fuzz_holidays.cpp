// SPDX-License-Identifier: MIT
// Any bytes are holidays in order, or are refused with an error that names the file; what is read makes a calendar.
#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "calendar/working_calendar.h"
#include "config/configuration.h"
#include "desk/holidays.h"
#include "error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  using namespace svc;
  static const auto shipped = config::Configuration::load(std::vector<std::string>{});
  static const std::regex workday("班|working day");
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  const bool ical = size > 0 && data[0] == 'B';
  try {
    const auto days = ical ? desk::read_ical(in, "fuzz", workday) : desk::read_holiday_csv(in, "fuzz");
    for (size_t i = 1; i < days.size(); ++i) {
      if (!(days[i - 1].date < days[i].date)) std::abort();
    }
    try {
      const calendar::WorkingCalendar calendar(desk::with_days(*shipped.calendar("cn"), days));
      for (const auto& day : days) {
        if (calendar.rule_of(day.date).hours.empty() == day.workday) std::abort();
      }
    } catch (const Error& e) {
      if (e.message.find("the days are of") != 0) throw;
    }
  } catch (const Error& e) {
    if (e.message.find("fuzz") == std::string::npos) std::abort();
  }
  return 0;
}
