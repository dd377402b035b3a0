"""What is not finished: on a desk, and in the shared records as far as they were asked in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from iopintake.store.database.store import Store
from iopintake.store.queries.search import Row, Wanted, find
from iopintake.support.frozen import value

MANY: Final = 20
"""Unfinished intakes that are offered at most, and as many more that show a sign of danger."""


@value
class Seen:
    """What the shared records hold of what is not finished."""

    rows: tuple[Row, ...]
    done: frozenset[str]  # finished or deleted there, and a draft here still


def unfinished(store: Store, states: tuple[str, ...], *, practice: bool | None = None) -> tuple[Row, ...]:
    """Return what is not finished: what shows a sign of danger first, then the newest."""
    found = (
        *find(store, Wanted(states=states, review="now", practice=practice), limit=MANY),
        *find(store, Wanted(states=states, practice=practice), limit=MANY),
    )
    return tuple({row.id: row for row in found}.values())


def seen(shared: Store, states: tuple[str, ...], here: Sequence[str]) -> Seen:
    """Return what is not finished in the shared records, and which of those HERE are so no more there.

    What somebody practices on is theirs alone. Which intakes there are at all is the server's to say.
    """
    rows = unfinished(shared, states, practice=False)
    with shared.explained():
        known = shared.connection.execute("SELECT id, state FROM intake WHERE id = ANY(?)", (list(here),))
        done = [intake_id for intake_id, state in known if state not in states]
        gone = shared.connection.execute("SELECT intake FROM deleted WHERE intake = ANY(?)", (list(here),))
        done += [row[0] for row in gone]
    return Seen(rows=rows, done=frozenset(done))


def together(here: Iterable[Row], there: Seen, waiting: Collection[str]) -> tuple[Row, ...]:
    """Return what is not finished at either place; what waits to be sent is as it is here.

    What shows a sign of danger comes first, then what is on this desk.
    """
    others = {row.id: row for row in there.rows}
    found: list[Row] = []
    for row in here:
        other = others.pop(row.id, None)
        if row.id in waiting or row.id not in there.done:
            is_open_here = other is None or row.id in waiting or row.holder is not None
            found.append(row if is_open_here or other is None else other)
    return tuple(sorted((*found, *others.values()), key=lambda row: row.review != "now"))
