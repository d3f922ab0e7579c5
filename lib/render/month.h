// SPDX-License-Identifier: MIT
// How does a month look on a working calendar? Holidays are marked *, make-up days +, other changed days !.
#pragma once

#include <string>

#include "calendar/working_calendar.h"

namespace svc::render {

std::string month_page(const calendar::WorkingCalendar& calendar, int year, unsigned month, const Translate& translate = english);
// The calendar as a whole: zone, hours of the week, coverage, and how many exceptions a year has.
std::string calendar_page(const calendar::WorkingCalendar& calendar, const Translate& translate = english);

}  // namespace svc::render
