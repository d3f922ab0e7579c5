// SPDX-License-Identifier: MIT
#include "desk/erase.h"

#include <algorithm>
#include <set>

#include "desk/record.h"
#include "desk/registry.h"
#include "error.h"

namespace svc::desk {
namespace {

void require_whole(const Session& session, const Erasure& erasure) {
  require_text("reason", erasure.reason);
  if (!erasure.by.empty()) require_contact(session, "by", erasure.by);
}

[[noreturn]] void refuse_nothing(const std::string& what) { throw Error{ErrorKind::refused, phrase("nothing of {} is left to erase", what), {}}; }

work::Event erasure_event(const Session& session, const Erasure& erasure, const Erased& erased, int seq, std::string_view step) {
  work::Event event;
  event.seq = seq;
  event.step = step;
  event.at = event.recorded_at = session.now;
  event.now_given = session.now_given;
  event.typed_by = erasure.typed_by;
  event.by = erasure.by.empty() ? erasure.typed_by : erasure.by;
  event.fields.set("texts", std::to_string(erased.texts));
  if (erased.files > 0) event.fields.set("files", std::to_string(erased.files));
  event.texts.set("reason", erasure.reason);
  return event;
}

}  // namespace

Erased erase_item(Session& session, std::string_view id, const Erasure& erasure) {
  require_whole(session, erasure);
  const store::ItemRow row = find_item(session, id);
  if (row.live) throw Error{ErrorKind::refused, phrase("{} is {}: its texts are still needed", std::string(id), row.state), phrase("end it first")};
  std::set<std::string> files;
  for (const work::Event& event : session.store.events(row.id)) {
    if (event.step == "attach") files.insert(event.fields.get("file"));
  }
  Erased erased{.texts = session.store.erase_texts(store::Log::items, row.id)};
  for (const std::string& sha256 : files) {
    const auto outcome = session.store.erase_attachment(sha256, row.id);
    erased.files += outcome == store::Store::FileErasure::erased;
    erased.held += outcome == store::Store::FileErasure::held;
  }
  if (erased.texts == 0 && erased.files == 0) refuse_nothing(std::string(id));
  session.store.forget_case(row.id);

  std::vector<work::Event> events = session.store.events(row.id);
  const bool behind = std::any_of(events.begin(), events.end(), [&](const work::Event& each) { return each.at > session.now; });
  events.push_back(erasure_event(session, erasure, erased, static_cast<int>(events.size()) + 1, work::erase_step));
  record_event(session, picture_of(session, row, events, events.back().seq), events.back(), {.rewrites_past = behind});
  return erased;
}

Erased erase_record(Session& session, const std::string& type, const std::string& id, const Erasure& erasure) {
  require_whole(session, erasure);
  const registry::Record known = require_record(session, type, id, false);
  const registry::RecordType& of_type = *registry::find_type(type);
  const std::string name = type + " '" + id + "'";
  // Invitations are never retired: a survey is over when it is closed.
  if (!known.retired && type != "invitation") throw Error{ErrorKind::refused, phrase("{} is in use: its texts are still needed", name), phrase("'svc {} retire {}' first", std::string(of_type.noun), id)};

  registry::Record record = session.store.base_of(known);
  Erased erased{.texts = session.store.erase_texts(store::Log::records, known.key)};
  const work::Fields base = record.fields;
  for (const registry::Attribute& attribute : of_type.attributes) {
    if (attribute.kind == registry::ValueKind::text) record.fields.erase(attribute.name);
  }
  if (!(base == record.fields)) {
    session.store.set_base(record);
    ++erased.texts;
  }
  if (erased.texts == 0) refuse_nothing(name);

  const auto events = session.store.events(store::Log::records, known.key);
  session.store.append(store::Log::records, known.key, erasure_event(session, erasure, erased, static_cast<int>(events.size()) + 1, registry::forget_step));
  registry::fold(events, record);
  session.store.update_record(record);
  return erased;
}

}  // namespace svc::desk
