"""Brings together two journals of one intake that were written to apart: nothing is lost or there twice.

The shared journal stays as it is, and what only the other has comes after it. Where both
had answers meanwhile, or decided otherwise, what the other has is kept apart until a person
settles it; never does a clock decide. Where only one of them had, there is nothing to settle.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from iopintake.store.journal.chain import Row, digest_of
from iopintake.store.journal.events import Apart, Late
from iopintake.store.journal.format import written

SAYS: Final = ("answered", "acted", "finished", "amending")
"""Kinds of events by which an intake comes to something else."""
BESIDE: Final = ("decided", "followed_up")
KEPT: Final = ("apart", "late", "settled")
Identity = tuple[str, str, str, str]


class Kind(StrEnum):
    """How two journals stand to each other."""

    SAME = "same"
    SENT = "sent"  # the other only went on
    BEHIND = "behind"  # the shared one only went on
    JOINED = "joined"  # both went on, and there is nothing to settle
    APART = "apart"  # both had answers meanwhile, or decided otherwise
    STRANGERS = "strangers"  # two intakes that got the same id


@dataclass(frozen=True, slots=True)
class Merged:
    """What is to be written after the shared journal, and which number each had before.

    A summary that was kept with an event goes with it, whatever the event has become.
    """

    kind: Kind
    rows: tuple[Row, ...] = ()
    were: tuple[int, ...] = ()


def merge(mine: Sequence[Row], theirs: Sequence[Row], desk: str) -> Merged:
    """Return what of MINE is to be written after THEIRS, the shared journal; DESK is whose MINE are."""
    common = 0
    for one, other in zip(mine, theirs, strict=False):
        if one != other:
            break
        common += 1
    if mine and theirs and not common:
        return Merged(Kind.STRANGERS)
    theirs_since = theirs[common:]
    rest = tuple(_not_there(mine[common:], theirs_since))
    if not theirs_since:
        kind = Kind.SENT if rest else Kind.SAME
        return Merged(kind, rest, tuple(row[1] for row in rest))
    if not rest:
        return Merged(Kind.BEHIND)
    they_say = any(row[4] in SAYS for row in theirs_since)
    is_apart = they_say and any(row[4] in SAYS for row in rest)
    beside = {row[4]: _said(row[5]) for row in theirs_since if row[4] in BESIDE}  # the latest of each
    rows = []
    last = theirs[-1]
    for row in rest:
        otherwise = row[4] in beside and beside[row[4]] != _said(row[5])
        kept = _as_kept(row, desk, is_apart=is_apart, they_say=they_say, otherwise=otherwise)
        last = _after(last, row, *kept)
        rows.append(last)
    is_apart = is_apart or any(row[4] == "apart" != was[4] for row, was in zip(rows, rest, strict=True))
    return Merged(Kind.APART if is_apart else Kind.JOINED, tuple(rows), tuple(row[1] for row in rest))


def renamed(rows: Sequence[Row], intake_id: str) -> list[Row]:
    """Return a journal under another id."""
    made: list[Row] = []
    check = b""
    for _, *fields, _ in rows:
        check = digest_of(check, intake_id, *fields)
        made.append((intake_id, *fields, check))
    return made


def _not_there(rows: Sequence[Row], theirs: Sequence[Row]) -> Iterator[Row]:
    """Yield the events that are not in the other journal yet, in whatever form."""
    there = Counter(_identity(row) for row in theirs)
    for row in rows:
        identity = _identity(row)
        if there[identity]:
            there[identity] -= 1
        else:
            yield row


def _identity(row: Row) -> Identity:
    """Return what tells an event from all others, also where another stands for it."""
    _, _, at, who, kind, body, _ = row
    if kind in {"apart", "late"}:
        kept: dict[str, Any] = json.loads(body)
        if kept.get("at"):
            return kept["at"], kept["who"], kept["kind"], json.dumps(kept["body"], sort_keys=True)
    return at, who, kind, json.dumps(json.loads(body), sort_keys=True)


def _said(body: str) -> Any:
    """Return what was decided, or what became of the person, but for the note on it."""
    return {name: value for name, value in json.loads(body).items() if name != "note"}


def _as_kept(row: Row, desk: str, *, is_apart: bool, they_say: bool, otherwise: bool) -> tuple[str, str]:
    """Return an event as it is written after the other journal: as it is, kept apart, or not counting.

    OTHERWISE: the other desk decided, too, and not the same.
    """
    _, _, at, who, kind, body, _ = row
    if kind == "settled" and is_apart:  # it would settle what comes before it here
        return written(Late(kind, json.loads(body), at=at, who=who))
    if kind in KEPT or (kind in SAYS and not is_apart) or (kind in BESIDE and not (they_say or otherwise)):
        return kind, body
    if kind in SAYS or kind in BESIDE:
        return written(Apart(kind=kind, body=json.loads(body), at=at, who=who, desk=desk))
    if is_apart or they_say:
        return written(Late(kind, json.loads(body), at=at, who=who))
    return kind, body


def _after(last: Row, row: Row, kind: str, body: str) -> Row:
    fields = (row[0], last[1] + 1, row[2], row[3], kind, body)
    return (*fields, digest_of(last[-1], *fields))
