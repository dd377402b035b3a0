"""Encrypts the records with a passphrase, or decrypts them: a whole new file, checked, then renamed."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from typing import Final, cast

from iopintake.store.database import schema
from iopintake.store.database.opening import AskPassphrase, checked
from iopintake.store.errors import Damaged, StoreError, explained
from iopintake.store.protection.home import Home, alone, sync_folder, wipe
from iopintake.store.upkeep.deletion import drop_kept_copies

SHORTEST: Final = 8
"""Characters of a passphrase."""
TABLES: Final = (
    "SELECT * FROM event ORDER BY intake, number",
    "SELECT * FROM document ORDER BY intake, number",
    "SELECT * FROM pack ORDER BY sha256",
    "SELECT * FROM deleted ORDER BY intake",
    "SELECT * FROM intake ORDER BY serial",
)


def encrypt(home: Home, ask_old: AskPassphrase, new: str) -> None:
    """Encrypt the records with the passphrase NEW, or change the passphrase they have.

    Whatever happens on the way, the file is wholly the old one or wholly the new one. At
    the end the old file is overwritten and the copies that were kept are removed.
    """
    if len(new) < SHORTEST or not new.isprintable():
        raise StoreError(
            f"A passphrase has at least {SHORTEST} characters that can be typed. Choose another."
        )
    _recode(home, ask_old, new)


def decrypt(home: Home, ask_old: AskPassphrase) -> None:
    """Keep the records unencrypted from now on."""
    if not schema.is_sealed(home.database):
        raise StoreError(f"{home.database}: the records are not encrypted.")
    _recode(home, ask_old, None)


def _recode(home: Home, ask_old: AskPassphrase, new: str | None) -> None:
    with alone(home):
        old = ask_old() if schema.is_sealed(home.database) else None
        digest = _export(home, old, new)
        _check_copy(home, new, digest)
        with explained(home.database):
            if home.database.with_name(f"{home.database.name}-wal").exists():
                raise StoreError(f"{home.folder}: the records are still open somewhere. Close that first.")
            with home.database.open("r+b") as before:
                home.coming.replace(home.database)
                sync_folder(home.folder)
                wipe(before.fileno())
        drop_kept_copies(home)


def _export(home: Home, old: str | None, new: str | None) -> str:
    """Write all records into the file that is coming; return what they amount to."""
    connection = _any_connection(home, old)
    try:
        checked(connection, home)
        digest = _digest(connection)
        schema.touch(home.coming)
        with explained(home.database):
            connection.execute(
                f"ATTACH {schema.quoted(str(home.coming))} AS coming KEY {schema.quoted(new or '')}"
            )
            connection.execute("SELECT sqlcipher_export('coming')")
            connection.execute(f"PRAGMA coming.application_id = {schema.APPLICATION}")
            version = schema.number(connection, "PRAGMA main.user_version")
            connection.execute(f"PRAGMA coming.user_version = {version}")
            connection.execute("DETACH coming")
    finally:
        connection.close()
    return digest


def _check_copy(home: Home, passphrase: str | None, digest: str) -> None:
    """Raise Damaged unless the file that is coming holds exactly what it should."""
    is_as_wanted = schema.is_sealed(home.coming) == (passphrase is not None)
    connection = schema.connect(home.coming, passphrase)
    try:
        if not (is_as_wanted and schema.is_whole(connection) and _digest(connection) == digest):
            raise Damaged(f"{home.coming}: the new file came out wrong. Nothing was changed. Try again.")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    with home.coming.open("rb") as file:
        os.fsync(file.fileno())


def _any_connection(home: Home, passphrase: str | None) -> sqlite3.Connection:
    """Return a connection of SQLCipher, which reads plain files, too."""
    if passphrase is not None:
        return schema.connect(home.database, passphrase)
    from sqlcipher3 import dbapi2

    plain = dbapi2.connect(str(home.database), isolation_level=None, timeout=schema.PATIENCE)
    return cast("sqlite3.Connection", plain)


def _digest(connection: sqlite3.Connection) -> str:
    digest = hashlib.sha256()
    for query in TABLES:
        for row in connection.execute(query):
            digest.update(repr(row).encode())
    return digest.hexdigest()
