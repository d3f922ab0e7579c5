# SPDX-License-Identifier: MIT
"""What svc prints for programs fits schemas/json, field by field, and every field is printed; the shipped TOML and
the samples fit schemas/svc.schema.json, and every key that the reader asks for is in it."""
import argparse, datetime, json, os, pathlib, re, subprocess, sys, tempfile, tomllib
import jsonschema

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
source = pathlib.Path(options.source)
svc = os.path.abspath(options.svc)
schemas = {path.name.split(".")[0]: json.loads(path.read_text()) for path in source.glob("schemas/json/*.json")}
checked = set()


def fits(name, document):
    jsonschema.Draft4Validator(schemas[name]).validate(document)
    checked.add(name)


with tempfile.TemporaryDirectory() as home:
    config = pathlib.Path(home) / "svc.toml"
    config.write_text((source / "tests/sample/svc.toml").read_text().replace(
        "[profile.hunan]", f'[sink.file]\nrun = ["/bin/sh", "-c", "cat > {home}/alert.json"]\n'
        f'[sink.letter]\nrun = ["/bin/sh", "-c", "cat > {home}/letter.json"]\n'
        '[ladder.file]\nsinks = ["file"]\nrungs = [ { at = "due", notify = ["@lead"] } ]\n[profile.hunan]\nladder = "file"'))
    config.chmod(0o600)

    def run(*words, status=0):
        done = subprocess.run([svc, "--config", str(config), "--db", f"{home}/svc.db", *words], capture_output=True, text=True,
                              env={"HOME": home, "TZ": "Asia/Shanghai", "PATH": "/usr/bin:/bin"})
        assert done.returncode == status, (words, done)
        return done

    run("customer", "add", "C-7", "--name", "湖南移动")
    run("ticket", "open", "--profile", "hunan", "--title", "交换机", "--type", "fault", "--severity", "L1", "--customer", "C-7", "--now", "2026-03-02T10:00")
    run("ticket", "open", "--profile", "hunan", "--title", "second", "--now", "2026-03-02T10:00")
    run("escalate", "run", "--now", "2026-03-02T10:30")
    run("escalate", "ack", "T-1", "--as", "liu", "--now", "2026-03-02T10:31")
    run("ticket", "contact", "T-1", "--by", "liu", "--now", "2026-03-02T10:40")
    run("ticket", "hold", "T-2", "--reason", "customer", "--until", "2026-03-02T12:00", "--now", "2026-03-02T10:40")
    more = ["--now", "2026-03-02T11:00", "-o", "json"]
    for words in (["show", "T-1"], ["show", "T-2"], ["explain", "T-1"]):
        fits("ticket", json.loads(run("ticket", *words, *more).stdout))
    for document in json.loads(run("ticket", "show", "T-1", "T-2", *more).stdout):
        fits("ticket", document)
    fits("ticket-list", json.loads(run("ticket", "list", *more).stdout))
    fits("ticket-steps", json.loads(run("ticket", "steps", "T-1", *more).stdout))
    fits("escalate-list", json.loads(run("escalate", "list", *more).stdout))
    fits("escalate-log", json.loads(run("escalate", "log", *more).stdout))
    fits("alert", json.loads(pathlib.Path(f"{home}/alert.json").read_text()))
    run("contract", "add", "K-1", "--customer", "C-7", "--profile", "software", "--price", "100.00 CNY", "--from", "2026-01-01")
    run("site", "add", "S-1", "--customer", "C-7", "--name", "长沙")
    run("person", "add", "P-1", "--customer", "C-7", "--name", "赵工", "--approves", "approve-plan")
    run("asset", "add", "A-1", "--serial", "1", "--contract", "K-1", "--final-accepted", "2026-01-01")
    run("depot", "add", "OFFICE", "--name", "办事处", "--level", "2")
    run("spare", "add", "BOARD", "--name", "板", "--reorder", "OFFICE=1")
    run("quotation", "add", "Q-1", "--contract", "K-1", "--part", "BOARD", "--quantity", "1", "--price", "1.00 CNY")
    for noun in ("customer", "site", "person", "contract", "asset", "depot", "spare", "quotation"):
        listed = json.loads(run(noun, "list", *more).stdout)
        fits(f"{noun}-list", listed)
        fits(f"{noun}-list", json.loads(run(noun, "list", "--redact", *more).stdout))
        assert listed, noun
        assert json.loads(run(noun, "show", listed[0]["id"], *more).stdout) == listed[0]
    fits("db-salvage", json.loads(run("db", "salvage", f"{home}/saved.db", "-q", *more).stdout))
    fits("asset-warranty", json.loads(run("asset", "warranty", "A-1", *more).stdout))
    run("rma", "open", "--title", "板", "--asset", "A-1", "--now", "2026-03-02T10:00")
    run("rma", "open", "--title", "板", "--profile", "telecom", "--now", "2026-03-02T10:00")
    run("ticket", "open", "--title", "停", "--asset", "A-1", "--now", "2026-03-02T01:00")
    for word in ("R-1", "R-2"):
        fits("ticket", json.loads(run("rma", "show", word, *more).stdout))
    fits("ticket-list", json.loads(run("rma", "list", *more).stdout))
    fits("ticket-steps", json.loads(run("rma", "steps", "R-1", *more).stdout))
    filed = json.loads(run("asset", "show", "A-1", "--file", *more).stdout)
    fits("asset-file", filed)
    assert {entry["of"] for entry in filed} == {"A-1", "R-1", "T-3"}, filed
    fits("spare-stock", json.loads(run("spare", "stock", *more).stdout))
    fits("spare-plan", json.loads(run("spare", "plan", "BOARD", "--base", "9", "--rate", "1", "--turnaround", "30d", *more).stdout))
    bill = json.loads(run("contract", "penalties", "K-1", "--from", "2026-03-01", "--to", "2026-03-31", *more).stdout)
    fits("contract-penalties", bill)
    assert bill["total"] == "1.00 CNY" and bill["charges"][0]["clock"]["ledger"], bill
    run("contract", "add", "K-2", "--customer", "C-7", "--profile", "telecom", "--from", "2026-01-01")
    for number in ("2", "3"):
        run("asset", "add", f"A-{number}", "--serial", number, "--contract", "K-2", "--accepted", "2026-01-01", "--site", "S-1")
    planned = json.loads(run("inspect", "plan", "--quarter", "2026Q1", "--profile", "telecom", *more).stdout)
    fits("inspect-plan", planned)
    assert [visit["engineer"] for visit in planned] == ["chen", "chen"], planned
    fits("inspect-calendar", json.loads(run("inspect", "calendar", *more).stdout))
    first = next(visit["item"] for visit in planned if visit["subject"] == "A-2")
    run("inspect", "arrive", first, "--signed-by", "赵工", "--waive", "agreed-inspection", "--reason", "at once", "--now", "2026-03-04T10:00")
    for item in ("past-faults", "software", "hardware", "alarms", "general"):
        run("inspect", "check", first, "--item", item, "--result", "pass", "--now", "2026-03-04T10:00")
    run("inspect", "check", first, "--item", "power", "--reading", "-53.5V", "--now", "2026-03-04T10:00")
    run("inspect", "finding", first, "--item", "power", "--finding", "低", "--cause", "老化", "--advice", "更换", "--open-ticket", "--now", "2026-03-04T10:00")
    run("inspect", "sign", first, "--signed-by", "赵工", "--now", "2026-03-04T10:00")
    later = ["--now", "2026-03-04T11:00", "-o", "json"]
    fits("ticket", json.loads(run("inspect", "show", first, *later).stdout))
    fits("inspect-sheet", json.loads(run("inspect", "sheet", first, *later).stdout))
    for words in (["inspect", "due"], ["escalate", "list", "--duties"]):
        fits("inspect-due", json.loads(run(*words, *later).stdout))
    owed = json.loads(run("inspect", "due", "--each", "--profile", "telecom", *later).stdout)
    fits("inspect-due-each", owed)
    assert [each["state"] for each in owed] == ["done", "planned"], owed
    fits("survey-call-due", json.loads(run("survey", "call", "due", "--caller", "liu", *later).stdout))
    survey = run("survey", "open", "--title", "题目", "--profile", "telecom", "--now", "2026-03-04T10:00").stdout.strip()
    run("survey", "send", survey, "--sink", "letter", "--now", "2026-03-04T10:00")
    fits("survey-letter", json.loads(pathlib.Path(f"{home}/letter.json").read_text()))
    invited = json.loads(run("survey", "invitations", survey, *later).stdout)
    fits("survey-invitations", invited)
    problem = run("survey", "record", invited[0]["token"], "practice=1", "needs=快", "--now", "2026-03-04T10:00").stdout.strip()
    fits("survey-report", json.loads(run("survey", "report", survey, *later).stdout))
    for noun, word in (("survey", survey), ("survey call", problem)):
        fits("ticket", json.loads(run(*noun.split(), "show", word, *later).stdout))
    run("ticket", "open", "--profile", "telecom", "--title", "瘫痪", "--type", "fault", "--severity", "L1", "--now", "2026-03-04T10:00")
    run("escalate", "declare", "T-5", "--reason", "一级", "--now", "2026-03-04T10:00")
    fits("escalate-plan", json.loads(run("escalate", "plan", "T-5", *later).stdout))
    for by in ("target", "customer"):
        fits("report-sla", json.loads(run("report", "sla", "--by", by, *later).stdout))
    training = run("training", "open", "--title", "课", "--customer", "C-7", "--contract", "K-2", "--now", "2026-03-04T10:00").stdout.strip()
    for words in (["enroll", training, "--person", "P-1"], ["give", training], ["attend", training, "--person", "P-1"], ["certify", training, "--person", "P-1", "--until", "2028-01-01"]):
        run("training", *words, "--now", "2026-03-04T10:00")
    fits("form-list", json.loads(run("form", "list", *later).stdout))
    fits("form-fields", json.loads(run("form", "fields", "ticket", *later).stdout))
    run("training", "attach", training, "--file", __file__, "--now", "2026-03-04T10:00")
    fits("attachments", json.loads(run("training", "attachments", training, *later).stdout))
    fits("training-roster", json.loads(run("training", "roster", training, *later).stdout))
    fits("ticket", json.loads(run("training", "show", training, *later).stdout))
    found = json.loads(run("ticket", "search", "交换机", "--all", *later).stdout)
    fits("ticket-search", found)
    assert [case["id"] for case in found] == ["T-1"], found
    run("ticket", "open", "--profile", "telecom", "--title", "交换机", "--now", "2026-03-04T10:00")
    repeats = json.loads(run("report", "repeats", *later).stdout)
    fits("report-repeats", repeats)
    assert repeats[0]["times"] == 2, repeats
    for length in ("weekly", "monthly", "quarterly", "yearly"):
        fits("report-summary", json.loads(run("report", length, "--of", "2026-03-02", "--keeper", "周", *later).stdout))
    fits("report-time", json.loads(run("report", "time", "--by", "item", "--from", "2026-01-01", *later).stdout))
    missed = json.loads(run("report", "sla", "--missed", *later).stdout)
    fits("report-sla-missed", missed)
    assert missed, "nothing was missed"
    fits("calendar-list", json.loads(run("calendar", "list", *more).stdout))
    fits("calendar-due", json.loads(run("calendar", "due", "cn", "2026-02-13T17:00", "8h", *more).stdout))
    fits("calendar-between", json.loads(run("calendar", "between", "cn", "2026-02-13T17:00", "2026-02-14T17:00", *more).stdout))
    fits("config-rules", json.loads(run("config", "rules", "-o", "json").stdout))
    fits("config-origin", json.loads(run("config", "show", "--origin", "-o", "json").stdout))
    fits("config-status", json.loads(run("config", "status", *more).stdout))
    fits("config-report", json.loads(run("config", "test", str(source / "schemas/tests"), "--mutate", "-o", "json").stdout))
    fits("calendar-diff", json.loads(run("calendar", "diff", "cn", "24x7", *more).stdout))
    other = pathlib.Path(home) / "other.toml"
    other.write_text(config.read_text().replace('lead    = "wang"', 'lead    = "liu"') + '[profile.hunan.target.phone-response]\nlimits = [ { within = "15m" } ]\n')
    foreseen = json.loads(run("config", "diff", str(config), str(other), *more, "--fail-on", "none").stdout)
    fits("config-diff", foreseen)
    assert foreseen["changes"] and {impact["kind"] for impact in foreseen["impacts"]} >= {"due", "people"}, foreseen
    config.write_text(other.read_text())
    applied = json.loads(run("config", "apply", *more).stdout)
    fits("config-apply", applied)
    assert [impact for impact in foreseen["impacts"] if impact["kind"] == "due"] == [impact for impact in applied if impact["kind"] == "due"]
    fits("error", json.loads(run("ticket", "show", "T-9", *more, status=4).stderr))
assert checked == set(schemas), f"nothing was checked against {set(schemas) - checked}"


def plain(value):
    """Dates and times as text, which is how JSON has them."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else value


# Schema and checker agree on every file that ships, on the samples, and on the example of every finding. What a schema
# cannot see: text that is no TOML, comments, names that must be the same elsewhere, and how two values fit each other.
schema = json.loads((source / "schemas/svc.schema.json").read_text())
test_schema = json.loads((source / "schemas/svc-test.schema.json").read_text())
UNSEEN = {"CFG001", "CFG006", "CAL003", "CAL005", "SLA002", "SLA004", "TST002", "TST004", "TST005", "TST010", "TST011", "TST012"}


def takes(path, text):
    try:
        document = plain(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return False
    return jsonschema.Draft4Validator(test_schema if path.name.endswith(".test.toml") else schema).is_valid(document)


files = [*source.glob("schemas/*/*.toml"), source / "tests/sample/svc.toml", source / "tests/servicenow/svc.toml"]
assert len(files) >= 14
for path in files:
    assert takes(path, path.read_text()), f"the schema refuses {path}"
compared = 0
with tempfile.TemporaryDirectory() as folder:
    rules = json.loads(subprocess.run([svc, "config", "rules", "-o", "json"], capture_output=True, text=True, check=True).stdout)
    for rule in rules:
        if not rule["example"]:
            continue
        path = pathlib.Path(folder) / (f"{rule['code']}.test.toml" if rule["scope"] == "tests" else f"{rule['code']}.toml")
        path.write_text(rule["example"])
        done = subprocess.run([svc, "config", "check", str(path), "-o", "json", "--now", "2026-02-13T10:00"], capture_output=True, text=True)
        errors = {finding["code"] for finding in json.loads(done.stdout)["findings"] if finding["severity"] == "error"}
        visible = {finding["code"] for finding in json.loads(done.stdout)["findings"] if finding["severity"] == "error"
                   and next(each["scope"] for each in rules if each["code"] == finding["code"]) in ("shape", "tests")} - UNSEEN
        if takes(path, rule["example"]):
            assert not visible, f"the schema takes what the checker refuses with {visible}: {rule['example']}"
        else:
            assert errors, f"the checker takes what the schema refuses: {rule['example']}"
        compared += 1
assert compared > 50

# Every key that lib/config asks for is in the schema.
text = json.dumps(schema)
for path in [source / f"lib/config/{name}.cpp" for name in ("calendars", "people", "profiles", "configuration")]:
    for key in re.findall(r'\.(?:text|texts|flag|number|date|time|table|tables|required)\("([a-z_]+)"\)', path.read_text()):
        assert f'"{key}"' in text, f"{path.name} reads '{key}', which is not in svc.schema.json"
