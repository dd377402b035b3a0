"""The chain of an intake's events: each carries a digest of itself and of all before it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from iopintake.store.journal.events import Entry, Late
from iopintake.store.journal.format import read, written
from iopintake.store.journal.replay import Intake, fold
from iopintake.store.journal.soundness import is_sound

SHAPE: Final = (str, int, str, str, str, str, bytes)
"""The types of a row: intake, number, at, who, kind, body, digest."""
LENGTH: Final = 12
"""Bytes of a digest."""
UNREADABLE: Final = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
"""What reading raises when a row holds what no event holds."""

Row = tuple[Any, ...]


def digest_of(before: bytes, *fields: object) -> bytes:
    """Return the check of an event's fields; with BEFORE, the check of the last, all are one chain."""
    text = "\x1f".join(map(str, fields)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(before + text).digest()[:LENGTH]


def chained(rows: Iterable[Sequence[Any]]) -> Iterator[Entry]:
    """Yield the events of an intake from the rows of the table until one is not as it was written."""
    check = b""
    for place, row in enumerate(rows, 1):
        if not has_shape(row) or row[1] != place or digest_of(check, *row[:-1]) != row[-1]:
            return
        check = row[-1]
        entry = entry_of(row)
        if entry is None:
            return
        yield entry


def has_shape(row: Sequence[Any]) -> bool:
    """Say whether the fields of a row are of the types that an event's have."""
    return tuple(map(type, row)) == SHAPE


def entry_of(row: Sequence[Any]) -> Entry | None:
    """Return the event in a row, or None when it is none that this program writes."""
    _, number, at, who, kind, body, check = row
    try:
        event, when = read(kind, body), datetime.fromisoformat(at)
    except UNREADABLE:
        return None
    return Entry(number, when, who, event, check) if is_sound(event) and when.tzinfo else None


def folded(entries: Iterable[Entry]) -> Intake | None:
    """Return the intake that events come to, or None when no event begins one, or one makes no sense."""
    try:
        return fold(entries)
    except UNREADABLE:
        return None


def proved_after(rows: Sequence[Row], kept: int) -> list[Row]:
    """Return the rows after number KEPT that still prove themselves by the one before them."""
    checks = {row[1]: row[-1] for row in rows if has_shape(row)}
    return [
        row
        for row in rows
        if has_shape(row)
        and row[1] > kept
        and row[1] - 1 in checks
        and digest_of(checks[row[1] - 1], *row[:-1]) == row[-1]
        and entry_of(row) is not None
    ]


def as_late(row: Row) -> Late:
    """Return an event that was found after damage as one that is kept and counts for nothing."""
    event = read(row[4], row[5])
    if isinstance(event, Late):
        return event
    import json

    kind, body = written(event)
    return Late(kind, json.loads(body), damage=True, at=row[2], who=row[3])
