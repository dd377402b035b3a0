"""Lets the system fail at each call of a command that changes a file of the records, or end it there.

Run: python tests/bench/faults.py [EVERY [SEED]]      (needs strace)

Each command runs as a person runs it, under strace, which makes the Nth call on a file of the
records (write, sync, rename, link, unlink, truncate; SQLite's own among them) fail with one of
ENOSPC, EIO, EROFS and EACCES, or ends the process at it with SIGKILL. N goes from 1 until
the command needs no such call any more, in steps of EVERY. Afterwards the next command must
work, every intake must be whole, and nothing half done may be left. The command itself may
succeed, or say in a sentence what went wrong; anything else is a defect.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.operations import events_in, filled, id_of_canary, left_over
from helpers.records import PASSPHRASE, actor, opened, records_in

from iopintake.store.upkeep.backup import backup
from iopintake.store.upkeep.encryption import encrypt
from iopintake.support.errors import IopintakeError

CALLS = "write,pwrite64,fsync,fdatasync,rename,link,unlink,ftruncate"
FAULTS = ("error=ENOSPC", "error=EIO", "error=EROFS", "error=EACCES", "signal=SIGKILL")
FILES = ("intakes.db", "intakes.db.new", "intakes.db.old", "intakes.db.source")
SIDES = ("", "-wal", "-journal", "-shm")
MANY = 400
KILLED = -9


@dataclass(frozen=True)
class Command:
    """One command that writes; ADDS may add to the records, LOSES may take an intake away."""

    arguments: tuple[str, ...]
    typed: str = ""
    sealed: bool = False
    adds: bool = False
    loses: bool = False


TWICE = f"{PASSPHRASE}\n{PASSPHRASE}\n"
COMMANDS = {
    "start": Command(("start", "--plain"), "1\nEve\n34\n:pause\n", adds=True),
    "resume": Command(("resume", "--plain"), ":note Eve\n:pause\n", adds=True),
    "decide": Command(("decide", "ID", "--level", "php", "--reason", "other"), adds=True),
    "delete": Command(("delete", "ID", "--yes"), loses=True),
    "backup": Command(("backup", "copy.db")),
    "restore": Command(("restore", "backup.db", "--yes")),
    "encrypt": Command(("encrypt",), TWICE),
    "decrypt": Command(("decrypt", "--yes"), f"{PASSPHRASE}\n", sealed=True),
    "repair": Command(("repair",)),
}


def prepare(folder: Path, *, sealed: bool) -> str:
    """Make records and a backup of them; return the id of a finished intake."""
    filled(folder)
    intake_id = id_of_canary(folder)
    with opened(folder) as store:
        backup(store, folder / "backup.db", force=False)
    if sealed:
        encrypt(records_in(folder), str, PASSPHRASE, actor())
    return intake_id


def run(folder: Path, command: Command, intake_id: str, fault: str, step: int) -> tuple[int, str, bool]:
    """Run a command with a fault at call STEP; return its code, what it said, if it came so far."""
    records = records_in(folder).folder
    traced = [str(records / f"{name}{side}") for name in FILES for side in SIDES]
    traced += [str(records / name) for name in ("operation.json", "operation.json.new")]
    trace = folder / "trace"
    arguments = [intake_id if word == "ID" else word for word in command.arguments]
    done = subprocess.run(
        [
            *("strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={CALLS}"),
            *(part for path in traced for part in ("-P", path)),
            *("-e", f"inject={CALLS}:{fault}:when={step}"),
            *(sys.executable, "-m", "iopintake", *arguments, "--home", str(records)),
        ],
        input=command.typed.encode(),
        capture_output=True,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "LANG": "C.UTF-8"},
        timeout=120,
        check=False,
    )
    told = trace.read_text(errors="replace") if trace.exists() else ""
    return done.returncode, done.stderr.decode(errors="replace"), "INJECTED" in told or "SIGKILL" in told


def verdict(code: int, said: str, fault: str) -> str:
    """Return what a command made of a fault."""
    if "SIGKILL" in fault and code in {KILLED, 137}:
        return "ended"
    if code == 1 or "Traceback" in said or "defect" in said or code < 0:
        return "defect"
    return "told" if code == 2 or "may remain" in said else "done"


def main() -> None:
    """Try every command with every fault; print the figures."""
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    chance = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 10)
    print("| command | faults | done | told | ended | defect | intakes lost | left over |")
    print("|---|---|---|---|---|---|---|---|")
    worst: list[str] = []
    for name, command in COMMANDS.items():
        counts: Counter[str] = Counter()
        with tempfile.TemporaryDirectory() as place:
            start = Path(place) / "start"
            start.mkdir()
            intake_id = prepare(start, sealed=command.sealed)
            before = events_in(start)
            for fault in FAULTS:
                for step in range(1 + chance.randrange(every), MANY, every):
                    folder = Path(place) / "tried"
                    shutil.rmtree(folder, ignore_errors=True)
                    shutil.copytree(start, folder)
                    code, said, came = run(folder, command, intake_id, fault, step)
                    if not came:
                        break
                    counts["faults"] += 1
                    counts[verdict(code, said, fault)] += 1
                    if verdict(code, said, fault) == "defect":
                        worst.append(f"{name}, {fault} at {step}: {code} {said[-200:]!r}")
                    try:
                        found = events_in(folder)
                    except IopintakeError as error:
                        found = {}
                        worst.append(f"{name}, {fault} at {step}: {error.headline[:160]}")
                    for known, events in before.items():
                        is_there = found.get(known, ())[: len(events)] == events
                        counts["lost"] += not is_there and not (command.loses and known == intake_id)
                    counts["left"] += bool(left_over(records_in(folder)))
        columns = ("faults", "done", "told", "ended", "defect", "lost", "left")
        print(f"| {name} | {' | '.join(str(counts[column]) for column in columns)} |", flush=True)
    print("\n".join(["", *worst]))
    sys.exit(bool(worst))


if __name__ == "__main__":
    main()
