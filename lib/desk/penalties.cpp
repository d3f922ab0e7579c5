// SPDX-License-Identifier: MIT
#include "desk/penalties.h"

#include <algorithm>

#include "error.h"

namespace svc::desk {
namespace {

constexpr Seconds day{24 * 3600};

struct Window {
  Instant from, to;
  bool holds(Instant instant) const { return from <= instant && instant < to; }
};

// When the k-th day late begins. The first second that is late begins the first.
Instant start_of_day_late(const sla::Clock& clock, std::int64_t k) { return *clock.breached_at + k * day; }

}  // namespace

Bill bill_of(Session& session, const registry::Record& contract, Date from, Date to) {
  const Zone zone = session.zone();
  const Window window{zone.find(LocalSeconds{from}).first(), zone.find(LocalSeconds{to + std::chrono::days{1}}).first()};
  Bill bill;
  const bool priced = contract.fields.has("price");
  if (session.store.hidden().contains("price")) throw Error{ErrorKind::usage, phrase("penalties are reckoned from the price, which --redact withholds"), phrase("leave --redact out")};
  if (priced) bill.price = registry::parse_money(contract.fields.get("price"), "--price");
  bill.total.currency = bill.price.currency;
  for (const store::ItemRow& item : session.store.items_of_contract(contract.id)) {
    const auto picture = std::make_shared<const Picture>(picture_of(session, item, session.store.events(item.id)));
    const std::string cause = picture->history.item.attributes.get("cause");
    for (const sla::Clock& clock : picture->evaluation.clocks) {
      const sla::View seen = sla::view(clock, picture->calendar_of(clock), session.now);
      if (!clock.target->penalty || !seen.breached_at) continue;
      sla::Clock late = clock;
      late.breached_at = seen.breached_at;
      const registry::Penalty& penalty = *clock.target->penalty;
      Charge charge;
      charge.picture = picture;
      charge.clock = &clock;
      const Instant end = clock.stopped_at.value_or(session.now);
      const std::int64_t begun = penalty.per_day ? std::max<std::int64_t>(1, (end - *late.breached_at + day - Seconds{1}) / day) : 1;
      const std::int64_t cap = penalty.cap.value_or(begun * penalty.percent);
      for (std::int64_t k = 0; k < begun; ++k) {
        if (!window.holds(start_of_day_late(late, k))) continue;
        charge.percent += std::clamp<std::int64_t>(cap - k * penalty.percent, 0, penalty.percent);
        charge.days += penalty.per_day ? 1 : 0;
      }
      if (charge.percent == 0) continue;
      if (!priced) throw Error{ErrorKind::refused, phrase("contract '{}' has no price, of which its penalties are a part", contract.id), phrase("'svc contract edit {} --price AMOUNT' says it", contract.id)};
      const bool excused = std::find(penalty.excluded.begin(), penalty.excluded.end(), cause) != penalty.excluded.end();
      if (excused) charge.excluded = cause;
      charge.amount = excused ? registry::Money{0, bill.price.currency} : registry::percent_of(bill.price, charge.percent);
      bill.total = registry::sum(bill.total, charge.amount);
      bill.charges.push_back(std::move(charge));
    }
  }
  std::stable_sort(bill.charges.begin(), bill.charges.end(), [](const Charge& a, const Charge& b) { return a.clock->due_at < b.clock->due_at; });
  return bill;
}

}  // namespace svc::desk
