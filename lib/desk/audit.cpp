// SPDX-License-Identifier: MIT
#include "desk/audit.h"

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "config/canonical.h"
#include "desk/projection.h"
#include "error.h"
#include "store/chain.h"
#include "time/text.h"

namespace svc::desk {
namespace {

using nlohmann::ordered_json;

constexpr const char* evidence_schema = "svc-evidence-1";

// What the events that stopped clocks said of them.
std::vector<std::string> carried_results(const std::vector<work::Event>& events, const std::string& name) {
  std::vector<std::string> results;
  for (const auto& event : events) {
    if (const auto* result = event.fields.find(name)) results.push_back(*result);
  }
  return results;
}

using Report = std::function<void(const Message& wrong)>;

// Whose history it is.
void check_name(const std::vector<work::Event>& events, const std::string& name, const Report& report) {
  const auto* sealed = work::whose(events);
  if (sealed != nullptr && *sealed != name) report(phrase("the events are those of {}", *sealed));
}

bool are_others(const std::string& digest, const std::string& sealed) { return !sealed.empty() && digest != sealed; }

Message other_rules(int from) { return phrase("the rules are not those that event {} was recorded under", from); }

class ItemCheck {
 public:
  // `attached`: the checksums of what is kept.
  ItemCheck(Session& session, const std::set<std::string>& attached, std::vector<Message>& found) : session_(session), attached_(attached), found_(found) {}

  void check(std::int64_t key) {
    store::ItemRow row;
    try {
      row = session_.store.item(key);
    } catch (const Error& e) {
      found_.push_back(e.message);
      return;
    }
    const std::string id = work::print_id(row.kind, row.number);
    try {
      const auto events = session_.store.events(row.id);
      const Picture picture = picture_of(session_, row, events);
      check_name(events, id, [&](const Message& wrong) { report(id, wrong); });
      for (const Ruling& ruling : picture.rulings) {
        if (are_others(digest_of(ruling.revision), sealed_rules(events, ruling.from)) && !session_.store.find_gone("revision", std::to_string(ruling.revision))) report(id, other_rules(ruling.from));
      }
      store::ItemRow expected = row;
      project_item(picture, expected);
      if (!(expected == row)) {
        report(id, phrase("its row is not what its events say"));
      }
      check_clocks(picture, id, events);
      for (const work::Event& event : events) {
        if (event.step == "attach" && !attached_.contains(event.fields.get("file")) && !session_.store.find_gone("attachment", event.fields.get("file"))) report(id, phrase("what event {} attached is missing", event.seq));
      }
    } catch (const Error& e) {
      report(id, phrase("its events cannot be replayed: {}", e.message));
    }
  }

 private:
  void report(const std::string& id, const Message& wrong) { found_.push_back(phrase("{}: {}", id, wrong)); }

  void check_clocks(const Picture& picture, const std::string& id, const std::vector<work::Event>& events) {
    auto rows = session_.store.clocks(picture.row.id);
    for (const sla::Clock& clock : picture.evaluation.clocks) {
      store::ClockRow expected = project_clock(picture, clock);
      const auto found = std::find_if(rows.begin(), rows.end(), [&](const store::ClockRow& each) {
        return each.target == expected.target && each.start_seq == expected.start_seq;
      });
      if (found == rows.end()) {
        report(id, phrase("the clock of '{}' is missing", expected.target));
        continue;
      }
      expected.id = found->id;
      // Said by whoever recorded an import or moved the rules.
      if (found->passed_until && std::any_of(events.begin(), events.end(), [&](const work::Event& event) { return (event.imported || event.moves_rules()) && event.recorded_at == found->passed_until; })) {
        expected.passed_until = found->passed_until;
      }
      // A finished clock stays as the event that stopped it says, whatever tzdata or a newer svc would make of it.
      const auto carried = carried_results(events, result_name(*found));
      const bool finished = !found->is_open() && !carried.empty();
      const bool right = finished ? carried.back() == result_text(*found) : expected == *found;
      if (!right) report(id, phrase("the clock of '{}' is not what its events say", expected.target));
      rows.erase(found);
    }
    for (const auto& row : rows) report(id, phrase("the clock of '{}' follows from no event", row.target));
  }

  const std::string& digest_of(std::int64_t revision) {
    auto& digest = digests_[revision];
    if (digest.empty()) digest = session_.store.rules_digest(revision);
    return digest;
  }

  Session& session_;
  const std::set<std::string>& attached_;
  std::vector<Message>& found_;
  std::map<std::int64_t, std::string> digests_;  // of rules, by revision
};

// The checksums of what is attached.
std::set<std::string> check_attachments(Session& session, std::vector<Message>& found) {
  std::set<std::string> attached;
  session.store.each_attachment([&](const std::string& sha256, const std::string& content) {
    attached.insert(sha256);
    if (store::hex(store::sha256(content)) != sha256) found.push_back(phrase("the attachment {} was changed", sha256));
  });
  return attached;
}

void check_records(Session& session, std::vector<Message>& found) {
  const auto gone = session.store.count_gone();
  const bool all_there = std::none_of(gone.begin(), gone.end(), [](const auto& each) { return each.first.starts_with("record_"); });
  for (const std::string& name : session.store.misfiled_records()) found.push_back(phrase("{} is found by what its record does not say", name));
  for (const auto* type : registry::record_types()) {
    for (const registry::Record& record : session.store.records(std::string(type->name))) {
      const auto report = [&](const Message& wrong) { found.push_back(phrase("{} '{}': {}", Message::again(record.type), record.id, wrong)); };
      const auto events = session.store.events(store::Log::records, record.key);
      check_name(events, registry::sealed_name(record), report);
      registry::Record folded = session.store.base_of(record);
      // Only a database of version 2, or one that is damaged, knows more of a record than its events say.
      if (work::whose(events) != nullptr && all_there) folded.fields = {};
      registry::fold(events, folded);
      if (folded.fields == record.fields && folded.retired == record.retired) continue;
      report(phrase("its record is not what its events say"));
    }
  }
}

Error no_evidence() { return {ErrorKind::refused, phrase("this is no evidence file of svc"), phrase("'svc ticket evidence T-1' writes one")}; }

work::Event event_from(const ordered_json& in) {
  work::Event event;
  in.at("seq").get_to(event.seq);
  in.at("step").get_to(event.step);
  event.at = parse_utc(in.at("at").get<std::string>());
  event.recorded_at = parse_utc(in.at("recorded_at").get<std::string>());
  in.at("clock_given").get_to(event.now_given);
  in.at("imported").get_to(event.imported);
  in.at("by").get_to(event.by);
  in.at("typed_by").get_to(event.typed_by);
  const auto fields = ordered_json::parse(in.at("fields").get<std::string>());
  for (const auto& [name, value] : fields.items()) event.fields.set(name, value);
  const std::string text = in.at("text");
  if (!text.empty()) {
    const auto texts = ordered_json::parse(text);
    for (const auto& [name, value] : texts.items()) event.texts.set(name, value);
  }
  return event;
}

ordered_json clock_json(const Picture& picture, const sla::Clock& clock, Instant now) {
  const store::ClockRow row = project_clock(picture, clock);
  ordered_json out;
  out["target"] = row.target;
  out["start"] = row.start_seq;
  out["limit"] = row.limit;
  out["calendar"] = row.calendar;
  out["started_at"] = rfc3339_utc(row.started_at);
  out["result"] = result_text(row);
  out["ledger"] = ordered_json::array();
  for (const auto& line : sla::ledger(clock, picture.calendar_of(clock), picture.history, picture.pinned->rules.work, now)) {
    out["ledger"].push_back({{"from", rfc3339_utc(line.from)}, {"to", rfc3339_utc(line.to)},
                             {"kind", sla::name_of(line.kind)}, {"why", line.why.english()}, {"team", line.team}});
  }
  return out;
}

}  // namespace

std::vector<Message> check_database(Session& session) {
  std::vector<Message> found = session.store.structural_damage();
  session.store.read([&] {
    for (const store::Log log : {store::Log::items, store::Log::records}) {
      for (auto& tampered : session.store.verify_chain(log)) found.push_back(std::move(tampered));
    }
    session.store.each_part([&](const std::string& hash, const std::string& body) {
      if (store::hex(store::sha256(body)) != hash) found.push_back(phrase("rules on record were changed: the part {}", hash));
    });
    check_records(session, found);
    const std::set<std::string> attached = check_attachments(session, found);
    ItemCheck check(session, attached, found);
    for (const std::int64_t id : session.store.item_ids()) check.check(id);
  });
  return found;
}

std::string evidence_of(Session& session, std::string_view id) {
  const store::ItemRow item = find_item(session, id);
  const auto sealed = session.store.sealed_events(item.id);
  std::vector<work::Event> events;
  for (const auto& each : sealed) events.push_back(each.event);
  const Picture picture = picture_of(session, item, events);

  ordered_json out;
  out["schema"] = evidence_schema;
  out["item"] = picture.id;
  out["item_key"] = item.id;
  out["kind"] = item.kind;
  out["made_at"] = rfc3339_utc(session.now);
  out["rulings"] = ordered_json::array();
  const auto is_gone = [&](const Ruling& ruling) { return session.store.find_gone("revision", std::to_string(ruling.revision)).has_value(); };
  if (std::any_of(picture.rulings.begin(), picture.rulings.end(), is_gone)) session.remarks.push_back(phrase("the rules of {} were lost, and are now those of the configuration: 'svc db verify' will not take the file for proof", picture.id));
  for (const Ruling& ruling : picture.rulings) {
    const store::RevisionRow stored = session.store.revision(ruling.revision);
    ordered_json entry{{"from", ruling.from}, {"rules", stored.rules}, {"calendars", ordered_json::object()}};
    for (const auto& [name, body] : session.store.calendars_of(stored)) entry["calendars"][name] = body;
    out["rulings"].push_back(std::move(entry));
  }
  out["events"] = ordered_json::array();
  for (const auto& each : sealed) {
    out["events"].push_back({{"id", each.id},
                             {"seq", each.event.seq},
                             {"step", each.event.step},
                             {"at", rfc3339_utc(each.event.at)},
                             {"recorded_at", rfc3339_utc(each.event.recorded_at)},
                             {"clock_given", each.event.now_given},
                             {"imported", each.event.imported},
                             {"by", each.event.by},
                             {"typed_by", each.event.typed_by},
                             {"fields", each.stored_fields},
                             {"text", each.stored_text},
                             {"digest", each.digest},
                             {"before", each.before},
                             {"seal", each.seal}});
  }
  out["clocks"] = ordered_json::array();
  for (const auto& clock : picture.evaluation.clocks) out["clocks"].push_back(clock_json(picture, clock, session.now));
  out["head"] = session.store.head();
  out["sha256"] = store::hex(store::sha256(out.dump()));
  return out.dump(2) + "\n";
}

std::vector<Message> verify_evidence(const std::string& text) {
  std::vector<Message> found;
  try {
    // svc writes whole numbers alone; another one would be cut to something that the reader cannot hold.
    ordered_json in = ordered_json::parse(text, [](int, ordered_json::parse_event_t, const ordered_json& value) {
      if (value.is_number_float()) throw no_evidence();
      return true;
    });
    if (!in.is_object() || in.value("schema", "") != evidence_schema) {
      throw no_evidence();
    }
    const std::string sum = in.at("sha256");
    in.erase("sha256");
    if (store::hex(store::sha256(in.dump())) != sum) found.push_back(phrase("the file does not match its own checksum"));

    Picture picture;
    picture.row.kind = in.at("kind");
    const auto kinds = work::kinds();
    if (std::find(kinds.begin(), kinds.end(), picture.row.kind) == kinds.end()) {
      throw Error{ErrorKind::refused, phrase("this svc knows no items of kind '{}'", picture.row.kind), phrase("was the file written by a newer svc?")};
    }
    picture.row.id = in.at("item_key");
    picture.id = in.at("item");
    std::vector<work::Event> events;
    for (const auto& entry : in.at("events")) {
      const work::Event event = event_from(entry);
      const std::string digest = store::from_hex(entry.at("digest").get<std::string>()), stored = entry.at("text");
      if (store::hex(store::seal(store::from_hex(entry.at("before").get<std::string>()), picture.row.id, event, entry.at("fields"), digest)) != entry.at("seal")) {
        found.push_back(phrase("event {} does not match its seal", event.seq));
      }
      if (!stored.empty() && store::digest_of(stored) != digest) found.push_back(phrase("the text of event {} does not match its digest", event.seq));
      if (event.seq != static_cast<int>(events.size()) + 1) found.push_back(phrase("event {} is out of order: one before it is missing", event.seq));
      events.push_back(event);
    }
    if (events.empty() || work::kind_of_prefix(picture.id.substr(0, picture.id.find('-'))) != picture.row.kind) throw no_evidence();
    check_name(events, picture.id, [&](const Message& wrong) { found.push_back(wrong); });
    std::vector<std::unique_ptr<const Pinned>> all;
    std::vector<Ruling> rulings;
    for (const auto& entry : in.at("rulings")) {
      auto pinned = std::make_unique<Pinned>();
      const std::string rules = entry.at("rules");
      pinned->rules = config::rules_from(rules);
      store::CalendarTexts calendars;
      for (const auto& [name, body] : entry.at("calendars").items()) {
        pinned->calendars.add(config::calendar_from(body));
        calendars.emplace_back(name, body);
      }
      rulings.push_back({entry.at("from"), 0, pinned.get()});
      if (are_others(store::digest_of_rules(rules, calendars), sealed_rules(events, rulings.back().from))) found.push_back(other_rules(rulings.back().from));
      all.push_back(std::move(pinned));
    }
    if (rulings.empty()) throw no_evidence();
    const auto said = rulings_said(events, 0);
    const bool as_said = std::equal(said.begin(), said.end(), rulings.begin(), rulings.end(), [](const Ruling& one, const Ruling& other) { return one.from == other.from; });
    if (!as_said) found.push_back(phrase("the rules do not come into force where the events say"));
    fold_under(std::move(rulings), std::move(events), 0, picture);
    const Instant made = parse_utc(in.at("made_at").get<std::string>());
    ordered_json clocks = ordered_json::array();
    for (const auto& clock : picture.evaluation.clocks) clocks.push_back(clock_json(picture, clock, made));
    if (clocks != in.at("clocks")) found.push_back(phrase("the clocks are not what the events say"));
  } catch (const Error&) {
    throw;
  } catch (const std::exception&) {  // not JSON, or not of this shape
    throw no_evidence();
  }
  return found;
}

}  // namespace svc::desk
