"""Every change of a file that the records make, each kind in one place; the database's own are told, too.

What is about to change is told to whoever WATCHES: the tests let the system fail there, or
end the process, so that every operation is tried at every step.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

Watcher = Callable[[str, Path], None]
"""Is told the kind of a change and the file, before it is made; may raise OSError."""

watchers: Final[list[Watcher]] = []
OWNER_ONLY: Final = 0o600
CHUNK: Final = 1 << 20


def changes(kind: str, path: Path) -> None:
    """Say what is about to change, also where the database does it."""
    for watcher in watchers:
        watcher(kind, path)


def create(path: Path) -> None:
    """Make an empty file for its owner only, whatever the umask; FileExistsError when there is one."""
    changes("create", path)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
    try:
        os.fchmod(descriptor, OWNER_ONLY)
    finally:
        os.close(descriptor)


def write(path: Path, data: bytes) -> None:
    """Write DATA into a new file for its owner only, onto the disk."""
    create(path)
    changes("write", path)
    with path.open("wb") as file:
        file.write(data)
    sync(path)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file wholly or not at all; what was under its name before is replaced."""
    coming = path.with_name(f"{path.name}.new")
    remove(coming)
    write(coming, data)
    rename(coming, path)


def copy(source: BinaryIO, target: Path) -> None:
    """Copy an open file into a new one for its owner only, onto the disk."""
    create(target)
    changes("write", target)
    with target.open("wb") as file:
        shutil.copyfileobj(source, file, CHUNK)
    sync(target)


def rename(source: Path, target: Path) -> None:
    """Give a file another name, in place of what had it; names are on the disk afterwards."""
    changes("rename", target)
    source.replace(target)
    sync_folder(target.parent)
    if source.parent != target.parent:
        sync_folder(source.parent)


def link(source: Path, target: Path) -> None:
    """Give a file a further name; FileExistsError when that is taken."""
    changes("link", target)
    os.link(source, target)


def remove(path: Path) -> None:
    """Remove a file that holds nothing of a person, if it is there."""
    if path.exists() or path.is_symlink():
        changes("remove", path)
        path.unlink(missing_ok=True)


def scrub(path: Path) -> None:
    """Write zeros over a file, onto the disk, and remove it, if it is there."""
    if not path.exists():
        return
    if not path.is_symlink() and path.stat().st_nlink == 1:  # another name may be somebody's backup
        changes("overwrite", path)
        with path.open("r+b") as file:
            wipe(file.fileno())
    remove(path)


def wipe(descriptor: int) -> None:
    """Write zeros over all that an open file holds, onto the disk."""
    left = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    while left > 0:
        left -= os.write(descriptor, bytes(min(left, CHUNK)))
    os.fsync(descriptor)


def sync(path: Path) -> None:
    """Put what was written to a file onto the disk."""
    changes("sync", path)
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Put the names in a folder onto the disk."""
    changes("sync", folder)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make a folder for its owner only, with those above it, unless it is there."""
    if not path.is_dir():
        changes("folder", path)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.chmod(0o700)  # whatever the umask


def remove_folder(path: Path) -> None:
    """Remove a folder with all that is in it, overwritten."""
    if not path.is_dir():
        return
    for inside in sorted(path.iterdir()):
        if inside.is_dir() and not inside.is_symlink():
            remove_folder(inside)
        else:
            scrub(inside)
    changes("remove", path)
    path.rmdir()
