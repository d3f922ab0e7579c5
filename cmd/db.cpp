// SPDX-License-Identifier: MIT
// svc db: the one file that everything is in.
#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli11.h"
#include "command.h"
#include "context.h"
#include "desk/audit.h"
#include "desk/erase.h"
#include "desk/salvage.h"
#include "error.h"
#include "input.h"
#include "new_file.h"
#include "render/listing.h"
#include "store/chain.h"
#include "suggest.h"
#include "text.h"

namespace svc::cmd {
namespace {

// A shared database: 0660 in a folder that hands its group on (2770).
void share_with(const std::string& path, const std::string& group_name) {
  const group* found = ::getgrnam(group_name.c_str());
  if (found == nullptr) throw Error{ErrorKind::not_found, phrase("no group '{}'", group_name), phrase("'getent group' lists them")};
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  if (failure || ::chown(folder.c_str(), static_cast<uid_t>(-1), found->gr_gid) != 0 || ::chmod(folder.c_str(), 02770) != 0) {
    throw Error{ErrorKind::storage, phrase("cannot share the folder '{}': {}", folder.string(), (failure ? failure.message() : std::strerror(errno))), {}};
  }
}

Run declare_init(CLI::App& app) {
  auto group_name = std::make_shared<std::string>();
  app.add_option("--group", *group_name, "Share it with this group")->type_name("GROUP");
  return [group_name](Context& ctx) {
    const std::string path = ctx.database_path();
    if (ctx.database_exists()) throw Error{ErrorKind::refused, phrase("the database '{}' exists already", path), {}};
    if (ctx.globals.dry_run) return ctx.talk(phrase("svc: dry run: nothing was stored"));
    if (!group_name->empty()) share_with(path, *group_name);
    ctx.create_database(!group_name->empty());
    ctx.print(path + "\n");
  };
}

void run_check(Context& ctx) {
  std::vector<Message> found;
  store::Store store(ctx.database_path(), store::Access::read);
  desk::Session session = ctx.session(store);
  found = desk::check_database(session);
  store.read([&] {
    Message gone;
    for (const auto& [what, count] : store.count_gone()) gone = together(gone, phrase("{} of {}", counted(count, "row"), what));
    if (!gone.empty()) ctx.talk(phrase("known to be gone: {}", gone));
  });
  for (const auto& each : found) ctx.answer(each);
  ctx.talk(found.empty() ? phrase("the database is sound") : counted(std::ssize(found), "finding"));
  if (!found.empty()) ctx.status = 1;
}

// Where a new database goes. Throws Error{not_found} unless its folder is there.
std::string absolute_target(const std::string& file) {
  const auto target = std::filesystem::absolute(file).lexically_normal();
  if (!std::filesystem::is_directory(target.parent_path())) {
    throw Error{ErrorKind::not_found, phrase("there is no folder '{}'", target.parent_path().string()), {}};
  }
  return target.string();
}

Run declare_backup(CLI::App& app) {
  auto file = std::make_shared<std::string>();
  app.add_option("file", *file, "Where to; a file that does not exist yet")->required()->type_name("FILE");
  return [file](Context& ctx) {
    ctx.refuse_redact();
    store::Store store(ctx.database_path(), store::Access::read);
    const std::string target = absolute_target(*file);
    if (ctx.globals.dry_run) return ctx.talk(phrase("svc: dry run: nothing was stored"));
    store.backup(target);
    std::string head;
    store.read([&] { head = store.head(); });
    ctx.talk(head.empty() ? phrase("head of an empty record") : phrase("head {}", head));
  };
}

void run_adopt(Context& ctx) {
  ctx.write([&](desk::Session& session) {
    session.store.set_meta("home", ctx.env.machine + ":" + ctx.database_path());
    return std::string();
  });
}

void run_head(Context& ctx) {
  ctx.read([&](desk::Session& session) {
    const std::string head = session.store.head();
    if (head.empty()) throw Error{ErrorKind::not_found, phrase("the record is empty"), {}};
    ctx.print(head + "\n");
    // The registry's chain is one of its own.
    if (const std::string registry = session.store.head(store::Log::records); !registry.empty()) ctx.print(registry + " registry\n");
  });
}

Run declare_verify(CLI::App& app) {
  auto file = std::make_shared<std::string>();
  app.add_option("file", *file, "An evidence file; - reads standard input")->required()->type_name("FILE");
  return [file](Context& ctx) {
    std::ostringstream text;
    if (*file == "-") {
      text << ctx.env.in->rdbuf();
    } else {
      const std::ifstream in(*file, std::ios::binary);
      if (!in || !std::filesystem::is_regular_file(*file)) throw Error{ErrorKind::not_found, phrase("there is no file '{}'", *file), {}};
      text << in.rdbuf();
    }
    const auto found = desk::verify_evidence(text.str());
    for (const auto& each : found) ctx.answer(each);
    ctx.talk(found.empty() ? phrase("every seal fits, and the clocks follow from the events") : phrase("the file has been changed"));
    if (!found.empty()) ctx.status = 1;
  };
}

struct EraseOptions {
  std::vector<std::string> what;
  desk::Erasure erasure;
};

// "T-12", or a record by its type: "person:P-7".
desk::Erased erase(desk::Session& session, const std::string& what, const desk::Erasure& erasure) {
  const size_t colon = what.find(':');
  if (colon == std::string::npos) return desk::erase_item(session, what, erasure);
  std::vector<std::string> types;
  for (const auto* type : registry::record_types()) types.emplace_back(type->name);
  require_known("type", what.substr(0, colon), types);
  return desk::erase_record(session, what.substr(0, colon), what.substr(colon + 1), erasure);
}

Run declare_erase(CLI::App& app) {
  auto o = std::make_shared<EraseOptions>();
  app.add_option("ids", o->what, "The items, such as T-12; a record with its type, such as person:P-7")->required()->type_name("ITEM");
  app.add_option("--reason", o->erasure.reason, "Why; the events of the erasure keep it")->required()->type_name("TEXT");
  app.add_option("--by", o->erasure.by, "Who wants it; you, if it is not said")->type_name("CONTACT");
  add_request_id(app);
  return [o](Context& ctx) {
    o->erasure.typed_by = ctx.typed_by();
    std::vector<Message> told;
    ctx.write([&](desk::Session& session) {
      for (const std::string& what : ids_of(ctx, o->what)) {
        const desk::Erased erased = erase(session, what, o->erasure);
        told.push_back(phrase("{}: {} and {} erased", what, counted(erased.texts, "text"), counted(erased.files, "file")));
        if (erased.held > 0) told.push_back(phrase("{}: {} kept, since another item holds it, too", what, counted(erased.held, "file")));
      }
      return std::string();
    });
    for (const Message& line : told) ctx.talk(line);
  };
}

// One row that fits nowhere, as a line of JSON.
std::string line_of(const store::SetAside& entry) {
  std::string row;
  for (const auto& [column, value] : entry.row) {
    row += (row.empty() ? "" : ",") + render::json_string(column) + ":";
    switch (value.type) {
      case store::Value::Type::null: row += "null"; break;
      case store::Value::Type::integer: row += std::to_string(value.integer); break;
      case store::Value::Type::real: row += std::to_string(value.real); break;
      case store::Value::Type::text: row += render::json_string(value.bytes); break;
      case store::Value::Type::blob: row += render::json_string(store::hex(value.bytes)); break;
    }
  }
  return "{\"table\":" + render::json_string(entry.table) + ",\"why\":" + render::json_string(entry.why) + ",\"row\":{" + row + "}}\n";
}

Run declare_salvage(CLI::App& app) {
  auto file = std::make_shared<std::string>();
  app.add_option("file", *file, "The new database; a file that does not exist yet")->required()->type_name("FILE");
  return [file](Context& ctx) {
    ctx.refuse_redact();
    const render::Format format = ctx.format();
    const std::string target = absolute_target(*file);
    if (ctx.globals.dry_run) return ctx.talk(phrase("svc: dry run: nothing was stored"));
    const desk::Saved saved = desk::salvage(ctx.config(), ctx.config().directory(), ctx.now(), ctx.database_path(), target);
    std::string rest;
    std::map<std::string, std::int64_t> aside;
    for (const auto& entry : saved.set_aside) {
      rest += line_of(entry);
      ++aside[entry.table];
    }
    const std::string rest_file = target + ".rest.jsonl";
    if (!rest.empty() && !write_new(rest_file, rest)) throw Error{ErrorKind::refused, phrase("'{}' exists already", rest_file), phrase("name another new database")};

    std::map<std::string, std::int64_t> tables = saved.kept;
    tables.insert(saved.lost.begin(), saved.lost.end());
    tables.insert(aside.begin(), aside.end());
    const auto count_in = [](const std::map<std::string, std::int64_t>& counts, const std::string& table) {
      const auto found = counts.find(table);
      return render::cell(found == counts.end() ? std::int64_t{0} : found->second);
    };
    render::Listing listing;
    listing.columns = {{"table", "TABLE"}, {"kept", "KEPT", true}, {"gone", "GONE", true}, {"aside", "SET ASIDE", true}};
    for (const auto& [table, count] : tables) listing.rows.push_back({render::cell(table), count_in(saved.kept, table), count_in(saved.lost, table), count_in(aside, table)});
    ctx.print(ctx.shown(listing, format));
    if (!rest.empty()) ctx.talk(phrase("what fits nowhere is in {}", rest_file));
    ctx.talk(phrase("next: 'svc db check --db {}'; compare its 'svc db head' with one that you kept; move it to where the old file is", *file));
  };
}

}  // namespace

Noun db_noun() {
  const auto verbs = [] {
    return std::vector<Verb>{
        {"init", "make a database, for yourself or a group", declare_init, {"svc db init --group service --db /var/lib/svc/svc.db"}},
        {"check", "is it whole, and does everything follow from the events", [](CLI::App&) { return Run(run_check); }, {"svc db check"}},
        {"backup", "copy it while others work", declare_backup, {"svc db backup /backup/svc-2026-11-23.db"}},
        {"salvage", "save what a damaged file still holds into a new one", declare_salvage, {"svc db salvage saved.db", "svc db check --db saved.db"}},
        {"erase", "take the texts and files of an item or a record out for good", declare_erase, {"svc db erase T-1 --reason 'asked for by the customer'"}},
        {"adopt", "a moved or restored copy is the real one from now on", [](CLI::App& app) { add_request_id(app); return Run(run_adopt); }, {"svc db adopt"}},
        {"head", "the seal of the last event, to be kept elsewhere", [](CLI::App&) { return Run(run_head); }, {"svc db head"}},
        {"verify", "check an evidence file, without the database", declare_verify, {"svc db verify T-1.json"}},
    };
  };
  return {"db", "the database file", verbs, {"svc db check", "svc db backup svc-copy.db"}};
}

}  // namespace svc::cmd
