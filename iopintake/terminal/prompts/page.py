"""Shares out the rows of a screen: what is pinned, what scrolls, the list, the keys.

Nothing is ever cut silently: what does not fit is scrolled and announced by a mark that
says how much there is and which key shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from iopintake.terminal.prompts.keys import EVERYWHERE, FIRST, Command
from iopintake.terminal.prompts.option_list import Line, OptionList

LIST_LEAST = 8
"""Rows that a list gets before a long text above it gets more, where there are that many."""
TEXT_LEAST = 3
"""Rows of a text that scrolls: a mark, a line, a mark."""

TOO_LOW = "!!! This window is too low: make it higher, or use --plain."

Wrapped = Callable[[int], list[str]]
"""Gives lines for a width, so that they are right after a resize."""


def _nothing(_width: int) -> list[str]:
    return []


@dataclass
class Page:
    """What stands round a list or a line; ``scroll`` is how far its text was moved up."""

    text: Wrapped
    pinned: Wrapped = _nothing  # stays in sight whatever the height
    commands: frozenset[Command] = EVERYWHERE
    in_place: Mapping[Command, Callable[[], None]] = field(default_factory=dict)  # done without leaving
    scroll: int = 0
    more_below: int = 0  # lines of the text that have not come into sight
    overflows: bool = False

    def scroll_by(self, step: int) -> None:
        """Move the text; how far it goes is seen when it is laid out."""
        self.scroll = max(self.scroll + step, 0)

    def shown(self, lines: list[str], room: int) -> list[Line]:
        """Return the run of LINES that fits into ROOM, with marks for what does not."""
        self.overflows = len(lines) > room
        if not self.overflows:
            self.scroll = self.more_below = 0
            return [_styled(line) for line in lines]
        self.scroll = min(self.scroll, len(lines) - max(room - 1, 1))
        room = max(room - (2 if 0 < self.scroll < len(lines) - room + 1 else 1), 1)
        self.more_below = len(lines) - room - self.scroll
        above = [f"  ... {self.scroll} more lines above (PgUp)"] if self.scroll else []
        below = [f"  ... {self.more_below} more lines below (PgDn)"] if self.more_below else []
        seen = [_styled(line) for line in lines[self.scroll : self.scroll + room]]
        return [*(("class:more", mark) for mark in above), *seen, *(("class:more", mark) for mark in below)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """How large the terminal is, and the keys to print at its foot."""

    width: int
    rows: int
    bar: Callable[[frozenset[Command]], list[str]]


def lay_out(page: Page, options: OptionList | None, message: list[str], screen: Screen) -> list[Line]:
    """Return the lines of a whole screen, with a list or without."""
    width = screen.width
    pinned, text = page.pinned(width), page.text(width)
    list_height = options.height(width) if options else 0
    list_least = min(list_height, options.least_height(width)) if options else 0
    list_wanted = min(list_height, max(LIST_LEAST, list_least))
    room = screen.rows - 1 - len(message)
    keys = screen.bar(page.commands)
    if room - len(keys) - len(pinned) < min(len(text), TEXT_LEAST) + list_wanted:
        keys = screen.bar(page.commands & FIRST)
    if room - len(keys) - len(pinned) < TEXT_LEAST + list_least:
        pinned, text = [], [*pinned, *text]
    room = max(room - len(keys) - len(pinned), 1)
    list_room = max(list_least, min(list_wanted, room - TEXT_LEAST))
    list_room = min(list_height, max(list_room, room - len(text)))
    lines = [
        *(_styled(line) for line in pinned),
        *page.shown(text, max(room - list_room, TEXT_LEAST)),
        *(options.lines(width, list_room) if options else []),
        *(("class:message", line) for line in message),
        *(("class:bar", line) for line in keys),
    ]
    return lines if len(lines) <= screen.rows else [("class:alarm", TOO_LOW), *lines]


def _styled(line: str) -> Line:
    if line.startswith(">"):
        return ("class:aloud", line)
    return ("class:alarm" if line.startswith("!") else "", line)
