"""The witnesses of a pack, tried with a person's answers in place of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from iopintake.reasoning.screening.case import Case
from iopintake.reasoning.screening.circuit import Circuit, Lanes
from iopintake.reasoning.screening.lanes import Digits, Interleaved
from iopintake.reasoning.screening.supposed import Asked
from iopintake.reasoning.screening.variables import Slot
from iopintake.reasoning.screening.witnesses import Witnesses, lanes_of

TOGETHER: Final = 12
"""Trials that are made together."""
LEARNED: Final = 200
"""Witnesses that are added while sets of answers are looked at."""


Changes = Sequence[tuple[int, Slot]]
"""Where a completion differs from the calm one: places of variables, and their slots."""


@dataclass(slots=True)
class Trial:
    """Witnesses that are tried once more, in one case, with each answer to some questions."""

    case: Case
    asked: Sequence[Asked]
    shown: dict[int, Digits]  # for each level that is possible, which witnesses come to it
    witnesses: Sequence[Changes]  # those that are tried: the first one of a level changes little, and so
    # hardly any answer is in its way
    width: int = field(init=False)  # lanes of one of them: an answer each
    beside: list[Lanes] = field(init=False)  # for each level, beside which answers one comes to it

    def __post_init__(self) -> None:
        self.width = sum(len(one.said) for one in self.asked)

    @property
    def lanes(self) -> int:
        """Return how many lanes it takes."""
        return self.width * len(self.witnesses)

    def read(self, found: Sequence[Lanes]) -> None:
        """Take in what was FOUND for each level; the first lane is its own."""
        block = (1 << self.width) - 1
        self.beside = [0] * len(found)
        for _ in self.witnesses:
            self.beside = [told | lanes & block for told, lanes in zip(self.beside, found, strict=True)]
            found = [lanes >> self.width for lanes in found]


class Tried:
    """Witnesses, a lane for each."""

    def __init__(self, circuit: Circuit, witnesses: Witnesses) -> None:
        """Try WITNESSES of the pack of CIRCUIT."""
        self.circuit, self.calm = circuit, witnesses.completions[0]
        self._lanes = lanes_of(witnesses.completions, circuit.variables.count)
        self._most = len(witnesses.completions) + LEARNED
        self._changed = [self.changes(one) for one in witnesses.completions]
        self._numbers = {completion: number for number, completion in enumerate(witnesses.completions)}
        self._spread: dict[int, Interleaved] = {}

    def changes(self, completion: Sequence[Slot]) -> Changes:
        """Return where a completion differs from the calm one."""
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

    def changed(self, lane: int) -> Changes:
        """Return what the witness in LANE changes."""
        return self._changed[lane]

    def learn(self, completion: tuple[Slot, ...]) -> None:
        """Try a completion, too, from now on, unless it is there already or there are enough."""
        lane = len(self._numbers)
        if completion in self._numbers or lane == self._most:
            return
        self._numbers[completion] = lane
        self._changed.append(self.changes(completion))
        for slot in completion:
            self._lanes[slot] |= 1 << lane
        for spread in self._spread.values():
            spread.add(completion)

    def make(self, trials: Sequence[Trial]) -> None:
        """Try the witnesses of TRIALS with each answer, and write down which levels they come to.

        Some trials go together, each in lanes of its own: these are few, and so a program takes hardly
        longer for several.
        """
        for first in range(0, len(trials), TOGETHER):
            self._make(trials[first : first + TOGETHER])

    def _make(self, trials: Sequence[Trial]) -> None:
        circuit, calm = self.circuit, self.calm
        ends = list(accumulate((trial.lanes for trial in trials), initial=0))
        whole = (1 << ends[-1]) - 1
        can = [0] * circuit.variables.count
        for slot in calm:
            can[slot] = whole
        signs, kept, silent = ([0] * len(some) for some in (circuit.signs, circuit.gated, circuit.unasked))
        for trial, start in zip(trials, ends, strict=False):
            every = ((1 << trial.lanes) - 1) << start
            self._put(trial, start, every, can)
            for words, places in (
                (signs, trial.case.signs),
                (kept, trial.case.kept),
                (silent, trial.case.silent),
            ):
                for place in places:
                    words[place] |= every
        found = circuit.of_complete.run(whole, can, signs, kept, silent)
        for trial, start in zip(trials, ends, strict=False):
            trial.read([lanes >> start for lanes in found])

    def _put(self, trial: Trial, start: int, every: Lanes, can: list[Lanes]) -> None:
        """Put the answers and the witnesses of TRIAL into its lanes, and each answer to what is asked."""
        calm, tried, width = self.calm, trial.case.tried, trial.width
        for place, slot in tried.items():
            if slot != calm[place]:
                can[calm[place]] ^= every
                can[slot] |= every
        for number, witness in enumerate(trial.witnesses):
            lanes = ((1 << width) - 1) << start + number * width
            for place, slot in witness:
                if place not in tried:
                    can[calm[place]] ^= lanes
                    can[slot] |= lanes
        supposed = sum(1 << start + number * width for number in range(len(trial.witnesses)))
        for one in trial.asked:
            there = [can[slot] & supposed for slot, _, _ in one.moves]  # before anything moves
            for lanes, (slot, answers, moves) in zip(there, one.moves, strict=True):
                if lanes:
                    can[slot] ^= lanes * answers
                    for answer, instead in moves:
                        can[instead] |= lanes << answer
            supposed <<= len(one.said)
