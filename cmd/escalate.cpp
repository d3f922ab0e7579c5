// SPDX-License-Identifier: MIT
// svc escalate: who must be told, and whether somebody still looks.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli11.h"
#include "command.h"
#include "command_line.h"
#include "config/canonical.h"
#include "context.h"
#include "coverage.h"
#include "desk/apply.h"
#include "desk/escalate.h"
#include "desk/record.h"
#include "error.h"
#include "input.h"
#include "render/alert.h"
#include "render/item.h"
#include "sink.h"
#include "store/chain.h"
#include "store/lock.h"
#include "text.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

using render::cell;
using render::cell_or_null;

// --- run ---

// A side file whose time of change says when the escalation last ran; the database is written only if it acts.
class Heartbeat {
 public:
  explicit Heartbeat(const std::string& database) : path_(database + ".heartbeat") {}

  std::optional<Instant> last() const {
    struct stat info {};
    if (::stat(path_.c_str(), &info) != 0) return std::nullopt;
    return Instant{Seconds{info.st_mtim.tv_sec}};
  }

  // `given`: --now replaces the clock, so the file gets that time; else it gets the present, which anybody who may
  // write the file may give it.
  void beat(Instant now, bool given, bool shared) const {
    const mode_t mode = shared ? 0660 : 0600;
    const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);
    if (descriptor >= 0 && shared) (void)!::fchmod(descriptor, mode);  // the umask may have taken the group's right
    const timespec at{now.time_since_epoch().count(), 0};
    const std::array<timespec, 2> times{at, at};
    const bool done = descriptor >= 0 && ::futimens(descriptor, given ? times.data() : nullptr) == 0;
    const int failure = errno;
    if (descriptor >= 0) ::close(descriptor);
    if (!done) throw Error{ErrorKind::storage, phrase("cannot touch '{}': {}", path_, std::strerror(failure)), {}};
  }

 private:
  std::string path_;
};

class EscalationRun {
 public:
  explicit EscalationRun(Context& ctx) : ctx_(ctx), path_(ctx.database_path()) {}

  void run() {
    const config::Configuration& config = ctx_.config_as_read();
    broken_ = config::has_errors(config.findings());
    directory_ = config.directory();
    bool due = false;
    {
      store::Store store(path_, store::Access::read);
      require_home(store);
      shared_ = store.is_shared();
      if (broken_) had_good_ = use_last_good(store);
      desk::Session session = session_over(store);
      due = desk::anything_due(session) || (!broken_ && directory_changed(store));
    }
    const Heartbeat heartbeat(path_);
    if (due) act(heartbeat.last());
    if (!damage_.empty()) complain_of_damage();
    if (!ctx_.globals.dry_run) heartbeat.beat(ctx_.now(), ctx_.now_given(), shared_);
    if (broken_) {
      throw Error{ErrorKind::config, had_good_ ? phrase("the configuration cannot be used; alerts went out by the last good one") : phrase("the configuration cannot be used, and no good one is known; alerts went out by what can be read of it"), phrase("'svc config check' tells what is wrong with it")};
    }
    if (delivered_.failed > 0) ctx_.talk(phrase("svc: {} failed and will be tried again; 'svc escalate log' says why", counted(delivered_.failed, "delivery", "deliveries")));
    if (delivered_.given_up > 0) {
      throw Error{ErrorKind::storage, phrase("{} failed for 24 hours and will not be tried again", counted(delivered_.given_up, "alert")), phrase("'svc escalate log' shows them")};
    }
  }

 private:
  desk::Session session_over(store::Store& store) {
    return {.store = store, .config = ctx_.config_as_read(), .directory = directory_, .now = ctx_.now(),
            .now_given = ctx_.now_given()};
  }

  // A copy that runs beside the original would tell everybody twice.
  void require_home(store::Store& store) {
    const auto home = store.meta("home");
    if (!home || *home == ctx_.env.machine + ":" + path_) return;
    throw Error{ErrorKind::refused, phrase("the database '{}' was made elsewhere: it may be a copy", path_), phrase("if it is the one in use, 'svc db adopt' says so")};
  }

  // False if there is none.
  bool use_last_good(store::Store& store) {
    const auto hash = store.meta("directory");
    const auto text = hash ? store.part(*hash) : std::nullopt;
    if (!text) return false;
    directory_ = config::directory_from(*text);
    return true;
  }

  bool directory_changed(store::Store& store) {
    return store.meta("directory") != store::hex(store::sha256(config::canonical(directory_)));
  }

  void act(std::optional<Instant> previous) {
    store::Store store(path_, store::Access::write);
    desk::Session session = session_over(store);
    store.write([&] {
      desk::Raised raised = desk::raise_due(session);
      damage_ = std::move(raised.damage);
      if (ctx_.globals.dry_run) {
        print_pending(session);
        return false;
      }
      if (!broken_) store.set_meta("directory", store.keep_part("directory", config::canonical(directory_)));
      if (raised.alerts > 0) store.log_run(session.now, raised.alerts, previous);
      return true;
    });
    if (ctx_.globals.dry_run) return;
    // One process delivers; the others have put their alerts on record and leave.
    const auto lock = store::FileLock::attempt(path_ + ".deliver.lock", shared_);
    if (!lock) return;
    ProcessSender sender(ctx_, store.meta("instance").value_or("svc"), session.zone());
    delivered_ = desk::deliver(session, sender);
  }

  // The heart does not beat then: whoever watches it hears that alerts are missing.
  [[noreturn]] void complain_of_damage() {
    constexpr size_t most = 5;
    for (size_t i = 0; i < std::min(damage_.size(), most); ++i) ctx_.talk(phrase("svc: {}", damage_[i].said));
    throw Error{ErrorKind::storage, phrase("damage kept {} from being looked at; whatever else is due was", counted(static_cast<std::int64_t>(damage_.size()), "thing that is due", "things that are due")), phrase("'svc db check' tells what is damaged")};
  }

  void print_pending(desk::Session& session) {
    const Zone zone = session.zone();
    for (const auto& out : session.store.outbox_due(session.now, 1000)) {
      const auto alert = desk::alert_of(session, session.store.alert(out.alert), out.kind);
      ctx_.print(render::alert_line(alert, zone) + (out.sink.empty() ? "" : " [" + out.sink + " " + out.recipient + "]") + "\n");
    }
  }

  Context& ctx_;
  const std::string path_;
  bool broken_ = false;
  bool had_good_ = false;
  bool shared_ = false;
  escalation::Directory directory_;
  std::vector<Error> damage_;
  desk::Delivered delivered_;
};

// --- list ---

struct ListOptions {
  std::string due_within;
  bool overdue = false, duties = false, exit_code = false;
};

void run_list(Context& ctx, const ListOptions& options) {
  const render::Format format = ctx.format();
  std::optional<Instant> until;
  if (options.overdue) until = ctx.now() - Seconds{1};
  if (!options.due_within.empty()) {
    until = ctx.now() + parse_elapsed(options.due_within, "--due-within");
  }
  render::Listing listing;
  listing.columns = {{"item", "ITEM"}, {"target", "TARGET"}, {"cycle", ""}, {"limit", "LIMIT"}, {"due_at", "DUE"}, {"overdue", "OVERDUE"},
                     {"paused", "PAUSED"}, {"team", "TEAM"}, {"assignee", "ASSIGNEE"}, {"title", "TITLE"}};
  ctx.read([&](desk::Session& session) {
    const Zone zone = session.zone();
    for (const auto& clock : session.store.clocks_due(until)) {
      const store::ItemRow item = session.store.item(clock.item);
      const bool overdue = clock.is_overdue(session.now), paused = clock.is_paused(session.now);
      listing.rows.push_back({cell(work::print_id(item.kind, item.number)), cell(clock.target), cell(std::int64_t{clock.cycle}), cell(clock.limit),
                              clock.due_at ? render::Cell{rfc3339(*clock.due_at, zone), short_due(*clock.due_at, zone)} : render::Cell{{}, "-"},
                              {render::Value(overdue), overdue ? render::span_text((session.now - *clock.due_at).count()) : "-"},
                              {render::Value(paused), paused ? phrase("yes") : Message("-")}, cell_or_null(item.team), cell_or_null(item.assignee),
                              cell(session.store.title(item.id))});
    }
  });
  ctx.print(ctx.shown(listing, format));
  if (options.exit_code && !listing.rows.empty()) ctx.status = 1;
}

Run declare_list(CLI::App& app) {
  auto o = std::make_shared<ListOptions>();
  app.add_flag("--overdue", o->overdue, "Only clocks past their due time");
  app.add_option("--due-within", o->due_within, "Only clocks due within this time, overdue ones too")->type_name("SPAN");
  auto* duties = app.add_flag("--duties", o->duties, "What comes round, and how much of it is done, in place of clocks");
  const Run coverage = declare_coverage(app, "");
  for (const char* name : {"--period", "--duty", "--profile", "--customer", "--each", "--missing"}) app.get_option(name)->needs(duties);
  for (const char* name : {"--overdue", "--due-within"}) app.get_option(name)->excludes(duties);
  const CLI::Option* exit_code = app.get_option("--exit-code");
  return [o, coverage, exit_code](Context& ctx) {
    o->exit_code = exit_code->count() > 0;
    o->duties ? coverage(ctx) : run_list(ctx, *o);
  };
}

// --- ack ---

Run declare_ack(CLI::App& app) {
  auto ids = std::make_shared<std::vector<std::string>>();
  app.add_option("ids", *ids, "The items, or alerts such as A-17; - reads them from standard input")->required()->type_name("ID");
  add_request_id(app);
  return [ids](Context& ctx) {
    const auto who = ctx.typed_by();
    const std::vector<std::string> items = ids_of(ctx, *ids);
    ctx.write([&](desk::Session& session) {
      for (const auto& id : items) desk::acknowledge(session, id, who);
      return std::string();
    });
  };
}

// --- log ---

struct LogOptions {
  std::string item;
  int most = 1000;
};

std::string delivery_text(const std::vector<store::OutboxRow>& deliveries) {
  std::string text;
  for (const auto& out : deliveries) {
    text += (text.empty() ? "" : "; ") + (out.kind == "raised" ? std::string() : out.kind + " ") + out.status;
    if (!out.sink.empty()) text += " " + out.sink + " " + out.recipient;
    if (!out.last_error.empty()) text += " (" + out.last_error + ")";
  }
  return text;
}

void run_log(Context& ctx, const LogOptions& options) {
  const render::Format format = ctx.format();
  render::Listing listing;
  listing.columns = {{"id", "ALERT"}, {"raised_at", "RAISED"}, {"item", "ITEM"}, {"target", "TARGET"}, {"cycle", ""}, {"term", ""}, {"rung", "RUNG"},
                     {"repeat", "REPEAT"}, {"due_at", "DUE"}, {"rung_at", ""}, {"late_by", "LATE BY"}, {"to", "TOLD"}, {"passed_over", ""},
                     {"state", ""}, {"acked_by", "ACKED BY"}, {"void", ""}, {"delivery", "DELIVERY"}};
  ctx.read([&](desk::Session& session) {
    const Zone zone = session.zone();
    std::optional<std::int64_t> item;
    if (!options.item.empty()) item = desk::find_item(session, options.item).id;
    for (const auto& row : session.store.alert_log(item, options.most)) {
      const auto alert = desk::alert_of(session, row);
      const auto time = [&](Instant at) { return render::Cell{rfc3339(at, zone), short_due(at, zone)}; };
      listing.rows.push_back({cell(alert.id), time(alert.raised_at), cell(alert.item), cell(alert.target), cell(std::int64_t{alert.cycle}),
                              cell(std::int64_t{alert.term}), cell(alert.rung), cell(std::int64_t{alert.repeat}),
                              alert.due_at ? time(*alert.due_at) : render::Cell{}, time(alert.rung_at),
                              {render::Value(alert.late_by), render::span_text(alert.late_by)},
                              {render::Value(alert.to), alert.to.empty() ? phrase("nobody") : Message()}, {render::Value(alert.passed_over), ""}, cell(alert.state),
                              cell_or_null(row.acked_by), {render::Value(row.void_at.has_value()), row.void_at ? "void" : ""},
                              cell((row.void_at ? "void; " : "") + delivery_text(session.store.outbox_of(row.id)))});
    }
  });
  ctx.print(ctx.shown(listing, format));
}

Run declare_log(CLI::App& app) {
  auto o = std::make_shared<LogOptions>();
  app.add_option("item", o->item, "Only this item's alerts")->type_name("ID");
  app.add_option("--last", o->most, "At most this many, the latest")->check(number_from(1, 1'000'000))->type_name("N");
  return [o](Context& ctx) { run_log(ctx, *o); };
}

// --- monitor, metrics ---

struct Health {
  std::int64_t overdue = 0, pending = 0, failed = 0, outdated = 0, older = 0;
  std::optional<std::int64_t> silent_for;  // seconds since the escalation last ran
};

Health health_of(Context& ctx) {
  Health health;
  ctx.read([&](desk::Session& session) {
    health.overdue = session.store.count_overdue(session.now);
    health.pending = session.store.count_outbox("pending");
    health.failed = session.store.count_outbox("failed");
    health.outdated = desk::count_outdated(session);
    health.older = desk::count_older(desk::standings(session));
  });
  if (const auto last = Heartbeat(ctx.database_path()).last()) health.silent_for = (ctx.now() - *last).count();
  return health;
}

struct MonitorOptions {
  std::int64_t warning = 1, critical = 5;
  std::string silence = "5m";
};

// The Nagios plugin protocol: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, one line with performance data.
void run_monitor(Context& ctx, const MonitorOptions& options) {
  const Seconds silence = parse_elapsed(options.silence, "--silence");
  const Health health = health_of(ctx);
  int level = health.overdue >= options.critical ? 2 : health.overdue >= options.warning ? 1 : 0;
  std::string text = fmt::format("{} overdue", health.overdue);
  if (!health.silent_for) {
    level = 2;
    text += ", the escalation has never run";
  } else if (*health.silent_for > silence.count()) {
    level = 2;
    text += ", the escalation has not run for " + render::span_text(*health.silent_for);
  }
  if (health.failed > 0) {
    level = 2;
    text += ", " + std::to_string(health.failed) + " failed to deliver";
  }
  if (health.outdated > 0) {
    level = std::max(level, 1);
    text += ", " + counted(health.outdated, "clock").english() + " due after holidays that only the new calendar knows";
  }
  if (health.older > 0) text += ", " + counted(health.older, "open item").english() + " under older rules";
  static constexpr std::array<const char*, 3> names{"OK", "WARNING", "CRITICAL"};
  ctx.print(fmt::format("SVC {} - {} | overdue={};{};{};0 pending={};;;0 failed={};;;0 older={};;;0\n", names.at(static_cast<size_t>(level)), text,
                        health.overdue, options.warning, options.critical, health.pending, health.failed, health.older));
  ctx.status = level;
}

Run declare_monitor(CLI::App& app) {
  auto o = std::make_shared<MonitorOptions>();
  app.add_option("-w,--warning", o->warning, "Overdue clocks from which it is a warning; 1 if it is not said")->type_name("N");
  app.add_option("-c,--critical", o->critical, "Overdue clocks from which it is critical; 5 if it is not said")->type_name("N");
  app.add_option("--silence", o->silence, "For how long the escalation may not have run; 5m if it is not said")->type_name("SPAN");
  return [o](Context& ctx) { run_monitor(ctx, *o); };
}

void run_metrics(Context& ctx) {
  const Health health = health_of(ctx);
  const auto gauge = [&](const std::string& name, const std::string& help, std::int64_t value) {
    ctx.print("# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n" + name + " " + std::to_string(value) + "\n");
  };
  gauge("svc_overdue_clocks", "Clocks past their due time.", health.overdue);
  gauge("svc_outbox_pending", "Deliveries that wait for their turn or another try.", health.pending);
  gauge("svc_outdated_clocks", "Clocks due after holidays that only the new calendar knows.", health.outdated);
  gauge("svc_outbox_failed", "Deliveries that were given up.", health.failed);
  if (health.silent_for) {
    gauge("svc_escalate_last_run_timestamp_seconds", "When the escalation last ran.", ctx.now().time_since_epoch().count() - *health.silent_for);
  }
}

// --- emergencies ---

Run declare_emergency(CLI::App& app) {
  struct Options {
    std::vector<std::string> ids;
    std::string reason, by, at;
  };
  auto o = std::make_shared<Options>();
  app.add_option("ids", o->ids, "The tickets")->required()->type_name("ID");
  app.add_option("--reason", o->reason, "Why it is major: level 1 down for more than 30 minutes, danger to people …")->required()->type_name("TEXT");
  app.add_option("--by", o->by, "The support centre's engineer who judged it, if not who types")->type_name("CONTACT");
  app.add_option("--at", o->at, "When it happened, if not now")->type_name("TIME");
  add_request_id(app);
  return [o](Context& ctx) {
    desk::Entry entry;
    entry.step = "declare-major";
    entry.by = o->by;
    entry.typed_by = ctx.typed_by();
    if (!o->at.empty()) entry.at = parse_instant(o->at, ctx.zone());
    entry.texts.set("reason", o->reason);
    ctx.write([&](desk::Session& session) {
      for (const auto& id : ids_of(ctx, o->ids)) desk::record_step(session, "ticket", id, entry);
      return std::string();
    });
  };
}

// The promise that an event keeps, the one that runs first; nullptr if none does.
const sla::Clock* clock_until(const desk::Picture& picture, const std::string& event) {
  const sla::Clock* found = nullptr;
  for (const sla::Clock& clock : picture.evaluation.clocks) {
    if (clock.target->advice) continue;
    const auto& stops = clock.target->stops;
    if (std::find(stops.begin(), stops.end(), event) != stops.end() && (found == nullptr || clock.is_open())) found = &clock;
  }
  return found;
}

// What is to happen in an emergency, line by line, with the time that is left.
render::Listing plan_listing(desk::Session& session, const desk::Picture& picture, const std::vector<work::PlanLine>& plan) {
  const Zone zone = session.zone();
  const auto time = [&](const std::optional<Instant>& at) { return at ? render::Cell{rfc3339(*at, zone), short_due(*at, zone)} : render::Cell{}; };
  render::Listing listing;
  listing.columns = {{"done", ""}, {"state", "STATE"}, {"event", ""}, {"title", "WHAT"}, {"who", "WHO"}, {"limit", "LIMIT"}, {"due_at", "DUE"}, {"left_seconds", "LEFT"}, {"at", "DONE"}, {"by", "BY"}, {"step", "STEP"}};
  const auto& events = picture.history.events;
  const auto declared = std::find_if(events.rbegin(), events.rend(), [](const work::Event& event) { return event.name == "major-declared"; });
  for (const work::PlanLine& line : plan) {
    const auto done = std::find_if(declared.base(), events.end(), [&](const work::Event& event) { return event.name == line.event; });
    const sla::Clock* clock = clock_until(picture, line.event);
    const bool is_done = done != events.end(), running = !is_done && clock != nullptr && clock->is_open() && clock->due_at;
    const bool late = running ? *clock->due_at < session.now : is_done && clock != nullptr && clock->due_at && *clock->due_at < done->at;
    const std::string state = is_done ? late ? "done late" : "done" : late ? "OVERDUE" : running ? "running" : "open";
    std::string verb;
    for (const work::Step& step : work::lifecycle_of("ticket").steps) {
      if (step.event == line.event) verb = "svc ticket " + std::string(step.verb) + " " + picture.id;
    }
    const std::int64_t left = running ? (*clock->due_at - session.now).count() : 0;
    const std::string left_text = running ? (left < 0 ? "-" : "") + render::span_text(std::abs(left)) : "";
    listing.rows.push_back({{render::Value(is_done), is_done ? phrase("yes") : phrase("no")}, {render::Value(state), state, late && !is_done}, cell(line.event), cell_or_null(line.title.empty() ? line.event : line.title), cell_or_null(line.who),
                            cell_or_null(clock == nullptr ? "" : clock->limit()), time(clock == nullptr ? std::nullopt : clock->due_at),
                            running ? render::Cell{render::Value(left), left_text, left < 0} : render::Cell{}, time(is_done ? std::optional(done->at) : std::nullopt), cell_or_null(is_done ? done->by : ""),
                            cell_or_null(is_done ? "" : verb)});
  }
  return listing;
}

Run declare_plan(CLI::App& app) {
  auto id = std::make_shared<std::string>();
  app.add_option("id", *id, "The ticket")->required()->type_name("ID");
  return [id](Context& ctx) {
    const render::Format format = ctx.format({render::Format::table, render::Format::json, render::Format::jsonl, render::Format::csv, render::Format::tsv});
    ctx.read([&](desk::Session& session) {
      const desk::Picture picture = desk::look(session, *id, "ticket");
      const escalation::Rules* rules = session.config.profile(picture.row.profile);
      if (rules == nullptr || rules->work.emergency.empty()) {
        throw Error{ErrorKind::not_found, phrase("the profile '{}' has no plan for emergencies", picture.row.profile), phrase("write [profile.{}.emergency] with steps = [ {{ event = \"heads-told\" }} ]", picture.row.profile)};
      }
      if (!picture.history.item.seen.contains("major-declared")) throw Error{ErrorKind::refused, phrase("{} is no emergency", picture.id), phrase("'svc escalate declare {} --reason TEXT' makes it one", picture.id)};
      if (format == render::Format::table) ctx.print(printable(picture.id + "  " + picture.title) + "\n\n");
      ctx.print(ctx.shown(plan_listing(session, picture, rules->work.emergency), format));
    });
  };
}

}  // namespace

Noun escalate_noun() {
  const auto verbs = [] {
    return std::vector<Verb>{
        {"run", "tell those who must be told now; for cron, every minute", [](CLI::App&) { return Run([](Context& ctx) { EscalationRun(ctx).run(); }); },
         {"* * * * *  svc escalate run"}},
        {"list", "the clocks that run, by due time", declare_list, {"svc escalate list --due-within 4h"}},
        {"ack", "end the repeats of an item's alerts so far", declare_ack, {"svc escalate ack T-1"}},
        {"declare", "a ticket is an emergency: the timed plan starts", declare_emergency, {"svc escalate declare T-1 --reason 'level 1 for 31 minutes'"}},
        {"plan", "what is to happen in an emergency, with the time left on each line", declare_plan, {"svc escalate plan T-1"}},
        {"log", "who was told what, and when", declare_log, {"svc escalate log T-1"}},
        {"monitor", "for Nagios and the like: is anything overdue, does the escalation still run", declare_monitor, {"svc escalate monitor -w 1 -c 5"}},
        {"metrics", "the same figures for Prometheus", [](CLI::App&) { return Run(run_metrics); }, {"svc escalate metrics > svc.prom"}},
    };
  };
  return {"escalate", "who must be told, and whether somebody still looks", verbs, {"svc escalate run", "svc escalate list --due-within 4h"}};
}

}  // namespace svc::cmd
