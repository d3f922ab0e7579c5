// SPDX-License-Identifier: MIT
#include "desk/inspections.h"

#include <algorithm>

#include "desk/record.h"
#include "desk/registry.h"
#include "error.h"
#include "suggest.h"
#include "text.h"

namespace svc::desk {
namespace {

const work::Checklist* checklist_of(const Picture& picture) {
  return picture.pinned->rules.work.find_checklist(picture.history.item.attributes.get("checklist"));
}

void judge_check(const escalation::Rules& rules, const work::Fields& attributes, work::Event& event) {
  const std::string item = event.fields.get("item"), reading = event.fields.get("reading"), result = event.fields.get("result");
  const work::Checklist* checklist = rules.work.find_checklist(attributes.get("checklist"));
  const work::ChecklistItem* known = checklist == nullptr ? nullptr : checklist->find(item);
  if (checklist != nullptr) require_known("check", item, each_id(checklist->items), phrase(" in the checklist '{}'", checklist->id));
  if (known != nullptr && !reading.empty() && known->unit.empty()) {
    throw Error{ErrorKind::usage, phrase("'{}' is not read off", item), phrase("write --result pass, --result fail or --result not-applicable")};
  }
  if (known != nullptr && !reading.empty()) {
    const std::string judged = work::judge(*known, reading);
    if (!result.empty() && result != judged) {
      throw Error{ErrorKind::refused, known->limits ? phrase("the reading '{}' of '{}' is a {}: right is {}", reading, item, judged, work::print(*known->limits, known->unit)) : phrase("the reading '{}' of '{}' is a {}", reading, item, judged), phrase("leave --result out")};
    }
    return event.fields.set("result", judged);
  }
  if (!result.empty()) return;
  const bool is_read = known != nullptr && !known->unit.empty();
  throw Error{ErrorKind::usage, phrase("how '{}' was found is not said", item), is_read ? phrase("write --reading, in {}", known->unit) : phrase("write --result pass, --result fail or --result not-applicable")};
}

// The ticket that a finding opens, about the same machine.
void open_ticket(Session& session, const store::ItemRow& row, const work::Fields& attributes, work::Event& event) {
  if (event.fields.has("ticket")) throw Error{ErrorKind::usage, phrase("--ticket and --open-ticket are both given"), phrase("name the ticket that there is, or open one")};
  Entry entry;
  entry.step = "open";
  if (event.by != event.typed_by) entry.by = event.by;
  entry.typed_by = event.typed_by;
  entry.at = event.at;
  if (event.texts.has("reason")) entry.reason = event.texts.get("reason");
  for (const char* name : {"customer", "asset", "contract"}) {
    if (attributes.has(name)) entry.fields.set(name, attributes.get(name));
  }
  entry.fields.set("parent", work::print_id(row.kind, row.number));
  entry.texts.set("title", event.texts.get("finding"));
  entry.texts.set("note", event.texts.get("cause") + "; " + event.texts.get("advice"));
  const std::string id = open_item(session, {.kind = "ticket", .profile = row.profile, .entry = entry});
  event.fields.set("ticket", id);
  session.remarks.push_back(phrase("opened {}", id));
}

}  // namespace

std::vector<SheetLine> sheet_of(const Picture& picture) {
  std::vector<SheetLine> sheet;
  if (const work::Checklist* checklist = checklist_of(picture)) {
    for (const auto& item : checklist->items) sheet.push_back({.item = item});
  }
  for (const work::Event& event : picture.history.events) {
    if ((event.step != "check" && event.step != "finding") || !event.fields.has("item")) continue;
    const std::string id = event.fields.get("item");
    auto line = std::find_if(sheet.begin(), sheet.end(), [&](const SheetLine& each) { return each.item.id == id; });
    if (line == sheet.end()) line = sheet.insert(sheet.end(), SheetLine{.item = {.id = id, .title = {}, .group = {}, .unit = {}, .sensor = std::nullopt, .limits = std::nullopt}});
    (event.step == "check" ? line->checked : line->finding) = &event;
  }
  return sheet;
}

std::vector<store::ItemRow> past_faults(Session& session, const Picture& picture) {
  std::vector<store::ItemRow> faults;
  if (picture.row.asset.empty()) return faults;
  for (store::ItemRow& row : session.store.items_of_asset(picture.row.asset)) {
    if (row.kind == "ticket" && row.state != "cancelled" && row.parent != picture.id) faults.push_back(std::move(row));
  }
  std::reverse(faults.begin(), faults.end());
  return faults;
}

void complete_inspection(Session& session, const store::ItemRow& row, const escalation::Rules& rules, const work::Fields& attributes, work::Event& event) {
  if ((event.step == "open" || event.step == "change") && event.fields.has("checklist")) {
    require_known("checklist", event.fields.get("checklist"), each_id(rules.work.checklists), phrase(" in the profile '{}'", row.profile));
  }
  if (event.step == "open" && !event.fields.has("checklist")) {
    const sla::Duty* duty = rules.find_duty(event.fields.get("duty"));
    if (duty != nullptr && !duty->checklist.empty()) event.fields.set("checklist", duty->checklist);
  }
  if (event.step == "check") judge_check(rules, attributes, event);
  if (event.step == "finding" && event.fields.has("open-ticket")) open_ticket(session, row, attributes, event);
}

void require_inspection_allows(const Picture& picture, const work::Event& event) {
  if (event.step != "sign") return;
  std::vector<std::string> unchecked, unexplained;
  for (const SheetLine& line : sheet_of(picture)) {
    if (line.checked == nullptr) unchecked.push_back(line.item.id);
    if (line.result() == "fail" && line.finding == nullptr) unexplained.push_back(line.item.id);
  }
  if (!unchecked.empty()) refuse_step(picture, event, unchecked.size() == 1 ? phrase("'{}' is not checked", unchecked.front()) : phrase("{} are not checked", in_words(unchecked, "'")), phrase("'svc inspect sheet {}' shows what is left", picture.id));
  if (!unexplained.empty()) refuse_step(picture, event, unexplained.size() == 1 ? phrase("'{}' failed, and nothing was found about it", unexplained.front()) : phrase("{} failed, and nothing was found about them", in_words(unexplained, "'")), phrase("'svc inspect finding {} --item {} --finding TEXT --cause TEXT --advice TEXT' records it", picture.id, unexplained.front()));
}

void enter_configuration(Session& session, const store::ItemRow& row, const std::vector<work::Event>& events) {
  const work::Event& event = events.back();
  const bool strikes = event.step == "strike";
  const work::Event& said = strikes ? events[static_cast<size_t>(std::stoi(event.fields.get("event")) - 1)] : event;
  const auto* version = said.fields.find("version");
  if (said.step != "configuration" || version == nullptr || row.asset.empty()) return;
  if (strikes) {
    session.remarks.push_back(phrase("asset '{}' keeps the version {}: 'svc asset edit {} --version WORD' corrects it", row.asset, *version, row.asset));
    return;
  }
  edit_record(session, *registry::find_type("asset"),
              {.id = row.asset, .by = event.by, .typed_by = event.typed_by, .at = event.at, .reason = work::print_id(row.kind, row.number), .values = {{"version", *version}}, .cleared = {}});
}

}  // namespace svc::desk
