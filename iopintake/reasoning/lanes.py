"""Lanes of several sets of answers in one number: those of the first, then those of the second."""

from __future__ import annotations

from collections.abc import Sequence

from iopintake.reasoning.circuit import Lanes
from iopintake.reasoning.variables import Slot


class SideBySide:
    """The lanes of one case, and how those of several lie one after the other in one number."""

    def __init__(self, of_slots: Sequence[Lanes], count: int) -> None:
        self.size = (count + 7) // 8
        all_ = ((1 << count) - 1).to_bytes(self.size, "little")
        self._yes = {False: bytes(self.size), True: all_}
        self._of: list[dict[Slot | None, bytes]] = [
            {None: lanes.to_bytes(self.size, "little"), slot: all_} for slot, lanes in enumerate(of_slots)
        ]

    def where(self, slot: Slot, column: Sequence[Slot | None]) -> Lanes:
        """Return where SLOT can be, if each case has what stands in COLUMN for its variable."""
        get, none = self._of[slot].get, self._yes[False]
        return int.from_bytes(b"".join([get(held, none) for held in column]), "little")

    def whether(self, column: Sequence[bool]) -> Lanes:
        """Return all lanes of the cases that are true in COLUMN."""
        yes = self._yes
        return int.from_bytes(b"".join([yes[one] for one in column]), "little") if any(column) else 0

    def apart(self, results: Sequence[Lanes], count: int) -> list[tuple[Lanes, ...]]:
        """Return the lanes of each of COUNT cases."""
        size = self.size
        columns = [lanes.to_bytes(size * count, "little") for lanes in results]
        return [
            tuple([int.from_bytes(column[first : first + size], "little") for column in columns])
            for first in range(0, size * count, size)
        ]
