"""Reads files of many intakes line by line, in constant memory."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iopintake.answers.files import LINE_LIMIT
from iopintake.support.errors import FileError


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, with its place and its size in the file."""

    where: str
    data: bytes

    def check_length(self) -> None:
        """Raise FileError when a line of several is too long, and so was cut off."""
        if len(self.data) > LINE_LIMIT and ", line " in self.where:
            raise FileError(f"{self.where}: the line is longer than 1 MB. Split it.")


def lines_of(path: Path) -> Iterator[Line]:
    """Yield the lines of a file, or of standard input for ``-``; a .json or .toml file is one line.

    Raises FileError when the file can't be read. A line that is too long comes cut off.
    """
    if str(path) == "-":
        yield from _numbered("standard input", sys.stdin.buffer)
        return
    if path.is_dir():
        raise FileError(f"{path}: this is a folder. Name a file.")
    try:
        file = path.open("rb")
    except OSError as error:
        raise FileError(f"{path}: the file can't be read ({error.strerror}). Check the path.") from None
    with file:
        if path.suffix in {".json", ".toml"}:
            yield Line(str(path), file.read(LINE_LIMIT * 5 + 1))
        else:
            yield from _numbered(str(path), file)


def _numbered(name: str, file: io.BufferedIOBase | Any) -> Iterator[Line]:
    number = 0
    while line := file.readline(LINE_LIMIT + 1):
        number += 1
        yield Line(f"{name}, line {number}", line)
        while len(line) > LINE_LIMIT and not line.endswith(b"\n"):
            line = file.readline(LINE_LIMIT)  # the rest of a line that is too long
