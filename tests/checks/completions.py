# SPDX-License-Identifier: MIT
"""Completions: svc answers with every noun, verb and option of its own command tree, and with what is on record; bash, zsh and fish
offer just that; titles that would be commands are not run; nothing is written, whatever is wrong with the configuration."""
import argparse, hashlib, json, os, pathlib, pty, re, select, subprocess, tempfile, time

arguments = argparse.ArgumentParser()
for name in ("--svc", "--source", "--build"):
    arguments.add_argument(name)
options = arguments.parse_args()
svc, source = os.path.abspath(options.svc), pathlib.Path(options.source).resolve()

CONFIG = """version = 1
[contact.liu]
name = "刘工"
[contact.li-ming]
[profile.acme]
extends = "telecom"
[profile.acme.target.phone-response]
pause = ["hold:spares"]
[profile.secret]
extends = "telecom"
confidential = ["title"]
"""
HOSTILE = "$(touch pwned) `touch pwned` ; touch pwned & 'a\" \\ *"

with tempfile.TemporaryDirectory() as folder:
    home = pathlib.Path(folder)
    (home / "bin").mkdir()
    (home / "bin/svc").symlink_to(svc)
    (home / "svc.toml").write_text(CONFIG)
    environment = {"HOME": folder, "PATH": f"{folder}/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "dumb", "TZ": "Asia/Shanghai", "LOGNAME": "liu", "SVC_CONFIG": f"{folder}/svc.toml", "SVC_DB": f"{folder}/svc.db"}

    def run(*words, **more):
        done = subprocess.run([svc, *words], env={**environment, **more}, capture_output=True, text=True, cwd=folder)
        assert done.returncode == 0 and not done.stderr, (words, done)
        return done.stdout

    def candidates(*words, **more):
        return [line.split("\t")[0] for line in run("__complete", *words, **more).splitlines()]

    # --- without a database, none is made ---

    assert candidates("ticket", "show", "") == [] and not (home / "svc.db").exists()
    tree = json.loads(run("__tree"))
    globals_ = {name for option in tree["globals"] for name in option["names"] if name.startswith("--")}
    nouns = {noun["noun"] for noun in tree["nouns"]}
    assert set(candidates("")) == {noun for noun in nouns if " " not in noun}, candidates("")
    for noun in tree["nouns"]:
        words = noun["noun"].split()
        verbs = {verb["verb"] for verb in noun["verbs"] if not verb["verb"].isupper()} | {other.split()[1] for other in nouns if other.startswith(noun["noun"] + " ")}
        offered = set(candidates(*words, ""))
        assert verbs <= offered and (offered == verbs or noun["noun"] == "form"), (noun["noun"], offered ^ verbs)
        for verb in noun["verbs"]:
            mine = {name for option in verb["options"] for name in option["names"] if name.startswith("--")}
            assert set(candidates(*words, verb["verb"], "--")) == mine | globals_, (words, verb["verb"], set(candidates(*words, verb["verb"], "--")) ^ (mine | globals_))

    # --- what is on record ---

    for title, *more in (("Exchange down", "--severity", "L2"), (HOSTILE,), ("机房: 电源", "--profile", "secret"), ("over",)):
        run("ticket", "open", "--title", title, "--type", "fault", *(more if "--profile" in more else ["--profile", "acme", *more]))
    for step in ("contact", "resolve"):
        run("ticket", step, "T-4")
    run("ticket", "confirm", "T-4", "--person", "x")
    run("ticket", "close", "T-4")
    run("customer", "add", "C-7", "--name", "湖南移动")
    run("customer", "add", "C-71", "--name", HOSTILE)
    before = hashlib.sha256((home / "svc.db").read_bytes()).hexdigest(), sorted(os.listdir(folder))
    assert candidates("ticket", "show", "T-") == ["T-4", "T-3", "T-2", "T-1"]
    assert candidates("ticket", "contact", "") == ["T-3", "T-2", "T-1"] and candidates("ticket", "reopen", "") == ["T-4"]
    assert candidates("ticket", "show", "T-2", "T-") == ["T-4", "T-3", "T-1"]  # several may be named, each once
    assert candidates("help", "ticket", "reop") == ["reopen"] and candidates("ticket", "hold", "T-1", "--reason", "sp") == ["spares"]
    assert "loaner" in candidates("rma", "promise", "R-1", "") and "loaner" not in candidates("ticket", "promise", "T-1", "")
    assert candidates("config", "init", "--profile", "") == ["integrator", "metering", "software", "telecom"] and "meaning" in candidates("config", "check", "--scope", "")
    assert "T-3\t***" in run("__complete", "ticket", "show", "").splitlines()
    assert candidates("ticket", "open", "--customer", "C-") == ["C-7", "C-71"] and candidates("ticket", "open", "--customer=C-7") == ["--customer=C-7", "--customer=C-71"]
    assert candidates("ticket", "assign", "T-1", "--to", "li") == ["li-ming", "liu"]
    assert candidates("ticket", "strike", "T-4", "") == ["1", "2", "3", "4", "5"]
    assert candidates("customer", "show", "C-71") == ["C-71"] and candidates("rma", "open", "--origin", "") == ["own", "domestic", "abroad"]
    assert "L2" in candidates("ticket", "open", "--severity", "") and "cn" in candidates("calendar", "due", "")
    assert candidates("config", "check", "") == [":files"] and candidates("nothing", "") == [] and candidates("ticket", "show", "T-0x") == []
    assert candidates("ticket", "show", "", SVC_DB="/dev/null") == [] and candidates("ticket", "show", "", SVC_DB=f"{folder}/svc.toml") == []
    (home / "wrong.toml").write_text("[profile.x]\ncalendar = 7\n")
    assert candidates("ticket", "show", "", SVC_CONFIG=f"{folder}/wrong.toml") == [] and "contact" in candidates("ticket", "con", SVC_CONFIG=f"{folder}/wrong.toml")
    (home / "wrong.toml").unlink()

    # --- in the shells ---

    def bash(line, library):
        script = f"""{library}
        source {source}/completions/svc.bash
        COMP_LINE={shell(line)}; COMP_POINT=${{#COMP_LINE}}; eval "COMP_WORDS=({line})"
        [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
        _svc; printf '%s\\n' "${{COMPREPLY[@]}}" """
        done = subprocess.run(["bash", "--norc", "-c", script], env=environment, capture_output=True, text=True, cwd=folder)
        assert not done.stderr, (line, done.stderr)
        return done.stdout.split()

    def shell(text):
        return "'" + text.replace("'", "'\\''") + "'"

    def fish(line):
        done = subprocess.run(["fish", "--no-config", "-c", f"source {source}/completions/svc.fish; complete -C {shell(line)}"], env=environment, capture_output=True, text=True, cwd=folder)
        assert not done.stderr, (line, done.stderr)
        return [each.split("\t")[0] for each in done.stdout.splitlines()]

    def zsh(line):
        """What an interactive zsh lists when the tabulator is pressed: the matches are taken from compadd."""
        (home / ".zshrc").write_text(f"""fpath=({source}/completions $fpath)
autoload -Uz compinit; compinit -u -D
PS1='ready> '
compadd() {{
  local -a matches
  if [[ ${{@[1,(i)(-|--)]}} != *-(O|A|D)\\ * ]]; then builtin compadd -A matches "$@"; print -l -- $matches >> {folder}/matches; fi
  builtin compadd "$@"
}}
""")
        (home / "matches").unlink(missing_ok=True)
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(folder)
            os.execve("/usr/bin/zsh", ["zsh", "-i"], environment)
        seen = b""

        def until(text, seconds=15):
            nonlocal seen
            end = time.monotonic() + seconds
            while text not in seen and time.monotonic() < end:
                if select.select([terminal], [], [], 0.1)[0]:
                    seen += os.read(terminal, 65536)
            assert text in seen, (line, seen)

        until(b"ready> ")
        os.write(terminal, line.encode() + b"\t")
        end = time.monotonic() + 10
        size = -1
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.2)[0]:
                seen += os.read(terminal, 65536)
                continue
            now = (home / "matches").stat().st_size if (home / "matches").exists() else 0
            if now == size and now > 0:
                break
            size = now
        os.write(terminal, b"\x03")
        os.close(terminal)
        os.waitpid(pid, 0)
        matches = (home / "matches").read_text().split() if (home / "matches").exists() else []
        for each in (".zshrc", "matches"):
            (home / each).unlink(missing_ok=True)
        return sorted(set(matches))

    subprocess.run(["bash", "-n", f"{source}/completions/svc.bash"], check=True)
    subprocess.run(["zsh", "-n", f"{source}/completions/_svc"], check=True)
    lines = 0
    for line in ("svc ti", "svc ticket con", "svc ticket show T-", "svc ticket contact ", "svc customer show C-7", "svc ticket open --customer ", "svc form service-re", "svc --db x.db ticket sh"):
        wanted = sorted(candidates(*line.split(" ")[1:]))
        for shell_name, offered in (("bash", bash(line, "source /usr/share/bash-completion/bash_completion")), ("bash alone", bash(line, "")), ("fish", fish(line)), ("zsh", zsh(line))):
            assert sorted(offered) == wanted, (shell_name, line, offered, wanted)
            lines += 1
    assert bash("svc ticket open --severity=L", "source /usr/share/bash-completion/bash_completion") == ["L1", "L2", "L3", "L4"]
    assert candidates("--config=x") == [":files"] and candidates("ticket", "list", "--output=js") == ["--output=json", "--output=jsonl"]
    assert "target" not in candidates("report", "time", "--by", "") and "item" in candidates("report", "time", "--by", "")
    assert candidates("--redact", "ticket", "show", "T-1") == candidates("ticket", "show", "--redact", "T-1") == ["T-1"] and "T-1\t***" in run("__complete", "--redact", "ticket", "show", "T-1")
    assert "svc.toml" in fish("svc config check svc") and zsh("svc config check svc.t") in (["svc.toml"], [])
    assert not (home / "pwned").exists(), "a title was run"
    # zsh and fish leave caches of their own.
    left = sorted(set(os.listdir(folder)) - {".zcompdump", ".local", ".config", ".cache", ".zsh_history"})
    assert (hashlib.sha256((home / "svc.db").read_bytes()).hexdigest(), left) == before, (left, before)
print(f"{sum(len(noun['verbs']) for noun in tree['nouns'])} commands and {lines} lines in three shells")
