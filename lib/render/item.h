// SPDX-License-Identifier: MIT
// How does an item look, with its clocks, events and alerts? As a page for people, as JSON, as the ledger of its
// clocks.
#pragma once

#include <string>
#include <vector>

#include "escalation/alert.h"
#include "escalation/rules.h"
#include "message.h"
#include "sla/view.h"

namespace svc::render {

struct ClockView {
  const sla::Clock* clock;
  const calendar::WorkingCalendar* calendar;
};

struct AlertView {
  escalation::Alert alert;
  std::optional<Instant> acked_at;
  std::string acked_by;
  std::optional<Instant> void_at;
};

struct ItemView {
  std::string id, kind, profile, title, external;
  const work::Rules* rules = nullptr;
  const registry::Terms* terms = nullptr;
  const work::History* history = nullptr;
  std::vector<ClockView> clocks;
  std::vector<std::string> not_promised;  // targets that started without a limit
  std::vector<AlertView> alerts;
  Instant now;
  const Zone* zone = nullptr;
};

// What 'show' and 'explain' print for people.
std::string page(const ItemView& item, const Translate& translate = english);
std::string ledger_page(const ItemView& item, const Translate& translate = english);
// One JSON object, indented, without a newline at the end. With `ledger`, each clock carries its rows.
std::string json(const ItemView& item, bool ledger = false);
// The objects as one array.
std::string json_list(const std::vector<std::string>& objects);

// What an event says beside its name, without svc's own notes: "severity L1, type fault"; for people.
std::string said_with(const work::Event& event, const Zone& zone);

// "2h 05m" of a number of seconds, "3d 02h" beyond a day; for people.
std::string span_text(std::int64_t seconds);

}  // namespace svc::render
