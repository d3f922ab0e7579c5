// SPDX-License-Identifier: MIT
#include "desk/salvage.h"

#include <filesystem>
#include <functional>
#include <set>

#include "desk/projection.h"
#include "error.h"

namespace svc::desk {
namespace {

bool can_read(Session& session, std::int64_t revision) {
  try {
    session.book.of(session.store, revision);
    return true;
  } catch (const Error&) {
    return false;
  }
}

// What the last event that said how the clock ended said of it; nullptr if none did.
const std::string* last_result(const std::vector<work::Event>& events, const store::ClockRow& clock) {
  const std::string* last = nullptr;
  for (const work::Event& event : events) {
    if (const auto* result = event.fields.find(result_name(clock))) last = result;
  }
  return last;
}

class Mending {
 public:
  explicit Mending(Session& session) : session_(session), store_(session.store) {}

  // Returns the items of which nothing can be made.
  std::vector<std::int64_t> mend() {
    std::vector<store::ItemRow> rows, lost;
    store_.each_item([&](const store::ItemRow& row) { rows.push_back(row); });
    for (const store::ItemRow& row : rows) attempt([&] { return mend_rules(row); });
    for (const std::int64_t id : store_.items_without_row()) {
      attempt([&] {
        lost.push_back(row_from_events(id));
        return true;
      });
    }
    for (const store::ItemRow& row : rows) {
      if (!attempt([&] { return mend_item(row, false); })) hopeless_.push_back(row.id);
    }
    for (const store::ItemRow& row : lost) {
      if (!attempt([&] { return mend_item(row, true); })) hopeless_.push_back(row.id);
    }
    for (const std::int64_t key : store_.records_without_row()) attempt([&] { return mend_lost_record(key); });
    mend_records();
    store_.set_wake("duty", 0, session_.now);
    return std::move(hopeless_);
  }

 private:
  // Whether it could be done; if not, nothing of it was.
  bool attempt(const std::function<bool()>& work) {
    bool done = false;
    try {
      store_.nested([&] { done = work(); });
    } catch (const Error&) {
      return false;
    }
    return done;
  }

  // Rules that are lost are put together again of the parts that were sealed; if one is lost, those of the configuration take their
  // place.
  bool mend_rules(const store::ItemRow& row) {
    const auto events = store_.events(row.id);
    for (const Ruling& ruling : rulings_said(events, row.revision)) {
      if (!seen_.insert(ruling.revision).second || can_read(session_, ruling.revision)) continue;
      const Live* live = live_rules_of(row.profile);
      if (live != nullptr) store_.keep_rules(live->rules, live->calendars);
      const auto restored = store_.restore_revision(ruling.revision, sealed_rules(events, ruling.from));
      if (restored != ruling.revision && live != nullptr) store_.replace_revision(ruling.revision, live->rules, live->calendars);
    }
    return true;
  }

  // nullptr: the configuration has no such profile.
  const Live* live_rules_of(const std::string& profile) {
    try {
      return &session_.book.live(session_.config, profile, {});
    } catch (const Error&) {
      return nullptr;
    }
  }

  // An item whose row is lost: the first event seals which it is, or else its clocks know.
  store::ItemRow row_from_events(std::int64_t id) {
    const auto events = store_.events(id);
    const auto clocks = store_.clocks(id);
    store::ItemRow row;
    row.id = id;
    if (const auto* name = work::whose(events)) {
      const auto [kind, number] = work::parse_id(*name);
      row.kind = kind;
      row.number = number;
      const Ruling last = rulings_said(events, 0).back();
      row.revision = store_.restore_revision(last.revision, sealed_rules(events, last.from));
    } else if (!clocks.empty()) {
      row.kind = clocks.back().kind;
      row.number = clocks.back().number;
      row.revision = clocks.back().revision;
    }
    return row;
  }

  // `is_lost`: there is no such row any more.
  bool mend_item(const store::ItemRow& row, bool is_lost) {
    const auto events = store_.events(row.id);
    if (events.empty() || events.front().seq != 1) return false;
    Picture picture = picture_of(session_, row, events);
    if (is_lost) {
      project_item(picture, picture.row);
      store_.insert_item(picture.row);
    }
    // What a lost event said of a clock, nobody knows any more; it is reckoned from the others.
    for (const auto& clock : store_.clocks(row.id)) {
      const auto* carried = last_result(events, clock);
      if (!clock.is_open() && (carried == nullptr || *carried != result_text(clock))) store_.delete_clock(clock.id);
    }
    project(session_, picture, {});
    keep_results(row.id, events);
    return true;
  }

  // A finished clock stays as the event that stopped it says, whatever else is lost.
  void keep_results(std::int64_t item, const std::vector<work::Event>& events) {
    for (store::ClockRow clock : store_.clocks(item)) {
      const auto* carried = last_result(events, clock);
      if (clock.is_open() || carried == nullptr || *carried == result_text(clock)) continue;
      set_result(*carried, clock);
      store_.update_clock(clock);
    }
  }

  // A record whose row is lost, or given to another by damage.
  bool mend_lost_record(std::int64_t key) {
    const auto events = store_.events(store::Log::records, key);
    const auto* name = work::whose(events);
    auto record = name == nullptr ? std::nullopt : registry::record_sealed_as(*name);
    if (!record) return false;
    record->key = key;
    registry::fold(events, *record);
    store_.insert_record(*record);
    return true;
  }

  void mend_records() {
    for (const auto* type : registry::record_types()) {
      for (registry::Record& record : store_.records(std::string(type->name))) {
        const auto events = store_.events(store::Log::records, record.key);
        registry::Record folded = store_.base_of(record);
        registry::fold(events, folded);
        if (folded.fields == record.fields && folded.retired == record.retired) continue;
        // Its events do not tell all any more: what its row says is known without them.
        folded = record;
        folded.retired = false;
        store_.set_base(folded);
        registry::fold(events, folded);
        store_.update_record(folded);
      }
    }
  }

  Session& session_;
  store::Store& store_;
  std::set<std::int64_t> seen_;  // revisions
  std::vector<std::int64_t> hopeless_;
};

}  // namespace

Saved salvage(const config::Configuration& config, const escalation::Directory& directory, Instant now, const std::string& from, const std::string& to) {
  if (store::Store::exists(to)) throw Error{ErrorKind::refused, phrase("'{}' exists already", to), phrase("a salvage never replaces a file")};
  const std::string fresh = to + ".salvage";
  const auto remove = [&] {
    for (const char* suffix : {"", ".lock", "-journal"}) std::filesystem::remove(fresh + suffix);
  };
  remove();  // of one that was killed
  try {
    store::Salvage file(from, fresh);
    std::vector<std::int64_t> hopeless;
    {
      store::Store store(fresh, store::Access::write);
      Session session{store, config, directory, now};
      store.write([&] {
        hopeless = Mending(session).mend();
        return true;
      });
    }
    file.finish(hopeless);
    Saved saved{file.kept(), file.lost(), file.set_aside()};
    if (!saved.kept.contains("event") && !saved.kept.contains("record_event")) throw Error{ErrorKind::storage, phrase("'{}' holds nothing that svc wrote", from), phrase("name the damaged file with --db")};
    std::filesystem::rename(fresh, to);
    remove();
    return saved;
  } catch (...) {
    remove();
    throw;
  }
}

}  // namespace svc::desk
