"""Writes a file of records anew from the rows of another: known rows only, each proved before it goes in.

The journal is taken over event by event, and everything else that can be derived from it is
derived anew. So nothing that stands in a foreign file beside the known tables (a trigger, a
view, an index) comes along, and nothing that is damaged is passed on as whole.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from iopintake.store.database import index_table, schema, seals
from iopintake.store.database.connecting import connect
from iopintake.store.database.kept_packs import is_pack
from iopintake.store.database.rows import Row, Rows
from iopintake.store.errors import MENDING, Damaged, explained
from iopintake.store.journal import ids
from iopintake.store.journal.chain import as_late, chained, digest_of, folded, proved_after
from iopintake.store.journal.events import Apart, Begun, Entry, Finished, PackRef
from iopintake.store.journal.format import written
from iopintake.store.journal.replay import Intake, step
from iopintake.support.frozen import value
from iopintake.support.language import _

APPEND: Final = f"INSERT INTO event ({schema.EVENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own names
Summarize = Callable[[list[Entry], str, str, str], bytes | None]
"""Makes a summary from the events before it, the id, the hash of the pack, and its time; None if it can't."""


@value
class Cut:
    """An intake of which the end could not be kept as it was."""

    id: str
    events: int
    last_at: datetime
    after: int  # events that were found after the damage: kept, and they count for nothing


@dataclass
class Rebuilt:
    """What became of the rows."""

    intakes: int = 0
    whole: int = 0
    cut: list[Cut] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # intakes of which nothing could be read but the id
    made_anew: list[str] = field(default_factory=list)  # whose summary was made again from the answers
    without_summary: list[str] = field(default_factory=list)  # whose summary can't be made again
    packs_lost: int = 0
    again: list[str] = field(default_factory=list)  # deleted since, and deleted again

    @property
    def lost_nothing(self) -> bool:
        """Say whether everything is as it was, or can't be told from it."""
        return not (self.cut or self.lost or self.without_summary or self.packs_lost)


@value
class Making:
    """How a file is made anew."""

    target: Path
    passphrase: str | None
    at: datetime
    who: str
    what: str  # one line for the trail of the records
    summarize: Summarize
    gone: tuple[Row, ...] = ()  # deletions that are known beside those in the rows
    keeps_damaged: bool = False  # else what is damaged is an error
    trusts_packs: bool = False  # an earlier format may have known a pack by another hash
    is_copy: bool = False  # it stays alone, with no files at its side


def rebuild(rows: Rows, making: Making) -> Rebuilt:
    """Write a new file with ROWS, read it back, and return what became of them.

    Raises Damaged when something is not as it was written, unless what is damaged is kept
    as far as it can be proved.
    """
    schema.lay_out(making.target, making.passphrase, alone=making.is_copy)
    connection = connect(making.target, making.passphrase)
    done = Rebuilt()
    try:
        with explained(making.target):
            connection.execute("BEGIN IMMEDIATE")
            digest = hashlib.sha256()
            _write(connection, rows, making, done, digest.update)
            connection.execute("COMMIT")
            _check(connection, making.target, digest.digest())
            if not making.is_copy:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
    return done


def _write(
    connection: sqlite3.Connection,
    rows: Rows,
    making: Making,
    done: Rebuilt,
    update: Callable[[bytes], None],
) -> None:
    known = {row[0]: row for row in rows.deleted()}
    for row in (*known.values(), *making.gone):
        index_table.add_deletion(connection, *row)
    gone = {row[0] for row in making.gone} - known.keys()
    wanted: set[str] = set()
    for intake_id in rows.ids():
        if intake_id in gone:
            done.again.append(intake_id)
        elif intake_id not in known:
            taken = _taken(rows, making, done, intake_id)
            if taken is not None:
                _put(connection, taken, update)
                wanted.add(taken.intake.begun.pack.sha256)
    kept = (row for row in rows.packs() if row[0] in wanted)
    packs = {row[0]: row for row in kept if making.trusts_packs or is_pack(row[3], row[0])}
    connection.executemany("INSERT INTO pack VALUES (?, ?, ?, ?)", packs.values())
    done.packs_lost = len(wanted - packs.keys())
    if done.packs_lost and not making.keeps_damaged:
        raise _damaged(making)
    trail = list(rows.upkeep())
    if making.what:
        trail.append((making.at.isoformat(timespec="seconds"), making.who, making.what))
    connection.executemany("INSERT INTO upkeep (at, who, what) VALUES (?, ?, ?)", trail)


@value
class _Taken:
    """An intake that was proved."""

    id: str
    serial: int
    intake: Intake
    events: list[Row]
    documents: dict[int, bytes]


def _taken(rows: Rows, making: Making, done: Rebuilt, intake_id: str) -> _Taken | None:
    found = journal = rows.events(intake_id)
    entries = list(chained(found))
    intake = folded(entries)
    is_cut = len(entries) < max(len(found), rows.least(intake_id))
    if intake is None or is_cut or not ids.is_id(intake_id):
        if not making.keeps_damaged:
            raise _damaged(making)
        if not ids.is_id(intake_id):
            done.lost.append("an intake whose id is damaged")
            return None
    if intake is None:
        entries, intake, begins = _begun_again(rows, making, intake_id)
        if intake is None:
            done.lost.append(intake_id)
            return None
        found = [begins, *(row for row in found if row[1] > 1)]
        is_cut = True
    events = found[: len(entries)]
    if is_cut:
        after = proved_after(journal, len(entries))
        done.cut.append(Cut(id=intake_id, events=len(entries), last_at=intake.last_at, after=len(after)))
        for row in after:
            intake, late = _appended(intake, making, intake_id, row)
            events.append(late)
    else:
        done.whole += 1
    documents = _summaries(rows, making, done, intake_id, entries)
    done.intakes += 1
    return _Taken(intake_id, done.intakes, intake, events, documents)


def _begun_again(rows: Rows, making: Making, intake_id: str) -> tuple[list[Entry], Intake | None, Row]:
    """Begin an intake again whose first event is damaged, from its row in the index, if that was found."""
    index = rows.indexed(intake_id)
    pack = next((row for row in rows.packs() if index and row[0] == index["pack"]), None)
    if index is None or pack is None:
        return [], None, ()
    day = date.fromisoformat(index["day"])
    event = Begun(
        as_of=day,
        day=day,
        mode=index["mode"],
        practice=bool(index["practice"]),
        pack=PackRef(id=pack[1], version=pack[2], sha256=pack[0]),
        name_question="",
        phone_question="",
    )
    at = datetime.fromisoformat(index["begun_at"])
    fields = (intake_id, 1, at.isoformat(), making.who, *written(event))
    entry = Entry(1, at, making.who, event, digest_of(b"", *fields))
    return [entry], folded([entry]), (*fields, entry.check)


def _appended(intake: Intake, making: Making, intake_id: str, row: Row) -> tuple[Intake, Row]:
    """Return an intake after an event that was found after damage, and the row that keeps it."""
    event = as_late(row)
    kind, body = written(event)
    fields = (intake_id, intake.number + 1, making.at.isoformat(), making.who, kind, body)
    check = digest_of(intake.check, *fields)
    return step(intake, Entry(intake.number + 1, making.at, making.who, event, check)), (*fields, check)


def _summaries(
    rows: Rows, making: Making, done: Rebuilt, intake_id: str, entries: list[Entry]
) -> dict[int, bytes]:
    """Return the summaries of an intake, by event; one that is missing is made again from the answers."""
    found, kept = rows.documents(intake_id), {}
    for entry in entries:
        data = found.get(entry.number)
        if not isinstance(entry.event, Finished):
            if data is not None and isinstance(entry.event, Apart):  # what another desk showed
                kept[entry.number] = data
            continue
        if data is None:
            if not making.keeps_damaged:
                raise _damaged(making)
            begun: Any = entries[0].event
            at = entry.at.isoformat(timespec="seconds")
            made = making.summarize(entries[: entry.number - 1], intake_id, begun.pack.sha256, at)
            data = zlib.compress(made) if made is not None else None
            (done.without_summary if data is None else done.made_anew).append(intake_id)
        if data is not None:
            kept[entry.number] = data
    return kept


def _put(connection: sqlite3.Connection, taken: _Taken, update: Callable[[bytes], None]) -> None:
    connection.executemany(APPEND, taken.events)
    for row in taken.events:
        update(repr(row).encode("utf-8", "surrogatepass"))
    index_table.add_row(connection, taken.id, taken.serial, taken.intake)
    for number, data in taken.documents.items():
        row = (taken.id, number, data)
        connection.execute("INSERT INTO document VALUES (?, ?, ?, ?)", (*row, seals.digest_of_row(*row)))


def _check(connection: sqlite3.Connection, path: Path, digest: bytes) -> None:
    """Raise Damaged unless the new file holds exactly what was written to it."""
    schema.check_tables(connection, path)
    if not schema.is_whole(connection) or seals.broken(connection) or _digest(connection) != digest:
        raise Damaged(
            _(
                "{path}: the new file came out wrong. Nothing was changed. Check the disk, and try again."
            ).format(path=path)
        )


def _digest(connection: sqlite3.Connection) -> bytes:
    digest = hashlib.sha256()
    for (intake_id,) in connection.execute("SELECT id FROM intake ORDER BY serial").fetchall():
        for row in _events(connection, intake_id):
            digest.update(repr(row).encode("utf-8", "surrogatepass"))
    return digest.digest()


def _events(connection: sqlite3.Connection, intake_id: str) -> Iterator[Row]:
    query = f"SELECT {schema.EVENT_COLUMNS} FROM event WHERE intake = ? ORDER BY number"  # noqa: S608 - our own
    yield from connection.execute(query, (intake_id,))


def _damaged(making: Making) -> Damaged:
    return Damaged(
        _("{parent}: the records that were read are damaged. {mending}").format(
            parent=making.target.parent, mending=_(MENDING)
        )
    )


def no_summary(entries: list[Entry], intake_id: str, sha256: str, at: str) -> bytes | None:
    """Make no summary; for a file in which none may be missing."""
    del entries, intake_id, sha256, at
    return None
