// SPDX-License-Identifier: MIT
#include "desk/salvage.h"

#include <filesystem>
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
    std::vector<store::ItemRow> rows;
    store_.each_item([&](const store::ItemRow& row) { rows.push_back(row); });
    mend_revisions(rows);
    for (const std::int64_t id : store_.items_without_row()) {
      if (const auto row = row_from_seal(id)) rows.push_back(*row);
    }
    for (const store::ItemRow& row : rows) {
      if (!mend_item(row)) hopeless_.push_back(row.id);
    }
    mend_records();
    store_.set_wake("duty", 0, session_.now);
    return std::move(hopeless_);
  }

 private:
  // Lost rules are put together again of what is sealed of them, or replaced by those of the configuration.
  void mend_revisions(const std::vector<store::ItemRow>& rows) {
    std::set<std::int64_t> seen;
    for (const store::ItemRow& row : rows) {
      const auto events = store_.events(row.id);
      std::int64_t revision = row.revision;
      for (auto event = events.rbegin(); event != events.rend(); ++event) {
        const auto* digest = event->fields.find(work::sealed_rules);
        if (digest != nullptr && seen.insert(revision).second && !can_read(session_, revision)) store_.restore_revision(revision, *digest);
        if (event->moves_rules()) revision = std::stoll(event->fields.get(work::rules_before));
      }
    }
    for (const auto& [revision, profile] : store_.revisions_in_use()) {
      if (can_read(session_, revision)) continue;
      try {
        const Live& live = session_.book.live(session_.config, profile, {});
        store_.restore_revision(revision, live.rules, live.calendars);
        replaced_.insert(revision);
      } catch (const Error&) {  // the configuration has no such profile: the items of this revision stay hopeless
      }
    }
  }

  // The first event knows of its item what does not follow from the others; the rules are those that it was opened under, or
  // those that it was moved to last.
  std::optional<store::ItemRow> row_from_seal(std::int64_t id) {
    const auto events = store_.events(id);
    const auto* name = events.empty() ? nullptr : events.front().fields.find(work::sealed_id);
    if (name == nullptr) return std::nullopt;
    std::string digest;
    for (const work::Event& event : events) {
      if (const auto* sealed = event.fields.find(work::sealed_rules)) digest = *sealed;
    }
    const auto [kind, number] = work::parse_id(*name);
    store::ItemRow row;
    row.id = id;
    row.kind = kind;
    row.number = number;
    for (const std::int64_t revision : store_.revisions()) {
      if (store_.rules_digest(revision) == digest) row.revision = revision;
    }
    return row;
  }

  bool mend_item(const store::ItemRow& row) {
    const auto events = store_.events(row.id);
    if (events.empty() || events.front().seq != 1 || !can_read(session_, row.revision)) return false;
    try {
      Picture picture = picture_of(session_, row, events);
      for (const Ruling& ruling : picture.rulings) {
        const bool others = seals_other_rules(events, ruling.from, store_.rules_digest(ruling.revision));
        if (others && replaced_.contains(ruling.revision)) store_.note_gone("revision", std::to_string(ruling.revision));
      }
      if (row.profile.empty()) {
        picture.row.profile = picture.pinned->rules.work.profile;
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
    } catch (const Error&) {
      return false;
    }
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

  void mend_records() {
    for (const std::int64_t key : store_.records_without_row()) {
      const auto events = store_.events(store::Log::records, key);
      const auto* name = events.front().fields.find(work::sealed_id);
      auto record = name == nullptr ? std::nullopt : registry::record_sealed_as(*name);
      if (!record || store_.find_record(record->type, record->id)) continue;  // damage may have given its id to another
      record->key = key;
      registry::fold(events, *record);
      store_.insert_record(*record);
    }
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
  std::set<std::int64_t> replaced_;  // revisions whose rules are those of the configuration
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
