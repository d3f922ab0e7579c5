// SPDX-License-Identifier: MIT
// svc inspect: visits that come round, from the plan to the filed report.
#include <algorithm>

#include "cli11.h"
#include "command.h"
#include "context.h"
#include "coverage.h"
#include "desk/inspections.h"
#include "desk/planner.h"
#include "desk/registry.h"
#include "error.h"
#include "render/icalendar.h"
#include "render/item.h"
#include "text.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

using render::cell;
using render::cell_or_null;
using render::Format;

// --- plan ---

struct PlanOptions {
  desk::PlanRequest request;
  bool exit_code = false;
};

render::Listing listing_of(const std::vector<desk::Visit>& visits, const Zone& zone) {
  render::Listing listing;
  listing.columns = {{"on", "ON"}, {"engineer", "ENGINEER"}, {"region", "REGION"}, {"customer", "CUSTOMER"}, {"subject", "SUBJECT"}, {"item", "ITEM"},
                     {"profile", ""}, {"duty", "DUTY"}, {"period", "PERIOD"}, {"due_at", "DUE"}, {"before", ""}, {"note", "NOTE"}};
  for (const desk::Visit& visit : visits) {
    const Message note = visit.before ? phrase("planned before") : visit.why_not;
    listing.rows.push_back({visit.on ? render::Cell{rfc3339(*visit.on, zone), short_time(*visit.on, zone)} : render::Cell{}, cell_or_null(visit.engineer), cell_or_null(visit.owed.region),
                            cell_or_null(visit.owed.customer), cell(visit.owed.subject), cell_or_null(visit.item), cell(visit.owed.profile), cell(visit.owed.duty->id), cell(visit.owed.period.name),
                            {render::Value(rfc3339(visit.owed.due, zone)), short_due(visit.owed.due, zone)}, {render::Value(visit.before), visit.before ? phrase("yes") : phrase("no")},
                            {note.empty() ? render::Value() : render::Value(note.english()), note, !visit.why_not.empty()}});
  }
  return listing;
}

void run_plan(Context& ctx, const PlanOptions& o) {
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl, Format::csv, Format::tsv});
  std::int64_t fresh = 0, before = 0, misfits = 0;
  ctx.write([&](desk::Session& session) {
    const auto visits = desk::plan_quarter(session, o.request);
    for (const auto& visit : visits) ++(visit.before ? before : visit.on ? fresh : misfits);
    return ctx.shown(listing_of(visits, session.zone()), format);
  });
  ctx.talk(misfits == 1 ? phrase("{} planned, {} planned before, 1 does not fit", counted(fresh, "visit"), before) : phrase("{} planned, {} planned before, {} do not fit", counted(fresh, "visit"), before, misfits));
  if (o.exit_code && misfits > 0) ctx.status = 1;
}

// `plan`, with --quarter in place of the items.
Verb plan_verb(Verb plain) {
  auto declare = plain.declare;
  plain.declare = [declare](CLI::App& app) {
    const Run plan_one = declare(app);
    auto o = std::make_shared<PlanOptions>();
    auto* quarter = app.add_option("--quarter", o->request.quarter, "All that is owed in this quarter, such as 2026Q1, over engineers and working days")->type_name("QUARTER");
    const auto with_quarter = [&](CLI::Option* option) { option->needs(quarter); };
    with_quarter(app.add_option("--duty", o->request.duty, "Only of this duty")->type_name("DUTY"));
    with_quarter(app.add_option("--profile", o->request.profile, "Only under this profile")->type_name("PROFILE"));
    with_quarter(app.add_option("--customer", o->request.customer, "Only this customer's")->type_name("CUSTOMER"));
    with_quarter(app.add_flag("--exit-code", o->exit_code, "End with 1 if something does not fit"));
    CLI::Option* ids = app.get_option("ids");
    CLI::Option* engineer = app.get_option("--engineer");
    for (CLI::Option* option : {ids, app.get_option("--on"), engineer}) option->required(false);
    for (const char* name : {"--on", "--with", "--items", "--by", "--at", "--note", "--reason", "--waive"}) app.get_option(name)->excludes(quarter);
    return [=](Context& ctx) {
      if (quarter->count() > 0 && ids->count() > 0) throw Error{ErrorKind::usage, phrase("items and --quarter are both given"), phrase("plan one by one, or what is owed in the quarter")};
      if (quarter->count() == 0) {
        if (ids->count() == 0) throw Error{ErrorKind::usage, phrase("what is to be planned is missing"), phrase("write an item, such as I-1, or --quarter 2026Q1")};
        return plan_one(ctx);
      }
      if (engineer->count() > 0) o->request.engineers = {engineer->as<std::string>()};
      o->request.typed_by = ctx.typed_by();
      run_plan(ctx, *o);
    };
  };
  plain.examples.emplace_back("svc inspect plan --quarter 2026Q1 --dry-run");
  return plain;
}

// --- sheet ---

void run_sheet(Context& ctx, const std::string& id) {
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl, Format::csv, Format::tsv});
  ctx.read([&](desk::Session& session) {
    const desk::Picture picture = desk::look(session, id, "inspection");
    render::Listing listing;
    listing.columns = {{"group", "GROUP"}, {"item", "CHECK"}, {"title", "TITLE"}, {"unit", ""}, {"sensor", ""}, {"limits", "RIGHT"}, {"result", "RESULT"}, {"reading", "READING"}, {"finding", "FINDING"}};
    for (const desk::SheetLine& line : desk::sheet_of(picture)) {
      const auto range = [&](const auto& each) { return each ? render::said(work::print(*each, line.item.unit)) : render::Cell(); };
      const std::string result = line.result();
      listing.rows.push_back({cell_or_null(line.item.group), cell(line.item.id), cell_or_null(line.item.title), cell_or_null(line.item.unit), range(line.item.sensor), range(line.item.limits),
                              {result.empty() ? render::Value() : render::Value(result), result, result == "fail"}, cell_or_null(line.checked == nullptr ? "" : line.checked->fields.get("reading")),
                              cell_or_null(line.finding == nullptr ? "" : line.finding->texts.get("finding"))});
    }
    ctx.print(ctx.shown(listing, format));
    const auto faults = desk::past_faults(session, picture);
    if (format != Format::table || faults.empty()) return;
    ctx.print("\n");
    ctx.answer(phrase("past faults of {}:", picture.row.asset));
    render::Listing past;
    past.columns = {{"id", "ID"}, {"opened_at", "OPENED"}, {"state", "STATE"}, {"severity", "SEVERITY"}, {"title", "TITLE"}};
    for (const auto& row : faults) {
      past.rows.push_back({cell(work::print_id(row.kind, row.number)), cell(short_time(row.opened_at, session.zone())), cell(row.state), cell_or_null(row.severity), cell(session.store.title(row.id))});
    }
    ctx.print(ctx.shown(past, format));
  });
}

Run declare_sheet(CLI::App& app) {
  auto id = std::make_shared<std::string>();
  app.add_option("id", *id, "The inspection")->required()->type_name("ID");
  return [id](Context& ctx) { run_sheet(ctx, *id); };
}

// --- calendar ---

struct CalendarOptions {
  bool ics = false;
  std::string engineer, customer;
};

// A visit that was planned, or the last day of one that was not.
struct Entry {
  store::ItemRow row;
  std::optional<desk::Appointment> appointment;
  std::string title;

  std::string id() const { return work::print_id(row.kind, row.number); }
};

std::vector<Entry> entries_of(desk::Session& session, const CalendarOptions& o) {
  std::vector<Entry> entries;
  store::ItemFilter filter;
  filter.kind = "inspection";
  filter.customer = o.customer;
  for (store::ItemRow& row : session.store.list(filter)) {
    Entry entry{.row = row, .appointment = desk::appointment_of(session, row), .title = session.store.title(row.id)};
    if (row.done_at || (!entry.appointment && (!row.duty_due || !o.engineer.empty()))) continue;
    if (entry.appointment && !o.engineer.empty() && entry.appointment->engineer != o.engineer) continue;
    entries.push_back(std::move(entry));
  }
  const auto at = [](const Entry& entry) { return entry.appointment ? entry.appointment->on : *entry.row.duty_due; };
  std::stable_sort(entries.begin(), entries.end(), [&](const Entry& a, const Entry& b) { return at(a) < at(b); });
  return entries;
}

// Where one must go: the site of the equipment, else the region.
std::string place_of(desk::Session& session, const store::ItemRow& row) {
  const auto asset = session.store.find_record("asset", row.asset);
  const auto site = asset && asset->fields.has("site") ? session.store.find_record("site", asset->fields.get("site")) : std::nullopt;
  if (site) return site->fields.get("name") + (site->fields.has("address") ? ", " + site->fields.get("address") : "");
  return session.store.events(row.id).front().fields.get("region");
}

std::string calendar_file(desk::Session& session, const CalendarOptions& o) {
  const Zone zone = session.zone();
  std::vector<render::CalendarEvent> events;
  for (const Entry& entry : entries_of(session, o)) {
    render::CalendarEvent event;
    const auto logged = session.store.events(entry.row.id);
    event.uid = entry.id() + "-" + std::to_string(entry.row.opened_at.time_since_epoch().count()) + "@svc";
    event.stamp = logged.back().recorded_at;
    event.sequence = static_cast<int>(std::count_if(logged.begin(), logged.end(), [](const work::Event& each) { return each.step == "plan"; }));
    event.summary = entry.id() + " " + entry.title + (entry.row.asset.empty() ? "" : " " + entry.row.asset) + (entry.appointment ? "" : ": last day");
    if (entry.row.duty_due) event.description = "due " + short_due(*entry.row.duty_due, zone) + (entry.appointment ? ", engineer " + entry.appointment->engineer : "");
    event.location = place_of(session, entry.row);
    event.certain = entry.appointment && entry.appointment->agreed;
    if (entry.appointment) {
      event.at = entry.appointment->on;
    } else {
      event.at = date_part(zone.local(*entry.row.duty_due - Seconds{1}));
    }
    events.push_back(std::move(event));
  }
  return render::icalendar(events, session.directory.organization);
}

render::Listing calendar_listing(desk::Session& session, const CalendarOptions& o) {
  const Zone zone = session.zone();
  render::Listing listing;
  listing.columns = {{"on", "ON"}, {"agreed", "AGREED"}, {"engineer", "ENGINEER"}, {"customer", "CUSTOMER"}, {"asset", "ASSET"}, {"place", "PLACE"}, {"id", "ID"}, {"due_at", "DUE"}, {"title", "TITLE"}};
  for (const Entry& entry : entries_of(session, o)) {
    const auto time = [&](const std::optional<Instant>& at) { return at ? render::Cell{rfc3339(*at, zone), short_due(*at, zone)} : render::Cell{}; };
    const bool agreed = entry.appointment && entry.appointment->agreed;
    listing.rows.push_back({entry.appointment ? render::Cell{rfc3339(entry.appointment->on, zone), short_time(entry.appointment->on, zone)} : render::Cell{}, {render::Value(agreed), agreed ? phrase("yes") : phrase("no")},
                            cell_or_null(entry.appointment ? entry.appointment->engineer : ""), cell_or_null(entry.row.customer), cell_or_null(entry.row.asset), cell_or_null(place_of(session, entry.row)),
                            cell(entry.id()), time(entry.row.duty_due), cell(entry.title)});
  }
  return listing;
}

Run declare_calendar(CLI::App& app) {
  auto o = std::make_shared<CalendarOptions>();
  app.add_flag("--ics", o->ics, "As an iCalendar file, which a phone can subscribe to");
  app.add_option("--engineer", o->engineer, "Only this engineer's visits")->type_name("CONTACT");
  app.add_option("--customer", o->customer, "Only this customer's")->type_name("CUSTOMER");
  return [o](Context& ctx) {
    const Format format = ctx.format({Format::table, Format::json, Format::jsonl, Format::csv, Format::tsv});
    ctx.read([&](desk::Session& session) {
      if (!o->customer.empty()) desk::require_record(session, "customer", o->customer, false);
      ctx.print(o->ics ? calendar_file(session, *o) : ctx.shown(calendar_listing(session, *o), format));
    });
  };
}

}  // namespace

Noun inspect_noun() {
  const auto verbs = [] {
    std::vector<Verb> all = verbs_of("inspection", "inspections");
    for (Verb& verb : all) {
      if (verb.name == "plan") verb = plan_verb(std::move(verb));
    }
    all.push_back({"due", "what is owed this period, and what of it is done", [](CLI::App& app) { return declare_coverage(app, "inspection"); },
                   {"svc inspect due", "svc inspect due --period 2026Q1 --missing"}});
    all.push_back({"sheet", "its checklist with what was found, and the past faults of the machine", declare_sheet, {"svc inspect sheet I-1"}});
    all.push_back({"calendar", "the visits that are planned, and the last days of those that are not", declare_calendar,
                   {"svc inspect calendar --engineer liu", "svc inspect calendar --ics > visits.ics"}});
    return all;
  };
  return {"inspect", "inspections and visits that come round, from the plan to the filed report", verbs,
          {"svc inspect due", "svc inspect plan --quarter 2026Q1", "svc inspect sign I-1 --signed-by 'Ms Zhao'"}};
}

}  // namespace svc::cmd
