"""What the tests of the records share: a clock, actors, a plan, and a way to run the commands."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from helpers.cases import TODAY

from iopintake.answers.model import Answer, Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.events import Answered
from iopintake.store.database.store import Store, open_store
from iopintake.store.journal.actor import Actor
from iopintake.store.protection.home import Home
from iopintake.store.session.begin import begin_session
from iopintake.store.session.kept import KeptSession
from iopintake.store.session.model import Plan
from iopintake.store.shared.address import Address
from iopintake.store.shared.server import open_shared
from iopintake.store.upkeep.restore import Asks
from iopintake.support import datafiles

CANARY = "Kanarienvogel-7261"
SHARED = "TEST_SHARED_RECORDS"
"""Where this stands in the environment, all records are the shared ones at its address."""
PASSPHRASE = "it's a long 'passphrase'"


@dataclass
class Clock:
    """A clock that goes on by some seconds each time it is read."""

    now: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    pace: float = 5.0

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=self.pace)
        return self.now


def actor(clock: Clock | None = None, who: str = "mara", host: str = "desk-1") -> Actor:
    return Actor(who=who, host=host, pid=os.getpid(), clock=clock or Clock())


def records_in(folder: Path) -> Home:
    """Return the home of the records within a folder, made by the records themselves."""
    return Home(folder / "records")


def opened(folder: Path, by: Actor | None = None, passphrase: str | None = None) -> Store:
    """Open the records; without PASSPHRASE it is an error to be asked for one."""

    if SHARED in os.environ:
        address = Address.of(os.environ[SHARED])
        return open_shared(address, records_in(folder), by or actor())

    def ask() -> str:
        assert passphrase is not None, "nobody should be asked for a passphrase"
        return passphrase

    return open_store(records_in(folder), by or actor(), ask)


def asks(passphrase: str = "", present: str | None = None, protection: str | None = None) -> Asks:
    """Answer what a restoration asks for."""
    return Asks(
        backup=lambda: passphrase,
        present=lambda: passphrase if present is None else present,
        protection=lambda: protection,
    )


def plan(toolkit: Toolkit, folder: Path | None = None) -> Plan:
    return Plan(
        pack=toolkit.pack, folder=folder or datafiles.shipped_pack(), mode="desk", day=TODAY, practice=False
    )


def begun(store: Store, toolkit: Toolkit) -> KeptSession:
    return begin_session(store, plan(toolkit), Answers(TODAY))


def said(question_id: str, value: object, note: str = "") -> Answered:
    return Answered(question_id, Answer(value=value, at=datetime(2026, 11, 23, tzinfo=UTC), note=note))  # type: ignore[arg-type]


def finished(store: Store, toolkit: Toolkit, answers: Answers) -> KeptSession:
    """Begin and finish an intake with these answers."""
    session = begin_session(store, plan(toolkit), answers)
    finish(session, toolkit)
    return session


def finish(session: KeptSession, toolkit: Toolkit) -> None:
    session.finish(toolkit.summarize(session.answers, session.circumstances("interview")), "finished")


def bytes_in(folder: Path) -> bytes:
    """Return all that stands in the files of a folder, names included."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return b"".join(str(path).encode() + path.read_bytes() for path in files)
