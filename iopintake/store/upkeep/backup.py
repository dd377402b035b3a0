"""Backs the records up into one file, and restores them from it; both whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from iopintake.store.database import schema
from iopintake.store.database.opening import AskPassphrase
from iopintake.store.database.store import Store
from iopintake.store.errors import Damaged, StoreError, WrongPassphrase, explained
from iopintake.store.protection.home import Home, alone, prepare, scrub, sync_folder
from iopintake.store.upkeep.deletion import take_out
from iopintake.support.errors import FileError


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored, and where the records that were there are kept."""

    intakes: int
    deleted_again: int  # intakes of the backup that had been deleted since
    deletions_known: bool  # False: what was deleted here could not be read, and may be back
    kept: Path | None


def backup(store: Store, target: Path, *, force: bool) -> int:
    """Write all records into the file TARGET, encrypted if they are; return how many intakes are in it.

    Others may go on writing; the copy is the records of one moment. It is read back and
    checked before it takes its name.
    """
    if target.is_dir():
        raise FileError(f"{target}: this is a folder. Name a file.")
    if target.exists() and not force:
        raise FileError(f"{target}: there is a file already. Use --force to write over it.")
    temporary = target.with_name(f".iopintake-{secrets.token_hex(6)}")
    try:
        with explained(target):
            schema.touch(temporary)
            store.connection.execute(f"VACUUM INTO {schema.quoted(str(temporary.absolute()))}")
            intakes = _checked_count(temporary, store.opened.passphrase)
            onto_disk(temporary)
            _give_name(temporary, target, force=force)
    finally:
        for leftover in target.parent.glob(f"{temporary.name}*"):
            leftover.unlink()
    return intakes


def restore(
    home: Home, source: Path, ask_passphrase: AskPassphrase, ask_present: AskPassphrase, at: datetime
) -> Restored:
    """Put the records of a backup in the place of those in HOME, which are kept aside.

    ASK_PASSPHRASE gets the passphrase of the backup, ASK_PRESENT that of the records here.
    Intakes that were deleted here since the backup are deleted in it, too. Raises
    StoreError or Damaged, with everything as it was, when the backup can't be used.
    """
    prepare(home)
    with alone(home):
        _copy_in(home, source)
        try:
            passphrase = ask_passphrase() if schema.is_sealed(home.coming) else None
            gone = _deleted_here(home, passphrase, ask_present)
            intakes, again = _made_ready(home, passphrase, gone or [])
        except BaseException:
            for leftover in home.folder.glob(f"{home.coming.name}*"):
                scrub(leftover)
            raise
        kept = take_the_place(home, "before-restore", at)
    return Restored(intakes=intakes, deleted_again=again, deletions_known=gone is not None, kept=kept)


def _copy_in(home: Home, source: Path) -> None:
    try:
        with source.open("rb") as reading:
            schema.touch(home.coming)
            with home.coming.open("wb") as writing:
                shutil.copyfileobj(reading, writing)
    except OSError as error:
        raise FileError(f"{source}: the backup can't be read ({error.strerror}). Check the path.") from None


def _made_ready(home: Home, passphrase: str | None, gone: list[tuple[str, str, str, str]]) -> tuple[int, int]:
    """Check the records that are coming, and delete in them what was deleted here."""
    connection = schema.connect(home.coming, passphrase)
    try:
        with explained(home.coming):
            version = schema.version_of(connection, home.coming)
            if not schema.is_whole(connection):
                raise Damaged(f"{home.coming}: the backup is damaged. Nothing was changed. Use another one.")
            script = "".join(schema.UPGRADES[number] for number in range(version, schema.VERSION))
            connection.executescript(f"BEGIN; {script} PRAGMA user_version = {schema.VERSION}; COMMIT;")
            connection.execute("PRAGMA journal_mode = WAL")
            known = {row[0] for row in connection.execute("SELECT id FROM intake")}
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany("INSERT OR IGNORE INTO deleted VALUES (?, ?, ?, ?)", gone)
            again = [row[0] for row in gone if row[0] in known]
            for intake_id in again:
                take_out(connection, intake_id)
            connection.execute("UPDATE intake SET lease = NULL, holder = NULL")
            connection.execute("COMMIT")
            if again:
                connection.execute("VACUUM")
    finally:
        connection.close()
    onto_disk(home.coming)
    return len(known) - len(again), len(again)


def _deleted_here(
    home: Home, passphrase: str | None, ask_present: AskPassphrase
) -> list[tuple[str, str, str, str]] | None:
    """Return the deletions that the records here know of, or None when they can't be read."""
    if not home.database.exists():
        return []
    with suppress(StoreError):
        connection = _open_present(home, passphrase, ask_present)
        try:
            with explained(home.database):
                schema.version_of(connection, home.database)
                return connection.execute("SELECT intake, at, who, why FROM deleted").fetchall()
        finally:
            connection.close()
    return None


def _open_present(home: Home, passphrase: str | None, ask_present: AskPassphrase) -> sqlite3.Connection:
    """Open the records here, with the passphrase of the backup if it is theirs."""
    if not schema.is_sealed(home.database):
        return schema.connect(home.database, None)
    if passphrase is not None:
        with suppress(WrongPassphrase):
            return schema.connect(home.database, passphrase)
    return schema.connect(home.database, ask_present())


def take_the_place(home: Home, why: str, at: datetime) -> Path | None:
    """Put the records that are coming in the place of those that are here, which are kept aside.

    Return the kept file, named after WHY and AT, if there was one.
    """
    name = f"{why}-{at:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}.db"
    kept = _kept(home, name) if home.database.exists() else None
    with explained(home.database):
        home.coming.replace(home.database)
        sync_folder(home.folder)
    return kept


def _kept(home: Home, name: str) -> Path:
    """Keep the records that are here, as they are; afterwards no log of theirs stands in the way."""
    with explained(home.kept):
        home.kept.mkdir(mode=0o700, exist_ok=True)
        kept = home.kept / name
        os.link(home.database, kept)
        log = home.database.with_name(f"{home.database.name}-wal")
        if log.exists():
            shutil.copy(log, f"{kept}-wal")
            onto_disk(Path(f"{kept}-wal"))
        sync_folder(home.kept)
        for suffix in ("-wal", "-shm"):
            home.database.with_name(f"{home.database.name}{suffix}").unlink(missing_ok=True)
    return kept


def _checked_count(path: Path, passphrase: str | None) -> int:
    connection = schema.connect(path, passphrase)
    try:
        if not schema.is_whole(connection):
            raise Damaged(f"{path}: the copy came out damaged; the records may be. Check the disk.")
        return schema.number(connection, "SELECT count(*) FROM intake")
    finally:
        connection.close()


def onto_disk(path: Path) -> None:
    """Put what was written to a file onto the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _give_name(temporary: Path, target: Path, *, force: bool) -> None:
    if force:
        temporary.replace(target)
    else:
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise FileError(f"{target}: there is a file already. Use --force to write over it.") from None
        temporary.unlink()
    sync_folder(target.parent)
