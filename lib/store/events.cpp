// SPDX-License-Identifier: MIT
// Events and their seals, of items and of records.
#include "store/chain.h"
#include "store/rows.h"

namespace svc::store {
namespace {

#define EVENT_COLUMNS \
  "seq, step, at, recorded_at, flags, by, typed_by, fields, coalesce(body, ''), log.id, digest, hash, "

// The event without its fields and texts.
work::Event envelope_from(const Query& row) {
  work::Event event;
  event.seq = row.small(0);
  event.step = row.text(1);
  event.at = instant(row.number(2));
  event.recorded_at = instant(row.number(3));
  event.now_given = (row.number(4) & 1) != 0;
  event.imported = (row.number(4) & 2) != 0;
  event.by = row.text(5);
  event.typed_by = row.text(6);
  return event;
}

work::Event event_from(const Query& row) {
  work::Event event = envelope_from(row);
  event.fields = fields_from(row.text(7));
  const std::string texts = row.text(8);
  if (!texts.empty()) event.texts = fields_from(texts);
  return event;
}

// The same questions, asked of one log or the other.
struct LogQueries {
  const char* table;
  const char* texts;
  const char* last;
  const char* insert;
  const char* insert_text;
  const char* of_owner;
  const char* in_order;
  const char* note_erased;
  const char* erase;
};

#define ERASABLE(table, owner) "(SELECT id FROM " table " WHERE " owner " = ? AND step <> 'erase' AND step <> 'forget')"

#define LOG_QUERIES(table, texts, owner)                                                                                   \
  {table, texts,                                                                                                           \
   "SELECT id, hash FROM " table " ORDER BY id DESC LIMIT 1",                                                              \
   "INSERT INTO " table " (id, " owner ", seq, step, at, recorded_at, flags, by, typed_by, fields, digest, hash) "         \
   "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",                                                                                     \
   "INSERT INTO " texts " (event, body) VALUES (?, ?)",                                                                    \
   "SELECT " EVENT_COLUMNS owner " FROM " table " AS log LEFT JOIN " texts " ON event = log.id WHERE " owner               \
   " = ? ORDER BY seq",                                                                                                    \
   "SELECT " EVENT_COLUMNS owner ", body IS NOT NULL FROM " table " AS log LEFT JOIN " texts                               \
   " ON event = log.id ORDER BY log.id",                                                                                   \
   "INSERT INTO gone (what, ref) SELECT '" texts "', event FROM " texts " WHERE event IN " ERASABLE(table, owner),         \
   "DELETE FROM " texts " WHERE event IN " ERASABLE(table, owner)}

constexpr LogQueries logs[]{LOG_QUERIES("event", "event_text", "item"), LOG_QUERIES("record_event", "record_text", "record")};

const LogQueries& queries(Log log) { return logs[static_cast<size_t>(log)]; }

}  // namespace

void Store::append(Log log, std::int64_t owner, const work::Event& event) {
  auto& last = last_.at(static_cast<size_t>(log));
  if (!last) {
    Query row = database_->query(queries(log).last);
    last = row.next() ? std::pair(row.number(0), row.text(1)) : std::pair(std::int64_t{0}, std::string());
  }
  const std::string fields = fields_text(event.fields);
  const std::string texts = event.texts.empty() ? std::string() : fields_text(event.texts);
  const std::string digest = digest_of(texts);
  const std::string sealed = seal(last->second, owner, event, fields, digest);
  const std::int64_t id = last->first + 1;
  database_->query(queries(log).insert)
      .bind(id, owner, event.seq, event.step, seconds(event.at), seconds(event.recorded_at),
            flags_of(event), event.by, event.typed_by, fields, blob(digest), blob(sealed))
      .run();
  if (!texts.empty()) database_->query(queries(log).insert_text).bind(id, texts).run();
  last = {id, sealed};
}

std::vector<work::Event> Store::events(Log log, std::int64_t owner) {
  std::vector<work::Event> result;
  Query row = database_->query(queries(log).of_owner);
  row.bind(owner);
  while (row.next()) result.push_back(event_from(row));
  return result;
}

std::int64_t Store::erase_texts(Log log, std::int64_t owner) {
  database_->overwrite_what_is_deleted();
  database_->query(queries(log).note_erased).bind(owner).run();
  database_->query(queries(log).erase).bind(owner).run();
  return database_->changes();
}

std::string Store::title(std::int64_t item) {
  Query row = database_->query("SELECT body FROM event JOIN event_text ON event = event.id WHERE item = ? AND seq = 1");
  row.bind(item);
  const std::string title = row.next() ? fields_from(row.text(0)).get("title") : std::string();
  return title.empty() || !hidden_.contains("title") ? title : std::string(registry::hidden_text);
}

std::string Store::head(Log log) {
  Query row = database_->query(queries(log).last);
  return row.next() ? hex(row.text(1)) : std::string();
}

std::vector<Store::Sealed> Store::sealed_events(std::int64_t item) {
  std::vector<Sealed> result;
  {
    Query row = database_->query(queries(Log::items).of_owner);
    row.bind(item);
    while (row.next()) {
      result.push_back({event_from(row), row.number(9), row.text(7), row.text(8), hex(row.text(10)), hex(row.text(11)), {}});
    }
  }
  for (Sealed& each : result) {
    Query row = database_->query("SELECT hash FROM event WHERE id = ?");
    row.bind(each.id - 1);
    if (row.next()) {
      each.before = hex(row.text(0));
    } else if (const auto gone = find_gone("event", std::to_string(each.id - 1))) {
      each.before = hex(gone->seal);
    }
  }
  return result;
}

void Store::note_gone(const std::string& what, const std::string& ref) {
  database_->query("INSERT INTO gone (what, ref) VALUES (?, ?) ON CONFLICT DO NOTHING").bind(what, ref).run();
}

std::optional<Store::Gone> Store::find_gone(const std::string& what, const std::string& ref) {
  Query row = database_->query("SELECT coalesce(seal, '') FROM gone WHERE what = ? AND ref = ?");
  row.bind(what, ref);
  return row.next() ? std::optional(Gone{row.text(0)}) : std::nullopt;
}

std::vector<std::pair<std::string, std::int64_t>> Store::count_gone() {
  std::vector<std::pair<std::string, std::int64_t>> result;
  Query row = database_->query("SELECT what, count(*) FROM gone GROUP BY what ORDER BY what");
  while (row.next()) result.emplace_back(row.text(0), row.number(1));
  return result;
}

std::vector<Message> Store::verify_chain(Log log) {
  std::vector<Message> found;
  const auto report = [&](const Message& wrong) { found.push_back(log == Log::items ? wrong : phrase("registry: {}", wrong)); };
  std::string previous;
  std::int64_t expected = 1;
  Query row = database_->query(queries(log).in_order);
  while (row.next()) {
    const std::int64_t id = row.number(9);
    std::optional<Gone> before;  // the one before it, if it is known to be gone
    if (id != expected) {
      bool known = true;
      for (std::int64_t lost = expected; lost < id && known; ++lost) {
        before = find_gone(queries(log).table, std::to_string(lost));
        known = before.has_value();
      }
      if (!known) report(id == expected + 1 ? phrase("event {} is missing", expected) : phrase("events {} to {} are missing", expected, id - 1));
      if (before) previous = before->seal;
    }
    expected = id + 1;
    const work::Event event = envelope_from(row);
    const std::string digest = row.text(10), sealed = row.text(11);
    // Without the seal before it, its own cannot be reckoned.
    const bool unknown = before && before->seal.empty();
    if (!unknown && seal(previous, row.number(12), event, row.text(7), digest) != sealed) {
      report(phrase("event {} does not match its seal", id));
    }
    const bool has_text = row.number(13) != 0;
    if (has_text && digest_of(row.text(8)) != digest) {
      report(phrase("the text of event {} does not match its digest", id));
    }
    if (!has_text && !digest.empty() && !find_gone(queries(log).texts, std::to_string(id))) report(phrase("the text of event {} is missing", id));
    previous = sealed;
  }
  return found;
}

}  // namespace svc::store
