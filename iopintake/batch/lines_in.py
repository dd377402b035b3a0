"""Reads files of many intakes line by line, in constant memory."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iopintake.answers.file_text import FILE_LIMIT, LINE_LIMIT
from iopintake.batch import results
from iopintake.batch.rows_in import Rows
from iopintake.packs.model import Pack
from iopintake.support.errors import FileError
from iopintake.support.language import _


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, with its place; of one that is too long only as much as shows that it is."""

    where: str
    data: bytes
    limit: int = LINE_LIMIT
    id: str | None = None  # of its intake, where that stands beside the answers

    @property
    def is_too_long(self) -> bool:
        """Say whether there is more of it than stands here."""
        return len(self.data) > self.limit

    def check_length(self) -> None:
        """Raise FileError when the line, or the file that is read as one, is too long."""
        if len(self.data) > self.limit:
            raise FileError(
                _("{where}: it is longer than {number} MB. Split it.").format(
                    where=self.where, number=self.limit // 1000000
                )
            )


def lines_of(path: Path, pack: Pack) -> Iterator[Line]:
    """Yield the lines of a file, or of standard input for ``-``; a .json or .toml file is one line.

    A row of a .parquet file is a line, its columns those of questions of PACK. Raises FileError when
    the file can't be read, AnswersError when a table has columns that no question has.
    """
    if str(path) == "-":
        if sys.stdin is None:
            raise FileError(_("Standard input is closed. Name a file."))
        yield from _numbered(_("standard input"), sys.stdin.buffer)
        return
    if path.suffix == ".parquet":
        yield from _rows(path, pack)
        return
    if path.is_dir():
        raise FileError(_("{path}: this is a folder. Name a file.").format(path=path))
    try:
        file = path.open("rb")
    except OSError as error:
        raise FileError(
            _("{path}: the file can't be read ({strerror}). Check the path.").format(
                path=path, strerror=error.strerror
            )
        ) from None
    with file:
        if path.suffix in {".json", ".toml"}:
            yield Line(str(path), _read(file, str(path), FILE_LIMIT + 1), FILE_LIMIT)
        else:
            yield from _numbered(str(path), file)


def _rows(path: Path, pack: Pack) -> Iterator[Line]:
    rows, number = None, 0
    try:
        for columns, some in results.rows_of(path):
            rows = rows or Rows(pack, str(path), columns.names)
            for row in some:
                number += 1
                data = json.dumps(rows.answers(row), ensure_ascii=False, default=str).encode()
                yield Line(f"{path}, row {number}", data, id=rows.id(row))
    except (OSError, ValueError) as error:  # pyarrow's own errors are of these kinds
        what = error.strerror if isinstance(error, OSError) and error.strerror else _("it is no Parquet")
        raise FileError(
            _("{path}: the file can't be read ({what}). Check it.").format(path=path, what=what)
        ) from None


def _numbered(name: str, file: io.BufferedIOBase | Any) -> Iterator[Line]:
    number = 0
    while line := _read_line(file, name):
        number += 1
        yield Line(f"{name}, line {number}", line)
        rest = line if len(line) > LINE_LIMIT else b""
        while rest and not rest.endswith(b"\n"):  # the rest of a line that is too long
            rest = _read_line(file, name)


def _read_line(file: io.BufferedIOBase | Any, name: str) -> bytes:
    try:
        return bytes(file.readline(LINE_LIMIT + 1))
    except OSError as error:
        raise FileError(
            _("{name}: it can't be read further ({strerror}).").format(name=name, strerror=error.strerror)
        ) from None


def _read(file: io.BufferedIOBase | Any, name: str, size: int) -> bytes:
    try:
        return bytes(file.read(size))
    except OSError as error:
        raise FileError(
            _("{name}: the file can't be read ({strerror}). Check the path.").format(
                name=name, strerror=error.strerror
            )
        ) from None
