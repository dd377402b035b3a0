"""Shares out the rows of a screen: the frame, what is read, the list, the message, the keys.

Everything has its place and stays in it. Nothing is ever cut silently: what does not fit is
scrolled and announced by a mark that says how much there is and which key shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from iopintake.support.language import N_, _
from iopintake.terminal.prompts.keys import EVERYWHERE, Command
from iopintake.terminal.prompts.line import EMPTY, Line, one, words
from iopintake.terminal.theme import Role
from iopintake.terminal.wrapping import wrapped

LIST_LEAST = 8
"""Rows that a list gets before a long text above it gets more, where there are that many."""
TEXT_LEAST = 3
"""Rows of a text that scrolls: a mark, a line, a mark."""
RECENT = 3
"""Rows for the last answers, where there is room."""
TOP_FROM = 10
"""Rows of a window from which on it shows where the interview is."""

CUT = " ..."
"""What stands where an earlier answer is too long to be shown whole."""

TOO_LOW = N_("!!! This window is too low: make it higher, or use --plain.")

Wrapped = Callable[[int], list[Line]]
"""Gives lines for a width, so that they are right after a resize."""


class Choosing(Protocol):
    """What is chosen from: a list of options or a grid of times."""

    message: str

    @property
    def echo(self) -> str:
        """Return what is said of what is being typed."""
        ...

    def type(self, char: str) -> None:
        """Take a character."""
        ...

    def erase(self) -> None:
        """Take back a character."""
        ...

    def clear(self) -> None:
        """Take back all that was typed."""
        ...

    def pasted(self, text: str) -> None:
        """Take a pasted text, or refuse it."""
        ...

    def move(self, step: int, across: int = 0) -> None:
        """Move by rows and columns."""
        ...

    def page(self, step: int) -> None:
        """Move by screenfuls."""
        ...

    def enter(self) -> tuple[str, ...] | None:
        """Return what is chosen, or None."""
        ...

    def settle(self) -> None:
        """Take what was typed as meant."""
        ...

    def height(self, width: int) -> int:
        """Return the lines of it all."""
        ...

    def least_height(self, width: int) -> int:
        """Return the lines of the least that can be shown."""
        ...

    def lines(self, width: int, height: int) -> list[Line]:
        """Return its lines."""
        ...


def _nothing(_width: int) -> list[Line]:
    return []


@dataclass
class Page:
    """What stands round a list or a line; ``scroll`` is how far its text was moved up."""

    text: Wrapped
    pinned: Wrapped = _nothing  # stays in sight whatever the height
    commands: frozenset[Command] = EVERYWHERE
    in_place: Mapping[Command, Callable[[], None]] = field(default_factory=dict)  # done without leaving
    esc_leaves: bool = False  # Esc goes back, too
    hint: str = ""  # stands in place of the usual hint on the keys
    text_first: bool = False  # where there is too little room, the list is the one that scrolls
    framed: bool = True  # the last answers stand above
    home: int = 0  # the line that is in sight first where not all lines fit
    moved: bool = False
    scroll: int = 0
    more_below: int = 0  # lines of the text that have not come into sight
    overflows: bool = False

    def scroll_by(self, step: int) -> None:
        """Move the text; how far it goes is seen when it is laid out."""
        self.scroll, self.moved = max(self.scroll + step, 0), True

    def shown(self, lines: list[Line], room: int) -> list[Line]:
        """Return the run of LINES that fits into ROOM, with marks for what does not."""
        self.overflows = len(lines) > room
        if not self.overflows:
            self.scroll = self.more_below = 0
            return lines
        if not self.moved:
            self.scroll = self.home
        self.scroll = min(self.scroll, len(lines) - max(room - 1, 1))
        room = max(room - (2 if 0 < self.scroll < len(lines) - room + 1 else 1), 1)
        self.more_below = len(lines) - room - self.scroll
        above = (
            [_("  ... {scroll} more lines above (PgUp)").format(scroll=self.scroll)] if self.scroll else []
        )
        below = (
            [_("  ... {more_below} more lines below (PgDn)").format(more_below=self.more_below)]
            if self.more_below
            else []
        )
        seen = lines[self.scroll : self.scroll + room]
        return [*(one(Role.QUIET, mark) for mark in above), *seen, *(one(Role.QUIET, mark) for mark in below)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """How large the terminal is, and what the frame says."""

    width: int
    rows: int
    top: Sequence[Line] = ()  # where the interview is
    recent: Sequence[Sequence[Line]] = ()  # the last answers, each with its lines
    keys: Line = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The lines of a screen, from the top to the message; and the keys at its foot."""

    above: list[Line]
    choices: list[Line]
    message: list[Line]
    keys: list[Line]

    def lines(self, rows: int) -> list[Line]:
        """Return all lines of a screen of so many ROWS."""
        body = [*self.above, *self.choices, *self.message]
        if len(body) + len(self.keys) > rows:
            body = [one(Role.CRISIS, _(TOO_LOW)), *body][: max(rows - len(self.keys), 1)]
        return [*body, *[EMPTY] * (rows - len(body) - len(self.keys)), *self.keys]


def latest(entries: Sequence[Sequence[Line]], rows: int, width: int) -> list[Line]:
    """Return the last ENTRIES that fit into so many ROWS, each whole; of one that is too long, its beginning.

    Half an entry would be taken for all that was said.
    """
    shown: list[Line] = []
    for entry in reversed(entries):
        if len(shown) + len(entry) > rows:
            break
        shown[:0] = entry
    if shown or not entries:
        return shown
    *begins, last = entries[-1][:rows]
    role, room = last[0][0], width - len(CUT)
    return [*begins, one(role, f"{wrapped(words(last), room)[0].rstrip()}{CUT}")]


def lay_out(
    page: Page, choosing: Choosing | None, message: list[Line], screen: Screen, *, under: int = 0
) -> Laid:
    """Share out the rows; UNDER are those that a line of typed text takes."""
    width = screen.width
    top = list(screen.top) if screen.rows >= TOP_FROM else []
    pinned, text = page.pinned(width), page.text(width)
    list_height = choosing.height(width) if choosing else 0
    list_least = min(list_height, choosing.least_height(width)) if choosing else 0
    list_wanted = min(list_height, list_least if page.text_first else max(LIST_LEAST, list_least))
    room = screen.rows - len(top) - len(message) - under - 1
    if room - len(pinned) < min(len(text), TEXT_LEAST) + list_least:
        pinned, text = [], [*pinned, *text]
    room = max(room - len(pinned), 1)
    text_least = min(len(text), TEXT_LEAST)
    list_room = max(list_least, min(list_wanted, room - text_least))
    list_room = min(list_height, max(list_room, room - len(text)))
    choices = choosing.lines(width, list_room) if choosing else []
    shown = page.shown(text, max(room - len(choices), text_least))
    spare = room - len(choices) - len(shown)
    gaps = {"list": 0, "text": 0, "top": 0, "message": 0}
    recent: list[Line] = []
    for name in gaps:
        if name == "text" and page.framed and (rows := min(RECENT, spare - 1)) > 0:
            said = latest(screen.recent, rows, width)
            recent = [*said, *[EMPTY] * (rows - len(said))]
            spare -= rows
        if spare > 0:
            gaps[name] = 1
            spare -= 1
    rule = [EMPTY] if gaps["top"] and top else []
    above = [*top, *rule, *recent, *[EMPTY] * (gaps["text"] and bool(recent)), *pinned, *shown]
    return Laid(
        above=[*above, *[EMPTY] * gaps["list"]],
        choices=choices,
        message=[*[EMPTY] * gaps["message"], *message],
        keys=[screen.keys],
    )
