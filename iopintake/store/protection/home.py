"""The folder of the records: where it is, who may read it, and who is in it."""

from __future__ import annotations

import fcntl
import os
import shlex
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Final

from iopintake.store.errors import InUse, explained
from iopintake.store.protection import disk
from iopintake.support.frozen import value
from iopintake.support.language import _

VARIABLE: Final = "IOPINTAKE_HOME"
PATIENCE: Final = 5.0
"""Seconds to wait until whoever is alone with the records is done."""
MADE: Final = b"There are records in this folder.\n"
STEP: Final = 0.01
"""Seconds between two looks."""
SIDES: Final = ("-wal", "-shm", "-journal")
"""How the names of the files at a database's side end."""


def beside(database: Path, side: str) -> Path:
    """Return the file at a database's side."""
    return database.with_name(f"{database.name}{side}")


@value
class Home:
    """The folder of the records and what stands in it."""

    folder: Path

    @cached_property
    def database(self) -> Path:
        """Return the one file that holds the records."""
        return self.folder / "intakes.db"

    @property
    def coming(self) -> Path:
        """Return the file that is to become the database; what is left of one counts for nothing."""
        return self.folder / "intakes.db.new"

    @property
    def source(self) -> Path:
        """Return the copy from which a file is made anew; what is left of one counts for nothing."""
        return self.folder / "intakes.db.source"

    @property
    def old(self) -> Path:
        """Return the file that the database was and that is on its way out."""
        return self.folder / "intakes.db.old"

    @property
    def operation(self) -> Path:
        """Return the note of what is being done to the files, there until it is done or undone."""
        return self.folder / "operation.json"

    @property
    def lock(self) -> Path:
        """Return the file whose lock says who has the records open."""
        return self.folder / "lock"

    @property
    def kept(self) -> Path:
        """Return the folder of the copies that were kept before something was changed."""
        return self.folder / "kept"

    @property
    def packs(self) -> Path:
        """Return the folder into which kept packs are unpacked; it can be removed at any time."""
        return self.folder / "packs"

    @property
    def salt(self) -> Path:
        """Return the copy of what the key of encrypted records is made with, beside the passphrase."""
        return self.folder / "salt.json"

    @property
    def outbox(self) -> Path:
        """Return the folder of the names of the intakes that wait to be sent to the shared records."""
        return self.folder / "outbox"

    @property
    def keyring_mark(self) -> Path:
        """Return the empty file that says that the passphrase is in the system's keyring."""
        return self.folder / "keyring"


def home_folder(option: Path | None, environment: Mapping[str, str], default: Path) -> Home:
    """Return the home that was named by option or environment, else the default."""
    named = environment.get(VARIABLE)
    return Home((option or (Path(named) if named else default)).expanduser().absolute())


def prepare(home: Home) -> None:
    """Make the folder of the records if it is not there, for its owner only."""
    with explained(home.folder):
        disk.make_folder(home.folder)


def open_to_others(home: Home) -> str | None:
    """Return a warning with its remedy when others can get at the records, else None."""
    places = [home.folder, *(path for path in home.folder.glob("intakes.db*") if path.is_file())]
    for place in places:
        try:
            mode = stat.S_IMODE(place.stat().st_mode)
        except OSError:
            continue
        if mode & 0o077:
            return _(
                "Others on this machine can get at the records (mode {mode:o} of {place}). "
                "Mend it with: chmod -R go-rwx {folder}"
            ).format(mode=mode, place=place, folder=shlex.quote(str(home.folder)))
    return None


class Presence:
    """Having the records open, beside others or alone; whoever is alone may change the files."""

    def __init__(self, home: Home) -> None:
        """Come to the records of HOME, without being let in yet."""
        self.home = home
        with explained(home.folder):
            self._descriptor = os.open(home.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, disk.OWNER_ONLY)

    def be_alone(self, patience: float = 0.0) -> bool:
        """Be alone within PATIENCE seconds; say whether. Whoever was beside others stays so if not."""
        return self._gets(fcntl.LOCK_EX, patience)

    def be_among_others(self) -> None:
        """Be there beside others; InUse when somebody stays alone."""
        if not self._gets(fcntl.LOCK_SH, PATIENCE):
            raise self.in_use(_("are being changed"))

    @property
    def had_records(self) -> bool:
        """Say whether there were records here before; the file of the lock says so."""
        return os.fstat(self._descriptor).st_size > 0

    def has_records(self) -> None:
        """Write down that there are records here, so that their loss is noticed."""
        if not self.had_records:
            os.pwrite(self._descriptor, MADE, 0)

    def leave(self) -> None:
        """Have the records open no more."""
        os.close(self._descriptor)

    def in_use(self, what: str) -> InUse:
        """Return what is said when somebody else is there."""
        return InUse(
            _(
                "{folder}: the records are open in another window and {what}. "
                "Finish or pause there, and try again."
            ).format(folder=self.home.folder, what=what)
        )

    def _gets(self, kind: int, patience: float) -> bool:
        end = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    return False
                time.sleep(STEP)
            else:
                return True


@contextmanager
def alone(home: Home, patience: float | None = None) -> Iterator[None]:
    """Be alone with the records; InUse when it can't be within PATIENCE seconds."""
    presence = Presence(home)
    try:
        if not presence.be_alone(PATIENCE if patience is None else patience):
            raise presence.in_use(_("must be closed everywhere for this"))
        yield
    finally:
        presence.leave()
