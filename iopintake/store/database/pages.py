"""Reads the rows that stand on each page of a damaged file, whatever happened to the other pages.

The pages are put behind a first page of our own, whose one table is said to begin at each of
them in turn: so SQLite itself (or SQLCipher, which proves each page) reads every page that is
whole, also where the way to it is lost.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from iopintake.store.database.connecting import PAGE, cipher_connection, forms
from iopintake.store.errors import database_errors
from iopintake.store.protection import disk
from iopintake.store.protection.salt import SALT, key_of

Row = tuple[Any, ...]

FIELDS: Final = 28
"""Columns of the widest row."""
NAMES: Final = ", ".join(f"c{number}" for number in range(FIELDS))
INTERIOR, LEAF = 2, 10
INTERIOR_HEADER, LEAF_HEADER = 12, 8
"""Kinds of pages of a table without row numbers, and the bytes before their list of cells."""


def rows_on_pages(data: bytes, scratch: Path, passphrase: str | None) -> Iterator[Row]:
    """Yield each row on each page of DATA that can be read, some twice, without empty fields at the end.

    SCRATCH is a file that is not there yet and is removed at the end.
    """
    if passphrase is None:
        yield from _rows(data, scratch, "")
        return
    for form in forms(passphrase):
        salt = data[:SALT]
        key = key_of(form, salt)
        found = False
        for row in _rows(data, scratch, key.hex() + salt.hex()):
            found = True
            yield row
        if found:
            return


def _rows(data: bytes, scratch: Path, key: str) -> Iterator[Row]:
    data += data[:PAGE]  # another page may stand in the place of the first
    pages = len(data) // PAGE
    try:
        _lay_out(scratch, key, pages)
        with scratch.open("r+b") as file:
            for place in range(PAGE, pages * PAGE, PAGE):
                file.seek(place)
                page = data[place : place + PAGE]
                file.write(page if key else _as_leaf(page))
        yield from _each_page(scratch, key, pages)
    finally:
        disk.scrub(scratch)


def _lay_out(scratch: Path, key: str, pages: int) -> None:
    disk.create(scratch)
    connection = _opened(scratch, key)
    try:
        connection.execute(f"CREATE TABLE page ({NAMES}, PRIMARY KEY (c0, c1)) WITHOUT ROWID")
        connection.execute("CREATE TABLE filler (data)")
        connection.execute("INSERT INTO filler VALUES (zeroblob(?))", (pages * PAGE,))
    finally:
        connection.close()


def _opened(path: Path, key: str) -> sqlite3.Connection:
    if key:
        connection = cipher_connection(str(path))
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
    else:
        connection = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = OFF", "synchronous = OFF", "writable_schema = ON"):
        connection.execute(f"PRAGMA {setting}").fetchone()
    return connection


def _each_page(scratch: Path, key: str, pages: int) -> Iterator[Row]:
    connection = _opened(scratch, key)
    try:
        for page in range(2, pages + 1):
            for direction in ("ASC", "DESC"):
                rows: list[Row] = []
                is_sound = _read(connection, page, direction, rows)
                yield from rows
                if not is_sound and key:  # SQLCipher reads nothing more after a page that is not proved
                    connection.close()
                    connection = _opened(scratch, key)
    finally:
        connection.close()


def _read(connection: sqlite3.Connection, page: int, direction: str, rows: list[Row]) -> bool:
    """Add the rows that a page gives from one end; say whether nothing stood in the way."""
    try:
        (version,) = connection.execute("PRAGMA schema_version").fetchone()
        connection.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = 'page'", (page,))
        connection.execute(f"PRAGMA schema_version = {version + 1}")
        order = f"c0 {direction}, c1 {direction}"
        query = f"SELECT {NAMES} FROM page ORDER BY {order}"  # noqa: S608 - our own names
        rows.extend(_without_end(row) for row in connection.execute(query))
    except database_errors():
        return False
    return True


def _as_leaf(page: bytes) -> bytes:
    """Return a page that leads to others as one that does not, so that its rows are read without theirs.

    The cells are the same but for the number of the page before each, which comes first.
    """
    if page[0] != INTERIOR:
        return page
    cells = int.from_bytes(page[3:5])
    if INTERIOR_HEADER + 2 * cells > len(page):
        return page
    places = struct.unpack_from(f">{cells}H", page, INTERIOR_HEADER)
    leaf = bytearray(page)
    leaf[0] = LEAF
    struct.pack_into(f">{cells}H", leaf, LEAF_HEADER, *(min(place + 4, 0xFFFF) for place in places))
    return bytes(leaf)


def _without_end(row: Row) -> Row:
    used = len(row)
    while used and row[used - 1] is None:
        used -= 1
    return tuple(row[:used])
