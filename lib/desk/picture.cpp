// SPDX-License-Identifier: MIT
#include "desk/picture.h"

#include "error.h"

namespace svc::desk {

store::ItemRow find_item(Session& session, std::string_view id, std::string_view kind) {
  const work::ItemId parsed = work::parse_id(id, kind);
  auto row = session.store.find_item(std::string(parsed.kind), parsed.number);
  if (!row) {
    throw Error{ErrorKind::not_found, "no " + std::string(parsed.kind) + " '" + std::string(id) + "'",
                "'svc " + std::string(parsed.kind) + " list --all' shows those that exist"};
  }
  return std::move(*row);
}

Picture picture_of(Session& session, store::ItemRow row, std::vector<work::Event> events, int recording) {
  Picture picture;
  picture.row = std::move(row);
  picture.id = work::print_id(picture.row.kind, picture.row.number);
  if (!events.empty()) picture.title = events.front().texts.get("title");
  fold_under(session.book.of(session.store, picture.row.revision), std::move(events), recording, picture);
  return picture;
}

void fold_under(const Pinned& pinned, std::vector<work::Event> events, int recording, Picture& picture) {
  picture.pinned = &pinned;
  const work::CapEnd cap_end = [&pinned](Instant since, Span most) {
    return pinned.calendars.at(pinned.rules.work.calendar).due(since, most);
  };
  picture.history = work::fold(work::lifecycle_of(picture.row.kind), pinned.rules.work, std::move(events), cap_end,
                               picture.id, recording);
  picture.evaluation = sla::evaluate(picture.history, picture.row.kind, pinned.rules.targets, pinned.calendars);
}

Picture look(Session& session, std::string_view id, std::string_view kind) {
  store::ItemRow row = find_item(session, id, kind);
  auto events = session.store.events(row.id);
  return picture_of(session, std::move(row), std::move(events));
}

}  // namespace svc::desk
