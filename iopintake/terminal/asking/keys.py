"""The operator's keys: one table from which bindings, toolbar and README are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final


class Command(Enum):
    """What the operator can do at every prompt beside answering."""

    BACK = "back"
    FORWARD = "forward"
    HELP = "help"
    NOTE = "note"
    OVERVIEW = "overview"
    DECLINED = "declined"
    UNKNOWN = "not known"
    GUIDE = "guide"
    CRISIS = "CRISIS"
    HANG_UP = "end call"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The key of a command and its second way, as prompt_toolkit names them."""

    key: tuple[str, ...]
    second: tuple[str, ...]


KeyTable = Mapping[Command, KeyPair]

KEYS: Final[KeyTable] = {
    Command.CRISIS: KeyPair(("f9",), ("c-x", "c-x")),
    Command.BACK: KeyPair(("s-tab",), ("f2",)),
    Command.DECLINED: KeyPair(("f6",), ("c-x", "d")),
    Command.UNKNOWN: KeyPair(("f7",), ("c-x", "u")),
    Command.NOTE: KeyPair(("f3",), ("c-x", "n")),
    Command.HELP: KeyPair(("f1",), ("c-x", "h")),
    Command.GUIDE: KeyPair(("f8",), ("c-x", "g")),
    Command.OVERVIEW: KeyPair(("f4",), ("c-x", "o")),
    Command.FORWARD: KeyPair(("f5",), ("c-x", "f")),
    Command.HANG_UP: KeyPair(("f10",), ("c-x", "e")),
    Command.PAUSE: KeyPair(("c-d",), ("c-x", "p")),
}
"""Ctrl-B, plain letters, lone Esc and the job and flow control keys are left alone: they
are taken by terminals, or pressed by accident."""

EVERYWHERE: Final = frozenset({Command.CRISIS, Command.BACK, Command.PAUSE})
"""What every screen takes, also those that are no question."""

AT_QUESTION: Final = frozenset(KEYS)
"""What a question takes: everything."""

FIRST: Final = frozenset({Command.CRISIS, Command.BACK, Command.HELP})
"""What is printed on a screen that is too low for all; the help lists the rest."""

IN_CRISIS: Final[frozenset[Command]] = frozenset()
"""What leads away from the crisis protocol: nothing but its own choices."""


def spoken(key: tuple[str, ...]) -> str:
    """Return a key as the toolbar prints it.

    >>> spoken(("c-x", "d")), spoken(("s-tab",)), spoken(("f9",))
    ('^X d', 'Shift-Tab', 'F9')
    """
    return " ".join(_stroke(stroke) for stroke in key)


def _stroke(stroke: str) -> str:
    if stroke == "s-tab":
        return "Shift-Tab"
    if stroke.startswith("c-"):
        return f"^{stroke[2:].upper()}"
    return stroke.upper() if len(stroke) > 1 else stroke


def toolbar_lines(keys: KeyTable, width: int, only: frozenset[Command]) -> list[str]:
    """Return the keys of some commands in lines of at most WIDTH columns, each entry whole."""
    lines: list[str] = []
    for command, pair in keys.items():
        if command not in only:
            continue
        entry = f"{spoken(pair.key)}/{spoken(pair.second)} {command.value}"
        if lines and len(lines[-1]) + len(entry) + 2 <= width:
            lines[-1] += f"  {entry}"
        else:
            lines.append(entry)
    return lines
