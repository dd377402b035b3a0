"""Backs the records up into one file: every event proved, and read back before the file has its name."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from iopintake.store.database import schema
from iopintake.store.database.cleaning import copy_begins, copy_ends
from iopintake.store.database.file import Opened
from iopintake.store.database.rebuilding import Making, no_summary, rebuild
from iopintake.store.database.rows import WholeRows
from iopintake.store.database.store import Store
from iopintake.store.errors import StoreError, explained
from iopintake.store.protection import disk
from iopintake.support.errors import FileError
from iopintake.support.language import _


def backup(store: Store, target: Path, *, force: bool) -> int:
    """Write all records into the file TARGET, encrypted if they are; return how many intakes are in it.

    Others may go on writing; the copy is the records of one moment. Damaged, with what
    stands in TARGET untouched, when anything in the records is not as it was written.
    """
    if target.is_dir():
        raise FileError(_("{target}: this is a folder. Name a file.").format(target=target))
    if target.exists() and not target.is_file():
        raise FileError(_("{target}: this is a device or a pipe. Name a file.").format(target=target))
    if target.exists() and not force:
        raise FileError(
            _("{target}: there is a file already. Use --force to write over it.").format(target=target)
        )
    if reason := _why_no_folder(target.absolute().parent):
        raise FileError(
            _("{path}: it can't be written ({strerror}). Check folder and space.").format(
                path=target, strerror=os.strerror(reason)
            )
        )
    file = store.opened
    if not isinstance(file, Opened):
        raise StoreError(
            _(
                "{place}: shared records are backed up by whoever runs the server, such as with: pg_dump "
                "--format=custom --file=FILE DATABASE"
            ).format(place=store.place)
        )
    if file.is_read_only:
        raise StoreError(
            _("{folder}: where nothing can be written, copy {name} itself.").format(
                folder=store.home.folder, name=store.home.database.name
            )
        )
    with explained(store.home.folder):
        temporary, note = copy_begins(store.home, target)
    try:
        intakes = _copied(store, file, temporary)
        with explained(target):
            _give_name(temporary, target, force=force)
    finally:
        with explained(target):
            copy_ends(temporary, note)
    return intakes


def _why_no_folder(folder: Path) -> int:
    """Return the number of the error that making a file in FOLDER would meet, 0 for none."""
    if not folder.is_dir():
        return errno.ENOENT
    return 0 if os.access(folder, os.W_OK) else errno.EACCES


def _copied(store: Store, file: Opened, path: Path) -> int:
    """Copy the records of one moment; return how many intakes there are."""
    connection = file.connection
    rows = WholeRows(connection, store.home.database, schema.VERSION)
    with explained(store.home.database):
        connection.execute("BEGIN")
    try:
        made = Making(
            target=path,
            passphrase=file.passphrase,
            at=store.actor.clock(),
            who=store.actor.who,
            what="",
            summarize=no_summary,
            is_copy=True,
        )
        return rebuild(rows, made).intakes
    finally:
        with explained(store.home.database):
            connection.execute("ROLLBACK")


def _give_name(temporary: Path, target: Path, *, force: bool) -> None:
    disk.sync(temporary)
    if force:
        disk.rename(temporary, target)
        return
    try:
        disk.link(temporary, target)
    except FileExistsError:
        raise FileError(
            _("{target}: there is a file already. Use --force to write over it.").format(target=target)
        ) from None
    disk.remove(temporary)
    disk.sync_folder(target.absolute().parent)
