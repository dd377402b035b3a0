"""Records in the first format, as iopintake laid them out before their tables had digests."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

TABLES = """
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
SAME = {
    "event": "intake, number, at, who, kind, body, digest",
    "document": "intake, number, data",
    "pack": "sha256, id, version, files",
    "deleted": "intake, at, who, why",
    "intake": (
        "serial, id, sound, state, day, week, begun_at, finished_at, practice, mode, name, phone, pack, "
        "verdict, level, track, review, crisis, declined, seconds, decided, agrees, reason, disposition, "
        "due, events"
    ),
}


def put_back_to_format_one(database: Path) -> None:
    """Write records of today as they were in the first format, in their place."""
    old = database.with_name("format-1.db")
    with closing(sqlite3.connect(old, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(f"BEGIN; {TABLES} PRAGMA application_id = {0x494F5049}; COMMIT;")
        connection.execute("ATTACH ? AS today", (str(database),))
        for table, columns in SAME.items():
            connection.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM today.{table}")
        connection.execute("PRAGMA user_version = 1")
    old.chmod(0o600)
    old.replace(database)
