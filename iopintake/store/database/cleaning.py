"""Finishes deletions: what was deleted goes from freed pages, from the log and from the copies, too.

A deletion leaves a mark in the same change that takes the rows away; the mark goes when
everything is done. So every later opening goes on with it, whatever stopped it.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Final

from iopintake.store.database import seals
from iopintake.store.errors import InUse, StoreError, explained
from iopintake.store.protection import disk
from iopintake.store.protection.home import SIDES, Home, beside
from iopintake.support.language import N_, _

COPYING: Final = re.compile(r"backup-[0-9a-f]{12}\.json", re.ASCII)
COPY: Final = re.compile(r"\.iopintake-[0-9a-f]{12}", re.ASCII)
STILL: Final = N_(
    "The rows are deleted, but traces may remain on the disk: {why} The next command tries again."
)


def clean_up(home: Home, connection: sqlite3.Connection, *, is_alone: bool) -> list[str]:
    """Finish the deletions that left a mark, if any; return what is still to go, as sentences."""
    with explained(home.database):
        if not seals.value(connection, seals.TO_CLEAN):
            return []
    said = []
    try:  # the copies first: they hold whole intakes, and their space may be what is missing
        with explained(home.kept):
            disk.remove_folder(home.kept)
    except StoreError as error:
        said.append(
            _(STILL).format(
                why=_("the copies in {kept} can't be removed. {headline}").format(
                    kept=home.kept, headline=error.headline
                )
            )
        )
    try:
        _write_anew(home, connection, is_alone=is_alone)
    except StoreError as error:
        said.append(_(STILL).format(why=error.headline))
    if not said:
        with explained(home.database):
            disk.changes("commit", home.database)
            connection.execute("BEGIN IMMEDIATE")
            seals.mark(connection, seals.TO_CLEAN, "")
            connection.execute("COMMIT")
            _empty_log(home, connection, is_alone=is_alone)
    return said


def _write_anew(home: Home, connection: sqlite3.Connection, *, is_alone: bool) -> None:
    """Zero the freed pages where they stand, then write the file without them, then empty the log.

    Freed pages are zeroed in the log first (``secure_delete``); they must be so in the file
    before it becomes shorter, or the disk keeps what stood at its end.
    """
    with explained(home.database):
        _empty_log(home, connection, is_alone=is_alone)
        disk.changes("vacuum", home.database)
        connection.execute("VACUUM")
        _empty_log(home, connection, is_alone=is_alone)


def _empty_log(home: Home, connection: sqlite3.Connection, *, is_alone: bool) -> None:
    """Bring the log into the database; alone, overwrite it before it is cut off."""
    disk.changes("checkpoint", home.database)
    busy, *_pages = connection.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()
    if busy:
        raise InUse(_("another window is reading the records."))
    if is_alone:
        _overwrite(beside(home.database, "-wal"))
    disk.changes("checkpoint", home.database)
    busy, *_pages = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise InUse(_("another window is reading the records."))


def _overwrite(path: Path) -> None:
    if not path.exists():
        return
    disk.changes("overwrite", path)
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        disk.wipe(descriptor)
    finally:
        os.close(descriptor)


def copy_begins(home: Home, target: Path) -> tuple[Path, Path]:
    """Return the file into which a copy is made beside TARGET, and the note that names it."""
    token = secrets.token_hex(6)
    temporary = target.absolute().with_name(f".iopintake-{token}")
    note = home.folder / f"backup-{token}.json"
    disk.write(note, json.dumps({"copy": str(temporary)}).encode())
    return temporary, note


def copy_ends(temporary: Path, note: Path) -> None:
    """Clear away what is left of a copy, and its note last."""
    for leftover in (temporary, *(beside(temporary, side) for side in SIDES)):
        disk.scrub(leftover)
    disk.remove(note)


def finish_backups(home: Home) -> None:
    """Clear away the copies that were never finished; be alone for this."""
    for note in home.folder.glob("backup-*.json"):
        if not COPYING.fullmatch(note.name):
            continue
        with suppress(OSError):  # the stick that it was made on may be gone
            named = Path(_named(note))
            if COPY.fullmatch(named.name) and named.is_absolute():
                copy_ends(named, note)
            else:
                disk.remove(note)


def _named(note: Path) -> str:
    try:
        return str(json.loads(note.read_bytes())["copy"])
    except (KeyError, TypeError, ValueError):
        return ""
