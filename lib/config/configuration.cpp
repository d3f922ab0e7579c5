// SPDX-License-Identifier: MIT
#include "config/configuration.h"

#include <algorithm>
#include <filesystem>

#include "config/definitions.h"
#include "config/document.h"
#include "time/text.h"

namespace svc::config {
namespace {

constexpr const char* always_open = "24x7";

// Where [kind.name] stands.
struct Definition {
  const Document* document = nullptr;
  const toml::table* table = nullptr;
  toml::source_region key;
};
using Definitions = std::map<std::string, Definition>;

const std::vector<std::string> kinds{"calendar", "contact", "team", "rota", "sink", "ladder", "profile", "form"};

std::vector<std::string> names_of(const Definitions& definitions) {
  std::vector<std::string> names;
  for (const auto& [name, definition] : definitions) names.push_back(name);
  return names;
}

// Shipped files are named after what they define: profiles/telecom.toml has profile and ladder 'telecom', ladders/proposal.toml
// the ladder 'proposal' that several profiles use.
std::vector<std::string> shipped_in(std::string_view folder) {
  std::vector<std::string> names;
  for (const Shipped& file : shipped()) {
    const std::string_view name(file.name);
    if (name.starts_with(folder)) names.emplace_back(name.substr(folder.size(), name.size() - folder.size() - 5));
  }
  return names;
}

// The folders in which a kind of definition ships.
std::vector<std::string> folders_of(const std::string& kind) {
  if (kind == "calendar") return {"calendars/"};
  if (kind == "ladder") return {"profiles/", "ladders/"};
  if (kind == "form") return {"forms/"};
  return kind == "profile" ? std::vector<std::string>{"profiles/"} : std::vector<std::string>{};
}

std::vector<std::string> shipped_names(const std::string& kind) {
  std::vector<std::string> names;
  for (const auto& folder : folders_of(kind)) {
    for (auto& name : shipped_in(folder)) names.push_back(std::move(name));
  }
  return names;
}

void add_missing(std::vector<std::string>& names, const std::vector<std::string>& more) {
  for (const auto& name : more) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
}

}  // namespace

struct Configuration::Impl {
  std::vector<std::unique_ptr<Document>> documents;
  Findings findings;
  std::map<std::string, Definitions> user;  // by kind
  Known known;
  escalation::Directory directory;
  std::string database;
  std::vector<std::string> default_sinks;  // of ladders that name none
  std::map<std::string, CalendarDraft> calendar_drafts;
  std::map<std::string, calendar::Spec> calendars;
  std::map<std::string, LadderDefinition> ladders;
  std::map<std::string, escalation::Rules> profiles;
  std::map<std::string, form::Form> forms;
  std::set<std::string> unusable;   // "calendar x": errors were reported while it was read
  std::string system_zone;
  std::set<std::string> resolving;  // "profile x": what extends itself is met here again

  void load(const std::vector<Source>& sources) {
    for (const auto& source : sources) {
      const std::string path = std::filesystem::path(source.path).lexically_normal().string();
      if (source.text) {
        take(parse_document(path, *source.text, findings), {});
      } else {
        include(path, {});
      }
    }
    read_all();
  }

  void read_all() {
    collect();
    learn_names();
    read_people();
    for (const auto& name : names_of(user["calendar"])) draft(name);
    for (const auto& name : names_of(user["ladder"])) ladder(name);
    for (const auto& name : names_of(user["profile"])) profile(name);
    for (const auto& name : names_of(user["form"])) form(name);
    sort(findings.list);
  }

  const std::string& zone_name() const { return directory.timezone.empty() ? system_zone : directory.timezone; }

  // Runs `read`, and remembers the definition as unusable if it reported an error.
  template <typename Read>
  auto watched(const std::string& mark, Read read) {
    const auto errors = [&] { return std::count_if(findings.list.begin(), findings.list.end(), [](const Diagnostic& each) { return each.severity == Severity::error; }); };
    const auto before = errors();
    auto result = read();
    if (errors() != before) unusable.insert(mark);
    return result;
  }

  // --- files ---

  void include(const std::string& path, std::vector<std::string> chain) {
    if (findings.sources.contains(path)) return;
    take(read_document(path, findings), std::move(chain));
  }

  void take(std::unique_ptr<Document> document, std::vector<std::string> chain) {
    if (document == nullptr) return;
    const Document& read = *document;
    const std::string& path = read.file;
    documents.push_back(std::move(document));
    chain.push_back(path);
    Section root(read.root, "", read.file, findings);
    for (const Text& name : root.texts("include").value_or(std::vector<Text>{})) {
      const auto target = (std::filesystem::path(path).parent_path() / name.value).lexically_normal().string();
      if (std::find(chain.begin(), chain.end(), target) != chain.end()) {
        findings.add("CFG008", name.at, read.file, phrase("'{}' includes itself", name.value),
                     phrase("leave one of the includes out"));
        continue;
      }
      if (!std::filesystem::exists(target)) {
        findings.add("CFG005", name.at, read.file, phrase("there is no file '{}'", target),
                     phrase("includes are relative to the file that they stand in"));
        continue;
      }
      include(target, chain);
    }
  }

  void collect() {
    std::vector<Text> people;
    std::optional<Note> organized;
    for (const auto& document : documents) {
      Section root(document->root, "", document->file, findings);
      root.texts("include");
      read_version(root);
      if (const auto path = root.text("database")) {
        database = (std::filesystem::path(document->file).parent_path() / path->value).lexically_normal().string();
      }
      if (auto organization = root.table("organization")) {
        if (organized) root.report("CFG006", organization->at(), phrase("[organization] is given twice"), phrase("leave one of them out"), {*organized});
        organized = root.note(organization->at(), phrase("first given here"));
        std::vector<Text> sinks;
        read_organization(*organization, directory, people, sinks);
        for (Text& sink : sinks) sinks_at.emplace_back(document.get(), sink);
        for (Text& person : people) duty_at.emplace_back(document.get(), person);
        people.clear();
      }
      for (const auto& kind : kinds) {
        auto group = root.table(kind);
        if (!group) continue;
        for (auto& [name, section] : group->entries()) add_definition(kind, name, *document);
        group->finish();
      }
      root.finish();
    }
  }

  void add_definition(const std::string& kind, const Text& name, const Document& document) {
    const toml::table* table = document.root.get(kind)->as_table()->get(name.value)->as_table();
    const auto [place, fresh] = user[kind].try_emplace(name.value, Definition{&document, table, name.at});
    if (!fresh) {
      const auto& first = place->second;
      findings.add("CFG006", name.at, document.file, phrase("{} '{}' is defined twice", kind, name.value), phrase("leave one of them out"),
                   {{"first defined here", position_of(first.key, first.document->file)}});
      return;
    }
    const auto shipped = shipped_names(kind);
    if (std::find(shipped.begin(), shipped.end(), name.value) != shipped.end()) {
      findings.add("CFG009", name.at, document.file, phrase("this replaces the shipped {} '{}'", kind, name.value));
    }
    if (kind == "calendar" && name.value == always_open) {
      findings.add("CFG006", name.at, document.file, phrase("calendar '24x7' is built in"), phrase("choose another name"));
    }
  }

  void learn_names() {
    known.calendars = names_of(user["calendar"]);
    add_missing(known.calendars, shipped_names("calendar"));
    add_missing(known.calendars, {always_open});
    known.ladders = names_of(user["ladder"]);
    add_missing(known.ladders, shipped_names("ladder"));
    known.contacts = names_of(user["contact"]);
    known.teams = names_of(user["team"]);
    known.sinks = names_of(user["sink"]);
  }

  // --- sections ---

  std::optional<Section> section(const std::string& kind, const std::string& name) {
    const auto& group = user[kind];
    const auto found = group.find(name);
    if (found == group.end()) return std::nullopt;
    const Definition& definition = found->second;
    return Section(*definition.table, kind + "." + name, definition.document->file, findings);
  }

  void read_people() {
    for (const auto& [document, person] : duty_at) {
      Section root(document->root, "organization", document->file, findings);
      require_known(root, person, "contact", known.contacts);
    }
    for (const auto& [document, sink] : sinks_at) {
      Section root(document->root, "organization", document->file, findings);
      if (require_known(root, sink, "sink", known.sinks)) default_sinks.push_back(sink.value);
    }
    for (const auto& name : known.contacts) {
      auto found = section("contact", name);
      directory.contacts[name] = read_contact(name, *found, known);
    }
    for (const auto& name : known.teams) {
      auto found = section("team", name);
      directory.teams[name] = read_team(name, *found, known);
    }
    report_team_cycles();
    const Zone zone = Zone::load(zone_name());
    for (const auto& [team, definition] : user["rota"]) {
      auto found = section("rota", team);
      require_known(*found, {team, definition.key}, "team", known.teams);
      directory.rotas[team] = read_rota(*found, known, zone);
    }
    for (const auto& name : known.sinks) {
      auto found = section("sink", name);
      directory.sinks[name] = read_sink(name, *found);
      directory.sinks[name].distrusted = user["sink"][name].document->distrusted;
    }
  }

  void report_team_cycles() {
    std::map<std::string, size_t> met;  // in which walk
    size_t walk_number = 0;
    for (const auto& [start, team] : directory.teams) {
      ++walk_number;
      std::string at = start;
      while (!at.empty() && met.try_emplace(at, walk_number).second) at = directory.teams[at].parent;
      if (at.empty() || met[at] != walk_number) continue;  // it has a top, or leads into what was told
      std::vector<std::string> ring{at};
      for (std::string up = directory.teams[at].parent; up != at; up = directory.teams[up].parent) ring.push_back(up);
      for (size_t i = 0; i < ring.size(); ++i) report_cycle(ring, i);
    }
  }

  void report_cycle(const std::vector<std::string>& ring, size_t first) {
    constexpr size_t most = 8;
    std::string shown;
    for (size_t k = 0; k < std::min(ring.size(), most); ++k) shown += ring[(first + k) % ring.size()] + " → ";
    if (ring.size() > most) shown += "… → ";
    const Definition& definition = user["team"][ring[first]];
    findings.add("ESC002", definition.key, definition.document->file, phrase("team '{}' is its own superior: {}{}", ring[first], shown, ring[first]),
                 phrase("give one of them another parent"));
  }

  // The shipped file that defines a name of this folder, parsed; nullptr if none does.
  const Document* shipped_document(const std::string& name) {
    const std::string file = std::string(shipped_prefix) + name;
    for (const auto& document : documents) {
      if (document->file == file) return document.get();
    }
    for (const Shipped& each : shipped()) {
      if (each.name != name) continue;
      auto document = parse_document(file, each.text, findings);
      if (document == nullptr) return nullptr;
      document->shipped = true;
      std::erase_if(findings.suppressions, [&](const Suppression& comment) { return comment.at.file == file; });  // its authors' business
      documents.push_back(std::move(document));
      return documents.back().get();
    }
    return nullptr;
  }

  // The section of a user's definition, else of the shipped one.
  std::optional<Section> defined(const std::string& kind, const std::string& name) {
    const auto [document, table] = table_of(kind, name);
    if (table == nullptr) return std::nullopt;
    return Section(*table, kind + "." + name, document->file, findings);
  }

  // What a definition extends, reported if it is unknown or leads back to itself.
  std::optional<std::string> parent_of(Section& found, const std::string& kind, const std::vector<std::string>& names) {
    const auto extends = found.text("extends");
    if (!extends || !require_known(found, *extends, kind, names)) return std::nullopt;
    if (resolving.contains(kind + " " + extends->value)) {
      found.report("CFG008", extends->at, phrase("{} '{}' extends itself", kind, extends->value), phrase("leave one 'extends' out"));
      return std::nullopt;
    }
    return extends->value;
  }

  const CalendarDraft* draft(const std::string& name) {
    if (const auto done = calendar_drafts.find(name); done != calendar_drafts.end()) return &done->second;
    auto found = defined("calendar", name);
    if (!found) return nullptr;
    const std::string mark = "calendar " + name;
    resolving.insert(mark);
    CalendarDraft base;
    base.orphan = found->has("extends");
    if (const auto parent = parent_of(*found, "calendar", known.calendars)) {
      if (*parent == always_open) {
        base.week.fill({calendar::Hours{0, 1440}});
        base.zone = zone_name();
        base.orphan = false;
      } else if (const auto* read = draft(*parent)) {
        base = *read;
      }
    }
    resolving.erase(mark);
    return &(calendar_drafts[name] = watched(mark, [&] { return read_calendar(*found, std::move(base)); }));
  }

  const calendar::Spec* calendar(const std::string& name) {
    if (const auto done = calendars.find(name); done != calendars.end()) return &done->second;
    if (name == always_open) return &(calendars[name] = calendar::always(zone_name()));
    const CalendarDraft* read = draft(name);
    return read == nullptr || unusable.contains("calendar " + name) ? nullptr : &(calendars[name] = settle(name, *read));
  }

  const LadderDefinition* ladder(const std::string& name) {
    if (const auto done = ladders.find(name); done != ladders.end()) return &done->second;
    auto found = defined("ladder", name);
    if (!found) return nullptr;
    const auto& read = (ladders[name] = read_ladder(name, *found, known));
    directory.ladders[name] = read.delivery;
    if (!found->has("sinks")) directory.ladders[name].sinks = default_sinks;
    return &read;
  }

  const form::Form* form(const std::string& name) {
    const std::string mark = "form " + name;
    if (!forms.contains(name)) {
      auto found = defined("form", name);
      if (!found) return nullptr;
      forms[name] = watched(mark, [&] { return read_form(name, *found); });
    }
    return unusable.contains(mark) ? nullptr : &forms[name];
  }

  const escalation::Rules* profile(const std::string& name) {
    const escalation::Rules* read = profile_as_read(name);
    return unusable.contains("profile " + name) ? nullptr : read;
  }

  // With its errors: what extends it is read on top of what could be read.
  const escalation::Rules* profile_as_read(const std::string& name) {
    if (const auto done = profiles.find(name); done != profiles.end()) return &done->second;
    auto found = defined("profile", name);
    if (!found) return nullptr;
    const std::string mark = "profile " + name;
    resolving.insert(mark);
    escalation::Rules base;
    if (const auto parent = parent_of(*found, "profile", profile_names())) {
      if (const auto* read = profile_as_read(*parent)) base = *read;
    }
    resolving.erase(mark);
    const bool orphan = found->has("extends") && base.work.profile.empty();
    escalation::Rules rules = watched(mark, [&] { return read_profile(name, *found, std::move(base), known, orphan); });
    rules.ladders.clear();
    for (const auto& target : rules.targets) {
      if (target.ladder.empty() || rules.find_ladder(target.ladder) != nullptr) continue;
      if (const auto* read = ladder(target.ladder)) rules.ladders.push_back(read->ladder);
    }
    if (!rules.confidential.empty()) directory.confidential[name] = rules.confidential;
    return &(profiles[name] = std::move(rules));
  }

  // Names of profiles, built once: a configuration may have thousands.
  const std::vector<std::string>& profile_names() {
    if (all_profiles.empty()) {
      all_profiles = names_of(user["profile"]);
      add_missing(all_profiles, shipped_names("profile"));
    }
    return all_profiles;
  }

  // The table of a definition with its document; null if there is none.
  std::pair<const Document*, const toml::table*> table_of(const std::string& kind, const std::string& name) {
    if (const auto found = user[kind].find(name); found != user[kind].end()) return {found->second.document, found->second.table};
    const Document* document = nullptr;
    for (const auto& folder : folders_of(kind)) {
      if (document == nullptr) document = shipped_document(folder + name + ".toml");
    }
    if (document == nullptr) return {};
    const auto* group = document->root.get_as<toml::table>(kind);
    return {document, group == nullptr ? nullptr : group->get_as<toml::table>(name)};
  }

  struct Place {
    Position at;
    bool inherited = false;
  };

  Place where(const std::vector<std::string>& path) {
    if (path.size() < 2 || path.front() == "organization") {
      for (const auto& document : documents) {
        if (document->shipped || !document->root.contains(path.front())) continue;
        return {position_of(walk(*document->root.get(path.front()), path, 1).first->source(), document->file)};
      }
      return {};
    }
    std::string name = path[1];
    Place nearest;
    for (size_t depth = 0; depth < 64; ++depth) {
      const auto [document, table] = table_of(path.front(), name);
      if (table == nullptr) break;
      const auto [node, whole] = walk(*table, path, 2);
      if (depth == 0 || whole) nearest = {position_of(node->source(), document->file), depth > 0};
      const auto* parent = table->get_as<std::string>("extends");
      if (whole || parent == nullptr) break;
      name = parent->get();
    }
    return nearest;
  }

  // As far as the path leads, and whether that is its end.
  static std::pair<const toml::node*, bool> walk(const toml::node& from, const std::vector<std::string>& path, size_t next) {
    const toml::node* at = &from;
    for (; next < path.size(); ++next) {
      const toml::node* deeper = nullptr;
      if (const auto* table = at->as_table()) deeper = table->get(path[next]);
      if (const auto* list = at->as_array()) deeper = entry_of(*list, path[next]);
      if (deeper == nullptr) return {at, false};
      at = deeper;
    }
    return {at, true};
  }

  // Whether an exception of a calendar is about the date "2026-02-14".
  static bool is_about(const toml::table& exception, const std::string& date) {
    const auto text = [&](const char* key) {
      if (const auto* quoted = exception.get_as<std::string>(key)) return quoted->get();
      const auto* value = exception.get_as<toml::date>(key);
      return value == nullptr ? std::string() : svc::print(date_of(value->get().year, value->get().month, value->get().day));
    };
    return text("on") == date || (!text("from").empty() && text("from") <= date && date <= text("to"));
  }

  static const toml::node* entry_of(const toml::array& list, const std::string& name) {
    if (name.size() < 9 && std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c) != 0; })) {
      return list.get(std::stoul(name));
    }
    for (const auto& entry : list) {
      const auto* table = entry.as_table();
      if (table == nullptr) continue;
      if (is_about(*table, name)) return table;
      // A gate without an id is named by its step.
      const auto* id = table->contains("id") ? table->get_as<std::string>("id") : table->get_as<std::string>("step");
      if (id != nullptr && id->get() == name) return table;
    }
    return nullptr;
  }

  std::vector<std::string> all_profiles;
  std::vector<std::pair<const Document*, Text>> duty_at;  // read before the contacts are known
  std::vector<std::pair<const Document*, Text>> sinks_at;
};

Configuration::Configuration(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Configuration::~Configuration() = default;
Configuration::Configuration(Configuration&&) noexcept = default;
Configuration& Configuration::operator=(Configuration&&) noexcept = default;

Configuration Configuration::load(const std::vector<Source>& sources, const std::string& system_zone) {
  auto impl = std::make_unique<Impl>();
  impl->system_zone = system_zone;
  impl->load(sources);
  return Configuration(std::move(impl));
}

Configuration Configuration::load(const std::vector<std::string>& files, const std::string& system_zone) {
  std::vector<Source> sources;
  for (const auto& file : files) sources.push_back({file});
  return load(sources, system_zone);
}

Configuration Configuration::parse(const std::string& name, const std::string& text, const std::string& system_zone) {
  auto impl = std::make_unique<Impl>();
  impl->system_zone = system_zone;
  if (auto document = parse_document(name, text, impl->findings)) impl->documents.push_back(std::move(document));
  impl->read_all();
  return Configuration(std::move(impl));
}

const std::vector<Diagnostic>& Configuration::findings() const { return impl_->findings.list; }

Sources Configuration::sources() const {
  return [impl = impl_.get()](const std::string& file) {
    const auto found = impl->findings.sources.find(file);
    return found == impl->findings.sources.end() ? std::string() : found->second;
  };
}

const std::vector<Suppression>& Configuration::suppressions() const { return impl_->findings.suppressions; }

std::vector<std::string> Configuration::files() const {
  std::vector<std::string> names;
  for (const auto& document : impl_->documents) {
    if (!document->shipped) names.push_back(document->file);
  }
  return names;
}

const escalation::Directory& Configuration::directory() const { return impl_->directory; }
const std::string& Configuration::zone_name() const { return impl_->zone_name(); }
const std::string& Configuration::database() const { return impl_->database; }

const calendar::Spec* Configuration::calendar(const std::string& name) const { return impl_->calendar(name); }
const form::Form* Configuration::form(const std::string& name) const { return impl_->form(name); }
const escalation::Rules* Configuration::profile(const std::string& name) const { return impl_->profile(name); }
std::vector<std::string> Configuration::calendar_names() const { return impl_->known.calendars; }
std::vector<std::string> Configuration::profile_names() const { return impl_->profile_names(); }
std::vector<std::string> Configuration::form_names() const {
  std::vector<std::string> names = names_of(impl_->user["form"]);
  add_missing(names, shipped_names("form"));
  return names;
}

std::vector<std::string> Configuration::own_names(const std::string& kind) const { return names_of(impl_->user[kind]); }

std::string Configuration::parent_of(const std::string& kind, const std::string& name) const {
  const auto* table = impl_->table_of(kind, name).second;
  const auto* parent = table == nullptr ? nullptr : table->get_as<std::string>("extends");
  return parent == nullptr ? std::string() : parent->get();
}

const escalation::Ladder* Configuration::ladder(const std::string& name) const {
  const auto* found = impl_->ladder(name);
  return found == nullptr ? nullptr : &found->ladder;
}

Position Configuration::where(const std::vector<std::string>& path) const { return impl_->where(path).at; }
bool Configuration::is_inherited(const std::vector<std::string>& path) const { return impl_->where(path).inherited; }

}  // namespace svc::config
