"""Opens the file of the records: makes it, brings it up to date, or says what stands in the way."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from iopintake.store.database import schema
from iopintake.store.errors import MENDING, Damaged, InUse, StoreError, explained
from iopintake.store.protection.home import PATIENCE, STEP, Home, alone, among_others, prepare, sync_folder

AskPassphrase = Callable[[], str]
"""Gets the passphrase from the operator or the keyring; called only for encrypted records."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file of records that is open; RELEASE closes it and lets others be alone with it."""

    connection: sqlite3.Connection
    passphrase: str | None
    is_read_only: bool
    release: ExitStack


def open_file(home: Home, ask_passphrase: AskPassphrase) -> Opened:
    """Open the records in HOME beside others, made first if they are not there."""
    if home.database.exists() and not _is_writable(home):
        return _open_read_only(home, ask_passphrase)
    prepare(home)
    if not home.database.exists() or home.coming.exists():
        make(home)
    with ExitStack() as stack:
        stack.enter_context(among_others(home))
        passphrase = ask_passphrase() if schema.is_sealed(home.database) else None
        connection = schema.connect(home.database, passphrase)
        stack.callback(connection.close)
        with explained(home.database):
            is_old = schema.version_of(connection, home.database) < schema.VERSION
        if not is_old:
            return Opened(connection, passphrase, is_read_only=False, release=stack.pop_all())
    upgrade(home, passphrase, schema.UPGRADES)
    return open_file(home, lambda: passphrase or "")


def make(home: Home) -> None:
    """Make an empty database unless another window was quicker; clear away what is left of an attempt."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with alone(home, patience=0):
                if not home.database.exists():
                    schema.create(home, None)
                return
        except InUse:
            if home.database.exists():
                return
            if time.monotonic() > end:
                raise
            time.sleep(STEP)


def upgrade(home: Home, passphrase: str | None, steps: Mapping[int, str]) -> None:
    """Bring the tables up to date in one transaction, after a copy was kept as it was."""
    with alone(home):
        connection = schema.connect(home.database, passphrase)
        try:
            with explained(home.database):
                version = schema.version_of(connection, home.database)
                if version < schema.VERSION:
                    keep_copy(home, connection, f"before-format-{schema.VERSION}.db")
                    script = "".join(steps[number] for number in range(version, schema.VERSION))
                    connection.executescript(
                        f"BEGIN; {script} PRAGMA user_version = {schema.VERSION}; COMMIT;"
                    )
        finally:
            connection.close()


def keep_copy(home: Home, connection: sqlite3.Connection, name: str) -> None:
    """Keep a whole copy of the records, encrypted if they are, before something is changed."""
    with explained(home.kept):
        home.kept.mkdir(mode=0o700, exist_ok=True)
        copy = home.kept / name
        copy.unlink(missing_ok=True)
        schema.touch(copy)
        connection.execute(f"VACUUM INTO {schema.quoted(str(copy))}")
        sync_folder(home.kept)


def checked(connection: sqlite3.Connection, home: Home) -> None:
    """Raise Damaged unless all that is in the file is whole."""
    with explained(home.database):
        if not schema.is_whole(connection):
            raise Damaged(f"{home.database}: the file of the records is damaged. {MENDING}")


def _is_writable(home: Home) -> bool:
    return os.access(home.folder, os.W_OK) and os.access(home.database, os.W_OK)


def _open_read_only(home: Home, ask_passphrase: AskPassphrase) -> Opened:
    if schema.is_sealed(home.database):
        raise StoreError(
            f"{home.folder}: encrypted records can't be opened where nothing can be written. "
            "Copy the folder to a place where you may write, and name it with --home."
        )
    connection = schema.read_only(home.database)
    stack = ExitStack()
    stack.callback(connection.close)
    with explained(home.database):
        schema.version_of(connection, home.database)
    _ = ask_passphrase
    return Opened(connection, None, is_read_only=True, release=stack)
