"""Deletes intakes so that nothing of the person remains, and the fact of deletion does."""

from __future__ import annotations

from datetime import timedelta

from iopintake.store.database.leases import checked_lease, holds, open_elsewhere
from iopintake.store.database.store import Store
from iopintake.store.errors import StoreError, TakenOver
from iopintake.support.language import _


def remove(store: Store, intake_id: str, why: str, *, take_over: bool = False) -> None:
    """Delete an intake; OpenElsewhere when somebody works on it, unless TAKE_OVER.

    What could not be cleaned up yet stands in the warnings of STORE, and is finished by
    whoever opens the records next.
    """
    store.opened.prove_index()
    with store.writing():
        checked_lease(store, intake_id, take_over=take_over)
        _take_out(store, [intake_id], why)
    clean(store)


def remove_all(store: Store, intake_ids: list[str], why: str) -> None:
    """Delete intakes whoever works on them: that they are to go was decided elsewhere."""
    store.opened.prove_index()
    with store.writing():
        _take_out(store, intake_ids, why)
    clean(store)


def discard(store: Store, intake_id: str, lease: str) -> None:
    """Delete a draft that is held open with LEASE; TakenOver when it is so no more."""
    store.opened.prove_index()
    with store.writing():
        if not holds(store, intake_id, lease):
            raise TakenOver(
                _("The intake {intake_id} is open elsewhere by now; nothing was deleted.").format(
                    intake_id=intake_id
                )
            )
        _take_out(store, [intake_id], "discarded")
    clean(store)


def older_than(store: Store, days: int, *, take_over: bool = False) -> list[str]:
    """Return the intakes in which nothing has happened for DAYS; those that are open only to TAKE_OVER."""
    store.opened.prove_index()
    limit = (store.actor.clock() - timedelta(days=days)).isoformat()
    with store.explained():
        rows = store.connection.execute(
            "SELECT id FROM intake WHERE (SELECT at FROM event WHERE event.intake = intake.id "
            "ORDER BY number DESC LIMIT 1) < ? ORDER BY serial",
            (limit,),
        ).fetchall()
        return [row[0] for row in rows if take_over or open_elsewhere(store, row[0]) is None]


def purge(store: Store, intake_ids: list[str], days: int, *, take_over: bool = False) -> list[str]:
    """Delete those of these intakes in which nothing has happened for DAYS still; return them.

    What was shown before is looked at again within the change: somebody may have gone on.
    """
    with store.writing():
        found = older_than(store, days, take_over=take_over)
        still = [intake_id for intake_id in intake_ids if intake_id in set(found)]
        if still:
            _take_out(store, still, f"older than {days} days")
    if still:
        clean(store)
    return still


def forget(store: Store, intake_id: str, lease: str) -> bool:
    """Remove an intake in which nothing was said, within a transaction, as if it had not begun.

    Say whether; what is held open elsewhere by now is not touched.
    """
    if not holds(store, intake_id, lease):
        return False
    store.opened.forget(intake_id)
    return True


def clean(store: Store) -> None:
    """Take what was deleted out of freed pages, log and copies; say in the warnings what is still there."""
    try:
        still = store.opened.clean_up()
    except StoreError as error:
        still = [
            _("The rows are deleted, but traces may remain on the disk. {headline}").format(
                headline=error.headline
            )
        ]
    store.warnings += [sentence for sentence in still if sentence not in store.warnings]


def _take_out(store: Store, intake_ids: list[str], why: str) -> None:
    """Take out all that is of these intakes, within a transaction."""
    at = store.actor.clock().isoformat(timespec="seconds")
    for intake_id in intake_ids:
        store.will_change(intake_id)
        store.opened.take_out(intake_id, at, store.actor.who, why)
