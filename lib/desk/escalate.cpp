// SPDX-License-Identifier: MIT
#include "desk/escalate.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <span>

#include "desk/duties.h"
#include "desk/projection.h"
#include "desk/record.h"
#include "error.h"
#include "registry/hidden.h"

namespace svc::desk {
namespace {

constexpr int batch = 1000;
constexpr Seconds keep_trying{24 * 3600};

// After the n-th failure: 1, 5, 15, 60 minutes, then every hour.
Seconds pause_after(int tries) {
  constexpr std::array<int, 4> minutes{1, 5, 15, 60};
  return Seconds{60 * minutes.at(static_cast<size_t>(std::clamp(tries - 1, 0, 3)))};
}

const escalation::Delivery& delivery_of(const Session& session, const std::string& ladder) {
  static const escalation::Delivery standard_output{};
  const auto found = session.directory.ladders.find(ladder);
  return found == session.directory.ladders.end() ? standard_output : found->second;
}

class Raiser {
 public:
  explicit Raiser(Session& session)
      : session_(session), store_(session.store), today_(date_part(session.zone().local(session.now))) {}

  Raised run() {
    for (auto wakes = due(); !wakes.empty(); wakes = due()) {
      // After a duty or a step, what else is due may be another thing.
      auto end = std::find_if(wakes.begin(), wakes.end(), [](const store::Wake& wake) { return wake.kind == "duty" || wake.kind == "step"; });
      if (end != wakes.end()) ++end;
      take({wakes.begin(), end});
    }
    return std::move(raised_);
  }

 private:
  std::vector<store::Wake> due() {
    auto wakes = store_.wakes_due(session_.now, batch + static_cast<int>(damaged_.size()));
    std::erase_if(wakes, [&](const store::Wake& wake) { return damaged_.contains({wake.kind, wake.ref}); });
    return wakes;
  }

  // All of them, or each half by itself, down to the one that damage hinders: a savepoint for each would cost as much again.
  void take(std::span<const store::Wake> wakes) {
    const std::int64_t before = raised_.alerts;
    try {
      store_.nested([&] { for (const store::Wake& wake : wakes) dispatch(wake); });
    } catch (const Error& e) {
      if (e.kind != ErrorKind::storage) throw;
      raised_.alerts = before;
      session_.book = {};  // it may know revisions that are undone
      if (wakes.size() > 1) {
        take(wakes.first(wakes.size() / 2));
        take(wakes.last(wakes.size() - wakes.size() / 2));
        return;
      }
      damaged_.emplace(wakes.front().kind, wakes.front().ref);
      raised_.damage.push_back(e);
    }
  }

  void dispatch(const store::Wake& wake) {
    if (wake.kind == "rung") {
      take_clock(wake);
    } else if (wake.kind == "hold") {
      take_hold(wake);
    } else if (wake.kind == "duty") {
      turn_duties(session_);
    } else if (wake.kind == "step") {
      take_step(wake);
    } else {
      throw Error{ErrorKind::storage, phrase("something that is due in the database is of no kind: '{}'", wake.kind), phrase("'svc db check' tells what is damaged")};
    }
  }

  void take_clock(const store::Wake& wake) {
    const store::ClockRow row = store_.clock(wake.ref);
    const store::ItemRow item = store_.item(row.item);
    const escalation::Ladder* ladder = session_.book.of(store_, row.revision).rules.find_ladder(row.ladder);
    if (ladder == nullptr) return store_.set_wake(wake.kind, wake.ref, std::nullopt);
    const auto alerts = store_.alerts_of_clock(row.item, row.target, row.start_seq);
    const auto decision = decide_for(session_, row, alerts);
    if (decision.raise) raise(row, item, *ladder, *decision.raise);
    // A wake that is not later than now would be taken again at once.
    const auto next = decision.wake && *decision.wake > session_.now ? decision.wake : std::nullopt;
    store_.set_wake(wake.kind, wake.ref, next);
  }

  void take_step(const store::Wake& wake) {
    store_.set_wake(wake.kind, wake.ref, std::nullopt);
    take_timed_step(session_, store_.clock(wake.ref));
  }

  void raise(const store::ClockRow& clock, const store::ItemRow& item, const escalation::Ladder& ladder,
             const escalation::Decision::Raise& raise) {
    const escalation::Rung& rung = ladder.rungs[static_cast<size_t>(raise.rung)];
    store::AlertRow alert;
    alert.item = clock.item;
    alert.target = clock.target;
    alert.start_seq = clock.start_seq;
    alert.term = clock.term;
    alert.cycle = clock.cycle;
    alert.rung = rung.at.text;
    alert.repeat = raise.repeat;
    alert.due_at = clock.due_at;
    alert.rung_at = raise.at;
    alert.raised_at = session_.now;
    alert.late_by = std::max<std::int64_t>(0, (session_.now - std::max(raise.at, clock.recorded_at)).count());
    alert.breach = rung.at.kind == escalation::RungAt::Kind::due || rung.at.kind == escalation::RungAt::Kind::after;
    alert.ladder = clock.ladder;
    alert.state = !clock.is_open() ? clock.outcome : clock.is_paused(session_.now) ? "paused" : "running";
    alert.passed_over = escalation::passed_over(raise, ladder);
    keep(alert, escalation::notified(raise, ladder), item);
  }

  // The ends of holds that their cap ended, rather than anybody.
  void take_hold(const store::Wake& wake) {
    store_.set_wake(wake.kind, wake.ref, std::nullopt);
    const store::ItemRow item = store_.item(wake.ref);
    const Picture picture = picture_of(session_, item, store_.events(item.id));
    for (const work::CappedHold& hold : untold_holds(session_, picture)) {
      if (hold.end > session_.now) return store_.set_wake(wake.kind, wake.ref, hold.end);
      store::AlertRow alert;
      alert.item = item.id;
      alert.target = target_of_hold(hold);
      alert.start_seq = alert.term = hold.seq;
      alert.cycle = item.cycle;
      alert.rung = hold_rung;
      alert.rung_at = hold.end;
      alert.raised_at = session_.now;
      alert.late_by = (session_.now - hold.end).count();
      alert.breach = true;
      alert.ladder = picture.pinned->rules.ladder;
      alert.state = "running";
      keep(alert, told_of_hold(), item);
    }
  }

  void keep(store::AlertRow& alert, const std::vector<std::string>& notify, const store::ItemRow& item) {
    alert.recipients = escalation::recipients(notify, {item.team, item.assignee}, session_.directory, session_.now, today_);
    if (!store_.insert_alert(alert)) return;
    ++raised_.alerts;
    const escalation::Delivery& delivery = delivery_of(session_, alert.ladder);
    store::OutboxRow out;
    out.alert = alert.id;
    out.kind = "raised";
    out.first_at = out.next_at = delivery_opening(session_, alert.ladder);
    if (delivery.sinks.empty() || alert.recipients.empty()) {
      store_.insert_outbox(out);
      return;
    }
    for (const std::string& sink : delivery.sinks) {
      for (const std::string& recipient : alert.recipients) {
        out.sink = sink;
        out.recipient = recipient;
        store_.insert_outbox(out);
      }
    }
  }

  Session& session_;
  store::Store& store_;
  const Date today_;
  std::set<std::pair<std::string, std::int64_t>> damaged_;  // wakes that could not be taken
  Raised raised_;
};

class Deliverer {
 public:
  Deliverer(Session& session, Sender& sender) : session_(session), store_(session.store), sender_(sender) {}

  Delivered run() {
    for (auto due = read_due(); !due.empty(); due = read_due()) {
      std::vector<store::OutboxRow> printed;
      for (size_t i = 0; i < due.size(); ++i) {
        if (due[i].status == "pending") handle(due, i, printed);
      }
      // Printed first, then marked: a kill in between prints again rather than never.
      sender_.flush();
      mark(printed);
    }
    return result_;
  }

 private:
  std::vector<store::OutboxRow> read_due() {
    std::vector<store::OutboxRow> due;
    store_.read([&] { due = store_.outbox_due(session_.now, batch); });
    return due;
  }

  // Handles the row at `i`, with those after it that go with it in one call.
  void handle(std::vector<store::OutboxRow>& due, size_t i, std::vector<store::OutboxRow>& printed) {
    store::OutboxRow& first = due[i];
    const auto told = alert_to_tell(first);
    if (!told) return;
    if (first.sink.empty()) {
      sender_.print(*told);
      first.status = "delivered";
      first.tries += 1;
      first.done_at = session_.now;
      printed.push_back(first);
      ++result_.sent;
      return;
    }
    const auto sink = session_.directory.sinks.find(first.sink);
    const bool known = sink != session_.directory.sinks.end();
    std::vector<size_t> together{i};
    std::vector<escalation::Alert> alerts{*told};
    for (size_t k = i + 1; known && sink->second.batch && k < due.size(); ++k) {
      const bool same = due[k].sink == first.sink && due[k].recipient == first.recipient && due[k].status == "pending";
      const auto alert = same ? alert_to_tell(due[k]) : std::nullopt;
      if (!alert) continue;
      together.push_back(k);
      alerts.push_back(*alert);
    }
    std::vector<store::OutboxRow> rows;
    for (const size_t k : together) rows.push_back(due[k]);
    settle(rows, known ? hand_over(sink->second, first.recipient, alerts) : "no sink '" + first.sink + "' in the configuration");
    for (size_t k = 0; k < together.size(); ++k) due[together[k]] = rows[k];
  }

  // Nothing if the delivery is not to be made now.
  std::optional<escalation::Alert> alert_to_tell(store::OutboxRow& row) {
    if (!wanted(row)) return std::nullopt;
    try {
      escalation::Alert alert;
      store_.read([&] { alert = alert_of(session_, store_.alert(row.alert), row.kind); });
      return alert;
    } catch (const Error& e) {
      if (e.kind != ErrorKind::storage) throw;
      std::vector<store::OutboxRow> rows{row};
      settle(rows, e.message);
      row = rows.front();
      return std::nullopt;
    }
  }

  // Whether the delivery is to be made now; if not, it is dropped or put off.
  bool wanted(store::OutboxRow& row) {
    std::string why = obsolete(row);
    if (why.empty() && row.kind != "raised") {
      // Nobody hears that something is over before he has heard of it.
      const store::OutboxRow raised = raised_before(row);
      if (raised.status == "pending") {
        row.next_at = std::max(raised.next_at, session_.now + Seconds{60});
        mark({row});
        row.status = "tried";
        return false;
      }
      if (raised.status != "delivered") why = "the alert itself was not delivered";
    }
    if (why.empty()) return true;
    row.status = "dropped";
    row.last_error = why;
    row.done_at = session_.now;
    mark({row});
    return false;
  }

  store::OutboxRow raised_before(const store::OutboxRow& row) {
    store::OutboxRow found;
    store_.read([&] {
      for (const auto& each : store_.outbox_of(row.alert)) {
        if (each.kind == "raised" && each.sink == row.sink && each.recipient == row.recipient) found = each;
      }
    });
    return found;
  }

  std::string hand_over(const escalation::Sink& sink, const std::string& to, const std::vector<escalation::Alert>& alerts) {
    if (!sink.distrusted.empty()) return "sink '" + sink.id + "' must not run: " + sink.distrusted;
    escalation::Contact recipient;
    recipient.id = to;  // who may have left since
    if (const auto found = session_.directory.contacts.find(to); found != session_.directory.contacts.end()) recipient = found->second;
    return sender_.send(sink, recipient, alerts);
  }

  void settle(std::vector<store::OutboxRow>& rows, const std::string& failure) {
    for (store::OutboxRow& row : rows) {
      row.tries += 1;
      row.last_error = failure;
      if (failure.empty()) {
        row.status = "delivered";
        row.done_at = session_.now;
        ++result_.sent;
      } else if (session_.now - row.first_at >= keep_trying) {
        row.status = "failed";
        row.done_at = session_.now;
        ++result_.given_up;
      } else {
        row.next_at = session_.now + pause_after(row.tries);
        ++result_.failed;
      }
    }
    mark(rows);
    for (store::OutboxRow& row : rows) {
      if (row.status == "pending") row.status = "tried";  // not again in this round
    }
  }

  // Why a delivery is not wanted any more; "" if it is.
  std::string obsolete(const store::OutboxRow& row) {
    if (row.kind != "raised") return {};
    std::string why;
    store_.read([&] {
      const store::AlertRow alert = store_.alert(row.alert);
      if (alert.void_at) why = "void";
      if (alert.breach || !why.empty()) return;
      for (const auto& clock : store_.clocks(alert.item)) {
        const bool same = clock.target == alert.target && clock.start_seq == alert.start_seq;
        if (same && !clock.is_open()) why = "the clock stopped before the warning was delivered";
      }
    });
    return why;
  }

  void mark(const std::vector<store::OutboxRow>& rows) {
    if (rows.empty()) return;
    store_.write([&] {
      for (const auto& row : rows) store_.update_outbox(row);
      return true;
    });
  }

  Session& session_;
  store::Store& store_;
  Sender& sender_;
  Delivered result_;
};

}  // namespace

Raised raise_due(Session& session) { return Raiser(session).run(); }

Delivered deliver(Session& session, Sender& sender) { return Deliverer(session, sender).run(); }

bool anything_due(Session& session) {
  bool due = false;
  session.store.read([&] {
    const auto wake = session.store.first_wake(), out = session.store.first_outbox();
    due = (wake && *wake <= session.now) || (out && *out <= session.now);
  });
  return due;
}

std::string title_outside(Session& session, const store::ItemRow& item) {
  const auto profile = session.directory.confidential.find(item.profile);
  const bool withheld = profile != session.directory.confidential.end() && std::find(profile->second.begin(), profile->second.end(), "title") != profile->second.end();
  return withheld ? std::string(registry::hidden_text) : session.store.title(item.id);
}

escalation::Alert alert_of(Session& session, const store::AlertRow& row, const std::string& kind) {
  const store::ItemRow item = session.store.item(row.item);
  escalation::Alert alert;
  alert.id = "A-" + std::to_string(row.id);
  alert.kind = kind;
  alert.item = work::print_id(item.kind, item.number);
  alert.target = row.target;
  alert.cycle = row.cycle;
  alert.term = row.term;
  alert.rung = row.rung;
  alert.repeat = row.repeat;
  alert.due_at = row.due_at;
  alert.rung_at = row.rung_at;
  alert.raised_at = row.raised_at;
  alert.late_by = row.late_by;
  alert.to = row.recipients;
  alert.passed_over = row.passed_over;
  alert.state = row.state;
  alert.title = title_outside(session, item);
  if (kind == "resolved") {
    // It is over for everybody who was ever told of this clock.
    for (const auto& each : session.store.alerts_of_clock(row.item, row.target, row.start_seq)) {
      for (const auto& who : each.recipients) {
        const bool known = std::find(alert.to.begin(), alert.to.end(), who) != alert.to.end();
        if (!each.void_at && !known) alert.to.push_back(who);
      }
    }
  }
  return alert;
}

namespace {

store::ItemRow item_of_alert(Session& session, std::string_view id) {
  std::int64_t number = 0;
  const auto [end, code] = std::from_chars(id.data() + 2, id.data() + id.size(), number);
  const auto row = code == std::errc() && end == id.data() + id.size() ? session.store.find_alert(number) : std::nullopt;
  if (!row) throw Error{ErrorKind::not_found, phrase("no alert '{}'", std::string(id)), phrase("'svc escalate log' shows those that were raised")};
  return session.store.item(row->item);
}

}  // namespace

int acknowledge(Session& session, std::string_view id, const std::string& by) {
  const store::ItemRow item = id.starts_with("A-") ? item_of_alert(session, id) : find_item(session, id);
  int open = 0;
  for (const auto& alert : session.store.alerts(item.id)) open += alert.acked_at || alert.void_at ? 0 : 1;
  if (open == 0) throw Error{ErrorKind::refused, phrase("nothing to acknowledge on {}", std::string(id)), phrase("it has no alert that is not acknowledged yet")};
  session.store.acknowledge(item.id, session.now, by);
  return open;
}

}  // namespace svc::desk
