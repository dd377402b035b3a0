"""What can go wrong with the records, each as one sentence that says what to do."""

from __future__ import annotations

import errno
import sqlite3
import sys
from pathlib import Path
from types import TracebackType
from typing import Final

from iopintake.support.errors import ExitCode, IopintakeError
from iopintake.support.language import N_, _


class StoreError(IopintakeError):
    """The records can't be read or written."""


class NoSuchIntake(StoreError):
    """No intake has such an id, or several begin like it."""


class OpenElsewhere(StoreError):
    """A draft is open in another process."""


class TakenOver(StoreError):
    """A draft was taken over by another process while it was open here."""

    exit_code = ExitCode.PAUSED


class Stale(StoreError):
    """An intake has gone on since it was read."""


class WrongPassphrase(StoreError):
    """The passphrase does not open the records."""


class Damaged(StoreError):
    """The file of the records is not what was written to it."""


class InUse(StoreError):
    """Other processes have the records open while one must be alone with them."""


RESTORING = N_("Nothing was changed. Restore a backup with: iopintake restore FILE")
MENDING = N_(
    "Nothing was changed. Save what is whole with: iopintake repair, or restore a backup with: "
    "iopintake restore FILE"
)
ON_SERVER = N_(
    "Nothing was changed. Tell whoever runs the server, who can compare it with a backup made by pg_dump."
)
"""What is said of damage in shared records instead: this program mends and restores its own file alone."""
FULL = N_(
    "the disk is full, so this was not saved; what was saved before stands. Free some space, then go on "
    "with: iopintake resume"
)
FAILING = N_(
    "the disk fails or is full, so this was not saved; what was saved before stands. Check it, then go on "
    "with: iopintake resume"
)
DAMAGED = N_("the file of the records is damaged.")
NO_RECORDS = N_("this is not a file of records, or it is damaged.")
NOT_ALLOWED = N_("the records can be read but not written. Check owner and mode of file and folder.")
NO_PERMISSION = N_("the records can't be used (permission denied). Check owner and mode of file and folder.")
WORDS: Final[tuple[tuple[str, type[StoreError], str], ...]] = (
    ("is full", StoreError, FULL),
    ("readonly", StoreError, NOT_ALLOWED),
    ("not a database", Damaged, NO_RECORDS),
    (
        "UNIQUE constraint failed: event",
        Stale,
        N_("another window wrote to this intake just now. Try again."),
    ),
    (
        "was deleted",
        NoSuchIntake,
        N_("this intake was deleted in another window; nothing of it is kept."),
    ),
    (
        "locked",
        InUse,
        N_("another window is writing to the records and does not come to an end. Try again."),
    ),
    ("disk I/O", StoreError, FAILING),
    (
        "unable to open",
        StoreError,
        N_("the records can't be opened. Check owner and mode of file and folder."),
    ),
    ("authoriz", StoreError, NOT_ALLOWED),
    ("permission", StoreError, NOT_ALLOWED),
    ("interrupted", StoreError, N_("this was interrupted, so nothing was changed. Try again.")),
    (
        "out of memory",
        StoreError,
        N_("this machine has no memory left, so nothing was changed. Close something."),
    ),
)
"""What the database says, and what a person is told instead; its own words could hold an answer.

Whatever else it says (a column that is not there, a text that is none, two rows where one can
be) says that the file is not what this program wrote: damage.
"""
SYSTEM: Final = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EFBIG: FULL,
    errno.EIO: FAILING,
    errno.EROFS: NOT_ALLOWED,
    errno.EACCES: NO_PERMISSION,
    errno.EPERM: NO_PERMISSION,
}
"""What the system says, by its number."""


class explained:  # noqa: N801 - read in a with statement; a generator would cost each answer its time
    """Turn what the database or the system says about PATH within into one sentence."""

    __slots__ = ("path",)

    def __init__(self, path: Path) -> None:
        """Name the file or folder that is spoken of."""
        self.path = path

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            return
        if isinstance(error, database_errors()):
            told, sentence = _told(str(error))
            raise told(f"{self.path}: {sentence}") from None
        if isinstance(error, OSError):
            usual = _("the records can't be used ({strerror}). Check folder, mode and free space.")
            known = SYSTEM.get(error.errno or 0)
            sentence = _(known) if known else usual.format(strerror=error.strerror)
            raise StoreError(f"{self.path}: {sentence}") from None


def _told(said: str) -> tuple[type[StoreError], str]:
    for part, kind, sentence in WORDS:
        if part in said:
            return kind, f"{_(sentence)} {_(MENDING)}" if kind is Damaged else _(sentence)
    return Damaged, f"{_(DAMAGED)} {_(MENDING)}"


def database_errors() -> tuple[type[Exception], ...]:
    """Return the error classes of the databases in use; SQLCipher has its own."""
    cipher = sys.modules.get("sqlcipher3.dbapi2")
    return (
        (sqlite3.Error, sqlite3.Warning, cipher.Error, cipher.Warning)
        if cipher is not None
        else (sqlite3.Error, sqlite3.Warning)
    )
