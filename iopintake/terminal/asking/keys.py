"""The operator's keys: one table from which bindings, toolbar and README are made."""

from __future__ import annotations

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
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class KeyPair:
    """The key of a command and its second way, as prompt_toolkit names them."""

    key: tuple[str, ...]
    second: tuple[str, ...]


KEYS: Final[dict[Command, KeyPair]] = {
    Command.CRISIS: KeyPair(("f9",), ("c-x", "c-x")),
    Command.BACK: KeyPair(("s-tab",), ("f2",)),
    Command.DECLINED: KeyPair(("f6",), ("c-x", "d")),
    Command.UNKNOWN: KeyPair(("f7",), ("c-x", "u")),
    Command.NOTE: KeyPair(("f3",), ("c-x", "n")),
    Command.HELP: KeyPair(("f1",), ("c-x", "h")),
    Command.GUIDE: KeyPair(("f8",), ("c-x", "g")),
    Command.OVERVIEW: KeyPair(("f4",), ("c-x", "o")),
    Command.FORWARD: KeyPair(("f5",), ("c-x", "f")),
    Command.PAUSE: KeyPair(("c-d",), ("c-x", "p")),
}
"""Ctrl-B, plain letters, lone Esc and the job and flow control keys are left alone: they
are taken by terminals, or pressed by accident."""


def spoken(key: tuple[str, ...]) -> str:
    """Return a key as the toolbar prints it."""
    names = {"s-tab": "Shift-Tab"}
    return " ".join(
        names.get(stroke)
        or (
            f"^{stroke[2:].upper()}"
            if stroke.startswith("c-")
            else stroke.upper()
            if len(stroke) > 1
            else stroke
        )
        for stroke in key
    )


def toolbar_lines(width: int, only: frozenset[Command] = frozenset(KEYS)) -> list[str]:
    """Return the keys of some commands in lines of at most WIDTH columns, each entry whole."""
    entries = [
        f"{spoken(pair.key)}/{spoken(pair.second)} {command.value}"
        for command, pair in KEYS.items()
        if command in only
    ]
    lines = [""]
    for entry in entries:
        if lines[-1] and len(lines[-1]) + len(entry) + 2 > width:
            lines.append("")
        lines[-1] += ("  " if lines[-1] else "") + entry
    return lines
