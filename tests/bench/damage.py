"""Damages records in a thousand ways, and looks at what every command makes of it.

Run: python tests/bench/damage.py [DAMAGES [SEED]]

Each damage is done to a fresh copy of records with finished intakes, drafts and a deletion:
a bit, a byte, a sector or a page of the database (plain, or left by a killed process with
its log), its end cut off, two pages swapped, a log of an earlier time or of other records at
its side, a file lost, a file that may not be read. Then list, show, export, history, report
and resume run, then repair, then list and show again. What a command does is

right: what it does on records that are whole; told: it says what is wrong and that is all
(code 2); wrong: anything else; a defect: code 1, or a traceback. Lost is an event that was on
a page that nothing happened to, with the one before it, and that repair did not keep.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import random
import re
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.cases import CASES, TODAY
from helpers.records import Clock, actor, begun, finished, said

import iopintake
from iopintake.answers.files import read_answers
from iopintake.checking.toolkit import load_toolkit
from iopintake.cli.run import run
from iopintake.store.database.pages import rows_on_pages
from iopintake.store.database.store import open_store
from iopintake.store.protection.home import Home
from iopintake.store.session.begin import resume_session
from iopintake.store.upkeep.deletion import remove

PAGE, SECTOR = 4096, 512
NOBODY = 65534
FINISHED = ("intent", "panic_weekly_not_enough", "teen_with_mother", "severe_weekly_not_enough")
EVENTS = "SELECT intake, number, at, who, kind, body, digest FROM event ORDER BY intake, number"

Event = tuple[str, int, str, str, str, str, bytes]


@dataclass(frozen=True)
class Start:
    """Records that are whole: closed, and as a killed process leaves them, with what lay around before."""

    closed: Path
    killed: Path
    later: Path
    earlier_log: bytes
    foreign_log: bytes
    draft: str
    done: str
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Outcome:
    """What one command did."""

    command: str
    code: int
    out: str
    said: str


@dataclass
class Result:
    """What one damage came to."""

    kind: str
    outcomes: list[Outcome] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    made_up: list[str] = field(default_factory=list)


# --- records that are whole -------------------------------------------------------------------


def start_in(folder: Path) -> Start:
    """Make the records that are damaged."""
    closed = folder / "closed"
    toolkit = load_toolkit(None)
    cases = [name for name in FINISHED if name in CASES] or list(CASES)[:4]
    steady = Clock(pace=0.01)  # a summary that is made anew has the same second
    with open_store(Home(closed), actor(steady), str) as store:
        done = [
            finished(store, toolkit, read_answers(toolkit.pack, name, CASES[name].data, TODAY).answers).id
            for name in cases
        ]
        for number in range(3):
            session = begun(store, toolkit)
            for turn in range(14):
                session.record(said("first_name", f"Ana {number}-{turn}", note="a word " * 12))
            session.pause("asked")
        remove(store, done.pop(0), "asked for")
        draft = session.id
    killed = folder / "killed"
    shutil.copytree(closed, killed)
    if os.fork() == 0:  # a process that is gone in the middle of an interview
        session = resume_session(open_store(Home(killed), actor(), str), draft, take_over=False)
        for turn in range(6):
            session.record(said("first_name", f"Ana, later {turn}", note="a word " * 12))
        shutil.copy(killed / "intakes.db-wal", folder / "earlier-wal")
        for turn in range(6):
            session.record(said("first_name", f"Ana, last {turn}", note="a word " * 12))
        os._exit(0)
    os.wait()
    earlier = (folder / "earlier-wal").read_bytes()
    later = folder / "later"
    shutil.copytree(killed, later)
    open_store(Home(later), actor(), str).close()
    with open_store(Home(folder / "other"), actor(), str) as other:
        for _ in range(4):
            begun(other, toolkit).record(said("first_name", "Eve"))
        foreign = (folder / "other" / "intakes.db-wal").read_bytes()
    return Start(
        closed, killed, later, earlier, foreign, draft, done[0], tuple(events_in(killed / "intakes.db"))
    )


def events_in(database: Path) -> Iterator[Event]:
    """Yield the events in a file, log included, without changing it."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "intakes.db"
        shutil.copy(database, copy)
        if Path(f"{database}-wal").exists():
            shutil.copy(f"{database}-wal", f"{copy}-wal")
        with closing(sqlite3.connect(copy)) as connection:
            yield from connection.execute(EVENTS).fetchall()


# --- damages ----------------------------------------------------------------------------------

Damage = Callable[[Path, Start, random.Random], None]


def _changed(path: Path, change: Callable[[bytearray], object]) -> None:
    data = bytearray(path.read_bytes())
    change(data)
    path.write_bytes(data)


def _flips(size: int, suffix: str = "") -> Damage:
    def damage(folder: Path, start: Start, chance: random.Random) -> None:
        def change(data: bytearray) -> None:
            if size == 0:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
                return
            place = chance.randrange(len(data)) // size * size
            data[place : place + size] = chance.choice([bytes(size), chance.randbytes(size)])[
                : len(data) - place
            ]

        _changed(folder / f"intakes.db{suffix}", change)

    return damage


def _cut(folder: Path, start: Start, chance: random.Random) -> None:
    path = folder / "intakes.db"
    size = path.stat().st_size
    os.truncate(path, chance.choice([0, chance.randrange(size), size - PAGE * chance.randint(1, 5)]))


def _swaps(folder: Path, start: Start, chance: random.Random) -> None:
    def change(data: bytearray) -> None:
        one, two = (PAGE * page for page in chance.sample(range(len(data) // PAGE), 2))
        data[one : one + PAGE], data[two : two + PAGE] = data[two : two + PAGE], data[one : one + PAGE]

    _changed(folder / "intakes.db", change)


def _lays(log: str, *, journal: bool = False) -> Damage:
    def damage(folder: Path, start: Start, chance: random.Random) -> None:
        name = "intakes.db-journal" if journal else "intakes.db-wal"
        (folder / name).write_bytes(getattr(start, log))

    return damage


def _loses(folder: Path, start: Start, chance: random.Random) -> None:
    there = sorted(path for path in folder.iterdir() if path.is_file())
    chance.choice(there).unlink()


def _forbids(folder: Path, start: Start, chance: random.Random) -> None:
    path = chance.choice([folder, folder / "intakes.db", folder / "lock"])
    if os.getuid() == 0:  # the commands run as nobody then
        for each in (folder, *folder.rglob("*")):
            os.chown(each, NOBODY, NOBODY)
        if chance.random() < 0.5:
            os.chown(path, 0, 0)
    path.chmod(chance.choice([0, 0o400, 0o500, 0o600]))


KINDS: dict[str, tuple[str, Damage, int]] = {
    "a bit": ("closed", _flips(0), 30),
    "a byte": ("closed", _flips(1), 15),
    "a sector": ("closed", _flips(SECTOR), 12),
    "a page": ("closed", _flips(PAGE), 10),
    "the end cut off": ("closed", _cut, 6),
    "two pages swapped": ("closed", _swaps, 6),
    "a bit, beside a log": ("killed", _flips(0), 4),
    "a bit of the log": ("killed", _flips(0, "-wal"), 5),
    "an earlier log beside later records": ("later", _lays("earlier_log"), 2),
    "a log of other records": ("closed", _lays("foreign_log"), 2),
    "a journal of other records": ("closed", _lays("foreign_log", journal=True), 1),
    "a file lost": ("closed", _loses, 2),
    "owner or mode": ("closed", _forbids, 3),
}
"""What is done to which records, and how often out of a hundred times."""


# --- what the commands make of it -------------------------------------------------------------


def commands(start: Start) -> list[tuple[str, list[str], str]]:
    """Return the commands: a name, the arguments, and what is typed."""
    return [
        ("list", ["list", "--json"], ""),
        ("show", ["show", start.done, "--json"], ""),
        ("export", ["export", "--all"], ""),
        ("history", ["history", start.draft, "--json"], ""),
        ("report", ["report", "--json"], ""),
        ("resume", ["resume", start.draft, "--plain"], ":pause\n"),
        ("repair", ["repair"], ""),
        ("list, repaired", ["list", "--json"], ""),
        ("show, repaired", ["show", start.done, "--json"], ""),
    ]


def outcomes_in(folder: Path, start: Start, *, as_nobody: bool = False) -> list[Outcome]:
    """Run the commands one after the other in a process of their own."""
    report = folder.with_name(f"{folder.name}.out")
    report.mkdir()
    report.chmod(0o777)
    child = os.fork()
    if child == 0:
        try:
            if as_nobody and os.getuid() == 0:
                for module in pkgutil.walk_packages(iopintake.__path__, "iopintake."):
                    if not module.name.endswith("__main__"):
                        importlib.import_module(module.name)  # nobody may not read where they lie
                os.setuid(NOBODY)
            for number, (_, arguments, typed) in enumerate(commands(start)):
                _in_files(report, number, [*arguments, "--home", str(folder)], typed)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    found = []
    for number, (name, _, _) in enumerate(commands(start)):
        code, out, said = (report / f"{number}.{part}" for part in ("code", "out", "err"))
        texts = [path.read_text(errors="replace") if path.exists() else "" for path in (out, said)]
        found.append(Outcome(name, int(code.read_text()) if code.exists() else 1, *texts))
    return found


def _in_files(report: Path, number: int, arguments: list[str], typed: str) -> None:
    given = report / f"{number}.in"
    given.write_text(typed)
    with (
        given.open() as one,
        (report / f"{number}.out").open("w") as two,
        (report / f"{number}.err").open("w") as three,
    ):
        sys.stdin, sys.stdout, sys.stderr = one, two, three
        try:
            code = run(arguments)
        except BaseException as error:  # noqa: BLE001 - a defect, whatever it is
            print(f"Traceback: {type(error).__name__} {error}", file=three)
            code = 1
    (report / f"{number}.code").write_text(str(int(code)))


def _warm_up(folder: Path, start: Start) -> None:
    """Run each command once here, so that all is loaded before somebody runs them who may load nothing."""
    place, report = folder / "warm", folder / "warm.out"
    shutil.copytree(start.closed, place)
    report.mkdir()
    streams = sys.stdin, sys.stdout, sys.stderr
    for number, (_, arguments, typed) in enumerate(commands(start)):
        _in_files(report, number, [*arguments, "--home", str(place)], typed)
    sys.stdin, sys.stdout, sys.stderr = streams


def verdict(outcome: Outcome, whole: Outcome) -> str:
    """Return what a command did: right, told, wrong or a defect."""
    if outcome.code == 1 or "Traceback" in outcome.said or "defect" in outcome.said:
        return "defect"
    if outcome.code == 2:
        return "told" if len(outcome.said.strip()) > 20 else "wrong"
    if outcome.command == "repair":
        return "right" if "No damage found" in outcome.said else "told"
    same = (outcome.code, _steady(outcome.out)) == (whole.code, _steady(whole.out))
    return "right" if same else "wrong"


def _steady(text: str) -> str:
    """Return what a command printed without what time and process make of it."""
    return re.sub(r'"(holder|at|pid|since|process|seconds)": [^\n]*', "", text)


def provable(start: Start, before: Path, after: Path, scratch: Path) -> set[tuple[str, int]]:
    """Return the events on pages to which nothing happened, each with the one before it."""
    damaged = _pages(after.read_bytes()) if after.exists() else set()
    known = {(row[0], row[1]): row for row in start.events}
    kept: set[tuple[str, int]] = set()
    for page, rows in rows_by_page(before, scratch).items():
        if page in damaged:
            kept |= {row[:2] for row in rows if known.get(row[:2]) == row}
    return {(intake, number) for intake, number in kept if number == 1 or (intake, number - 1) in kept}


def rows_by_page(database: Path, scratch: Path) -> dict[bytes, list[tuple[object, ...]]]:
    """Return the rows of each page of a file, looked at once."""
    if database not in ROWS:
        pages = _pages(database.read_bytes())
        ROWS[database] = {page: list(rows_on_pages(bytes(PAGE) + page, scratch, None)) for page in pages}
    return ROWS[database]


def _pages(data: bytes) -> set[bytes]:
    return {data[place : place + PAGE] for place in range(0, len(data), PAGE)}


def missing(start: Start, wanted: set[tuple[str, int]], database: Path) -> tuple[list[str], list[str]]:
    """Return the events that should be there and are not, and those that nobody wrote."""
    try:
        found = list(events_in(database))
    except sqlite3.Error:
        return [], ["the repaired file can't be read"]
    there = {(row[0], row[1]): row for row in found}
    late = {(row[0], row[4], row[5]): row for row in found}
    known = {(row[0], row[1]): row for row in start.events}
    bodies = {row[5] for row in found}
    lost = []
    for key in wanted:
        row = known[key]
        kept = there.get(key) == row or (row[0], row[4], row[5]) in late
        if not kept and not any(json.dumps(row[4]) in body and row[5][1:-1] in body for body in bodies):
            lost.append(f"{key[0]} {key[1]}")
    allowed = {"resumed", "paused", "late", "begun"}  # what resuming and repairing write
    made_up = [f"{k[0]} {k[1]}" for k, row in there.items() if known.get(k) != row and row[4] not in allowed]
    return lost, made_up


def damaged(number: int, start: Start, folder: Path, seed: int) -> Result:
    """Do damage NUMBER, run everything, and say what it came to."""
    chance = random.Random(f"{seed} {number}")
    kind = chance.choices(list(KINDS), [share for *_, share in KINDS.values()])[0]
    origin, damage, _ = KINDS[kind]
    source = getattr(start, origin)
    place = folder / f"{number}"
    shutil.copytree(source, place)
    damage(place, start, chance)
    is_closed = origin == "closed" and not (place / "intakes.db-wal").exists()
    wanted = provable(start, source / "intakes.db", place / "intakes.db", folder / f"{number}.page")
    wanted = wanted if is_closed else set()
    result = Result(kind, outcomes_in(place, start, as_nobody=kind == "owner or mode"))
    repaired = next(o for o in result.outcomes if o.command == "repair")
    if repaired.code == 0 and "No damage found" not in repaired.said and wanted:
        result.lost, result.made_up = missing(start, wanted, place / "intakes.db")
    shutil.rmtree(place, ignore_errors=True)
    shutil.rmtree(place.with_name(f"{place.name}.out"), ignore_errors=True)
    return result


@dataclass
class Figures:
    """What all damages came to, by kind."""

    kinds: dict[str, Counter[str]] = field(default_factory=dict)
    worst: list[str] = field(default_factory=list)

    def add(self, number: int, result: Result, wholes: list[Outcome]) -> None:
        counts = self.kinds.setdefault(result.kind, Counter())
        counts["damages"] += 1
        counts["lost"] += len(result.lost)
        was_cut = False
        for outcome, whole in zip(result.outcomes, wholes, strict=True):
            if outcome.command == "repair" and outcome.code == 0:
                was_cut = any(words in outcome.said for words in NAMED)
            said = verdict(outcome, whole)
            if outcome.command.endswith("repaired") and said == "wrong" and was_cut:
                said = "told"  # what repair could not keep it named
            counts[said] += 1
            if said in {"wrong", "defect"}:
                self.worst.append(
                    f"{number} ({result.kind}) {outcome.command}: {said}: {outcome.code} {outcome.said!r}"
                )
        if result.lost or result.made_up:
            self.worst.append(f"{number} ({result.kind}) lost {result.lost[:4]} made up {result.made_up[:4]}")
            counts["wrong"] += bool(result.made_up)


def damage_records(folder: Path, damages: int, seed: int, workers: int = 2) -> Figures:
    """Damage records DAMAGES times; return the figures."""
    folder.chmod(0o755)
    start = start_in(folder)
    wholes = {}
    _warm_up(folder, start)
    for name in ("closed", "killed", "later"):
        place = folder / f"whole-{name}"
        shutil.copytree(getattr(start, name), place)
        wholes[name] = outcomes_in(place, start)
    figures = Figures()
    # processes, since each forks: what another thread holds at that moment nobody gives back in the child
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        results = pool.map(partial(damaged, start=start, folder=folder, seed=seed), range(damages))
        for number, result in enumerate(results):
            figures.add(number, result, wholes[KINDS[result.kind][0]])
    return figures


ROWS: dict[Path, dict[bytes, list[tuple[object, ...]]]] = {}
NAMED = ("kept up to", "nothing but this id", "made anew", "is damaged")
"""What repair says of what it could not keep as it was."""
COLUMNS = ("damages", "right", "told", "wrong", "defect", "lost")


def main() -> None:
    """Damage, print the figures, and what was worst."""
    damages = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    with tempfile.TemporaryDirectory() as name:
        figures = damage_records(Path(name), damages, seed)
    print(f"| what was damaged | {' | '.join(COLUMNS)} |\n|---|{'---|' * len(COLUMNS)}")
    total: Counter[str] = Counter()
    for kind, counts in figures.kinds.items():
        total += counts
        print(f"| {kind} | {' | '.join(str(counts[column]) for column in COLUMNS)} |")
    print(f"| all | {' | '.join(str(total[column]) for column in COLUMNS)} |")
    print("\n".join(["", *figures.worst]))
    sys.exit(bool(total["wrong"] or total["defect"] or total["lost"]))


if __name__ == "__main__":
    main()
