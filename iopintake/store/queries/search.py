"""Finds intakes in the index: by state, day, level, track, review, what is due, name or number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from iopintake.packs.model import REVIEWS, Review
from iopintake.store.database.leases import open_elsewhere
from iopintake.store.database.store import Store
from iopintake.store.derived.index import LOCAL_DIGITS, digits, searchable
from iopintake.store.journal.actor import Lease
from iopintake.support.frozen import value


@value
class Wanted:
    """Which intakes are wanted; what is left out does not matter."""

    states: tuple[str, ...] = ()
    day: date | None = None
    since: date | None = None  # of this day or later
    level: str | None = None
    track: str | None = None
    review: Review | None = None  # this soon or sooner, and no clinician has decided yet
    due_by: date | None = None
    name: str | None = None  # a part of it
    phone: str | None = None
    practice: bool | None = None


@value
class Row:
    """One intake in a list."""

    id: str
    state: str
    day: str
    name: str
    verdict: str | None
    level: str | None
    track: str | None
    review: str | None
    decided: str | None
    disposition: str | None
    due: str | None
    practice: bool
    phone: str  # the digits that count of the number to call back
    holder: Lease | None  # who has it open now, in another living process


SAME_NUMBER: Final = (
    "(phone = ? OR ? AND length(phone) >= ? AND (phone LIKE '%' || ? OR ? LIKE '%' || phone))"
)
COLUMNS: Final = (
    "id, state, day, name, verdict, level, track, review, decided, disposition, due, phone, practice, "
    "EXISTS (SELECT 1 FROM lease WHERE lease.intake = id)"
)
NAMES: Final = tuple(COLUMNS.split(", ")[:12])


def find(store: Store, wanted: Wanted, *, limit: int) -> tuple[Row, ...]:
    """Return the intakes that are wanted, newest first, at most LIMIT."""
    where, values = _condition(wanted)
    store.opened.prove_index()
    query = f"SELECT {COLUMNS} FROM intake WHERE {where} ORDER BY serial DESC LIMIT ?"  # noqa: S608 - our own names
    with store.explained():
        rows = store.connection.execute(query, (*values, limit)).fetchall()
        return tuple(_row(store, row) for row in rows)


def count(store: Store, wanted: Wanted) -> int:
    """Return how many intakes are wanted."""
    where, values = _condition(wanted)
    store.opened.prove_index()
    with store.explained():
        query = f"SELECT count(*) FROM intake WHERE {where}"  # noqa: S608 - our own names
        return int(store.connection.execute(query, values).fetchone()[0])


def _condition(wanted: Wanted) -> tuple[str, tuple[Any, ...]]:
    parts = list(_parts(wanted))
    return " AND ".join(part for part, _ in parts) or "1 = 1", tuple(v for _, values in parts for v in values)


def _parts(wanted: Wanted) -> Iterator[tuple[str, tuple[Any, ...]]]:
    if wanted.states:
        yield f"state IN ({_marks(wanted.states)})", wanted.states
    if wanted.day is not None:
        yield "day = ?", (wanted.day.isoformat(),)
    if wanted.since is not None:
        yield "day >= ?", (wanted.since.isoformat(),)
    if wanted.level is not None:
        yield "coalesce(decided, level) = ?", (wanted.level,)
    if wanted.track is not None:
        yield "track = ?", (wanted.track,)
    if wanted.review is not None:
        sooner = REVIEWS[REVIEWS.index(wanted.review) :]
        yield f"review IN ({_marks(sooner)}) AND decided IS NULL", sooner
    if wanted.due_by is not None:
        yield "due <= ?", (wanted.due_by.isoformat(),)
    if wanted.name is not None:
        yield "name_has(name, ?)", (searchable(wanted.name),)
    if wanted.phone is not None:
        number = digits(wanted.phone)
        yield SAME_NUMBER, (number or "none", len(number) >= LOCAL_DIGITS, LOCAL_DIGITS, number, number)
    if wanted.practice is not None:
        yield "practice = ?", (int(wanted.practice),)


def _marks(values: tuple[str, ...]) -> str:
    return ", ".join("?" * len(values))


def _row(store: Store, found: tuple[Any, ...]) -> Row:
    *columns, practice, is_held = found
    return Row(
        **dict(zip(NAMES, columns, strict=True)),
        practice=bool(practice),
        holder=open_elsewhere(store, columns[0]) if is_held else None,
    )
