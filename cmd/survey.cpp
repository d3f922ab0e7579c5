// SPDX-License-Identifier: MIT
// svc survey, svc survey call: what customers think, and what becomes of it when they are not satisfied.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <random>

#include "cli11.h"
#include "command.h"
#include "context.h"
#include "coverage.h"
#include "desk/record.h"
#include "desk/surveys.h"
#include "error.h"
#include "import_file.h"
#include "new_file.h"
#include "render/item.h"
#include "render/letter.h"
#include "render/mail.h"
#include "render/survey_page.h"
#include "report/survey.h"
#include "sink.h"
#include "suggest.h"
#include "text.h"
#include "time/text.h"

namespace svc::cmd {
namespace {

using render::cell;
using render::cell_or_null;
using render::Format;

// --- letters ---

// 60 bits that nobody guesses, in letters and digits that are not taken for each other.
std::string new_token() {
  static std::random_device device;
  constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
  std::string token;
  for (int i = 0; i < 12; ++i) token += digits[device() % digits.size()];
  return token;
}

struct SendOptions {
  desk::Invite invite;
  std::string sink, folder;
  bool reminder = false;
};

render::LetterText text_of(const desk::Letter& letter, const std::string& organization, bool reminder) {
  return {.organization = organization, .survey = letter.survey, .theme = letter.theme, .token = letter.token, .reader = letter.person, .email = letter.email, .customer_id = letter.customer,
          .customer = letter.name, .address = letter.address, .region = letter.region, .questionnaire = letter.questionnaire, .reminder = reminder};
}

// Delivers one letter; returns "" or what went wrong.
class Postman {
 public:
  Postman(Context& ctx, const SendOptions& options, const escalation::Directory& directory) : options_(options), organization_(directory.organization), zone_(ctx.zone()), now_(ctx.now()) {
    if (options.sink.empty() == options.folder.empty()) throw Error{ErrorKind::usage, options.sink.empty() ? phrase("how it is sent is not said") : phrase("--sink and --letters are both given"), phrase("write --sink NAME, or --letters FOLDER for letters to print")};
    if (!options.folder.empty()) {
      prepare_folder();
      return;
    }
    require_known("sink", options.sink, keys_of(directory.sinks));
    sink_ = &directory.sinks.at(options.sink);
    if (!sink_->distrusted.empty()) throw Error{ErrorKind::refused, phrase("the sink '{}' must not run: {}", options.sink, Message::again(sink_->distrusted)), {}};
  }

  std::string deliver(const desk::Letter& letter) const {
    const render::LetterText text = text_of(letter, organization_, options_.reminder);
    if (sink_ == nullptr) {
      NewFile file(options_.folder + "/" + letter.survey + "-" + letter.token + ".txt", render::letter(text));
      file.keep();
      return {};
    }
    if (sink_->format != escalation::SinkFormat::mail) return run_program(sink_->run, {}, render::letter_json(text), sink_limit);
    if (letter.email.empty()) return "nobody of " + letter.customer + " has an address: 'svc person edit ID --email ADDRESS'";
    return run_program(sink_->run, {}, render::mail({.from = sink_->mail_from, .to = letter.email, .name = letter.person, .subject = letter.theme,
                                                      .key = letter.survey + "-" + letter.token + (options_.reminder ? "-reminder" : "") + "@survey", .at = now_, .body = render::letter(text)}, zone_), sink_limit);
  }

 private:
  static constexpr Seconds sink_limit{30};

  void prepare_folder() const {
    if (!std::filesystem::is_directory(options_.folder)) throw Error{ErrorKind::not_found, phrase("there is no folder '{}'", options_.folder), phrase("make it first")};
  }

  const SendOptions& options_;
  const std::string organization_;
  const Zone zone_;
  const Instant now_;
  const escalation::Sink* sink_ = nullptr;
};

// The invitations are on record before the first letter leaves; what could not be delivered is tried by the next `send`.
void run_send(Context& ctx, SendOptions& o) {
  o.invite.new_token = new_token;
  o.invite.typed_by = ctx.typed_by();
  if (o.invite.every < 1) throw Error{ErrorKind::usage, phrase("--every is {}, which is no number from 1", o.invite.every), {}};
  const Postman postman(ctx, o, ctx.config().directory());
  std::vector<desk::Letter> letters;
  // A questionnaire lives as long as the session that read it.
  std::map<std::string, work::Questionnaire> questionnaires;
  ctx.write([&](desk::Session& session) {
    letters = o.reminder ? desk::remind(session, o.invite.survey, o.invite.typed_by) : desk::invite(session, o.invite);
    for (desk::Letter& letter : letters) letter.questionnaire = &questionnaires.try_emplace(letter.survey, *letter.questionnaire).first->second;
    return std::string();
  });
  if (ctx.globals.dry_run) return ctx.talk(phrase("{} would be sent", counted(std::ssize(letters), "letter")));
  std::vector<desk::Letter> sent;
  for (const desk::Letter& letter : letters) {
    const std::string trouble = postman.deliver(letter);
    if (trouble.empty()) {
      sent.push_back(letter);
    } else {
      ctx.say(phrase("svc: not sent to {}: {}", printable(letter.customer), printable(trouble)));
    }
  }
  if (!sent.empty()) {
    ctx.globals.request_id.clear();  // the request is on record already
    ctx.write([&](desk::Session& session) {
      desk::note_delivered(session, sent, o.invite.typed_by);
      return std::string();
    });
  }
  ctx.talk(phrase("{} of {} sent", sent.size(), counted(std::ssize(letters), "letter")));
  if (sent.size() < letters.size()) ctx.status = 1;  // what is on record stays; the next `send` tries again
}

Run declare_send(CLI::App& app, bool reminder) {
  auto o = std::make_shared<SendOptions>();
  o->reminder = reminder;
  app.add_option("id", o->invite.survey, "The survey")->required()->type_name("ID");
  app.add_option("--sink", o->sink, "Through this sink of the configuration")->type_name("SINK");
  app.add_option("--letters", o->folder, "As text files in this folder, to be printed")->type_name("FOLDER");
  if (!reminder) {
    app.add_option("--region", o->invite.region, "Only customers of this region")->type_name("REGION");
    app.add_option("--every", o->invite.every, "Only each so many-th customer, in the order of their ids")->type_name("N");
    app.add_option("--customer", o->invite.customers, "Only these customers")->type_name("CUSTOMER");
  }
  add_request_id(app);
  return [o](Context& ctx) { run_send(ctx, *o); };
}

// --- answers ---

Run declare_record(CLI::App& app) {
  struct Options {
    std::string token;
    std::vector<std::string> answers;
  };
  auto o = std::make_shared<Options>();
  app.add_option("token", o->token, "The token of the letter")->required()->type_name("TOKEN");
  app.add_option("answers", o->answers, "What was answered")->required()->type_name("QUESTION=ANSWER");
  add_request_id(app);
  return [o](Context& ctx) {
    desk::Answers answers{.token = o->token, .values = {}, .typed_by = ctx.typed_by()};
    for (const auto& each : o->answers) {
      const auto equals = each.find('=');
      if (equals == std::string::npos || equals == 0) throw Error{ErrorKind::usage, phrase("'{}' names no question", printable(each)), phrase("write QUESTION=ANSWER, such as service=4")};
      const std::string question = each.substr(0, equals);
      if (answers.values.has(question)) throw Error{ErrorKind::usage, phrase("'{}' is answered twice", printable(question)), {}};
      answers.values.set(question, each.substr(equals + 1));
    }
    ctx.write([&](desk::Session& session) {
      const auto problem = desk::record_answers(session, answers);
      return problem && !problem->empty() ? *problem + "\n" : std::string();
    });
  };
}

struct ImportOptions {
  std::string survey, file, bad_file;
};

void run_import(Context& ctx, const ImportOptions& o) {
  ImportFile file(ctx, o.file);
  Message told = phrase("imported before, by the same request");
  ctx.write([&](desk::Session& session) {
    const desk::RecordSheet sheet = desk::read_answers(session, o.survey, file.in(), file.name());
    const desk::AnswersResult result = desk::import_answers(session, sheet, ctx.typed_by());
    file.set_aside(o.bad_file, sheet, result.bad);
    told = phrase("{}: {} counted, {} counted before, {} opened", counted(std::ssize(sheet.rows), "row"), result.counted, result.same, counted(result.problems, "problem"));
    told = with_left_out(told, result.bad.size());
    return std::string();
  });
  file.keep();
  ctx.talk(told);
}

Run declare_import(CLI::App& app) {
  auto o = std::make_shared<ImportOptions>();
  app.add_option("id", o->survey, "The survey")->required()->type_name("ID");
  app.add_option("file", o->file, "CSV or JSON Lines with 'token' and the questions; - reads standard input")->required()->type_name("FILE");
  app.add_option("--skip-bad", o->bad_file, "Import the good rows, and write the bad ones to this file")->type_name("FILE");
  add_request_id(app);
  return [o](Context& ctx) { run_import(ctx, *o); };
}

Run declare_invitations(CLI::App& app) {
  struct Options {
    std::string id;
    bool missing = false;
  };
  auto o = std::make_shared<Options>();
  app.add_option("id", o->id, "The survey")->required()->type_name("ID");
  app.add_flag("--missing", o->missing, "Only those who have not answered");
  return [o](Context& ctx) {
    const Format format = ctx.format();
    ctx.read([&](desk::Session& session) {
      const desk::Picture survey = desk::look(session, o->id, "survey");
      render::Listing listing;
      listing.columns = {{"token", "TOKEN"}, {"customer", "CUSTOMER"}, {"person", "PERSON"}, {"region", "REGION"}, {"delivered", "SENT"}, {"answered", "ANSWERED"}};
      for (const auto& each : desk::invitations(session, survey.id)) {
        if (o->missing && each.fields.has("answered")) continue;
        const auto field = [&](const char* name) { return cell_or_null(each.fields.get(name)); };
        listing.rows.push_back({cell(each.id), field("customer"), field("person"), field("region"), field("delivered"), field("answered")});
      }
      ctx.print(ctx.shown(listing, format));
    });
  };
}

// --- report ---

struct ReportOptions {
  std::string id, page;
};

// A survey as a page shows it; the figures refer into the picture.
struct Shown {
  desk::Picture picture;
  render::SurveyPage page;
};

Shown page_of(desk::Session& session, const std::string& id) {
  Shown shown{.picture = desk::look(session, id, "survey"), .page = {}};
  const work::Questionnaire* questionnaire = shown.picture.pinned->rules.work.find_questionnaire(shown.picture.history.item.attributes.get("questionnaire"));
  std::vector<report::Reply> replies;
  for (const auto& invitation : desk::invitations(session, shown.picture.id)) {
    report::Reply reply{invitation.fields.get("region"), desk::answers_of(invitation)};
    for (const work::Question& asked : questionnaire->questions) {
      const bool hides = asked.kind == work::Question::Kind::text && !session.store.hidden().empty();
      if (hides && reply.answers.has(asked.id)) reply.answers.set(asked.id, std::string(registry::hidden_text));
    }
    replies.push_back(std::move(reply));
  }
  const Zone zone = session.zone();
  std::vector<std::string> rules;
  std::string sample, asked_on = "-";
  for (const work::Event& event : shown.picture.history.events) {
    if (event.name != "sent") continue;
    const std::string rule = event.fields.get("sample");
    if (rules.empty()) asked_on = print(date_part(zone.local(event.at)));
    if (std::find(rules.begin(), rules.end(), rule) != rules.end()) continue;
    rules.push_back(rule);
    sample += (sample.empty() ? "" : "; ") + rule;
  }
  if (sample.empty()) sample = "not sent";
  shown.page = {.id = shown.picture.id, .title = shown.picture.title, .state = shown.picture.row.state, .sample = sample, .asked_on = asked_on,
                .as_of = print(date_part(zone.local(session.now))), .figures = report::figures_of(*questionnaire, replies)};
  return shown;
}

render::Listing listing_of(const report::SurveyFigures& figures) {
  render::Listing listing;
  listing.columns = {{"question", "QUESTION"}, {"region", "REGION"}, {"answers", "ANSWERS", true}, {"mean", "MEAN", true}, {"csat", "CSAT %", true}, {"nps", "NPS", true}, {"title", "TITLE"}};
  const auto row = [&](const work::Question& question, const std::string& region, const report::Tally& tally) {
    const bool scale = question.kind == work::Question::Kind::scale;
    const auto shown = [](bool has, const std::optional<double>& value, int decimals, bool sign = false) {
      return has && value ? render::Cell{report::rounded(*value, 4), report::print_figure(value, decimals, sign)} : render::Cell{};
    };
    listing.rows.push_back({cell(question.id), cell_or_null(region), cell(tally.count), shown(scale, tally.mean(), 2), shown(scale && !question.recommends, tally.csat(), 1), shown(question.recommends, tally.nps(), 1, true), cell_or_null(question.title)});
  };
  for (const auto& each : figures.questions) {
    row(*each.question, "", each.all);
    if (each.by_region.size() < 2) continue;
    for (const auto& [region, tally] : each.by_region) row(*each.question, region.empty() ? "-" : region, tally);
  }
  return listing;
}

void run_report(Context& ctx, const ReportOptions& o) {
  const Format format = ctx.format({Format::table, Format::json, Format::jsonl, Format::csv, Format::tsv});
  std::optional<NewFile> file;
  ctx.read([&](desk::Session& session) {
    const Shown shown = page_of(session, o.id);
    if (!o.page.empty()) {
      file.emplace(o.page, render::html(shown.page, ctx.env.translate));
      return;
    }
    const auto& figures = shown.page.figures;
    if (format == Format::json || format == Format::jsonl) return ctx.print(render::json(shown.page));
    if (format == Format::table) {
      ctx.print(printable(shown.page.id + "  " + shown.page.title) + "\n");
      ctx.answer(phrase("  answered  {} of {} invited ({} %)", figures.answered, figures.invited, report::print_figure(figures.response_rate(), 1)));
      ctx.answer(phrase("  sample    {}", printable(shown.page.sample)));
      ctx.answer(phrase("  CSAT      {} % of {}", report::print_figure(figures.satisfaction.csat(), 1), counted(figures.satisfaction.count, "answer")));
      ctx.print("\n");
    }
    ctx.print(ctx.shown(listing_of(figures), format));
  });
  if (file) file->keep();
}

Run declare_report(CLI::App& app) {
  auto o = std::make_shared<ReportOptions>();
  app.add_option("id", o->id, "The survey")->required()->type_name("ID");
  app.add_option("--html", o->page, "Write a page with charts to this file")->type_name("FILE");
  return [o](Context& ctx) { run_report(ctx, *o); };
}

// --- calls ---

// What a caller has to do: whom to call, what to tell whom, by when.
void print_list_of(Context& ctx, const std::string& caller) {
  const Format format = ctx.format();
  ctx.read([&](desk::Session& session) {
    if (!session.directory.contacts.empty()) require_known("contact", caller, keys_of(session.directory.contacts));
    const std::string team = session.directory.team_of(caller);
    const Zone zone = session.zone();
    render::Listing listing;
    listing.columns = {{"id", "ID"}, {"state", "STATE"}, {"customer", "CUSTOMER"}, {"name", "NAME"}, {"phone", "PHONE"}, {"asset", "ASSET"}, {"target", "TARGET"}, {"due_at", "DUE"}, {"title", "TITLE"}};
    store::ItemFilter filter;
    filter.kind = "call";
    std::vector<std::pair<Instant, std::vector<render::Cell>>> rows;
    for (const store::ItemRow& row : session.store.list(filter)) {
      const bool mine = row.assignee == caller || (row.assignee.empty() && (row.team.empty() || row.team == team));
      if (!mine) continue;
      const store::ClockRow* pressing = nullptr;
      const auto clocks = session.store.clocks(row.id);
      for (const auto& clock : clocks) {
        if (clock.is_open() && clock.due_at && (pressing == nullptr || *clock.due_at < *pressing->due_at)) pressing = &clock;
      }
      const auto due = pressing != nullptr ? pressing->due_at : row.duty_due;
      const auto customer = session.store.find_record("customer", row.customer);
      rows.emplace_back(due.value_or(Instant::max()),
                        std::vector<render::Cell>{cell(work::print_id(row.kind, row.number)), cell(row.state), cell_or_null(row.customer), cell_or_null(customer ? customer->fields.get("name") : ""),
                                                  cell_or_null(customer ? customer->fields.get("phone") : ""), cell_or_null(row.asset), cell_or_null(pressing == nullptr ? "" : pressing->target),
                                                  due ? render::Cell{rfc3339(*due, zone), short_due(*due, zone), *due < session.now} : render::Cell{}, cell(session.store.title(row.id))});
    }
    std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& row : rows) listing.rows.push_back(std::move(row.second));
    ctx.print(ctx.shown(listing, format));
  });
}

Run declare_calls_due(CLI::App& app) {
  const Run coverage = declare_coverage(app, "call");
  auto caller = std::make_shared<std::string>();
  CLI::Option* option = app.add_option("--caller", *caller, "What this caller has to do, in the order in which it is due")->type_name("CONTACT");
  for (const char* name : {"--period", "--duty", "--profile", "--customer", "--each", "--missing", "--exit-code"}) app.get_option(name)->excludes(option);
  return [coverage, caller](Context& ctx) { caller->empty() ? coverage(ctx) : print_list_of(ctx, *caller); };
}

struct RatingsOptions {
  std::string from, to;
};

// What was rated in the calls of a stretch of days, as a survey of five questions.
Run declare_ratings(CLI::App& app) {
  auto o = std::make_shared<RatingsOptions>();
  app.add_option("--from", o->from, "From this date on; the first day of this quarter, if it is not said")->type_name("DATE");
  app.add_option("--to", o->to, "To this date, included; today, if it is not said")->type_name("DATE");
  return [o](Context& ctx) {
    const Format format = ctx.format({Format::table, Format::json, Format::jsonl, Format::csv, Format::tsv});
    ctx.read([&](desk::Session& session) {
      const Date to = o->to.empty() ? date_part(session.zone().local(session.now)) : parse_date(o->to);
      sla::Duty quarters;
      quarters.months = 3;
      const Date from = o->from.empty() ? sla::periods(quarters, to, to, to + std::chrono::days{1}).front().from : parse_date(o->from);
      if (to < from) throw Error{ErrorKind::usage, phrase("--to {} is before --from {}", print(to), print(from)), {}};
      const work::Questionnaire asked = desk::call_questions();
      ctx.print(ctx.shown(listing_of(report::figures_of(asked, desk::call_ratings(session, from, to))), format));
    });
  };
}

}  // namespace

Noun survey_noun() {
  const auto verbs = [] {
    std::vector<Verb> all = verbs_of("survey", "surveys");
    for (Verb& verb : all) {
      if (verb.name == "send") verb = {"send", verb.help, [](CLI::App& app) { return declare_send(app, false); }, {"svc survey send S-1 --letters letters --region 长沙", "svc survey send S-1 --sink mail"}};
      if (verb.name == "remind") verb = {"remind", verb.help, [](CLI::App& app) { return declare_send(app, true); }, {"svc survey remind S-1 --sink mail"}};
    }
    all.push_back({"record", "the answers that came with a token", declare_record, {"svc survey record a7k2m9x4q8r3 service=4 needs='more training'"}});
    all.push_back({"import", "the answers of many, by token", declare_import, {"svc survey import S-1 answers.csv"}});
    all.push_back({"invitations", "who was asked, and who answered", declare_invitations, {"svc survey invitations S-1 --missing"}});
    all.push_back({"report", "what it showed: satisfaction, recommendation, response, by question and region", declare_report, {"svc survey report S-1", "svc survey report S-1 --html s1.html"}});
    all.push_back({"due", "which surveys are owed this period", [](CLI::App& app) { return declare_coverage(app, "survey"); }, {"svc survey due"}});
    return all;
  };
  return {"survey", "what customers think, asked by letter or mail", verbs,
          {"id=$(svc survey open --title 'Installation')", "svc survey send $id --letters letters", "svc survey report $id"}};
}

Noun call_noun() {
  const auto verbs = [] {
    std::vector<Verb> all = verbs_of("call", "follow-up calls");
    all.push_back({"due", "whom to call this period, and who was called", declare_calls_due, {"svc survey call due --caller liu", "svc survey call due --missing"}});
    all.push_back({"ratings", "how supply, running, installation, service and training were rated, by region", declare_ratings, {"svc survey call ratings --from 2026-01-01 --to 2026-03-31"}});
    return all;
  };
  return {"survey call", "follow-up calls, and the problems that they and surveys find", verbs,
          {"svc survey call due --caller liu", "svc survey call reach F-1 --person 'Ms Zhao' --service 5", "svc survey call problem F-1 --class urgent --problem 'alarms at night'"}};
}

}  // namespace svc::cmd
