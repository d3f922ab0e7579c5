// SPDX-License-Identifier: MIT
#include "desk/import.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "desk/csv.h"
#include "desk/projection.h"
#include "error.h"
#include "store/chain.h"
#include "suggest.h"
#include "text.h"

namespace svc::desk {
namespace {

// Each distinct text once; rows hold its number.
class Texts {
 public:
  std::uint32_t keep(const std::string& text) {
    const auto [place, fresh] = numbers_.try_emplace(text, static_cast<std::uint32_t>(texts_.size()));
    if (fresh) texts_.push_back(&place->first);
    return place->second;
  }
  const std::string& operator[](std::uint32_t number) const { return *texts_[number]; }
  size_t size() const { return texts_.size(); }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<const std::string*> texts_;
};

struct Row {
  std::int64_t line;
  Instant at;
  Instant opened;
  std::uint32_t id, state, by, title;
  std::uint64_t digest;  // of the whole row
  std::uint32_t first_value;  // of the attributes, in `values`
};

constexpr std::uint32_t none = 0;  // the number of "", which is kept first

std::uint64_t digest_of(const std::vector<std::string>& cells) {
  std::string all;
  for (const auto& cell : cells) all += std::to_string(cell.size()) + ":" + cell;
  const std::string hash = store::sha256(all);
  std::uint64_t value = 0;
  for (size_t i = 0; i < 8; ++i) value = value << 8U | static_cast<unsigned char>(hash[i]);
  return value;
}

}  // namespace

// What the reading leaves for the writing.
struct ImportPlan::Impl {
  Impl(const config::ImportMap& meaning, const ImportRequest& what, Instant present)
      : map(meaning), request(what), now(present) {}
  const config::ImportMap& map;
  const ImportRequest& request;
  const Instant now;
  Texts texts;
  std::vector<Row> rows;
  std::vector<std::uint32_t> values;  // the rows' attributes, one after another
  ImportSummary summary;
};

ImportPlan::ImportPlan(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
ImportPlan::~ImportPlan() = default;
ImportPlan::ImportPlan(ImportPlan&&) noexcept = default;
const ImportSummary& ImportPlan::summary() const { return impl_->summary; }

namespace {

template <typename Plan>
class Reading {
 public:
  explicit Reading(Plan& plan)
      : map_(plan.map), request_(plan.request), now_(plan.now), texts_(plan.texts), rows_(plan.rows),
        values_(plan.values), summary_(plan.summary), zone_(Zone::load(plan.map.zone)) {
    texts_.keep("");
  }

  void run(std::istream& in) {
    read_csv(in, request_.file, [&](const CsvRow& row) { header_.empty() ? take_header(row) : take_row(row); });
    if (header_.empty()) throw Error{ErrorKind::refused, phrase("{}: there is no header line", request_.file), {}};
    sort();
  }

 private:
  // Items in the order of their first row, the rows of each in the order of time, and of the file where that is the same.
  void sort() {
    std::vector<std::int64_t> first(texts_.size(), 0);
    for (const Row& row : rows_) {
      if (first[row.id] == 0) first[row.id] = row.line;
    }
    const auto place = [&](const Row& row) { return std::tuple(first[row.id], row.at, row.line); };
    std::sort(rows_.begin(), rows_.end(), [&](const Row& a, const Row& b) { return place(a) < place(b); });
  }

  size_t column(const std::string& name) const {
    if (name.empty()) return header_.size();
    const auto found = std::find(header_.begin(), header_.end(), name);
    if (found == header_.end()) {
      throw Error{ErrorKind::refused, phrase("{}: there is no column '{}'", request_.file, name), hint_for(name, header_)};
    }
    return static_cast<size_t>(found - header_.begin());
  }

  void take_header(const CsvRow& row) {
    header_ = row.cells;
    summary_.header = header_;
    std::unordered_set<std::string> seen;
    for (const auto& name : header_) {
      if (!seen.insert(name).second) throw Error{ErrorKind::refused, phrase("{}: the column '{}' is there twice", request_.file, name), {}};
    }
    id_ = column(map_.id);
    at_ = column(map_.at);
    state_ = column(map_.state);
    opened_ = column(map_.opened);
    by_ = column(map_.by);
    title_ = column(map_.title);
    for (const auto& attribute : map_.attributes) attribute_columns_.push_back(column(attribute.column));
  }

  // The cell, or "" for a null or a column that the map does not name.
  const std::string& cell(const CsvRow& row, size_t column) const {
    static const std::string nothing;
    if (column >= row.cells.size()) return nothing;
    const std::string& value = row.cells[column];
    return std::find(map_.nulls.begin(), map_.nulls.end(), value) == map_.nulls.end() ? value : nothing;
  }

  void take_row(const CsvRow& row) {
    ++summary_.rows;
    try {
      rows_.push_back(read_row(row));
    } catch (const Error& e) {
      summary_.bad.push_back({row.line, e.said, row.cells});
    }
  }

  Row read_row(const CsvRow& row) {
    const auto refuse = [](const Message& why) { throw Error{ErrorKind::refused, why, {}}; };
    if (row.cells.size() != header_.size()) {
      refuse(phrase("the row has {} cells, the header {}", row.cells.size(), header_.size()));
    }
    const std::string& id = cell(row, id_);
    if (id.empty()) refuse(phrase("the id is missing"));
    for (const std::string& value : row.cells) {
      if (const auto why = unprintable(value, true)) refuse(phrase("a cell contains {}", *why));
    }
    Row read{};
    read.line = row.line;
    read.at = time(row, at_);
    read.opened = cell(row, opened_).empty() ? Instant{} : time(row, opened_);
    const std::string& state = row.cells[state_];
    if (!map_.states.contains(state) && !map_.other) {
      std::vector<std::string> known;
      for (const auto& [name, meaning] : map_.states) known.push_back(name);
      const Message hint = hint_for(state, known);
      refuse(hint.empty() ? phrase("the map does not know the state '{}'", state) : phrase("the map does not know the state '{}'; {}", state, hint));
    }
    read.id = texts_.keep(id);
    read.state = texts_.keep(state);
    read.by = texts_.keep(cell(row, by_));
    read.title = texts_.keep(cell(row, title_));
    read.digest = digest_of(row.cells);
    read.first_value = static_cast<std::uint32_t>(values_.size());
    for (size_t i = 0; i < attribute_columns_.size(); ++i) {
      const auto& attribute = map_.attributes[i];
      const std::string& value = cell(row, attribute_columns_[i]);
      if (value.empty() || attribute.values.empty()) {
        values_.push_back(texts_.keep(value));
        continue;
      }
      const auto meant = attribute.values.find(value);
      if (meant == attribute.values.end()) {
        values_.resize(read.first_value);
        refuse(phrase("the map does not know the {} '{}'", attribute.name, value));
      }
      values_.push_back(texts_.keep(meant->second));
    }
    return read;
  }

  Instant time(const CsvRow& row, size_t column) {
    const std::string& text = cell(row, column);
    if (text.empty()) throw Error{ErrorKind::refused, phrase("the time in column '{}' is missing", header_[column]), {}};
    const Instant read = parse_formatted(text, map_.format, zone_, map_.ambiguous);
    if (read > now_) throw Error{ErrorKind::refused, phrase("'{}' lies in the future", text), {}};
    return read;
  }

  const config::ImportMap& map_;
  const ImportRequest& request_;
  const Instant now_;
  Texts& texts_;
  std::vector<Row>& rows_;
  std::vector<std::uint32_t>& values_;
  ImportSummary& summary_;
  const Zone zone_;
  std::vector<std::string> header_;
  size_t id_ = 0, at_ = 0, state_ = 0, opened_ = 0, by_ = 0, title_ = 0;
  std::vector<size_t> attribute_columns_;
};

// How an item stood just before a row, in the other system's words.
struct Standing {
  std::string state;
  bool on_hold = false;
  work::Fields attributes;
};

template <typename Plan>
class Writing {
 public:
  Writing(Session& session, const Plan& plan)
      : session_(session), map_(plan.map), request_(plan.request), texts_(plan.texts), rows_(plan.rows), values_(plan.values),
        summary_(plan.summary) {}

  ImportSummary run() {
    revision_ = session_.book.keep(session_.store, session_.book.live(session_.config, map_.profile, {}));
    next_number_ = session_.store.next_number(request_.kind);
    extends_ = session_.store.knows_source(map_.source);
    for (size_t i = 0, end = 0; i < rows_.size(); i = end) {
      while (end < rows_.size() && rows_[end].id == rows_[i].id) ++end;
      write_item(std::span(rows_).subspan(i, end - i));
    }
    return std::move(summary_);
  }

 private:
  struct Progress {
    std::vector<work::Event> events;  // all of the item's, in the order of recording
    std::vector<work::Event> fresh;   // those that this import adds
    std::unordered_set<std::uint64_t> known;  // digests of rows imported before
    Instant opened;
  };

  void write_item(std::span<const Row> rows) {
    const std::string& external = texts_[rows.front().id];
    auto existing = extends_ ? session_.store.find_external(map_.source, external) : std::nullopt;
    Progress progress;
    if (existing) recall(*existing, progress);
    progress.opened = existing ? existing->opened_at
                      : rows.front().opened == Instant{} ? rows.front().at : rows.front().opened;
    for (const Row& row : rows) take(row, progress, !existing);
    if (progress.fresh.empty()) return;
    summary_.events += std::ssize(progress.fresh);

    store::ItemRow item;
    if (existing) {
      item = *existing;
      ++summary_.extended;
    } else {
      item.kind = request_.kind;
      item.number = next_number_++;
      item.revision = revision_;
      item.profile = map_.profile;
      item.source = map_.source;
      item.external = external;
      ++summary_.opened;
    }
    Picture picture = picture_of(session_, item, progress.events);
    carry_results(session_, picture, progress.fresh);
    const Change change{.fresh = false, .rewrites_past = existing.has_value(), .evidence = true, .alert_past = request_.alert};
    if (!existing) return insert_fresh(session_, picture, progress.fresh, change);
    for (const work::Event& event : progress.fresh) session_.store.append(item.id, event);
    project(session_, picture, change);
  }

  // Which rows an earlier import had.
  void recall(const store::ItemRow& item, Progress& progress) {
    progress.events = session_.store.events(item.id);
    for (const work::Event& event : progress.events) {
      if (const auto* digest = event.fields.find("import:row")) progress.known.insert(std::stoull(*digest, nullptr, 16));
    }
  }

  // Replays what is on record up to and with an instant: a row may come late, between rows that are there already.
  static Standing standing_at(const Progress& progress, Instant at) {
    std::vector<const work::Event*> before;
    for (const work::Event& event : progress.events) {
      if (event.at <= at) before.push_back(&event);
    }
    std::stable_sort(before.begin(), before.end(), [](const auto* a, const auto* b) { return a->at < b->at; });
    Standing standing;
    for (const work::Event* event : before) {
      if (const auto* state = event->fields.find("import:state")) standing.state = *state;
      standing.on_hold = event->step == "hold" || (standing.on_hold && event->step != "resume");
      for (const auto& [name, value] : event->fields) {
        if (name.find(':') != std::string::npos) continue;
        if (event->step == "assign" && name == "to") {
          standing.attributes.set("assignee", value);
        } else if (event->step == "open" || event->step == "change" || event->step == "assign") {
          standing.attributes.set(name, value);
        }
      }
    }
    return standing;
  }

  void take(const Row& row, Progress& progress, bool fresh_item) {
    // The same row twice in one file counts once, too.
    if (!progress.known.insert(row.digest).second) {
      ++summary_.skipped;
      return;
    }
    const size_t before = progress.fresh.size();
    if (fresh_item && progress.events.empty()) add_opening(row, progress);
    const bool early = row.at < progress.opened;
    const Instant at = early ? progress.opened : row.at;
    if (early) ++summary_.before_opening;
    Standing standing = standing_at(progress, at);
    if (progress.fresh.size() > before) standing.state.clear();  // the opening carries its row's own state
    add_changes(row, at, standing, progress);
    add_step(row, at, standing, progress);
    if (progress.fresh.size() == before) add(row, at, "note", {}, progress);
    if (early) mark_last(progress, "import:before-opening", std::to_string(row.at.time_since_epoch().count()));
  }

  void mark_last(Progress& progress, const std::string& name, const std::string& value) {
    progress.fresh.back().fields.set(name, value);
    progress.events.back().fields.set(name, value);
  }

  void add(const Row& row, Instant at, const std::string& step, work::Fields fields, Progress& progress) {
    work::Event event;
    event.seq = static_cast<int>(progress.events.size()) + 1;
    event.step = step;
    event.at = at;
    event.recorded_at = session_.now;
    event.now_given = session_.now_given;
    event.imported = true;
    event.by = texts_[row.by];
    event.typed_by = request_.typed_by;
    event.fields = std::move(fields);
    event.fields.set("import:row", to_hex(row.digest));
    event.fields.set("import:state", texts_[row.state]);
    if (step == "open") event.texts.set("title", row.title == none ? texts_[row.id] : texts_[row.title]);
    progress.events.push_back(event);
    progress.fresh.push_back(std::move(event));
  }

  static std::string to_hex(std::uint64_t value) {
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> static_cast<unsigned>(shift));
    return store::hex(bytes);
  }

  void add_opening(const Row& row, Progress& progress) {
    work::Fields fields;
    for (size_t i = 0; i < map_.attributes.size(); ++i) {
      const std::uint32_t value = values_[row.first_value + i];
      if (value != none) fields.set(map_.attributes[i].name, texts_[value]);
    }
    keep_team_of(fields.get("assignee"), fields);
    add(row, progress.opened, "open", std::move(fields), progress);
  }

  // Severity and the like as `change`, the engineer and his team as `assign`.
  void add_changes(const Row& row, Instant at, const Standing& standing, Progress& progress) {
    work::Fields change, assign;
    for (size_t i = 0; i < map_.attributes.size(); ++i) {
      const std::uint32_t value = values_[row.first_value + i];
      const std::string& name = map_.attributes[i].name;
      if (value == none || standing.attributes.get(name) == texts_[value]) continue;
      if (name == "assignee") {
        assign.set("to", texts_[value]);
      } else if (name == "team") {
        assign.set("team", texts_[value]);
      } else {
        change.set(name, texts_[value]);
      }
    }
    if (!change.empty()) add(row, at, "change", std::move(change), progress);
    keep_team_of(assign.get("to"), assign);
    if (!assign.empty()) add(row, at, "assign", std::move(assign), progress);
  }

  void keep_team_of(const std::string& assignee, work::Fields& fields) const {
    const std::string team = assignee.empty() ? "" : session_.directory.team_of(assignee);
    if (!team.empty()) fields.set("assignee:team", team);
  }

  void add_step(const Row& row, Instant at, const Standing& standing, Progress& progress) {
    const std::string& state = texts_[row.state];
    if (state == standing.state) return;
    const auto listed = map_.states.find(state);
    const config::ImportState& meaning = listed != map_.states.end() ? listed->second : *map_.other;
    const auto special = meaning.from.find(standing.state);
    const config::ImportStep& step = special != meaning.from.end() ? special->second : meaning.step;
    if (standing.on_hold && step.verb != "hold") add(row, at, "resume", {}, progress);
    if (step.verb.empty()) return;
    work::Fields fields;
    if (step.verb == "hold") {
      fields.set("reason", step.detail);
    } else if (!step.detail.empty()) {
      fields.set(step.detail, "yes");
    }
    add(row, at, step.verb, std::move(fields), progress);
  }

  Session& session_;
  const config::ImportMap& map_;
  const ImportRequest& request_;
  const Texts& texts_;
  const std::vector<Row>& rows_;
  const std::vector<std::uint32_t>& values_;
  ImportSummary summary_;
  std::int64_t revision_ = 0;
  std::int64_t next_number_ = 1;
  bool extends_ = false;  // not the first from this source
};

}  // namespace

ImportPlan read_import(std::istream& in, const config::ImportMap& map, const ImportRequest& request, Instant now) {
  auto impl = std::make_unique<ImportPlan::Impl>(map, request, now);
  Reading(*impl).run(in);
  return ImportPlan(std::move(impl));
}

ImportSummary apply_import(Session& session, const ImportPlan& plan) { return Writing(session, *plan.impl_).run(); }

}  // namespace svc::desk
