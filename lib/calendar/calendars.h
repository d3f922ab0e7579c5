// SPDX-License-Identifier: MIT
// Which calendar has this name? The calendars that one item, or one command, counts on.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "calendar/working_calendar.h"

namespace svc::calendar {

class Calendars {
 public:
  // Replaces a calendar of the same name. Throws what WorkingCalendar's constructor throws.
  void add(Spec spec) {
    std::string name = spec.name;
    by_name_[std::move(name)] = std::make_unique<WorkingCalendar>(std::move(spec));
  }
  // Requires that the calendar exists: configurations and revisions are checked for it when they are read.
  const WorkingCalendar& at(const std::string& name) const { return *by_name_.at(name); }
  bool has(const std::string& name) const { return by_name_.contains(name); }
  auto begin() const { return by_name_.begin(); }
  auto end() const { return by_name_.end(); }

 private:
  std::map<std::string, std::unique_ptr<const WorkingCalendar>> by_name_;
};

}  // namespace svc::calendar
