# SPDX-License-Identifier: MIT
"""Nothing that checks may silently not run: every test file on disk is part of a registered test."""
import argparse, pathlib, re, subprocess, sys

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
tests = pathlib.Path(options.source) / "tests"
listed = subprocess.run(["ctest", "--test-dir", options.build, "-N"], capture_output=True, text=True, check=True).stdout
registered = set(re.findall(r"Test\s+#\d+: (\S+)", listed))
built = (pathlib.Path(options.build) / "build.ninja").read_text()

missing = []
for path in tests.glob("transcripts/*.txt"):
    missing += [path for name in (f"transcript.{path.stem}", f"transcript.{path.stem}.binary") if name not in registered]
missing += [path for path in tests.glob("checks/*.py") if f"check.{path.stem}" not in registered]
missing += [path for path in tests.glob("fuzz/fuzz_*.cpp") if path.stem not in registered]
for kind in ("unit", "property", "fault"):
    missing += [path for path in tests.glob(f"{kind}/*.cpp") if str(path.relative_to(tests)) not in built]
for path in missing:
    print(f"{path} is in no test")
# What each file must have to be a test at all.
for path in [*tests.glob("unit/*.cpp"), *tests.glob("property/*.cpp"), *tests.glob("fault/*.cpp")]:
    if not path.stem.endswith("_test"):
        print(f"{path} is not named *_test.cpp")
        missing.append(path)
print(f"{len(registered)} tests are registered")
sys.exit(1 if missing or len(registered) < 40 else 0)
