"""The cost of saving one answer, beside a bare commit of SQLite, and the same when encrypted.

Run: python tests/bench/saving.py [ROUNDS [--database]]

Everything is measured in one run, interleaved: a bare INSERT of as many bytes with
``journal_mode = WAL`` and ``synchronous = FULL``, one answer through the journal, and both
with SQLCipher. Medians and 95th percentiles of all rounds; the bar for plain records is 1.5.
With ``--database`` the same on a PostgreSQL server of its own (fsync on, a unix socket): a bare
INSERT and one answer written to the shared records; the bar is 2. An interview itself writes
to its desk and sends behind it, so nobody waits for this.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as cipher

sys.path.insert(0, str(Path(__file__).parents[1]))

from iopintake.answers.circumstances import today
from iopintake.answers.model import Answer, Answers
from iopintake.checking.toolkit import load_toolkit
from iopintake.cli.records.opening import actor
from iopintake.interview.events import Answered
from iopintake.store.database.store import open_store
from iopintake.store.protection.home import Home
from iopintake.store.session.begin import begin_session
from iopintake.store.session.kept import KeptSession
from iopintake.store.session.model import Plan
from iopintake.store.upkeep.encryption import encrypt
from iopintake.support import datafiles

ROUNDS = next((int(word) for word in sys.argv[1:] if word.isdecimal()), 3000)
PASSPHRASE = "correct horse battery"


def bare(path: Path, module: Any, passphrase: str | None) -> Callable[[int], None]:
    """Return what commits one row as SQLite does it, with as many bytes as an event has."""
    connection = module.connect(str(path), isolation_level=None)
    if passphrase:
        connection.execute(f"PRAGMA key = '{passphrase}'")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE event (number INTEGER PRIMARY KEY, body TEXT)")
    body = "x" * 200
    return lambda number: connection.execute("INSERT INTO event VALUES (?, ?)", (number, body)) and None


def session(folder: Path, passphrase: str | None) -> KeptSession:
    """Return an interview whose events go to a journal in FOLDER."""
    home, toolkit = Home(folder), load_toolkit(None)
    open_store(home, actor(), str).close()
    if passphrase:
        encrypt(home, str, passphrase, actor())
    plan = Plan(pack=toolkit.pack, folder=datafiles.shipped_pack(), mode="desk", day=today(), practice=False)
    return begin_session(open_store(home, actor(), lambda: passphrase or ""), plan, Answers(today()))


def answering(kept: KeptSession, question_ids: list[str]) -> Callable[[int], None]:
    """Return what records one answer to one question after the other."""

    def record(number: int) -> None:
        answer = Answer(value="yes", at=datetime.now(UTC))
        kept.record(Answered(question_ids[number % len(question_ids)], answer))

    return record


def on_server() -> None:
    """Measure the same on a server."""
    from bench.kill_database import initialized
    from helpers.postgres import server

    from iopintake.store.shared.address import Address
    from iopintake.store.shared.server import connect, open_shared

    toolkit = load_toolkit(None)
    pack = toolkit.pack
    with tempfile.TemporaryDirectory() as place, server("listen_addresses=''") as found:
        initialized(found)
        address, home = Address.of(found.address()), Home(Path(place))
        connection = connect(address)
        connection.execute("CREATE TABLE bare (number integer PRIMARY KEY, body text)")
        body = "x" * 200
        plan = Plan(pack=pack, folder=datafiles.shipped_pack(), mode="desk", day=today(), practice=False)
        kept = begin_session(open_shared(address, home, actor()), plan, Answers(today()))
        known = {pack.about.person_question, pack.crisis.callback_question}
        jobs = {
            "bare commit": lambda number: connection.execute(
                "INSERT INTO bare VALUES (%s, %s)", (number, body)
            ),
            "one answer": answering(kept, [q for q in pack.questions if q not in known]),
        }
        report(measured(jobs), (("one answer", "bare commit", "2"),))


def measured(jobs: dict[str, Callable[[int], object]]) -> dict[str, list[float]]:
    """Do each job once a round, in any order; return what each took."""
    took: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(ROUNDS):
        for name in random.sample(list(jobs), len(jobs)):
            began = time.perf_counter()
            jobs[name](number)
            took[name].append(time.perf_counter() - began)
    return took


def main() -> None:
    """Measure in shuffled rounds; print medians, percentiles and ratios."""
    if "--database" in sys.argv:
        on_server()
        return
    pack = load_toolkit(None).pack
    questions = [
        q for q in pack.questions if q not in {pack.about.person_question, pack.crisis.callback_question}
    ]
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as place:
        folder = Path(place)
        jobs = {
            "bare commit": bare(folder / "bare.db", sqlite3, None),
            "one answer": answering(session(folder / "plain", None), questions),
            "bare commit, encrypted": bare(folder / "bare-sealed.db", cipher, PASSPHRASE),
            "one answer, encrypted": answering(session(folder / "sealed", PASSPHRASE), questions),
        }
        took = measured(jobs)
    report(
        took,
        (
            ("one answer", "bare commit", "1.5"),
            ("one answer, encrypted", "bare commit, encrypted", "-"),
            ("one answer, encrypted", "one answer", "-"),
        ),
    )


def report(took: dict[str, list[float]], pairs: Sequence[tuple[str, str, str]]) -> None:
    """Print the table and the ratios."""
    print(f"| saving ({ROUNDS} rounds) | median ms | 95th percentile ms |\n|---|---|---|")
    figures = {}
    for name, seconds in took.items():
        figures[name] = (statistics.median(seconds), statistics.quantiles(seconds, n=20)[-1])
        print(f"| {name} | {figures[name][0] * 1000:.3f} | {figures[name][1] * 1000:.3f} |")
    print("\n| ratio | median | 95th percentile | bar |\n|---|---|---|---|")
    for mine, theirs, bar in pairs:
        ratios = [figures[mine][place] / figures[theirs][place] for place in (0, 1)]
        print(f"| {mine} / {theirs} | {ratios[0]:.2f} | {ratios[1]:.2f} | {bar} |")


if __name__ == "__main__":
    main()
