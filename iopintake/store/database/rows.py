"""The rows of a file of records, of this format or an earlier one: known tables and columns only.

What reads them is handed one of two kinds: the rows of a file that must be whole, read one
intake after the other, or those that were found in a damaged one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from iopintake.store.database.connecting import number
from iopintake.store.database.schema import EVENT_COLUMNS
from iopintake.store.database.seals import digest_of_row
from iopintake.store.derived.index import COLUMNS
from iopintake.store.errors import MENDING, Damaged, database_errors, explained
from iopintake.store.journal.chain import digest_of, has_shape
from iopintake.support.language import _

Row = tuple[Any, ...]
EVENTS: Final = f"SELECT {EVENT_COLUMNS} FROM event"  # noqa: S608 - our own names
OWN_DIGEST: Final = 2
"""The format since which a summary and a deletion prove themselves."""
KNOWN: Final = ("event", "document", "pack", "deleted", "intake")
HASH: Final = 64
PACK_SHAPE: Final = (str, str, str, bytes)
INDEX: Final = f"SELECT id, serial, sound, {', '.join(COLUMNS)}, digest, events, tip FROM intake"  # noqa: S608 - our own
INDEX_FIELDS: Final = len(COLUMNS) + 6


class Rows(Protocol):
    """The rows of some file."""

    def ids(self) -> Iterable[str]:
        """Return the ids of all intakes of which there is anything, in the order in which they began."""
        ...

    def events(self, intake_id: str) -> list[Row]:
        """Return the events of an intake, in order."""
        ...

    def least(self, intake_id: str) -> int:
        """Return how many events the index knows of, 0 if it does not say."""
        ...

    def indexed(self, intake_id: str) -> dict[str, Any] | None:
        """Return what the index has of an intake, if it is as it was written."""
        ...

    def documents(self, intake_id: str) -> dict[int, bytes]:
        """Return the summaries of an intake that are as they were written, by event."""
        ...

    def packs(self) -> Iterable[Row]:
        """Return the packs: hash, id, version, files."""
        ...

    def deleted(self) -> Iterable[Row]:
        """Return the deletions: id, time, who, why."""
        ...

    def upkeep(self) -> Iterable[Row]:
        """Return what was done to the records: time, who, what."""
        ...


@dataclass(frozen=True, slots=True)
class WholeRows:
    """The rows of a file that must be whole; Damaged when it is not."""

    connection: sqlite3.Connection
    path: Path
    version: int

    def check(self) -> None:
        """Raise Damaged when something else stands where a table should: a view, a table of a module."""
        query = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name = ?"
        with explained(self.path):
            if any(number(self.connection, query, name) != 1 for name in KNOWN):
                raise self._damaged()

    def ids(self) -> Iterator[str]:
        """Yield the ids in the index; Damaged when the journal has another."""
        known = [row[0] for row in self._all("SELECT id FROM intake ORDER BY serial")]
        found = {row[0] for row in self._all("SELECT DISTINCT intake FROM event")}
        if found != set(known) or len(known) != len(found):
            raise self._damaged()
        yield from known

    def events(self, intake_id: str) -> list[Row]:
        """Return the events of an intake, in order."""
        return self._all(f"{EVENTS} WHERE intake = ? ORDER BY number", intake_id)

    def least(self, intake_id: str) -> int:
        """Return how many events the index knows of."""
        ((events,),) = self._all("SELECT events FROM intake WHERE id = ?", intake_id)
        return events if isinstance(events, int) else 1

    def indexed(self, intake_id: str) -> None:
        """Return nothing: what must be whole needs no index."""
        del intake_id

    def documents(self, intake_id: str) -> dict[int, bytes]:
        """Return the summaries of an intake, by event; Damaged when one is not as it was written."""
        rows = self._all("SELECT * FROM document WHERE intake = ?", intake_id)
        found = {row[1]: row[2] for row in rows if is_document(row, self.version)}
        if len(found) != len(rows):
            raise self._damaged()
        return found

    def packs(self) -> list[Row]:
        """Return the packs."""
        return self._all("SELECT sha256, id, version, files FROM pack")

    def deleted(self) -> list[Row]:
        """Return the deletions; Damaged when one is not as it was written."""
        rows = self._all("SELECT * FROM deleted")
        if not all(is_deletion(row, self.version) for row in rows):
            raise self._damaged()
        return [row[:4] for row in rows]

    def upkeep(self) -> list[Row]:
        """Return what was done to the records."""
        return self._all("SELECT at, who, what FROM upkeep ORDER BY number") if self.version > 1 else []

    def _all(self, query: str, *values: object) -> list[Row]:
        with explained(self.path):
            return self.connection.execute(query, values).fetchall()

    def _damaged(self) -> Damaged:
        told = _("{path}: the records in it are damaged. {mending}")
        return Damaged(told.format(path=self.path, mending=_(MENDING)))


@dataclass(slots=True)
class FoundRows:
    """The rows that were found in a damaged file, each at most once, whatever order they came in."""

    journal: dict[str, dict[int, Row]] = field(default_factory=dict)
    summaries: dict[str, dict[int, bytes]] = field(default_factory=dict)
    kept_packs: dict[str, Row] = field(default_factory=dict)
    deletions: dict[str, Row] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    serials: dict[str, int] = field(default_factory=dict)
    index: dict[str, Row] = field(default_factory=dict)
    done: dict[int, Row] = field(default_factory=dict)
    is_told_whole: bool = True  # nothing stood in the way of reading it

    def add(self, row: Row) -> None:
        """Take a row from anywhere in a file, known by what it holds."""
        if has_shape(row):
            self._add_event(row)
        elif is_document(row, OWN_DIGEST) or (len(row) == 3 and is_document(row, 1)):  # noqa: PLR2004
            self.summaries.setdefault(row[0], {})[row[1]] = row[2]
        elif is_deletion(row, OWN_DIGEST):
            self.deletions[row[0]] = row[:4]
        elif tuple(map(type, row)) == PACK_SHAPE and len(row[0]) == HASH:
            self.kept_packs.setdefault(row[0], row)
        elif len(row) == INDEX_FIELDS and digest_of_row(*_with_reals(row[:-3])) == row[-3]:
            intake_id, serial, events = row[0], row[1], row[-2]
            self.serials.setdefault(intake_id, serial)
            self.index[intake_id] = row[3:-3]
            self.counts[intake_id] = max(
                self.counts.get(intake_id, 0), events if isinstance(events, int) else 0
            )

    def _add_event(self, row: Row) -> None:
        """Take an event; of two with one number the one that proves itself by the one before stays."""
        of_intake = self.journal.setdefault(row[0], {})
        before = of_intake.get(row[1])
        if before is None or (before != row and not self._proves_itself(before)):
            of_intake[row[1]] = row

    def _proves_itself(self, row: Row) -> bool:
        before = self.journal[row[0]].get(row[1] - 1)
        check = before[-1] if before is not None else b""
        return (before is not None or row[1] == 1) and bool(digest_of(check, *row[:-1]) == row[-1])

    def add_tables(self, connection: sqlite3.Connection, version: int) -> None:
        """Take what the tables of a file give, as far as they can be read, from both ends."""
        queries = {
            "event": ("intake, number", EVENTS),
            "document": ("intake, number", "SELECT * FROM document"),
            "pack": ("sha256", "SELECT sha256, id, version, files FROM pack"),
        }
        for order, query in queries.values():
            for row in self._readable(connection, query, order):
                self.add(row)
        for row in self._readable(connection, "SELECT * FROM deleted", "intake"):
            if is_deletion(row, version):
                self.deletions[row[0]] = row[:4]
        if version < OWN_DIGEST:
            self._add_first_index(connection)
        else:
            for row in self._readable(connection, INDEX, "serial"):
                self.add(row)
        if version > 1:
            for found in self._readable(connection, "SELECT number, at, who, what FROM upkeep", "number"):
                self.done[found[0]] = found[1:]

    def _add_first_index(self, connection: sqlite3.Connection) -> None:
        """Take what the index of the first format gives; its rows had no digest."""
        query = "SELECT id, serial, events FROM intake"
        for intake_id, serial, events in self._readable(connection, query, "serial"):
            if isinstance(intake_id, str) and isinstance(serial, int):
                self.serials[intake_id] = serial
                self.counts[intake_id] = events if isinstance(events, int) else 0

    def _readable(self, connection: sqlite3.Connection, query: str, order: str) -> Iterator[Row]:
        seen: set[Row] = set()
        for direction in ("ASC", "DESC"):
            ordered = ", ".join(f"{column} {direction}" for column in order.split(", "))
            try:
                for row in connection.execute(f"{query} ORDER BY {ordered}"):
                    if row not in seen:
                        seen.add(row)
                        yield row
            except database_errors():
                self.is_told_whole = False

    def ids(self) -> list[str]:
        """Return the ids of all intakes of which there is anything and that were not deleted."""
        every = dict.fromkeys((*self.serials, *self.journal, *self.summaries))
        there = (id_ for id_ in every if id_ not in self.deletions)
        return sorted(there, key=lambda id_: (self._began(id_), self.serials.get(id_, 1 << 62)))

    def _began(self, intake_id: str) -> str:
        first = self.journal.get(intake_id, {}).get(1)
        indexed = self.indexed(intake_id)
        return str(first[2] if first else indexed["begun_at"] if indexed else "")

    def events(self, intake_id: str) -> list[Row]:
        """Return the events of an intake that were found, in order."""
        return [row for _, row in sorted(self.journal.get(intake_id, {}).items())]

    def least(self, intake_id: str) -> int:
        """Return how many events the index knows of."""
        return self.counts.get(intake_id, 0)

    def indexed(self, intake_id: str) -> dict[str, Any] | None:
        """Return what the index has of an intake, if a row of it was found that proves itself."""
        row = self.index.get(intake_id)
        return dict(zip(COLUMNS, row, strict=True)) if row else None

    def documents(self, intake_id: str) -> dict[int, bytes]:
        """Return the summaries that were found."""
        return self.summaries.get(intake_id, {})

    def packs(self) -> Iterable[Row]:
        """Return the packs that were found."""
        return self.kept_packs.values()

    def deleted(self) -> Iterable[Row]:
        """Return the deletions that were found."""
        return self.deletions.values()

    def upkeep(self) -> Iterable[Row]:
        """Return what was done to the records."""
        with suppress(TypeError):
            return [row for _, row in sorted(self.done.items()) if all(isinstance(text, str) for text in row)]
        return []


def _with_reals(row: Row) -> Row:
    """Return a row of the index as its table gives it: on the page a whole number of seconds has no point."""
    place = 3 + COLUMNS.index("seconds")
    seconds = row[place]
    return (*row[:place], float(seconds) if isinstance(seconds, int) else seconds, *row[place + 1 :])


def is_document(row: Row, version: int) -> bool:
    """Say whether a row is a summary as it was written; those of the first format have no digest."""
    if version < OWN_DIGEST:
        return tuple(map(type, row)) == (str, int, bytes) and is_packed(row[2])
    if tuple(map(type, row)) != (str, int, bytes, bytes):
        return False
    return digest_of_row(*row[:3]) == row[3] and is_packed(row[2])


def is_packed(data: bytes) -> bool:
    """Say whether there is JSON in what was compressed."""
    import json
    import zlib

    try:
        json.loads(zlib.decompress(data))
    except (ValueError, zlib.error, RecursionError):
        return False
    return True


def is_deletion(row: Row, version: int) -> bool:
    """Say whether a row is a deletion as it was written down."""
    if version < OWN_DIGEST:
        return tuple(map(type, row)) == (str,) * 4
    return tuple(map(type, row)) == (*(str,) * 4, bytes) and digest_of_row(*row[:4]) == row[4]
