"""Answers that are supposed in a case, many at a time: those that witnesses show to leave levels possible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final

from iopintake.reasoning.screening.asked import Asked
from iopintake.reasoning.screening.case import Case
from iopintake.reasoning.screening.circuit import Circuit, Lanes
from iopintake.reasoning.screening.lanes import Digits
from iopintake.reasoning.screening.tried import Changes
from iopintake.reasoning.screening.witnesses import Completion

TOGETHER: Final = 12
"""Trials that are made together."""


@dataclass(slots=True)
class Trial:
    """What answers to some questions leave possible in one case: tried with a few witnesses."""

    case: Case
    asked: Sequence[Asked]
    shown: dict[int, Digits]  # for each level that is possible, which witnesses come to it
    witnesses: Sequence[Changes]  # those that are tried: the first one of a level changes little, and so
    # hardly any answer is in its way
    width: int = field(init=False)  # lanes of one of them: an answer each
    lanes: int = field(init=False)  # of all of them
    beside: dict[int, Lanes] = field(init=False)  # for each level, beside which answers one comes to it
    open: dict[int, Lanes] = field(init=False)  # and beside which of the others no rule rules it out

    def __post_init__(self) -> None:
        self.width = sum([len(one.said) for one in self.asked])
        self.lanes = self.width * len(self.witnesses)
        self.beside, self.open = dict.fromkeys(self.shown, 0), dict.fromkeys(self.shown, 0)

    def read(self, found: Sequence[Lanes], start: int) -> list[int]:
        """Take in what was FOUND for each level from START on; return the answers left unclear for some."""
        whole, block = (1 << self.lanes) - 1, (1 << self.width) - 1
        all_shown = block
        for level in self.shown:
            lanes, told = found[level] >> start & whole, 0
            while lanes:
                told |= lanes
                lanes >>= self.width
            self.beside[level] = told & block
            all_shown &= told
        left = block ^ all_shown
        return [place for place in range(self.width) if left >> place & 1] if left else []


class Trials:
    """Makes trials in cases of one pack."""

    def __init__(self, circuit: Circuit, calm: Completion) -> None:
        """Try witnesses of the pack of CIRCUIT that are changes of the CALM one."""
        self._circuit, self._calm = circuit, calm

    def make(self, trials: Sequence[Trial]) -> None:
        """Try the witnesses of TRIALS with each answer, and write down which levels they come to.

        Some trials go together, each in lanes of its own: these are few, and so a program takes hardly
        longer for several.
        """
        left: list[tuple[Trial, list[int]]] = []
        for first in range(0, len(trials), TOGETHER):
            left += self._try(trials[first : first + TOGETHER])
        if left:
            self._rule_out(left)

    def _try(self, trials: Sequence[Trial]) -> list[tuple[Trial, list[int]]]:
        """Return the trials of which some answers are left, beside which a level is not shown."""
        left = []
        ends = list(accumulate((trial.lanes for trial in trials), initial=0))
        whole = (1 << ends[-1]) - 1
        can = [0] * self._circuit.variables.count
        for slot in self._calm:
            can[slot] = whole
        for trial, start in zip(trials, ends, strict=False):
            self._put(trial, start, can)
        found = self._circuit.of_complete.run(whole, can, *self._stated(trials, ends))
        for trial, start in zip(trials, ends, strict=False):
            if answers := trial.read(found, start):
                left.append((trial, answers))
        return left

    def _put(self, trial: Trial, start: int, can: list[Lanes]) -> None:
        """Put the answers and the witnesses of TRIAL into its lanes, and each answer to what is asked."""
        calm, case, width = self._calm, trial.case, trial.width
        every = ((1 << trial.lanes) - 1) << start
        for given in (case.held, case.opening):
            for place, slot in given.items():
                if slot != (usual := calm[place]):
                    can[usual] ^= every
                    can[slot] |= every
        for number, witness in enumerate(trial.witnesses):
            lanes = ((1 << width) - 1) << start + number * width
            for place, slot in witness:
                if place not in case.held:
                    can[case.opening.get(place, calm[place])] ^= lanes
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

    def _rule_out(self, left: Sequence[tuple[Trial, list[int]]]) -> None:
        """Write down beside which of the answers LEFT no rule, looked at by itself, rules a level out."""
        variables = self._circuit.variables
        ends = list(accumulate((len(answers) for _, answers in left), initial=0))
        whole = (1 << ends[-1]) - 1
        can = [whole] * variables.count
        for (trial, answers), start in zip(left, ends, strict=False):
            every = ((1 << len(answers)) - 1) << start
            for place, slot in trial.case.held.items():
                for other in variables.all[place].slots:
                    if other != slot:
                        can[other] &= ~every
            excluded = [slots for one in trial.asked for slots in one.excluded]
            for lane, answer in enumerate(answers, start):
                for slot in excluded[answer]:
                    can[slot] &= ~(1 << lane)
        found = self._circuit.of_partial.run(whole, can, *self._stated([t for t, _ in left], ends))
        for (trial, answers), start in zip(left, ends, strict=False):
            trial.open = {
                level: sum(
                    [1 << answer for lane, answer in enumerate(answers, start) if found[level] >> lane & 1]
                )
                for level in trial.shown
            }

    def _stated(self, trials: Iterable[Trial], ends: Sequence[int]) -> tuple[list[Lanes], ...]:
        """Return the lanes with what is held, kept and silent in the cases of TRIALS."""
        circuit = self._circuit
        signs, kept, silent = ([0] * len(some) for some in (circuit.signs, circuit.gated, circuit.unasked))
        for trial, start, end in zip(trials, ends, ends[1:], strict=False):
            every, case = (1 << end) - (1 << start), trial.case
            for words, places in ((signs, case.signs), (kept, case.kept), (silent, case.silent)):
                for place in places:
                    words[place] |= every
        return signs, kept, silent
