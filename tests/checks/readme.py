# SPDX-License-Identifier: MIT
"""The examples of both READMEs print what they say; the English one's TOML is a right configuration, with tests that pass, and its
pipelines pass on both; its table of exit statuses is the program's."""
import argparse, difflib, os, pathlib, re, subprocess, sys, tempfile

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
text = (pathlib.Path(options.source) / "README.md").read_text()
svc = os.path.abspath(options.svc)
wrong = 0

def check_examples(name, locale):
    """What is printed by the commands of a README, in a home of its own."""
    page = (pathlib.Path(options.source) / name).read_text()
    with tempfile.TemporaryDirectory() as home:
        os.makedirs(f"{home}/bin")
        os.symlink(svc, f"{home}/bin/svc")
        script, expected = [], []
        for block in re.findall(r"```console\n(.*?)```", page, re.S):
            expected.append(block)
            for line in block.splitlines():
                if line.startswith("$ "):
                    script.append(f"cat <<'END'\n{line}\nEND\n{line[2:]} 2>&1")
        done = subprocess.run(["bash", "--norc"], input="\n".join(script), text=True, cwd=home,
                              env={"HOME": home, "PATH": f"{home}/bin:/usr/bin:/bin", "LANG": locale}, capture_output=True)
        if done.stdout == "".join(expected):
            return 0
        print("".join(difflib.unified_diff("".join(expected).splitlines(True), done.stdout.splitlines(True), name, "svc")))
        return 1


wrong += check_examples("README.md", "C.UTF-8") + check_examples("README.zh.md", "zh_CN.UTF-8")
with tempfile.TemporaryDirectory() as home:
    os.makedirs(f"{home}/bin")
    os.symlink(svc, f"{home}/bin/svc")
    os.makedirs(f"{home}/rules")
    people, form, rules, tests = re.findall(r"```toml\n(.*?)```", text, re.S)
    chinese, chinese_tests = re.findall(r"```toml\n(.*?)```", (pathlib.Path(options.source) / "README.zh.md").read_text(), re.S)
    pathlib.Path(f"{home}/people.toml").write_text(people)
    os.makedirs(f"{home}/zh")
    pathlib.Path(f"{home}/zh/svc.toml").write_text(chinese)
    pathlib.Path(f"{home}/zh/sla.test.toml").write_text(chinese_tests)
    pathlib.Path(f"{home}/rules/svc.toml").write_text(people + rules + form)
    pathlib.Path(f"{home}/rules/sla.test.toml").write_text(tests)
    pipelines = re.findall(r"- (?:run: )?(svc config .*)", text)
    assert len(pipelines) == 4
    for command in ["svc config check people.toml", "svc config test rules/sla.test.toml", "svc config check zh/svc.toml", "svc config test zh", *pipelines]:
        done = subprocess.run(command, shell=True, cwd=home, env={"HOME": home, "PATH": f"{home}/bin:/usr/bin:/bin", "SVC_NOW": "2026-02-13T16:40"}, capture_output=True, text=True)
        if done.returncode != 0:
            print(command, done.stdout, done.stderr)
            wrong += 1

# The map of Jira that both name reads what Jira exports.
with tempfile.TemporaryDirectory() as home:
    pathlib.Path(f"{home}/jira.csv").write_text("Issue key,Summary,Status,Priority,Assignee,Created,Updated\nOPS-1,x,Done,High,liu,02/Mar/26 9:05 AM,02/Mar/26 11:00 PM\n")
    done = subprocess.run([svc, "ticket", "import", f"{home}/jira.csv", "--map", pathlib.Path(options.source) / "tests/jira/map.toml"], env={"HOME": home, "SVC_NOW": "2026-03-03T10:00"}, capture_output=True, text=True)
    if done.stderr != "1 row: 1 ticket opened, 0 extended, 2 events\n":
        print(done)
        wrong += 1

help_text = subprocess.run([svc, "--help"], capture_output=True, text=True).stdout
table = re.findall(r"^\| (\d+) \| (.*) \|$", text, re.M)
statuses = re.findall(r"^ +(\d+)  (.*)$", help_text.split("Exit status:")[1], re.M)
if [(s, m.replace("`", "")) for s, m in table] != statuses:
    print("the README's exit statuses are not the program's", table, statuses)
    wrong += 1
sys.exit(1 if wrong else 0)
