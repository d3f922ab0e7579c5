# SPDX-License-Identifier: MIT
"""clang reads every file of lib and cmd without a warning, and clang-tidy with the checks of .clang-tidy. Files that
have not changed since they passed, headers and checks included, are not read again."""
import argparse, concurrent.futures, hashlib, os, pathlib, subprocess, sys

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
source, build = pathlib.Path(options.source).resolve(), pathlib.Path(options.build).resolve() / "tidy"
subprocess.run(["cmake", "-S", source, "-B", build, "-G", "Ninja", "-DCMAKE_CXX_COMPILER=clang++", "-DCMAKE_CXX_COMPILER_LAUNCHER=",
                "-DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"], check=True, stdout=subprocess.DEVNULL)

headers = hashlib.sha256()
for path in sorted([*source.glob("lib/**/*.h"), *source.glob("cmd/*.h"), source / ".clang-tidy", source / "cmd/.clang-tidy", source / "CMakeLists.txt"]):
    headers.update(path.read_bytes())
passed = build / "passed"
passed.mkdir(exist_ok=True)


def check(path):
    mark = passed / hashlib.sha256(headers.digest() + path.read_bytes()).hexdigest()
    if mark.exists():
        return ""
    done = subprocess.run(["clang-tidy", "-p", build, "--quiet", path], capture_output=True, text=True)
    if done.returncode == 0:
        mark.touch()
        return ""
    return done.stdout or done.stderr


files = sorted([*source.glob("lib/**/*.cpp"), *source.glob("cmd/*.cpp")])
assert len(files) > 40
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    findings = [text for text in pool.map(check, files) if text]
print("\n".join(findings) or f"{len(files)} files are clean")
sys.exit(1 if findings else 0)
