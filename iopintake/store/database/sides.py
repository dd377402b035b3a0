"""The files at the database's side (log, index of the log, journal): used only when they belong to it.

SQLite knows them by their names alone, so one that was left beside another database would
be written into it. Be alone with the records for all of this.
"""

from __future__ import annotations

import secrets
import sqlite3
from datetime import datetime
from typing import Final

from iopintake.store.database import schema, seals
from iopintake.store.database.connecting import connect, number
from iopintake.store.errors import MENDING, Damaged, StoreError, explained
from iopintake.store.journal.chain import chained
from iopintake.store.protection import disk
from iopintake.store.protection.home import Home, beside
from iopintake.support.language import _

AGE: Final = "SELECT (SELECT count(*) FROM deleted), (SELECT count(*) FROM event)"
"""Grows with every change: events only go with a deletion."""


def set_strays_aside(home: Home, at: datetime) -> list[str]:
    """Set aside what can't belong to the database; return what is said about it."""
    said = []
    with explained(home.folder):
        journal, log, shared = (beside(home.database, side) for side in ("-journal", "-wal", "-shm"))
        if journal.exists():  # the records never have one
            said.append(_aside(home, "-journal", at))
        if not home.database.exists():
            if log.exists() and log.stat().st_size:
                said.append(_aside(home, "-wal", at))
            disk.remove(log)
            disk.remove(shared)
    return said


def set_foreign_log_aside(home: Home, passphrase: str | None, at: datetime) -> list[str]:
    """Set the log aside if it is of another database, or of an earlier time of this one.

    With its own log the database is of the same identity, no younger than without, and
    every event in it follows from the one before.
    """
    log = beside(home.database, "-wal")
    if not log.exists() or not log.stat().st_size:
        return []
    alone = "mode=ro&immutable=1"
    without = _age(home, passphrase, alone)
    if without is None or _belongs(home, passphrase, without):
        return []
    if not _is_proved(home, passphrase, alone):
        raise Damaged(
            _("{database}: the file of the records is damaged. {mending}").format(
                database=home.database, mending=_(MENDING)
            )
        )
    with explained(home.folder):
        said = [_aside(home, "-wal", at)]
        disk.remove(beside(home.database, "-shm"))
    return said


def _age(home: Home, passphrase: str | None, options: str) -> tuple[str, tuple[int, int]] | None:
    """Return which database this is and how far it has come; None when it can't be read."""
    try:
        connection = connect(home.database, passphrase, options)
        try:
            with explained(home.database):
                if number(connection, "PRAGMA user_version") < schema.VERSION:
                    return "", connection.execute(AGE).fetchone()
                return seals.value(connection, "identity"), connection.execute(AGE).fetchone()
        finally:
            connection.close()
    except StoreError:
        return None


def _belongs(home: Home, passphrase: str | None, without: tuple[str, tuple[int, int]]) -> bool:
    with_log = _age(home, passphrase, "mode=ro")
    if with_log is None or with_log[0] != without[0] or with_log[1] < without[1]:
        return False
    return _is_proved(home, passphrase, "mode=ro")


def _is_proved(home: Home, passphrase: str | None, options: str) -> bool:
    """Say whether every event follows from the one before, and the tables are as they were written."""
    try:
        connection = connect(home.database, passphrase, options)
        try:
            with explained(home.database):
                return _is_sound(connection)
        finally:
            connection.close()
    except StoreError:
        return False


def _is_sound(connection: sqlite3.Connection) -> bool:
    if number(connection, "PRAGMA user_version") == schema.VERSION and seals.broken(connection):
        return False
    ids = connection.execute("SELECT id FROM intake").fetchall()
    query = f"SELECT {schema.EVENT_COLUMNS} FROM event WHERE intake = ? ORDER BY number"  # noqa: S608 - our own
    for (intake_id,) in ids:
        rows = connection.execute(query, (intake_id,)).fetchall()
        if not rows or len(list(chained(rows))) < len(rows):
            return False
    return number(connection, "SELECT count(DISTINCT intake) FROM event") == len(ids)


def _aside(home: Home, side: str, at: datetime) -> str:
    disk.make_folder(home.kept)
    kept = home.kept / f"stray-{at:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}{side}"
    disk.rename(beside(home.database, side), kept)
    return _(
        "A file beside the records did not belong to them ({name}). It was not used; it is kept in "
        "{kept} until something is deleted."
    ).format(name=f"{home.database.name}{side}", kept=kept)
