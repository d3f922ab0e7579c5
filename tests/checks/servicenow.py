# SPDX-License-Identifier: MIT
"""Imports a real audit log of 445 incidents and compares the clocks of ten of them, ledger included, with
expected.json, which was worked out from the log by other means. The log is not ours to ship: where it is not at
../shared/data beside the project, this says so and counts as skipped (status 77)."""
import argparse, json, pathlib, subprocess, sys, tempfile

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
here = pathlib.Path(options.source) / "tests/servicenow"
log = pathlib.Path(options.source).parent / "shared/data/servicenow-incidents.csv"
if not log.exists():
    print(f"SKIPPED: the log {log} is not there")
    sys.exit(77)


def merged(rows):
    """Neighbouring rows of one kind together: why an hour is closed, or whose it is, is another matter."""
    result = []
    for start, end, kind in rows:
        if result and result[-1][2] == kind and result[-1][1] == start:
            result[-1][1] = end
        else:
            result.append([start, end, kind])
    return result


def in_utc(time):
    return time and time.replace("+00:00", "Z")


with tempfile.TemporaryDirectory() as folder:
    def svc(*words):
        command = [options.svc, "--config", str(here / "svc.toml"), "--db", f"{folder}/svc.db", "--now",
                   "2026-01-01T00:00:00Z", *words]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(words)}: status {done.returncode}: {done.stderr}")
        return done.stdout, done.stderr

    first = svc("ticket", "import", str(log), "--map", str(here / "map.toml"))[1]
    assert first == ("2989 rows: 445 tickets opened, 0 extended, 3370 events\n"
                     "5 rows before the opening of a ticket, counted at it\n"), first
    again = svc("ticket", "import", str(log), "--map", str(here / "map.toml"))[1]
    assert "0 tickets opened, 0 extended, 0 events, 2989 rows imported before" in again, again
    assert svc("db", "check")[1] == "the database is sound\n"

    # jsonl: 445 objects in one command.
    ids = svc("ticket", "list", "--all", "-o", "ids")[0].split()
    tickets = {}
    for line in svc("ticket", "explain", "-o", "jsonl", *ids)[0].splitlines():
        ticket = json.loads(line)
        tickets[ticket["external"]] = ticket

    wrong = 0
    for incident in json.load(open(here / "expected.json"))["incidents"]:
        got = tickets[incident["number"]]["clocks"]
        if len(got) != len(incident["clocks"]):
            print(f"{incident['number']}: {len(got)} clocks, expected {len(incident['clocks'])}")
            wrong += 1
            continue
        for clock, expected in zip(got, incident["clocks"]):
            ledger = merged([[in_utc(r["from"]), in_utc(r["to"]), r["kind"]] for r in clock["ledger"]])
            for key in ("target", "state", "elapsed_seconds", "paused_seconds"):
                if clock[key] != expected[key]:
                    print(f"{incident['number']} {expected['target']}: {key} {clock[key]}, expected {expected[key]}")
                    wrong += 1
            for key in ("started_at", "due_at", "stopped_at", "breached_at"):
                if in_utc(clock[key]) != expected[key]:
                    print(f"{incident['number']} {expected['target']}: {key} {clock[key]}, expected {expected[key]}")
                    wrong += 1
            if ledger != merged(expected["ledger"]):
                print(f"{incident['number']} {expected['target']}: ledger {ledger}, expected {expected['ledger']}")
                wrong += 1

    # The log's own verdict: its rules are unknown, so the agreement is reported and nothing is tuned to it.
    made = {}
    header, *rows = [line.split(",") for line in log.read_text().splitlines()]
    for row in rows:
        made[row[header.index("number")]] = row[header.index("made_sla")] == "TRUE"
    agree = 0
    for number, ticket in tickets.items():
        kept = all(c["state"] == "met" for c in ticket["clocks"] if c["target"] == "resolution")
        agree += kept == made[number]
    print(f"made_sla agrees with our resolution target on {agree} of {len(tickets)} incidents")
    print("ten incidents: " + ("all clocks as expected" if wrong == 0 else f"{wrong} differences"))
    sys.exit(1 if wrong else 0)
