"""The table of the intakes: each row written with its digest, and the sum of all with it."""

from __future__ import annotations

from typing import Final

from iopintake.store.database import seals
from iopintake.store.derived.index import COLUMNS, index_row
from iopintake.store.journal.ids import sound
from iopintake.store.journal.replay import Intake
from iopintake.store.protocol import Connection

INSERT: Final = (
    f"INSERT INTO intake (id, serial, sound, {', '.join(COLUMNS)}, digest, events, tip) "  # noqa: S608 - our own
    f"VALUES ({', '.join('?' * (len(COLUMNS) + 6))})"
)
SELECT: Final = (
    f"SELECT id, serial, sound, {', '.join(COLUMNS)}, digest, events, tip FROM intake WHERE id = ?"  # noqa: S608 - our own
)
LAST: Final = "SELECT number, digest FROM event WHERE intake = ? ORDER BY number DESC LIMIT 1"
UPDATE: Final = f"UPDATE intake SET {', '.join(f'{name} = ?' for name in COLUMNS)}, digest = ? WHERE id = ?"  # noqa: S608 - our own


def update_index(connection: Connection, intake_id: str, before: Intake | None, after: Intake) -> None:
    """Write an intake's row, within the transaction, if anything in it has changed."""
    if before is None:
        newest = connection.execute("SELECT max(serial) FROM intake").fetchone()[0]
        add_row(connection, intake_id, (newest or 0) + 1, after)
        return
    row = index_row(after)
    if row == index_row(before):
        return
    query = "SELECT serial, digest FROM intake WHERE id = ?"
    serial, old = connection.execute(query, (intake_id,)).fetchone()
    values = tuple(row.values())
    digest = seals.digest_of_row(intake_id, serial, sound(intake_id), *values)
    connection.execute(UPDATE, (*values, digest, intake_id))
    seals.change(connection, "intake", gone=old, come=digest)


def add_row(connection: Connection, intake_id: str, serial: int, intake: Intake) -> None:
    """Write the row of an intake that has none, within the transaction."""
    fields = (intake_id, serial, sound(intake_id), *index_row(intake).values())
    digest = seals.digest_of_row(*fields)
    connection.execute(INSERT, (*fields, digest, intake.number, intake.check))
    seals.change(connection, "intake", come=digest)


def is_proved(connection: Connection, intake_id: str) -> bool:
    """Say whether the row of an intake is as it was written, and knows the last of its events."""
    row = connection.execute(SELECT, (intake_id,)).fetchone()
    last = connection.execute(LAST, (intake_id,)).fetchone()
    if row is None or last is None:
        return False
    *fields, digest, events, tip = row
    return bool(seals.digest_of_row(*fields) == digest and (events, tip) == last)


def remove_row(connection: Connection, intake_id: str) -> None:
    """Take the row of an intake out, within the transaction."""
    row = connection.execute("SELECT digest FROM intake WHERE id = ?", (intake_id,)).fetchone()
    if row is not None:
        connection.execute("DELETE FROM intake WHERE id = ?", (intake_id,))
        seals.change(connection, "intake", gone=row[0])


def add_deletion(connection: Connection, intake_id: str, at: str, who: str, why: str) -> None:
    """Write down that an intake was deleted, within the transaction, unless it is known already."""
    if connection.execute("SELECT 1 FROM deleted WHERE intake = ?", (intake_id,)).fetchone():
        return
    digest = seals.digest_of_row(intake_id, at, who, why)
    connection.execute("INSERT INTO deleted VALUES (?, ?, ?, ?, ?)", (intake_id, at, who, why, digest))
    seals.change(connection, "deleted", come=digest)


def remove_deletion(connection: Connection, intake_id: str) -> None:
    """Take a deletion out again, within the transaction."""
    row = connection.execute("SELECT digest FROM deleted WHERE intake = ?", (intake_id,)).fetchone()
    connection.execute("DELETE FROM deleted WHERE intake = ?", (intake_id,))
    seals.change(connection, "deleted", gone=row[0])
