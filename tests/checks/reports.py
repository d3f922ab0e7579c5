# SPDX-License-Identifier: MIT
"""The reports of `config check` and `config test` are what they say: SARIF by Debian's object model of SARIF 2.1.0, JUnit by
junitparser, JSON by our schema, GitHub's and GitLab's by their rules; several in one run, each whole or not at all."""
import argparse, json, os, pathlib, re, subprocess, sys, tempfile
import junitparser, jsonschema, sarif_om

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
svc = os.path.abspath(options.svc)
source = pathlib.Path(options.source)

CONFIG = """[profile.desk]
calendar = "24x7"
types = ["fault"]
[profile.desk.target.response]
on = "ticket"
starts = "opened"
stops = "contacted"
limits = [ { within = "4h" }, { type = "fault", within = "1h" } ]
[profile.desk.target.repair]
on = "ticket"
starts = "opened"
stops = "restored"
limits = [ { within = "2h" } ]
x-note = "%"
[contact."故障"]
"""
TESTS = """config = "a b.toml"
profile = "desk"
[[test]]
name = "due <in> 4 & a bit"
at = 2026-03-02T10:00:00
expect.clock.response = { limit = "1h" }
[[test]]
name = "passes"
at = 2026-03-02T10:00:00
expect.state = "open"
"""


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name.lstrip("$")).lower()


# Which class each property is of; the others are plain values.
CLASSES = {"runs": "Run", "tool": "Tool", "driver": "ToolComponent", "rules": "ReportingDescriptor", "results": "Result", "message": "Message",
           "locations": "Location", "relatedLocations": "Location", "physicalLocation": "PhysicalLocation", "artifactLocation": "ArtifactLocation",
           "region": "Region", "shortDescription": "MultiformatMessageString", "fullDescription": "MultiformatMessageString",
           "help": "MultiformatMessageString", "defaultConfiguration": "ReportingConfiguration", "properties": "PropertyBag"}


def build(kind, value):
    """The object of Debian's sarif_om; it refuses a property that SARIF does not have, and one that is missing."""
    fields = {}
    for key, each in value.items():
        if key in CLASSES and isinstance(each, list):
            fields[snake(key)] = [build(CLASSES[key], entry) for entry in each]
        elif key in CLASSES:
            fields[snake(key)] = build(CLASSES[key], each)
        else:
            fields[{"$schema": "schema_uri"}.get(key, snake(key))] = each
    return getattr(sarif_om, kind)(**fields)


with tempfile.TemporaryDirectory() as home:
    at = pathlib.Path(home)
    (at / "a b.toml").write_text(CONFIG)
    (at / "t.test.toml").write_text(TESTS)
    summary = at / "summary.md"
    environment = {"HOME": home, "TZ": "Asia/Shanghai", "PATH": "/usr/bin:/bin", "SVC_NOW": "2026-02-13T10:00", "GITHUB_STEP_SUMMARY": str(summary)}

    def run(*words, status):
        done = subprocess.run([svc, "config", *words], capture_output=True, text=True, cwd=home, env=environment)
        assert done.returncode == status, done
        return done

    formats = ["text", "json", "jsonl", "sarif", "junit", "github", "gitlab"]
    for name, words, failing in (("check", ["check", "a b.toml", "--fail-on", "warning"], 3), ("test", ["test", "t.test.toml"], 1)):
        reports = [word for each in formats for word in ("--report", f"{each}={name}.{each}")]
        plain = run(*words, status=1).stdout
        done = run(*words, *reports, status=1)
        assert done.stdout == plain, "a report changed what is printed"
        texts = {each: (at / f"{name}.{each}").read_text() for each in formats}
        assert texts["text"] == plain

        document = json.loads(texts["json"])
        schema = json.loads((source / "schemas/json/config-report.schema.json").read_text())
        jsonschema.Draft4Validator(schema).validate(document)
        assert json.loads(run(*words, "-o", "json", status=1).stdout) == document
        assert [json.loads(line) for line in texts["jsonl"].splitlines()] == document["findings"]
        findings = document["findings"]
        assert len(findings) == failing and not document["passed"], findings

        sarif = json.loads(texts["sarif"])
        log = build("SarifLog", sarif)
        (log_run,) = log.runs
        assert log.version == "2.1.0" and log_run.column_kind == "unicodeCodePoints"
        assert [result.rule_id for result in log_run.results] == [finding["code"] for finding in findings]
        for result in log_run.results:
            assert log_run.tool.driver.rules[result.rule_index].id == result.rule_id
            (place,) = result.locations
            assert place.physical_location.artifact_location.uri in ("a%20b.toml", "t.test.toml")
            assert place.physical_location.region.start_column >= 1

        parsed = junitparser.JUnitXml.fromfile(str(at / f"{name}.junit"))
        cases = [case for suite in parsed for case in suite]
        failed = [case for case in cases if case.result]
        assert parsed.tests == len(cases) and parsed.failures == len(failed) == 1, (parsed.tests, parsed.failures, cases)
        assert all(case.name and case.classname for case in cases)
        assert failed[0].result[0].message in failed[0].result[0].text
        assert len({(case.classname, case.name) for case in cases}) == len(cases)

        lines = texts["github"].splitlines()
        assert len(lines) == failing and all(re.match(r"^::(error|warning|notice) file=[^,:]+,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=[A-Z]{3}\d{3}::[^\n]+$", line) for line in lines), lines

        quality = json.loads(texts["gitlab"])
        assert len({entry["fingerprint"] for entry in quality}) == failing
        assert all(entry["severity"] in ("info", "minor", "major") and entry["location"]["lines"]["begin"] > 0 for entry in quality)
    assert summary.read_text().count("| severity |") == 2

    # Nothing found: each report is written all the same.
    run("check", "a b.toml", "--select", "CAL", "--report", "junit=clean.xml", "--report", "sarif=clean.sarif", "--report", "json=clean.json", status=0)
    assert junitparser.JUnitXml.fromfile(str(at / "clean.xml")).failures == 0
    assert build("SarifLog", json.loads((at / "clean.sarif").read_text())).runs[0].results == []
    assert json.loads((at / "clean.json").read_text())["passed"]

    # One that cannot be written: none is, and what was there stays.
    (at / "kept.json").write_text("kept")
    done = run("check", "a b.toml", "--report", "json=kept.json", "--report", "sarif=nowhere/x.sarif", status=6)
    assert done.stderr.endswith("svc: cannot write the report 'nowhere/x.sarif': No such file or directory\nhint: no report was written\n"), done.stderr
    assert (at / "kept.json").read_text() == "kept" and not list(at.glob("*.new*"))
