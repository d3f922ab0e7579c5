# SPDX-License-Identifier: MIT
"""What 'svc inspect calendar --ics' writes is read by an independent parser of RFC 5545 as it was meant: every text whole,
every instant in its zone, no line longer than 75 octets."""
import argparse, datetime, os, subprocess, tempfile
from icalendar import Calendar

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
svc = os.path.abspath(options.svc)
title = "机房, 三楼; 钥匙在 \\ 值班室: " + "长" * 60 + "✓"
with tempfile.TemporaryDirectory() as home:
    def run(*words):
        done = subprocess.run([svc, "--config", f"{options.source}/tests/sample/svc.toml", "--db", f"{home}/svc.db", "--now", "2026-02-24T10:00", *words],
                              capture_output=True, env={"HOME": home, "TZ": "Asia/Shanghai", "PATH": "/usr/bin:/bin"})
        assert done.returncode == 0, (words, done)
        return done.stdout

    run("customer", "add", "C-7", "--name", "湖南移动", "--region", "长沙")
    run("contract", "add", "K-1", "--customer", "C-7", "--profile", "telecom", "--from", "2026-01-01")
    run("site", "add", "S-1", "--customer", "C-7", "--name", "二枢纽, B 座", "--address", "五一大道 1 号; 长沙")
    for number in "12":
        run("asset", "add", f"A-{number}", "--serial", number, "--contract", "K-1", "--site", "S-1", "--accepted", "2026-01-01")
    one = run("inspect", "open", "--title", title, "--asset", "A-1", "--duty", "inspection").decode().strip()
    run("inspect", "plan", one, "--on", "2026-03-04T09:30", "--engineer", "liu")
    run("inspect", "plan", one, "--on", "2026-03-05T09:30", "--engineer", "liu")
    run("inspect", "agree", one, "--agreed-by", "赵工")
    run("escalate", "run")
    raw = run("inspect", "calendar", "--ics")
    assert raw.endswith(b"\r\n") and all(len(line) <= 75 and b"\n" not in line for line in raw.split(b"\r\n"))
    raw.decode()  # no character is cut
    calendar = Calendar.from_ical(raw)
    assert calendar["VERSION"] == "2.0" and calendar["METHOD"] == "PUBLISH" and not calendar.errors, calendar
    events = {str(event["UID"]).split("-17")[0]: event for event in calendar.walk("VEVENT")}
    assert len(events) == 3, events
    assert len({str(event["UID"]) for event in events.values()}) == 3
    visit = events[one]
    assert not visit.errors and str(visit["SUMMARY"]) == f"{one} {title} A-1", visit["SUMMARY"]
    assert visit["DTSTART"].dt == datetime.datetime(2026, 3, 5, 1, 30, tzinfo=datetime.timezone.utc), visit["DTSTART"].dt
    assert str(visit["LOCATION"]) == "二枢纽, B 座, 五一大道 1 号; 长沙", visit["LOCATION"]
    assert (visit["SEQUENCE"], str(visit["STATUS"])) == (2, "CONFIRMED"), visit
    last_days = [event for key, event in events.items() if key != one]
    assert all(event["DTSTART"].dt == datetime.date(2026, 4, 8) and str(event["STATUS"]) == "TENTATIVE" for event in last_days), last_days
print("3 events, as they were meant")
