"""The lanes of several sets of answers in one number: the first lane of each set, then the second of each.

What sets have in common is a *word*: a bit for each of them. A word stands in a number once for every
lane, and so a program over lanes looks at all sets at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from iopintake.reasoning.screening.circuit import Lanes, Read
from iopintake.reasoning.screening.variables import Slot

Word = int
"""A bit for each set of answers."""

Digits = bytes
"""A digit for each lane of one set of answers, 0 or 1, the first lane first."""

_BITS: Final = [bytes(b"01"[byte >> bit & 1] for byte in range(256)) for bit in range(8)]
"""For each bit of a byte the table that says whether it is set, as a digit."""


class Repeater(dict[Word, Lanes]):
    """Each word in every lane; one that comes again is not put together anew."""

    def __init__(self, count: int, width: int) -> None:
        """Put words of WIDTH sets, 1 or a multiple of 8, into COUNT lanes."""
        super().__init__({0: 0})
        self._count, self._bytes = count, width >> 3

    def __missing__(self, word: Word) -> Lanes:
        if self._bytes:
            lanes = int.from_bytes(word.to_bytes(self._bytes, "little") * self._count, "little")
        else:  # of one set
            lanes = (1 << self._count) - 1
        self[word] = lanes
        return lanes


class Interleaved:
    """Where slots can be in some lanes, for sets of answers that leave their variables open."""

    def __init__(self, of_slots: Sequence[Lanes], count: int, width: int) -> None:
        """Spread the COUNT lanes OF_SLOTS over WIDTH sets of answers: 1, or a multiple of 8."""
        self.count, self.width = count, width
        self._allowed = [self._spread(lanes) for lanes in of_slots]
        self._size = (count * width + 7) // 8

    def _spread(self, lanes: Lanes) -> Lanes:
        if self.width == 1:
            return lanes
        size, digits = self.width >> 3, f"{lanes:0{self.count}b}".encode()
        return int.from_bytes(digits.replace(b"0", bytes(size)).replace(b"1", b"\xff" * size), "big")

    def add(self, slots: Iterable[Slot]) -> None:
        """Add a lane in which SLOTS can be."""
        word = ((1 << self.width) - 1) << self.count * self.width
        for slot in slots:
            self._allowed[slot] |= word
        self.count += 1
        self._size = (self.count * self.width + 7) // 8

    def put(self, can: list[Lanes], lanes: Mapping[Slot, Lanes], instead_of: Mapping[Slot, Slot]) -> None:
        """Put each slot of LANES there into CAN in place of the one that it is INSTEAD_OF."""
        for slot, there in lanes.items():
            if (other := instead_of[slot]) != slot:
                moved = there & self._allowed[other]
                can[slot] |= moved
                can[other] &= ~moved

    def can(self, reads: Iterable[Read], every: Word, held: Sequence[Word], in_each: Repeater) -> list[Lanes]:
        """Return where each slot of READS can be, if the sets of EVERY have of each the word in HELD."""
        allowed, can, full = self._allowed, [0] * len(held), (1 << self.width) - 1
        for slots, wanted in reads:
            open_ = every
            for slot in slots:
                open_ &= ~held[slot]
            if open_ == full:
                for slot in wanted:
                    can[slot] = allowed[slot]
                continue
            lanes = in_each[open_]
            for slot in wanted:
                can[slot] = lanes & allowed[slot] | in_each[held[slot]]
        return can

    def any(self, lanes: Lanes) -> Word:
        """Return the word of the sets that some lane has."""
        left = self.count
        while left > 1:
            left = (left + 1) // 2
            lanes |= lanes >> left * self.width
        return lanes & (1 << self.width) - 1

    def as_bytes(self, lanes: Lanes) -> bytes:
        """Return LANES for ``of``."""
        return lanes.to_bytes(self._size, "little")

    def of(self, lanes: bytes, place: int) -> Digits:
        """Return the lanes of the set at PLACE."""
        if self.width == 1:
            return f"{int.from_bytes(lanes, 'little'):0{self.count}b}"[::-1].encode()
        return lanes[place >> 3 :: self.width >> 3].translate(_BITS[place & 7])


def lanes_of_digits(digits: Digits) -> Lanes:
    """Return DIGITS as a number with a bit for each lane."""
    return int(digits[::-1], 2)
