// SPDX-License-Identifier: MIT
#include "context.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "config/diagnostic.h"
#include "error.h"
#include "exit_status.h"
#include "store/chain.h"
#include "suggest.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

// An XDG base directory; relative ones are invalid and count as unset.
std::string base_directory(const Environment& env, const std::string& variable, const std::string& under_home) {
  std::string value = env.getenv(variable).value_or("");
  if (value.starts_with('/')) return value;
  const std::string home = env.getenv("HOME").value_or("");
  return home.empty() ? std::string() : home + under_home;
}

std::string absolute(const std::string& path) { return std::filesystem::absolute(path).lexically_normal().string(); }

// A database that lives as long as a dry run.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "svc-dry-run-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw Error{ErrorKind::storage, phrase("cannot make a folder for the dry run"), {}};
    path_ = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  std::string database() const { return path_ + "/svc.db"; }

 private:
  std::string path_;
};

}  // namespace

std::vector<std::string> Context::config_files() const {
  if (!globals.config.empty()) return {globals.config};
  if (const auto named = env.getenv("SVC_CONFIG")) return {*named};
  std::vector<std::string> candidates;
  if (local_config) candidates.emplace_back("svc.toml");
  const std::string base = base_directory(env, "XDG_CONFIG_HOME", "/.config");
  if (!base.empty()) candidates.push_back(base + "/svc/svc.toml");
  candidates.emplace_back("/etc/svc/svc.toml");
  for (const auto& path : candidates) {
    if (std::filesystem::exists(path)) return {path};
  }
  return {};
}

void Context::load_config() {
  if (config_ != nullptr) return;
  config_ = std::make_unique<config::Configuration>(config::Configuration::load(config_files(), env.system_zone));
  if (!globals.verbose) return;
  if (config_->files().empty()) say(phrase("svc: configuration: what ships with svc"));
  for (const auto& file : config_->files()) say(phrase("svc: configuration: {}", file));
}

const config::Configuration& Context::config_as_read() {
  load_config();
  return *config_;
}

void Context::report_findings() {
  if (findings_told_) return;
  findings_told_ = true;
  for (const auto& finding : config_->findings()) {
    if (finding.severity != config::Severity::note) tell(config::describe(finding, config_->sources(), env.translate));
  }
}

const config::Configuration& Context::config() {
  load_config();
  if (config::has_errors(config_->findings())) {
    if (globals.output != "json") report_findings();
    throw Error{ErrorKind::config, phrase("the configuration cannot be used"), phrase("'svc config check' tells what is wrong with it")};
  }
  return *config_;
}

Zone Context::zone() { return Zone::load(config_as_read().zone_name()); }

bool Context::now_given() const { return !globals.now.empty() || env.getenv("SVC_NOW").has_value(); }

Instant Context::now() {
  if (!now_given()) return env.clock;  // needs no configuration
  return now_in(config_as_read().zone_name());
}

Instant Context::now_in(const std::string& zone_name) const {
  const auto zone = [&] { return Zone::load(zone_name); };
  if (!globals.now.empty()) return parse_instant(globals.now, zone());
  const auto variable = env.getenv("SVC_NOW");
  if (!variable) return env.clock;
  try {
    return parse_instant(*variable, zone());
  } catch (const Error& e) {
    throw Error{e.kind, phrase("SVC_NOW: {}", e.said), e.advice};
  }
}

std::string Context::typed_by() {
  const auto& contacts = config_as_read().directory().contacts;
  if (!globals.as.empty()) {
    if (!contacts.empty()) require_known("contact", globals.as, keys_of(contacts));
    return globals.as;
  }
  for (const auto& [id, contact] : contacts) {
    if (contact.login == env.login) return id;
  }
  return env.login;
}

std::string Context::database_path() {
  std::string path = globals.db;
  if (path.empty()) path = env.getenv("SVC_DB").value_or("");
  if (path.empty()) path = config_as_read().database();
  if (path.empty()) {
    const std::string base = base_directory(env, "XDG_DATA_HOME", "/.local/share");
    if (base.empty()) throw Error{ErrorKind::usage, phrase("no place for the database: HOME is not set"), phrase("name a file with --db")};
    path = base + "/svc/svc.db";
  }
  if (path.starts_with("file:")) throw Error{ErrorKind::storage, phrase("'{}' is a URI, not a file name", path), phrase("name the file itself")};
  return absolute(path);
}

bool Context::database_exists() { return store::Store::exists(database_path()); }

render::Format Context::format(std::initializer_list<render::Format> allowed) {
  if (globals.output.empty()) return render::Format::table;
  const auto named = render::format_named(globals.output);
  if (!named) throw Error{ErrorKind::usage, phrase("no output format '{}'", globals.output), hint_for(globals.output, render::format_names())};
  const bool fits = allowed.size() == 0 || std::find(allowed.begin(), allowed.end(), *named) != allowed.end();
  std::vector<std::string> names;
  for (const auto& name : render::format_names()) {
    if (std::find(allowed.begin(), allowed.end(), *render::format_named(name)) != allowed.end()) names.push_back(name);
  }
  if (!fits) throw Error{ErrorKind::usage, phrase("this command has no output format '{}'", globals.output), hint_for("", names)};
  return *named;
}

bool Context::colour() const {
  if (globals.color == "always") return true;
  if (globals.color == "never" || env.getenv("NO_COLOR") || env.getenv("TERM") == "dumb") return false;
  return env.out_is_terminal;
}

desk::Session Context::session(store::Store& store) {
  refuse_redact();
  return session_over(store);
}

void Context::refuse_redact() const {
  if (globals.redact) throw Error{ErrorKind::usage, phrase("--redact is for commands that show what is on record"), phrase("leave it out")};
}

desk::Session Context::session_over(store::Store& store) {
  const auto& configuration = config();
  return {.store = store, .config = configuration, .directory = configuration.directory(), .now = now(),
          .now_given = now_given()};
}

void Context::read(const std::function<void(desk::Session&)>& work) {
  const std::string path = database_path();
  if (globals.verbose) say(phrase("svc: database: {}", path));
  store::Store store(path, store::Access::read);
  desk::Session opened = session_over(store);
  if (globals.redact) store.hide(hidden_names());
  store.read([&] { work(opened); });
  for (const auto& remark : opened.remarks) talk(phrase("svc: {}", remark));
}

registry::Names Context::hidden_names() {
  registry::Names names = registry::always_hidden();
  for (const auto& [profile, fields] : config().directory().confidential) names.insert(fields.begin(), fields.end());
  return names;
}

void Context::create_database(bool for_group) {
  const std::string path = database_path();
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure) throw Error{ErrorKind::storage, phrase("cannot make the folder '{}': {}", folder.string(), failure.message()), {}};
  store::Store::create(path, for_group);
  store::Store store(path, store::Access::write);
  store.write([&] {
    store.set_meta("home", env.machine + ":" + path);
    store.set_meta("instance", store::hex(store::sha256(env.machine + path + std::to_string(env.clock.time_since_epoch().count()))).substr(0, 16));
    return true;
  });
}

void Context::write(const std::function<std::string(desk::Session&)>& work) {
  refuse_redact();
  config();  // before anything is made
  const Instant at = now();
  std::optional<ScratchFolder> scratch;
  if (!database_exists()) {
    // A slip of the hand would be a database that nobody looks into.
    const auto folder = std::filesystem::path(database_path()).parent_path();
    if (!globals.db.empty() && !std::filesystem::is_directory(folder)) {
      throw Error{ErrorKind::storage, phrase("there is no folder '{}'", folder.string()), phrase("is --db right? 'svc db init' makes a database with its folders")};
    }
    if (globals.dry_run) {
      scratch.emplace();
      globals.db = scratch->database();
    }
    try {
      create_database(false);
    } catch (const Error& e) {
      if (e.kind != ErrorKind::refused) throw;  // somebody else was first
    }
  }
  const std::string path = database_path();
  if (globals.verbose) say(phrase("svc: database: {}", path));
  store::Store store(path, store::Access::write);
  desk::Session opened = session(store);
  std::string answer;
  store.write([&] {
    const std::string digest = store::sha256(request_text);
    if (!globals.request_id.empty()) {
      if (const auto before = store.request(globals.request_id)) {
        if (before->digest != digest) {
          throw Error{ErrorKind::refused, phrase("request '{}' was made before with other arguments", globals.request_id), phrase("choose another --request-id")};
        }
        answer = before->answer;
        return false;
      }
    }
    answer = work(opened);
    if (!globals.request_id.empty()) store.keep_request(globals.request_id, {digest, answer}, at);
    if (!globals.dry_run && env.status_without_memory != nullptr) *env.status_without_memory = status_of(ErrorKind::unknown);
    return !globals.dry_run;
  });
  stored_ = !globals.dry_run;
  print(answer);
  for (const auto& remark : opened.remarks) talk(phrase("svc: {}", remark));
  if (globals.dry_run) talk(phrase("svc: dry run: nothing was stored"));
}

void Context::tell(const std::string& text) { *env.err << text << std::flush; }

void Context::flush() {
  *env.out << out_ << std::flush;
  out_.clear();
  if (env.out->good()) return;
  if (stored_) throw Error{ErrorKind::unknown, phrase("it is stored, but the answer could not be written"), phrase("repeat the command with the same --request-id, or look")};
  throw Error{ErrorKind::storage, phrase("the answer could not be written"), {}};
}

}  // namespace svc::cmd
