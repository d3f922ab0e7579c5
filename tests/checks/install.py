# SPDX-License-Identifier: MIT
"""What is installed is enough, by `cmake --install` and by the Debian package in a fresh root: svc does its main job there, with its
manual, completions, units and profiles; a program of ten lines finds libsvc by CMake and by pkg-config. lintian finds no error in the
package, the same build packs to the same bytes, and nothing in it tells where it was built."""
import argparse, gzip, os, pathlib, shlex, subprocess, sys, tempfile

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
build, source = os.path.abspath(options.build), os.path.abspath(options.source)
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
JOB = """set -e
id=$(svc ticket open --title 'Exchange down' --type fault --severity L2 --now 2026-02-13T16:40)
svc escalate run --now 2026-02-13T17:10
svc ticket contact $id --now 2026-02-13T17:20
svc ticket show $id -o json --now 2026-02-13T17:20 | jq -r '.clocks[0].state'
svc db check -q
"""

with tempfile.TemporaryDirectory() as folder:
    def run(command, **more):
        done = subprocess.run(command, capture_output=True, text=True, cwd=folder, **more)
        if done.returncode != 0:
            sys.exit(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    def check(prefix):
        home = f"{prefix}/home"
        os.makedirs(home)
        environment = {"HOME": home, "PATH": f"{prefix}/bin:/usr/bin:/bin", "TZ": "Asia/Shanghai", "LOGNAME": "liu", "LANG": "C.UTF-8"}
        said = run(["sh", "-c", JOB], env=environment)
        assert said == "A-1 T-1 phone-response due, due 2026-02-13 17:10, to: nobody: Exchange down\nmissed\n", said
        assert "售后服务" in run([f"{prefix}/bin/svc", "--help"], env={**environment, "LANG": "zh_CN.UTF-8"})
        share = pathlib.Path(prefix, "share")
        pages = sorted(path.name.removesuffix(".gz") for path in share.glob("man/man*/*.gz"))
        assert pages == sorted(os.listdir(f"{source}/man")), pages
        assert gzip.decompress((share / "man/man1/svc.1.gz").read_bytes()) == pathlib.Path(source, "man/svc.1").read_bytes()
        for path in ("bash-completion/completions/svc", "zsh/vendor-completions/_svc", "fish/vendor_completions.d/svc.fish", "svc/profiles/telecom.toml", "svc/calendars/cn.toml", "svc/forms/service-report.toml",
                     "svc/svc.schema.json", "svc/json/ticket.schema.json", "doc/svc/copyright", "doc/svc/changelog.gz", "doc/svc/examples/svc.cron"):
            assert (share / path).is_file(), path
        service = pathlib.Path(prefix, "lib/systemd/system/svc-escalate.service").read_text()
        assert "ExecStart=/usr/bin/svc escalate run\n" in service and pathlib.Path(prefix, "lib/systemd/system/svc-escalate.timer").is_file()
        run([f"{prefix}/bin/svc", "config", "check", str(share / "svc/profiles"), "-q"], env=environment)

        program = pathlib.Path(f"{prefix}/ten")
        program.mkdir()
        (program / "main.cpp").write_text(PROGRAM)
        (program / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.25)\nproject(ten CXX)\nfind_package(svc REQUIRED)\nadd_executable(ten main.cpp)\ntarget_link_libraries(ten PRIVATE svc::svc)\n")
        run(["cmake", "-S", program, "-B", program / "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}"])
        run(["cmake", "--build", program / "build"])
        assert run([program / "build/ten"]) == "2026-02-14T17:30:00+08:00\n"
        libraries = next(path for path in pathlib.Path(prefix, "lib").glob("**/pkgconfig"))
        flags = shlex.split(run(["pkg-config", "--cflags", "--libs", "svc"], env={**os.environ, "PKG_CONFIG_PATH": str(libraries)}))
        run(["g++", program / "main.cpp", "-o", program / "by-pkg-config", *flags])
        assert run([program / "by-pkg-config"]) == "2026-02-14T17:30:00+08:00\n"

    run(["cmake", "--install", build, "--prefix", f"{folder}/usr-local"])
    check(f"{folder}/usr-local")

    packages = []
    for number in (1, 2):
        run(["cpack", "-G", "DEB", "--config", f"{build}/CPackConfig.cmake", "-B", f"{folder}/deb{number}"], env={**os.environ, "SOURCE_DATE_EPOCH": "1795608000"})
        packages.append(next(pathlib.Path(f"{folder}/deb{number}").glob("*.deb")))
    assert packages[0].read_bytes() == packages[1].read_bytes(), "the same build packs to other bytes"
    package = str(packages[0])
    found = subprocess.run(["lintian", "--allow-root", "--fail-on", "error", package], capture_output=True, text=True)
    assert found.returncode == 0, found.stdout + found.stderr
    assert run(["dpkg-deb", "-f", package, "Conflicts"]) == "daemontools\n" and "tzdata" in run(["dpkg-deb", "-f", package, "Depends"])
    root = pathlib.Path(folder, "root")
    for each in ("var/lib/dpkg/info", "var/lib/dpkg/updates", "var/log"):
        (root / each).mkdir(parents=True)
    (root / "var/lib/dpkg/status").touch()
    run(["dpkg", f"--root={root}", f"--log={root}/log", "--force-depends,not-root,script-chrootless,unsafe-io", "--install", package])
    check(f"{root}/usr")
    for path in (root / "usr").glob("**/*"):
        if path.is_file() and "ten" not in path.parts and "home" not in path.parts:
            assert source.encode() + b"/" not in path.read_bytes(), f"{path} tells where it was built"
print("installed by CMake and by dpkg")
