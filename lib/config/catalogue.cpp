// SPDX-License-Identifier: MIT
#include "config/catalogue.h"

#include <algorithm>
#include <iterator>

namespace svc::config {
namespace {

using enum Severity;
using enum Scope;

constexpr CheckRule rules[]{
    {"CAL001", error, references, "a time zone that is not known",
     "The system's tzdata has no zone of this name, so no hour of the calendar can be placed.",
     R"([calendar.office]
timezone = "Asia/Shangai"
hours = { mon-fri = ["09:00-18:00"] }
)",
     "Write an IANA name such as \"Asia/Shanghai\"; abbreviations such as \"CST\" mean several zones."},
    {"CAL002", error, shape, "an interval or weekday that cannot be read",
     "Hours are written \"09:00-12:00\", with +1 where they end on the next day; weekdays are mon to sun.",
     R"([calendar.office]
timezone = "Asia/Shanghai"
hours = { mon-fri = ["9-17"] }
)",
     "Write hours = { mon-fri = [\"09:00-17:00\"] }, and \"22:00-06:00+1\" for a night shift."},
    {"CAL003", error, shape, "hours that overlap",
     "Two intervals of a day, or the tail of a night shift and the next morning, cover the same minutes.",
     R"([calendar.office]
timezone = "Asia/Shanghai"
hours = { mon-fri = ["09:00-12:00", "11:00-18:00"] }
)",
     "List the intervals of a day in order, each after the one before."},
    {"CAL004", error, meaning, "a calendar without working time",
     "No minute of it is ever worked, so nothing that counts on it would ever fall due.",
     R"([calendar.office]
timezone = "Asia/Shanghai"
)",
     "Give it hours, or let what counts every hour name the built-in calendar \"24x7\"."},
    {"CAL005", error, shape, "dates that do not fit each other",
     "A range ends before it starts or is longer than a year, or a make-up day has its hours from two places.",
     R"([calendar.office]
timezone = "Asia/Shanghai"
hours = { mon-fri = ["09:00-18:00"] }
holidays = [ { name = "春节", from = 2026-02-23, to = 2026-02-15 } ]
)",
     "Write the first date in 'from' and the last in 'to'."},
    {"CAL010", note, meaning, "a holiday on days that are free anyway",
     "No date of the entry would be worked without it. Often a date of another year, or a make-up day that is missing.",
     R"([calendar.office]
timezone = "Asia/Shanghai"
hours = { mon-fri = ["09:00-18:00"] }
covers = { from = 2026-01-01, to = 2027-12-31 }
holidays = [ { name = "元旦", on = 2026-02-14 } ]
[profile.desk]
calendar = "office"
)",
     "Compare the date with the published notice; leave the entry out if it is right and means nothing."},
    {"CAL011", warning, meaning, "a make-up day on a day that is worked anyway",
     "The date has the hours that it would have had without the entry, so nothing is made up on it.",
     R"([calendar.office]
timezone = "Asia/Shanghai"
hours = { mon-fri = ["09:00-18:00"] }
covers = { from = 2026-01-01, to = 2027-12-31 }
workdays = [ { name = "春节调休", on = 2026-02-13 } ]
[profile.desk]
calendar = "office"
)",
     "Compare the date with the published notice: make-up days are Saturdays and Sundays."},
    {"CAL012", warning, meaning, "deadlines that reach past the known holidays",
     "The longest deadline that can start today, or within 90 days, ends after `covers.to`. It is computed as if there "
     "were no holidays there, and flagged as beyond coverage.",
     R"([calendar.office]
timezone = "Asia/Shanghai"
hours = { mon-fri = ["09:00-18:00"] }
covers = { from = 2025-01-01, to = 2026-03-31 }
[profile.desk]
calendar = "office"
[profile.desk.target.repair]
on = "ticket"
starts = "opened"
stops = "restored"
limits = [ { within = "20wd" } ]
)",
     "Enter the holidays of the next year and move `covers.to`; `svc config apply --calendars` moves open items to them."},
    {"CAL013", note, meaning, "holidays without a coverage",
     "The calendar has holidays, but does not say for which dates they are known, so nobody can be told when they end.",
     R"([calendar.office]
timezone = "Asia/Shanghai"
hours = { mon-fri = ["09:00-18:00"] }
holidays = [ { name = "春节", from = 2026-02-15, to = 2026-02-23 } ]
[profile.desk]
calendar = "office"
)",
     "Write covers = { from = 2026-01-01, to = 2026-12-31 }."},
    {"CAL014", warning, meaning, "an exception outside the coverage",
     "The calendar says that the holidays of this date are not known, and has one there.",
     R"([calendar.office]
timezone = "Asia/Shanghai"
hours = { mon-fri = ["09:00-18:00"] }
covers = { from = 2026-01-01, to = 2027-12-31 }
holidays = [ { name = "元旦", on = 2028-01-03 } ]
[profile.desk]
calendar = "office"
)",
     "Move `covers` if the year is entered whole; correct the date if it is not."},
    {"CAL015", warning, meaning, "hours that a clock change touches",
     "In the next two years the clocks go forward over these hours or back over them: a skipped hour is not worked, and "
     "a repeated one is worked twice, so the interval is shorter or longer on that day.",
     R"([calendar.night]
timezone = "Europe/Berlin"
hours = { sun = ["02:30-06:00"] }
[profile.desk]
calendar = "night"
)",
     "Let the interval begin and end outside the hour that is skipped or repeated, or suppress the finding if the lengths are right."},
    {"CFG001", error, syntax, "text that is no TOML",
     "The file cannot be read from this place on; what stands behind it was not looked at.",
     R"([organization]
name = Sunshine
)",
     "Text stands in quotes; dates are written 2026-02-14; true and false are lower case."},
    {"CFG002", error, shape, "a key that is not known",
     "A misspelt key would silently change nothing. Keys that start with x- are free.",
     R"([organization]
nmae = "Sunshine"
)",
     "Correct the key, or name it x-… if it is for another program."},
    {"CFG003", error, shape, "a value of the wrong kind",
     "The value has another type than the key, or is none of the words that the key knows.",
     R"([organization]
name = 7
)",
     "Write what the message names."},
    {"CFG004", error, shape, "a key that is missing",
     "The table means nothing without it.",
     R"([calendar.office]
hours = { mon-fri = ["09:00-18:00"] }
)",
     "Add the key."},
    {"CFG005", error, references, "a file that cannot be read",
     "An included file does not exist, is no regular file of at most 256 KiB, or may not be read.",
     R"(include = ["nowhere.toml"]
)",
     "Includes are relative to the file that they stand in."},
    {"CFG006", error, shape, "something that is given twice",
     "Two definitions of one name, and nobody can tell which one is meant.",
     R"([profile.desk]
severities = [ { id = "P1" }, { id = "P1" } ]
)",
     "Leave one of them out."},
    {"CFG007", error, references, "a reference to nothing",
     "The name that stands here is defined nowhere.",
     R"([profile.desk]
calendar = "cnn"
)",
     "Correct the name, or define it."},
    {"CFG008", error, references, "something that leads back to itself",
     "A profile, calendar or file that includes or extends itself has no beginning.",
     R"([profile.a]
extends = "b"
[profile.b]
extends = "a"
)",
     "Leave one 'extends' or 'include' out."},
    {"CFG009", note, references, "a definition that replaces a shipped one",
     "The name ships with svc; this definition replaces it whole.",
     R"([calendar.cn]
timezone = "Asia/Shanghai"
hours = { mon-fri = ["09:00-18:00"] }
)",
     "Choose another name, and extend the shipped one, unless it is to be replaced."},
    {"CFG010", warning, meaning, "a definition that nobody uses",
     "Nothing refers to it, so it changes nothing: often the other half of a renaming.",
     R"([calendar.office]
timezone = "Asia/Shanghai"
hours = { mon-fri = ["09:00-18:00"] }
[profile.desk]
calendar = "24x7"
)",
     "Use it or leave it out."},
    {"CFG011", error, references, "a condition or time that no item has",
     "No step of the lifecycle sets it, so the row would never match, or never fall due.",
     R"([profile.desk]
calendar = "24x7"
severities = [ { id = "P1" } ]
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
limits = [ { sevrity = "P1", within = "1h" }, { within = "4h" } ]
)",
     "Correct the attribute's name."},
    {"CFG090", warning, shape, "a suppression that suppresses nothing",
     "No finding of this code stands in the line that the comment is for: it was mended, or the comment was moved.",
     R"(# svc: ignore SLA012 -- the first row is kept for the auditors
version = 1
)",
     "Remove the comment."},
    {"CFG091", warning, shape, "a suppression that cannot be followed",
     "A comment that starts with 'svc:' is an order to the checker, and this one is incomplete, or is about an error, "
     "which nothing can suppress.",
     R"(# svc: ignore SLA012
version = 1
)",
     "Write '# svc: ignore CODE -- reason' or '# svc: snooze CODE until 2026-03-01 -- reason'."},
    {"CFG092", warning, shape, "a snooze that has ended",
     "The finding was put off to a date that has come.",
     R"([profile.desk]
calendar = "24x7"
types = ["fault"]
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
limits = [
  { within = "4h" },
  # svc: snooze SLA012 until 2026-01-31 -- the new contract starts in February
  { type = "fault", within = "1h" },
]
)",
     "Mend what it was about, or give it another date."},
    {"ESC001", error, shape, "a rung that cannot be read",
     "A rung is '80%' (below 100), 'due', 'due-1h' or 'due+30m', with 'every' longer than nothing and 'times' from 1 to 1000.",
     R"([ladder.office]
rungs = [ { at = "110%", notify = ["@lead"] } ]
)",
     "Write at = \"due+30m\" for what lies after the due time."},
    {"ESC002", error, references, "teams that are their own superiors",
     "Alerts climb from a team to its parent; this chain has no top.",
     R"([team.a]
parent = "b"
[team.b]
parent = "a"
)",
     "Give one of them another parent, or none."},
    {"ESC003", error, shape, "a sink that cannot be started",
     "A sink is a program with its whole path and arguments; no shell looks for it.",
     R"([sink.mail]
run = "sendmail -t"
)",
     "Write run = [\"/usr/sbin/sendmail\", \"-t\"]."},
    {"ESC010", warning, meaning, "a team without a lead",
     "'@lead' of this team is the next one up, and nobody is told first.",
     R"([contact.liu]
[team.office]
members = ["liu"]
[ladder.office]
rungs = [ { at = "due", notify = ["@lead"] } ]
[profile.desk]
calendar = "24x7"
ladder = "office"
team = "office"
)",
     "Write lead = \"…\" in the team."},
    {"ESC011", warning, meaning, "a contact that a sink cannot reach",
     "A ladder sends mail, and somebody whom it may tell has no address.",
     R"([contact.liu]
[team.office]
lead = "liu"
[sink.mail]
run = ["/usr/sbin/sendmail", "-t"]
format = "mail"
[ladder.office]
sinks = ["mail"]
rungs = [ { at = "due", notify = ["@lead"] } ]
[profile.desk]
calendar = "24x7"
ladder = "office"
team = "office"
)",
     "Write email = \"…\" in the contact."},
    {"ESC012", warning, meaning, "a rota with a gap in the next 14 days",
     "For that time nobody is on duty; '@duty' is then the team's lead.",
     R"([contact.liu]
[team.office]
lead = "liu"
[rota.office]
shifts = [ { from = 2026-02-13T08:00:00, to = 2026-02-20T08:00:00, contact = "liu" } ]
[ladder.office]
rungs = [ { at = "due", notify = ["@duty"] } ]
[profile.desk]
calendar = "24x7"
ladder = "office"
team = "office"
)",
     "Add shifts without a gap between them."},
    {"ESC013", warning, meaning, "shifts that overlap",
     "Two people are on duty at once; svc tells the one that is listed first.",
     R"([contact.liu]
[contact.chen]
[team.office]
lead = "liu"
[rota.office]
shifts = [
  { from = 2026-02-13T08:00:00, to = 2026-02-21T08:00:00, contact = "liu" },
  { from = 2026-02-20T08:00:00, to = 2026-03-20T08:00:00, contact = "chen" },
]
[ladder.office]
rungs = [ { at = "due", notify = ["@duty"] } ]
[profile.desk]
calendar = "24x7"
ladder = "office"
team = "office"
)",
     "End one shift when the next begins."},
    {"ESC014", warning, meaning, "rungs that are out of order",
     "A rung that is listed later is reached earlier on every clock of the ladder.",
     R"([contact.liu]
[team.office]
lead = "liu"
[ladder.office]
rungs = [ { at = "due+2h", notify = ["liu"] }, { at = "due", notify = ["@lead"] } ]
[profile.desk]
calendar = "24x7"
ladder = "office"
team = "office"
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
limits = [ { within = "4h" } ]
)",
     "List the rungs in the order of time."},
    {"ESC015", warning, meaning, "a rung before the start of the clock",
     "The limit is shorter than the rung's offset, so the rung lies before the clock starts and is never raised.",
     R"([contact.liu]
[team.office]
lead = "liu"
[ladder.office]
rungs = [ { at = "due-1h", notify = ["liu"] }, { at = "due", notify = ["@lead"] } ]
[profile.desk]
calendar = "24x7"
ladder = "office"
team = "office"
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
limits = [ { within = "30m" } ]
)",
     "Write the rung as a share, such as \"80%\", which every limit has."},
    {"ESC016", warning, meaning, "a rung of which nobody hears",
     "Neither the rung nor anybody above its team resolves to a person, and the organization names no 'duty'.",
     R"([contact.liu]
[team.office]
members = ["liu"]
[ladder.office]
rungs = [ { at = "due", notify = ["@lead+1"] } ]
[profile.desk]
calendar = "24x7"
ladder = "office"
team = "office"
)",
     "Give the team a lead, or write duty = \"…\" in [organization]."},
    {"ESC017", note, meaning, "'@duty' of a team without a rota",
     "Nobody is ever on duty there, so '@duty' is always the team's lead.",
     R"([contact.liu]
[team.office]
lead = "liu"
[ladder.office]
rungs = [ { at = "due", notify = ["@duty"] } ]
[profile.desk]
calendar = "24x7"
ladder = "office"
team = "office"
)",
     "Add [rota.TEAM], or write \"@lead\"."},
    {"ESC018", warning, meaning, "deputies that stand in for each other",
     "On some date everybody in the circle is away, and none of them can be told.",
     R"([contact.liu]
away = [ { from = 2026-03-01, to = 2026-03-08, deputy = "chen" } ]
[contact.chen]
away = [ { from = 2026-03-05, to = 2026-03-12, deputy = "liu" } ]
[team.office]
lead = "liu"
members = ["chen"]
)",
     "Name a deputy who is there on all of the dates."},
    {"ESC020", warning, host, "a sink whose program is not on this machine",
     "The program does not exist here or may not be run, so deliveries would fail.",
     R"([contact.liu]
[team.office]
lead = "liu"
[sink.robot]
run = ["/nowhere/robot"]
[ladder.office]
sinks = ["robot"]
rungs = [ { at = "due", notify = ["@lead"] } ]
[profile.desk]
calendar = "24x7"
ladder = "office"
team = "office"
)",
     "Install it, or correct the path."},
    {"ESC021", warning, host, "a sink that others can change",
     "Its file belongs to another user or can be written by others, so svc does not run it.",
     "", "Let the file belong to root or to the user that runs svc, and take the right to write from all others."},
    {"SLA001", error, shape, "a length of time that cannot be read",
     "Limits are written 30m, 8h, 1h30m (working time), 20wd (working days), 15d, 2w, 1mo or 1y (dates).",
     R"([profile.desk]
calendar = "24x7"
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
limits = [ { within = "2x" } ]
)",
     "Write within = \"2h\"."},
    {"SLA002", error, shape, "a target without limits, or a limit that says nothing",
     "Each row of `limits` has exactly one of 'within', 'by' and 'before … of'.",
     R"([profile.desk]
calendar = "24x7"
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
limits = [ { at_least = "1h" } ]
)",
     "Write limits = [ { within = \"4h\" } ]."},
    {"SLA003", error, shape, "a pause that is none",
     "Clocks are paused by 'hold:REASON', 'hold:*' or 'state:NAME'.",
     R"([profile.desk]
calendar = "24x7"
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
pause = "customer"
limits = [ { within = "4h" } ]
)",
     "Write pause = \"hold:customer\"."},
    {"SLA004", error, shape, "a target without a calendar",
     "No calendar is ever silently 24x7: a target names one, or its profile does.",
     R"([profile.desk]
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
limits = [ { within = "4h" } ]
)",
     "Write calendar = \"cn\", or calendar = \"24x7\" if every hour counts."},
    {"SLA010", warning, meaning, "a combination without a limit",
     "An item with these attributes gets no promise of this target: no row matches it, and no clock runs.",
     R"([profile.desk]
calendar = "24x7"
severities = [ { id = "P1" }, { id = "P2" } ]
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
limits = [ { severity = "P1", within = "1h" } ]
)",
     "Add a row, or suppress the finding with the clause that promises nothing."},
    {"SLA011", note, meaning, "no limit before somebody classifies",
     "An item without a severity or type matches no row when the clock should start, and classifying it later starts none.",
     R"([profile.desk]
calendar = "24x7"
severities = [ { id = "P1" } ]
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
limits = [ { severity = "P1", within = "1h" } ]
)",
     "Add a last row without conditions, or start the target also at 'classified'."},
    {"SLA012", warning, meaning, "a limit that is never reached",
     "The first row that matches holds, and everything that this row matches is matched by rows before it.",
     R"([profile.desk]
calendar = "24x7"
types = ["fault"]
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
limits = [ { within = "4h" }, { type = "fault", within = "1h" } ]
)",
     "Put the special row before the general one."},
    {"SLA013", warning, meaning, "a response that is due after the resolution",
     "Both targets start together, and the one that stops first is due last: it can only be met by accident.",
     R"([profile.desk]
calendar = "24x7"
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
limits = [ { within = "8h" } ]
[profile.desk.target.repair]
on = "ticket"
starts = "opened"
stops = "restored"
limits = [ { within = "4h" } ]
)",
     "Exchange the limits, or lengthen the later one."},
    {"SLA014", warning, meaning, "a start that implies its stop",
     "What stops the clock has happened before it can start, so the clock never ends or never runs.",
     R"([profile.desk]
calendar = "24x7"
[profile.desk.target.arrival]
on = "ticket"
starts = "dispatched"
stops = "onsite-confirmed"
limits = [ { within = "4h" } ]
[[profile.desk.gate]]
step = "dispatch"
needs = ["onsite-confirmed"]
)",
     "Let it stop at something that comes after its start."},
    {"SLA015", warning, meaning, "a stop that cannot come after the start",
     "No sequence of steps leads from the start to the stop while the item is alive: the clock is cancelled or never starts.",
     R"([profile.desk]
calendar = "24x7"
[profile.desk.target.filing]
on = "ticket"
starts = "closed"
stops = "noted"
limits = [ { within = "4h" } ]
)",
     "Start it at an earlier event."},
    {"SLA016", warning, meaning, "a pause that no step can leave",
     "Every state that follows pauses the clock too, so it can only stop or be cancelled.",
     R"([profile.desk]
calendar = "24x7"
[profile.desk.target.repair]
on = "ticket"
starts = "opened"
stops = "phone-failed"
pause = ["state:restored", "state:resolved", "state:active"]
limits = [ { within = "4h" } ]
)",
     "Leave out one of the states."},
    {"SLA017", warning, meaning, "a day that is not a working day",
     "'1d' is a calendar date and ends at 24:00, worked or not; on a calendar with office hours most people mean "
     "'1wd', the closing time of a working day, or an 8 hours' '8h'.",
     R"([calendar.office]
timezone = "Asia/Shanghai"
hours = { mon-fri = ["09:00-18:00"] }
[profile.desk]
calendar = "office"
[profile.desk.target.repair]
on = "ticket"
starts = "opened"
stops = "restored"
limits = [ { within = "1d" } ]
)",
     "Write \"1wd\"; or let the target count on \"24x7\" if dates are meant; or say roll = \"following\"."},
    {"SLA018", warning, meaning, "a limit that cannot be kept",
     "It is strict and no time at all, or may not be stopped before it is missed.",
     R"([profile.desk]
calendar = "24x7"
[profile.desk.target.watch]
on = "ticket"
starts = "restored"
stops = "resolved"
limits = [ { within = "1d", at_least = "2d" } ]
)",
     "Let 'within' be longer than 'at_least', and write \"0m\" for at once."},
    {"SLA019", warning, meaning, "gates that wait for each other",
     "Each of the steps needs the other first, so none of them can ever be taken.",
     R"([profile.desk]
calendar = "24x7"
[[profile.desk.gate]]
step = "arrive"
needs = ["dispatched"]
[[profile.desk.gate]]
step = "dispatch"
needs = ["arrived"]
)",
     "Leave one of the gates out, or make it waivable."},
    {"SLA020", error, meaning, "a duty that cannot come round",
     "A duty needs one rhythm: `every`, `times` a year, `after` the last time, or `before` a date; and whom it is owed to.",
     R"(version = 1
[profile.acme]
extends = "telecom"
[profile.acme.duty.visit]
item = "inspection"
of = "asset"
done = "report-signed"
)",
     "Say how often it is owed: `every = \"quarter\"`."},
    {"SLA021", warning, meaning, "a duty that nobody hears of",
     "What it opens has a last day, and no target of the profile is due by it: a missed period is no alert.",
     R"([calendar.office]
timezone = "Asia/Shanghai"
hours = { mon-fri = ["09:00-18:00"] }
[profile.desk]
calendar = "office"
[profile.desk.duty.visit]
item = "inspection"
of = "asset"
done = "report-signed"
every = "quarter"
)",
     "Add a target on its items with limits = [ { by = \"due\" } ]."},
    {"TST001", error, tests, "a file that tests nothing",
     "It has no [[test]], so that all of its tests would pass.",
     R"(version = 1
)",
     "Add a [[test]] with an expectation."},
    {"TST002", error, tests, "a test that asserts nothing",
     "It expects nothing, so it cannot fail.",
     R"([[test]]
name = "a fault of level 1"
profile = "telecom"
at = 2026-02-13T10:00:00
open = { type = "fault", severity = "L1" }
)",
     "Add expect = { … }, such as expect.clock.phone-response = { due_at = \"2026-02-13T10:30\" }."},
    {"TST003", error, tests, "an expectation of something that is not computed",
     "Nothing of this name is ever computed, so the expectation says nothing.",
     R"([[test]]
name = "a fault of level 1"
profile = "telecom"
at = 2026-02-13T10:00:00
open = { type = "fault", severity = "L1" }
expect.clock.phone-response = { deu_at = 2026-02-13T10:30:00 }
)",
     "Correct the name; the message lists what there is."},
    {"TST004", error, tests, "steps that are not in the order of time",
     "A timeline goes forward: what is said later stands later.",
     R"([[test]]
name = "a fault of level 1"
profile = "telecom"
at = 2026-02-13T10:00:00
steps = [
  { at = 2026-02-13T10:20:00, step = "contact" },
  { at = 2026-02-13T10:10:00, step = "phone-failed", consent = "Li" },
]
expect.state = "active"
)",
     "Put the steps in order; 'happened' says when what is told late really was."},
    {"TST005", error, tests, "two tests of one name",
     "Reports tell tests by their names.",
     R"([[test]]
name = "opens"
profile = "telecom"
at = 2026-02-13T10:00:00
expect.state = "open"
[[test]]
name = "opens"
profile = "telecom"
at = 2026-02-13T11:00:00
expect.state = "open"
)",
     "Give each its own name."},
    {"TST010", error, tests, "an expectation that is not met",
     "The rules compute something else than the test expects; the note names the rule that decided.",
     R"([[test]]
name = "a fault of level 1"
profile = "telecom"
at = 2026-02-13T10:00:00
open = { type = "fault", severity = "L1" }
expect.clock.phone-response = { due_at = 2026-02-13T11:00:00 }
)",
     "Mend the rule, or the test, after a look at the contract."},
    {"TST011", error, tests, "a step that was refused",
     "The lifecycle, a gate or a target forbids the step at that point.",
     R"([[test]]
name = "nobody is sent before the customer asks"
profile = "telecom"
at = 2026-02-13T10:00:00
steps = [ { at = 2026-02-13T10:10:00, step = "dispatch", engineer = "liu", eta = 2026-02-13T12:00:00, transport = "car" } ]
expect.state = "active"
)",
     "Take the steps that are needed first, or say refused = \"…\" if that is the point of the test."},
    {"TST012", error, tests, "a step that should have been refused",
     "The test says that the step is refused, and it was taken.",
     R"([[test]]
name = "nobody calls twice"
profile = "telecom"
at = 2026-02-13T10:00:00
steps = [ { at = 2026-02-13T10:10:00, step = "contact", refused = "it is active" } ]
)",
     "Add the gate that forbids it, or leave 'refused' out."},
    {"TST020", warning, tests, "a change of the rules that no test notices",
     "With `--mutate`, one number or reference of the rules was changed, and every test still passed.",
     "", "Add a test at the edge of what was changed: a second before and at the limit, or who is told."},
};

}  // namespace

std::string_view name_of(Scope scope) {
  switch (scope) {
    case syntax: return "syntax";
    case shape: return "shape";
    case references: return "references";
    case meaning: return "meaning";
    case tests: return "tests";
    case host: return "host";
  }
  return {};
}

std::vector<std::string> scope_names() {
  std::vector<std::string> names{"all"};
  for (const Scope each : all_scopes) names.emplace_back(name_of(each));
  return names;
}

std::span<const CheckRule> check_rules() { return rules; }

const CheckRule* find_rule(std::string_view code) {
  const auto found = std::lower_bound(std::begin(rules), std::end(rules), code, [](const CheckRule& rule, std::string_view wanted) { return rule.code < wanted; });
  return found != std::end(rules) && found->code == code ? found : nullptr;
}

}  // namespace svc::config
