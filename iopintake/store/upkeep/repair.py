"""Repairs damaged records: what can still be read and proved goes into a new file.

An intake is kept up to its last event that is as it was written; the index is made anew
from the events. The damaged file is set aside as it is.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from iopintake.store.database import schema
from iopintake.store.database.opening import AskPassphrase
from iopintake.store.database.store import APPEND, chained
from iopintake.store.derived.index import index_row, update_index
from iopintake.store.errors import StoreError, database_errors, explained
from iopintake.store.journal.events import Entry
from iopintake.store.journal.replay import Intake, fold
from iopintake.store.protection.home import Home, alone
from iopintake.store.upkeep.backup import onto_disk, take_the_place

Row = tuple[Any, ...]

FROM_BOTH_ENDS: Final = ("ASC", "DESC")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """An intake of which the end could not be kept."""

    id: str
    events: int
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """What could be kept."""

    whole: int
    cut: tuple[Cut, ...]
    lost: tuple[str, ...]  # intakes of which nothing could be read but the id
    packs_lost: int
    kept: Path | None  # the file as it was; None when nothing was damaged, and nothing was changed


@dataclass
class _Salvage:
    """What was found in a damaged file."""

    events: dict[str, list[Row]] = field(default_factory=dict)
    intakes: dict[str, Intake] = field(default_factory=dict)
    serials: dict[str, int] = field(default_factory=dict)
    documents: list[Row] = field(default_factory=list)
    packs: list[Row] = field(default_factory=list)
    deleted: list[Row] = field(default_factory=list)
    cut: list[Cut] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    packs_lost: int = 0
    is_damaged: bool = False


def repair(home: Home, ask_passphrase: AskPassphrase, at: datetime) -> Repaired:
    """Put what is whole of the records in HOME into a new file, and set the damaged one aside.

    Raises Damaged, with everything as it was, when not even the first page can be read.
    """
    if not home.database.exists():
        raise StoreError(f"{home.folder}: there are no records here. Name their folder with --home.")
    with alone(home):
        passphrase = ask_passphrase() if schema.is_sealed(home.database) else None
        connection = schema.connect(home.database, passphrase)
        try:
            with explained(home.database):
                schema.version_of(connection, home.database)
            found = _salvaged(connection)
        finally:
            connection.close()
        kept = _replace(home, passphrase, found, at) if found.is_damaged else None
    cut = {item.id for item in found.cut}
    return Repaired(
        whole=len(found.intakes.keys() - cut),
        cut=tuple(found.cut),
        lost=tuple(found.lost),
        packs_lost=found.packs_lost,
        kept=kept,
    )


# --- what can still be read -----------------------------------------------------------------


def _salvaged(connection: sqlite3.Connection) -> _Salvage:
    found = _Salvage(is_damaged=not _is_whole(connection))
    found.deleted = _rows(connection, "deleted", "intake", found)
    gone = {row[0] for row in found.deleted}
    index = {row[1]: row for row in _rows(connection, "intake", "serial", found)}
    found.serials = {intake_id: row[0] for intake_id, row in index.items()}
    documents = _rows(connection, "document", "intake, number", found)
    ids = [*index, *_ids_of_events(connection, found), *(row[0] for row in documents)]
    for intake_id in dict.fromkeys(ids):
        if isinstance(intake_id, str) and intake_id not in gone:
            _take_intake(connection, intake_id, found)
    found.documents = [row for row in documents if _is_document_of(found, row)]
    packs = _rows(connection, "pack", "sha256", found)
    found.packs = [row for row in packs if _is_packed(row[3])]
    wanted = {intake.begun.pack.sha256 for intake in found.intakes.values()}
    found.packs_lost = len(wanted - {row[0] for row in found.packs})
    found.is_damaged |= bool(found.packs_lost) or len(found.packs) < len(packs)
    found.is_damaged |= len(found.documents) < len(documents) or _misses_documents(found)
    found.is_damaged |= any(not _is_indexed(connection, found, intake_id) for intake_id in found.intakes)
    return found


def _take_intake(connection: sqlite3.Connection, intake_id: str, found: _Salvage) -> None:
    """Take the events of an intake up to the first that is not as it was written."""
    query = "SELECT intake, number, at, who, kind, body, digest FROM event WHERE intake = ? ORDER BY number"
    rows = list(_until_damage(connection, query, (intake_id,), found))
    entries = list(chained(rows))
    least = _number(connection, "SELECT events FROM intake WHERE id = ?", intake_id)
    intake = _folded(entries)
    if intake is None:
        found.lost.append(intake_id)
        found.is_damaged = True
        return
    found.events[intake_id] = rows[: len(entries)]
    found.intakes[intake_id] = intake
    if len(entries) < max(len(rows), least):
        found.cut.append(Cut(id=intake_id, events=len(entries), last_at=intake.last_at))
        found.is_damaged = True


def _folded(entries: list[Entry]) -> Intake | None:
    try:
        return fold(entries)
    except (AssertionError, ValueError):  # no event begins it
        return None


def _ids_of_events(connection: sqlite3.Connection, found: _Salvage) -> Iterator[str]:
    """Yield the ids in the journal from both ends, as far as the pages can be read; some come twice."""
    for direction, beyond, start in (("ASC", ">", ""), ("DESC", "<", "\x7f")):
        query = f"SELECT intake FROM event WHERE intake {beyond} ? ORDER BY intake {direction} LIMIT 1"  # noqa: S608 - our own words
        last = start
        seen: set[str] = set()  # a damaged page can lead back
        while (row := next(_until_damage(connection, query, (last,), found), None)) and row[0] not in seen:
            last = row[0]
            seen.add(last)
            yield last


def _rows(connection: sqlite3.Connection, table: str, key: str, found: _Salvage) -> list[Row]:
    """Return the rows of a table that can be read, from both ends."""
    rows: dict[Row, None] = {}
    for direction in FROM_BOTH_ENDS:
        order = ", ".join(f"{column} {direction}" for column in key.split(", "))
        query = f"SELECT * FROM {table} ORDER BY {order}"  # noqa: S608 - our own names
        rows |= dict.fromkeys(_until_damage(connection, query, (), found))
    return list(rows)


def _until_damage(
    connection: sqlite3.Connection, query: str, values: tuple[str, ...], found: _Salvage
) -> Iterator[Row]:
    """Yield rows until a page can't be read."""
    try:
        yield from connection.execute(query, values)
    except database_errors():
        found.is_damaged = True


def _number(connection: sqlite3.Connection, query: str, intake_id: str) -> int:
    try:
        row = connection.execute(query, (intake_id,)).fetchone()
    except database_errors():
        return 0
    return row[0] if row and isinstance(row[0], int) else 0


def _is_whole(connection: sqlite3.Connection) -> bool:
    try:
        return schema.is_whole(connection)
    except database_errors():
        return False


def _is_document_of(found: _Salvage, row: Row) -> bool:
    """Say whether a summary can be read and belongs to an event that was kept."""
    intake_id, number, data = row
    if not _is_packed(data) or intake_id not in found.events:
        return False
    return isinstance(number, int) and number <= len(found.events[intake_id])


def _is_packed(data: object) -> bool:
    try:
        json.loads(zlib.decompress(data))  # type: ignore[arg-type]
    except (TypeError, ValueError, zlib.error):
        return False
    return True


def _misses_documents(found: _Salvage) -> bool:
    kept = {(row[0], row[1]) for row in found.documents}
    finished = ((id_, intake.finished_number) for id_, intake in found.intakes.items())
    return any(number is not None and (id_, number) not in kept for id_, number in finished)


def _is_indexed(connection: sqlite3.Connection, found: _Salvage, intake_id: str) -> bool:
    """Say whether the index has of an intake what its events come to."""
    row = index_row(found.intakes[intake_id])
    query = f"SELECT {', '.join(row)} FROM intake WHERE id = ?"  # noqa: S608 - our own names
    return list(_until_damage(connection, query, (intake_id,), found)) == [tuple(row.values())]


# --- the new file ---------------------------------------------------------------------------


def _replace(home: Home, passphrase: str | None, found: _Salvage, at: datetime) -> Path | None:
    """Write what was found into a new file, check it, and put it in the place of the damaged one."""
    schema.lay_out(home.coming, passphrase)
    connection = schema.connect(home.coming, passphrase)
    try:
        with explained(home.coming):
            connection.execute("BEGIN IMMEDIATE")
            _write(connection, found)
            connection.execute("COMMIT")
            if not schema.is_whole(connection):
                raise StoreError(
                    f"{home.coming}: the new file came out wrong. Nothing was changed. Try again."
                )
    finally:
        connection.close()
    onto_disk(home.coming)
    return take_the_place(home, "before-repair", at)


def _write(connection: sqlite3.Connection, found: _Salvage) -> None:
    connection.executemany("INSERT OR IGNORE INTO deleted VALUES (?, ?, ?, ?)", found.deleted)
    connection.executemany("INSERT OR IGNORE INTO pack VALUES (?, ?, ?, ?)", found.packs)
    for intake_id in sorted(found.intakes, key=lambda id_: found.serials.get(id_, 1 << 62)):
        intake = found.intakes[intake_id]
        connection.executemany(APPEND, found.events[intake_id])
        update_index(connection, intake_id, None, intake)
        connection.execute("UPDATE intake SET events = ? WHERE id = ?", (intake.number, intake_id))
    connection.executemany("INSERT OR IGNORE INTO document VALUES (?, ?, ?)", found.documents)
