// SPDX-License-Identifier: MIT
#include "desk/projection.h"

#include <algorithm>
#include <charconv>
#include <iterator>

#include "time/text.h"

namespace svc::desk {
namespace {

class Projection {
 public:
  Projection(Session& session, const Picture& picture, const Change& change)
      : session_(session), store_(session.store), picture_(picture), change_(change) {}

  void write() {
    store::ItemRow row = picture_.row;
    if (!change_.fresh) {
      project_item(picture_, row);
      store_.update_item(row);
    }
    // What else is owed may follow from it.
    if (!row.duty.empty() || !picture_.row.duty.empty()) store_.set_wake("duty", 0, session_.now);
    if (row.kind == "ticket") store_.mark_case_stale(row.id);
    // First, so that nobody is told that something is over that never was.
    if (change_.rewrites_past) void_alerts();
    write_clocks();
    set_hold_wake();
  }

 private:
  void write_clocks() {
    std::vector<store::ClockRow> old;
    if (!change_.fresh) old = store_.clocks(picture_.row.id);
    for (const sla::Clock& clock : picture_.evaluation.clocks) {
      store::ClockRow row = project_clock(picture_, clock);
      const auto found = std::find_if(old.begin(), old.end(), [&](const store::ClockRow& each) {
        return each.target == row.target && each.start_seq == row.start_seq;
      });
      const bool opened_now = (change_.evidence || change_.moved) && row.recorded_at == session_.now;
      const bool replaced = change_.moved && found != old.end() && row.schedule != found->schedule;
      const bool passed = !change_.alert_past && (opened_now || replaced);
      if (passed) row.passed_until = session_.now;
      if (found == old.end()) {
        store_.insert_clock(row);
        set_wake(row, {}, true);
        set_step_wake(clock, row.id, true);
        continue;
      }
      row.id = found->id;
      set_step_wake(clock, row.id, false);
      if (!passed) row.passed_until = found->passed_until;
      const bool finished = !found->is_open();
      if (!(row == *found) && (!finished || change_.rewrites_past)) {
        store_.update_clock(row);
        if (!finished && !row.is_open()) tell_resolved(row);
        set_wake(row, store_.alerts_of_clock(row.item, row.target, row.start_seq), false);
      }
      old.erase(found);
    }
    for (const store::ClockRow& gone : old) store_.delete_clock(gone.id);
  }

  void set_wake(const store::ClockRow& row, const std::vector<store::AlertRow>& alerts, bool fresh) {
    const auto decision = decide_for(session_, row, alerts);
    const auto wake = decision.raise ? std::optional<Instant>(decision.raise->at) : decision.wake;
    if (wake || !fresh) store_.set_wake("rung", row.id, wake);
  }

  // The step that the target takes when it falls due, unless it was taken.
  void set_step_wake(const sla::Clock& clock, std::int64_t id, bool fresh) {
    if (clock.target->then.empty()) return;
    const auto at = was_timed(picture_, clock) ? std::nullopt : sla::then_at(clock);
    if (at || !fresh) store_.set_wake("step", id, at);
  }

  // Those who were alerted are told that it is over, once each.
  void tell_resolved(const store::ClockRow& row) {
    const escalation::Ladder* ladder = session_.book.of(store_, row.revision).rules.find_ladder(row.ladder);
    if (ladder == nullptr || !ladder->resolved) return;
    std::vector<std::pair<std::string, std::string>> told;
    std::vector<store::AlertRow> alerts = store_.alerts_of_clock(row.item, row.target, row.start_seq);
    for (auto alert = alerts.rbegin(); alert != alerts.rend(); ++alert) {
      if (alert->void_at) continue;
      for (const store::OutboxRow& sent : store_.outbox_of(alert->id)) {
        const std::pair whom(sent.sink, sent.recipient);
        const bool known = std::find(told.begin(), told.end(), whom) != told.end();
        // A breach that is still on its way will arrive; deliver() keeps the order.
        const bool arrives = sent.status == "delivered" || (sent.status == "pending" && alert->breach);
        if (sent.kind != "raised" || !arrives || known) continue;
        told.push_back(whom);
        tell(*alert, "resolved", sent);
      }
    }
  }

  void tell(const store::AlertRow& alert, const std::string& kind, const store::OutboxRow& as) {
    store::OutboxRow out;
    out.alert = alert.id;
    out.kind = kind;
    out.sink = as.sink;
    out.recipient = as.recipient;
    out.first_at = out.next_at = delivery_opening(session_, alert.ladder);
    store_.insert_outbox(out);
  }

  // Alerts that the new history does not reach become void, and who was told is told so.
  void void_alerts() {
    for (const store::AlertRow& alert : store_.alerts(picture_.row.id)) {
      if (alert.void_at || still_reached(picture_, {alert.target, alert.start_seq, alert.term, alert.rung, alert.rung_at, alert.raised_at})) continue;
      store_.void_alert(alert.id, session_.now);
      for (const store::OutboxRow& sent : store_.outbox_of(alert.id)) {
        if (sent.kind == "raised" && sent.status == "delivered") tell(alert, "withdrawn", sent);
      }
      store_.drop_pending_raised(alert.id, session_.now, "void");
    }
  }

  // The escalation wakes for the first end of a hold by its cap that nobody was told of.
  void set_hold_wake() {
    const bool held = std::any_of(picture_.history.events.begin(), picture_.history.events.end(),
                                  [](const work::Event& event) { return event.step == "hold"; });
    if (!held) return;
    const auto pending = untold_holds(session_, picture_);
    // An import tells of no end that lies behind it.
    const auto wake = std::find_if(pending.begin(), pending.end(), [&](const work::CappedHold& hold) {
      return !(change_.evidence && !change_.alert_past && hold.end <= session_.now);
    });
    store_.set_wake("hold", picture_.row.id, wake == pending.end() ? std::nullopt : std::optional<Instant>(wake->end));
  }

  Session& session_;
  store::Store& store_;
  const Picture& picture_;
  const Change& change_;
};

}  // namespace

std::string timed_name(const sla::Clock& clock) { return clock.target->id + ":" + std::to_string(clock.start_seq); }

bool was_timed(const Picture& picture, const sla::Clock& clock) {
  return picture.history.timed.contains(timed_name(clock));
}

work::Event timed_event(const sla::Clock& clock, Instant at, Instant recorded_at, int seq) {
  work::Event event;
  event.seq = seq;
  event.step = clock.target->then;
  event.at = at;
  event.recorded_at = recorded_at;
  event.by = event.typed_by = "svc";
  event.fields.set(work::timed_field, timed_name(clock));
  return event;
}

bool is_about_hold(std::string_view target) { return target.starts_with("hold:"); }

std::string target_of_hold(const work::CappedHold& hold) { return "hold:" + hold.reason; }

const std::vector<std::string>& told_of_hold() {
  static const std::vector<std::string> people{"@assignee", "@lead"};
  return people;
}

bool still_reached(const Picture& picture, const AlertKey& alert) {
  const auto& events = picture.history.events;
  if (is_about_hold(alert.target)) {
    const auto& capped = picture.history.item.capped_holds;
    return std::any_of(capped.begin(), capped.end(), [&](const auto& hold) { return hold.seq == alert.start_seq && hold.end <= alert.raised_at; });
  }
  const auto term = std::find_if(events.begin(), events.end(), [&](const work::Event& event) { return event.seq == alert.term; });
  if (term == events.end()) return false;
  // A rung may lie before the event that opened its term.
  const Instant cut = std::max(alert.rung_at, term->at);
  std::vector<work::Event> before;
  std::copy_if(events.begin(), events.end(), std::back_inserter(before), [&](const work::Event& event) { return event.at <= cut; });
  if (before.empty() || before.front().step != "open") return false;
  std::sort(before.begin(), before.end(), [](const auto& a, const auto& b) { return a.seq < b.seq; });
  Picture then;
  then.row = picture.row;
  then.id = picture.id;
  fold_under(picture.rulings, std::move(before), 0, then);
  for (const sla::Clock& clock : then.evaluation.clocks) {
    if (clock.target->id != alert.target || clock.start_seq != alert.start_seq) continue;
    const escalation::Ladder* ladder = then.ladder_of(clock);
    if (ladder == nullptr || clock.term != alert.term) return false;
    const bool stopped = clock.stopped_at && (*clock.stopped_at < cut || (*clock.stopped_at == cut && clock.outcome != sla::Outcome::missed));
    if (stopped) return false;
    for (const auto& entry : escalation::schedule(clock, *ladder, then.calendar_of(clock))) {
      if (ladder->rungs[static_cast<size_t>(entry.rung)].at.text == alert.rung) return entry.at <= cut;
    }
  }
  return false;
}

std::vector<work::CappedHold> untold_holds(Session& session, const Picture& picture) {
  std::vector<work::CappedHold> result;
  if (picture.history.item.capped_holds.empty()) return result;
  const auto alerts = session.store.alerts(picture.row.id);
  for (const work::CappedHold& hold : picture.history.item.capped_holds) {
    const bool told = std::any_of(alerts.begin(), alerts.end(), [&](const store::AlertRow& alert) {
      return is_about_hold(alert.target) && alert.start_seq == hold.seq && !alert.void_at;
    });
    if (!told) result.push_back(hold);
  }
  return result;
}

Instant delivery_opening(Session& session, const std::string& ladder) {
  const auto found = session.directory.ladders.find(ladder);
  if (found == session.directory.ladders.end() || found->second.hours.empty()) return session.now;
  auto& calendar = session.live_calendars[found->second.hours];
  if (calendar == nullptr) {
    const calendar::Spec* spec = session.config.calendar(found->second.hours);
    if (spec == nullptr) return session.now;  // rather at night than never
    calendar = std::make_shared<calendar::WorkingCalendar>(*spec);
  }
  return calendar->next_opening(session.now);
}

void carry_results(Session& session, const Picture& picture, std::vector<work::Event>& fresh) {
  std::vector<store::ClockRow> old;
  if (picture.row.id != 0) old = session.store.clocks(picture.row.id);
  for (const sla::Clock& clock : picture.evaluation.clocks) {
    const store::ClockRow row = project_clock(picture, clock);
    const auto before = std::find_if(old.begin(), old.end(), [&](const store::ClockRow& each) {
      return each.target == row.target && each.start_seq == row.start_seq;
    });
    const bool was_finished = before != old.end() && !before->is_open();
    if (was_finished && result_text(*before) != result_text(row)) {
      fresh.back().fields.set(result_name(row), result_text(row));
      fresh.back().fields.set("was-" + result_name(row), result_text(*before));
    }
    if (!was_finished && !row.is_open()) {
      // What stopped it may be on record already, and count again.
      const auto stopping = std::find_if(fresh.begin(), fresh.end(), [&](const work::Event& event) { return event.seq == clock.stopped_seq; });
      (stopping != fresh.end() ? *stopping : fresh.back()).fields.set(result_name(row), result_text(row));
    }
    if (before != old.end()) old.erase(before);
  }
  for (const store::ClockRow& gone : old) {
    if (!gone.is_open()) fresh.back().fields.set("was-" + result_name(gone), result_text(gone));
  }
}

// Which duty it serves, if its profile has one of that name for items of its kind, and whether that is done.
void project_duty(const Picture& picture, store::ItemRow& row) {
  const work::Fields& attributes = picture.history.item.attributes;
  row.duty.clear();
  row.subject.clear();
  row.period.clear();
  row.counts_for.clear();
  row.duty_due.reset();
  row.done_at.reset();
  const sla::Duty* duty = picture.pinned->rules.find_duty(attributes.get("duty"));
  if (duty == nullptr || duty->item != row.kind) return;
  row.duty = duty->id;
  row.subject = duty->of == "profile" ? row.profile : duty->event.empty() ? attributes.get(duty->of) : picture.history.item.parent;
  row.period = attributes.get("period");
  row.duty_due = work::time_in(attributes, "due");
  for (const work::Event& event : picture.history.events) {
    if (event.name != duty->done) continue;
    row.done_at = event.at;
    row.counts_for = event.fields.get("for");
    // What is done in time is done for the period that it was opened for; what is late counts for its own, unless it says so.
    const bool in_time = row.duty_due && event.at <= *row.duty_due;
    if (row.counts_for.empty() && in_time) row.counts_for = row.period;
    return;
  }
}

void project_item(const Picture& picture, store::ItemRow& row) {
  const work::Item& item = picture.history.item;
  row.revision = picture.rulings.back().revision;
  row.state = item.state;
  row.live = work::lists(work::lifecycle_of(row.kind).live, item.state);
  row.cycle = item.cycle;
  row.severity = item.attributes.get("severity");
  row.type = item.attributes.get("type");
  row.customer = item.attributes.get("customer");
  row.team = work::holder(picture.pinned->rules.work, item.attributes);
  row.assignee = item.attributes.get("assignee");
  row.asset = item.attributes.get("asset");
  row.contract = item.attributes.get("contract");
  row.parent = item.parent;
  row.profile = picture.pinned->rules.work.profile;
  project_duty(picture, row);
  row.opened_at = item.opened_at;
  row.ended_at = item.ended_at;
  for (const work::Event& event : picture.history.events) {
    if (event.seq != 1 || !event.fields.has(work::sealed_id)) continue;
    row.source = event.fields.get(work::sealed_source);
    row.external = event.fields.get(work::sealed_external);
  }
}

store::ClockRow project_clock(const Picture& picture, const sla::Clock& clock) {
  store::ClockRow row;
  row.item = picture.row.id;
  row.kind = picture.row.kind;
  row.number = picture.row.number;
  row.target = clock.target->id;
  row.start_seq = clock.start_seq;
  row.cycle = clock.cycle;
  row.term = clock.term;
  row.term_at = clock.term_at;
  row.limit = clock.limit();
  row.revision = picture.rulings[clock.regime].revision;
  row.calendar = clock.target->calendar;
  row.ladder = clock.target->ladder;
  row.started_at = clock.started_at;
  row.due_at = clock.due_at;
  if (!clock.target->advice) row.overdue_from = clock.overdue_from();
  row.stopped_at = clock.stopped_at;
  if (clock.stopped_at) row.stopped_seq = clock.stopped_seq;
  row.breached_at = clock.breached_at;
  row.outcome = sla::name_of(clock.outcome);
  for (const work::Event& event : picture.history.events) {
    if (event.seq == clock.term) row.recorded_at = event.recorded_at;
  }
  if (clock.is_open() && !clock.pauses.empty()) {
    // A hold that ends in a state that pauses, too, is one pause; its end may lie in the future.
    auto first = clock.pauses.end() - 1;
    while (first != clock.pauses.begin() && std::prev(first)->to == first->from) --first;
    row.paused_from = first->from;
    row.paused_until = clock.pauses.back().to;
  }
  if (const auto* ladder = picture.ladder_of(clock)) {
    row.schedule = schedule_text(escalation::schedule(clock, *ladder, picture.calendar_of(clock)));
  }
  return row;
}

std::string schedule_text(const std::vector<escalation::Reached>& schedule) {
  std::string text;
  for (const auto& entry : schedule) {
    if (!text.empty()) text += ' ';
    text += std::to_string(entry.rung) + ":" + std::to_string(entry.at.time_since_epoch().count());
  }
  return text;
}

std::vector<escalation::Reached> schedule_from(const std::string& text, std::optional<Instant> after) {
  std::vector<escalation::Reached> schedule;
  const char* at = text.data();
  const char* end = at + text.size();
  while (at < end) {
    escalation::Reached entry;
    std::int64_t seconds = 0;
    at = std::from_chars(at, end, entry.rung).ptr + 1;
    at = std::from_chars(at, end, seconds).ptr + 1;
    entry.at = Instant{Seconds{seconds}};
    if (!after || entry.at > *after) schedule.push_back(entry);
  }
  return schedule;
}

std::string result_name(const store::ClockRow& row) {
  return "clock:" + row.target + ":" + std::to_string(row.start_seq);
}

std::string result_text(const store::ClockRow& row) {
  const auto shown = [](const std::optional<Instant>& instant) {
    return instant ? std::to_string(instant->time_since_epoch().count()) : std::string("-");
  };
  return row.outcome + " due=" + shown(row.due_at) + " stopped=" + shown(row.stopped_at) + " breached=" + shown(row.breached_at);
}

void set_result(const std::string& text, store::ClockRow& row) {
  const auto words = work::words_of(text);
  const auto time = [&](size_t word) {
    const std::string value = words.at(word).substr(words.at(word).find('=') + 1);
    return value == "-" ? std::nullopt : std::optional(Instant{Seconds{std::stoll(value)}});
  };
  row.outcome = words.at(0);
  row.due_at = time(1);
  row.stopped_at = time(2);
  row.breached_at = time(3);
}

escalation::Decision decide_for(Session& session, const store::ClockRow& row, const std::vector<store::AlertRow>& alerts) {
  const Pinned& pinned = session.book.of(session.store, row.revision);
  const escalation::Ladder* ladder = pinned.rules.find_ladder(row.ladder);
  if (ladder == nullptr) return {};
  const escalation::ClockState state{.schedule = schedule_from(row.schedule, row.passed_until), .term = row.term, .term_at = row.term_at,
                                     .open = row.is_open(), .paused = row.is_paused(session.now),
                                     .stopped_at = row.stopped_at, .breached = row.breached_at.has_value()};
  std::vector<escalation::Said> said;
  for (const auto& alert : alerts) {
    if (!alert.void_at) said.push_back({alert.term, alert.rung, alert.repeat, alert.acked_at.has_value()});
  }
  return escalation::decide(state, *ladder, pinned.calendars.at(row.calendar), said, session.now);
}

void insert_fresh(Session& session, Picture& picture, const std::vector<work::Event>& events, Change change) {
  project_item(picture, picture.row);
  picture.row.id = session.store.insert_item(picture.row);
  work::Event first = events.front();
  first.fields.set(work::sealed_id, picture.id);
  first.fields.set(work::sealed_rules, session.store.rules_digest(picture.row.revision));
  if (!picture.row.external.empty()) {
    first.fields.set(work::sealed_source, picture.row.source);
    first.fields.set(work::sealed_external, picture.row.external);
  }
  session.store.append(picture.row.id, first);
  for (size_t i = 1; i < events.size(); ++i) session.store.append(picture.row.id, events[i]);
  change.fresh = true;
  project(session, picture, change);
}

void project(Session& session, const Picture& picture, const Change& change) {
  Projection(session, picture, change).write();
}

void record_event(Session& session, const Picture& picture, const work::Event& event, const Change& change) {
  std::vector<work::Event> fresh{event};
  carry_results(session, picture, fresh);
  session.store.append(picture.row.id, fresh.front());
  project(session, picture, change);
}

}  // namespace svc::desk
