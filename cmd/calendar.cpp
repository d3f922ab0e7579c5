// SPDX-License-Identifier: MIT
// svc calendar: when a deadline falls, and why.
#include <regex>
#include <set>

#include "cli11.h"
#include "command.h"
#include "config/canonical.h"
#include "config_files.h"
#include "context.h"
#include "desk/holidays.h"
#include "error.h"
#include "import_file.h"
#include "render/item.h"
#include "render/month.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

using calendar::WorkingCalendar;
using render::cell;
using render::Format;

WorkingCalendar calendar_named(Context& ctx, const std::string& name) {
  const config::Configuration& config = ctx.config();
  const calendar::Spec* spec = config.calendar(name);
  if (spec == nullptr) throw Error{ErrorKind::not_found, phrase("no calendar '{}'", name), hint_for(name, config.calendar_names())};
  return WorkingCalendar(*spec);
}

// Answers queries that come one a line, in the order in which they come. A wrong line stops the work; what was
// answered before is printed, and the message names the line.
template <typename Answer>
void answer_lines(Context& ctx, Answer answer) {
  std::string line;
  std::int64_t number = 0;
  while (std::getline(*ctx.env.in, line)) {
    ++number;
    try {
      ctx.print(answer(line));
    } catch (const Error& e) {
      throw Error{e.kind, "standard input, line " + std::to_string(number) + ": " + e.message, e.hint};
    }
    if (number % 65'536 == 0) ctx.flush();
  }
}

// --- due ---

struct DueOptions {
  std::string calendar, start, limit;
  bool same_time = false, roll = false;
};

void print_due(Context& ctx, const WorkingCalendar& calendar, Instant start, Instant due) {
  const bool beyond = calendar.beyond_coverage(start, due);
  if (ctx.format({Format::table, Format::json}) == Format::table) {
    ctx.print(rfc3339(due, calendar.zone()) + "\n");
    if (beyond) ctx.talk(phrase("svc: the holidays of calendar '{}' are known to {} only", calendar.spec().name, print(calendar.spec().covers->to)));
    return;
  }
  ctx.print("{\"calendar\":" + render::json_string(calendar.spec().name) + ",\"started_at\":" + render::json_string(rfc3339(start, calendar.zone())) +
            ",\"due_at\":" + render::json_string(rfc3339(due, calendar.zone())) + ",\"beyond_coverage\":" + (beyond ? "true" : "false") + "}\n");
}

void run_due(Context& ctx, const DueOptions& options) {
  const WorkingCalendar calendar = calendar_named(ctx, options.calendar);
  const Span limit = parse_span(options.limit);
  const calendar::DayEnd end{.same_time = options.same_time, .roll = options.roll};
  if (options.start == "-") {
    return answer_lines(ctx, [&](const std::string& line) {
      return rfc3339(calendar.due(parse_instant(line, calendar.zone()), limit, end), calendar.zone()) + "\n";
    });
  }
  const Instant start = options.start == "now" ? ctx.now() : parse_instant(options.start, calendar.zone());
  print_due(ctx, calendar, start, calendar.due(start, limit, end));
}

Run declare_due(CLI::App& app) {
  auto o = std::make_shared<DueOptions>();
  app.add_option("calendar", o->calendar, "The calendar")->required()->type_name("CAL");
  app.add_option("start", o->start, "When it starts; now; - reads one a line from standard input")->required()->type_name("START");
  app.add_option("limit", o->limit, "How long: 30m 8h 1h30m (working time) 20wd 15d 2w 1mo 1y")->required()->type_name("LIMIT");
  app.add_flag("--same-time", o->same_time, "A limit in days ends at the time of day of the start");
  app.add_flag("--roll", o->roll, "A limit in days that ends on a free day moves to the next working day");
  return [o](Context& ctx) { run_due(ctx, *o); };
}

// --- between ---

struct BetweenOptions {
  std::string calendar, from, to;
};

void run_between(Context& ctx, const BetweenOptions& options) {
  const WorkingCalendar calendar = calendar_named(ctx, options.calendar);
  if (options.from == "-") {
    return answer_lines(ctx, [&](const std::string& line) {
      const auto blank = line.find_first_of(" \t");
      if (blank == std::string::npos) throw Error{ErrorKind::usage, phrase("'{}' is not two times", printable(line)), phrase("write FROM TO, such as 2026-02-13T17:00 2026-02-14T10:00")};
      const Instant from = parse_instant(std::string_view(line).substr(0, blank), calendar.zone());
      const Instant to = parse_instant(std::string_view(line).substr(blank + 1), calendar.zone());
      return std::to_string(calendar.between(from, to).count) + "\n";
    });
  }
  if (options.to.empty()) throw Error{ErrorKind::usage, phrase("'to' is missing"), phrase("write FROM TO, or - to read both from standard input")};
  const Instant from = parse_instant(options.from, calendar.zone()), to = parse_instant(options.to, calendar.zone());
  if (to < from) throw Error{ErrorKind::usage, phrase("{} is before {}", options.to, options.from), phrase("name the earlier time first")};
  const WorkingSeconds work = calendar.between(from, to);
  if (ctx.format({Format::table, Format::json}) == Format::json) {
    return ctx.print("{\"calendar\":" + render::json_string(calendar.spec().name) + ",\"seconds\":" + std::to_string(work.count) + "}\n");
  }
  ctx.print(print(Span{Unit::working_second, work.count}) + "\n");
}

Run declare_between(CLI::App& app) {
  auto o = std::make_shared<BetweenOptions>();
  app.add_option("calendar", o->calendar, "The calendar")->required()->type_name("CAL");
  app.add_option("from", o->from, "From when; - reads FROM TO a line, and answers in seconds")->required()->type_name("FROM");
  app.add_option("to", o->to, "To when")->type_name("TO");
  return [o](Context& ctx) { run_between(ctx, *o); };
}

// --- show, explain, list ---

struct ShowOptions {
  std::string calendar, month;
};

void run_show(Context& ctx, const ShowOptions& options) {
  const WorkingCalendar calendar = calendar_named(ctx, options.calendar);
  if (options.month.empty()) return ctx.print(render::calendar_page(calendar, ctx.env.translate));
  Date first;
  try {
    first = parse_date(options.month + "-01");
  } catch (const Error&) {
    throw Error{ErrorKind::usage, phrase("'{}' is not a month", printable(options.month)), phrase("write 2026-02")};
  }
  ctx.print(render::month_page(calendar, year_of(first), static_cast<unsigned>(civil(first).month()), ctx.env.translate));
}

Run declare_show(CLI::App& app) {
  auto o = std::make_shared<ShowOptions>();
  app.add_option("calendar", o->calendar, "The calendar")->required()->type_name("CAL");
  app.add_option("--month", o->month, "Draw this month")->type_name("YYYY-MM");
  return [o](Context& ctx) { run_show(ctx, *o); };
}

struct ExplainOptions {
  std::string calendar, date;
};

// "09:00-18:00 (make-up day 春节调休)", "free (Sunday is free in the week)".
Message day_text(const WorkingCalendar& calendar, const calendar::DayRule& rule) {
  return phrase("{} ({})", rule.hours.empty() ? phrase("free") : Message(calendar::print(rule.hours)), calendar.explain(rule));
}

void run_explain(Context& ctx, const ExplainOptions& options) {
  const WorkingCalendar calendar = calendar_named(ctx, options.calendar);
  const calendar::DayRule rule = calendar.rule_of(parse_date(options.date));
  ctx.print(print(rule.date) + " " + ctx.env.say(std::string(weekday_name(weekday_of(rule.date)))) + ": " + printable(day_text(calendar, rule).in(ctx.env.translate)) + "\n");
  const WorkingSeconds work = calendar.between(calendar.end_of(rule.date - std::chrono::days{1}), calendar.end_of(rule.date));
  int length = 0;
  for (const auto& hours : rule.hours) length += (hours.close - hours.open) * 60;
  if (work.count != length) ctx.answer(phrase("  {} of working time fall on this date: the clocks change, or an interval runs past midnight", print(Span{Unit::working_second, work.count})));
  const auto& covers = calendar.spec().covers;
  if (covers && (rule.date < covers->from || rule.date > covers->to)) {
    ctx.answer(phrase("  the holidays of this date are not known: the calendar covers {} to {}", print(covers->from), print(covers->to)));
  }
}

Run declare_explain(CLI::App& app) {
  auto o = std::make_shared<ExplainOptions>();
  app.add_option("calendar", o->calendar, "The calendar")->required()->type_name("CAL");
  app.add_option("date", o->date, "The date")->required()->type_name("YYYY-MM-DD");
  return [o](Context& ctx) { run_explain(ctx, *o); };
}

void run_list(Context& ctx) {
  const config::Configuration& config = ctx.config();
  render::Listing listing;
  listing.columns = {{"id", "CALENDAR"}, {"timezone", "ZONE"}, {"covers_from", "FROM"}, {"covers_to", "TO"}};
  for (const auto& name : config.calendar_names()) {
    const calendar::Spec* spec = config.calendar(name);
    if (spec == nullptr) continue;
    listing.rows.push_back({cell(name), cell(spec->zone), spec->covers ? cell(print(spec->covers->from)) : render::Cell{},
                            spec->covers ? cell(print(spec->covers->to)) : render::Cell{}});
  }
  ctx.print(ctx.shown(listing, ctx.format()));
}

// --- import ---

constexpr const char* workday_pattern = "班|调休|補班|补班|[Mm]ake-?up|[Ww]ork(ing)?[ -]?[Dd]ay";

struct ImportOptions {
  std::string file, into, from, workday = workday_pattern;
};

std::string format_of(const ImportOptions& options) {
  std::string from = !options.from.empty() ? options.from : options.file.ends_with(".csv") ? "csv" : "ics";
  if (from != "ics" && from != "csv") throw Error{ErrorKind::usage, phrase("--from: no format '{}'", printable(from)), hint_for(from, {"ics", "csv"})};
  return from;
}

std::vector<desk::PublishedDay> published_days(Context& ctx, const ImportOptions& options) {
  const bool csv = format_of(options) == "csv";
  std::regex workday;
  try {
    workday = std::regex(options.workday, std::regex::ECMAScript);
  } catch (const std::regex_error&) {
    throw Error{ErrorKind::usage, phrase("--workday: '{}' is no regular expression", printable(options.workday)), phrase("write one such as '班|调休'")};
  }
  ImportFile file(ctx, options.file);
  const std::string name = options.file == "-" ? "standard input" : options.file;
  return csv ? desk::read_holiday_csv(file.in(), name) : desk::read_ical(file.in(), name, workday);
}

void run_import(Context& ctx, const ImportOptions& options) {
  ctx.format({Format::table});  // what it prints is TOML
  const config::Configuration& config = ctx.config();
  const calendar::Spec* spec = config.calendar(options.into);
  if (options.into == "24x7") throw Error{ErrorKind::refused, phrase("'24x7' counts every day, and has no holidays"), phrase("name a calendar of your own, or cn")};
  if (spec == nullptr) throw Error{ErrorKind::not_found, phrase("no calendar '{}' to import into", printable(options.into)), hint_for(options.into, config.calendar_names())};
  const auto days = published_days(ctx, options);
  const auto workdays = std::count_if(days.begin(), days.end(), [](const auto& day) { return day.workday; });
  ctx.print("# " + counted(std::ssize(days), "day").english() + " from " + printable(options.file) + (days.size() == 1 ? " is" : " are") + " in it. Look it over before you use it: 'svc calendar diff " + options.into + " FILE:" + options.into +
            "'.\nversion = 1\n\n" + config::calendar_toml(desk::with_days(*spec, days)));
  ctx.talk(phrase("svc: {} and {}, {} to {}", counted(std::ssize(days) - workdays, "holiday"), counted(workdays, "make-up day"), print(days.front().date), print(days.back().date)));
}

Run declare_import(CLI::App& app) {
  auto o = std::make_shared<ImportOptions>();
  app.add_option("file", o->file, "An iCalendar file or a CSV with date, to, name, kind; - is standard input")->required()->type_name("FILE");
  app.add_option("--into", o->into, "The calendar that gets the days; the result is printed, nothing is changed")->required()->type_name("CAL");
  app.add_option("--from", o->from, "ics or csv; else by the file's name")->type_name("FORMAT");
  app.add_option("--workday", o->workday, "What the summary of a make-up day matches, in place of words such as 班, make-up or working day")->type_name("REGEX");
  return [o](Context& ctx) { run_import(ctx, *o); };
}

// --- diff ---

struct DiffOptions {
  std::string was, becomes;
  bool exit_code = false;
};

// "cn", or "next.toml:cn" of another file.
calendar::Spec spec_named(Context& ctx, const std::string& text) {
  const auto colon = text.rfind(".toml:");
  if (colon == std::string::npos) return calendar_named(ctx, text).spec();
  const std::string file = text.substr(0, colon + 5), name = text.substr(colon + 6);
  const config::Configuration other = configuration_in(ctx, file);
  const calendar::Spec* spec = other.calendar(name);
  if (spec == nullptr) throw Error{ErrorKind::not_found, phrase("no calendar '{}' in '{}'", printable(name), printable(file)), hint_for(name, other.calendar_names())};
  return *spec;
}

void run_diff(Context& ctx, const DiffOptions& options) {
  const WorkingCalendar was(spec_named(ctx, options.was)), becomes(spec_named(ctx, options.becomes));
  const auto text = [](const WorkingCalendar& calendar, Date date) { return day_text(calendar, calendar.rule_of(date)); };
  render::Listing listing;
  listing.columns = {{"what", "WHAT"}, {"was", "WAS"}, {"becomes", "BECOMES"}};
  const auto add = [&](const Message& what, const Message& a, const Message& b) {
    if (!(a == b)) listing.rows.push_back({render::said(what), render::said(a), render::said(b)});
  };
  const auto covers = [](const WorkingCalendar& calendar) {
    const auto& known = calendar.spec().covers;
    return known ? phrase("{} to {}", print(known->from), print(known->to)) : phrase("not given");
  };
  add(phrase("timezone"), was.spec().zone, becomes.spec().zone);
  add(phrase("covers"), covers(was), covers(becomes));
  for (int day = 0; day < 7; ++day) {
    const auto hours = [&](const WorkingCalendar& calendar) { return calendar::print(calendar.spec().week[static_cast<size_t>(day)]); };
    add(Message::again(std::string(weekday_name(day))), hours(was), hours(becomes));
  }
  std::set<Date> dates;
  for (const auto* calendar : {&was, &becomes}) {
    for (const auto& [date, exception] : calendar->spec().exceptions) dates.insert(date);
  }
  for (const Date date : dates) add(phrase("{} {}", print(date), Message::again(std::string(weekday_name(weekday_of(date))))), text(was, date), text(becomes, date));
  ctx.print(ctx.shown(listing, ctx.format()));
  if (options.exit_code && !listing.rows.empty()) ctx.status = 1;
}

Run declare_diff(CLI::App& app) {
  auto o = std::make_shared<DiffOptions>();
  app.add_option("was", o->was, "A calendar; FILE.toml:CAL of another file")->required()->type_name("A");
  app.add_option("becomes", o->becomes, "The other")->required()->type_name("B");
  app.add_flag("--exit-code", o->exit_code, "End with 1 if they differ")->disable_flag_override();
  return [o](Context& ctx) { run_diff(ctx, *o); };
}

}  // namespace

Noun calendar_noun() {
  const auto verbs = [] {
    return std::vector<Verb>{
        {"list", "the calendars that there are", [](CLI::App&) { return Run(run_list); }, {"svc calendar list"}},
        {"show", "a calendar, or one of its months", declare_show, {"svc calendar show cn --month 2026-02"}},
        {"due", "when a limit is over", declare_due, {"svc calendar due cn 2026-02-13T17:00 8h", "svc calendar due cn - 20wd < starts"}},
        {"between", "how much working time lies between", declare_between, {"svc calendar between cn 2026-02-13T17:00 2026-02-14T17:30"}},
        {"explain", "how a date is worked, and which rule says so", declare_explain, {"svc calendar explain cn 2026-02-14"}},
        {"import", "published holidays as a calendar, to be looked over", declare_import, {"svc calendar import 2027.ics --into cn > cn-2027.toml"}},
        {"diff", "on which days two calendars differ", declare_diff, {"svc calendar diff cn cn-2027.toml:cn"}},
    };
  };
  return {"calendar", "working calendars and deadline arithmetic", verbs, {"svc calendar due cn 2026-02-13T17:00 8h"}};
}

}  // namespace svc::cmd
