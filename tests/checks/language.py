# SPDX-License-Identifier: MIT
"""The catalogues of cmd/po/ say all that svc's help says: nothing is missing, nothing is left over, and every page of help in Chinese is
Chinese, but for what is typed. `--update` adds what is missing, to be translated, and takes away what is left over."""
import argparse, json, os, pathlib, re, subprocess, sys

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
arguments.add_argument("--update", action="store_true")
options = arguments.parse_args()
svc, source = os.path.abspath(options.svc), pathlib.Path(options.source).resolve()
environment = {"PATH": "/usr/bin:/bin", "HOME": "/nowhere", "TZ": "UTC"}


def run(*words, locale="C"):
    done = subprocess.run([svc, *words], env={**environment, "LC_ALL": locale}, capture_output=True, text=True)
    assert done.returncode == 0, (words, done)
    return done.stdout


# --- what is said: the texts of the command tree, and those that are translated by name in the source ---

tree = json.loads(run("__tree"))
said = {}


def collect(thing, place):
    if isinstance(thing, dict):
        place = f"{place} {thing.get('noun') or thing.get('verb') or (thing.get('names') or [''])[0]}".strip()
        for key, value in thing.items():
            if key in ("help", "meaning"):
                said.setdefault(value, place)
            collect(value, place)
    elif isinstance(thing, list):
        for each in thing:
            collect(each, place)


collect(tree, "")
for path in sorted([*(source / "cmd").glob("*.[ch]*"), *(source / "lib").glob("**/*.[ch]*")]):
    for text in re.findall(r'\b(?:say|phrase)\(\s*"((?:[^"\\]|\\.)*)"|add_subcommand\("\w+", "((?:[^"\\]|\\.)*)"', re.sub(r"^ *//.*", "", path.read_text(), flags=re.M)):
        text = text[0] or text[1]
        said.setdefault(json.loads(f'"{text}"'), str(path.relative_to(source)))
    # What is counted, and the heads of tables and their sections.
    for noun, plural in re.findall(r'\bcounted\(.*?, "([\w -]+)"(?:, "([\w -]+)")?\)', path.read_text()):
        for each in (noun, plural or noun + "s"):
            said.setdefault("{} " + each, str(path.relative_to(source)))
    for columns in re.findall(r"columns = \{(.*?)\};", path.read_text(), re.S):
        for title in re.findall(r'"([A-Z#%0-9][^"a-z]*)"', columns):
            said.setdefault(title, str(path.relative_to(source)))
    # Texts that are translated elsewhere than where they stand.
    for line in re.findall(r"^(.*)// translated\b", path.read_text(), re.M):
        for text in re.findall(r'"([^"]+)"', line):
            said.setdefault(text, str(path.relative_to(source)))
    for title in re.findall(r'(?:Section section\{|return \{)"\w+", "([A-Z][^"]+)"', path.read_text()):
        said.setdefault(title, str(path.relative_to(source)))
# What there is none of by that name: kinds of items, types of records, and whatever else is asked for.
for path in sorted([*(source / "cmd").glob("*.cpp"), *(source / "lib").glob("**/*.cpp")]):
    for noun in re.findall(r'\b(?:require_known\((?:[^";]|"[a-z-]+"\))*|Lifecycle \w+\{)"([a-z][a-z ]*)",', path.read_text()):
        said.setdefault(noun, str(path.relative_to(source)))
    # Words of a step's that have choices, and those that the rules declare.
    for name in re.findall(r'^ +\{"([a-z-]+)", (?:FieldKind::)?word, (?:true|false), "[^"]*", (?:"|marks)|\brequire\("([a-z]+)", ', path.read_text(), re.M):
        said.setdefault("".join(name), str(path.relative_to(source)))
records = (source / "lib/registry/record.cpp").read_text()
for name in re.findall(r'^constexpr RecordType \w+\{"(\w+)"|^ +\{"([a-z-]+)", \w+, (?:true|false), "', records, re.M):
    said.setdefault("".join(name), "record.cpp")
# The heads of lists of the registry are what is shown of a record.
shown = re.findall(r'^ +\{"([a-z-]+)", \w+, (?:true|false), "[^"]*", (?:"[^"]*"|\{\}|\w+), true', records, re.M)
assert len(shown) > 30
for name in shown:
    said.setdefault(name.upper(), "record.cpp")
# What the findings mean.
for rule in json.loads(run("config", "rules", "-o", "json")):
    for key in ("title", "cause", "fix"):
        said.setdefault(rule[key], "catalogue.cpp")
labels = re.search(r"for \(const char\* word : \{([^}]*)\}\)", (source / "cmd/run.cpp").read_text())[1]
for text in re.findall(r'"(\w+)"', labels):
    said.setdefault(text, "run.cpp")
assert len(said) > 700


# --- the catalogues ---

def unquoted(lines):
    return "".join(json.loads(line) for line in lines)


def read(path):
    entries, header = {}, ""
    for block in path.read_text().split("\n\n"):
        found = re.search(r'^msgid ((?:".*"\n?)+)msgstr ((?:".*"\n?)+)', block, re.M)
        if not found:
            continue
        text, other = (unquoted(part.strip().splitlines()) for part in found.groups())
        if text:
            entries[text] = other
        else:
            header = block
    return header, entries


def write(path, header, entries):
    quoted = lambda text: json.dumps(text, ensure_ascii=False)
    path.write_text(header + "\n\n" + "\n".join(f"#: {place}\nmsgid {quoted(text)}\nmsgstr {quoted(entries.get(text, ''))}\n" for text, place in said.items()))


findings = []
for path in sorted((source / "cmd/po").glob("*.po")):
    header, entries = read(path)
    if options.update:
        write(path, header, entries)
        continue
    findings += [f"{path.name}: '{text}' is not translated" for text in said if not entries.get(text)]
    findings += [f"{path.name}: '{text}' is said nowhere" for text in entries if text not in said]
    for text, other in entries.items():
        quoted = re.sub(r"(\w)'s\b", r"\1", text)
        if quoted.count("'") % 2 == 1:  # a genitive of a plural
            quoted = quoted.replace("s' ", "s ")
        kept = re.findall(r"'[^' {}]*[a-z.-][^'{}]*'", quoted)
        findings += [f"{path.name}: {each} is not in the translation of '{text}'" for each in kept if each not in other]
        places = lambda phrase: re.findall(r"\{(\d*)\}", phrase.replace("{{", "").replace("}}", ""))
        if sorted(places(other)) not in (places(text), [str(number) for number in range(len(places(text)))]):
            findings.append(f"{path.name}: the places of '{text}' are not those of '{other}'")
        # Values to be typed stand after a colon, where prose may stand, too.
        choices = text.split(": ")[-1].split() if ": " in text else []
        if all(re.fullmatch("[a-z][a-z-]*", word) for word in choices) and 2 * sum(word in other for word in choices) >= len(choices):
            findings += [f"{path.name}: '{word}' of '{text}' must be typed as it is" for word in choices if word not in other]
if options.update:
    sys.exit(0)

# --- and the pages ---

IS_CHINESE = re.compile("[\u4e00-\u9fff]")
pages = [("--help",)] + [(*noun["noun"].split(), "--help") for noun in tree["nouns"]] + [(*noun["noun"].split(), verb["verb"], "--help") for noun in tree["nouns"] for verb in noun["verbs"] if not verb["verb"].isupper()]
for words in pages:
    page = run(*words, locale="zh_CN.UTF-8")
    examples = False
    for line in page.splitlines():
        examples = line.startswith("示例") or (examples and line.startswith(" "))
        if not line or examples or line.startswith(("用法", "svc")):
            continue
        # A long name stands on a line of its own, and what it is on the next.
        if re.match(r"^\s+(-|[a-z]+ [A-Z]).*\S$", line) and not IS_CHINESE.search(line) and len(line) > 30:
            continue
        if not IS_CHINESE.search(line):
            findings.append(f"{' '.join(words)}: '{line.strip()}'")
    assert run(*words) == run(*words, locale="C.UTF-8"), words
assert run("__tree", locale="zh_CN.UTF-8") == run("__tree"), "what machines read is translated"
print("\n".join(findings[:60]) or f"{len(said)} texts, {len(pages)} pages of help")
sys.exit(1 if findings else 0)
