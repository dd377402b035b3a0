"""A list of options to choose from: the state behind the prompt and how it looks.

Nothing is chosen until a key chooses it. Numbers point at options, arrows move, the space
bar ticks in a multiple choice, letters do nothing. Every option is shown whole, wrapped
with a hanging indent; what does not fit on the screen is announced by a mark.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from iopintake.packs.model import Option
from iopintake.terminal.prompts.wrapping import wrapped

POINTER, BLANK = "=> ", "   "
TICKED, UNTICKED = "[x] ", "[ ] "
NOTHING_TICKED = "Nothing is ticked. Press a number, then Enter."
MARKS = 2
"""Lines for "more above" and "more below"."""

Line = tuple[str, str]
"""A style and the text of one line."""


@dataclass
class OptionList:
    """Options with what is pointed at and what is ticked."""

    options: Sequence[Option]
    several: bool
    pointer: int | None = None
    ticked: set[int] = field(default_factory=set)
    first_number: int = 1
    headings: Mapping[int, str] = field(default_factory=dict)  # a line before the option at this place
    read_out: bool = False  # the options are read aloud: numbers end in ">"
    home: int = 0  # the option to have in sight while none is pointed at
    message: str = ""
    _digits: str = ""
    _page: int = 5
    _focus: int | None = None  # what to have in sight instead of the pointer
    _seen: set[int] = field(default_factory=set)  # options that have been in sight

    # --- keys ------------------------------------------------------------------------

    def digit(self, key: str) -> None:
        """Point at the option with this number; a further digit may make it a longer one."""
        self.message, self._focus = "", None
        typed = self._digits + key if self._has(int(self._digits + key)) else key
        if not self._has(int(typed)):
            self.message = f"There is no option {key}." + ("" if self.several else " Nothing is chosen.")
            self._digits = ""  # what was typed was not meant: it neither points nor ticks
            self.pointer = None
            return
        if typed == key:
            self._settle()
        self.pointer = int(typed) - self.first_number
        self._digits = typed
        if int(typed) == 0 or not self._has(int(typed) * 10):
            self._settle()

    def move(self, step: int) -> None:
        """Move the pointer by some options, up or down."""
        self._settle()
        self.message, self._focus = "", None
        last = len(self.options) - 1
        if self.pointer is None:
            self.pointer = min(max(self.home, 0), last) if self.home else (0 if step > 0 else last)
        else:
            self.pointer = min(max(self.pointer + step, 0), last)

    def page(self, step: int) -> None:
        """Move the pointer by about a screenful, up or down."""
        self.move(step * self._page)

    def space(self) -> None:
        """Tick or untick the option that is pointed at."""
        self.message, self._focus = "", None
        if self._digits:
            self._settle()
        elif self.several and self.pointer is not None:
            self._toggle(self.pointer)

    def enter(self) -> tuple[str, ...] | None:
        """Return the codes that are chosen, or None with a message that says what is missing."""
        if self.several and self._digits:
            self._settle()
            self.message = "Enter again confirms what is ticked." if self.ticked else NOTHING_TICKED
            return None
        if self.several and not self.ticked:
            self.message = NOTHING_TICKED
            return None
        if self.pointer is None and not self.several:
            self.message = "Nothing is chosen. Press a number, then Enter."
            return None
        if self.read_out and (unseen := self._unseen()):
            self.message = f"{len(unseen)} options were out of sight: here they are. Enter again confirms."
            self._focus = unseen[len(unseen) // 2]
            return None
        if self.several:
            return tuple(self.options[place].code for place in sorted(self.ticked))
        assert self.pointer is not None
        return (self.options[self.pointer].code,)

    def settle(self) -> None:
        """Take a number that was begun as meant, before the list is left."""
        self._settle()

    def _unseen(self) -> list[int]:
        """Return the options that have never been in sight, once the list was painted."""
        return [place for place in range(len(self.options)) if self._seen and place not in self._seen]

    def _has(self, number: int) -> bool:
        return 0 <= number - self.first_number < len(self.options)

    def _settle(self) -> None:
        """Take the number that was typed as meant, now that no digit can follow."""
        if self._digits and self.several and self.pointer is not None:
            self._toggle(self.pointer)
        self._digits = ""

    def _toggle(self, place: int) -> None:
        if place in self.ticked:
            self.ticked.remove(place)
            return
        alone = {i for i, option in enumerate(self.options) if option.exclusive}
        self.ticked = {place} if place in alone else {*self.ticked, place} - alone

    # --- looks -----------------------------------------------------------------------

    def height(self, width: int) -> int:
        """Return how many lines the whole list takes."""
        return sum(len(self._block(place, width)) for place in range(len(self.options)))

    def least_height(self, width: int) -> int:
        """Return how many lines it takes to show any one option whole, with the marks."""
        return MARKS + max(len(self._block(place, width)) for place in range(len(self.options)))

    def lines(self, width: int, height: int) -> list[Line]:
        """Return style and text of each line, at most HEIGHT of them, whole options only."""
        blocks = [self._block(place, width) for place in range(len(self.options))]
        first, last = self._window([len(block) for block in blocks], height)
        self._page = max(last - first - 1, 1)
        self._seen |= set(range(first, last))
        lines: list[Line] = []
        if first > 0:
            lines.append(("class:more", f"   ... {first} more above (Up, PgUp)"))
        for place in range(first, last):
            lines += blocks[place]
        if last < len(blocks):
            lines.append(("class:more", f"   ... {len(blocks) - last} more below (Down, PgDn)"))
        return lines

    def _block(self, place: int, width: int) -> list[Line]:
        """Return the lines of one option, after its heading if it has one."""
        digits = len(str(len(self.options) - 1 + self.first_number))
        number = str(place + self.first_number).rjust(digits) + ("> " if self.read_out else ". ")
        tick = (TICKED if place in self.ticked else UNTICKED) if self.several else ""
        pointed = place == self.pointer
        lead = (POINTER if pointed else BLANK) + tick + number
        heading = wrapped(self.headings[place], width) if place in self.headings else []
        label = wrapped(self.options[place].label, width, lead)
        style = "class:pointed" if pointed else ""
        return [*(("class:heading", line) for line in heading), *((style, line) for line in label)]

    def _window(self, heights: list[int], room: int) -> tuple[int, int]:
        """Return the run of options round the pointer that fits into ROOM lines with its marks."""
        count = len(heights)
        if sum(heights) <= room:
            return 0, count
        centre = self.home if self.pointer is None else self.pointer
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
