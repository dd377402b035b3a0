"""The journal: writes the events of intakes, and reads intakes back."""

from __future__ import annotations

import json
import secrets
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any, Final, Self

from iopintake.store.database.connecting import AskPassphrase
from iopintake.store.database.index_table import update_index
from iopintake.store.database.opening import open_file
from iopintake.store.database.rebuilding import APPEND
from iopintake.store.database.seals import digest_of_row
from iopintake.store.derived.index import leaves_as_it_is
from iopintake.store.errors import Damaged, NoSuchIntake, explained
from iopintake.store.journal import ids
from iopintake.store.journal.actor import Actor
from iopintake.store.journal.chain import chained, digest_of, folded
from iopintake.store.journal.events import Decided, Entry, Event, FollowedUp, Settled
from iopintake.store.journal.format import written
from iopintake.store.journal.replay import Intake, begin, step
from iopintake.store.protection.home import Home, open_to_others
from iopintake.store.protocol import Connection, Database
from iopintake.support.language import _
from iopintake.support.local_time import local_date, said_moment

MANY: Final = 5
"""Ids that an error lists."""
KEEP: Final = "INSERT INTO document (intake, number, data, digest) VALUES (?, ?, ?, ?)"
SKEW: Final = 120.0
"""Seconds that a clock may be set back without a word."""


def open_store(home: Home, actor: Actor, ask_passphrase: AskPassphrase) -> Store:
    """Open the records in HOME, made if they are not there; StoreError says what stands in the way."""
    with explained(home.folder):
        opened = open_file(home, actor, ask_passphrase)
    store = Store(home, actor, opened, opened.warnings)
    if warning := open_to_others(home):
        store.warnings.append(warning)
    return store


def _nothing(intake_id: str) -> None:
    """Do nothing about a change."""


@dataclass
class Store:
    """Open records."""

    home: Home
    actor: Actor
    opened: Database
    warnings: list[str] = field(default_factory=list)
    will_change: Callable[[str], None] = _nothing  # told of an intake before it gets an event

    @property
    def place(self) -> str:
        """Return where the records are, as a person reads it."""
        return self.opened.place

    def explained(self) -> AbstractContextManager[None]:
        """Turn what the database says within into one sentence."""
        return self.opened.explained()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; whoever has a draft open keeps it until it is paused."""
        self.opened.close()

    @property
    def connection(self) -> Connection:
        """Return the connection."""
        return self.opened.connection

    # --- reading ---------------------------------------------------------------------

    def find_id(self, typed: str) -> str:
        """Return the one id that begins like TYPED; NoSuchIntake says what is there instead."""
        start = ids.tidied(typed)
        if start is None:
            raise NoSuchIntake(
                _(
                    '"{typed}" is no id, nor the beginning of one (two syllables at least). See them with: '
                    "iopintake list"
                ).format(typed=typed)
            )
        with self.explained():
            with self.opened.one_moment():
                found = self._ids_between(start)
                is_there = start in found and self.opened.is_proved(start)
            if start in found and not is_there:
                self.opened.mend(self.damaged(start))
            if not is_there:  # what is not there, or only begins like it, is nothing that one row proves
                self.opened.prove_index()
                found = self._ids_between(start)
        if len(found) == 1 or start in found:
            return start if start in found else found[0]
        raise NoSuchIntake(self._not_one(start, found))

    def entries(self, intake_id: str) -> tuple[Entry, ...]:
        """Return all that happened to an intake, in order; Damaged when something is missing or altered."""
        with self.explained(), self.opened.one_moment():
            rows = self.connection.execute(
                "SELECT intake, number, at, who, kind, body, digest FROM event "
                "WHERE intake = ? ORDER BY number",
                (intake_id,),
            ).fetchall()
            known = self.connection.execute(
                "SELECT events, tip FROM intake WHERE id = ?", (intake_id,)
            ).fetchone()
        entries = tuple(chained(rows))
        end = (len(entries), entries[-1].check) if entries else None
        if len(entries) != len(rows) or end != known:
            raise self.damaged(intake_id)
        return entries

    def intake(self, intake_id: str) -> Intake:
        """Return an intake as it stands."""
        entries = self.entries(intake_id)
        if not entries:
            raise NoSuchIntake(self._not_one(intake_id, []))
        intake = folded(entries)
        if intake is None:
            raise self.damaged(intake_id)
        return intake

    def summary(self, intake_id: str, number: int) -> dict[str, Any]:
        """Return the summary that was kept with an event, as it was then."""
        with self.explained():
            row = self.connection.execute(
                "SELECT intake, number, data, digest FROM document WHERE intake = ? AND number = ?",
                (intake_id, number),
            ).fetchone()
        if row is None or digest_of_row(*row[:3]) != row[3]:
            raise self.damaged(intake_id)
        try:
            found: dict[str, Any] = json.loads(zlib.decompress(row[2]))
        except (TypeError, ValueError, zlib.error):
            raise self.damaged(intake_id) from None
        return found

    def damaged(self, intake_id: str) -> Damaged:
        """Return what is said when the record of an intake is not what was written."""
        return Damaged(
            _("{place}: the record of {intake_id} is damaged. {mending}").format(
                place=self.place, intake_id=intake_id, mending=_(self.opened.mending)
            )
        )

    # --- writing ---------------------------------------------------------------------

    def append(self, intake_id: str, event: Decided | FollowedUp | Settled) -> Intake:
        """Write an event from beside the interview; it is on the disk when this returns."""
        with self.writing():
            return self.put(intake_id, self.intake(intake_id), event)

    def writing(self) -> AbstractContextManager[Connection]:
        """Give the connection within one transaction, wholly on the disk at the end or not at all."""
        return self.opened.writing()

    def put(self, intake_id: str, before: Intake | None, event: Event) -> Intake:
        """Write an event within a transaction; return what it comes to.

        Raises Stale when BEFORE is not how the intake stands on the disk.
        """
        self.will_change(intake_id)
        fields, after = self._drawn_up(intake_id, before, event)
        self.connection.execute(APPEND, fields)
        update_index(self.connection, intake_id, before, after)
        return after

    def put_at_once(self, intake_id: str, before: Intake, event: Event) -> Intake:
        """Write an event on its own, which for most answers is one statement; Stale as with ``put``."""
        fields, after = self._drawn_up(intake_id, before, event)
        if leaves_as_it_is(before, event):
            with self.explained():
                self.connection.execute(APPEND, fields)
        else:
            with self.writing():
                self.connection.execute(APPEND, fields)
                update_index(self.connection, intake_id, before, after)
        return after

    def _drawn_up(
        self, intake_id: str, before: Intake | None, event: Event
    ) -> tuple[tuple[object, ...], Intake]:
        """Return an event as a row of the table, and what the intake comes to with it."""
        number, check = (before.number + 1, before.check) if before is not None else (1, b"")
        at, (kind, body) = self.now(before), written(event)
        fields = (intake_id, number, at.isoformat(), self.actor.who, kind, body)
        entry = Entry(number, at, self.actor.who, event, digest_of(check, *fields))
        return (*fields, entry.check), step(before, entry) if before is not None else begin(entry)

    def keep_document(self, intake_id: str, number: int, data: bytes) -> None:
        """Keep a summary, compressed, beside its event, within the transaction."""
        row = (intake_id, number, data)
        self.connection.execute(KEEP, (*row, digest_of_row(*row)))

    def new_id(self) -> str:
        """Return an id that no intake has or had, nor any that sounds like it."""
        with self.explained():
            return ids.new_id(secrets.choice, self.opened.is_taken)

    def now(self, before: Intake | None) -> datetime:
        """Return the time; the first time the clock is found set back, say so in the warnings."""
        now = self.actor.clock()
        if before is not None and (before.last_at - now).total_seconds() > SKEW:
            warning = _(
                "The clock of this machine was set back: the last event is of {when}, and it is "
                "earlier now. The order of the events is kept; check the clock."
            ).format(when=said_moment(before.last_at))
            if warning[:40] not in {known[:40] for known in self.warnings}:
                self.warnings.append(warning)
        return now

    # --- pieces ----------------------------------------------------------------------

    def _ids_between(self, start: str) -> list[str]:
        query = "SELECT id FROM intake WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
        return [row[0] for row in self.connection.execute(query, (start, start + "\x7f", MANY + 1))]

    def _not_one(self, start: str, found: list[str]) -> str:
        if found:
            several = ", ".join(found[:MANY]) + (" ..." if len(found) > MANY else "")
            return _('Several intakes begin with "{start}": {several}. Type one more syllable.').format(
                start=start, several=several
            )
        with self.explained():
            gone = self.connection.execute("SELECT at FROM deleted WHERE intake = ?", (start,)).fetchone()
            alike = self.connection.execute(
                "SELECT id FROM intake WHERE sound = ?", (ids.sound(start),)
            ).fetchone()
        if gone:
            return _('The intake "{start}" was deleted on {day}. Nothing of it is kept.').format(
                start=start, day=local_date(gone[0])
            )
        if alike:
            return _('There is no intake "{start}". Did you mean "{alike}"?').format(
                start=start, alike=alike[0]
            )
        return _('There is no intake "{start}". See them with: iopintake list').format(start=start)


def is_empty(intake: Intake) -> bool:
    """Say whether nothing was ever said in an intake."""
    return not intake.answers and not intake.answers.actions and not intake.half
