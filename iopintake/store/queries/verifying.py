"""Proves journals: that every event is as it was written, and none was taken out or cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from iopintake.store.database.store import Store
from iopintake.store.errors import Damaged


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
        yield Proof(id=one, is_whole=True, events=len(entries), proof=entries[-1].check.hex())


def _every(store: Store) -> list[str]:
    """Return the ids of all intakes, those of which only events are left included."""
    with store.explained():
        listed = store.connection.execute("SELECT id FROM intake ORDER BY serial").fetchall()
        orphans = store.connection.execute(
            "SELECT DISTINCT intake FROM event WHERE intake NOT IN (SELECT id FROM intake)"
        ).fetchall()
    return [row[0] for row in (*listed, *orphans)]
