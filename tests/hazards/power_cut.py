# SPDX-License-Identifier: MIT
"""What would be on the disk if the power failed now? Every write, truncation, sync, removal and renaming of a program is recorded by
strace and played again. After each, disks are made as they might be found: whatever was not synced is there, is not, or is there in
part (512 bytes are written whole), and of what was done to folders a beginning has lasted. Assumes that fsync is honest."""
import os, pathlib, re, shutil, subprocess

SECTOR = 512
CALLS = "openat,open,creat,write,pwrite64,writev,ftruncate,fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2,close,lseek"


class Disk:
    """Files under one folder: what has lasted of each, and what has been done since."""

    def __init__(self, folder):
        self.folder, self.files, self.lasting = str(folder), {}, {}  # by number: [bytes, operations]; by name: number
        self.names, self.moves, self.opened = {}, [], {}
        for path in pathlib.Path(folder).iterdir():
            if path.is_file():
                self.lasting[path.name] = self.names[path.name] = self.new_file(path.read_bytes())

    def new_file(self, content=b""):
        self.files[len(self.files)] = [content, []]
        return len(self.files) - 1

    def name(self, path):
        path = os.path.normpath(path)
        return os.path.basename(path) if os.path.dirname(path) == self.folder else None

    def play(self, call, args, result):
        """Returns whether the disk may be another one now."""
        if result < 0:
            return False
        if call in ("openat", "open", "creat"):
            path = args[1] if call == "openat" else args[0]
            self.opened.pop(result, None)
            if os.path.normpath(path) == self.folder:
                self.opened[result] = ["folder", 0]
                return False
            name = self.name(path)
            if name is None:
                return False
            made = name not in self.names
            if made:
                self.names[name] = self.new_file()
                self.moves.append(("link", name, self.names[name]))
            elif "O_TRUNC" in args[-2] + args[-1]:
                self.files[self.names[name]][1].append(("size", 0))
            self.opened[result] = [self.names[name], 0]
            return made
        if call in ("unlink", "unlinkat"):
            name = self.name(args[1] if call == "unlinkat" else args[0])
            if name is None:
                return False
            self.names.pop(name, None)
            self.moves.append(("unlink", name))
            return True
        if call.startswith("rename"):
            one, other = (args[0], args[1]) if call == "rename" else (args[1], args[3])
            one, other = self.name(one), self.name(other)
            if one is None or other is None:
                return False
            self.names[other] = self.names.pop(one)
            self.moves.append(("rename", one, other))
            return True
        opened = self.opened.get(int(args[0]))
        if opened is None:
            return False
        number, at = opened
        if call == "close":
            del self.opened[int(args[0])]
        elif number == "folder":
            if call in ("fsync", "fdatasync"):
                self.lasting, self.moves = dict(self.names), []
                return True
        elif call in ("fsync", "fdatasync"):
            content, done = self.files[number]
            self.files[number] = [apply(content, done, lambda: True), []]
            return True
        elif call == "ftruncate":
            self.files[number][1].append(("size", int(args[1])))
            return True
        elif call == "lseek":
            opened[1] = result
        elif call == "pwrite64":
            self.files[number][1].append(("write", int(args[3]), args[1][:result]))
            return True
        elif call == "write":
            self.files[number][1].append(("write", at, args[1][:result]))
            opened[1] = at + result
            return True
        else:
            raise AssertionError(f"{call} to a file of the database is not modelled")
        return False

    def after_cut(self, rng):
        """The files as they might be found, by name. Without a source of chance: as they are now."""
        moves = self.moves if rng is None else self.moves[:rng.randint(0, len(self.moves))] if rng.random() < 0.6 else rng.choice([[], self.moves])
        names = dict(self.lasting)
        for move in moves:
            if move[0] == "link":
                names[move[1]] = move[2]
            elif move[0] == "unlink":
                names.pop(move[1], None)
            elif move[1] in names:
                names[move[2]] = names.pop(move[1])
        found = {}
        for name, number in names.items():
            share = 1 if rng is None else rng.choice([0, 0.3, 0.7, 1])
            found[name] = apply(*self.files[number], lambda: share == 1 or (share > 0 and rng.random() < share))
        return found


def apply(content, done, keep):
    out = bytearray(content)
    for what, at, *data in done:
        if what == "size":
            if keep():
                out[:] = out[:at] + bytes(max(0, at - len(out)))
            continue
        data, = data
        while data:
            here = data[:SECTOR - at % SECTOR]
            if keep():
                out.extend(bytes(max(0, at + len(here) - len(out))))
                out[at:at + len(here)] = here
            at, data = at + len(here), data[len(here):]
    return bytes(out)


LINE = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)")
PART = re.compile(r'"((?:\\x[0-9a-f]{2})*)"|([^,"]+)')


def recorded(command, log, **how):
    """Runs a command; returns its calls and how it ended."""
    done = subprocess.run(["strace", "-qq", "-xx", "-s", "50000000", "-e", f"trace={CALLS}", "-e", "signal=none", "-o", log, *command], capture_output=True, **how)
    calls = []
    with open(log) as lines:
        for line in lines:
            if found := LINE.match(line):
                args = [bytes.fromhex(text.replace("\\x", "")) if not word else word.strip() for text, word in PART.findall(found[2]) if text or word.strip()]
                call = found[1]
                if call not in ("write", "pwrite64", "writev"):
                    args = [each.decode() if isinstance(each, bytes) else each for each in args]
                calls.append((call, args, int(found[3])))
    os.unlink(log)
    return calls, done


def put(files, folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.mkdir(folder)
    for name, content in files.items():
        with open(os.path.join(folder, name), "wb") as out:
            out.write(content)
