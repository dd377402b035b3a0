"""What a file holds: its bytes, these as text, and the table that the text is."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from iopintake.support.data_text import Unreadable, from_json, from_toml
from iopintake.support.errors import AnswersError, FileError
from iopintake.support.language import _

FILE_LIMIT: Final = 5_000_000
"""Bytes of a file that holds one object."""
LINE_LIMIT: Final = 1_000_000
"""Bytes of one line of JSON Lines."""


def decode(data: bytes) -> tuple[str, bool]:
    """Return DATA as text, and whether something in it was not UTF-8 and was replaced."""
    try:
        return data.removeprefix(BOM_UTF8).decode(), False
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
    return text, "\ufffd" in text and b"\xef\xbf\xbd" not in data


def read_bytes(path: Path, limit: int = FILE_LIMIT) -> bytes:
    """Return what the file at PATH holds; FileError in one sentence when it can't be."""
    try:
        if path.is_dir():
            raise FileError(_("{path}: this is a folder. Name a file.").format(path=path))
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise FileError(_("{path}: there is no such file. Check the path.").format(path=path)) from None
    except OSError as error:
        raise FileError(
            _("{path}: the file can't be read ({strerror}). Check its mode.").format(
                path=path, strerror=error.strerror
            )
        ) from None
    if len(data) > limit:
        raise FileError(
            _(
                "{path}: the file is larger than {number} MB. One intake takes some kilobytes; for many, "
                "use JSON Lines in a .jsonl file."
            ).format(path=path, number=limit // 1000000)
        )
    return data


def parse_object(where: str, text: str, *, toml: bool = False) -> Mapping[str, Any]:
    """Return the table that TEXT holds; AnswersError in one sentence when it holds none."""
    if not text.strip():
        raise AnswersError(_('{where}: it is empty. Write {{"answers": {{...}}}}.').format(where=where))
    try:
        data = from_toml(text) if toml else from_json(text)
    except Unreadable as error:
        raise AnswersError(f"{where}: {error}") from None
    if not isinstance(data, dict):
        raise AnswersError(
            _('{where}: it holds no object. Write {{"answers": {{...}}}}.').format(where=where)
        )
    return data
