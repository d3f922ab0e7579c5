// SPDX-License-Identifier: MIT
// Times, dates, spans, hours, rungs and ids: a text is refused with an error, or what it means prints to a text that
// means the same.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "calendar/spec.h"
#include "error.h"
#include "escalation/ladder.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"
#include "work/lifecycle.h"

namespace {

template <typename Work>
void guarded(Work work) {
  try {
    work();
  } catch (const svc::Error&) {
  }
}

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  using namespace svc;
  const std::string text(reinterpret_cast<const char*>(data), size);
  static const Zone zone = Zone::load("America/New_York");
  guarded([&] {
    const Instant instant = parse_instant(text, zone);
    require(parse_instant(rfc3339(instant, zone), zone) == instant);
    require(parse_instant(rfc3339_utc(instant), zone) == instant);
  });
  guarded([&] { require(print(parse_date(text)) == text); });
  guarded([&] {
    const Span span = parse_span(text);
    require(parse_span(print(span)) == span);
  });
  guarded([&] { require(calendar::parse_hours(calendar::print(calendar::parse_hours(text))) == calendar::parse_hours(text)); });
  guarded([&] { require(escalation::parse_rung_at(text).text == text); });
  guarded([&] {
    const work::ItemId id = work::parse_id(text);
    require(work::print_id(id.kind, id.number) == text);
  });
  require(!unprintable(printable(text)));
  display_width(printable(text));
  hint_for(text.substr(0, 100), {"open", "close", "calendar"});
  const auto colon = text.find('|');
  if (colon != std::string::npos && format_problem(text.substr(0, colon)).empty()) {
    guarded([&] { parse_formatted(text.substr(colon + 1), text.substr(0, colon), zone, Ambiguous::first); });
  }
  return 0;
}
