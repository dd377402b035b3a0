"""Takes an intake out of the file, so that only the fact of its deletion remains."""

from __future__ import annotations

from iopintake.store.database import index_table, seals
from iopintake.store.protocol import Connection

TABLES = ("event", "document", "lease")


def take_out(connection: Connection, intake_id: str, at: str, who: str, why: str) -> None:
    """Take out all that is of an intake, within a transaction, and mark that there is to clean up."""
    index_table.add_deletion(connection, intake_id, at, who, why)
    _remove(connection, intake_id)
    connection.execute("DELETE FROM pack WHERE sha256 NOT IN (SELECT pack FROM intake)")
    seals.mark(connection, seals.TO_CLEAN, at)


def forget(connection: Connection, intake_id: str) -> None:
    """Take out an intake as if it had not begun, within a transaction; no deletion is written down."""
    index_table.add_deletion(connection, intake_id, "", "", "")
    _remove(connection, intake_id)
    index_table.remove_deletion(connection, intake_id)


def _remove(connection: Connection, intake_id: str) -> None:
    for table in TABLES:
        connection.execute(f"DELETE FROM {table} WHERE intake = ?", (intake_id,))  # noqa: S608 - our own names
    index_table.remove_row(connection, intake_id)
