"""A list of options to choose from: the state behind the prompt and how it looks.

Nothing is chosen until a key chooses it. Numbers point at options, arrows move, the space
bar ticks in a multiple choice, letters do nothing. Every option is shown whole, wrapped
with a hanging indent; what does not fit on the screen is announced by a mark.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field

from iopintake.packs.model import Option
from iopintake.safe_text import safe_text

POINTER, BLANK = "> ", "  "
TICKED, UNTICKED = "[x] ", "[ ] "


@dataclass
class OptionList:
    """Options with what is pointed at and what is ticked."""

    options: Sequence[Option]
    several: bool
    pointer: int | None = None
    ticked: set[int] = field(default_factory=set)
    message: str = ""
    _digits: str = ""

    # --- keys ------------------------------------------------------------------------

    def digit(self, key: str) -> None:
        """Point at the option with this number; a further digit may make it a longer one."""
        self.message = ""
        number = int(self._digits + key)
        if not 1 <= number <= len(self.options):
            number = int(key)
        if not 1 <= number <= len(self.options):
            self._digits = ""
            self.message = f"There is no option {number}."
            return
        self.pointer = number - 1
        self._digits = str(number)
        if number * 10 > len(self.options):
            self._settle()

    def move(self, step: int) -> None:
        """Move the pointer by one option, up or down."""
        self._settle()
        self.message = ""
        last = len(self.options) - 1
        if self.pointer is None:
            self.pointer = 0 if step > 0 else last
        else:
            self.pointer = min(max(self.pointer + step, 0), last)

    def space(self) -> None:
        """Tick or untick the option that is pointed at."""
        self.message = ""
        if self._digits:
            self._settle()
        elif self.several and self.pointer is not None:
            self._toggle(self.pointer)

    def enter(self) -> tuple[str, ...] | None:
        """Return the codes that are chosen, or None with a message that says what is missing."""
        if self.several:
            if self._digits:
                self._settle()
                self.message = "Ticked. Enter confirms."
                return None
            if not self.ticked:
                self.message = "Nothing is ticked. Press a number, then Enter."
                return None
            return tuple(self.options[place].code for place in sorted(self.ticked))
        if self.pointer is None:
            self.message = "Nothing is chosen. Press a number, then Enter."
            return None
        return (self.options[self.pointer].code,)

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

    def lines(self, width: int, height: int) -> list[tuple[str, str]]:
        """Return style and text of each line, at most HEIGHT of them, whole options only."""
        blocks = [self._block(place, width) for place in range(len(self.options))]
        first, last = self._window([len(block) for block in blocks], height)
        lines: list[tuple[str, str]] = []
        if first > 0:
            lines.append(("class:more", f"  ... {first} more above (Up)"))
        for place in range(first, last):
            style = "class:pointed" if place == self.pointer else ""
            lines += [(style, line) for line in blocks[place]]
        if last < len(blocks):
            lines.append(("class:more", f"  ... {len(blocks) - last} more below (Down)"))
        return lines

    def _block(self, place: int, width: int) -> list[str]:
        number = f"{place + 1}. ".rjust(4 if len(self.options) > 9 else 3)  # noqa: PLR2004 - two digits
        tick = (TICKED if place in self.ticked else UNTICKED) if self.several else ""
        head = (POINTER if place == self.pointer else BLANK) + tick + number
        return textwrap.wrap(
            safe_text(self.options[place].label),
            width=max(width - 1, len(head) + 10),
            initial_indent=head,
            subsequent_indent=" " * len(head),
        ) or [head]

    def _window(self, heights: list[int], room: int) -> tuple[int, int]:
        """Return the run of options round the pointer that fits into ROOM lines with its marks."""
        count = len(heights)
        if sum(heights) <= room:
            return 0, count
        centre = self.pointer or 0
        first = last = centre
        used = 2  # both marks
        last += 1
        used += heights[centre]
        while True:
            if last < count and used + heights[last] <= room:
                used += heights[last]
                last += 1
            elif first > 0 and used + heights[first - 1] <= room:
                first -= 1
                used += heights[first]
            else:
                return first, last
