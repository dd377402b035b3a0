"""Deletes intakes so that nothing of the person remains, and the fact of deletion does."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from iopintake.store.database.leases import open_elsewhere
from iopintake.store.database.store import Store
from iopintake.store.errors import OpenElsewhere, explained
from iopintake.store.protection.home import Home, scrub

TABLES = ("event", "document")


def remove(store: Store, intake_id: str, why: str) -> None:
    """Delete an intake; OpenElsewhere when somebody works on it."""
    lease = open_elsewhere(store, intake_id)
    if lease is not None:
        raise OpenElsewhere(
            f"The intake {intake_id} is open on {lease.host} (process {lease.pid}, {lease.who}) "
            f"since {lease.since[:16].replace('T', ' ')} UTC. Pause it there first."
        )
    _remove_all(store, [intake_id], why)


def older_than(store: Store, days: int) -> list[str]:
    """Return the intakes in which nothing has happened for DAYS, those that are open left out."""
    limit = (store.actor.clock() - timedelta(days=days)).isoformat()
    with explained(store.home.database):
        rows = store.connection.execute(
            "SELECT id FROM intake WHERE (SELECT at FROM event WHERE event.intake = intake.id "
            "ORDER BY number DESC LIMIT 1) < ? ORDER BY serial",
            (limit,),
        ).fetchall()
    return [row[0] for row in rows if open_elsewhere(store, row[0]) is None]


def purge(store: Store, intake_ids: list[str], days: int) -> None:
    """Delete these intakes, in which nothing has happened for DAYS."""
    _remove_all(store, intake_ids, f"older than {days} days")


def forget(connection: sqlite3.Connection, intake_id: str) -> None:
    """Remove an intake in which nothing was said, within a transaction, as if it had not begun."""
    connection.execute("INSERT INTO deleted VALUES (?, '', '', '')", (intake_id,))
    take_out(connection, intake_id)
    connection.execute("DELETE FROM deleted WHERE intake = ?", (intake_id,))


def clean(store: Store) -> None:
    """Write the file anew without what was deleted, and remove the copies that were kept of it.

    Freed pages are zeroed anyway (``secure_delete``); this also empties the log of the
    latest changes and whatever cells were moved around.
    """
    with explained(store.home.database):
        store.connection.execute("VACUUM")
        busy, _, _ = store.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy:
            store.warnings.append(
                "Another window is reading the records, so traces may stay on the disk until it is closed "
                "and something else is deleted or purged."
            )
    drop_kept_copies(store.home)


def drop_kept_copies(home: Home) -> None:
    """Overwrite and remove the copies that were kept before an upgrade or a restoration."""
    if home.kept.is_dir():
        with explained(home.kept):
            for copy in home.kept.iterdir():
                scrub(copy)
            home.kept.rmdir()


def _remove_all(store: Store, intake_ids: list[str], why: str) -> None:
    at = store.actor.clock().isoformat(timespec="seconds")
    with store.writing() as connection:
        for intake_id in intake_ids:
            connection.execute(
                "INSERT OR IGNORE INTO deleted VALUES (?, ?, ?, ?)", (intake_id, at, store.actor.who, why)
            )
            take_out(connection, intake_id)
        connection.execute("DELETE FROM pack WHERE sha256 NOT IN (SELECT pack FROM intake)")
    clean(store)


def take_out(connection: sqlite3.Connection, intake_id: str) -> None:
    """Take out all that is of an intake, within a transaction; its deletion is written down already."""
    for table in TABLES:
        connection.execute(f"DELETE FROM {table} WHERE intake = ?", (intake_id,))  # noqa: S608 - our own names
    connection.execute("DELETE FROM intake WHERE id = ?", (intake_id,))
