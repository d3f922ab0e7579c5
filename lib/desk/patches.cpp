// SPDX-License-Identifier: MIT
#include "desk/patches.h"

#include <algorithm>
#include <array>
#include <limits>

#include "desk/duties.h"
#include "desk/record.h"
#include "desk/registry.h"
#include "error.h"
#include "text.h"
#include "time/text.h"

namespace svc::desk {
namespace {

Message only_documented() { return phrase("a patch goes to many machines once it is tested and its documents are complete"); }

constexpr std::array<std::string_view, 7> documents{"function", "test-results", "plan", "steps", "preparation", "impact", "emergency"};
constexpr std::array<std::pair<std::string_view, size_t>, 4> checksums{{{"sha256", 64}, {"sha512", 128}, {"sha1", 40}, {"md5", 32}}};

// The terms as they are now; those that were pinned, if the profile is gone. The work on a machine is a part of the patch's rollout,
// whatever contract the machine is under.
const work::Rollout& rollout_of(Session& session, const Picture& picture) {
  const std::string& parent = picture.history.item.parent;
  const store::ItemRow row = parent.starts_with("P-") ? find_item(session, parent, "patch") : picture.row;
  const escalation::Rules* live = session.config.profile(row.profile);
  return live != nullptr ? live->work.rollout : session.book.of(session.store, row.revision).rules.work.rollout;
}

std::vector<Picture> machines_of(Session& session, const std::string& patch) {
  std::vector<Picture> machines;
  for (const store::ItemRow& row : session.store.items_of_parent(patch)) {
    if (row.kind == "patch") machines.push_back(picture_of(session, row, session.store.events(row.id)));
  }
  return machines;
}

int wave_of(const work::Fields& attributes) { return attributes.has("wave") ? std::stoi(attributes.get("wave")) : 0; }

// Why no machine of this wave may get the patch now: message and hint; nothing if it may.
std::optional<std::pair<Message, Message>> rollout_stopped(Session& session, const std::string& patch, const std::vector<Picture>& machines, int wave) {
  const Picture parent = look(session, patch, "patch");
  const work::Event* resumed = work::last_event(parent.history, "rollout-resumed");
  std::vector<std::string> failed;
  for (const Picture& machine : machines) {
    const work::Event* taken_back = work::last_event(machine.history, "rolled-back");
    if (taken_back != nullptr && (resumed == nullptr || taken_back->at > resumed->at)) failed.push_back(machine.id);
  }
  const auto most = rollout_of(session, parent).stop_after;
  if (most && std::ssize(failed) > *most) {
    return std::pair(failed.size() == 1 ? phrase("the rollout of {} has stopped: {} was rolled back, and no more than {} may fail", patch, failed.front(), *most)
                                        : phrase("the rollout of {} has stopped: {} were rolled back, and no more than {} may fail", patch, in_words(failed), *most),
                     phrase("'svc patch go-on {} --reason TEXT' lets it go on", patch));
  }
  for (const Picture& machine : machines) {
    const bool shown = machine.row.state == "verified" || machine.row.state == "observed" || !machine.row.live;
    const int earlier = wave_of(machine.history.item.attributes);
    if (shown || earlier >= wave) continue;
    return std::pair(phrase("{} of wave {} is {}, and wave {} waits for it", machine.id, earlier, machine.row.state, wave), phrase("verify it, roll it back or cancel it first"));
  }
  return std::nullopt;
}

class PatchCheck {
 public:
  PatchCheck(Session& session, const Picture& picture, const work::Event& event)
      : session_(session), picture_(picture), event_(event), attributes_(picture.history.item.attributes), zone_(session.zone()) {}

  void check() {
    if (event_.step == "open") open();
    if (event_.step == "complete") complete();
    if (event_.step == "inherit") inherit();
    if (event_.step == "schedule") schedule();
    if (event_.step == "backup") backup();
    if (event_.step == "apply") apply();
    if (event_.step == "go-on") go_on();
    if (event_.step == "finish") finish();
  }

 private:
  [[noreturn]] void refuse(const Message& why, const Message& hint) const {
    refuse_step(picture_, event_, why, hint);
  }

  void open() const {
    const std::string changes = event_.fields.get("changes");
    const auto refuse_it = [](const Message& why, const Message& hint) { throw Error{ErrorKind::refused, phrase("this is no patch: it {}, and a patch mends faults alone", why), hint}; };
    if (changes == "functions") refuse_it(phrase("adds or changes functions"), phrase("new functions come with an upgrade, under a contract of its own"));
    if (changes == "version") refuse_it(phrase("upgrades the version"), phrase("an upgrade is not a patch: record it in the file with 'svc asset note --what upgrade'"));
  }

  void complete() const {
    std::vector<std::string> missing;
    std::string options;
    for (const std::string_view name : documents) {
      if (attributes_.has(name)) continue;
      missing.emplace_back(name);
      options += " --" + std::string(name) + " WORD";
    }
    if (missing.empty()) return;
    refuse(missing.size() == 1 ? phrase("'{}' is missing among the documents", missing.front()) : phrase("{} are missing among the documents", in_words(missing, "'")), phrase("'svc patch document {}{}' names what is ready", picture_.id, options));
  }

  void inherit() const {
    const std::string wave = event_.fields.get("wave");
    const bool number = !wave.empty() && wave.size() <= 4 && wave.front() != '0' && wave.find_first_not_of("0123456789") == std::string::npos;
    if (!number) throw Error{ErrorKind::usage, phrase("--wave is '{}', which is no number from 1 to 9999", wave), phrase("the machines of wave 1 come first")};
    const std::string& patch = picture_.history.item.parent;
    if (patch.empty() || !patch.starts_with("P-")) refuse(phrase("it belongs to no patch"), phrase("'svc patch roll-out P-1 {}' makes one that does", attributes_.get("asset")));
    const store::ItemRow row = find_item(session_, patch, "patch");
    if (row.state != "documented") refuse(phrase("{} is {}", patch, row.state), only_documented());
  }

  std::string window() const {
    if (const auto* id = attributes_.find("asset")) {
      auto own = require_record(session_, "asset", *id, false).fields.get("window");
      if (!own.empty()) return own;
    }
    return rollout_of(session_, picture_).window;
  }

  void schedule() const {
    const Instant from = *work::time_in(event_.fields, "from"), until = *work::time_in(event_.fields, "until");
    if (until <= from) throw Error{ErrorKind::usage, phrase("--until {} is not after --from {}", rfc3339(until, zone_), rfc3339(from, zone_)), phrase("write when the work begins, and when it is over at the latest")};
    require_no_freeze(from, until);
    const std::string name = window();
    if (name.empty()) return;
    const auto& calendar = live_calendar(session_, name);
    if (calendar.between(from, until).count == (until - from).count()) return;
    const auto [opens, closes] = opening_at(calendar, calendar.next_opening(from));
    refuse(phrase("traffic is not low from {} to {}", rfc3339(from, zone_), rfc3339(until, zone_)), phrase("the window '{}' is open from {} to {}", name, rfc3339(opens, zone_), rfc3339(closes, zone_)));
  }

  // The stretch of working time that an instant belongs to, as far as a week around it shows.
  static std::pair<Instant, Instant> opening_at(const calendar::WorkingCalendar& calendar, Instant at) {
    constexpr Seconds week{7 * 24 * 3600};
    Instant opens = at - week, closes = at + week;
    for (const calendar::Stretch& stretch : calendar.stretches(opens, closes)) {
      if (stretch.working) continue;
      if (stretch.to <= at) opens = stretch.to;
      if (stretch.from > at) return {opens, stretch.from};
    }
    return {opens, closes};
  }

  void require_no_freeze(Instant from, Instant until) const {
    const Date first = date_part(zone_.local(from)), last = date_part(zone_.local(until - Seconds{1}));
    for (const work::Freeze& freeze : rollout_of(session_, picture_).freezes) {
      if (last < freeze.from || freeze.to < first) continue;
      refuse(freeze.name.empty() ? phrase("nothing is changed from {} to {}", print(freeze.from), print(freeze.to)) : phrase("nothing is changed from {} to {}: {}", print(freeze.from), print(freeze.to), freeze.name), phrase("schedule it before or after"));
    }
  }

  void backup() const {
    const std::string text = event_.fields.get("checksum");
    const auto colon = text.find(':');
    for (const auto& [name, digits] : checksums) {
      const bool hex = colon != std::string::npos && text.substr(0, colon) == name && text.size() == colon + 1 + digits && text.find_first_not_of("0123456789abcdefABCDEF", colon + 1) == std::string::npos;
      if (hex) return;
    }
    throw Error{ErrorKind::usage, phrase("--checksum is '{}', which is no checksum", text), phrase("write its kind and its hexadecimal digits, such as sha256: and the 64 that 'sha256sum FILE' prints")};
  }

  void apply() const {
    const work::Event* scheduled = work::last_event(picture_.history, "scheduled", event_.seq);
    if (scheduled != nullptr) {
      const Instant from = *work::time_in(scheduled->fields, "from"), until = *work::time_in(scheduled->fields, "until");
      if (event_.at < from || event_.at >= until) {
        refuse(phrase("it is scheduled from {} to {}", rfc3339(from, zone_), rfc3339(until, zone_)), phrase("'svc patch schedule {}' moves it", picture_.id));
      }
      require_no_freeze(event_.at, event_.at + Seconds{1});
    }
    const std::string& patch = picture_.history.item.parent;
    if (!attributes_.has("wave")) return;
    if (const auto stopped = rollout_stopped(session_, patch, machines_of(session_, patch), wave_of(attributes_))) refuse(stopped->first, stopped->second);
  }

  void go_on() const {
    if (session_.store.items_of_parent(picture_.id).empty()) refuse(phrase("it goes to no machines yet"), phrase("'svc patch roll-out {} A-1 A-2' begins a rollout", picture_.id));
  }

  void finish() const {
    std::vector<std::string> open;
    for (const store::ItemRow& row : session_.store.items_of_parent(picture_.id)) {
      if (row.live && row.kind == "patch") open.push_back(work::print_id(row.kind, row.number));
    }
    if (!open.empty()) refuse(open.size() == 1 ? phrase("{} is not done", open.front()) : phrase("{} are not done", in_words(open)), phrase("'svc patch list' shows where each stands"));
  }

  Session& session_;
  const Picture& picture_;
  const work::Event& event_;
  const work::Fields& attributes_;
  const Zone zone_;
};

}  // namespace

void require_patch_allows(Session& session, const Picture& picture, const work::Event& event) {
  PatchCheck(session, picture, event).check();
}

std::vector<std::string> roll_out(Session& session, const RollOut& request) {
  const Picture patch = look(session, request.patch, "patch");
  const auto refuse = [&](const Message& why, const Message& hint) { throw Error{ErrorKind::refused, phrase("cannot roll out {}: {}", patch.id, why), hint}; };
  if (patch.row.state != "documented") refuse(phrase("it is {}", patch.row.state), only_documented());
  const std::vector<Picture> machines = machines_of(session, patch.id);
  if (const auto stopped = rollout_stopped(session, patch.id, machines, std::numeric_limits<int>::min())) refuse(stopped->first, stopped->second);
  std::vector<std::string> ids;
  for (const std::string& asset : request.assets) {
    for (const Picture& machine : machines) {
      const bool gone = machine.row.state == "cancelled" || machine.row.state == "rolled-back";
      if (machine.row.asset == asset && !gone) refuse(phrase("asset '{}' has it already: {}", asset, machine.id), phrase("leave it out"));
    }
    Entry entry;
    entry.step = "open";
    entry.by = request.by;
    entry.typed_by = request.typed_by;
    Entry inherit = entry;
    entry.fields.set("asset", asset);
    entry.fields.set("parent", patch.id);
    entry.texts.set("title", patch.title);
    // A machine under a contract has the promises of that; others those of the patch.
    const std::string profile = require_record(session, "asset", asset).fields.has("contract") ? "" : patch.row.profile;
    ids.push_back(open_item(session, {.kind = "patch", .profile = profile, .entry = entry}));
    inherit.step = "inherit";
    inherit.fields.set("wave", request.wave);
    record_step(session, "patch", ids.back(), inherit);
  }
  return ids;
}

void link_to_patch(Session& session, const escalation::Rules& rules, work::Event& opening) {
  if (!opening.fields.has("asset") || opening.fields.has("parent")) return;
  const auto& types = rules.work.rollout.faults;
  if (!types.empty() && std::find(types.begin(), types.end(), opening.fields.get("type")) == types.end()) return;
  for (const store::ItemRow& row : session.store.items_of_asset(opening.fields.get("asset"), true)) {
    if (row.kind != "patch" || (row.state != "applied" && row.state != "verified")) continue;
    const std::string id = work::print_id(row.kind, row.number);
    opening.fields.set("parent", id);
    session.remarks.push_back(phrase("linked to {}, which was applied to the machine and is being observed", id));
    return;
  }
}

}  // namespace svc::desk
