"""Opens the file of the records: makes it, brings it up to date, mends it, or says what is wrong.

Whoever opens the records and is alone with them for that moment first finishes or undoes
what an earlier command left half done.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import ExitStack
from typing import Final

from iopintake.store.database import log, salts, schema
from iopintake.store.database.cleaning import clean_up, finish_backups
from iopintake.store.database.connecting import AskPassphrase, close, connect, is_sealed, read_only
from iopintake.store.database.exchange import finish
from iopintake.store.database.file import Opened
from iopintake.store.database.mending import mend, upgrade
from iopintake.store.database.sides import set_foreign_log_aside, set_strays_aside
from iopintake.store.errors import Damaged, StoreError, explained
from iopintake.store.journal.actor import Actor
from iopintake.store.protection import disk
from iopintake.store.protection.home import Home, Presence, beside, prepare
from iopintake.support.language import N_, _

ROOM: Final = 65_536
"""Bytes without which SQLite can't open a file beside others: it keeps an index of the log beside it."""


def open_file(home: Home, actor: Actor, ask_passphrase: AskPassphrase) -> Opened:
    """Open the records in HOME beside others, made first if they are not there."""
    if home.database.exists() and not _is_writable(home):
        return _open_read_only(home, actor)
    prepare(home)
    with ExitStack() as stack:
        presence = Presence(home)
        stack.callback(presence.leave)
        opener = _Opener(home, actor, presence)
        try:
            opened = opener.open(ask_passphrase)
        except StoreError as error:
            if type(error) is StoreError and shutil.disk_usage(home.folder).free < ROOM:
                raise _no_room(home) from None
            raise
        stack.pop_all()
        return opened


def _no_room(home: Home) -> StoreError:
    return StoreError(
        _(
            "{folder}: the disk is full, so the records can't be opened, not even to be read; all that was "
            "saved stands. Free some space and try again."
        ).format(folder=home.folder)
    )


class _Opener:
    """One opening of the records; SAID collects what a person should know of it."""

    def __init__(self, home: Home, actor: Actor, presence: Presence) -> None:
        self.home = home
        self.actor = actor
        self.presence = presence
        self.passphrase: str | None = None
        self.said: list[str] = []

    def open(self, ask_passphrase: AskPassphrase) -> Opened:
        """Return records whose tables are as they were made."""
        home = self.home
        is_alone = self.presence.be_alone()
        if is_alone:
            self._prepare()
        else:
            self.presence.be_among_others()
            if not home.database.exists():
                raise self.presence.in_use(_("are being made"))
        self.passphrase = ask_passphrase() if is_sealed(home.database) else None
        if self.passphrase is not None:
            self.said += salts.mend_salt(home, self.passphrase, is_alone=is_alone)
        with salts.told(home, self.passphrase):
            connection = self._bring_up() if is_alone else connect(home.database, self.passphrase)
        opened = Opened(home, self.actor, connection, self.passphrase, self.presence, self.said)
        try:
            problem = self._problem(opened.connection)
            if problem is not None:
                opened.mend(problem)
            if is_alone:
                if self.passphrase is not None:
                    salts.keep_salt(home, self.passphrase)
                self.said += clean_up(home, opened.connection, is_alone=True)
                self.presence.be_among_others()
        except BaseException:
            close(opened.connection, home.database)
            raise
        return opened

    def _prepare(self) -> None:
        """Finish what was left half done, and make the file if there is none."""
        home = self.home
        with explained(home.folder):
            finish(home)
            finish_backups(home)
        self.said += set_strays_aside(home, self.actor.clock())
        if not home.database.exists():
            if self.presence.had_records:
                raise Damaged(
                    _(
                        "{database}: the file of the records is gone. Restore a backup with: "
                        "iopintake restore FILE; to begin without what was in it, remove {lock}"
                    ).format(database=home.database, lock=home.lock)
                )
            with explained(home.folder):
                schema.lay_out(home.coming, None)
                disk.rename(home.coming, home.database)
        self.presence.has_records()

    def _bring_up(self) -> sqlite3.Connection:
        """Set a foreign log aside, mend after a damaged one, bring an old format up to date; then connect.

        To connect to encrypted records takes its time, by intent; so the first connection stays.
        """
        home = self.home
        if log.is_cut_short(beside(home.database, "-wal")):
            self.said.append(mend(home, self.passphrase, self.actor, N_("the log of the latest changes")))
        self.said += set_foreign_log_aside(home, self.passphrase, self.actor.clock())
        connection = connect(home.database, self.passphrase)
        try:
            with explained(home.database):
                is_old = schema.version_of(connection, home.database) < schema.VERSION
        except BaseException:
            close(connection, home.database)
            raise
        if not is_old:
            return connection
        close(connection, home.database)
        upgrade(home, self.passphrase, self.actor)
        return connect(home.database, self.passphrase)

    def _problem(self, connection: sqlite3.Connection) -> Damaged | None:
        """Return what is wrong with the tables as such, if anything."""
        try:
            with explained(self.home.database):
                if schema.version_of(connection, self.home.database) < schema.VERSION:
                    raise self.presence.in_use(_("are of an earlier format"))
                schema.check_tables(connection, self.home.database)
        except Damaged as error:
            return error
        return None


def _is_writable(home: Home) -> bool:
    return os.access(home.folder, os.W_OK) and os.access(home.database, os.W_OK)


def _open_read_only(home: Home, actor: Actor) -> Opened:
    if is_sealed(home.database):
        raise StoreError(
            _(
                "{folder}: encrypted records can't be opened where nothing can be written. Copy the "
                "folder to a place where you may write, and name it with --home."
            ).format(folder=home.folder)
        )
    if home.operation.exists():
        raise StoreError(
            _(
                "{folder}: an earlier command was stopped half way, and the folder can't be written to. "
                "Make it writable for a moment, or copy the whole folder to where it is."
            ).format(folder=home.folder)
        )
    connection = read_only(home.database)
    with explained(home.database):
        version = schema.version_of(connection, home.database)
        if version < schema.VERSION:
            raise StoreError(
                _(
                    "{folder}: these records are of an earlier format, and the folder can't be written to. "
                    "Copy it to a place where you may write, and name it with --home."
                ).format(folder=home.folder)
            )
        schema.check_tables(connection, home.database)
    return Opened(home, actor, connection, None, None, [])
