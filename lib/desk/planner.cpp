// SPDX-License-Identifier: MIT
#include "desk/planner.h"

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "desk/record.h"
#include "error.h"
#include "suggest.h"
#include "time/text.h"

namespace svc::desk {
namespace {

using std::chrono::days;

constexpr std::int64_t quarter_hour = 15 * 60;

sla::Period quarter_named(const std::string& name) {
  sla::Duty quarters;
  quarters.months = 3;
  try {
    return sla::period_named(quarters, name);
  } catch (const Error&) {
    throw Error{ErrorKind::usage, phrase("'{}' is no quarter", name), phrase("a quarter looks like 2026Q1")};
  }
}

// What an engineer does on a day.
struct Day {
  std::int64_t visits = 0;
  std::set<Instant> taken;
  std::set<std::string> regions;
};

class Planner {
 public:
  Planner(Session& session, const PlanRequest& request) : session_(session), request_(request), quarter_(quarter_named(request.quarter)) {
    choose_engineers();
  }

  std::vector<Visit> run() {
    const auto owed = desk::owed(session_, {.kind = "inspection", .profile = request_.profile, .duty = request_.duty, .customer = request_.customer, .period = {}, .ends_in = quarter_});
    enter_appointments();
    for (const Owed& each : owed) take(each);
    require_days();
    // What ends first goes first, and with it its whole region.
    std::map<std::string, Date> first_end;
    for (const size_t i : open_) {
      const auto [known, fresh] = first_end.try_emplace(visits_[i].owed.region, last_day(visits_[i].owed));
      if (!fresh) known->second = std::min(known->second, last_day(visits_[i].owed));
    }
    const auto order = [&](size_t i) {
      const Owed& each = visits_[i].owed;
      return std::tuple(first_end.at(each.region), each.region, last_day(each), each.customer, each.subject, each.duty->id, each.period.from);
    };
    std::sort(open_.begin(), open_.end(), [&](size_t a, size_t b) { return order(a) < order(b); });
    for (const bool one_region_a_day : {true, false}) {
      for (const size_t i : open_) place(visits_[i], one_region_a_day);
    }
    for (Visit& visit : visits_) record(visit);
    std::stable_sort(visits_.begin(), visits_.end(), [](const Visit& a, const Visit& b) {
      const auto key = [](const Visit& each) { return std::tuple(each.on.value_or(Instant::max()), each.engineer, each.owed.region, each.owed.subject); };
      return key(a) < key(b);
    });
    return std::move(visits_);
  }

 private:
  void choose_engineers() {
    const auto& contacts = session_.directory.contacts;
    for (const std::string& name : request_.engineers) {
      require_known("contact", name, keys_of(contacts));
      const escalation::Contact& engineer = contacts.at(name);
      if (!engineer.visits_per_day) throw Error{ErrorKind::usage, phrase("how many visits a day '{}' makes is not said", name), phrase("write visits_per_day = 3 under [contact.{}]", name)};
      engineers_.push_back(&engineer);
    }
    if (!engineers_.empty()) return;
    for (const auto& [id, contact] : contacts) {
      if (contact.visits_per_day) engineers_.push_back(&contact);
    }
    if (engineers_.empty()) throw Error{ErrorKind::usage, phrase("nobody goes to inspections: no contact says how many visits a day"), phrase("write visits_per_day = 3 under [contact.NAME] of those who do")};
  }

  // What everybody has in the calendar already, in whatever quarter and for whatever duty.
  void enter_appointments() {
    store::ItemFilter inspections;
    inspections.kind = "inspection";
    for (const store::ItemRow& row : session_.store.list(inspections)) {
      const auto appointment = row.state == "open" ? std::nullopt : appointment_of(session_, row);
      if (!appointment) continue;
      Day& day = days_[{appointment->engineer, date_part(session_.zone().local(appointment->on))}];
      day.visits += 1;
      day.taken.insert(appointment->on);
      day.regions.insert(region_of(row));
    }
  }

  std::string region_of(const store::ItemRow& row) {
    const auto events = session_.store.events(row.id);
    return events.front().fields.get("region");
  }

  void take(const Owed& owed) {
    if (owed.is_done()) return;
    Visit visit{.owed = owed, .item = {}, .engineer = {}, .on = std::nullopt, .before = false, .why_not = {}};
    if (owed.item) {
      if (!owed.item->live) return;  // nobody will go any more
      visit.item = work::print_id(owed.item->kind, owed.item->number);
      if (owed.item->state != "open") {
        const auto appointment = appointment_of(session_, *owed.item);
        visit.before = true;
        if (appointment) {
          visit.engineer = appointment->engineer;
          visit.on = appointment->on;
        }
      }
    }
    visits_.push_back(std::move(visit));
    if (!visits_.back().before) open_.push_back(visits_.size() - 1);
  }

  const calendar::WorkingCalendar& calendar_of(const Owed& owed) { return live_calendar(session_, owed.duty->calendar); }
  Date today(const calendar::WorkingCalendar& calendar) const { return date_part(calendar.zone().local(session_.now)); }

  // From tomorrow on.
  Date first_day(const Owed& owed) { return std::max(owed.starts, today(calendar_of(owed)) + days{1}); }
  // By the day on which it is due; what is overdue, as long as the quarter lasts.
  Date last_day(const Owed& owed) {
    const Date due = date_part(calendar_of(owed).zone().local(owed.due - Seconds{1}));
    return due < first_day(owed) ? quarter_.to - days{1} : due;
  }

  void require_days() {
    for (const size_t i : open_) {
      const Owed& owed = visits_[i].owed;
      const auto& calendar = calendar_of(owed);
      const Date from = std::max(quarter_.from, today(calendar) + days{1});
      const Date to = std::max(quarter_.to, last_day(owed) + days{1});
      if (from >= to || calendar.next_opening(calendar.end_of(from - days{1})) >= calendar.end_of(to - days{1})) {
        throw Error{ErrorKind::refused, phrase("no working day of '{}' is left in {}", owed.duty->calendar, quarter_.name), phrase("plan a quarter that is not over")};
      }
      const bool beyond = calendar.beyond_coverage(calendar.end_of(from - days{1}), calendar.end_of(to - days{1}));
      const Message remark = phrase("the holidays of '{}' are not known to the end of {}", owed.duty->calendar, quarter_.name);
      if (beyond && std::find(session_.remarks.begin(), session_.remarks.end(), remark) == session_.remarks.end()) session_.remarks.push_back(remark);
    }
  }

  static bool is_away(const escalation::Contact& contact, Date date) {
    return std::any_of(contact.away.begin(), contact.away.end(), [&](const auto& absence) { return absence.from <= date && date <= absence.to; });
  }

  static bool goes_to(const escalation::Contact& contact, const std::string& region) {
    return contact.regions.empty() || std::find(contact.regions.begin(), contact.regions.end(), region) != contact.regions.end();
  }

  void place(Visit& visit, bool one_region_a_day) {
    if (visit.on) return;
    const auto& calendar = calendar_of(visit.owed);
    const Date last = last_day(visit.owed);
    for (Date date = first_day(visit.owed); date <= last; date += days{1}) {
      if (calendar.rule_of(date).hours.empty()) continue;
      const escalation::Contact* best = nullptr;
      for (const auto* engineer : engineers_) {
        if (!is_free(*engineer, date, visit.owed.region, one_region_a_day)) continue;
        if (best == nullptr || rank(*engineer, date, visit.owed.region) < rank(*best, date, visit.owed.region)) best = engineer;
      }
      if (best == nullptr) continue;
      visit.engineer = best->id;
      visit.on = free_time(calendar, *best, date);
      Day& day = days_[{best->id, date}];
      day.visits += 1;
      day.taken.insert(*visit.on);
      day.regions.insert(visit.owed.region);
      ++load_[best->id];
      return;
    }
    const bool nobody = std::none_of(engineers_.begin(), engineers_.end(), [&](const auto* engineer) { return goes_to(*engineer, visit.owed.region); });
    visit.why_not = nobody ? "no engineer goes to " + (visit.owed.region.empty() ? std::string("where it is not known") : visit.owed.region) : "no engineer has a free day until " + print(last);
  }

  bool is_free(const escalation::Contact& engineer, Date date, const std::string& region, bool one_region) const {
    if (!goes_to(engineer, region) || is_away(engineer, date)) return false;
    const auto day = days_.find({engineer.id, date});
    if (day == days_.end()) return true;
    const bool elsewhere = std::any_of(day->second.regions.begin(), day->second.regions.end(), [&](const std::string& each) { return each != region; });
    return day->second.visits < *engineer.visits_per_day && !(one_region && elsewhere);
  }

  // Rather who is in the region on that day anyhow, then who has the fewest visits, then by name.
  std::tuple<bool, std::int64_t, std::string> rank(const escalation::Contact& engineer, Date date, const std::string& region) const {
    const auto day = days_.find({engineer.id, date});
    const bool there = day != days_.end() && day->second.regions.contains(region);
    const auto load = load_.find(engineer.id);
    return {!there, load == load_.end() ? 0 : load->second, engineer.id};
  }

  // The working time of the day, shared out evenly, to the quarter of an hour.
  Instant free_time(const calendar::WorkingCalendar& calendar, const escalation::Contact& engineer, Date date) const {
    const Instant begin = calendar.end_of(date - days{1}), end = calendar.end_of(date);
    const std::int64_t quarters = calendar.between(begin, end).count / quarter_hour;
    const auto day = days_.find({engineer.id, date});
    for (std::int64_t i = 0; i < *engineer.visits_per_day; ++i) {
      const Instant at = calendar.next_opening(calendar.add(begin, {quarters * i / *engineer.visits_per_day * quarter_hour}));
      if (day == days_.end() || !day->second.taken.contains(at)) return at;
    }
    return calendar.next_opening(begin);
  }

  void record(Visit& visit) {
    if (visit.before || !visit.on) return;
    if (visit.item.empty()) visit.item = open_owed(session_, visit.owed);
    Entry entry;
    entry.step = "plan";
    entry.typed_by = request_.typed_by;
    entry.fields.set("on", rfc3339_utc(*visit.on));
    entry.fields.set("engineer", visit.engineer);
    record_step(session_, "inspection", visit.item, entry);
  }

  Session& session_;
  const PlanRequest& request_;
  const sla::Period quarter_;
  std::vector<const escalation::Contact*> engineers_;
  std::map<std::pair<std::string, Date>, Day> days_;
  std::map<std::string, std::int64_t> load_;
  std::vector<Visit> visits_;
  std::vector<size_t> open_;  // those of them that are to be planned
};

}  // namespace

std::vector<Visit> plan_quarter(Session& session, const PlanRequest& request) { return Planner(session, request).run(); }

std::optional<Appointment> appointment_of(Session& session, const store::ItemRow& item) {
  std::optional<Appointment> result;
  const auto events = session.store.events(item.id);
  const auto struck = work::struck_events(events);
  for (const work::Event& event : events) {
    if (struck.contains(event.seq)) continue;
    if (event.step == "plan") result = Appointment{*work::time_in(event.fields, "on"), event.fields.get("engineer"), false};
    if (event.step == "agree" && result) result->agreed = true;
  }
  return result;
}

}  // namespace svc::desk
