# SPDX-License-Identifier: MIT
"""A year of four contracts' worth of duties: 200 machines of 40 customers under the four shipped profiles, cron every hour, the
quarter planned when it begins, most visits made, some late, some never. In the end each period of each duty, as reckoned here from
the clauses alone, was opened once and is done or was told to somebody when it fell due; nobody was told anything twice; and
the database is sound."""
import argparse, collections, datetime, json, os, pathlib, random, subprocess, sys, tempfile

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
svc = os.path.abspath(options.svc)
YEAR, DAY, HOUR = 2025, datetime.timedelta(days=1), datetime.timedelta(hours=1)
PROFILES = {"telecom": "accepted", "integrator": "accepted", "metering": "installed", "software": "final-accepted"}
rng = random.Random(2025)
CONFIG = """version = 1
[organization]
timezone = "Asia/Shanghai"
duty = "wang"
[contact.wang]
[contact.liu]
visits_per_day = 4
[contact.chen]
visits_per_day = 4
away = [ { from = 2025-07-01, to = 2025-07-20, deputy = "liu" } ]
[team.office]
lead = "wang"
members = ["liu", "chen"]
"""


def months_later(date, months):
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    last = (datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1) - DAY).day
    return datetime.date(year, month + 1, min(date.day, last))


with tempfile.TemporaryDirectory() as home:
    config = pathlib.Path(home) / "svc.toml"
    config.write_text(CONFIG)
    config.chmod(0o600)
    environment = {"HOME": home, "TZ": "Asia/Shanghai", "PATH": "/usr/bin:/bin"}
    count = 0

    def run(now, *words, text=""):
        global count
        count += 1
        done = subprocess.run([svc, "--config", str(config), "--db", f"{home}/svc.db", "--as", "wang", "--now", now.isoformat(), *words],
                              input=text, capture_output=True, text=True, env=environment)
        assert done.returncode == 0, (now.isoformat(), words, done)
        return done.stdout

    # --- the registry, and what is owed by the clauses ---

    begin = datetime.datetime(YEAR, 1, 1, 0, 30)
    expected = collections.defaultdict(set)  # duty → {(subject, first day)}
    maintained = {}  # since when, by machine
    quarters = [datetime.date(YEAR, month, 1) for month in (1, 4, 7, 10)]
    for c in range(40):
        profile, customer, contract = list(PROFILES)[c % 4], f"C-{c}", f"K-{c}"
        ends = datetime.date(YEAR, 6, 30) if c in (4, 9) else datetime.date(YEAR + 2, 12, 31)
        run(begin, "customer", "add", customer, "--name", f"客户{c}", "--region", f"R{c % 5}")
        run(begin, "contract", "add", contract, "--customer", customer, "--profile", profile, "--from", f"{YEAR - 1}-01-01", "--to", str(ends))
        if profile == "integrator":
            expected["patrol"] |= {(customer, datetime.date(YEAR, month, 1)) for month in range(1, 13) if datetime.date(YEAR, month, 1) <= ends}
            expected["visit"] |= {(contract, first) for first in quarters if first <= ends}
        expected["contract-end"] |= {(contract, None)} if ends.year == YEAR else set()
        for a in range(5):
            asset = f"A-{c * 5 + a}"
            since = datetime.date(YEAR - 1, 1, 1) + DAY * rng.randrange(500)  # some in the course of the year
            run(begin, "asset", "add", asset, "--serial", asset, "--contract", contract, f"--{PROFILES[profile]}", str(since))
            if profile == "integrator":
                maintained[asset] = max(since, begin.date())
            if profile == "telecom":
                expected["telecom inspection"] |= {(asset, first) for first in quarters if months_later(first, 3) > since and first <= ends}
            if profile == "metering":
                expected["metering inspection"] |= {(asset, first) for first in (quarters[0], quarters[2]) if months_later(first, 6) > since and first <= ends}
            if profile == "software":
                expected["software inspection"] |= {(asset, first) for first in (months_later(since, 3 * n) for n in range(4))
                                                    if months_later(first, 0).year == YEAR and first <= ends}

    # --- the year ---

    now, made, told = begin, set(), 0
    while now.year == YEAR:
        run(now, "escalate", "run")
        if now.hour == 8 and now.day == 1:
            quarter = f"{now.year}Q{(now.month + 2) // 3}"
            run(now, "inspect", "plan", "--quarter", quarter)
            run(now, "inspect", "plan", "--quarter", quarter)
        if now.hour == 18:
            visits = [visit for visit in json.loads(run(now, "inspect", "calendar", "-o", "json")) if visit["on"] and visit["on"][:10] == str(now.date())]
            done = [visit["id"] for visit in visits if visit["id"] not in made and rng.random() < 0.9]
            if done:
                made |= set(done)
                for item in done:
                    shown = json.loads(run(now, "inspect", "show", item, "-o", "json"))
                    waive = ["--waive", "agreed-inspection", "--reason", "asked for"] if shown["profile"] == "telecom" else []
                    run(now, "inspect", "arrive", item, "--signed-by", "赵工", *waive)
                    if shown["profile"] == "telecom":
                        for check in ("past-faults", "software", "hardware", "alarms", "general"):
                            run(now, "inspect", "check", item, "--item", check, "--result", "pass")
                        run(now, "inspect", "check", item, "--item", "power", "--reading", "-53.5V")
                run(now, "inspect", "sign", "-", "--signed-by", "赵工", text="\n".join(done))
                run(now, "inspect", "file", "-", text="\n".join(done))
            for notice in run(now, "notice", "list", "-o", "ids").split():
                if rng.random() < 0.05:
                    run(now, "notice", "tell", notice, "--person", "赵工")
                    told += 1
        now += HOUR

    # --- what came of it ---

    assert "sound" in subprocess.run([svc, "--config", str(config), "--db", f"{home}/svc.db", "db", "check"], capture_output=True, text=True, env=environment).stderr
    alerts = json.loads(run(now, "escalate", "log", "--last", "1000000", "-o", "json"))
    told_once = collections.Counter((alert["item"], alert["target"], alert["rung"], alert["repeat"], alert["cycle"]) for alert in alerts)
    assert max(told_once.values()) == 1, told_once.most_common(3)
    due_told = {alert["item"] for alert in alerts if alert["rung"].startswith("due")}
    states, opened = collections.Counter(), collections.defaultdict(collections.Counter)
    for kind in ("inspection", "notice"):
        for item in json.loads(run(now, "inspect" if kind == "inspection" else "notice", "list", "--all", "-o", "json")):
            events = json.loads(run(now, "inspect" if kind == "inspection" else "notice", "show", item["id"], "-o", "json"))
            fields = events["events"][0]["fields"]
            duty, due = fields["duty"], datetime.datetime.fromisoformat(fields["due"])
            subject = next(fields[key] for key in ("asset", "contract", "customer") if key in fields and duty not in ("patrol", "visit") or key == {"patrol": "customer", "visit": "contract"}.get(duty))
            name = f"{item['profile']} inspection" if duty == "inspection" else duty
            opened[name][subject, fields["period"]] += 1
            clock = events["clocks"][0] if events["clocks"] else None
            if due.timestamp() >= now.timestamp() - 86400:
                states["not due yet"] += 1
            elif item["state"] == "cancelled":
                states["not owed any more"] += 1
            elif (clock["state"] == "met") if clock else item["state"] in ("told", "filed", "covered"):
                states["done in time" if clock else "done before it was owed"] += 1
            else:
                assert item["id"] in due_told, f"nobody was told of {item}"
                states["told"] += 1
    for name, periods in expected.items():
        got = opened[name]
        assert all(times == 1 for times in got.values()), got.most_common(3)
        for subject, first in periods:
            mine = [period for other, period in got if other == subject]
            fits = {datetime.date: lambda period: period in (f"{first.year}Q{(first.month + 2) // 3}", f"{first.year}-{first.month:02}", f"{first.year}H{(first.month + 5) // 6}", str(first)),
                    type(None): lambda period: True}[type(first)]
            assert any(fits(period) for period in mine), f"{name}: {subject} owes {first}, and got {mine}"
    # Maintenance is owed from the acceptance on, or from when svc first knows of the machine.
    for asset, since in maintained.items():
        mine = sorted(datetime.date.fromisoformat(period) for subject, period in opened["maintenance"] if subject == asset)
        assert mine and mine[0] <= since, f"{asset} is maintained from {mine} on, not from {since}"
    assert states["told"] > 20 and states["done in time"] > 400, states
    print(f"{count} commands; {sum(map(len, expected.values()))} periods expected; {dict(states)}; {len(alerts)} alerts, none twice; {told} notices told")
sys.exit(0)
