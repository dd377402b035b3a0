"""The summaries that an intake came to, one after the other: each as it was seen at its time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from iopintake.store.database.store import Store
from iopintake.store.errors import StoreError
from iopintake.store.journal.events import Apart, Entry, Event, Finished, Result
from iopintake.store.journal.format import event_apart
from iopintake.support.frozen import value
from iopintake.support.language import _

FIRST: Final = 1


@value
class Version:
    """One summary that was made when an interview came to its end."""

    number: int  # the first is 1
    event: int  # with which it is kept
    at: datetime
    who: str
    desk: str  # where it was written apart from the others; empty for one that counted
    result: Result
    sum: str  # SHA-256 of what is kept; empty from before that was written down


def ends_interview(event: Event) -> Finished | None:
    """Return the end of an interview that an event stands for, here or on a desk that was apart."""
    if isinstance(event, Apart):
        written = event_apart(event)
        return written if isinstance(written, Finished) else None
    return event if isinstance(event, Finished) else None


def versions(entries: Iterable[Entry]) -> tuple[Version, ...]:
    """Return the summaries that the events of an intake came to, in the order of the journal."""
    found: list[Version] = []
    for entry in entries:
        finished = ends_interview(entry.event)
        if finished is not None:
            apart = entry.event if isinstance(entry.event, Apart) else None
            found.append(
                Version(
                    number=FIRST + len(found),
                    event=entry.number,
                    at=datetime.fromisoformat(apart.at) if apart else entry.at,
                    who=apart.who if apart else entry.who,
                    desk=apart.desk if apart else "",
                    result=finished.result,
                    sum=finished.summary,
                )
            )
    return tuple(found)


def version(store: Store, intake_id: str, number: int) -> Version:
    """Return one of the summaries of an intake; StoreError when there are not so many."""
    found = versions(store.entries(intake_id))
    if not FIRST <= number <= len(found):
        raise StoreError(
            _("{intake_id} has no version {number}. It has {count}: iopintake history {intake_id}").format(
                intake_id=intake_id, number=number, count=len(found)
            )
        )
    return found[number - FIRST]


def summary_of(store: Store, intake_id: str, one: Version) -> dict[str, Any]:
    """Return a summary as it was seen; StoreError where an earlier iopintake did not keep another desk's."""
    query = "SELECT 1 FROM document WHERE intake = ? AND number = ?"
    with store.explained():
        is_kept = store.connection.execute(query, (intake_id, one.event)).fetchone()
    if one.desk and is_kept is None:
        raise StoreError(
            _(
                "What {desk} showed then was not kept: an earlier iopintake brought the two desks together. "
                "Its answers are in: iopintake history {intake_id}"
            ).format(desk=one.desk, intake_id=intake_id)
        )
    return store.summary(intake_id, one.event)
