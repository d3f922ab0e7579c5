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
    fits("customer-list", json.loads(run("customer", "list", *more).stdout))
    fits("calendar-list", json.loads(run("calendar", "list", *more).stdout))
    fits("calendar-due", json.loads(run("calendar", "due", "cn", "2026-02-13T17:00", "8h", *more).stdout))
    fits("calendar-between", json.loads(run("calendar", "between", "cn", "2026-02-13T17:00", "2026-02-14T17:00", *more).stdout))
    fits("error", json.loads(run("ticket", "show", "T-9", *more, status=4).stderr))
assert checked == set(schemas), f"nothing was checked against {set(schemas) - checked}"


def plain(value):
    """Dates and times as text, which is how JSON has them."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else value


schema = json.loads((source / "schemas/svc.schema.json").read_text())
files = [*source.glob("schemas/calendars/*.toml"), *source.glob("schemas/profiles/*.toml"), source / "tests/sample/svc.toml", source / "tests/servicenow/svc.toml"]
for path in files:
    jsonschema.Draft4Validator(schema).validate(plain(tomllib.loads(path.read_text())))
assert len(files) >= 4
for bad in ('titel = "x"', "[contact.liu]\nnaem = 'x'", "[calendar.c]\nhours = { mon = ['9-17'] }", "[ladder.l]\nrungs = [{ at = '110%', notify = [] }]"):
    try:
        jsonschema.Draft4Validator(schema).validate(plain(tomllib.loads(bad)))
    except jsonschema.ValidationError:
        continue
    sys.exit(f"the schema takes {bad!r}")

# Every key that lib/config asks for is in the schema.
text = json.dumps(schema)
for path in [source / f"lib/config/{name}.cpp" for name in ("calendars", "people", "profiles", "configuration")]:
    for key in re.findall(r'\.(?:text|texts|flag|number|date|time|table|tables|required)\("([a-z_]+)"\)', path.read_text()):
        assert f'"{key}"' in text, f"{path.name} reads '{key}', which is not in svc.schema.json"
