"""Restores records from a backup: row by row into tables of our own, wholly or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from iopintake.store.database import schema
from iopintake.store.database.connecting import AskPassphrase, connect, is_sealed, number, open_for
from iopintake.store.database.exchange import Operation, replacing
from iopintake.store.database.mending import kept_name
from iopintake.store.database.rebuilding import Making, Rebuilt, no_summary, rebuild
from iopintake.store.database.rows import Row, WholeRows
from iopintake.store.database.salts import mend_salt
from iopintake.store.errors import Damaged, StoreError, WrongPassphrase, explained
from iopintake.store.journal.actor import Actor
from iopintake.store.protection import disk
from iopintake.store.protection.home import SIDES, Home, alone, beside, prepare
from iopintake.support.errors import FileError
from iopintake.support.language import N_, _

NO_BACKUP: Final = N_(
    "this backup can't be used: it is damaged, or no backup. Nothing was changed. Use another one."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """What is asked for on the way; each is called only when it is needed."""

    backup: AskPassphrase  # the passphrase of the backup
    present: AskPassphrase  # the passphrase of the records that are here
    protection: Callable[[], str | None]
    """How to go on when the records here were encrypted, can't be opened, and the backup is plain:
    with a new passphrase, or None to leave the records unencrypted from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored, and where the records that were there are kept."""

    intakes: int
    deleted_again: int  # intakes of the backup that had been deleted since
    deletions_known: bool  # False: what was deleted here could not be read, and may be back
    kept: Path | None
    passphrase: str | None  # what opens the records from now on
    log_left_out: bool  # a log lay beside the backup that is not its own


def restore(home: Home, source: Path, asks: Asks, actor: Actor) -> Restored:
    """Put the records of a backup in the place of those in HOME, which are kept aside.

    They stay encrypted, with the passphrase that they have. Intakes that were deleted here
    since the backup are deleted in it, too. Raises StoreError or Damaged, with everything
    as it was, when the backup can't be used.
    """
    prepare(home)
    with explained(home.folder), alone(home):
        at = actor.clock()
        present = _Present.of(home)
        kept = kept_name("before-restore", at) if home.database.exists() else ""
        with replacing(home, Operation(kind="restore", kept=kept)):
            theirs = _copied_in(home, source, asks.backup)
            gone = present.deletions(asks.present, theirs)
            passphrase = present.protection(theirs, asks)
            making = Making(
                target=home.coming,
                passphrase=passphrase,
                at=at,
                who=actor.who,
                what=_line(theirs, passphrase, was_sealed=present.is_sealed),
                summarize=no_summary,
                gone=tuple(gone or ()),
            )
            done, log_left_out = _rebuilt(home, source, theirs, making)
    return Restored(
        intakes=done.intakes,
        deleted_again=len(done.again),
        deletions_known=gone is not None,
        kept=home.kept / kept if kept else None,
        passphrase=passphrase,
        log_left_out=log_left_out,
    )


def _line(theirs: str | None, passphrase: str | None, *, was_sealed: bool) -> str:
    line = f"restored from a backup ({'encrypted' if theirs is not None else 'not encrypted'})"
    if was_sealed and passphrase is None:
        return f"{line}; the records were encrypted before and are not any more"
    return line


# --- the records that are here ---------------------------------------------------------------


@dataclass(slots=True)
class _Present:
    """The records that are here, as far as they can be read."""

    home: Home
    is_sealed: bool
    opens_with: str | None = None  # the passphrase that was found to open them

    @classmethod
    def of(cls, home: Home) -> _Present:
        try:
            return cls(home, home.database.exists() and is_sealed(home.database))
        except Damaged:
            return cls(home, is_sealed=False)

    def deletions(self, ask: AskPassphrase, theirs: str | None) -> list[Row] | None:
        """Return the deletions that are known here, or None when they can't be read."""
        if not self.home.database.exists():
            return []
        with suppress(StoreError):
            passphrase = self._found(ask, theirs)
            if passphrase is not None:
                mend_salt(self.home, passphrase, is_alone=True)
            with open_for(self.home.database, passphrase) as connection:
                version = schema.version_of(connection, self.home.database)
                rows = WholeRows(connection, self.home.database, version).deleted()
                self.opens_with = passphrase
                return rows
        return None

    def _found(self, ask: AskPassphrase, theirs: str | None) -> str | None:
        """Return what opens the records here: the passphrase of the backup if it is theirs, too."""
        if not self.is_sealed:
            return None
        if theirs is not None:
            with suppress(WrongPassphrase), open_for(self.home.database, theirs):
                return theirs
        return ask()

    def protection(self, theirs: str | None, asks: Asks) -> str | None:
        """Return the passphrase of the records to come; protection never drops without a question."""
        if self.opens_with is not None:
            return self.opens_with
        if theirs is not None or not self.is_sealed:
            return theirs
        return asks.protection()


# --- the backup --------------------------------------------------------------------------------


def _copied_in(home: Home, source: Path, ask: AskPassphrase) -> str | None:
    """Copy the backup, and the log at its side if there is one; return its passphrase, if it has one."""
    for side in ("", "-wal"):
        there = beside(source, side)
        if side and not there.exists():
            continue
        try:
            reading = there.open("rb")
        except OSError as error:
            raise FileError(
                _("{there}: the backup can't be read ({strerror}). Check the path.").format(
                    there=there, strerror=error.strerror
                )
            ) from None
        with reading, explained(home.folder):
            disk.copy(reading, beside(home.source, side))
    try:
        return ask() if is_sealed(home.source) else None
    except Damaged:
        raise Damaged(f"{source}: {_(NO_BACKUP)}") from None


def _rebuilt(home: Home, source: Path, theirs: str | None, making: Making) -> tuple[Rebuilt, bool]:
    """Make the new file of the backup with its log, or without, when the log is not its own."""
    log = beside(home.source, "-wal")
    had_log = log.exists()
    alone_is = _age(home, theirs, "mode=ro&immutable=1") if had_log else None
    try:
        if had_log and _age(home, theirs, "mode=ro") < (alone_is or ()):
            raise Damaged(_("{log}: this log is of an earlier time.").format(log=log))
        return _from(home, source, theirs, making), False
    except WrongPassphrase:
        raise
    except Damaged:
        if not had_log:
            raise Damaged(f"{source}: {_(NO_BACKUP)}") from None
    with explained(home.folder):
        for path in (home.coming, home.source):
            for side in SIDES:
                disk.scrub(beside(path, side))
        disk.scrub(home.coming)
        disk.scrub(home.source)
        with source.open("rb") as reading:
            disk.copy(reading, home.source)
    try:
        return _from(home, source, theirs, making), True
    except Damaged:
        raise Damaged(f"{source}: {_(NO_BACKUP)}") from None


def _age(home: Home, passphrase: str | None, options: str) -> tuple[int, ...]:
    """Return how far a backup has come; nothing when it can't be read."""
    try:
        with closing(connect(home.source, passphrase, options)) as connection, explained(home.source):
            counts = ("SELECT count(*) FROM deleted", "SELECT count(*) FROM event")
            return tuple(number(connection, query) for query in counts)
    except StoreError:
        return ()


def _from(home: Home, source: Path, theirs: str | None, making: Making) -> Rebuilt:
    with closing(connect(home.source, theirs)) as connection:
        version = schema.version_of(connection, source)
        rows = WholeRows(connection, source, version)
        rows.check()
        with explained(source):
            if not schema.is_whole(connection):
                raise Damaged(f"{source}: {_(NO_BACKUP)}")
        return rebuild(rows, making)
