"""Proves journals: that every event and summary is as it was written, and none was taken out or cut off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from iopintake.store.database.store import Store
from iopintake.store.errors import Damaged
from iopintake.store.queries.versions import Version, versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What the journal of an intake proves; PROOF stands for all its events and can be noted elsewhere."""

    id: str
    is_whole: bool
    events: int
    proof: str


def verified(store: Store, intake_id: str | None) -> Iterator[Proof]:
    """Yield a proof of one intake, or of all of which there is anything."""
    for one in _every(store) if intake_id is None else [intake_id]:
        try:
            entries = store.entries(one)
        except Damaged:
            yield Proof(id=one, is_whole=False, events=0, proof="")
            continue
        is_whole = _has_its_summaries(store, one, versions(entries))
        yield Proof(id=one, is_whole=is_whole, events=len(entries), proof=entries[-1].check.hex())


def _has_its_summaries(store: Store, intake_id: str, kept: Iterable[Version]) -> bool:
    """Say whether every summary is the one that its event was written with, and none is missing."""
    with store.explained():
        sums = store.opened.sums_of(intake_id)
    return all(
        sums.get(one.event) == one.sum if one.sum else one.event in sums or bool(one.desk) for one in kept
    )


def _every(store: Store) -> list[str]:
    """Return the ids of all intakes, those of which only events are left included."""
    with store.explained():
        listed = store.connection.execute("SELECT id FROM intake ORDER BY serial").fetchall()
        orphans = store.connection.execute(
            "SELECT DISTINCT intake FROM event WHERE intake NOT IN (SELECT id FROM intake)"
        ).fetchall()
    return [row[0] for row in (*listed, *orphans)]
