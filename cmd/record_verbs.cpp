// SPDX-License-Identifier: MIT
// The verbs that every type of the registry has, made from its table: svc asset add, edit, list, show, import, export, retire.
#include "record_verbs.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli11.h"
#include "command.h"
#include "desk/record_import.h"
#include "error.h"
#include "import_file.h"
#include "input.h"
#include "text.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

using registry::Attribute;
using registry::RecordType;
using render::cell;
using render::cell_or_null;
using render::Format;

struct RecordOptions {
  std::string id, by, at, reason;
  std::map<std::string, std::string> values;              // by attribute
  std::map<std::string, std::vector<std::string>> lists;
  std::vector<std::string> cleared;
};

desk::RecordEntry entry_of(Context& ctx, const RecordOptions& o) {
  desk::RecordEntry entry{.id = o.id, .by = o.by, .typed_by = ctx.typed_by(), .at = std::nullopt, .reason = o.reason, .values = {}, .cleared = o.cleared};
  if (!o.at.empty()) entry.at = parse_instant(o.at, ctx.zone());
  for (const auto& [name, value] : o.values) {
    if (!value.empty()) entry.values.set(name, value);
  }
  for (const auto& [name, list] : o.lists) {
    if (!list.empty()) entry.values.set(name, registry::lines_from(list));
  }
  return entry;
}

void add_common(CLI::App& app, RecordOptions& o) {
  app.add_option("--by", o.by, "Who did it, if not who types")->type_name("CONTACT");
  app.add_option("--at", o.at, "When it happened, if not now")->type_name("TIME");
  app.add_option("--reason", o.reason, "Why")->type_name("TEXT");
  add_request_id(app);
}

void add_attributes(CLI::App& app, const RecordType& type, RecordOptions& o, bool all_required) {
  for (const Attribute& attribute : type.attributes) {
    const std::string name(attribute.name), help = registry::help_of(attribute);
    auto* option = registry::is_list(attribute.kind) ? app.add_option("--" + name, o.lists[name], help)->delimiter(',')->allow_extra_args(false)
                                                     : app.add_option("--" + name, o.values[name], help);
    option->type_name(std::string(registry::placeholder(attribute)));
    if (all_required && attribute.required) option->required();
  }
}

using Change = void (*)(desk::Session&, const RecordType&, const desk::RecordEntry&);

Run declare_change(CLI::App& app, const RecordType& type, Change change, bool adds, bool edits) {
  auto o = std::make_shared<RecordOptions>();
  app.add_option("id", o->id, adds ? "A short id of your own" : "Which one")->required()->type_name("ID");
  if (adds || edits) add_attributes(app, type, *o, adds);
  if (edits) app.add_option("--clear", o->cleared, "An attribute to take away; several with commas")->type_name("ATTRIBUTE")->delimiter(',')->allow_extra_args(false);
  add_common(app, *o);
  return [o, &type, change, adds](Context& ctx) {
    const desk::RecordEntry entry = entry_of(ctx, *o);
    ctx.write([&](desk::Session& session) {
      change(session, type, entry);
      return adds ? o->id + "\n" : std::string();
    });
  };
}

render::Cell value_cell(const Attribute& attribute, const registry::Record& record) {
  const std::string value = record.fields.get(attribute.name);
  if (registry::is_list(attribute.kind)) return {render::Value(registry::lines_of(value)), {}};
  return cell_or_null(value);
}

render::Listing listing_of(const RecordType& type, const std::vector<registry::Record>& records) {
  render::Listing listing;
  listing.columns = {{"id", "ID"}};
  for (const Attribute& attribute : type.attributes) {
    std::string title = attribute.shown ? std::string(attribute.name) : "";
    for (char& c : title) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    listing.columns.push_back({std::string(attribute.name), title});
  }
  listing.columns.push_back({"retired", ""});
  for (const registry::Record& record : records) {
    std::vector<render::Cell> row;
    row.push_back(cell(record.id));
    for (const Attribute& attribute : type.attributes) row.push_back(value_cell(attribute, record));
    row.push_back({render::Value(record.retired), {}});
    listing.rows.push_back(std::move(row));
  }
  return listing;
}

struct ListOptions {
  bool all = false;
  std::map<std::string, std::string> wanted;  // by attribute that names another record
};

void run_list(Context& ctx, const RecordType& type, const ListOptions& o, Format format) {
  ctx.read([&](desk::Session& session) {
    for (const auto& [name, value] : o.wanted) {
      if (!value.empty()) desk::require_record(session, std::string(registry::find_attribute(type, name)->of), value, false);
    }
    std::vector<registry::Record> records = session.store.records(std::string(type.name));
    std::erase_if(records, [&](const registry::Record& record) {
      const bool other = std::any_of(o.wanted.begin(), o.wanted.end(), [&](const auto& each) { return !each.second.empty() && record.fields.get(each.first) != each.second; });
      return other || (record.retired && !o.all);
    });
    ctx.print(ctx.shown(listing_of(type, records), format));
  });
}

Run declare_list(CLI::App& app, const RecordType& type) {
  auto o = std::make_shared<ListOptions>();
  app.add_flag("--all", o->all, "Retired ones, too");
  for (const Attribute& attribute : type.attributes) {
    const bool filters = attribute.kind == registry::ValueKind::entry && attribute.shown;
    const std::string name(attribute.name);
    if (filters) app.add_option("--" + name, o->wanted[name], "Only those of this " + name)->type_name("ID");
  }
  return [o, &type](Context& ctx) { run_list(ctx, type, *o, ctx.format()); };
}

Run declare_export(CLI::App&, const RecordType& type) {
  return [&type](Context& ctx) {
    const Format format = ctx.globals.output.empty() ? Format::csv : ctx.format({Format::csv, Format::jsonl, Format::json});
    run_list(ctx, type, {.all = true, .wanted = {}}, format);
  };
}

struct ShowOptions {
  std::vector<std::string> ids;
  bool file = false;
};

Message retired_line(desk::Session& session, const registry::Record& record) {
  for (work::Event& event : session.store.events(store::Log::records, record.key)) {
    registry::hide_record_event(session.store.hidden(), event);
    if (event.step != registry::retire_step) continue;
    const std::string at = short_time(event.at, session.zone()), reason = event.texts.get("reason");
    return reason.empty() ? phrase("  retired {} by {}", at, event.by) : phrase("  retired {} by {}: {}", at, event.by, reason);
  }
  return {};
}

void run_show(Context& ctx, const RecordType& type, const ShowOptions& o, RecordPage more) {
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl});
  ctx.read([&](desk::Session& session) {
    std::vector<registry::Record> records;
    for (const auto& id : ids_of(ctx, o.ids)) records.push_back(desk::require_record(session, std::string(type.name), id, false));
    if (format == Format::json && !is_many(o.ids)) {
      std::string object = render::print(listing_of(type, records), Format::jsonl);
      return ctx.print(object);
    }
    if (format != Format::table) return ctx.print(ctx.shown(listing_of(type, records), format));
    for (size_t i = 0; i < records.size(); ++i) {
      if (i > 0) ctx.print("\n");
      ctx.print(record_page(ctx.env, type, records[i]));
      if (records[i].retired) ctx.answer(retired_line(session, records[i]));
      std::vector<Message> lines = more == nullptr ? std::vector<Message>() : more(session, records[i]);
      std::erase(lines, Message());
      if (!lines.empty()) ctx.print("\n");
      for (const Message& line : lines) ctx.answer(line);
    }
  });
}

Run declare_show(CLI::App& app, const RecordType& type, RecordPage more) {
  auto o = std::make_shared<ShowOptions>();
  app.add_option("ids", o->ids, "Which; - reads them from standard input")->required()->type_name("ID");
  return [o, &type, more](Context& ctx) { run_show(ctx, type, *o, more); };
}

struct ImportOptions {
  std::string file, bad_file;
  bool update = false;
};

void run_import(Context& ctx, const RecordType& type, const ImportOptions& o) {
  ImportFile file(ctx, o.file);
  const desk::RecordSheet sheet = desk::read_sheet(file.in(), file.name(), type);
  const desk::SheetImport request{.update = o.update, .typed_by = ctx.typed_by()};
  Message told = phrase("imported before, by the same request");
  ctx.write([&](desk::Session& session) {
    const desk::SheetResult result = desk::import_records(session, type, sheet, request);
    file.set_aside(o.bad_file, sheet, result.bad);
    told = phrase("{}: {} added, {} edited, {} as they were", counted(std::ssize(sheet.rows), "row"), result.added, result.edited, result.same);
    told = with_left_out(told, result.bad.size());
    return std::string();
  });
  file.keep();
  ctx.talk(told);
}

Run declare_import(CLI::App& app, const RecordType& type) {
  auto o = std::make_shared<ImportOptions>();
  app.add_option("file", o->file, "CSV or JSON Lines, as 'export' writes them; - reads standard input")->required()->type_name("FILE");
  app.add_flag("--update", o->update, "Edit what is there already, and says otherwise");
  app.add_option("--skip-bad", o->bad_file, "Import the good rows, and write the bad ones to this file")->type_name("FILE");
  add_request_id(app);
  return [o, &type](Context& ctx) { run_import(ctx, type, *o); };
}

}  // namespace

std::string record_page(const Environment& env, const RecordType& type, const registry::Record& record) {
  const std::string name = record.fields.get("name");
  std::string out = record.id + (name.empty() ? "" : "  " + printable(name)) + (record.retired ? "  " + env.say("(retired)") : "") + "\n";
  size_t width = 0;
  for (const Attribute& attribute : type.attributes) {
    if (record.fields.has(attribute.name)) width = std::max(width, display_width(env.say(std::string(attribute.name))));
  }
  for (const Attribute& attribute : type.attributes) {
    std::string value = record.fields.get(attribute.name);
    if (value.empty() || attribute.name == "name") continue;
    std::replace(value.begin(), value.end(), '\n', ' ');
    out += fmt::format("  {:<{}}  {}\n", env.say(std::string(attribute.name)), width, printable(value));
  }
  return out;
}

std::string example_of(const RecordType& type) {
  if (type.name == "customer") return "svc customer add C-7 --name '湖南移动' --region hunan";
  if (type.name == "site") return "svc site add S-1 --customer C-7 --name '长沙机房' --region hunan";
  if (type.name == "person") return "svc person add P-1 --customer C-7 --name '赵工' --approves approve-plan,approve-restart";
  if (type.name == "contract") return "svc contract add K-1 --customer C-7 --profile telecom --price '1200000.00 CNY' --from 2026-01-01 --to 2026-12-31";
  if (type.name == "asset") return "svc asset add A-1 --serial 0451 --model S1240 --contract K-1 --origin own --accepted 2026-01-15";
  if (type.name == "part") return "svc spare add BOARD-X --name '用户板' --models S1240 --reorder OFFICE=2";
  if (type.name == "depot") return "svc depot add OFFICE --name '长沙办事处' --level 2";
  return "svc quotation add Q-1 --contract K-1 --part BOARD-X --quantity 2 --price '1200.00 CNY'";
}

std::vector<Verb> record_verbs(const std::string& type_name, RecordPage more) {
  const RecordType& type = *registry::find_type(type_name);
  const std::string noun(type.noun), example(type.example), start = "svc " + noun + " ";
  return {
      {"add", "a new one", [&type](CLI::App& app) { return declare_change(app, type, desk::add_record, true, false); }, {example_of(type)}},
      {"edit", "change what is kept of it", [&type](CLI::App& app) { return declare_change(app, type, desk::edit_record, false, true); }, {start + "edit " + example + " --note 'new text'", start + "edit " + example + " --clear note"}},
      {"list", "all of them, retired ones with --all", [&type](CLI::App& app) { return declare_list(app, type); }, {start + "list -o csv"}},
      {"show", "what is kept of it", [&type, more](CLI::App& app) { return declare_show(app, type, more); }, {start + "show " + example}},
      {"import", "from CSV or JSON Lines", [&type](CLI::App& app) { return declare_import(app, type); }, {start + "import " + noun + "s.csv --dry-run"}},
      {"export", "all of them as CSV, or with -o jsonl as JSON Lines", [&type](CLI::App& app) { return declare_export(app, type); }, {start + "export > " + noun + "s.csv"}},
      {"retire", "it is no longer in use; what is on record stays", [&type](CLI::App& app) { return declare_change(app, type, desk::retire_record, false, false); }, {start + "retire " + example + " --reason scrapped"}},
  };
}

Message related_line(const Message& title, const std::vector<registry::Record>& records) {
  std::string ids;
  for (const registry::Record& record : records) {
    if (!record.retired) ids += (ids.empty() ? "" : ", ") + record.id;
  }
  return ids.empty() ? Message() : phrase("{}: {}", title, ids);
}

Message open_line(const std::vector<store::ItemRow>& items) {
  std::string open;
  for (const auto& item : items) open += (open.empty() ? "" : ", ") + work::print_id(item.kind, item.number) + " " + item.state;
  return open.empty() ? Message() : phrase("open: {}", open);
}

namespace {

std::vector<Message> customers_own(desk::Session& session, const registry::Record& customer) {
  std::vector<Message> lines;
  for (const auto& [type, title] : {std::pair<const char*, Message>{"contract", phrase("contracts")}, {"site", phrase("sites")}, {"person", phrase("people")}, {"asset", phrase("assets")}, {"depot", phrase("depots")}}) {
    lines.push_back(related_line(title, session.store.records_of_customer(type, customer.id)));
  }
  lines.push_back(open_line(session.store.live_items_of_customer(customer.id)));
  return lines;
}

}  // namespace

Noun record_noun(const std::string& type_name) {
  const RecordType& type = *registry::find_type(type_name);
  const RecordPage more = type_name == "customer" ? customers_own : nullptr;
  return {std::string(type.noun), std::string(type.help), [type_name, more] { return record_verbs(type_name, more); }, {example_of(type)}};
}

}  // namespace svc::cmd
