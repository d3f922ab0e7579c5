// SPDX-License-Identifier: MIT
#include "summary.h"

#include <algorithm>
#include <set>

#include "cli11.h"
#include "context.h"
#include "coverage.h"
#include "desk/penalties.h"
#include "desk/registry.h"
#include "figures.h"
#include "new_file.h"
#include "render/item.h"
#include "render/sections.h"
#include "report/survey.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

using render::cell;
using render::cell_or_null;
using render::Format;
using render::Section;
using std::chrono::days;

struct SummaryOptions {
  std::string length, of, keeper, page;
};

// The week, month, quarter or year that a date lies in.
std::pair<std::string, Stretch> stretch_of(const std::string& length, Date date) {
  if (length == "week") {
    const Date monday = date - days{weekday_of(date)};
    return {print(monday) + " to " + print(monday + days{6}), {monday, monday + days{7}}};
  }
  sla::Duty duty;
  for (const auto& [grid, months] : sla::grids()) {
    if (grid == length) duty.months = months;
  }
  const sla::Period period = sla::periods(duty, date, date, date + days{1}).front();
  return {period.name, {period.from, period.to}};
}

class Summary {
 public:
  Summary(desk::Session& session, const SummaryOptions& options, const Stretch& stretch)
      : session_(session), o_(options), stretch_(stretch), from_(desk::start_of(session, stretch.from)), to_(desk::start_of(session, stretch.to)), zone_(session.zone()) {}

  std::vector<Section> sections() {
    each_verdict(session_, {}, stretch_, [&](const report::Verdict& verdict) {
      by_target_[verdict.target].add(verdict);
      if (!verdict.engineer.empty()) by_engineer_[verdict.engineer].add(verdict);
      if (!verdict.met) misses_.push_back(verdict);
    });
    std::vector<Section> all{work(), promises(), misses(), time(), people()};
    if (o_.length == "week") {
      all.push_back(questions());
    } else {
      all.push_back(major_requests());
      all.push_back(causes());
    }
    if (o_.length == "quarter" || o_.length == "year") {
      all.push_back(duties());
      if (!session_.store.hidden().contains("price")) all.push_back(penalties());
    }
    return all;
  }

 private:
  // Events by which work began again, in the stretch.
  std::int64_t reissued(const std::string& kind) {
    const work::Lifecycle& lifecycle = work::lifecycle_of(kind);
    std::set<std::string> verbs, names;
    for (const work::Step& step : lifecycle.steps) {
      if (step.effect != work::Effect::reissue) continue;
      verbs.emplace(step.verb);
      names.emplace(step.event);
    }
    std::set<std::pair<std::int64_t, int>> found;
    for (const auto& verb : verbs) {
      for (const store::ItemRow& row : session_.store.items_with_step(kind, verb, from_, to_)) {
        for (const work::Event& event : desk::picture_of(session_, row, session_.store.events(row.id)).history.events) {
          if (names.contains(event.name) && event.at >= from_ && event.at < to_) found.emplace(row.id, event.seq);
        }
      }
    }
    return std::ssize(found);
  }

  Section work() {
    Section section{"work", "Work", {}};
    section.listing.columns = {{"kind", "KIND"}, {"opened", "OPENED", true}, {"ended", "ENDED", true}, {"reissued", "BEGUN AGAIN", true}, {"live", "LIVE NOW", true}};
    for (const auto& each : session_.store.count_work(from_, to_)) {
      section.listing.rows.push_back({cell(each.kind), cell(each.opened), cell(each.ended), cell(reissued(each.kind)), cell(each.live)});
    }
    return section;
  }

  Section promises() {
    Section section{"promises", "Promises", {}};
    section.listing = compliance_listing(by_target_, "target");
    for (const auto& [name, group] : by_target_) section.percents.push_back({name, *group.percent(), report::print_figure(group.percent(), 1) + " %"});
    return section;
  }

  Section misses() { return {"missed", "Broken promises", misses_listing(session_, misses_)}; }

  Section time() { return {"time", "Whose time it took", time_listing(session_, {}, stretch_, "kind")}; }

  // What each did, and what became of the promises that were theirs.
  Section people() {
    Section section{"people", "People", {}};
    section.listing.columns = {{"person", "PERSON"}, {"events", "EVENTS", true}, {"items", "ITEMS", true}, {"met", "MET", true}, {"missed", "MISSED", true}};
    std::map<std::string, store::Store::Doing> done;
    for (const auto& each : session_.store.count_doings(from_, to_)) {
      if (each.by != "svc") done[each.by] = each;
    }
    for (const auto& [name, group] : by_engineer_) done.try_emplace(name, store::Store::Doing{name, 0, 0});
    for (const auto& [name, doing] : done) {
      const auto group = by_engineer_.find(name);
      section.listing.rows.push_back({cell(name), cell(doing.events), cell(doing.items), cell(group == by_engineer_.end() ? 0 : group->second.met), cell(group == by_engineer_.end() ? 0 : group->second.missed)});
    }
    return section;
  }

  // What was asked, and whether it was answered.
  Section questions() {
    Section section{"tickets", "Questions and records", {}};
    section.listing.columns = {{"id", "ID"}, {"type", "TYPE"}, {"state", "STATE"}, {"customer", "CUSTOMER"}, {"engineer", "ENGINEER"}, {"opened_at", "OPENED"}, {"title", "TITLE"}};
    for (const store::ItemRow& row : session_.store.items_opened("ticket", from_, to_)) {
      section.listing.rows.push_back({cell(work::print_id(row.kind, row.number)), cell_or_null(row.type), cell(row.state), cell_or_null(row.customer), cell_or_null(row.assignee),
                                      {render::Value(rfc3339(row.opened_at, zone_)), short_time(row.opened_at, zone_)}, cell(session_.store.title(row.id))});
    }
    return section;
  }

  // D 1.1.5(3): each with its approvals and what came of it.
  Section major_requests() {
    Section section{"major", "Major requests", {}};
    section.listing.columns = {{"id", "ID"}, {"state", "STATE"}, {"technical", "TECHNICAL"}, {"business", "BUSINESS"}, {"declined", "DECLINED"}, {"result", "RESULT"}, {"keeper", "FILED BY"}, {"title", "TITLE"}};
    for (const store::ItemRow& row : session_.store.items_opened("ticket", from_, to_)) {
      if (row.type != "major") continue;
      const desk::Picture picture = desk::picture_of(session_, row, session_.store.events(row.id));
      const auto said = [&](const char* name, const char* field) {
        std::string value;
        for (const work::Event& event : picture.history.events) {
          if (event.name == name) value = event.fields.has(field) ? event.fields.get(field) : event.texts.get(field);
        }
        return cell_or_null(value);
      };
      section.listing.rows.push_back({cell(picture.id), cell(row.state), said("technically-approved", "approved-by"), said("business-approved", "approved-by"), said("declined", "declined-by"),
                                      said("carried-out", "result"), said("record-filed", "keeper"), cell(picture.title)});
    }
    return section;
  }

  Section causes() {
    Section section{"causes", "Causes", {}};
    section.listing.columns = {{"type", "TYPE"}, {"cause", "CAUSE"}, {"tickets", "TICKETS", true}};
    std::map<std::pair<std::string, std::string>, std::int64_t> counts;
    for (const store::ItemRow& row : session_.store.items_opened("ticket", from_, to_)) {
      ++counts[{row.type, desk::picture_of(session_, row, session_.store.events(row.id)).history.item.attributes.get("cause")}];
    }
    for (const auto& [key, count] : counts) section.listing.rows.push_back({cell_or_null(key.first), cell_or_null(key.second), cell(count)});
    return section;
  }

  Section duties() {
    Section section{"duties", "Duties", {}};
    const desk::DutyFilter filter{.kind = {}, .profile = {}, .duty = {}, .customer = {}, .period = {}, .ends_in = sla::Period{stretch_.from, stretch_.to, {}}};
    section.listing = coverage_listing(session_, desk::owed(session_, filter));
    return section;
  }

  Section penalties() {
    Section section{"penalties", "Penalties", {}};
    section.listing.columns = {{"contract", "CONTRACT"}, {"customer", "CUSTOMER"}, {"misses", "MISSES", true}, {"total", "TOTAL", true}};
    for (const registry::Record& contract : session_.store.records("contract")) {
      if (!contract.fields.has("price")) continue;
      const desk::Bill bill = desk::bill_of(session_, contract, stretch_.from, stretch_.to - days{1});
      if (bill.charges.empty()) continue;
      section.listing.rows.push_back({cell(contract.id), cell(contract.fields.get("customer")), cell(std::ssize(bill.charges)), cell(registry::print(bill.total))});
    }
    return section;
  }

  desk::Session& session_;
  const SummaryOptions& o_;
  const Stretch stretch_;
  const Instant from_, to_;
  const Zone zone_;
  std::map<std::string, report::Compliance> by_target_, by_engineer_;
  std::vector<report::Verdict> misses_;
};

void run_summary(Context& ctx, const SummaryOptions& o) {
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl});
  std::optional<NewFile> file;
  ctx.read([&](desk::Session& session) {
    const Date today = date_part(session.zone().local(session.now));
    const Date of = o.of.empty() ? stretch_of(o.length, today).second.from - days{1} : parse_date(o.of);
    const auto [name, stretch] = stretch_of(o.length, of);
    render::Sections sections;
    sections.title = (session.directory.organization.empty() ? "" : session.directory.organization + ": ") + name;
    sections.facts = {{"from", print(stretch.from)}, {"to", print(stretch.to - days{1})}, {"as_of", rfc3339(session.now, session.zone())}};  // translated
    if (!o.keeper.empty()) sections.facts.emplace_back("keeper", o.keeper);  // translated
    sections.all = Summary(session, o, stretch).sections();
    if (o.page.empty()) {
      ctx.print(render::print(sections, format, ctx.colour(), ctx.env.translate));
    } else {
      file.emplace(o.page, render::html(sections, ctx.env.translate));
    }
  });
  if (file) file->keep();
}

}  // namespace

Run declare_summary(CLI::App& app, const std::string& length) {
  auto o = std::make_shared<SummaryOptions>();
  o->length = length;
  app.add_option("--of", o->of, "The " + length + " that this date lies in; the last whole one, if it is not said")->type_name("DATE");
  app.add_option("--keeper", o->keeper, "Who files it")->type_name("NAME");
  app.add_option("--html", o->page, "Write a page to this file")->type_name("FILE");
  return [o](Context& ctx) { run_summary(ctx, *o); };
}

}  // namespace svc::cmd
