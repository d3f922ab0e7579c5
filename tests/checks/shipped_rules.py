# SPDX-License-Identifier: MIT
"""The shipped profiles do what their shipped tests say, which reach every target, limit and rung; no change of one number
or reference goes unnoticed; and nothing is doubtful in what ships, as of the Spring Festival of 2026."""
import argparse, os, subprocess, sys

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
svc = os.path.abspath(options.svc)
wrong = 0
for command in (
    ["config", "test", "schemas/tests", "--mutate", "--fail-on", "warning", "--coverage-threshold", "100", "--coverage-threshold", "rungs=100"],
    ["config", "check", "schemas", "--ignore", "CFG009", "--fail-on", "note", "--now", "2026-02-13T10:00"],
):
    done = subprocess.run([svc, *command], cwd=options.source, env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent"}, capture_output=True, text=True)
    print(f"svc {' '.join(command)}\n{done.stdout}{done.stderr}")
    wrong += done.returncode != 0
sys.exit(1 if wrong else 0)
