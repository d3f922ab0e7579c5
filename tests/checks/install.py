# SPDX-License-Identifier: MIT
"""What is installed is enough: a program of ten lines finds libsvc by CMake and by pkg-config, and the installed svc
does its main job."""
import argparse, os, pathlib, shlex, subprocess, sys, tempfile

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
PROGRAM = """
#include <iostream>
#include "config/configuration.h"
#include "time/text.h"
int main() {
  const auto configuration = svc::config::Configuration::load({});
  const svc::calendar::WorkingCalendar cn(*configuration.calendar("cn"));
  const auto start = svc::parse_instant("2026-02-13T17:00", cn.zone());
  std::cout << svc::rfc3339(cn.add(start, {8 * 3600}), cn.zone()) << "\\n";
}
"""
with tempfile.TemporaryDirectory() as folder:
    prefix = f"{folder}/usr"

    def run(command, **more):
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, **more)
        if done.returncode != 0:
            sys.exit(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    run(["cmake", "--install", os.path.abspath(options.build), "--prefix", prefix])
    assert run([f"{prefix}/bin/svc", "calendar", "due", "cn", "2026-02-13T17:00", "8h"]) == "2026-02-14T17:30:00+08:00\n"
    pathlib.Path(f"{folder}/main.cpp").write_text(PROGRAM)
    pathlib.Path(f"{folder}/CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.25)\nproject(ten CXX)\n"
        "find_package(svc REQUIRED)\nadd_executable(ten main.cpp)\ntarget_link_libraries(ten PRIVATE svc::svc)\n")
    run(["cmake", "-S", folder, "-B", f"{folder}/build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}"])
    run(["cmake", "--build", f"{folder}/build"])
    assert run([f"{folder}/build/ten"]) == "2026-02-14T17:30:00+08:00\n"

    libraries = next(pathlib.Path(prefix).glob("lib/**/pkgconfig"))
    text = pathlib.Path(f"{libraries}/svc.pc").read_text()
    first, rest = text.split("\n", 1)
    pathlib.Path(f"{libraries}/svc.pc").write_text(f"prefix={prefix}\n{rest}")
    environment = {**os.environ, "PKG_CONFIG_PATH": str(libraries)}
    flags = shlex.split(run(["pkg-config", "--cflags", "--libs", "svc"], env=environment))
    run(["g++", "main.cpp", "-o", "ten", *flags])
    assert run([f"{folder}/ten"]) == "2026-02-14T17:30:00+08:00\n"
