"""What can go wrong with the records, each as one sentence that says what to do."""

from __future__ import annotations

import errno
import sqlite3
import sys
from pathlib import Path
from types import TracebackType
from typing import Final

from iopintake.support.errors import ExitCode, IopintakeError


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


ON_GOING = "what was saved before stands. {do}, then go on with: iopintake resume"
RESTORING = "Nothing was changed. Restore a backup with: iopintake restore FILE"
MENDING = (
    "Nothing was changed. Save what is whole with: iopintake repair, or restore a backup with: "
    "iopintake restore FILE"
)
FULL = f"the disk is full, so this was not saved; {ON_GOING.format(do='Free some space')}"
FAILING = f"the disk fails or is full, so this was not saved; {ON_GOING.format(do='Check it')}"
DAMAGED = f"the file of the records is damaged. {MENDING}"
NOT_ALLOWED = "the records can be read but not written. Check owner and mode of file and folder."
WORDS: Final[tuple[tuple[str, type[StoreError], str], ...]] = (
    ("is full", StoreError, FULL),
    ("readonly", StoreError, NOT_ALLOWED),
    ("not a database", Damaged, f"this is not a file of records, or it is damaged. {MENDING}"),
    ("UNIQUE constraint failed: event", Stale, "another window wrote to this intake just now. Try again."),
    ("was deleted", NoSuchIntake, "this intake was deleted in another window; nothing of it is kept."),
    ("locked", InUse, "another window is writing to the records and does not come to an end. Try again."),
    ("disk I/O", StoreError, FAILING),
    ("unable to open", StoreError, "the records can't be opened. Check owner and mode of file and folder."),
    ("authoriz", StoreError, NOT_ALLOWED),
    ("permission", StoreError, NOT_ALLOWED),
    ("interrupted", StoreError, "this was interrupted, so nothing was changed. Try again."),
    (
        "out of memory",
        StoreError,
        "this machine has no memory left, so nothing was changed. Close something.",
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
    errno.EACCES: "the records can't be used (permission denied). Check owner and mode of file and folder.",
    errno.EPERM: "the records can't be used (permission denied). Check owner and mode of file and folder.",
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
            usual = f"the records can't be used ({error.strerror}). Check folder, mode and free space."
            raise StoreError(f"{self.path}: {SYSTEM.get(error.errno or 0, usual)}") from None


def _told(said: str) -> tuple[type[StoreError], str]:
    for part, kind, sentence in WORDS:
        if part in said:
            return kind, sentence
    return Damaged, DAMAGED


def database_errors() -> tuple[type[Exception], ...]:
    """Return the error classes of the databases in use; SQLCipher has its own."""
    cipher = sys.modules.get("sqlcipher3.dbapi2")
    return (
        (sqlite3.Error, sqlite3.Warning, cipher.Error, cipher.Warning)
        if cipher is not None
        else (sqlite3.Error, sqlite3.Warning)
    )
