"""A line of the screen: pieces of text, each with what it is for."""

from __future__ import annotations

from iopintake.terminal.theme import Role, Signs
from iopintake.terminal.wrapping import wrapped

Line = tuple[tuple[Role, str], ...]
"""The pieces of one line, with their roles."""

EMPTY: Line = ((Role.PLAIN, ""),)


def one(role: Role, text: str) -> Line:
    """Return a line of one piece."""
    return ((role, text),)


def words(line: Line) -> str:
    """Return what a line says, without roles."""
    return "".join(text for _, text in line)


def said(text: str, width: int, role: Role = Role.PLAIN, first: str = "") -> list[Line]:
    """Return TEXT, made safe and wrapped, as lines of one role; FIRST hangs before it."""
    return [one(role, line) for line in wrapped(text, width, first)]


def aloud(text: str, width: int, signs: Signs) -> list[Line]:
    """Return TEXT as lines that are read aloud: a bar before each, the words in bold."""
    room = wrapped(text, width - len(signs.aloud))
    return [
        ((Role.MARK, signs.aloud_on if number else signs.aloud), (Role.ALOUD, line))
        for number, line in enumerate(room)
    ]
