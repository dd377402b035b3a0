"""Breaks text into lines of a certain width, counted in columns of the terminal."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator

from iopintake.support.safe_text import safe_text

NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
"""Categories of characters that join with the one before: accents, joiners."""
COMMAND = ": iopintake "
"""Stands before a command that the operator may type next."""
NARROWEST = 10
"""Columns of text that a line has at least, however deep its indent."""


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Return TEXT, made safe, as lines of at most WIDTH columns with a hanging indent."""
    following = " " * len(first) if rest is None else rest
    room = max(width - len(first), NARROWEST)
    lines = [line for paragraph in safe_text(text).split("\n") for line in _broken(paragraph, room)]
    return [f"{following if number else first}{line}".rstrip() for number, line in enumerate(lines)]


def told_lines(message: str, width: int, first: str = "") -> list[str]:
    """Return MESSAGE in lines of WIDTH; a command at its end that would be broken has a line of its own."""
    before, found, command = message.rpartition(COMMAND)
    if not found or columns(first + message) <= width:
        return wrapped(message, width, first)
    return [*wrapped(f"{before}:", width, first), f"{' ' * len(first)}  {COMMAND.lstrip(': ')}{command}"]


def columns(text: str) -> int:
    """Return how many columns TEXT takes: wide characters take two, combining and joining ones none."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _broken(paragraph: str, room: int) -> list[str]:
    if paragraph.isascii():
        return textwrap.wrap(paragraph, room, break_on_hyphens=False) or [""]
    lines = [""]
    for word in paragraph.split():
        for part in _parts(word, room):
            joined = f"{lines[-1]} {part}" if lines[-1] else part
            if columns(joined) <= room:
                lines[-1] = joined
            else:
                lines.append(part)
    return lines


def _parts(word: str, room: int) -> Iterator[str]:
    """Yield WORD, in pieces if it is longer than a line."""
    part = ""
    for char in word:
        if columns(part) + _columns(char) > room:
            yield part
            part = ""
        part += char
    yield part


def _columns(char: str) -> int:
    if unicodedata.category(char) in NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def in_lines(entries: Iterable[str], width: int) -> list[str]:
    """Return short ENTRIES side by side in lines of at most WIDTH columns, each entry whole."""
    lines: list[str] = []
    for entry in entries:
        if lines and columns(lines[-1]) + len("  ") + columns(entry) <= width:
            lines[-1] += f"  {entry}"
        else:
            lines.append(entry)
    return lines
