// SPDX-License-Identifier: MIT
#include "desk/picture.h"

#include <algorithm>
#include <charconv>

#include "error.h"

namespace svc::desk {
namespace {

// After the clocks were computed, so that they are right.
void hide(const registry::Names& names, Picture& picture) {
  const work::Lifecycle& lifecycle = work::lifecycle_of(picture.row.kind);
  if (!picture.title.empty()) picture.title = registry::hidden_text;
  for (work::Event& event : picture.history.events) registry::hide(names, lifecycle, event);
  registry::hide(names, lifecycle, picture.history.item.attributes);
}

}  // namespace

store::ItemRow find_item(Session& session, std::string_view id, std::string_view kind) {
  const work::ItemId parsed = work::parse_id(id, kind);
  auto row = session.store.find_item(std::string(parsed.kind), parsed.number);
  if (!row) {
    throw Error{ErrorKind::not_found, phrase("no {} '{}'", Message::again(std::string(parsed.kind)), std::string(id)), phrase("'{} list --all' shows those that exist", work::command_of(parsed.kind))};
  }
  return std::move(*row);
}

Picture picture_of(Session& session, store::ItemRow row, std::vector<work::Event> events, int recording) {
  Picture picture;
  picture.row = std::move(row);
  picture.id = work::print_id(picture.row.kind, picture.row.number);
  if (!events.empty()) picture.title = events.front().texts.get("title");
  std::vector<Ruling> rulings = rulings_of(session, picture.row, events);
  fold_under(std::move(rulings), std::move(events), recording, picture);
  if (session.store.hidden().contains("title")) hide(session.store.hidden(), picture);
  return picture;
}

namespace {

std::int64_t revision_in(const work::Event& event, std::string_view field) {
  const std::string& text = event.fields.get(field);
  std::int64_t revision = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), revision);
  if (code != std::errc() || end != text.data() + text.size()) throw Error{ErrorKind::storage, phrase("event {} names no revision of its rules: '{}'", event.seq, text), phrase("run 'svc db check'")};
  return revision;
}

}  // namespace

std::vector<Ruling> rulings_said(const std::vector<work::Event>& events, std::int64_t revision) {
  std::vector<Ruling> rulings;
  for (const work::Event& event : events) {
    if (!event.moves_rules()) continue;
    if (rulings.empty()) rulings.push_back({1, revision_in(event, work::rules_before), nullptr});
    rulings.push_back({event.seq, revision_in(event, "revision"), nullptr});
  }
  if (rulings.empty()) rulings.push_back({1, revision, nullptr});
  return rulings;
}

std::vector<Ruling> rulings_of(Session& session, const store::ItemRow& row, const std::vector<work::Event>& events) {
  auto rulings = rulings_said(events, row.revision);
  for (Ruling& ruling : rulings) ruling.pinned = &session.book.of(session.store, ruling.revision);
  return rulings;
}

std::string sealed_rules(const std::vector<work::Event>& events, int from) {
  const auto event = std::find_if(events.begin(), events.end(), [&](const work::Event& each) { return each.seq == from; });
  return event == events.end() ? std::string() : event->fields.get(work::sealed_rules);
}

void fold_under(std::vector<Ruling> rulings, std::vector<work::Event> events, int recording, Picture& picture) {
  picture.rulings = std::move(rulings);
  picture.pinned = picture.rulings.back().pinned;
  std::vector<work::Regime> regimes;
  std::vector<sla::Regime> promises;
  for (const Ruling& ruling : picture.rulings) {
    const Pinned& pinned = *ruling.pinned;
    regimes.push_back({ruling.from, &pinned.rules.work, [&pinned](Instant since, Span most) {
                         return pinned.calendars.at(pinned.rules.work.calendar).due(since, most);
                       }});
    promises.push_back({&pinned.rules.targets, &pinned.calendars});
  }
  picture.history = work::fold(work::lifecycle_of(picture.row.kind), regimes, std::move(events), picture.id, recording);
  picture.evaluation = sla::evaluate(picture.history, picture.row.kind, promises);
}

Picture look(Session& session, std::string_view id, std::string_view kind) {
  store::ItemRow row = find_item(session, id, kind);
  auto events = session.store.events(row.id);
  return picture_of(session, std::move(row), std::move(events));
}

void refuse_step(const Picture& picture, const work::Event& event, const Message& why, const Message& hint) {
  throw Error{ErrorKind::refused, phrase("cannot take step '{}' on {}: {}", event.step, picture.id, why), hint};
}

}  // namespace svc::desk
