// SPDX-License-Identifier: MIT
// What is on record? Typed rows of the database and the questions that the use cases in desk/ ask of them.
//
//   Store store("/home/liu/.local/share/svc/svc.db", Access::write);
//   store.write([&] { store.append(item, event); return true; });
//
// Nothing here decides anything: what an event means is work/'s matter, when it is due is sla/'s.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "message.h"
#include "registry/hidden.h"
#include "registry/record.h"
#include "time/instant.h"
#include "work/event.h"

namespace svc::store {

class Database;
enum class Access { read, write };

// An item's projection. Everything but its id follows from its events: the first of them seals what no step says.
struct ItemRow {
  std::int64_t id = 0;
  std::string kind;
  std::int64_t number = 0;
  std::int64_t revision = 0;
  std::string profile;
  std::string state;
  bool live = true;
  int cycle = 1;
  std::string severity, type, customer, team, assignee, parent;
  Instant opened_at;
  std::optional<Instant> ended_at;
  std::string source, external;
  std::string asset, contract;
  // Of an item that serves a duty: for whom, and, if the duty opened it, for which period and by when it is owed.
  std::string duty, subject, period;
  std::optional<Instant> duty_due;
  std::optional<Instant> done_at;  // since when the duty is done by it
  std::string counts_for;          // the period that it is done for; "": the one that it was done in

  bool operator==(const ItemRow&) const = default;
};

struct ClockRow {
  std::int64_t id = 0;
  std::int64_t item = 0;
  std::string target;
  int start_seq = 0;
  int cycle = 1;
  int term = 0;
  Instant term_at;
  std::string limit;
  std::string calendar;
  std::string ladder;
  std::int64_t revision = 0;  // the rules that it lives under, or lived under when it was stopped
  Instant started_at;
  std::optional<Instant> due_at, overdue_from, stopped_at, breached_at;
  std::optional<int> stopped_seq;
  std::string outcome;
  std::optional<Instant> paused_from, paused_until;
  std::string schedule;
  Instant recorded_at;                  // of the event that opened the term
  std::optional<Instant> passed_until;  // rungs reached by then are passed over
  std::string kind;                     // of the item
  std::int64_t number = 0;

  bool is_open() const { return outcome == "open"; }
  bool is_overdue(Instant now) const { return is_open() && overdue_from && *overdue_from <= now; }
  bool is_paused(Instant now) const {
    return is_open() && paused_from && *paused_from <= now && (!paused_until || now < *paused_until);
  }
  bool operator==(const ClockRow&) const = default;
};

struct AlertRow {
  std::int64_t id = 0;
  std::int64_t item = 0;
  std::string target;
  int start_seq = 0;
  int term = 0;
  std::string rung;
  int repeat = 0;
  int cycle = 1;
  std::optional<Instant> due_at;
  Instant rung_at, raised_at;
  std::int64_t late_by = 0;
  std::vector<std::string> recipients;
  std::vector<std::string> passed_over;
  bool breach = false;
  std::string ladder;
  std::string state;
  std::optional<Instant> acked_at;
  std::string acked_by;
  std::optional<Instant> void_at;
};

struct OutboxRow {
  std::int64_t id = 0;
  std::int64_t alert = 0;
  std::string kind;  // raised, withdrawn, resolved
  std::string sink;  // "": standard output
  std::string recipient;
  std::string status;
  int tries = 0;
  Instant first_at, next_at;
  std::optional<Instant> done_at;
  std::string last_error;
};

struct Wake {
  std::string kind;
  std::int64_t ref = 0;
  Instant at;
};

// Whose events: an item's or a record's. Each has a chain of seals of its own.
enum class Log { items, records };

// Canonical texts of calendars by name.
using CalendarTexts = std::vector<std::pair<std::string, std::string>>;

struct RevisionRow {
  std::int64_t id = 0;
  std::string rules;      // canonical JSON
  std::string calendars;  // canonical JSON: name → hex of the calendar's part
};

// What events seal of a revision, in hex: SHA-256 over the digests of its rules and of the list of its calendars.
std::string digest_of_rules(const std::string& rules, const CalendarTexts& calendars);

struct ItemFilter {
  std::string kind = "ticket";
  bool ended_too = false;
  std::string state, severity, type, customer, team, assignee, profile, asset, contract;
  std::optional<Instant> overdue_at;   // some clock is overdue at this instant
  std::optional<Instant> due_by;       // some open clock is due by this instant
};

class Store {
 public:
  static bool exists(const std::string& path);
  // Throws Error{refused} if it exists already.
  static void create(const std::string& path, bool for_group);

  Store(std::string path, Access access);
  ~Store();

  // From now on, records are read with "***" in the place of these fields, and titles as "***". Events are read as they are, since
  // clocks follow from them: who shows them looks at hidden().
  void hide(registry::Names names) { hidden_ = std::move(names); }
  const registry::Names& hidden() const { return hidden_; }

  // Whether a group shares it: its side files are then the group's, too.
  bool is_shared() const;
  // See Database::write and Database::read.
  void write(const std::function<bool()>& work);
  void read(const std::function<void()>& work);
  // See Database::nested; within a write.
  void nested(const std::function<void()>& work);
  void backup(const std::string& path);
  std::vector<Message> structural_damage();

  std::optional<std::string> meta(const std::string& key);
  void set_meta(const std::string& key, const std::string& value);

  // --- revisions ---
  // The id of the pair, which is stored if it is new.
  std::int64_t keep_revision(const std::string& rules, const CalendarTexts& calendars);
  RevisionRow revision(std::int64_t id);
  CalendarTexts calendars_of(const RevisionRow& revision);
  // See digest_of_rules.
  std::string rules_digest(std::int64_t id);
  std::vector<std::int64_t> revisions();
  std::optional<std::string> part(const std::string& hash_hex);
  // The hash, in hex, under which it is kept, and the body of each.
  void each_part(const std::function<void(const std::string&, const std::string&)>& visit);
  std::string keep_part(const std::string& kind, const std::string& body);  // the hash, in hex

  // --- items and events ---
  std::int64_t next_number(const std::string& kind);
  std::int64_t insert_item(const ItemRow& row);  // under its id, or the next one if that is 0
  void update_item(const ItemRow& row);
  std::optional<ItemRow> find_item(const std::string& kind, std::int64_t number);
  std::optional<ItemRow> find_external(const std::string& source, const std::string& external);
  // Whether any item was imported from there.
  bool knows_source(const std::string& source);
  ItemRow item(std::int64_t id);
  void each_item(const std::function<void(const ItemRow&)>& visit);
  std::vector<std::int64_t> item_ids();
  // In the order of their numbers; with overdue_at or due_by in the order of the first such due time.
  std::vector<ItemRow> list(const ItemFilter& filter);
  // The numbers alone, for long lists: of what is overdue or due they are read from an index.
  std::vector<std::int64_t> list_numbers(const ItemFilter& filter);

  // At most `most` of a kind whose ids begin so, the newest first: "1" is 1, 10 to 19, 100 to 199 …; "" is all. `states`,
  // separated by blanks: those alone that are in one of them; "": in any.
  std::vector<ItemRow> items_like(const std::string& kind, const std::string& digits, const std::string& states, int most);

  // Items by what they are about, in the order of their ids; `live`: those alone that are owed work.
  std::vector<ItemRow> items_of_asset(const std::string& asset, bool live = false);
  std::vector<ItemRow> items_of_contract(const std::string& contract, bool live = false);
  std::vector<ItemRow> live_items_of_customer(const std::string& customer);
  std::vector<ItemRow> items_of_parent(const std::string& parent);
  // Items that serve a duty, in the order of their ids.
  std::vector<ItemRow> items_of_duty(const std::string& profile, const std::string& duty);
  // Items of a kind with an event of this step in [from, to), struck ones too.
  std::vector<ItemRow> items_with_step(const std::string& kind, const std::string& step, Instant from, Instant to);

  // --- the index of cases ---
  void mark_case_stale(std::int64_t item);
  bool has_stale_cases();
  std::vector<std::int64_t> stale_cases();
  // `terms`: separated by blanks. The item is not stale any more.
  void index_case(std::int64_t item, const std::string& terms);
  // Items by an expression of FTS5, the best first, until `visit` says that it is enough.
  void search_cases(const std::string& expression, const std::function<bool(std::int64_t)>& visit);

  void append(std::int64_t item, const work::Event& event) { append(Log::items, item, event); }
  std::vector<work::Event> events(std::int64_t item) { return events(Log::items, item); }
  void append(Log log, std::int64_t owner, const work::Event& event);
  std::vector<work::Event> events(Log log, std::int64_t owner);
  std::string title(std::int64_t item);
  // The seal of the last event, hex; "" before the first.
  std::string head(Log log = Log::items);
  // With each event's seal, and that of the event before it, both hex.
  struct Sealed {
    work::Event event;
    std::int64_t id = 0;
    std::string stored_fields, stored_text;
    std::string digest, seal, before;
  };
  std::vector<Sealed> sealed_events(std::int64_t item);
  // Walks the chain over all events; a sentence for each that was changed, removed or added.
  std::vector<Message> verify_chain(Log log = Log::items);

  // --- what is known to be gone: the table of that name says of what kind ---
  struct Gone {
    std::string seal;  // of an event that could be read, else ""
  };
  void note_gone(const std::string& what, const std::string& ref);
  std::optional<Gone> find_gone(const std::string& what, const std::string& ref);
  std::vector<std::pair<std::string, std::int64_t>> count_gone();

  // --- what a salvage mends ---
  // Items of which there are events, but no row.
  std::vector<std::int64_t> items_without_row();
  // The same of records.
  std::vector<std::int64_t> records_without_row();
  // Rules and calendars of no revision yet.
  void keep_rules(const std::string& rules, const CalendarTexts& calendars);
  // Puts a revision that is lost together again of the rules and the list of calendars that have this digest, under its id, or the
  // next one if that is 0. The id that they stand under now; 0 if they are not there.
  std::int64_t restore_revision(std::int64_t id, const std::string& digest);
  // Puts other rules in the place of a revision, and notes that its own are gone.
  void replace_revision(std::int64_t id, const std::string& rules, const CalendarTexts& calendars);
  // What is known of a record without its events.
  void set_base(const registry::Record& record);

  // --- attachments ---
  // Keeps it once, by its checksum, in hex.
  void keep_attachment(const std::string& sha256, const std::string& content);
  std::optional<std::string> attachment(const std::string& sha256);
  // The checksum and content of each.
  void each_attachment(const std::function<void(const std::string&, const std::string&)>& visit);

  // --- erasure: what is deleted is overwritten, too, in the file ---
  // Blanks the texts of the owner's events, but for those that say why something was erased; how many there were.
  std::int64_t erase_texts(Log log, std::int64_t owner);
  // A file stays while another item holds it, whose files were not erased since.
  enum class FileErasure { erased, held, missing };
  FileErasure erase_attachment(const std::string& sha256, std::int64_t item);
  // Takes a ticket out of the index of its words.
  void forget_case(std::int64_t item);

  // --- clocks and timed effects ---
  std::vector<ClockRow> clocks(std::int64_t item);
  ClockRow clock(std::int64_t id);
  void insert_clock(ClockRow& clock);
  void update_clock(const ClockRow& clock);
  void delete_clock(std::int64_t id);
  void set_wake(const std::string& kind, std::int64_t ref, std::optional<Instant> at);
  std::optional<Instant> first_wake();
  // At most `most`, in the order of time; in one second, duties and steps come before rungs, since they may stop a clock.
  std::vector<Wake> wakes_due(Instant now, int most);
  // When the periods of a duty were looked at last.
  std::optional<Instant> last_turn(const std::string& profile, const std::string& duty);
  void set_turn(const std::string& profile, const std::string& duty, Instant at);
  // Open clocks with a due time by `until`, by due time.
  std::vector<ClockRow> clocks_due(std::optional<Instant> until);
  std::int64_t count_overdue(Instant now);
  // Clocks with a promise that were decided in [from, to), as of `now`: stopped in time, or past due by then.
  struct Decided {
    std::string kind, target, severity, type, customer, assignee, team, profile;
    std::int64_t number = 0;
    int cycle = 1;
    Instant started_at, due_at;
    std::optional<Instant> stopped_at, breached_at;
  };
  // How many items of each kind were opened and ended in [from, to), and how many are live, in the order of the kinds' names.
  struct Work {
    std::string kind;
    std::int64_t opened = 0, ended = 0, live = 0;
  };
  std::vector<Work> count_work(Instant from, Instant to);
  // Who did how much in [from, to): events by the one who did them in the world, struck ones too, by name.
  struct Doing {
    std::string by;
    std::int64_t events = 0, items = 0;
  };
  std::vector<Doing> count_doings(Instant from, Instant to);
  // Items of a kind that were opened in [from, to), in the order of their numbers.
  std::vector<ItemRow> items_opened(const std::string& kind, Instant from, Instant to);
  // Items that ended in [from, to), of every kind, in the order of their ends.
  std::vector<ItemRow> items_ended(Instant from, Instant to);
  void each_decided(Instant from, Instant to, Instant now, const std::function<void(const Decided&)>& visit);
  // Live items by the revision that they live under.
  struct Population {
    std::string profile;
    std::int64_t revision = 0;
    std::int64_t items = 0;
  };
  std::vector<Population> live_populations();
  // The live items of a revision, in the order of their ids.
  std::vector<std::int64_t> live_items(std::int64_t revision);
  // Open clocks of a revision on a calendar that are due after an instant.
  std::int64_t count_due_after(std::int64_t revision, const std::string& calendar, Instant instant);

  // --- alerts ---
  // False if the same alert is on record already.
  bool insert_alert(AlertRow& alert);
  std::vector<AlertRow> alerts(std::int64_t item);
  std::vector<AlertRow> alerts_of_clock(std::int64_t item, const std::string& target, int start_seq);
  std::optional<AlertRow> find_alert(std::int64_t id);
  AlertRow alert(std::int64_t id);
  std::vector<AlertRow> alert_log(std::optional<std::int64_t> item, int most);
  void acknowledge(std::int64_t item, Instant at, const std::string& by);
  void void_alert(std::int64_t id, Instant at);
  void insert_outbox(const OutboxRow& out);
  std::vector<OutboxRow> outbox_of(std::int64_t alert);
  std::vector<OutboxRow> outbox_due(Instant now, int most);
  std::optional<Instant> first_outbox();
  void update_outbox(const OutboxRow& out);
  std::int64_t count_outbox(const std::string& status);
  void drop_pending_raised(std::int64_t alert, Instant at, const std::string& why);
  void log_run(Instant at, std::int64_t raised, std::optional<Instant> previous);

  // --- records ---
  // Under its key, or the next one, which it gets, if that is 0.
  void insert_record(registry::Record& record);
  void update_record(const registry::Record& record);
  std::optional<registry::Record> find_record(const std::string& type, const std::string& id);
  std::optional<registry::Record> find_serial(const std::string& serial);
  // All in the order of their ids, retired ones too.
  std::vector<registry::Record> records(const std::string& type);
  std::vector<registry::Record> records_of_customer(const std::string& type, const std::string& customer);
  std::vector<registry::Record> records_of_contract(const std::string& type, const std::string& contract);
  // At most `most` whose ids begin so, in the order of their ids.
  std::vector<registry::Record> records_like(const std::string& type, const std::string& prefix, int most);
  // In the order in which they were added.
  std::vector<registry::Record> records_of_item(const std::string& type, const std::string& item);
  std::vector<registry::Record> assets_of_model(const std::string& model);
  // "customer 'C-1'": those whose columns to find them by are not what their fields say.
  std::vector<std::string> misfiled_records();
  // What an older svc knew of it without events.
  registry::Record base_of(const registry::Record& record);

  // --- requests ---
  struct Request {
    std::string digest, answer;
  };
  std::optional<Request> request(const std::string& id);
  void keep_request(const std::string& id, const Request& request, Instant at);

 private:
  registry::Record seen(registry::Record record) const;
  void keep_parts(const std::string& rules, const CalendarTexts& calendars, const std::string& listing);
  void insert_revision(std::int64_t id, const std::string& rules_hash, const std::string& calendars_hash);

  std::unique_ptr<Database> database_;
  registry::Names hidden_;
  // What one transaction need not find twice: id and seal of the last event of each log, and the last revision.
  std::array<std::optional<std::pair<std::int64_t, std::string>>, 2> last_;
  struct Kept {
    std::string rules;
    CalendarTexts calendars;
    std::int64_t id = 0;
  };
  std::optional<Kept> kept_;
};

}  // namespace svc::store
