"""Truths of many sets of answers side by side: a byte of a number for each set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from iopintake.rules.evaluation import Evaluation

Column = int
"""Something about every set of answers: 1 in the byte of each of which it is true."""

ONE: Final = b"\x01"


class Columns:
    """The truths of conditions in some sets of answers to one pack."""

    def __init__(self, evaluations: Sequence[Evaluation]) -> None:
        """Put the truths of EVALUATIONS side by side."""
        self._rows = b"".join([bytes(evaluation.truths) for evaluation in evaluations])
        self._count = len(evaluations)
        self._step = len(self._rows) // self._count
        self._ones = int.from_bytes(ONE * self._count, "little")

    def _truths(self, index: int) -> int:
        return int.from_bytes(self._rows[index :: self._step], "little")

    def met(self, index: int) -> Column:
        """Return where the condition at INDEX is met."""
        truths = self._truths(index)
        return truths & truths >> 1 & self._ones

    def unknown(self, index: int) -> Column:
        """Return where the condition at INDEX is unknown."""
        truths = self._truths(index)
        return (truths ^ truths >> 1) & self._ones

    def possible(self, index: int) -> Column:
        """Return where the condition at INDEX is met or unknown."""
        truths = self._truths(index)
        return (truths | truths >> 1) & self._ones

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
