# SPDX-License-Identifier: MIT
"""The manual is right: mandoc and man find nothing wrong with its pages; every noun has one, with every verb and option of the
command tree; every key of the TOML and every exit status is told; every example prints what the page says. `--update` writes what
the examples print into the pages, to be read."""
import argparse, json, os, pathlib, re, subprocess, sys, tempfile

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
arguments.add_argument("--update", action="store_true")
options = arguments.parse_args()
svc, source = os.path.abspath(options.svc), pathlib.Path(options.source)
wrong = []
pages = sorted((source / "man").iterdir())
texts = {page.name: page.read_text() for page in pages}

# --- their form ---

for page in pages:
    lint = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", page], capture_output=True, text=True)
    wrong += lint.stdout.splitlines() if lint.returncode else []
    groff = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", page], capture_output=True, text=True, env={"LC_ALL": "C.UTF-8", "MANROFFSEQ": "", "MANWIDTH": "80", "PATH": "/usr/bin:/bin"})
    wrong += [f"{page.name}: {line}" for line in groff.stderr.splitlines()]
    for name, section in re.findall(r"^\.Xr (\S+) (\d)", texts[page.name], re.M):
        if f"{name}.{section}" not in texts:
            wrong.append(f"{page.name} refers to {name}({section}), which there is not")

# --- commands and options ---

tree = json.loads(subprocess.run([svc, "__tree"], capture_output=True, text=True, check=True).stdout)


def flags(text):
    return {"-" + name for line in re.findall(r"^\.(?:It |Op )?Fl (.*)", text, re.M) for name in re.findall(r"(?:^|, )(?:Fl )?(-?[\w-]+)", line)}


def missing(page, options_, text):
    for option in options_:
        for name in option["names"]:
            if name.startswith("-") and name not in ("-h", "--help") and name not in flags(text):
                wrong.append(f"{page}: {name} is not told")


missing("svc.1", tree["globals"], texts["svc.1"])
shared = {"--by", "--at", "--note", "--reason", "--waive", "--request-id"}
for noun in tree["nouns"]:
    name = "svc-" + noun["noun"].replace(" ", "-") + ".1"
    if name not in texts:
        wrong.append(f"svc {noun['noun']} has no page {name}")
        continue
    before, *parts = re.split(r"^\.Ss (.*)$", texts[name], flags=re.M)
    told = {head: flags(body) | (flags(before) & shared) for head, body in zip(parts[::2], parts[1::2])}
    heads = {f"svc {noun['noun']} {verb['verb']}" for verb in noun["verbs"]}
    for head in set(told) ^ heads:
        wrong.append(f"{name}: '{head}' is " + ("not told" if head in heads else "no command"))
    for verb in noun["verbs"]:
        mine = told.get(f"svc {noun['noun']} {verb['verb']}", set())
        there = {each for option in verb["options"] for each in option["names"] if each.startswith("-")} - {"-h", "--help"}
        for each in sorted(there - mine):
            wrong.append(f"{name}: {verb['verb']}: {each} is not told")
        for each in sorted(mine - there - shared):
            wrong.append(f"{name}: {verb['verb']} has no {each}")

# --- statuses and keys ---

statuses = re.findall(r"^\.It (\d+)$", texts["svc-exit-status.7"], re.M)
if statuses != [str(each["status"]) for each in tree["statuses"]]:
    wrong.append(f"svc-exit-status.7 tells {statuses}")
keys_told = {word for page in ("svc.toml.5", "svc-profile.5") for line in re.findall(r"^\.(?:It )?Cm (.*)", texts[page], re.M) for word in re.findall(r"[\w]+", line)} | {"zh", "en"}


def keys(schema):
    found = set(schema.get("properties", {}))
    for each in [*schema.get("properties", {}).values(), schema.get("additionalProperties"), schema.get("items"), *schema.get("anyOf", [])]:
        if isinstance(each, dict):
            found |= keys(each)
    return found


sections = {"organization", "calendar", "contact", "team", "rota", "sink", "ladder", "profile", "form", "target", "gate", "hold", "time", "duty", "checklist", "patch", "emergency", "questionnaire", "course", "warranty", "service", "freight", "spares"}
for key in sorted(keys(json.loads((source / "schemas/svc.schema.json").read_text())) - keys_told - sections):
    wrong.append(f"no page of section 5 tells the key '{key}'")

# --- examples ---


def unescaped(line):
    return line.replace("\\&", "", 1).replace("\\e", "\\")


def escaped(line):
    line = line.replace("\\", "\\e")
    return "\\&" + line if line[:1] in (".", "'") else line


commands = 0
for page in pages:
    blocks = re.findall(r"(\.Bd -literal -offset indent\n)(.*?)(\.Ed)", texts[page.name], re.S)
    if not blocks:
        wrong.append(f"{page.name} has no example")
        continue
    with tempfile.TemporaryDirectory() as home:
        os.makedirs(f"{home}/bin")
        os.symlink(svc, f"{home}/bin/svc")
        script = ""
        for number, (_, body, _) in enumerate(blocks):
            lines = [unescaped(line) for line in body.splitlines()]
            for at, line in enumerate(lines):
                if not line.startswith("$ "):
                    continue
                commands += 1
                command = line[2:]
                heredoc = re.search(r"<<'(\w+)'", command)
                if heredoc:
                    end = lines.index(heredoc[1], at)
                    command = "\n".join([command, *lines[at + 1:end + 1]])
                shown = command.split("\n")
                script += "".join(f"printf '%s\\n' {chr(39) + ('$ ' if i == 0 else '') + each.replace(chr(39), chr(39) + chr(92) + chr(39) + chr(39)) + chr(39)}\n" for i, each in enumerate(shown)) + f"{{ {command}\n}} 2>&1\n"
            script += f"echo '=== {number}'\n"
        done = subprocess.run(["bash", "--norc"], input=script, text=True, cwd=home, capture_output=True,
                              env={"HOME": home, "PATH": f"{home}/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "Asia/Shanghai", "LOGNAME": "liu", "SVC_NOW": "2026-02-13T10:00"})
        printed = re.split(r"^=== \d+\n", done.stdout, flags=re.M)[:-1]
        new = texts[page.name]
        for (head, body, tail), output in zip(blocks, printed):
            right = "".join(escaped(line) + "\n" for line in output.splitlines())
            if right == body:
                continue
            if options.update:
                new = new.replace(head + body + tail, head + right + tail, 1)
            else:
                wrong.append(f"{page.name}: the example\n{body}prints\n{right}")
        if options.update:
            page.write_text(new)
assert commands > 60, commands
print("\n".join(wrong) if wrong else f"{len(pages)} pages, {commands} commands of examples")
sys.exit(1 if wrong else 0)
