// SPDX-License-Identifier: MIT
// svc asset: equipment, what its warranty pays for, and its file.
#include <algorithm>

#include "cli11.h"
#include "desk/asset_file.h"
#include "desk/record.h"
#include "desk/registry.h"
#include "error.h"
#include "record_verbs.h"
#include "render/item.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

using render::cell;
using render::cell_or_null;
using render::Format;

// The rules that an asset comes under: its contract's profile, else the default.
const registry::Terms& terms_of(desk::Session& session, const registry::Record& asset, const std::string& profile) {
  std::string name = profile;
  if (name.empty() && asset.fields.has("contract")) name = desk::require_record(session, "contract", asset.fields.get("contract"), false).fields.get("profile");
  if (name.empty()) name = desk::default_profile(session.config);
  const escalation::Rules* rules = session.config.profile(name);
  if (rules == nullptr) throw Error{ErrorKind::not_found, phrase("no profile '{}'", name), hint_for(name, session.config.profile_names())};
  return rules->terms;
}

struct WarrantyOptions {
  std::string id, on, cause, profile;
};

Message in_words(const registry::Verdict& verdict) {
  const Message cover = registry::in_words(verdict.cover);
  const Message whole = verdict.cover == registry::Cover::free && verdict.until ? phrase("{} until {}", cover, print(*verdict.until)) : cover;
  return verdict.clause.empty() ? whole : phrase("{} ({})", whole, Message::again(printable(verdict.clause)));
}

void run_warranty(Context& ctx, const WarrantyOptions& o) {
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl});
  ctx.read([&](desk::Session& session) {
    const registry::Record asset = desk::require_record(session, "asset", o.id, false);
    const Date on = o.on.empty() ? date_part(session.zone().local(session.now)) : parse_date(o.on);
    const registry::Verdict verdict = desk::verdict_on(session, terms_of(session, asset, o.profile), asset, asset.fields.get("contract"), on, o.cause);
    if (format == Format::table) {
      ctx.answer(phrase("{}: {}", in_words(verdict), verdict.why));
      if (verdict.upgrades_for_life) ctx.answer(phrase("upgrades free for life"));
      if (verdict.upgrades_until) ctx.answer(phrase("upgrades free until {}", print(*verdict.upgrades_until)));
      return;
    }
    render::Listing listing;
    listing.columns = {{"asset", ""}, {"on", ""}, {"cause", ""}, {"cover", ""}, {"until", ""}, {"clause", ""}, {"why", ""}, {"upgrades_until", ""}};
    const auto date = [](const std::optional<Date>& at) { return cell_or_null(at ? print(*at) : ""); };
    listing.rows.push_back({cell(asset.id), cell(print(on)), cell_or_null(o.cause), cell(std::string(registry::name_of(verdict.cover))), date(verdict.until),
                            cell_or_null(verdict.clause), cell(verdict.why.english()), verdict.upgrades_for_life ? cell("life") : date(verdict.upgrades_until)});
    ctx.print(render::print(listing, Format::jsonl));
  });
}

Run declare_warranty(CLI::App& app) {
  auto o = std::make_shared<WarrantyOptions>();
  app.add_option("id", o->id, "The equipment")->required()->type_name("ID");
  app.add_option("--on", o->on, "On which date, if not today")->type_name("DATE");
  app.add_option("--cause", o->cause, "What the fault came from")->type_name("CAUSE");
  app.add_option("--profile", o->profile, "By the terms of this profile, if not the contract's")->type_name("PROFILE");
  return [o](Context& ctx) { run_warranty(ctx, *o); };
}

struct NoteOptions {
  std::string id, what, note, by, at;
};

Run declare_note(CLI::App& app) {
  auto o = std::make_shared<NoteOptions>();
  app.add_option("id", o->id, "The equipment")->required()->type_name("ID");
  app.add_option("--what", o->what, "configuration, training, upgrade or other")->required()->type_name("WORD");
  app.add_option("--note", o->note, "What happened")->required()->type_name("TEXT");
  app.add_option("--by", o->by, "Who did it, if not who types")->type_name("CONTACT");
  app.add_option("--at", o->at, "When it happened, if not now")->type_name("TIME");
  add_request_id(app);
  return [o](Context& ctx) {
    const std::vector<std::string> kinds{"configuration", "training", "upgrade", "other"};
    if (std::find(kinds.begin(), kinds.end(), o->what) == kinds.end()) throw Error{ErrorKind::usage, phrase("no kind of entry '{}'", o->what), hint_for(o->what, kinds)};
    desk::RecordEntry entry{.id = o->id, .by = o->by, .typed_by = ctx.typed_by(), .at = std::nullopt, .reason = {}, .values = {}, .cleared = {}};
    if (!o->at.empty()) entry.at = parse_instant(o->at, ctx.zone());
    ctx.write([&](desk::Session& session) {
      desk::note_record(session, *registry::find_type("asset"), entry, o->what, o->note);
      return std::string();
    });
  };
}

void print_file(Context& ctx, const std::string& id) {
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl, Format::csv, Format::tsv});
  ctx.read([&](desk::Session& session) {
    const registry::Record asset = desk::require_record(session, "asset", id, false);
    const Zone zone = session.zone();
    render::Listing listing;
    listing.columns = {{"at", "AT"}, {"of", "OF"}, {"event", "EVENT"}, {"by", "BY"}, {"with", "WITH"}, {"title", ""}, {"seq", ""}};
    for (const auto& entry : desk::file_of(session, asset)) {
      const bool opens = entry.event.seq == 1 && !entry.title.empty();
      std::string said = render::said_with(entry.event, zone);
      if (opens) said = entry.title + (said.empty() ? "" : ", " + said);
      listing.rows.push_back({{render::Value(rfc3339(entry.event.at, zone)), short_time(entry.event.at, zone)}, cell(entry.of), cell(entry.event.name), cell(entry.event.by), cell(said),
                              cell_or_null(entry.title), cell(std::int64_t{entry.event.seq})});
    }
    ctx.print(ctx.shown(listing, format));
  });
}

std::vector<Message> open_on(desk::Session& session, const registry::Record& asset) {
  const registry::Verdict verdict = desk::verdict_on(session, terms_of(session, asset, ""), asset, asset.fields.get("contract"), date_part(session.zone().local(session.now)), "");
  return {phrase("warranty: {}", in_words(verdict)), open_line(session.store.items_of_asset(asset.id, true))};
}

// `show`, with --file in place of the attributes.
Verb show_verb(Verb plain) {
  auto declare = plain.declare;
  plain.declare = [declare](CLI::App& app) {
    const Run show = declare(app);
    auto file = std::make_shared<bool>(false);
    app.add_flag("--file", *file, "Everything that has happened to it");
    CLI::App* self = &app;
    return [show, file, self](Context& ctx) {
      if (!*file) return show(ctx);
      const auto ids = self->get_option("ids")->as<std::vector<std::string>>();
      if (ids.size() != 1 || ids.front() == "-") throw Error{ErrorKind::usage, phrase("--file is about one asset"), {}};
      print_file(ctx, ids.front());
    };
  };
  plain.examples.push_back("svc asset show A-1 --file");
  return plain;
}

}  // namespace

Noun asset_noun() {
  const auto verbs = [] {
    std::vector<Verb> all = record_verbs("asset", open_on);
    for (Verb& verb : all) {
      if (verb.name == "show") verb = show_verb(std::move(verb));
    }
    all.push_back({"warranty", "who pays for it, until when, and by which clause", declare_warranty, {"svc asset warranty A-1 --on 2026-12-31 --cause lightning"}});
    all.push_back({"note", "an entry for its file: a training, a changed configuration", declare_note, {"svc asset note A-1 --what configuration --note 'two links more'"}});
    return all;
  };
  const registry::RecordType& type = *registry::find_type("asset");
  return {"asset", std::string(type.help), verbs, {example_of(type), "svc asset warranty A-1", "svc asset show A-1 --file"}};
}

}  // namespace svc::cmd
