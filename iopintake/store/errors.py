"""What can go wrong with the records, each as one sentence that says what to do."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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
WORDS: Final[tuple[tuple[str, type[StoreError], str], ...]] = (
    (
        "is full",
        StoreError,
        f"the disk is full, so this was not saved; {ON_GOING.format(do='Free some space')}",
    ),
    (
        "readonly",
        StoreError,
        "the records can be read but not written. Check owner and mode of file and folder.",
    ),
    ("not a database", Damaged, f"this is not a file of records, or it is damaged. {RESTORING}"),
    ("malformed", Damaged, f"the file of the records is damaged. {MENDING}"),
    ("UNIQUE constraint failed: event", Stale, "another window wrote to this intake just now. Try again."),
    ("was deleted", NoSuchIntake, "this intake was deleted in another window; nothing of it is kept."),
    ("locked", InUse, "another window is writing to the records and does not come to an end. Try again."),
    (
        "disk I/O",
        StoreError,
        f"the disk fails or is full, so this was not saved; {ON_GOING.format(do='Check it')}",
    ),
    ("unable to open", StoreError, "the records can't be opened. Check owner and mode of file and folder."),
)
"""What the database says, and what a person is told instead; its own words could hold an answer."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what the database or the system says about PATH into one sentence."""
    try:
        yield
    except database_errors() as error:
        said = str(error)
        for part, kind, sentence in WORDS:
            if part in said:
                raise kind(f"{path}: {sentence}") from None
        raise
    except OSError as error:
        raise StoreError(
            f"{path}: the records can't be used ({error.strerror}). Check folder, mode and free space."
        ) from None


def database_errors() -> tuple[type[Exception], ...]:
    """Return the error classes of the databases in use; SQLCipher has its own."""
    cipher = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.Error, cipher.Error) if cipher is not None else (sqlite3.Error,)
