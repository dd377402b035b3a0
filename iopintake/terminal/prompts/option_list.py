"""A list of options to choose from: the state behind the prompt and how it looks.

Nothing is chosen until a key chooses it. What is typed points at an option, or ticks some,
only while it means exactly them; arrows move, the space bar ticks in a multiple choice.
Over an answer that stands, what is typed stands for itself; an arrow first goes on with it.
Every option is shown whole, wrapped with a hanging indent; what does not fit on the screen
is announced by a mark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iopintake.answers.typed import option_meant, refusal
from iopintake.packs.model import Option
from iopintake.support.language import N_, _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts.line import Line, one, said
from iopintake.terminal.theme import ASCII, Role, Signs
from iopintake.terminal.wrapping import columns, wrapped

TICKED, UNTICKED = "[x] ", "[ ] "
NOTHING_TICKED = N_("Nothing is ticked. Press a number, then Enter.")
NOTHING_CHOSEN = N_("Nothing is chosen. Press a number, then Enter.")
LONGEST = 60
"""Characters that are typed into a list; what is longer means no option."""
MARKS = 2
"""Lines for "more above" and "more below"."""


@dataclass
class OptionList:
    """Options with what is pointed at, what is ticked, and what is typed."""

    options: Sequence[Option]
    several: bool
    pointer: int | None = None
    ticked: set[int] = field(default_factory=set)
    first_number: int = 1
    headings: Mapping[int, str] = field(default_factory=dict)  # a line before the option at this place
    beside: Sequence[str] = ()  # each option in another language, for the eyes
    read_out: bool = False  # the options are read aloud: numbers end in ">"
    home: int = 0  # the option to have in sight while none is pointed at
    keeps: bool = False  # Enter alone leaves an answer that stands as it is
    replaces: bool = False  # what is typed next takes the place of what is ticked
    signs: Signs = ASCII
    message: str = ""
    typed: str = ""
    _page: int = 5
    _focus: int | None = None  # what to have in sight instead of the pointer
    _seen: set[int] = field(default_factory=set)  # options that have been in sight

    # --- keys ------------------------------------------------------------------------

    def type(self, char: str) -> None:
        """Take a character that was typed; with nothing typed, the space bar ticks."""
        self.message, self._focus = "", None
        if char == " " and not self.typed:
            if self.several and self.pointer is not None:
                self._toggle(self.ticked, self.pointer)
        elif len(self.typed) < LONGEST:
            self.typed += char

    def erase(self) -> None:
        """Take back the last character that was typed."""
        self.message, self.typed = "", self.typed[:-1]

    def clear(self) -> None:
        """Take back all that was typed."""
        self.message, self.typed = "", ""

    def pasted(self, text: str) -> None:
        """Refuse a pasted TEXT: it was meant for another place."""
        self.typed = " ".join(text.split())
        self._refuse()

    def move(self, step: int, across: int = 0) -> None:
        """Move the pointer by some options, up or down."""
        del across  # a list has no columns
        self.settle()
        self.replaces = False
        self.message, self._focus = "", None
        last = len(self.options) - 1
        if self.pointer is None:
            self.pointer = min(max(self.home, 0), last) if self.home else (0 if step > 0 else last)
        else:
            self.pointer = min(max(self.pointer + step, 0), last)

    def page(self, step: int) -> None:
        """Move the pointer by about a screenful, up or down."""
        self.move(step * self._page)

    def enter(self) -> tuple[str, ...] | None:
        """Return the codes that are chosen, or None with a message that says what is missing.

        Without any code the answer stays as it is.
        """
        if self.typed and self._meant() is None:
            self._refuse()
            return None
        self.settle()
        chosen = sorted(self.ticked) if self.several else [] if self.pointer is None else [self.pointer]
        if not chosen:
            self.message = "" if self.keeps else _(NOTHING_TICKED if self.several else NOTHING_CHOSEN)
            return () if self.keeps else None
        if self.read_out and (unseen := self._unseen()):
            self.message = _(
                "{count} options were out of sight: here they are. Enter again confirms."
            ).format(count=len(unseen))
            self._focus = unseen[len(unseen) // 2]
            return None
        return tuple(self.options[place].code for place in chosen)

    def settle(self) -> None:
        """Take what was typed as meant where it means something, and forget it otherwise."""
        if self._meant() is not None:
            self.pointer, self.ticked = self._shown()
            self.replaces = False
        self.typed = ""

    @property
    def echo(self) -> str:
        """Return what is said of what is being typed."""
        if not self.typed:
            return ""
        shown = safe_text(self.typed)
        return (
            _("Typed: {shown}").format(shown=shown)
            if self._meant() is not None
            else _("Typed: {shown} (none of these, or not yet)").format(shown=shown)
        )

    def _refuse(self) -> None:
        """Say that what was typed means nothing here; nothing is changed by it."""
        self.message = safe_text(refusal(self.options, self.typed, self.first_number))
        self.typed = ""
        if not self.several:
            self.pointer = None

    def _meant(self) -> list[int] | None:
        """Return the places of the options that what is typed means, or None if any of it means none."""
        if not self.several:
            place = option_meant(self.options, self.typed, self.first_number)
            return None if place is None else [place]
        places: list[int] = []
        for part in filter(None, (part.strip() for part in re.split(r"[,;]", self.typed))):
            whole = option_meant(self.options, part, self.first_number)
            found = (
                [option_meant(self.options, word, self.first_number) for word in part.split()]
                if whole is None
                else [whole]
            )
            if None in found:
                return None
            places += [place for place in found if place is not None]
        return places or None

    def _shown(self) -> tuple[int | None, set[int]]:
        """Return the pointer and the ticks as they are shown: with what is typed taken as meant."""
        meant = self._meant() if self.typed else None
        if self.typed and meant is None:
            return (self.pointer if self.several else None), self.ticked
        if meant is None:
            return self.pointer, self.ticked
        ticked = set() if self.replaces else set(self.ticked)
        if self.several:
            for place in meant:
                self._toggle(ticked, place)
        return meant[-1], ticked

    def _unseen(self) -> list[int]:
        """Return the options that have never been in sight, once the list was painted."""
        return [place for place in range(len(self.options)) if self._seen and place not in self._seen]

    def _toggle(self, ticked: set[int], place: int) -> None:
        if place in ticked:
            ticked.remove(place)
            return
        alone = {i for i, option in enumerate(self.options) if option.exclusive}
        kept = set() if place in alone else ticked - alone
        ticked.clear()
        ticked |= kept | {place}

    # --- looks -----------------------------------------------------------------------

    def height(self, width: int) -> int:
        """Return how many lines the whole list takes."""
        return sum(len(self._block(place, width)) for place in range(len(self.options)))

    def least_height(self, width: int) -> int:
        """Return how many lines it takes to show any one option whole, with the marks."""
        return MARKS + max(len(self._block(place, width)) for place in range(len(self.options)))

    def lines(self, width: int, height: int) -> list[Line]:
        """Return the lines of the list, at most HEIGHT of them, whole options only."""
        blocks = [self._block(place, width) for place in range(len(self.options))]
        first, last = self._window([len(block) for block in blocks], height)
        self._page = max(last - first - 1, 1)
        self._seen |= set(range(first, last))
        lines: list[Line] = []
        if first > 0:
            lines.append(one(Role.QUIET, _("   ... {first} more above (Up, PgUp)").format(first=first)))
        for place in range(first, last):
            lines += blocks[place]
        if last < len(blocks):
            lines.append(
                one(
                    Role.QUIET, _("   ... {number} more below (Down, PgDn)").format(number=len(blocks) - last)
                )
            )
        return lines

    def _block(self, place: int, width: int) -> list[Line]:
        """Return the lines of one option, after its heading if it has one."""
        pointer, ticked = self._shown()
        digits = len(str(len(self.options) - 1 + self.first_number))
        number = str(place + self.first_number).rjust(digits) + ("> " if self.read_out else ". ")
        tick = (TICKED if place in ticked else UNTICKED) if self.several else ""
        pointed = place == pointer
        lead = self.signs.pointer if pointed else " " * len(self.signs.pointer)
        role = Role.POINTED if pointed else Role.OPTION
        label = wrapped(self.options[place].label, width, " " * len(lead) + tick + number)
        lines: list[Line] = [
            ((Role.MARK, lead if not row else " " * len(lead)), (role, line[len(lead) :]))
            for row, line in enumerate(label)
        ]
        if self.beside:
            lines = _with_beside(lines, self.beside[place], width)
        heading = said(self.headings[place], width, Role.HEADING) if place in self.headings else []
        return [*heading, *lines]

    def _window(self, heights: list[int], room: int) -> tuple[int, int]:
        """Return the run of options round the pointer that fits into ROOM lines with its marks."""
        count = len(heights)
        if sum(heights) <= room:
            return 0, count
        pointer, _ = self._shown()
        centre = self.home if pointer is None else pointer
        centre = centre if self._focus is None else self._focus
        first, last = centre, centre + 1
        used = MARKS + heights[centre]
        while True:
            if first > 0 and used + heights[first - 1] <= room and centre - first <= last - centre:
                first -= 1
                used += heights[first]
            elif last < count and used + heights[last] <= room:
                used += heights[last]
                last += 1
            elif first > 0 and used + heights[first - 1] <= room:
                first -= 1
                used += heights[first]
            else:
                return first, last


def _with_beside(lines: list[Line], text: str, width: int) -> list[Line]:
    """Return the LINES of an option with TEXT behind them, or below where there is no room."""
    *above, last = lines
    taken, small = sum(columns(piece) for _, piece in last), safe_text(f"  ({text})")
    if taken + columns(small) <= width:
        return [*above, (*last, (Role.QUIET, small))]
    return [*lines, *said(f"({text})", width, Role.QUIET, "      ")]
