// SPDX-License-Identifier: MIT
// One verb for each step of a lifecycle, made from its table: `svc ticket contact T-1 --no-answer`.
#include <algorithm>

#include "attachment.h"
#include "cli11.h"
#include "command.h"
#include "command_line.h"
#include "context.h"
#include "desk/record.h"
#include "error.h"
#include "input.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

using work::FieldKind;

struct StepOptions {
  std::vector<std::string> ids;
  std::string id;  // of steps with more to name after it
  std::string by, at, note, reason;
  std::vector<std::string> waive;
  std::map<std::string, std::string> values;  // by field
  std::map<std::string, bool> flags;
  std::string profile;
};

struct StepCommand {
  std::string kind;
  std::string verb;
  std::vector<const work::Step*> rows;  // the plain one first
  StepOptions options;

  bool opens() const { return rows.front()->effect == work::Effect::open; }

  // The field of this name in any row of the verb.
  bool has_field(std::string_view name) const {
    return std::any_of(rows.begin(), rows.end(), [&](const work::Step* row) {
      return std::any_of(row->fields.begin(), row->fields.end(), [&](const work::FieldRule& rule) { return rule.name == name; });
    });
  }

  const work::Step& selected() const {
    for (const work::Step* row : rows) {
      const auto flag = options.flags.find(std::string(row->flag));
      if (!row->flag.empty() && flag != options.flags.end() && flag->second) return *row;
    }
    return *rows.front();
  }
};

void declare_fields(CLI::App& app, StepCommand& command) {
  for (const work::Step* row : command.rows) {
    for (const work::FieldRule& rule : row->fields) {
      const std::string name(rule.name), help = work::help_of(rule);
      const bool positional = rule.kind == FieldKind::target || rule.kind == FieldKind::event;
      if (find_option(app, positional ? name : "--" + name) != nullptr) continue;
      if (rule.kind == FieldKind::flag) {
        app.add_flag("--" + name, command.options.flags[name], help)->disable_flag_override();
        continue;
      }
      auto* option = app.add_option(positional ? name : "--" + name, command.options.values[name], help);
      option->type_name(std::string(work::placeholder(rule.kind)));
      // A row that a flag selects may need more; those are checked when the row is known.
      const bool always = std::all_of(command.rows.begin(), command.rows.end(), [&, wanted = rule.name](const work::Step* each) {
        return std::any_of(each->fields.begin(), each->fields.end(), [&](const auto& other) { return other.name == wanted && other.required; });
      });
      if (always) option->required();
    }
  }
}

void set_value(Context& ctx, const work::FieldRule& rule, const std::string& value, desk::Entry& entry) {
  const std::string name(rule.name);
  if (rule.kind == FieldKind::text) {
    entry.texts.set(name, value);
  } else if (rule.kind == FieldKind::file) {
    entry.attachment = read_attachment(value);
  } else if (rule.kind == FieldKind::time) {
    entry.fields.set(name, rfc3339_utc(parse_instant(value, ctx.zone())));
  } else {
    entry.fields.set(name, value);
  }
}

desk::Entry entry_of(Context& ctx, const StepCommand& command) {
  const StepOptions& o = command.options;
  const work::Step& row = command.selected();
  desk::Entry entry;
  entry.step = command.verb;
  entry.flag = row.flag;
  entry.typed_by = ctx.typed_by();
  entry.by = o.by;
  if (!o.at.empty()) entry.at = parse_instant(o.at, ctx.zone());
  entry.reason = o.reason;
  entry.waive = o.waive;
  if (!o.note.empty()) entry.texts.set("note", o.note);
  for (const work::FieldRule& rule : row.fields) {
    const std::string name(rule.name);
    if (rule.kind == FieldKind::flag) {
      const auto flag = o.flags.find(name);
      if (flag != o.flags.end() && flag->second) entry.fields.set(name, "yes");
      continue;
    }
    const auto value = o.values.find(name);
    if (value != o.values.end() && !value->second.empty()) set_value(ctx, rule, value->second, entry);
  }
  for (const auto& [name, value] : o.values) {
    const bool known = std::any_of(row.fields.begin(), row.fields.end(), [&, wanted = name](const auto& rule) { return rule.name == wanted; });
    if (!value.empty() && !known) {
      throw Error{ErrorKind::usage, row.flag.empty() ? phrase("--{} does not go with this step", name) : phrase("--{} does not go with --{}", name, std::string(row.flag)), {}};
    }
  }
  return entry;
}

void run_step(Context& ctx, const StepCommand& command) {
  const desk::Entry entry = entry_of(ctx, command);
  if (command.opens()) {
    ctx.write([&](desk::Session& session) {
      return desk::open_item(session, {.kind = command.kind, .profile = command.options.profile, .entry = entry}) + "\n";
    });
    return;
  }
  const auto& o = command.options;
  const std::vector<std::string> ids = o.id.empty() ? ids_of(ctx, o.ids) : std::vector<std::string>{o.id};
  ctx.write([&](desk::Session& session) {
    for (const auto& id : ids) desk::record_step(session, command.kind, id, entry);
    return std::string();
  });
}

Run declare(CLI::App& app, const StepCommand& prototype) {
  auto command = std::make_shared<StepCommand>(prototype);
  StepOptions& o = command->options;
  const bool one_item = command->has_field("target") || command->has_field("event");
  if (!command->opens()) {
    auto* ids = one_item ? app.add_option("id", o.id, "The item")
                         : app.add_option("ids", o.ids, "The items; - reads them from standard input");
    ids->required()->type_name("ID");
  }
  declare_fields(app, *command);
  if (command->opens()) app.add_option("--profile", o.profile, "The profile that it is opened under")->type_name("PROFILE");
  if (!command->has_field("by")) app.add_option("--by", o.by, "Who did it, if not who types")->type_name("CONTACT");
  app.add_option("--at", o.at, "When it happened, if not now")->type_name("TIME");
  if (!command->has_field("note")) app.add_option("--note", o.note, "What is worth knowing")->type_name("TEXT");
  if (!command->has_field("reason")) app.add_option("--reason", o.reason, "Why it is recorded late, or a gate is waived")->type_name("TEXT");
  app.add_option("--waive", o.waive, "Pass this gate all the same, with --reason")->type_name("GATE")->allow_extra_args(false);
  add_request_id(app);
  return [command](Context& ctx) { run_step(ctx, *command); };
}

// What an example says for a field that must be given, where the field alone does not tell it.
struct Sample {
  std::string_view kind, verb, field, value;  // "" of kind or verb: any
};
constexpr Sample samples[]{
    {"ticket", "", "title", "'Exchange down'"},
    {"inspection", "", "title", "'Exchange room'"},
    {"patch", "", "title", "'Billing fault'"},
    {"training", "", "title", "Operators"},
    {"training", "", "person", "P-1"},
    {"", "", "title", "'Board dead'"},
    {"", "", "note", "'reboot advised'"},
    {"inspection", "", "finding", "'fan loud'"},
    {"inspection", "", "cause", "dust"},
    {"inspection", "", "advice", "'clean the filter'"},
    {"inspection", "", "change", "'two links more'"},
    {"inspection", "", "item", "power --reading -53.5V"},
    {"patch", "", "machine", "lab-3"},
    {"patch", "test", "result", "'no fault in 48 h'"},
    {"patch", "verify", "result", "'bills are right'"},
    {"patch", "backup", "what", "'billing data'"},
    {"patch", "", "where", "vault-2"},
    {"patch", "", "checksum", "sha256:$(sha256sum < billing.tar | cut -c1-64)"},
    {"patch", "", "wave", "1"},
    {"patch", "", "from", "2026-02-25T02:00"},
    {"patch", "", "until", "2026-02-25T04:00"},
    {"", "", "transport", "car"},
};
// What an example changes, where nothing must be given.
constexpr Sample changes[]{
    {"", "verdict", "", "--cover free --reason goodwill"},
    {"patch", "document", "", "--plan DOC-3 --impact DOC-4"},
    {"patch", "change", "", "--version 5.2"},
    {"ticket", "", "", "--severity L2"},
    {"rma", "", "", "--origin own"},
    {"inspection", "", "", "--checklist site"},
    {"notice", "", "", "--duty notice"},
    {"training", "", "", "--on 2026-03-09T09:00"},
    {"survey", "", "", "--questionnaire quarter"},
    {"call", "", "", "--class urgent"},
};

bool fits(const Sample& sample, std::string_view kind, std::string_view verb, std::string_view field) {
  return (sample.kind.empty() || sample.kind == kind) && (sample.verb.empty() || sample.verb == verb) && sample.field == field;
}

std::string sample_of(std::string_view kind, std::string_view verb, const work::FieldRule& rule) {
  for (const Sample& sample : samples) {
    if (fits(sample, kind, verb, rule.name)) return std::string(sample.value);
  }
  switch (rule.kind) {
    case FieldKind::target: return "phone-response";
    case FieldKind::event: return "3";
    case FieldKind::time: return "2026-02-24T09:00";
    case FieldKind::text: return "'entered twice'";
    case FieldKind::contact: return "liu";
    case FieldKind::item: return "T-2";
    case FieldKind::record: return "C-7";
    case FieldKind::money: return "'1200.00 CNY'";
    case FieldKind::approver:
    case FieldKind::person: return "'Ms Zhao'";
    case FieldKind::word: return "customer";
    case FieldKind::file: return "scan.pdf";
    case FieldKind::team:
    case FieldKind::flag: break;
  }
  return {};
}

std::vector<std::string> examples_of(const std::string& kind, const work::Step& step) {
  std::string line = work::command_of(kind) + " " + std::string(step.verb) + (step.effect == work::Effect::open ? "" : " " + work::print_id(kind, 1));
  for (const auto& rule : step.fields) {
    if (!rule.required) continue;
    const bool positional = rule.kind == FieldKind::target || rule.kind == FieldKind::event;
    line += (positional ? " " : " --" + std::string(rule.name) + " ") + sample_of(kind, step.verb, rule);
  }
  if (step.effect == work::Effect::assign) line += " --to liu";
  const bool all_optional = std::none_of(step.fields.begin(), step.fields.end(), [](const auto& rule) { return rule.required; });
  if (step.effect != work::Effect::change || !all_optional) return {line};
  for (const Sample& change : changes) {
    if (fits(change, kind, step.verb, "")) return {line + " " + std::string(change.value)};
  }
  return {line};
}

}  // namespace

std::vector<Verb> lifecycle_verbs(const std::string& kind) {
  const work::Lifecycle& lifecycle = work::lifecycle_of(kind);
  std::vector<Verb> verbs;
  for (const work::Step& step : lifecycle.steps) {
    if (!step.flag.empty()) continue;
    StepCommand command{kind, std::string(step.verb), {}, {}};
    for (const work::Step& row : lifecycle.steps) {
      if (row.verb == step.verb) command.rows.push_back(&row);
    }
    verbs.push_back({command.verb, std::string(step.help), [command](CLI::App& app) { return declare(app, command); },
                     examples_of(kind, step)});
  }
  return verbs;
}

}  // namespace svc::cmd
