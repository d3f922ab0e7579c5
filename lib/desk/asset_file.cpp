// SPDX-License-Identifier: MIT
#include "desk/asset_file.h"

#include <algorithm>

#include "desk/picture.h"

namespace svc::desk {
namespace {

// What a record's event is called: "added", or what was noted: "training".
std::string name_of(const work::Event& event) {
  if (event.step == registry::note_step) return event.fields.get("what");
  if (event.step == registry::add_step) return "added";
  if (event.step == registry::forget_step) return "erased";
  return event.step == registry::edit_step ? "edited" : "retired";
}

}  // namespace

std::vector<FileEntry> file_of(Session& session, const registry::Record& asset) {
  std::vector<FileEntry> file;
  for (work::Event& event : session.store.events(store::Log::records, asset.key)) {
    registry::hide_record_event(session.store.hidden(), event);
    event.name = name_of(event);
    event.fields.erase("what");
    file.push_back({asset.id, {}, std::move(event)});
  }
  for (const store::ItemRow& item : session.store.items_of_asset(asset.id)) {
    Picture picture = picture_of(session, item, session.store.events(item.id));
    for (work::Event& event : picture.history.events) file.push_back({picture.id, picture.title, std::move(event)});
  }
  std::stable_sort(file.begin(), file.end(), [](const FileEntry& a, const FileEntry& b) { return a.event.at < b.event.at; });
  return file;
}

}  // namespace svc::desk
