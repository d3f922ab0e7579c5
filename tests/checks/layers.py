# SPDX-License-Identifier: MIT
"""Includes point one way (design: time <- calendar <- {work, sla} <- escalation <- store <- desk). A file that
includes what its module may not is named. Third-party headers are seen by one module each."""
import argparse, pathlib, re, sys

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
source = pathlib.Path(arguments.parse_args().source)

# What each module may include besides itself and the files that stand in lib/ itself.
ALLOWED = {
    "time": set(),
    "calendar": {"time"},
    "work": {"time", "calendar"},
    "registry": {"time", "calendar", "work"},
    "form": {"time", "calendar", "work", "registry"},
    "sla": {"time", "calendar", "work", "registry"},
    "escalation": {"time", "calendar", "work", "registry", "sla"},
    "config": {"time", "calendar", "work", "registry", "form", "sla", "escalation"},
    "report": {"time", "calendar", "work", "registry", "sla", "escalation"},
    "render": {"time", "calendar", "work", "registry", "form", "sla", "escalation", "config", "report"},
    "store": {"time", "calendar", "work", "registry", "sla", "escalation"},
    "lint": {"time", "calendar", "work", "registry", "form", "sla", "escalation", "config"},
    "desk": {"time", "calendar", "work", "registry", "form", "sla", "escalation", "store", "config", "report"},
}
# Who may see a library.
LIBRARIES = {
    "absl/": {"time"}, "toml++/": {"config"}, "SQLiteCpp/": {"store"}, "sqlite3.h": {"store"}, "CLI/": {"cmd"},
    "csv.h": {"desk"}, "nettle/": {"store"}, "nlohmann/": {"config", "store", "render", "desk"},
}
wrong = 0
seen = 0
for path in sorted([*source.glob("lib/**/*.h"), *source.glob("lib/**/*.cpp"), *source.glob("cmd/*.h"), *source.glob("cmd/*.cpp")]):
    relative = path.relative_to(source)
    module = "cmd" if relative.parts[0] == "cmd" else relative.parts[1] if len(relative.parts) > 2 else ""
    for quote, name in re.findall(r'^#include ([<"])([^>"]+)[>"]', path.read_text(), re.M):
        seen += 1
        for library, modules in LIBRARIES.items():
            if quote == "<" and name.startswith(library) and module not in modules:
                print(f"{relative} includes <{name}>: only {', '.join(sorted(modules))} may")
                wrong += 1
        if quote == "<" or module == "cmd":
            continue
        if (source / "cmd" / name).exists() and "/" not in name and not (source / "lib" / name).exists():
            print(f"{relative} includes cmd's {name}: nothing in lib may")
            wrong += 1
        target = name.split("/")[0] if "/" in name else ""
        if target and target != module and target not in ALLOWED.get(module, set()):
            print(f"{relative} includes {name}: {module or 'lib'} may include {', '.join(sorted(ALLOWED.get(module, set()))) or 'nothing'}")
            wrong += 1

# Nothing below cmd/ asks for the time, the environment or the terminal, or ends the process.
FORBIDDEN = {r"system_clock::now": "the wall clock", r"\bgetenv\(": "the environment", r"\bisatty\(": "the terminal",
             r"\bstd::c(out|err|in)\b": "a stream", r"\bexit\(": "the end of the process", r"\bprintf\(": "a stream"}
for path in sorted([*source.glob("lib/**/*.h"), *source.glob("lib/**/*.cpp")]):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        code = line.split("//")[0]
        for pattern, what in FORBIDDEN.items():
            if re.search(pattern, code):
                print(f"{path.relative_to(source)}:{number}: lib must not know {what}")
                wrong += 1
assert seen > 300, f"only {seen} includes were looked at"
sys.exit(1 if wrong else 0)
