// SPDX-License-Identifier: MIT
#include "registry/warranty.h"

#include <algorithm>

#include "error.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"

namespace svc::registry {
namespace {

std::optional<Date> date_in(const work::Fields* fields, const std::string& name) {
  const std::string text = fields == nullptr ? std::string() : fields->get(name);
  return text.empty() ? std::nullopt : std::optional(parse_date(text));
}

class Judge {
 public:
  Judge(const Equipment& equipment, Date on, const std::string& cause) : equipment_(equipment), terms_(*equipment.terms), on_(on), cause_(cause) {}

  Verdict judge() {
    verdict_.upgrades_for_life = terms_.upgrades_for_life;
    if (const auto start = start_at(terms_.upgrades_start); start && terms_.upgrades) verdict_.upgrades_until = later(*start, *terms_.upgrades);
    const Exclusion* excluded = exclusion();
    machine();
    const bool lapsed = !verdict_.until || on_ > *verdict_.until;
    if (lapsed && !by_repair()) {
      verdict_.cover = verdict_.until ? terms_.after : Cover::not_covered;
      if (!verdict_.until) {
        verdict_.clause.clear();
      } else {
        verdict_.why = phrase("the warranty ended on {}", print(*verdict_.until));
        if (!terms_.after_source.empty()) verdict_.clause = terms_.after_source;
      }
      return verdict_;
    }
    verdict_.cover = Cover::free;
    if (excluded != nullptr) {
      verdict_.cover = excluded->cover;
      verdict_.clause = excluded->source;
      verdict_.why = excluded->title.empty() ? phrase("the warranty does not pay for {}", excluded->id) : phrase("the warranty does not pay for {} ({})", excluded->id, excluded->title);
    }
    return verdict_;
  }

 private:
  std::optional<Date> start_at(const std::string& name) const {
    const auto own = date_in(equipment_.asset, name);
    return own ? own : date_in(equipment_.contract, name);
  }

  const Exclusion* exclusion() const {
    if (cause_.empty()) return nullptr;
    const Exclusion* excluded = terms_.find_exclusion(cause_);
    if (excluded != nullptr) return excluded;
    std::vector<std::string> known = terms_.causes;
    if (std::find(known.begin(), known.end(), cause_) != known.end()) return nullptr;
    for (const Exclusion& each : terms_.exclusions) known.push_back(each.id);
    throw Error{ErrorKind::not_found, phrase("no cause '{}'", cause_), hint_for(cause_, known)};
  }

  // The machine's own warranty: the contract's, else the profile's; the maker's where that is longer.
  void machine() {
    const std::string own_length = equipment_.contract == nullptr ? std::string() : equipment_.contract->get("warranty");
    const std::string own_start = equipment_.contract == nullptr ? std::string() : equipment_.contract->get("warranty-start");
    const auto length = own_length.empty() ? terms_.length : std::optional(parse_span(own_length));
    const std::string& start_name = own_start.empty() ? terms_.start : own_start;
    const auto start = start_at(start_name);
    verdict_.clause = own_length.empty() ? terms_.source : "the contract";  // translated
    if (length && start) {
      verdict_.until = later(*start, *length);
      verdict_.why = phrase("{} from {} on {}", svc::print(*length), start_name, print(*start));
    } else {
      verdict_.why = !length ? phrase("neither the contract nor the profile says how long") : phrase("no date '{}' is known, which it starts at", start_name);
    }
    const auto makers = terms_.makers ? date_in(equipment_.asset, "maker-warranty") : std::nullopt;
    if (makers && (!verdict_.until || *makers > *verdict_.until)) {
      verdict_.until = makers;
      verdict_.why = phrase("the maker's, which is longer");
    }
    if (terms_.extends) extend();
  }

  // 顺延: by the midnights that it was away, of each repair that began before the end.
  void extend() {
    std::int64_t days = 0;
    for (const Repair& repair : equipment_.repairs) {
      if (!verdict_.until || repair.received > *verdict_.until) continue;
      const auto away = repair.returned - repair.received;
      *verdict_.until += away;
      days += away.count();
    }
    if (days > 0) verdict_.why = phrase("{}, {} longer for repairs", verdict_.why, counted(days, "day"));
  }

  bool by_repair() {
    if (!terms_.repair) return false;
    for (const Repair& repair : equipment_.repairs) {
      const Date end = later(repair.returned, *terms_.repair);
      if (repair.returned > on_ || end < on_) continue;
      verdict_.until = end;
      verdict_.clause = terms_.repair_source;
      verdict_.why = phrase("{} on repair {} of {}", svc::print(*terms_.repair), repair.id, print(repair.returned));
      return true;
    }
    return false;
  }

  const Equipment& equipment_;
  const WarrantyTerms& terms_;
  const Date on_;
  const std::string& cause_;
  Verdict verdict_;
};

}  // namespace

std::string_view name_of(Cover cover) {
  switch (cover) {
    case Cover::free: return "free";
    case Cover::at_cost: return "at-cost";
    case Cover::not_covered: return "not-covered";
  }
  return {};
}

Message in_words(Cover cover) {
  switch (cover) {
    case Cover::free: return phrase("free of charge");
    case Cover::at_cost: return phrase("at cost");
    case Cover::not_covered: return phrase("not covered");
  }
  return {};
}

std::optional<Cover> cover_named(std::string_view name) {
  for (const Cover cover : {Cover::free, Cover::at_cost, Cover::not_covered}) {
    if (name_of(cover) == name) return cover;
  }
  return std::nullopt;
}

const Exclusion* WarrantyTerms::find_exclusion(std::string_view id) const {
  const auto found = std::find_if(exclusions.begin(), exclusions.end(), [&](const Exclusion& each) { return each.id == id; });
  return found == exclusions.end() ? nullptr : &*found;
}

Verdict judge(const Equipment& equipment, Date on, const std::string& cause) {
  if (equipment.terms != nullptr) return Judge(equipment, on, cause).judge();
  Verdict verdict;
  verdict.why = phrase("the profile says nothing of a warranty");
  return verdict;
}

Date later(Date date, Span length) {
  using std::chrono::days;
  switch (length.unit) {
    case Unit::day: return date + days{length.count};
    case Unit::week: return date + days{7 * length.count};
    default: break;
  }
  const auto months = std::chrono::months{length.unit == Unit::year ? 12 * length.count : length.count};
  const auto day = civil(date);
  const std::chrono::year_month month = day.year() / day.month() + months;
  const auto last = std::chrono::year_month_day_last{month.year(), std::chrono::month_day_last{month.month()}};
  return Date{month.year() / month.month() / std::min(day.day(), last.day())};
}

}  // namespace svc::registry
