"""Digests of what stands beside the journal: of each row, and of all rows of a table together.

The sum of a table is kept in the same transaction as its rows, so that one look at a table
shows whether a row is missing, is there twice, or is not as it was written. This finds what
a disk does; whoever can write to the file can also write its sums.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Final

from iopintake.store.derived.index import COLUMNS
from iopintake.store.errors import Damaged
from iopintake.store.protocol import Connection
from iopintake.support.language import _

SUMMED: Final = {
    "intake": f"id, serial, sound, {', '.join(COLUMNS)}, digest",
    "deleted": "intake, at, who, why, digest",
}
"""The tables that have a sum, and the columns of a row with its digest at the end."""
TO_CLEAN: Final = "to_clean"
"""Stands while what was deleted may still be in freed pages, the log, or kept copies."""


def digest_of_row(*fields: object) -> bytes:
    """Return the digest of a row."""
    return hashlib.blake2b(repr(fields).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def begin(connection: Connection, identity: str) -> None:
    """Write the sums of empty tables, and what tells this file from every other."""
    rows = [("identity", identity), *((name, _told(0, 0)) for name in SUMMED)]
    for row in rows:
        connection.execute("INSERT INTO seal VALUES (?, ?)", row)


def change(
    connection: Connection, table: str, *, gone: bytes | None = None, come: bytes | None = None
) -> None:
    """Take the digest of a row out of the sum of its table, or into it, within the transaction."""
    if not getattr(connection, "keeps_sums", True):  # a server proves its pages itself
        return
    rows, total = _read(value(connection, table))
    for digest, sign in ((gone, -1), (come, 1)):
        if digest is not None:
            rows, total = rows + sign, total ^ int.from_bytes(digest)
    connection.execute("UPDATE seal SET value = ? WHERE name = ?", (_told(rows, total), table))


def value(connection: Connection, name: str) -> str:
    """Return what is kept under NAME, an empty text if nothing is."""
    row = connection.execute("SELECT value FROM seal WHERE name = ?", (name,)).fetchone()
    return str(row[0]) if row else ""


def mark(connection: Connection, name: str, text: str) -> None:
    """Keep TEXT under NAME, within the transaction; an empty one takes it away."""
    connection.execute("DELETE FROM seal WHERE name = ?", (name,))
    if text:
        connection.execute("INSERT INTO seal VALUES (?, ?)", (name, text))


def broken(connection: Connection) -> str | None:
    """Return a table that is not as it was written, or None. Read within one transaction."""
    for table, columns in SUMMED.items():
        rows = connection.execute(f"SELECT {columns} FROM {table}")  # noqa: S608 - our own names
        if not _adds_up(rows, value(connection, table)):
            return table
    return None


def _adds_up(rows: Iterable[tuple[Any, ...]], kept: str) -> bool:
    count = total = 0
    for *fields, digest in rows:
        if digest_of_row(*fields) != digest:
            return False
        count, total = count + 1, total ^ int.from_bytes(digest)
    return _told(count, total) == kept


def _told(rows: int, total: int) -> str:
    return f"{rows} {total:016x}"


def _read(kept: str) -> tuple[int, int]:
    try:
        rows, total = kept.split(" ")
        return int(rows), int(total, 16)
    except ValueError:
        raise Damaged(
            _("The sums of the records are damaged. Save what is whole with: iopintake repair")
        ) from None
