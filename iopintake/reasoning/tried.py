"""The witnesses of a pack, tried with a person's answers in place of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from iopintake.reasoning.case import Case
from iopintake.reasoning.circuit import Circuit, Lanes
from iopintake.reasoning.lanes import Interleaved
from iopintake.reasoning.supposed import Asked
from iopintake.reasoning.variables import Slot
from iopintake.reasoning.witnesses import Witnesses, lanes_of

LEARNED: Final = 200
"""Witnesses that are added while sets of answers are looked at."""


class Tried:
    """Witnesses, a lane for each."""

    def __init__(self, circuit: Circuit, witnesses: Witnesses) -> None:
        """Try WITNESSES of the pack of CIRCUIT."""
        self.circuit, self.calm = circuit, witnesses.completions[0]
        self._lanes = lanes_of(witnesses.completions, circuit.variables.count)
        self._most = len(witnesses.completions) + LEARNED
        self._changed = [self._changes(one) for one in witnesses.completions]
        self._numbers = {completion: number for number, completion in enumerate(witnesses.completions)}
        self._spread: dict[int, Interleaved] = {}

    def _changes(self, completion: Sequence[Slot]) -> list[tuple[int, Slot]]:
        """Return where a completion differs from the calm one: places of variables, and their slots."""
        return [(place, slot) for place, slot in enumerate(completion) if slot != self.calm[place]]

    def spread(self, width: int) -> Interleaved:
        """Return the lanes for WIDTH sets of answers."""
        if width not in self._spread:
            self._spread[width] = Interleaved(self._lanes, len(self._numbers), width)
        return self._spread[width]

    def giving(self, excluded: Iterable[Slot]) -> Lanes:
        """Return which witnesses give themselves an answer that excludes the slots EXCLUDED."""
        others = 0
        for slot in excluded:
            others |= self._lanes[slot]
        return ~others

    def learn(self, completion: tuple[Slot, ...]) -> int | None:
        """Try a completion, too, from now on; return its lane, or None when there are enough."""
        if completion in self._numbers:
            return self._numbers[completion]
        if (lane := len(self._numbers)) == self._most:
            return None
        self._numbers[completion] = lane
        self._changed.append(self._changes(completion))
        for slot in completion:
            self._lanes[slot] |= 1 << lane
        for spread in self._spread.values():
            spread.add(completion)
        return lane

    def beside(self, case: Case, witnesses: Iterable[int], asked: Sequence[Asked]) -> list[Lanes]:
        """Return for each level beside which answers to what is ASKED it is possible, a bit for each.

        The WITNESSES, by their lanes, are tried once more with each answer: the first that comes to each
        level is one that changes little, so that hardly any answer is in its way.
        """
        few = set(witnesses)
        width = sum(len(one.moves) for one in asked)
        block = (1 << width) - 1
        once = sum(1 << width * place for place in range(len(few)))
        every = once * block
        can, calm, tried = [0] * self.circuit.variables.count, self.calm, case.tried
        for slot in calm:
            can[slot] = every
        for place, slot in tried.items():
            if slot != calm[place]:
                can[calm[place]] = 0
                can[slot] = every
        for place, number in enumerate(few):
            lanes = block << width * place
            for changed, slot in self._changed[number]:
                if changed not in tried:
                    can[calm[changed]] ^= lanes
                    can[slot] |= lanes
        supposed = once
        for one in asked:
            for moves in one.moves:
                for slot, instead in moves:
                    moved = can[slot] & supposed
                    can[slot] ^= moved
                    can[instead] |= moved
                supposed <<= 1
        flags = (
            (len(self.circuit.signs), case.signs),
            (len(self.circuit.gated), case.kept),
            (len(self.circuit.unasked), case.silent),
        )
        found = self.circuit.of_complete(every, can, *(_at(count, places, every) for count, places in flags))
        return [_folded(lanes, width, block) for lanes in found]


def _at(count: int, places: Iterable[int], lanes: Lanes) -> list[Lanes]:
    """Return LANES at each of PLACES, and none elsewhere."""
    found = [0] * count
    for place in places:
        found[place] = lanes
    return found


def _folded(lanes: Lanes, width: int, block: Lanes) -> Lanes:
    """Return what is in some block of WIDTH lanes."""
    found = 0
    while lanes:
        found |= lanes & block
        lanes >>= width
    return found
