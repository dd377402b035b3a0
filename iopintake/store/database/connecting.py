"""How a file of records is opened, plain or with a passphrase, and how a passphrase is written."""

from __future__ import annotations

import os
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

from iopintake.store.derived.index import searchable
from iopintake.store.errors import (
    RESTORING,
    Damaged,
    StoreError,
    WrongPassphrase,
    database_errors,
    explained,
)
from iopintake.store.protection import disk
from iopintake.store.protection.home import beside
from iopintake.store.protection.salt import SALT, key_of, salt_in
from iopintake.support.language import _

AskPassphrase = Callable[[], str]
"""Gets the passphrase from the operator or the keyring; called only for encrypted records."""
PATIENCE: Final = 30.0
"""Seconds to wait for another window that is writing."""
PLAIN: Final = b"SQLite format 3\0"
PAGE, NOISE = 4096, 240
"""Bytes of a page, and how many different ones it has at least when it is encrypted."""
SETTINGS: Final = (
    "synchronous = FULL",
    "secure_delete = ON",
    "temp_store = MEMORY",
    "trusted_schema = OFF",
    "cell_size_check = ON",
)
FORMS: Final = ("NFC", "NFD")


def is_sealed(path: Path) -> bool:
    """Say whether the file is encrypted, as far as its first bytes tell; Damaged if it is neither."""
    with explained(path), path.open("rb") as file:
        page = file.read(PAGE)
    if page.startswith(PLAIN):
        return False
    if len(set(page)) < NOISE:
        raise Damaged(
            _("{path}: this is not a file of records, or its first page is damaged. {restoring}").format(
                path=path, restoring=_(RESTORING)
            )
        )
    return True


def connect(path: Path, passphrase: str | None, options: str = "") -> sqlite3.Connection:
    """Return a connection to a file that is there; WrongPassphrase or Damaged when it can't be read.

    OPTIONS are those of SQLite's addresses of files: mode=ro, immutable=1.
    """
    name = f"{path.absolute().as_uri()}?{options}" if options else str(path)
    if passphrase is None:
        with explained(path):
            connection = sqlite3.connect(name, isolation_level=None, timeout=PATIENCE, uri=bool(options))
            return _set_up(connection)
    for form in forms(passphrase):
        with explained(path):
            connection = _cipher(name, path, form, uri=bool(options))
            try:
                return _set_up(connection)
            except database_errors() as error:
                if "not a database" not in str(error) and "encrypted" not in str(error):
                    raise
    raise wrong_passphrase(path)


@contextmanager
def open_for(path: Path, passphrase: str | None) -> Iterator[sqlite3.Connection]:
    """Give a connection to a file, and close it as ``close`` does."""
    connection = connect(path, passphrase)
    try:
        yield connection
    finally:
        close(connection, path)


def close(connection: sqlite3.Connection, path: Path) -> None:
    """Close a connection; when it was the last, overwrite the log that SQLite then removes."""
    log = beside(path, "-wal")
    try:
        descriptor = os.open(log, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        connection.close()
        return
    try:
        connection.close()
        if os.fstat(descriptor).st_nlink == 0:
            with explained(path):
                disk.changes("overwrite", log)
                disk.wipe(descriptor)
    finally:
        os.close(descriptor)


def _set_up(connection: sqlite3.Connection) -> sqlite3.Connection:
    try:
        for setting in SETTINGS:
            connection.execute(f"PRAGMA {setting}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        connection.create_function("name_has", 2, _name_has)
    except BaseException:
        connection.close()
        raise
    return connection


def _name_has(name: str | None, part: str) -> bool:
    return part in searchable(name or "")


def forms(passphrase: str) -> list[str]:
    """Return how a passphrase may have been written on the system where it was chosen.

    The same letters come from one keyboard as one character, from another as two. New
    passphrases are kept in the first of these forms; StoreError when it can't be one.
    """
    if "\N{REPLACEMENT CHARACTER}" in passphrase or any("\ud800" <= char <= "\udfff" for char in passphrase):
        raise StoreError(
            _(
                "This passphrase has bytes that are not UTF-8, and they can't be told apart. Set the "
                "terminal to UTF-8, and type it again."
            )
        )
    if not passphrase or not all(char.isprintable() for char in passphrase):
        return []
    return list(dict.fromkeys((*(unicodedata.normalize(form, passphrase) for form in FORMS), passphrase)))


def wrong_passphrase(path: Path) -> WrongPassphrase:
    """Return what is said when a passphrase does not open the records."""
    return WrongPassphrase(
        _(
            "{path}: the passphrase does not open the records. Type it again; if it is surely right, "
            "the first page is damaged: iopintake repair"
        ).format(path=path)
    )


def _cipher(name: str, path: Path, passphrase: str, *, uri: bool) -> sqlite3.Connection:
    salt = salt_in(path) if path.exists() else b""
    if len(salt) < SALT:
        salt = os.urandom(SALT)
    connection = cipher_connection(name, uri=uri)
    connection.execute(f"PRAGMA key = \"x'{key_of(passphrase, salt).hex()}{salt.hex()}'\"")
    return connection


def cipher_connection(name: str, *, uri: bool = False) -> sqlite3.Connection:
    """Return a connection of SQLCipher that was told no key yet."""
    from sqlcipher3 import dbapi2

    connection: Any = dbapi2.connect(name, isolation_level=None, timeout=PATIENCE, uri=uri)
    connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to standard error
    return cast("sqlite3.Connection", connection)


def read_only(path: Path) -> sqlite3.Connection:
    """Return a connection to a plain file in a folder that can't be written to."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        raise StoreError(
            _(
                "{path}: the last answers are still in {name}, and the folder can't be written to. Make "
                "it writable for a moment, or copy the whole folder to where it is."
            ).format(path=path, name=log.name)
        )
    return connect(path, None, "mode=ro&immutable=1")


def quoted(text: str) -> str:
    """Return TEXT as SQL writes it where no parameter can stand."""
    return "'" + text.replace("'", "''") + "'"


def number(connection: sqlite3.Connection, query: str, *values: object) -> int:
    """Return the one number that a query gives."""
    (found,) = connection.execute(query, values).fetchone()
    return int(found)
