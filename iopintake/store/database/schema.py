"""The tables of the records, and how the file that holds them is made and opened."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Final, cast

from iopintake.store.errors import (
    RESTORING,
    Damaged,
    StoreError,
    WrongPassphrase,
    database_errors,
    explained,
)
from iopintake.store.protection.home import Home, sync_folder

APPLICATION: Final = 0x494F5049
"""The mark of our files, "IOPI", where SQLite keeps such a mark."""
VERSION: Final = 1
PATIENCE: Final = 30.0
"""Seconds to wait for another window that is writing."""
PLAIN: Final = b"SQLite format 3\0"
PAGE, NOISE = 4096, 240
"""Bytes of a page, and how many different ones it has at least when it is encrypted."""

TABLES: Final = """
CREATE TABLE event (
    intake TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL, who TEXT NOT NULL,
    kind TEXT NOT NULL, body TEXT NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (intake, number)
) WITHOUT ROWID;
CREATE TABLE document (
    intake TEXT NOT NULL, number INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (intake, number)
) WITHOUT ROWID;
CREATE TABLE pack (
    sha256 TEXT PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, files BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE deleted (
    intake TEXT PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE intake (
    serial INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, sound TEXT NOT NULL UNIQUE,
    state TEXT, day TEXT, week TEXT, begun_at TEXT, finished_at TEXT, practice INTEGER, mode TEXT,
    name TEXT, phone TEXT, pack TEXT, verdict TEXT, level TEXT, track TEXT, review TEXT,
    crisis INTEGER, declined TEXT, seconds REAL, decided TEXT, agrees INTEGER, reason TEXT,
    disposition TEXT, due TEXT, events INTEGER, holder TEXT, lease TEXT
);
CREATE INDEX intake_by_state ON intake (state, serial);
CREATE TRIGGER event_is_of_somebody BEFORE INSERT ON event
    WHEN EXISTS (SELECT 1 FROM deleted WHERE intake = NEW.intake)
    BEGIN SELECT RAISE(ABORT, 'the intake was deleted'); END;
CREATE TRIGGER event_stays BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'events stay as they are'); END;
CREATE TRIGGER event_is_kept BEFORE DELETE ON event
    WHEN NOT EXISTS (SELECT 1 FROM deleted WHERE intake = OLD.intake)
    BEGIN SELECT RAISE(ABORT, 'events go only with their intake'); END;
CREATE TRIGGER document_stays BEFORE UPDATE ON document
    BEGIN SELECT RAISE(ABORT, 'documents stay as they are'); END;
CREATE TRIGGER document_is_kept BEFORE DELETE ON document
    WHEN NOT EXISTS (SELECT 1 FROM deleted WHERE intake = OLD.intake)
    BEGIN SELECT RAISE(ABORT, 'documents go only with their intake'); END;
"""

UPGRADES: Final[dict[int, str]] = {}
"""From an earlier version of the tables to the next, as SQL."""


def is_sealed(path: Path) -> bool:
    """Say whether the file is encrypted, as far as its first bytes tell; Damaged if it is neither."""
    with explained(path), path.open("rb") as file:
        page = file.read(PAGE)
    if page.startswith(PLAIN):
        return False
    if len(set(page)) < NOISE:
        raise Damaged(f"{path}: this is not a file of records, or it is damaged. {RESTORING}")
    return True


def connect(path: Path, passphrase: str | None) -> sqlite3.Connection:
    """Return a connection to a file that is there; WrongPassphrase or Damaged when it can't be read."""
    with explained(path):
        connection = _cipher(path, passphrase) if passphrase is not None else _plain(path)
        try:
            for pragma in (
                "synchronous = FULL",
                "secure_delete = ON",
                "temp_store = MEMORY",
                "trusted_schema = OFF",
                "cell_size_check = ON",
            ):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("SELECT count(*) FROM sqlite_master")
        except database_errors() as error:
            connection.close()
            if passphrase is not None and "not a database" in str(error):
                raise wrong_passphrase(path) from None
            raise
    return connection


def read_only(path: Path) -> sqlite3.Connection:
    """Return a connection to a plain file in a folder that can't be written to."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise StoreError(
            f"{path}: the last answers are still in {log.name}, and the folder can't be written to. "
            "Make it writable for a moment, or copy the whole folder to where it is."
        )
    with explained(path):
        return sqlite3.connect(
            f"{path.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None, timeout=PATIENCE
        )


def create(home: Home, passphrase: str | None) -> None:
    """Make an empty database; it has its name only once it is whole. Be alone for this."""
    lay_out(home.coming, passphrase)
    with explained(home.database):
        home.coming.replace(home.database)
        sync_folder(home.folder)


def lay_out(path: Path, passphrase: str | None) -> None:
    """Make a file with empty tables."""
    touch(path)
    connection = connect(path, passphrase)
    with explained(path):
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(
            f"BEGIN; {TABLES} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;"
        )
        connection.close()


def touch(path: Path) -> None:
    """Make an empty file for its owner only, whatever the umask."""
    with explained(path):
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        os.fchmod(descriptor, 0o600)
        os.close(descriptor)


def version_of(connection: sqlite3.Connection, path: Path) -> int:
    """Return the version of the tables; StoreError when the file is not ours or newer than this program."""
    application = number(connection, "PRAGMA application_id")
    version = number(connection, "PRAGMA user_version")
    if application != APPLICATION:
        raise Damaged(
            f"{path}: this is a database of another program. Nothing was changed. "
            "Name another folder with --home or IOPINTAKE_HOME."
        )
    if version > VERSION:
        raise StoreError(
            f"{path}: a newer iopintake wrote these records (format {version}; this one knows {VERSION}). "
            "Nothing was changed. Install the newer one: pip install --upgrade iopintake"
        )
    return version


def number(connection: sqlite3.Connection, query: str) -> int:
    """Return the one number that a query gives."""
    (found,) = connection.execute(query).fetchone()
    return int(found)


def is_whole(connection: sqlite3.Connection) -> bool:
    """Say whether everything in the file is as it was written."""
    return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")


def _plain(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)


def wrong_passphrase(path: Path) -> WrongPassphrase:
    """Return what is said when a passphrase does not open the records."""
    return WrongPassphrase(
        f"{path}: the passphrase does not open the records. Type it again; "
        "if it is surely right, the file is damaged: iopintake restore FILE"
    )


def _cipher(path: Path, passphrase: str) -> sqlite3.Connection:
    if not passphrase or not passphrase.isprintable():
        raise wrong_passphrase(path)
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(str(path), isolation_level=None, timeout=PATIENCE)
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to standard error
    connection.execute(f"PRAGMA key = {quoted(passphrase)}")
    return cast("sqlite3.Connection", connection)


def quoted(text: str) -> str:
    """Return TEXT as SQL writes it where no parameter can stand."""
    return "'" + text.replace("'", "''") + "'"
