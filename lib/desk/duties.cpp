// SPDX-License-Identifier: MIT
#include "desk/duties.h"

#include <algorithm>
#include <map>
#include <set>

#include "desk/record.h"
#include "desk/registry.h"
#include "error.h"
#include "suggest.h"
#include "time/text.h"

namespace svc::desk {
namespace {

using registry::Record;
using sla::Duty;
using std::chrono::days;

constexpr const char* doer = "svc";  // who does what follows from the calendar alone
constexpr days furthest{400};        // how far ahead a period that is not named may begin

Date date_on(const calendar::WorkingCalendar& calendar, Instant at) { return date_part(calendar.zone().local(at)); }

// One that a duty is owed to, whatever the period.
struct Member {
  std::string subject, customer, contract, region;
  Date since;
  std::optional<Date> until;    // exclusive
  std::optional<Date> retired;  // a period that ends later is not owed
};

// The contracts of each profile that anything depends on.
std::map<std::string, std::vector<Record>> contracts_by_profile(Session& session) {
  std::map<std::string, std::vector<Record>> result;
  for (Record& contract : session.store.records("contract")) result[contract.fields.get("profile")].push_back(std::move(contract));
  return result;
}

class Scan {
 public:
  Scan(Session& session, const std::string& profile, const std::vector<Record>& contracts, const Duty& duty)
      : session_(session), profile_(profile), contracts_(contracts), duty_(duty), calendar_(live_calendar(session, duty.calendar)),
        rows_(session.store.items_of_duty(profile_, duty.id)) {}

  const calendar::WorkingCalendar& calendar() const { return calendar_; }
  const std::vector<store::ItemRow>& rows() const { return rows_; }
  Date today() const { return date_on(calendar_, session_.now); }

  std::vector<Owed> owed(Date from, Date to) {
    std::vector<Owed> result;
    if (!duty_.event.empty()) {
      for (const sla::Period& period : sla::periods(duty_, from, from, to)) add_jobs(period, result);
    } else {
      for (const Member& member : members()) {
        for (const sla::Period& period : periods_of(member, from, to)) add(member, period, result);
      }
    }
    std::stable_sort(result.begin(), result.end(), [](const Owed& a, const Owed& b) {
      return std::tie(a.period.from, a.region, a.subject) < std::tie(b.period.from, b.region, b.subject);
    });
    return result;
  }

  // What did it for a subject and period, if anything did; the first of several.
  const store::ItemRow* done_by(const std::string& subject, const std::string& period, const std::function<bool(Date)>& within) const {
    const store::ItemRow* found = nullptr;
    for (const store::ItemRow* row : of(subject)) {
      if (!row->done_at) continue;
      const bool counts = row->counts_for.empty() ? within(date_on(calendar_, *row->done_at)) : row->counts_for == period;
      if (counts && (found == nullptr || *row->done_at < *found->done_at)) found = row;
    }
    return found;
  }

  // The same for an item that was opened for a period, by another.
  const store::ItemRow* done_by_other(const store::ItemRow& item) const {
    const bool grid = duty_.rhythm == Duty::Rhythm::grid;
    std::optional<sla::Period> period;
    if (grid) period = sla::period_named(duty_, item.period);
    const Date since = grid ? period->from : parse_date(item.period);
    const store::ItemRow* by = done_by(item.subject, item.period, [&](Date date) {
      if (period) return period->has(date);
      const bool own_period = duty_.rhythm == Duty::Rhythm::anniversary && item.duty_due && date <= date_on(calendar_, *item.duty_due);
      return date >= since && (own_period || duty_.rhythm == Duty::Rhythm::rolling);
    });
    return by == nullptr || by->id == item.id ? nullptr : by;
  }

 private:
  std::vector<const store::ItemRow*> of(const std::string& subject) const {
    if (by_subject_.empty()) {
      for (const auto& row : rows_) by_subject_[row.subject].push_back(&row);
    }
    const auto found = by_subject_.find(subject);
    return found == by_subject_.end() ? std::vector<const store::ItemRow*>{} : found->second;
  }

  void add(const Member& member, const sla::Period& period, std::vector<Owed>& result) const {
    if (member.retired && *member.retired < period.to) return;
    const bool eligible = duty_.rhythm == Duty::Rhythm::ahead || (member.since < period.to && (!member.until || *member.until > period.from));
    if (!eligible || (duty_.once && !period.has(member.since))) return;
    Owed owed{.profile = profile_, .duty = &duty_, .subject = member.subject, .customer = member.customer, .contract = member.contract,
              .region = member.region, .period = period, .starts = std::max(period.from, duty_.rhythm == Duty::Rhythm::ahead ? period.from : member.since),
              .due = {}, .item = std::nullopt, .by = std::nullopt};
    finish(std::move(owed), result);
  }

  void finish(Owed owed, std::vector<Owed>& result) const {
    for (const store::ItemRow* row : of(owed.subject)) {
      if (row->period == owed.period.name) owed.item = *row;
    }
    owed.due = owed.item && owed.item->duty_due ? *owed.item->duty_due : sla::due_of(duty_, owed.period, owed.starts, calendar_);
    const bool own = duty_.rhythm == Duty::Rhythm::ahead || duty_.rhythm == Duty::Rhythm::rolling;
    if (const auto* by = done_by(owed.subject, owed.period.name, [&](Date date) { return !own && owed.period.has(date); })) owed.by = *by;
    result.push_back(std::move(owed));
  }

  std::vector<sla::Period> periods_of(const Member& member, Date from, Date to) {
    switch (duty_.rhythm) {
      case Duty::Rhythm::grid:
      case Duty::Rhythm::anniversary: return sla::periods(duty_, member.since, from, to);
      case Duty::Rhythm::ahead: return {ahead_of(member)};
      case Duty::Rhythm::rolling: break;
    }
    return {rolling_of(member)};
  }

  // From the last completion on, else from where the first item of it begins. What was owed before svc knew of it is nobody's
  // fault: it is then owed from today on.
  sla::Period rolling_of(const Member& member) {
    std::optional<Date> done, opened;
    for (const store::ItemRow* row : of(member.subject)) {
      if (row->done_at) done = std::max(done.value_or(Date::min()), date_on(calendar_, *row->done_at));
      if (!row->period.empty()) opened = std::min(opened.value_or(Date::max()), parse_date(row->period));
    }
    const std::vector<Date> faults = faults_of(member.subject);
    const Date start = done.value_or(opened.value_or(member.since));
    const sla::Period period = sla::rolling_period(duty_, std::max(start, member.since), faults);
    const bool known_too_late = !done && !opened && sla::due_of(duty_, period, period.from, calendar_) <= session_.now;
    return known_too_late ? sla::rolling_period(duty_, today(), faults) : period;
  }

  // Told from the first day on which an item may be opened.
  sla::Period ahead_of(const Member& member) const {
    sla::Period period = sla::ahead_period(duty_, member.since, calendar_);
    period.from = sla::opens_on(duty_, period);
    return period;
  }

  std::vector<Date> faults_of(const std::string& asset) {
    std::vector<Date> faults;
    if (duty_.faults.empty() || duty_.of != "asset") return faults;
    for (const store::ItemRow& row : session_.store.items_of_asset(asset)) {
      if (row.kind != "ticket") continue;
      const Picture picture = picture_of(session_, row, session_.store.events(row.id));
      if (picture.history.item.attributes.get("cause") == duty_.faults) faults.push_back(date_on(calendar_, row.opened_at));
    }
    return faults;
  }

  std::vector<Member> members() {
    std::vector<Member> result;
    for (const Record& contract : contracts_) {
      if (!has_bought(contract)) continue;
      if (duty_.of == "contract") {
        if (auto member = member_of(contract, contract)) result.push_back(std::move(*member));
      } else if (duty_.of == "customer" || duty_.of == "profile") {
        add_together(contract, result);
      } else if (duty_.of == "person") {
        add_people(contract, result);
      } else {
        for (const Record& asset : session_.store.records_of_contract("asset", contract.id)) {
          if (auto member = member_of(asset, contract)) result.push_back(std::move(*member));
        }
      }
    }
    return result;
  }

  bool has_bought(const Record& contract) const {
    const auto package = registry::lines_of(contract.fields.get("package"));
    return duty_.service.empty() || package.empty() || std::find(package.begin(), package.end(), duty_.service) != package.end();
  }

  // A customer with several contracts is one, and so are all customers of a profile.
  void add_together(const Record& contract, std::vector<Member>& result) {
    auto member = member_of(contract, contract);
    if (!member) return;
    if (duty_.of == "profile") {
      member->customer.clear();
      member->contract.clear();
      member->region.clear();
    }
    member->subject = duty_.of == "profile" ? profile_ : member->customer;
    const auto known = std::find_if(result.begin(), result.end(), [&](const Member& each) { return each.subject == member->subject; });
    if (known == result.end()) return result.push_back(std::move(*member));
    known->since = std::min(known->since, member->since);
    known->until = known->until && member->until ? std::optional(std::max(*known->until, *member->until)) : std::nullopt;
    known->retired = known->retired && member->retired ? std::optional(std::max(*known->retired, *member->retired)) : std::nullopt;
  }

  void add_people(const Record& contract, std::vector<Member>& result) {
    for (const Record& person : session_.store.records_of_customer("person", contract.fields.get("customer"))) {
      const bool known = std::any_of(result.begin(), result.end(), [&](const Member& each) { return each.subject == person.id; });
      auto member = known ? std::nullopt : member_of(person, contract);
      if (member) result.push_back(std::move(*member));
    }
  }

  std::optional<Member> member_of(const Record& record, const Record& contract) {
    Member member{.subject = record.id, .customer = contract.fields.get("customer"), .contract = contract.id, .region = region_of(record, contract), .since = {}, .until = std::nullopt, .retired = std::nullopt};
    const auto from = date_in(contract, "from"), to = date_in(contract, "to");
    std::optional<Date> since;
    for (const std::string& name : duty_.since) {
      if (since) break;
      since = name == "warranty" ? warranty_end(record, contract) : date_in(record, name);
      if (!since && name != "warranty") since = date_in(contract, name);
    }
    if (!since && !duty_.since.empty()) return std::nullopt;
    if (duty_.rhythm == Duty::Rhythm::ahead) {
      member.since = *since;
    } else {
      member.since = since ? (from ? std::max(*since, *from) : *since) : from ? *from : added_on(record);
      if (to) member.until = *to + days{1};
      if (duty_.lasts && since) {
        const Date end = registry::later(*since, *duty_.lasts);  // the anniversary begins what is owed no more
        member.until = member.until ? std::min(*member.until, end) : end;
      }
    }
    for (const Record* each : {&record, &contract}) {
      if (!each->retired) continue;
      const Date on = retired_on(*each);
      member.retired = member.retired ? std::min(*member.retired, on) : on;
    }
    return member;
  }

  static std::optional<Date> date_in(const Record& record, std::string_view name) {
    const auto* text = record.fields.find(name);
    return text == nullptr ? std::nullopt : std::optional(parse_date(*text));
  }

  std::optional<Date> warranty_end(const Record& asset, const Record& contract) {
    const escalation::Rules* rules = session_.config.profile(profile_);
    return rules == nullptr || asset.type != "asset" ? std::nullopt : verdict_on(session_, rules->terms, asset, contract.id, today(), "").until;
  }

  Date added_on(const Record& record) {
    const auto events = session_.store.events(store::Log::records, record.key);
    return events.empty() ? today() : date_on(calendar_, events.front().at);
  }

  Date retired_on(const Record& record) {
    const auto events = session_.store.events(store::Log::records, record.key);
    const auto retired = std::find_if(events.begin(), events.end(), [](const work::Event& event) { return event.step == registry::retire_step; });
    return retired == events.end() ? today() : date_on(calendar_, retired->at);
  }

  std::string region_of(const Record& record, const Record& contract) {
    if (record.fields.has("site")) {
      const auto site = session_.store.find_record("site", record.fields.get("site"));
      if (site && site->fields.has("region")) return site->fields.get("region");
    }
    return region_of_customer(contract.fields.get("customer"));
  }

  std::string region_of_customer(const std::string& id) {
    const auto customer = session_.store.find_record("customer", id);
    return customer ? customer->fields.get("region") : std::string();
  }

  // The items that had the event in the period.
  void add_jobs(const sla::Period& period, std::vector<Owed>& result) {
    const Instant from = calendar_.end_of(period.from - days{1}), to = calendar_.end_of(period.to - days{1});
    std::string verb;
    for (const work::Step& step : work::lifecycle_of(duty_.of).steps) {
      if (step.event == duty_.event) verb = step.verb;
    }
    for (const store::ItemRow& row : session_.store.items_with_step(duty_.of, verb, from, to)) {
      if (row.profile != profile_) continue;
      const Picture picture = picture_of(session_, row, session_.store.events(row.id));
      const auto event = std::find_if(picture.history.events.begin(), picture.history.events.end(), [&](const work::Event& each) { return each.name == duty_.event && each.at >= from && each.at < to; });
      if (event == picture.history.events.end()) continue;
      finish({.profile = profile_, .duty = &duty_, .subject = picture.id, .customer = row.customer, .contract = row.contract,
              .region = region_of_customer(row.customer), .period = period, .starts = date_on(calendar_, event->at), .due = {}, .item = std::nullopt, .by = std::nullopt},
             result);
    }
  }

  Session& session_;
  const std::string& profile_;
  const std::vector<Record>& contracts_;  // of the profile
  const Duty& duty_;
  const calendar::WorkingCalendar& calendar_;
  const std::vector<store::ItemRow> rows_;
  mutable std::map<std::string, std::vector<const store::ItemRow*>> by_subject_;
};

// How many days after a period's end it may still be due, at most.
days days_of_grace(const Duty& duty) {
  if (!duty.grace) return days{14};  // a last day may move over holidays
  const Date start = date_of(2000, 1, 1);
  switch (duty.grace->unit) {
    case Unit::working_second: return days{duty.grace->count / 3600 + 14};
    case Unit::working_day: return days{duty.grace->count * 3 + 14};
    default: return registry::later(start, *duty.grace) - start + days{14};
  }
}

// What the rules or the registry forbid keeps no other duty waiting.
void unless_refused(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& e) {
    if (e.kind != ErrorKind::refused && e.kind != ErrorKind::not_found) throw;
  }
}

void quietly(Session& session, const store::ItemRow& row, const Entry& entry) {
  unless_refused([&] { record_step(session, row.kind, work::print_id(row.kind, row.number), entry); });
}

Entry step_of_svc(const std::string& step, Instant at, Instant now) {
  Entry entry;
  entry.step = step;
  entry.typed_by = doer;
  entry.at = at;
  if (now - at > Seconds{24 * 3600}) entry.reason = "svc was not run before";
  return entry;
}

// The periods of one duty, as time goes on.
class Turn {
 public:
  Turn(Session& session, const std::string& profile, const std::vector<Record>& contracts, const Duty& duty)
      : session_(session), duty_(duty), profile_(profile), scan_(session, profile, contracts, duty) {}

  void run() {
    const auto last = session_.store.last_turn(profile_, duty_.id);
    const Date today = scan_.today();
    Date to = duty_.ahead ? registry::later(today, *duty_.ahead) + days{1} : today + days{1};
    for (const store::ItemRow& row : scan_.rows()) {
      if (row.live && row.duty_due) to = std::max(to, date_on(scan_.calendar(), *row.duty_due) + days{1});
    }
    const Date from = std::min(today, last ? date_on(scan_.calendar(), *last) : today) - days_of_grace(duty_);
    std::set<std::pair<std::string, std::string>> wanted;
    for (const Owed& owed : scan_.owed(from, to)) {
      wanted.emplace(owed.subject, owed.period.name);
      const bool known_too_late = owed.due <= last.value_or(session_.now);
      if (!owed.item && !owed.by && !known_too_late && sla::opens_on(duty_, owed.period) <= today) unless_refused([&] { open_owed(session_, owed); });
      if (owed.item) begin(owed);
    }
    for (const store::ItemRow& row : scan_.rows()) settle(row, wanted);
    session_.store.set_turn(profile_, duty_.id, session_.now);
  }

  Instant next_day() const { return scan_.calendar().end_of(scan_.today()); }

 private:
  // What was opened ahead of its period.
  void begin(const Owed& owed) {
    const Instant at = scan_.calendar().end_of(owed.starts - days{1});
    if (!owed.item->live || owed.item->done_at || owed.item->opened_at >= at || at > session_.now) return;
    for (const work::Event& event : session_.store.events(owed.item->id)) {
      if (event.step == "begin") return;
    }
    quietly(session_, *owed.item, step_of_svc("begin", at, session_.now));
  }

  // Done by another item, not owed any more, or not done after all.
  void settle(const store::ItemRow& row, const std::set<std::pair<std::string, std::string>>& wanted) {
    if (row.period.empty()) return;
    if (row.state == "covered") return uncover(row);
    if (!row.live || row.done_at) return;
    if (const store::ItemRow* by = scan_.done_by_other(row)) {
      Entry entry = step_of_svc("cover", std::max(*by->done_at, row.opened_at), session_.now);
      entry.fields.set("of", work::print_id(by->kind, by->number));
      return quietly(session_, row, entry);
    }
    if (wanted.contains({row.subject, row.period}) || !row.duty_due || *row.duty_due <= session_.now) return;
    Entry entry = step_of_svc("cancel", session_.now, session_.now);
    entry.texts.set("reason", row.subject + " does not owe it any more");
    quietly(session_, row, entry);
  }

  void uncover(const store::ItemRow& row) {
    if (scan_.done_by_other(row) != nullptr) return;
    const auto events = session_.store.events(row.id);
    const auto struck = work::struck_events(events);
    for (const work::Event& event : events) {
      if (event.step != "cover" || struck.contains(event.seq)) continue;
      Entry entry = step_of_svc("strike", session_.now, session_.now);
      entry.fields.set("event", std::to_string(event.seq));
      entry.texts.set("reason", event.fields.get("of") + " does not count for it any more");
      quietly(session_, row, entry);
    }
  }

  Session& session_;
  const Duty& duty_;
  const std::string& profile_;
  Scan scan_;
};

bool ends_in(const Owed& owed, const sla::Period& dates, Date today, Instant now) {
  return dates.has(owed.period.to - days{1}) || (dates.has(today) && owed.state(now) == "overdue");
}

// Whether a stretch is made of periods of the duty: a year of quarters, a month of none.
bool holds_whole(const Duty& duty, const sla::Period& stretch) {
  const sla::Period first = sla::periods(duty, stretch.from, stretch.from, stretch.to).front();
  return first.from == stretch.from && first.to <= stretch.to;
}

bool takes(const DutyFilter& filter, const std::string& profile, const Duty& duty) {
  return (filter.kind.empty() || duty.item == filter.kind) && (filter.profile.empty() || filter.profile == profile) && (filter.duty.empty() || filter.duty == duty.id);
}

}  // namespace

std::string Owed::state(Instant now) const {
  if (by) return by->done_at && *by->done_at > due ? "late" : "done";
  if (now > due) return item && item->live ? "overdue" : "missing";
  if (item && item->live && item->state != "open") return "planned";
  return "open";
}

std::vector<Owed> owed(Session& session, const DutyFilter& filter) {
  if (!filter.profile.empty() && session.config.profile(filter.profile) == nullptr) {
    throw Error{ErrorKind::not_found, phrase("no profile '{}'", filter.profile), hint_for(filter.profile, session.config.profile_names())};
  }
  std::vector<Owed> result;
  std::vector<std::string> known;
  const std::optional<sla::Period> stretch = sla::find_period(filter.period);
  bool named = filter.period.empty();
  for (const auto& [profile, contracts] : contracts_by_profile(session)) {
    const escalation::Rules* rules = session.config.profile(profile);
    if (rules == nullptr) continue;
    for (const Duty& duty : rules->duties) {
      if (filter.kind.empty() || duty.item == filter.kind) known.push_back(duty.id);
      if (!takes(filter, profile, duty)) continue;
      Scan scan(session, profile, contracts, duty);
      Date from = scan.today() - days_of_grace(duty), to = scan.today() + days{1};
      if (filter.ends_in) {
        from = std::min(from, filter.ends_in->from);
        to = filter.ends_in->to;
      } else if (!filter.period.empty()) {
        if (duty.rhythm == Duty::Rhythm::grid) {
          if (!stretch || !holds_whole(duty, *stretch)) continue;  // of another rhythm; whether any duty has it is known at the end
          named = true;
          from = stretch->from;
          to = stretch->to;
        } else {
          to += furthest;
        }
      }
      const auto wanted = [&](const Owed& each) {
        if (filter.ends_in) return ends_in(each, *filter.ends_in, scan.today(), session.now);
        if (filter.period.empty()) return each.period.to > scan.today() || each.due >= session.now || each.state(session.now) == "overdue";
        return duty.rhythm == Duty::Rhythm::grid || each.period.name == filter.period;
      };
      for (Owed& each : scan.owed(from, to)) {
        if (!wanted(each)) continue;
        named = true;
        if (filter.customer.empty() || filter.customer == each.customer) result.push_back(std::move(each));
      }
    }
  }
  if (!filter.duty.empty() && std::find(known.begin(), known.end(), filter.duty) == known.end()) {
    throw Error{ErrorKind::not_found, phrase("no duty '{}' under any contract", filter.duty), hint_for(filter.duty, known)};
  }
  if (!named) throw Error{ErrorKind::usage, phrase("no duty has a period '{}'", filter.period), phrase("a period looks like 2026Q1, 2026-03 or 2026")};
  return result;
}

void turn_duties(Session& session) {
  std::optional<Instant> next;
  for (const auto& [profile, contracts] : contracts_by_profile(session)) {
    const escalation::Rules* rules = session.config.profile(profile);
    if (rules == nullptr) continue;  // a profile that cannot be read keeps nobody else waiting
    for (const Duty& duty : rules->duties) {
      Turn turn(session, profile, contracts, duty);
      turn.run();
      next = next ? std::min(*next, turn.next_day()) : turn.next_day();
    }
  }
  session.remarks.clear();  // nobody types here
  session.store.set_wake("duty", 0, next);
}

std::string open_owed(Session& session, const Owed& owed) {
  const auto& calendar = live_calendar(session, owed.duty->calendar);
  const Instant starts = calendar.end_of(owed.starts - days{1});
  OpenRequest request{.kind = owed.duty->item, .profile = owed.profile, .entry = step_of_svc("open", std::min(starts, session.now), session.now)};
  work::Fields& fields = request.entry.fields;
  const auto set = [&](const std::string& name, const std::string& value) {
    if (!value.empty()) fields.set(name, value);
  };
  if (owed.duty->of != "profile") set(owed.duty->event.empty() ? owed.duty->of : "job", owed.subject);
  set("customer", owed.customer);
  set("contract", owed.contract);
  if (!owed.duty->event.empty()) set("parent", owed.subject);
  set("duty", owed.duty->id);
  set("period", owed.period.name);
  set("due", rfc3339_utc(owed.due));
  request.entry.texts.set("title", (owed.duty->title.empty() ? owed.duty->id : owed.duty->title) + " " + owed.period.name);
  std::string id = open_item(session, request);
  if (starts <= session.now) quietly(session, find_item(session, id), step_of_svc("begin", starts, session.now));
  return id;
}

namespace {

// Whether an item that is opened with these fields names somebody who may owe the duty.
bool serves(const Duty& duty, const work::Fields& fields) {
  if (duty.of == "profile") return true;
  if (duty.event.empty()) return fields.has(duty.of);
  return fields.has("parent") && work::parse_id(fields.get("parent")).kind == duty.of;
}

}  // namespace

void choose_duty(Session& session, std::string_view kind, const escalation::Rules& rules, work::Event& event) {
  if (event.fields.has("period") || kind == "notice") return;  // opened for it; notices are no rounds
  std::vector<std::string> candidates;
  for (const Duty& duty : rules.duties) {
    if (duty.item == kind && serves(duty, event.fields)) candidates.push_back(duty.id);
  }
  if (const auto* named = event.fields.find("duty")) {
    if (std::find(candidates.begin(), candidates.end(), *named) == candidates.end()) {
      throw Error{ErrorKind::not_found, phrase("no duty '{}' of such an item", *named), hint_for(*named, candidates)};
    }
    return;
  }
  if (candidates.size() == 1) event.fields.set("duty", candidates.front());
  if (candidates.size() < 2) return;
  std::string list;
  for (const auto& each : candidates) list += (list.empty() ? "" : ", ") + each;
  session.remarks.push_back(phrase("it counts for no duty: name one with --duty ({})", list));
}

void require_period(const escalation::Rules& rules, const std::string& duty, const std::string& period) {
  const Duty* found = rules.find_duty(duty);
  if (found == nullptr) throw Error{ErrorKind::usage, phrase("it is done for no duty, so for no period"), phrase("leave --for out")};
  if (found->rhythm == Duty::Rhythm::grid) {
    sla::period_named(*found, period);
  } else {
    parse_date(period);  // the first day of one's own
  }
}

const calendar::WorkingCalendar& live_calendar(Session& session, const std::string& name) {
  auto& calendar = session.live_calendars[name];
  if (calendar == nullptr) {
    const calendar::Spec* spec = session.config.calendar(name);
    if (spec == nullptr) throw Error{ErrorKind::config, phrase("no calendar '{}'", name), hint_for(name, session.config.calendar_names())};
    calendar = std::make_shared<calendar::WorkingCalendar>(*spec);
  }
  return *calendar;
}

}  // namespace svc::desk
