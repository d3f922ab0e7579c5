# SPDX-License-Identifier: MIT
"""Every figure of the reports is reckoned again here, from what svc shows of each item, by other means: compliance by every
grouping, misses, percentiles; work, causes, penalties, whose time it was; satisfaction and recommendation of a survey."""
import argparse, collections, datetime, decimal, json, math, os, random, subprocess, tempfile

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
svc = os.path.abspath(options.svc)
rng = random.Random(7)
START = datetime.datetime(2026, 2, 20, 8)

with tempfile.TemporaryDirectory() as home:
    def run(now, *words, text="", fails=False):
        done = subprocess.run([svc, "--config", f"{options.source}/tests/sample/svc.toml", "--db", f"{home}/svc.db", "--as", "liu", "--now", now.isoformat(), *words],
                              input=text, capture_output=True, text=True, env={"HOME": home, "TZ": "Asia/Shanghai", "PATH": "/usr/bin:/bin"})
        assert fails or done.returncode == 0, (words, done)
        return done.stdout

    for customer in "123":
        run(START, "customer", "add", f"C-{customer}", "--name", "x", "--region", f"R{customer}")
        run(START, "contract", "add", f"K-{customer}", "--customer", f"C-{customer}", "--profile", "telecom", "--from", "2026-01-01")
    ids = []
    for _ in range(60):
        now = START + datetime.timedelta(minutes=rng.randrange(20 * 24 * 60))
        item = run(now, "ticket", "open", "--title", "x", "--type", rng.choice(["fault", "consultation", "question"]), "--severity", rng.choice(["L1", "L2", "L3", "L4"]),
                   "--profile", "telecom", "--customer", f"C-{rng.choice('123')}", "--assignee", rng.choice(["liu", "chen"])).strip()
        ids.append(item)
        if rng.random() < 0.3:  # a later term does not undo what broke before it
            now += datetime.timedelta(minutes=rng.randrange(4 * 60))
            run(now, "ticket", "change", item, "--severity", rng.choice(["L1", "L2", "L3", "L4"]), fails=True)
        if rng.random() < 0.85:
            now += datetime.timedelta(seconds=rng.randrange(5 * 3600))
            run(now, "ticket", "contact", item)
            if rng.random() < 0.2:
                run(now, "ticket", "hold", item, "--reason", "customer")
            if rng.random() < 0.3:
                now += datetime.timedelta(minutes=rng.randrange(60))
                run(now, "ticket", "resolve", item)
                run(now, "ticket", "confirm", item, "--unsatisfied", "--person", "x", "--reason", "y")

    def check(now, first, last):
        begin, end = (datetime.datetime.fromisoformat(f"{day}T00:00+08:00") for day in (first, last + datetime.timedelta(days=1)))
        verdicts, instant = [], now.astimezone(datetime.timezone(datetime.timedelta(hours=8))) if now.tzinfo else now.replace(tzinfo=begin.tzinfo)
        for item in ids:
            shown = json.loads(run(now, "ticket", "show", item, "-o", "json"))
            for clock in shown["clocks"]:
                if clock["target"] == "emergency-proposal" or clock["due_at"] is None:
                    continue
                at = {key: clock[key] and datetime.datetime.fromisoformat(clock[key]) for key in ("started_at", "due_at", "stopped_at", "breached_at")}
                decided = at["breached_at"] or (at["stopped_at"] if clock["state"] == "met" else None)
                if decided and begin <= decided < end:
                    verdicts.append({"target": clock["target"], "severity": shown["severity"], "customer": shown["customer"], "engineer": shown["assignee"], "team": shown["team"], "type": shown["type"],
                                     "profile": shown["profile"], "kind": "ticket", "met": not at["breached_at"], "seconds": at["stopped_at"] and round((at["stopped_at"] - at["started_at"]).total_seconds()),
                                     "late": max(0, round(((at["stopped_at"] or instant) - (at["breached_at"] or at["due_at"])).total_seconds())), "item": item})
        assert len(verdicts) > 10, len(verdicts)
        for by in ("target", "severity", "customer", "engineer", "team", "type", "profile", "kind"):
            reported = {row[by]: row for row in json.loads(run(now, "report", "sla", "--from", str(first), "--to", str(last), "--by", by, "-o", "json"))}
            assert set(reported) == {verdict[by] for verdict in verdicts}, (by, set(reported))
            for name, row in reported.items():
                mine = [verdict for verdict in verdicts if verdict[by] == name]
                took = sorted(verdict["seconds"] for verdict in mine if verdict["seconds"] is not None)
                met, missed = sum(verdict["met"] for verdict in mine), sum(not verdict["met"] for verdict in mine)
                rank = lambda percent: took[max(1, math.ceil(len(took) * percent / 100)) - 1] if took else None
                expected = {by: name, "met": met, "missed": missed, "open": sum(verdict["seconds"] is None for verdict in mine), "percent": round(100 * met / len(mine), 4), "median_seconds": rank(50),
                            "p90_seconds": rank(90), "longest_seconds": rank(100), "latest_seconds": max((verdict["late"] for verdict in mine if not verdict["met"]), default=None)}
                assert row == expected, (row, expected)
        misses = json.loads(run(now, "report", "sla", "--from", str(first), "--to", str(last), "--missed", "-o", "json"))
        assert sorted((row["item"], row["late_seconds"]) for row in misses) == sorted((verdict["item"], verdict["late"]) for verdict in verdicts if not verdict["met"])
        return len(verdicts)

    later = datetime.datetime(2026, 3, 14, 12)
    figures = check(later, datetime.date(2026, 2, 20), datetime.date(2026, 3, 14)) + check(later, datetime.date(2026, 2, 25), datetime.date(2026, 3, 3))

    # --- the work of weeks and months ---

    for length, of in (("weekly", datetime.date(2026, 2, 25)), ("weekly", datetime.date(2026, 3, 2)), ("monthly", datetime.date(2026, 3, 9)), ("quarterly", datetime.date(2026, 2, 28))):
        summary = json.loads(run(later, "report", length, "--of", str(of), "-o", "json"))
        first, last = (datetime.date.fromisoformat(summary[key]) for key in ("from", "to"))
        assert first <= of <= last and (length != "weekly" or (first.weekday(), (last - first).days) == (0, 6)), summary
        within = lambda text: first <= datetime.datetime.fromisoformat(text).astimezone(datetime.timezone(datetime.timedelta(hours=8))).date() <= last
        shown = [json.loads(run(later, "ticket", "show", item, "-o", "json")) for item in ids]
        work = next(row for row in summary["work"] if row["kind"] == "ticket")
        assert work["opened"] == sum(within(ticket["opened_at"]) for ticket in shown), work
        assert work["reissued"] == sum(within(event["at"]) for ticket in shown for event in ticket["events"] if event["event"] == "reissued"), work
        assert work["live"] == sum(ticket["state"] not in ("closed", "cancelled") for ticket in shown), work
        people = {row["person"]: row for row in summary["people"]}
        for person in ("liu", "chen"):
            events = [(ticket["id"], event["seq"]) for ticket in shown for event in ticket["events"] if event["by"] == person and within(event["at"])]
            assert (people[person]["events"], people[person]["items"]) == (len(events), len({item for item, _ in events})), (length, person, people[person], len(events))

        if length != "weekly":
            opened = [ticket for ticket in shown if within(ticket["opened_at"])]
            causes = {(row["type"], row["cause"]): row["tickets"] for row in summary["causes"]}
            assert causes == collections.Counter((ticket["type"], ticket["events"][0]["fields"].get("cause")) for ticket in opened), causes
        sla = json.loads(run(later, "report", "sla", "--from", str(first), "--to", str(last), "-o", "json"))
        assert summary["promises"] == sla and summary["missed"] == json.loads(run(later, "report", "sla", "--from", str(first), "--to", str(last), "--missed", "-o", "json"))

    # --- what broken promises cost ---

    price = decimal.Decimal("123456.78")
    run(START, "contract", "add", "K-9", "--customer", "C-1", "--profile", "software", "--price", f"{price} CNY", "--from", "2026-01-01")
    total, misses = decimal.Decimal(0), 0
    for number in range(15):
        opened = datetime.datetime(2026, 2, 3, 9) + datetime.timedelta(hours=7 * number)
        item = run(opened, "ticket", "open", "--title", "x", "--type", "fault", "--contract", "K-9").strip()
        answered, due, restored = opened + datetime.timedelta(minutes=rng.randrange(480)), opened + datetime.timedelta(hours=10), opened + datetime.timedelta(seconds=rng.randrange(3600 * 9, 3600 * 90))
        run(opened, "ticket", "promise", item, "restore", "--by", due.isoformat())
        run(answered, "ticket", "contact", item)
        run(restored, "ticket", "restore", item)
        percents = ([1] if answered > opened + datetime.timedelta(hours=4) else []) + ([math.ceil((restored - due) / datetime.timedelta(days=1))] if restored > due else [])
        misses += len(percents)
        total += sum((price * percent / 100).quantize(decimal.Decimal("0.01"), decimal.ROUND_HALF_UP) for percent in percents)
    bill = json.loads(run(later, "contract", "penalties", "K-9", "--from", "2026-01-01", "--to", "2026-03-31", "-o", "json"))
    assert (len(bill["charges"]), bill["total"]) == (misses, f"{total} CNY") and misses > 10, (len(bill["charges"]), misses, bill["total"], total)
    quarter = json.loads(run(later, "report", "quarterly", "--of", "2026-02-28", "-o", "json"))
    assert quarter["penalties"] == [{"contract": "K-9", "customer": "C-1", "misses": misses, "total": f"{total} CNY"}], quarter["penalties"]
    figures += misses

    # --- whose time it was ---

    for item in ids[:25]:
        run(later, "ticket", "resume", item, fails=True)
        run(later + datetime.timedelta(hours=1), "ticket", "hold", item, "--reason", rng.choice(["customer", "vendor", "spares"]), "--until", (later + datetime.timedelta(hours=rng.randrange(2, 6))).isoformat())
        run(later + datetime.timedelta(hours=1), "ticket", "contact", item)
        run(later + datetime.timedelta(hours=7, seconds=rng.randrange(3600)), "ticket", "resolve", item)
        run(later + datetime.timedelta(hours=8), "ticket", "confirm", item, "--person", "x", fails=True)
        run(later + datetime.timedelta(hours=8), "ticket", "close", item)
    end = later + datetime.timedelta(hours=9)
    owner = {"customer": "customer_seconds", "vendor": "maker_seconds"}
    expected = {}
    for item in ids:
        shown = json.loads(run(end, "ticket", "show", item, "-o", "json"))
        if not shown["ended_at"]:
            continue
        at = datetime.datetime.fromisoformat
        row, since, holder, until = {"our_seconds": 0, "customer_seconds": 0, "maker_seconds": 0}, at(shown["opened_at"]), "our_seconds", None
        for event in [*shown["events"], {"event": "end", "at": shown["ended_at"]}]:
            now = at(event["at"])
            if until and until <= now:
                row[holder] += (until - since).total_seconds()
                since, holder, until = until, "our_seconds", None
            row[holder] += (now - since).total_seconds()
            since = now
            if event["event"] == "held":
                holder, until = owner.get(event["fields"]["reason"], "our_seconds"), event["fields"].get("until") and at(event["fields"]["until"])
            elif event["event"] in ("resumed", "reissued"):
                holder, until = "our_seconds", None
        expected[item] = row
    reported = {row["item"]: row for row in json.loads(run(end, "report", "time", "--from", "2026-02-01", "--by", "item", "-o", "json"))}
    assert len(expected) > 10 and set(reported) == set(expected), (len(expected), set(reported) ^ set(expected))
    for item, row in expected.items():
        assert all(reported[item][key] == value for key, value in row.items()), (item, reported[item], row)
        assert reported[item]["our_percent"] == round(100 * row["our_seconds"] / sum(row.values()), 4)
    whole, = json.loads(run(end, "report", "time", "--from", "2026-02-01", "-o", "json"))
    assert whole["items"] == len(expected) and all(whole[key] == sum(row[key] for row in expected.values()) for key in row) and whole["maker_seconds"] > 0, whole
    figures += len(expected)

    # --- a survey ---

    os.mkdir(f"{home}/letters")
    survey = run(later, "survey", "open", "--title", "x", "--profile", "telecom").strip()
    run(later, "survey", "send", survey, "--letters", f"{home}/letters")
    invited = json.loads(run(later, "survey", "invitations", survey, "-o", "json"))
    answers = {}
    for each in invited[:2]:
        answers[each["token"]] = {"practice": rng.randint(1, 5), "conduct": rng.randint(1, 5), "recommend": rng.randint(0, 10)}
    run(later, "survey", "import", survey, "-", text="".join(json.dumps({"token": token, **{k: str(v) for k, v in each.items()}}) + "\n" for token, each in answers.items()))
    report = json.loads(run(later, "survey", "report", survey, "-o", "json"))
    marks = [each[question] for each in answers.values() for question in ("practice", "conduct")]
    assert (report["invited"], report["answered"], report["response_rate"]) == (3, 2, 66.6667), report
    assert report["csat"] == round(100 * sum(mark >= 4 for mark in marks) / len(marks), 4), report
    for question in report["questions"]:
        mine = [each[question["id"]] for each in answers.values() if question["id"] in each]
        if question["kind"] == "scale" and mine:
            assert question["mean"] == round(sum(mine) / len(mine), 4), question
        if question["id"] == "recommend":
            assert question["nps"] == round(100 * (sum(mark >= 9 for mark in mine) - sum(mark <= 6 for mark in mine)) / len(mine), 4), question
print(f"{figures} verdicts, penalties and times, and a survey, reckoned again")
