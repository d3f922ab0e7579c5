// SPDX-License-Identifier: MIT
// What does one command have to hand? Its globals, and on demand the configuration, the zone, the database.
//
//   ctx.read([&](desk::Session& session) { … });         reads, closes, then the answer is printed
//   ctx.write([&](desk::Session& session) { return id; }) one transaction; what it returns is the answer
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "config/configuration.h"
#include "desk/session.h"
#include "environment.h"
#include "render/listing.h"
#include "text.h"

namespace svc::cmd {

struct Globals {
  std::string config, db, now, as, output, color = "auto", request_id;
  bool quiet = false, verbose = false, dry_run = false, version = false, redact = false;
};

class Context {
 public:
  explicit Context(const Environment& environment) : env(environment) {}

  const Environment& env;
  Globals globals;
  bool local_config = false;  // ./svc.toml counts: for `calendar`, and for what of `config` touches no database
  std::string request_text;   // the arguments that make two requests the same
  int status = 0;             // of a command that ran to its end

  // The configuration in force. Throws Error{config} after its findings were told.
  const config::Configuration& config();
  // The same with findings, for commands that tell or survive them.
  const config::Configuration& config_as_read();
  std::vector<std::string> config_files() const;
  bool now_given() const;
  Instant now();
  // The same, read in a zone other than that of the configuration in force.
  Instant now_in(const std::string& zone_name) const;
  Zone zone();
  std::string typed_by();
  std::string database_path();
  bool database_exists();
  // --output, or `fallback`. Throws Error{usage} for a format that this command does not have.
  render::Format format(std::initializer_list<render::Format> allowed = {});

  // Whether tables are coloured: --color, else NO_COLOR, else whether a terminal is written to.
  bool colour() const;

  // The list in the user's language, as far as people read it.
  std::string shown(const render::Listing& listing, render::Format format) const { return render::print(listing, format, colour(), env.translate); }

  // Throws Error{usage} with --redact.
  void refuse_redact() const;

  void read(const std::function<void(desk::Session&)>& work);
  // Makes the database if there is none, and --db does not name a folder that is not there. With --dry-run all is rolled back; with --request-id a repeated request
  // gets the first one's answer.
  void write(const std::function<std::string(desk::Session&)>& work);
  // A session over an open store, for commands with transactions of their own, which --redact is not for.
  desk::Session session(store::Store& store);
  void create_database(bool for_group);

  // Standard output, kept until the database is closed.
  void print(const std::string& text) { out_ += text; }
  // A line of it, in the user's language.
  void answer(const Message& line) { print(printable(line.in(env.translate)) + "\n"); }
  // Standard error, at once.
  void tell(const std::string& text);
  // A line of it in the user's language, unless --quiet.
  void talk(const Message& line) {
    if (!globals.quiet) say(line);
  }
  void say(const Message& line) { tell(printable(line.in(env.translate)) + "\n"); }
  // Throws Error{storage}, or Error{unknown} after something was stored.
  void flush();

 private:
  void load_config();
  desk::Session session_over(store::Store& store);
  // What --redact withholds.
  registry::Names hidden_names();
  void report_findings();

  std::unique_ptr<config::Configuration> config_;
  bool findings_told_ = false;
  bool stored_ = false;
  std::string out_;
};

}  // namespace svc::cmd
