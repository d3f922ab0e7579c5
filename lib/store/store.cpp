// SPDX-License-Identifier: MIT
// The file as a whole, its revisions and requests.
#include "store/store.h"

#include "store/chain.h"
#include "store/rows.h"

namespace svc::store {
namespace {

// How long a command waits for others before it ends with 75.
constexpr std::chrono::milliseconds patience{30'000};

}  // namespace

bool Store::exists(const std::string& path) { return Database::exists(path); }
void Store::create(const std::string& path, bool for_group) { Database::create(path, for_group, patience); }

Store::Store(std::string path, Access access)
    : database_(std::make_unique<Database>(std::move(path), access, patience)) {}
Store::~Store() = default;

bool Store::is_shared() const { return database_->is_shared(); }
void Store::write(const std::function<bool()>& work) {
  last_ = {};
  kept_ = {};
  database_->write(work);
}

void Store::nested(const std::function<void()>& work) {
  try {
    database_->nested(work);
  } catch (...) {
    last_ = {};
    kept_ = {};
    throw;
  }
}

void Store::read(const std::function<void()>& work) { database_->read(work); }
void Store::backup(const std::string& path) { database_->backup(path); }
std::vector<Message> Store::structural_damage() { return database_->structural_damage(); }

std::optional<std::string> Store::meta(const std::string& key) {
  Query row = database_->query("SELECT value FROM meta WHERE key = ?");
  row.bind(key);
  return row.next() ? std::optional<std::string>(row.text(0)) : std::nullopt;
}

void Store::set_meta(const std::string& key, const std::string& value) {
  database_->query("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
      .bind(key, value)
      .run();
}

std::string Store::keep_part(const std::string& kind, const std::string& body) {
  const std::string hash = sha256(body);
  database_->query("INSERT INTO part (hash, kind, body) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
      .bind(blob(hash), kind, body)
      .run();
  return hex(hash);
}

void Store::each_part(const std::function<void(const std::string&, const std::string&)>& visit) {
  Query row = database_->query("SELECT hash, body FROM part ORDER BY hash");
  while (row.next()) visit(hex(row.text(0)), row.text(1));
}

std::optional<std::string> Store::part(const std::string& hash_hex) {
  const std::string hash = from_hex(hash_hex);
  Query row = database_->query("SELECT body FROM part WHERE hash = ?");
  row.bind(blob(hash));
  return row.next() ? std::optional<std::string>(row.text(0)) : std::nullopt;
}

namespace {

// "{"cn":"<hex>"}": which calendars a revision has.
std::string listing_of(const CalendarTexts& calendars) {
  nlohmann::json names = nlohmann::json::object();
  for (const auto& [name, body] : calendars) names[name] = hex(sha256(body));
  return names.dump();
}

std::string digest_of(const std::string& rules_hash, const std::string& calendars_hash) { return hex(sha256(rules_hash + calendars_hash)); }

}  // namespace

std::string digest_of_rules(const std::string& rules, const CalendarTexts& calendars) {
  return digest_of(sha256(rules), sha256(listing_of(calendars)));
}

std::int64_t Store::keep_revision(const std::string& rules, const CalendarTexts& calendars) {
  if (kept_ && kept_->rules == rules && kept_->calendars == calendars) return kept_->id;
  const std::string listing = listing_of(calendars);
  const std::string rules_hash = sha256(rules), calendars_hash = sha256(listing);
  const auto known = [&]() -> std::optional<std::int64_t> {
    Query row = database_->query("SELECT id FROM revision WHERE rules = ? AND calendars = ?");
    row.bind(blob(rules_hash), blob(calendars_hash));
    return row.next() ? std::optional(row.number(0)) : std::nullopt;
  }();
  if (!known) {
    keep_parts(rules, calendars, listing);
    insert_revision(0, rules_hash, calendars_hash);
  }
  kept_ = {rules, calendars, known.value_or(database_->last_id())};
  return kept_->id;
}

void Store::keep_parts(const std::string& rules, const CalendarTexts& calendars, const std::string& listing) {
  keep_part("rules", rules);
  for (const auto& [name, body] : calendars) keep_part("calendar", body);
  keep_part("calendars", listing);
}

void Store::insert_revision(std::int64_t id, const std::string& rules_hash, const std::string& calendars_hash) {
  database_->query("INSERT INTO revision (id, rules, calendars) VALUES (nullif(?, 0), ?, ?) ON CONFLICT DO NOTHING").bind(id, blob(rules_hash), blob(calendars_hash)).run();
}

void Store::keep_rules(const std::string& rules, const CalendarTexts& calendars) { keep_parts(rules, calendars, listing_of(calendars)); }

std::int64_t Store::restore_revision(std::int64_t id, const std::string& digest) {
  Query row = database_->query("SELECT r.hash, c.hash FROM part r, part c WHERE r.kind = 'rules' AND c.kind = 'calendars'");
  while (row.next()) {
    const std::string rules = row.text(0), calendars = row.text(1);
    if (digest_of(rules, calendars) != digest) continue;
    insert_revision(id, rules, calendars);
    Query kept = database_->query("SELECT id FROM revision WHERE rules = ? AND calendars = ?");
    kept.bind(blob(rules), blob(calendars));
    return kept.next() ? kept.number(0) : 0;
  }
  return 0;
}

void Store::replace_revision(std::int64_t id, const std::string& rules, const CalendarTexts& calendars) {
  // A revision is a pair of its own: blanks behind the list keep those apart that get the same.
  const std::string listing = listing_of(calendars) + std::string(static_cast<size_t>(id), ' ');
  keep_parts(rules, calendars, listing);
  const std::string rules_hash = sha256(rules), calendars_hash = sha256(listing);
  database_->query("INSERT INTO revision (id, rules, calendars) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET rules = excluded.rules, calendars = excluded.calendars")
      .bind(id, blob(rules_hash), blob(calendars_hash))
      .run();
  note_gone("revision", std::to_string(id));
}

RevisionRow Store::revision(std::int64_t id) {
  Query row = database_->query(
      "SELECT r.body, c.body FROM revision JOIN part r ON r.hash = rules JOIN part c ON c.hash = calendars "
      "WHERE revision.id = ?");
  row.bind(id);
  if (!row.next()) throw Error{ErrorKind::storage, phrase("revision {} is missing", id), phrase("run 'svc db check'")};
  return {id, row.text(0), row.text(1)};
}

CalendarTexts Store::calendars_of(const RevisionRow& revision) {
  CalendarTexts texts;
  const auto listing = nlohmann::json::parse(revision.calendars);
  for (const auto& [name, hash] : listing.items()) {
    if (auto body = part(hash.get<std::string>())) texts.emplace_back(name, std::move(*body));
  }
  return texts;
}

std::string Store::rules_digest(std::int64_t id) {
  Query row = database_->query("SELECT rules, calendars FROM revision WHERE id = ?");
  row.bind(id);
  return row.next() ? digest_of(row.text(0), row.text(1)) : std::string();
}

std::vector<std::int64_t> Store::revisions() {
  Query row = database_->query("SELECT id FROM revision ORDER BY id");
  return numbers_of(row);
}

std::optional<Store::Request> Store::request(const std::string& id) {
  Query row = database_->query("SELECT digest, answer FROM request WHERE id = ?");
  row.bind(id);
  return row.next() ? std::optional<Request>({row.text(0), row.text(1)}) : std::nullopt;
}

void Store::keep_request(const std::string& id, const Request& request, Instant at) {
  database_->query("INSERT INTO request (id, digest, answer, at) VALUES (?, ?, ?, ?)")
      .bind(id, blob(request.digest), request.answer, seconds(at))
      .run();
}

}  // namespace svc::store
