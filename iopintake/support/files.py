"""Writes files whole or not at all, for their owner's eyes only."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from iopintake.support.errors import FileError
from iopintake.support.language import _

OWNER_ONLY = 0o600


def write_whole(path: Path, data: bytes, *, force: bool) -> None:
    """Write DATA to PATH in one step, readable by its owner only.

    The data goes to a temporary file in the same folder, onto the disk, and then takes
    the name. A file that is there stays unless FORCE. Raises FileError in one sentence.
    """
    with whole_file(path, force=force) as file:
        file.write(data)


@contextmanager
def whole_file(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """Give a file to write to, which becomes PATH in one step at the end, as with ``write_whole``."""
    if path.is_dir():
        raise FileError(_("{path}: this is a folder. Name a file.").format(path=path))
    if path.exists() and not path.is_file():
        raise FileError(
            _("{path}: this is a device or a pipe. Name a file, or print to standard output.").format(
                path=path
            )
        )
    if path.exists() and not force:
        raise FileError(_("{path}: there is a file already. Use --force to write over it.").format(path=path))
    try:
        descriptor, name = tempfile.mkstemp(prefix=".iopintake-", dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                os.fchmod(file.fileno(), OWNER_ONLY)
                yield file
                file.flush()
                os.fsync(file.fileno())
            if force:
                temporary.replace(path)
            else:
                os.link(temporary, path)
                temporary.unlink()
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
    except FileExistsError:
        raise FileError(
            _("{path}: there is a file already. Use --force to write over it.").format(path=path)
        ) from None
    except OSError as error:
        raise FileError(
            _("{path}: it can't be written ({strerror}). Check folder and space.").format(
                path=path, strerror=error.strerror
            )
        ) from None


def _sync_folder(folder: Path) -> None:
    """Put the new name itself onto the disk; systems that can't open a folder do so by themselves."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
