"""Lets the system fail at each call of a command that changes a file of the records, or end it there.

Run: python tests/bench/faults.py [EVERY [SEED [FAULT,FAULT...]]]      (needs strace)

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
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.operations import Events, damage_first_page, events_in, filled, id_of_canary, left_over
from helpers.records import PASSPHRASE, actor, asks, opened, records_in

from iopintake.store.upkeep.backup import backup
from iopintake.store.upkeep.encryption import encrypt
from iopintake.store.upkeep.restore import restore
from iopintake.support.errors import IopintakeError

CALLS = "write,pwrite64,fsync,fdatasync,rename,link,unlink,ftruncate,rmdir,mkdir"
FAULTS = ("error=ENOSPC", "error=EIO", "error=EROFS", "error=EACCES", "signal=SIGKILL")
FILES = ("intakes.db", "intakes.db.new", "intakes.db.old", "intakes.db.source")
SIDES = ("", "-wal", "-journal", "-shm")
MANY = 400
KILLED = -9


@dataclass(frozen=True)
class Command:
    """One command that writes; LOSES names the intakes that it may take away: none, one or all."""

    arguments: tuple[str, ...]
    typed: str = ""
    is_sealed: bool = False
    is_damaged: bool = False
    loses: str = "none"


TWICE = f"{PASSPHRASE}\n{PASSPHRASE}\n"
COMMANDS = {
    "start": Command(("start", "--plain"), "1\nEve\n34\n:pause\n"),
    "resume": Command(("resume", "--plain"), ":note Eve\n:pause\n"),
    "decide": Command(("decide", "ID", "--level", "php", "--reason", "other"), "y\n"),
    "delete": Command(("delete", "ID", "--yes"), loses="one"),
    "purge": Command(("purge", "--older-than", "1d", "--yes"), loses="all"),
    "backup": Command(("backup", "copy.db")),
    "restore": Command(("restore", "backup.db", "--yes")),
    "encrypt": Command(("encrypt",), TWICE),
    "decrypt": Command(("decrypt", "--yes"), f"{PASSPHRASE}\n", is_sealed=True),
    "repair": Command(("repair",), is_damaged=True),
}


@dataclass(frozen=True)
class Start:
    """Records before a command: the folder, the id of a finished intake, and all events."""

    folder: Path
    intake_id: str
    events: Events


def start_in(folder: Path, command: Command) -> Start:
    """Make records as a command finds them, with a backup, and with copies kept by a restoration."""
    filled(folder)
    intake_id = id_of_canary(folder)
    with opened(folder) as store:
        backup(store, folder / "backup.db", force=False)
    restore(records_in(folder), folder / "backup.db", asks(), actor())
    events = events_in(folder)
    if command.is_sealed:
        encrypt(records_in(folder), str, PASSPHRASE, actor())
    if command.is_damaged:
        damage_first_page(folder)
    return Start(folder, intake_id, events)


def run(folder: Path, command: Command, intake_id: str, fault: str, step: int) -> tuple[int, str, bool]:
    """Run a command with a fault at call STEP; return its code, what it said, if it came so far."""
    records = records_in(folder).folder
    traced = [str(records / f"{name}{side}") for name in FILES for side in SIDES]
    traced += [str(records / name) for name in ("operation.json", "operation.json.new", "salt.json.new")]
    traced += [str(path) for path in (records / "kept").glob("*")]
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


@dataclass
class Tried:
    """What a command came to with one fault at each call."""

    counts: Counter[str] = field(default_factory=Counter)
    worst: list[str] = field(default_factory=list)


def tries(name: str, fault: str, start: Start, folder: Path, steps: range) -> Tried:
    """Run a command with a fault at each of its calls."""
    command, tried = COMMANDS[name], Tried()
    for step in steps:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(start.folder, folder)
        code, said, came = run(folder, command, start.intake_id, fault, step)
        if not came:
            break
        where, what = f"{name}, {fault} at {step}", verdict(code, said, fault)
        tried.counts.update(["faults", what])
        if what == "defect":
            tried.worst.append(f"{where}: {code} {said[-200:]!r}")
        try:
            found = events_in(folder)
        except IopintakeError as error:
            found = {}
            tried.worst.append(f"{where}: {error.headline[:160]}")
        for known, events in start.events.items():
            may_go = command.loses == "all" or (command.loses == "one" and known == start.intake_id)
            is_there = found.get(known, ())[: len(events)] == events
            is_gone_whole = may_go and known not in found
            tried.counts["lost"] += not (is_there or is_gone_whole)
        left = left_over(records_in(folder))
        tried.counts["left"] += bool(left)
        if left:
            tried.worst.append(f"{where}: left {left}")
    shutil.rmtree(folder, ignore_errors=True)
    return tried


def _steps(every: int, seed: int) -> range:
    return range(1 + random.Random(seed).randrange(every), MANY, every)


def main() -> None:
    """Try every command with every fault; print the figures."""
    every = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    faults = sys.argv[3].split(",") if len(sys.argv) > 3 else FAULTS
    print("| command | faults | done | told | ended | defect | intakes lost | left over |")
    print("|---|---|---|---|---|---|---|---|")
    worst: list[str] = []
    columns = ("faults", "done", "told", "ended", "defect", "lost", "left")
    for name, command in COMMANDS.items():
        with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(2) as pool:
            (Path(place) / "start").mkdir()
            start = start_in(Path(place) / "start", command)

            jobs = [
                pool.submit(
                    tries, name, fault, start, Path(place) / f"tried-{number}", _steps(every, seed + number)
                )
                for number, fault in enumerate(faults)
            ]
            results = [job.result() for job in jobs]
        counts = sum((tried.counts for tried in results), Counter())
        worst += [line for tried in results for line in tried.worst]
        print(f"| {name} | {' | '.join(str(counts[column]) for column in columns)} |", flush=True)
    print("\n".join(["", *worst]))
    sys.exit(bool(worst))


if __name__ == "__main__":
    main()
