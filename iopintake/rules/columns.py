"""Truths of many sets of answers side by side: a byte of a number for each set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Protocol

from iopintake.rules.seen import Seen

Column = int
"""Something about every set of answers: 1 in the byte of each of which it is true."""
Truths = int
"""The truth of one condition in every set, a byte for each."""

ONE: Final = b"\x01"


class AnswerColumn(Protocol):
    """What is seen of one question in every set."""

    def truths(self, table: Mapping[Seen, int]) -> Truths:
        """Return what TABLE says of each."""

    def valued(self) -> Column:
        """Return where it has a value."""

    def withheld(self) -> Column:
        """Return where it was asked and left without a value."""


class Columns:
    """The truths of conditions, and the answers, in some sets of answers to one pack."""

    def __init__(self, count: int, truths: Sequence[Truths], answers: Callable[[int], AnswerColumn]) -> None:
        """Take the TRUTHS of each condition in COUNT sets; ANSWERS gives what is seen of a question."""
        self._count, self.truths, self._answers = count, truths, answers
        self._ones = int.from_bytes(ONE * count, "little")

    def met(self, index: int) -> Column:
        """Return where the condition at INDEX is met."""
        truths = self.truths[index]
        return truths & truths >> 1 & self._ones

    def unknown(self, index: int) -> Column:
        """Return where the condition at INDEX is unknown."""
        truths = self.truths[index]
        return (truths ^ truths >> 1) & self._ones

    def possible(self, index: int) -> Column:
        """Return where the condition at INDEX is met or unknown."""
        truths = self.truths[index]
        return (truths | truths >> 1) & self._ones

    def valued(self, place: int) -> Column:
        """Return where the question at PLACE has a value."""
        return self._answers(place).valued()

    def withheld(self, place: int) -> Column:
        """Return where the question at PLACE was asked and left without a value."""
        return self._answers(place).withheld()

    @property
    def every(self) -> Column:
        """Return every set."""
        return self._ones

    def numbers(self, columns: Sequence[Column]) -> bytes:
        """Return for each set a number with a bit for each of up to eight COLUMNS that it is in."""
        total = sum(column << place for place, column in enumerate(columns))
        return total.to_bytes(self._count, "little")

    def places(self, column: Column) -> list[int]:
        """Return the places of the sets in COLUMN."""
        found, start, held = [], 0, column.to_bytes(self._count, "little")
        while (start := held.find(ONE, start)) >= 0:
            found.append(start)
            start += 1
        return found


def column_of(truths: Iterable[bool]) -> Column:
    """Return the column of the sets for which TRUTHS are true."""
    return int.from_bytes(bytes(truths), "little")
