"""The tables of the records, and how a file with them is laid out."""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path
from typing import Final

from iopintake.store.database import seals
from iopintake.store.database.connecting import connect, number
from iopintake.store.errors import MENDING, Damaged, StoreError, explained
from iopintake.store.protection import disk
from iopintake.support.language import _

APPLICATION: Final = 0x494F5049
"""The mark of our files, "IOPI", where SQLite keeps such a mark."""
VERSION: Final = 2
FIRST: Final = 1
"""The oldest format that is read, and brought up to date."""

EVENT_COLUMNS: Final = "intake, number, at, who, kind, body, digest"
TABLES: Final = (
    """CREATE TABLE event (
    intake TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
    kind TEXT NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (intake, number)
) WITHOUT ROWID""",
    """CREATE TABLE document (
    intake TEXT NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL, digest BLOB NOT NULL,
    PRIMARY KEY (intake, number)
) WITHOUT ROWID""",
    """CREATE TABLE pack (
    sha256 TEXT PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, files BLOB NOT NULL
) WITHOUT ROWID""",
    """CREATE TABLE deleted (
    intake TEXT PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, digest BLOB NOT NULL
) WITHOUT ROWID""",
    """CREATE TABLE intake (
    id TEXT PRIMARY KEY, serial INTEGER NOT NULL, sound TEXT NOT NULL,
    state TEXT, day TEXT, week TEXT, begun_at TEXT, finished_at TEXT, practice INTEGER, mode TEXT,
    name TEXT, phone TEXT, pack TEXT, verdict TEXT, level TEXT, track TEXT, review TEXT,
    crisis INTEGER, declined TEXT, seconds REAL, decided TEXT, agrees INTEGER, reason TEXT,
    disposition TEXT, due TEXT, digest BLOB NOT NULL, events INTEGER NOT NULL, tip BLOB NOT NULL
) WITHOUT ROWID""",
    "CREATE TABLE lease (intake TEXT PRIMARY KEY, token TEXT NOT NULL, holder TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE seal (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE upkeep (
    number INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL
)""",
    """CREATE TRIGGER event_is_of_somebody BEFORE INSERT ON event
    WHEN EXISTS (SELECT 1 FROM deleted WHERE intake = NEW.intake)
    BEGIN SELECT RAISE(ABORT, 'the intake was deleted'); END""",
    """CREATE TRIGGER event_counts AFTER INSERT ON event
    BEGIN UPDATE intake SET events = NEW.number, tip = NEW.digest WHERE id = NEW.intake; END""",
    """CREATE TRIGGER event_stays BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events stay as they are'); END""",
    """CREATE TRIGGER event_is_kept BEFORE DELETE ON event
    WHEN NOT EXISTS (SELECT 1 FROM deleted WHERE intake = OLD.intake)
    BEGIN SELECT RAISE(ABORT, 'events go only with their intake'); END""",
    """CREATE TRIGGER document_stays BEFORE UPDATE ON document
    BEGIN SELECT RAISE(ABORT, 'documents stay as they are'); END""",
    """CREATE TRIGGER document_is_kept BEFORE DELETE ON document
    WHEN NOT EXISTS (SELECT 1 FROM deleted WHERE intake = OLD.intake)
    BEGIN SELECT RAISE(ABORT, 'documents go only with their intake'); END""",
)
"""The whole of a file. No index stands beside a table: what is not there can't leave rows out."""


def lay_out(path: Path, passphrase: str | None, *, alone: bool = False) -> None:
    """Make a file with empty tables; ALONE is for a copy, which has no files at its side."""
    with explained(path):
        disk.create(path)
    connection = connect(path, passphrase)
    try:
        with explained(path):
            if not alone:
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN")
            for statement in TABLES:
                connection.execute(statement)
            seals.begin(connection, secrets.token_hex(8))
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")
    finally:
        connection.close()


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """Return the format of a file; StoreError when the file is not ours or newer than this program."""
    application = number(connection, "PRAGMA application_id")
    version = number(connection, "PRAGMA user_version")
    if application != APPLICATION:
        raise Damaged(
            _(
                "{path}: this is a database of another program, or its first page is damaged. Nothing "
                "was changed. Name another folder with --home or IOPINTAKE_HOME, or try: iopintake repair"
            ).format(path=path)
        )
    if version > VERSION:
        raise StoreError(
            _(
                "{path}: a newer iopintake wrote these records (format {version}; this one knows "
                "{version2}). Nothing was changed. Install the newer one: pip install --upgrade iopintake"
            ).format(path=path, version=version, version2=VERSION)
        )
    if version < FIRST:
        raise Damaged(
            _("{path}: the file of the records is damaged. {mending}").format(path=path, mending=_(MENDING))
        )
    return version


def check_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Raise Damaged unless the tables are exactly ours: a trigger more or another word can change all."""
    query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"
    with explained(path):
        found = sorted(row[0] for row in connection.execute(query))
    if found != sorted(TABLES):
        raise Damaged(
            _("{path}: the tables of the records are not as they were made. {mending}").format(
                path=path, mending=_(MENDING)
            )
        )


def is_whole(connection: sqlite3.Connection) -> bool:
    """Say whether every page of the file is as it must be."""
    return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
