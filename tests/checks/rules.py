# SPDX-License-Identifier: MIT
"""Every finding that there is has an example that has it, and what is printed of the example is in tests/rules/CODE.txt,
whole. `--update` writes those files; read them then."""
import argparse, json, os, pathlib, subprocess, sys, tempfile

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
arguments.add_argument("--update", action="store_true")
options = arguments.parse_args()
svc = os.path.abspath(options.svc)
expected = pathlib.Path(options.source) / "tests/rules"
NO_EXAMPLE = {"ESC021", "TST020"}  # need a file of another's, or a run: config_host.txt and config_mutate.txt have them

wrong = 0
rules = json.loads(subprocess.run([svc, "config", "rules", "-o", "json"], capture_output=True, text=True, check=True).stdout)
assert len(rules) > 50
with tempfile.TemporaryDirectory() as home:
    environment = {"HOME": home, "TZ": "Asia/Shanghai", "PATH": "/usr/bin:/bin", "SVC_NOW": "2026-02-13T10:00"}
    for rule in rules:
        code = rule["code"]
        if not rule["example"]:
            assert code in NO_EXAMPLE, f"{code} has no example"
            continue
        name = f"{code}.test.toml" if rule["scope"] == "tests" else f"{code}.toml"
        (pathlib.Path(home) / name).write_text(rule["example"])
        # What can be run here is another thing on each machine.
        command = ["test", name] if rule["scope"] == "tests" else ["check", name, *(["--scope", "all"] if rule["scope"] == "host" else [])]
        done = subprocess.run([svc, "config", *command], capture_output=True, text=True, cwd=home, env=environment)
        text = f"$ svc config {' '.join(command)}\n{done.stdout}{done.stderr}? {done.returncode}\n"
        if f"[{code}]" not in done.stdout:
            print(f"{code}: its example does not have it:\n{text}")
            wrong += 1
        if (rule["severity"] == "error") != (done.returncode == 1):
            print(f"{code} is of severity {rule['severity']}, and the status was {done.returncode}")
            wrong += 1
        file = expected / f"{code}.txt"
        if options.update:
            file.write_text(text)
        elif not file.exists() or file.read_text() != text:
            print(f"{code}: not what {file.name} says:\n{text}")
            wrong += 1
for file in expected.glob("*.txt"):
    if file.stem not in {rule["code"] for rule in rules}:
        print(f"{file.name} is about no code")
        wrong += 1
sys.exit(1 if wrong else 0)
