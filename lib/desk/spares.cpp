// SPDX-License-Identifier: MIT
#include "desk/spares.h"

#include <algorithm>
#include <set>

#include "desk/record.h"
#include "error.h"
#include "time/text.h"

namespace svc::desk {

using registry::Record;

namespace {

constexpr std::int64_t most_at_once = 1'000'000;

}  // namespace

void move_stock(Session& session, const RecordEntry& entry, const Move& wanted) {
  Record part = require_record(session, "part", entry.id);
  const Record depot = require_record(session, "depot", wanted.depot);
  if (!wanted.to.empty()) require_record(session, "depot", wanted.to);
  if (wanted.to == wanted.depot) throw Error{ErrorKind::usage, phrase("depot '{}' is where they are", wanted.to), phrase("name another with --to")};
  if (wanted.quantity < 1 || wanted.quantity > most_at_once) throw Error{ErrorKind::usage, phrase("--quantity is {}", wanted.quantity), phrase("write 1 to {}", most_at_once)};
  if (!wanted.item.empty()) {
    const store::ItemRow item = find_item(session, wanted.item);
    const std::string owner = depot.fields.get("customer");
    if (!owner.empty() && item.customer != owner) {
      throw Error{ErrorKind::refused, item.customer.empty() ? phrase("depot '{}' is customer '{}'s own, and {} has no customer", depot.id, owner, wanted.item) : phrase("depot '{}' is customer '{}'s own, and {} is {}'s", depot.id, owner, wanted.item, item.customer), phrase("take it from our own depot")};
    }
  }
  const registry::Stock before = stock_of(session, part);
  const auto found = before.find(depot.id);
  const registry::Level level = found == before.end() ? registry::Level{} : found->second;
  const auto kept = level.reserved.find(wanted.item);
  const std::int64_t own = kept == level.reserved.end() ? 0 : kept->second;
  const auto require = [&](std::int64_t there, const std::string& what) {
    if (wanted.quantity <= there) return;
    throw Error{ErrorKind::refused, phrase("depot '{}' has {} of part '{}'{}, not {}", depot.id, there, part.id, what, wanted.quantity), phrase("'svc spare stock {}' shows what lies where", part.id)};
  };
  if (wanted.step == registry::release_step) {
    require(own, " kept for " + wanted.item);
  } else if (wanted.step != registry::receive_step) {
    const bool others = level.kept() > own;
    require(level.free() + (wanted.step == registry::issue_step ? own : 0), others ? " that are free" : "");
  }
  work::Event event = record_event(session, entry, wanted.step);
  for (const auto& [name, value] : {std::pair<const char*, const std::string&>{"depot", wanted.depot}, {"to", wanted.to}, {"item", wanted.item}}) {
    if (!value.empty()) event.fields.set(name, value);
  }
  event.fields.set("quantity", std::to_string(wanted.quantity));
  append_to(session, part, std::move(event));
}

registry::Stock stock_of(Session& session, const Record& part) { return registry::stock_of(session.store.events(store::Log::records, part.key)); }

InstalledBase installed_base(Session& session, const Record& part) {
  InstalledBase base;
  for (const std::string& model : registry::lines_of(part.fields.get("models"))) {
    for (Record& asset : session.store.assets_of_model(model)) {
      if (!asset.retired) base.assets.push_back(std::move(asset));
    }
  }
  const std::string per = part.fields.get("per");
  base.parts = std::ssize(base.assets) * (per.empty() ? 1 : std::stoll(per));
  return base;
}

std::int64_t failures_since(Session& session, const Record& part, Instant since) {
  std::set<std::string> assets, repaired;
  for (const std::string& model : registry::lines_of(part.fields.get("models"))) {
    for (const Record& asset : session.store.assets_of_model(model)) assets.insert(asset.id);
  }
  std::vector<store::ItemRow> repairs, faults;
  session.store.each_item([&](const store::ItemRow& item) {
    if (item.opened_at < since || item.state == "cancelled") return;
    if (item.kind == "rma") repairs.push_back(item);
    if (item.kind == "ticket" && item.type == "fault" && assets.contains(item.asset)) faults.push_back(item);
  });
  std::int64_t failures = 0;
  for (const store::ItemRow& repair : repairs) {
    const std::string of = session.store.events(repair.id).front().fields.get("part");
    if (of.empty() ? !assets.contains(repair.asset) : of != part.id) continue;
    ++failures;
    repaired.insert(repair.parent);
  }
  for (const store::ItemRow& fault : faults) failures += repaired.contains(work::print_id(fault.kind, fault.number)) ? 0 : 1;
  return failures;
}

std::vector<std::string> discontinue(Session& session, const RecordEntry& entry, Date last, const std::string& substitute) {
  if (const std::string before = require_record(session, "part", entry.id).fields.get("eol"); !before.empty()) {
    throw Error{ErrorKind::refused, phrase("part '{}' is discontinued already, on {}", entry.id, before), phrase("'svc spare edit' and 'svc notice change' correct what was said")};
  }
  RecordEntry edit = entry;
  edit.values.set("eol", print(last));
  if (!substitute.empty()) edit.values.set("substitute", substitute);
  edit_record(session, *registry::find_type("part"), edit);
  const Record part = require_record(session, "part", entry.id);
  const Zone zone = session.zone();
  std::vector<std::string> ids;
  std::set<std::string> told;
  for (const Record& asset : installed_base(session, part).assets) {
    const std::string customer = asset.fields.get("customer");
    if (!told.insert(customer).second) continue;
    OpenRequest request{.kind = "notice", .profile = {}, .entry = {}};
    request.entry.step = "open";
    request.entry.typed_by = entry.typed_by;
    request.entry.by = entry.by;
    request.entry.texts.set("title", part.fields.get("name") + " (" + part.id + ")");
    request.entry.fields = {{"customer", customer}, {"part", part.id}, {"eol", rfc3339_utc(zone.find(LocalSeconds{last}).first())}, {"duty", substitute.empty() ? "notice" : "substitute"}};
    if (!substitute.empty()) request.entry.fields.set("substitute", substitute);
    if (asset.fields.has("contract")) request.entry.fields.set("contract", asset.fields.get("contract"));
    ids.push_back(open_item(session, request));
  }
  return ids;
}

}  // namespace svc::desk
