"""The folder of the records: where it is, who may read it, and who is in it."""

from __future__ import annotations

import fcntl
import os
import shlex
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from iopintake.store.errors import InUse, explained

VARIABLE: Final = "IOPINTAKE_HOME"
PATIENCE: Final = 5.0
"""Seconds to wait until whoever is alone with the records is done."""
STEP: Final = 0.05
"""Seconds between two looks."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of the records and what stands in it."""

    folder: Path

    @property
    def database(self) -> Path:
        """Return the one file that holds the records."""
        return self.folder / "intakes.db"

    @property
    def coming(self) -> Path:
        """Return the file that is to become the database; what is left of one counts for nothing."""
        return self.folder / "intakes.db.new"

    @property
    def lock(self) -> Path:
        """Return the empty file whose lock says who has the records open."""
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
        if not home.folder.is_dir():
            home.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            home.folder.chmod(0o700)  # whatever the umask


def open_to_others(home: Home) -> str | None:
    """Return a warning with its remedy when others can get at the records, else None."""
    places = [home.folder, *(path for path in home.folder.glob("intakes.db*") if path.is_file())]
    for place in places:
        try:
            mode = stat.S_IMODE(place.stat().st_mode)
        except OSError:
            continue
        if mode & 0o077:
            return (
                f"Others on this machine can get at the records (mode {mode:o} of {place}). "
                f"Mend it with: chmod -R go-rwx {shlex.quote(str(home.folder))}"
            )
    return None


@contextmanager
def among_others(home: Home) -> Iterator[None]:
    """Have the records open beside others; InUse when somebody stays alone with them."""
    with _locked(home, fcntl.LOCK_SH, PATIENCE):
        yield


@contextmanager
def alone(home: Home, patience: float | None = None) -> Iterator[None]:
    """Be alone with the records, and clear away what an earlier attempt left; InUse when it can't be."""
    with _locked(home, fcntl.LOCK_EX, PATIENCE if patience is None else patience):
        for leftover in home.folder.glob(f"{home.coming.name}*"):
            scrub(leftover)
        yield


@contextmanager
def _locked(home: Home, kind: int, patience: float) -> Iterator[None]:
    with explained(home.folder):
        descriptor = os.open(home.lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(descriptor, kind, home, patience)
        yield
    finally:
        os.close(descriptor)


def _wait_for(descriptor: int, kind: int, home: Home, patience: float) -> None:
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                what = "must be closed everywhere for this" if kind == fcntl.LOCK_EX else "are being changed"
                raise InUse(
                    f"{home.folder}: the records are open in another window and {what}. "
                    "Finish or pause there, and try again."
                ) from None
            time.sleep(STEP)
        else:
            return


def scrub(path: Path) -> None:
    """Write zeros over a file, onto the disk, and remove it."""
    with path.open("r+b") as file:
        wipe(file.fileno())
    path.unlink()


def wipe(descriptor: int) -> None:
    """Write zeros over all that an open file holds, onto the disk."""
    left = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(descriptor, bytes(min(left, 1 << 20)))
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Put the names in a folder onto the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
