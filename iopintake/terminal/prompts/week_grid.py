"""Free times as a grid of days and parts of the day: walked with arrows, or typed."""

from __future__ import annotations

from dataclasses import dataclass, field

from iopintake.answers.display import schedule_display
from iopintake.answers.times import spoken_schedule
from iopintake.answers.validation import Invalid
from iopintake.packs.conditions import DAYS, SLOTS, TIMES
from iopintake.support.language import N_, _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.prompts.line import Line, said
from iopintake.terminal.theme import Role

NOTHING_MARKED = N_('No time is marked. Space marks one; or type when it is free, or "none".')
LONGEST = 200
"""Characters of the times that are typed."""
LABEL, CELL = 12, 5


@dataclass
class WeekGrid:
    """The marked times, the cell under the cursor, and what is typed."""

    marked: set[str] = field(default_factory=set)
    pointer: int | None = None  # of the slots, a day after the other
    keeps: bool = False  # Enter alone leaves an answer that stands as it is
    message: str = ""
    typed: str = ""
    _refused: bool = False  # what is typed next stands alone, Backspace mends it

    # --- keys ------------------------------------------------------------------------

    def type(self, char: str) -> None:
        """Take a character that was typed; with nothing typed, the space bar marks."""
        self._begin_anew()
        if char == " " and not self.typed:
            if self.pointer is not None:
                self.marked ^= {SLOTS[self.pointer]}
        elif len(self.typed) < LONGEST:
            self.typed += char

    def erase(self) -> None:
        """Take back the last character that was typed."""
        self.message, self.typed, self._refused = "", self.typed[:-1], False

    def clear(self) -> None:
        """Take back all that was typed."""
        self.message, self.typed, self._refused = "", "", False

    def pasted(self, text: str) -> None:
        """Take a pasted TEXT as if it was typed."""
        self._begin_anew()
        self.typed = (self.typed + " ".join(text.split()))[:LONGEST]

    def move(self, step: int, across: int = 0) -> None:
        """Move the cursor by some rows and columns; it stays within the grid."""
        self.marked = self._shown()
        self.clear()
        if self.pointer is None:
            self.pointer = 0
            return
        day, time = divmod(self.pointer, len(TIMES))
        day = min(max(day + across, 0), len(DAYS) - 1)
        time = min(max(time + step, 0), len(TIMES) - 1)
        self.pointer = day * len(TIMES) + time

    def page(self, step: int) -> None:
        """Move by a whole column of the grid."""
        self.move(step * len(TIMES))

    def enter(self) -> tuple[str, ...] | None:
        """Return the free times, or None with a message that says what is missing."""
        if self.typed:
            try:
                slots = spoken_schedule(self.typed)
            except Invalid as invalid:
                self.message, self._refused = safe_text(str(invalid)), True
                return None
            self.marked, self.typed = set(slots), ""
            return slots
        if self.marked or self.keeps:
            return tuple(slot for slot in SLOTS if slot in self.marked)
        self.message = _(NOTHING_MARKED)
        return None

    def settle(self) -> None:
        """Leave what was typed as it is, to be gone on with when the question comes again."""

    @property
    def echo(self) -> str:
        """Return what is typed, and what it is taken for; or what is marked."""
        times = schedule_display(tuple(slot for slot in SLOTS if slot in self._shown()))
        if not self.typed:
            return _("Marked: {times}").format(times=times) if self.marked else ""
        typed = _("Typed: {typed}").format(typed=safe_text(self.typed))
        return (
            _("{typed}\nUnderstood: {times}").format(typed=typed, times=times)
            if self._understood() is not None
            else _("{typed} (not understood yet)").format(typed=typed)
        )

    def _begin_anew(self) -> None:
        if self._refused:
            self.clear()
        self.message = ""

    def _understood(self) -> set[str] | None:
        try:
            return set(spoken_schedule(self.typed))
        except Invalid:
            return None

    def _shown(self) -> set[str]:
        """Return the marks as they are shown: with what is typed taken as meant."""
        understood = self._understood() if self.typed else None
        return self.marked if understood is None else understood

    # --- looks -----------------------------------------------------------------------

    def height(self, width: int) -> int:
        """Return how many lines the grid takes."""
        del width
        return len(TIMES) + 1

    def least_height(self, width: int) -> int:
        """Return the same: a grid is shown whole."""
        return self.height(width)

    def lines(self, width: int, height: int) -> list[Line]:
        """Return the lines of the grid; where it is too wide, the free times in words."""
        del height
        shown = self._shown()
        if width < LABEL + CELL * len(DAYS):
            return said(schedule_display(tuple(slot for slot in SLOTS if slot in shown)), width)
        head = "".join(day.capitalize().center(CELL) for day in DAYS)
        lines: list[Line] = [((Role.QUIET, " " * LABEL + head),)]
        for time in TIMES:
            cells = [self._cell(f"{day}-{time}", shown) for day in DAYS]
            lines.append(((Role.OPTION, f"  {time}".ljust(LABEL)), *cells))
        return lines

    def _cell(self, slot: str, shown: set[str]) -> tuple[Role, str]:
        mark = "[x]" if slot in shown else "[ ]"
        if self.pointer is not None and SLOTS[self.pointer] == slot:
            return (Role.POINTED, f">{mark}<")
        return (Role.ANSWER, f" {mark} ")
