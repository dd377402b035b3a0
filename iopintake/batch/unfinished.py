"""What was assessed so far, kept beside the file that it is for, so that a run that was killed goes on.

Each batch is a line that says what follows, and its output. What was cut short at the end, or is
not what was written, is worked out again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from iopintake.batch.assessing import Assessed
from iopintake.support.errors import FileError
from iopintake.support.files import OWNER_ONLY
from iopintake.support.language import _


@dataclass(frozen=True, slots=True)
class Job:
    """What a run works out: the same job gives the same bytes."""

    of: str  # what is assessed, with which pack, into which form
    day: date  # on which it began


class Unfinished:
    """The batches of one job that are done."""

    def __init__(self, output: Path, job: Job) -> None:
        """Begin the file for OUTPUT, or go on with it if it is of the same job; its day then holds."""
        self.path = output.with_name(f".{output.name}.unfinished")
        self.day, self.done = job.day, 0
        try:
            self._file: BinaryIO = os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, OWNER_ONLY), "r+b")
        except OSError as error:
            raise FileError(
                _("{path}: it can't be written ({strerror}). Check folder and space.").format(
                    path=output, strerror=error.strerror
                )
            ) from None
        begun = _header(self._file)
        if begun is not None and begun.get("job") == job.of:
            self.day = date.fromisoformat(begun["day"])
            end = self._file.tell()
            for _batch in self._batches():
                self.done, end = self.done + 1, self._file.tell()
            self._file.seek(end)
            self._file.truncate()
        else:
            self._file.seek(0)
            self._file.truncate()
            self._write({"job": job.of, "day": job.day.isoformat()}, b"")

    def add(self, batch: Assessed) -> None:
        """Keep what BATCH came to."""
        digest = hashlib.sha256(batch.output).hexdigest()
        about = {"bytes": len(batch.output), "sha256": digest, "size": batch.size, "messages": batch.messages}
        self._write(about, batch.output)
        self.done += 1

    def all(self) -> Iterator[Assessed]:
        """Yield all that is kept, from the beginning."""
        self._file.seek(0)
        _header(self._file)
        yield from self._batches()

    def remove(self) -> None:
        """Remove the file: its output stands where it belongs."""
        self._file.close()
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Leave the file for the next run."""
        self._file.close()

    def _write(self, about: dict[str, Any], output: bytes) -> None:
        try:
            self._file.write(json.dumps(about).encode() + b"\n" + output)
            self._file.flush()
        except OSError as error:
            raise FileError(
                _("{path}: it can't be written ({strerror}). Check folder and space.").format(
                    path=self.path, strerror=error.strerror
                )
            ) from None

    def _batches(self) -> Iterator[Assessed]:
        while (about := _header(self._file)) is not None:
            output = self._file.read(about.get("bytes", 0))
            if hashlib.sha256(output).hexdigest() != about.get("sha256"):
                return
            yield Assessed(output, tuple(about["messages"]), about["size"])


def _header(file: BinaryIO) -> dict[str, Any] | None:
    """Return what the next line says; None when there is none that is whole."""
    line = file.readline()
    try:
        about = json.loads(line) if line.endswith(b"\n") else None
    except ValueError:
        return None
    return about if isinstance(about, dict) else None


def job_of(parts: list[str], files: tuple[Path, ...], day: date) -> Job:
    """Return the job of assessing FILES; PARTS say with what and into which form."""
    told = list(parts)
    for path in files:
        try:
            state = path.stat()
            told += [str(path.resolve()), str(state.st_size), str(state.st_mtime_ns)]
        except OSError:
            told.append(str(path))
    return Job(hashlib.sha256("\0".join(told).encode("utf-8", "surrogateescape")).hexdigest(), day)
