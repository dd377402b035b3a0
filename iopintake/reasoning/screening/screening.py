"""What can be said without a solver: levels that are shown to be possible, and levels that are ruled out.

Every witness is tried with a person's answers in place of its own; a level that one comes to is possible.
And every answer that could be given is supposed; a level that the rules then rule out, each looked
at by itself, is not possible beside it. Both are exact; what neither says stays to be proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, reduce
from operator import or_
from typing import Final

from iopintake.reasoning.screening.case import Case, Cases
from iopintake.reasoning.screening.circuit import Circuit, Lanes, Program
from iopintake.reasoning.screening.lanes import Digits, Interleaved, Repeater, Word, lanes_of_digits
from iopintake.reasoning.screening.supposed import Asked, Supposed
from iopintake.reasoning.screening.tried import Changes, Trial, Tried
from iopintake.reasoning.screening.variables import Slot
from iopintake.reasoning.screening.witnesses import Witnesses
from iopintake.rules.conflicts import unsettled_questions
from iopintake.rules.evaluation import Evaluation

TOGETHER: Final = 64
"""Sets of answers that are looked at together; with more the numbers outgrow the nearest memory."""
WIDTHS: Final = (1, TOGETHER // 2, TOGETHER)
"""For how many sets there is room: a few that are left over go in half the room, and take half the time."""


Prove = Callable[[Asked, int, Lanes], Lanes]
"""Returns which of some answers to a question leave a level possible."""


class Batch:
    """What is known for some cases that are looked at together."""

    def __init__(self, screening: Screening, cases: Sequence[Case]) -> None:
        """Suppose every answer, and try every witness, for each of CASES."""
        circuit = screening.circuit
        width = next(width for width in WIDTHS if len(cases) <= width)
        self.supposed, self.tried = screening.supposed.spread(width), screening.tried.spread(width)
        every = (1 << len(cases)) - 1
        signs = _words(len(circuit.signs), [case.signs for case in cases])
        kept = _words(len(circuit.gated), [case.kept for case in cases])
        silent = _words(len(circuit.unasked), [case.silent for case in cases])

        # lanes beyond those of a program do no harm: what comes of it has none
        in_each = Repeater(max(self.supposed.count, self.tried.count), width)

        def run(lanes: Interleaved, program: Program, held: list[Word]) -> tuple[Lanes, ...]:
            can = lanes.can(circuit.variables.all, every, held, in_each, program.reads)
            return program.run(
                lanes.trimmed(in_each[every]),
                can,
                *([in_each[word] for word in words] for words in (signs, kept, silent)),
            )

        held = _words(circuit.variables.count, [case.held.values() for case in cases])
        self._open = run(self.supposed, circuit.of_partial, held)
        opening = _words(circuit.variables.count, [case.opening for case in cases])
        self._shown = run(self.tried, circuit.of_complete, list(map(or_, held, opening)))
        self.open = [self.supposed.first(lanes) for lanes in self._open]
        self.shown = [self.tried.any(lanes) for lanes in self._shown]
        unclear = [open_ & ~shown for open_, shown in zip(self.open, self.shown, strict=True)]
        self.unclear = reduce(or_, unclear)

    @cached_property
    def open_lanes(self) -> list[bytes]:
        """Return for each level beside which answers no rule rules it out."""
        return [self.supposed.as_bytes(lanes) for lanes in self._open]

    @cached_property
    def shown_lanes(self) -> list[bytes]:
        """Return for each level which witnesses come to it."""
        return [self.tried.as_bytes(lanes) for lanes in self._shown]


def _words(count: int, places: Iterable[Iterable[int]]) -> list[Word]:
    """Return for each of COUNT places the word of those that have it."""
    words, bit = [0] * count, 1
    for some in places:
        for place in some:
            words[place] |= bit
        bit <<= 1
    return words


class Found:
    """What is known for one of the cases of a batch; each number has a lane for each answer, or witness."""

    def __init__(self, screening: Screening, case: Case, batch: Batch, place: int) -> None:
        """Read the CASE at PLACE of BATCH."""
        self.screening, self.case = screening, case
        self._batch, self._place = batch, place
        self._proved: dict[int, bool] = {}
        self._learned: dict[int, Changes] = {}

    def possible(self) -> list[int] | None:
        """Return the levels that are possible; None where one of them stays to be looked at by itself."""
        place = self._place
        if self._batch.unclear >> place & 1:
            return None
        return [level for level, shown in enumerate(self._batch.shown) if shown >> place & 1]

    def is_possible(self, level: int) -> bool | None:
        """Say whether a level is possible; None when that stays to be proved."""
        if not self._batch.open[level] >> self._place & 1:
            return False
        if self._batch.shown[level] >> self._place & 1:
            return True
        if level in self._proved:
            return self._proved[level]
        open_ = lanes_of_digits(self._open(level))
        return None if all(open_ & whole for whole in self.screening.supposed.wholes) else False

    def _open(self, level: int) -> Digits:
        """Return beside which answers no rule rules LEVEL out."""
        return self._batch.supposed.of(self._batch.open_lanes[level], self._place)

    def _shown(self, level: int) -> Digits:
        """Return which witnesses come to LEVEL."""
        return self._batch.tried.of(self._batch.shown_lanes[level], self._place)

    def prove(self, level: int, *, possible: bool) -> None:
        """Remember whether LEVEL was found to be possible."""
        self._proved[level] = possible

    def learn(self, level: int, completion: tuple[Slot, ...]) -> None:
        """Take a completion that the solver found as one more witness: it comes to LEVEL in this case."""
        self.screening.tried.learn(completion)
        self._learned[level] = self.screening.tried.changes(completion)
        self.case = self.case.opened_by(completion)

    def trial(self, questions: Sequence[str], levels: Sequence[int]) -> Trial:
        """Return how witnesses of LEVELS are tried with answers to QUESTIONS that can narrow them."""
        every, held = self.screening.supposed.asked, self.case.held
        asked = [one for q in questions if (one := every.get(q)) and one.places.start not in held]
        shown = {level: self._shown(level) for level in levels}
        first = {digits.find(b"1") for level, digits in shown.items() if level not in self._learned} - {-1}
        witnesses = [*map(self.screening.tried.changed, sorted(first)), *self._learned.values()]
        return Trial(self.case, asked, shown, witnesses)

    def beside(self, trial: Trial, prove: Prove) -> dict[str, list[Lanes]]:
        """Return for each question of TRIAL, which was made, beside which answers each level is possible.

        A bit stands for each of ``answers_to``. PROVE is asked about those beside which a level is not
        shown to be possible, and not ruled out by any rule.
        """
        found: dict[str, list[Lanes]] = {one.question: [] for one in trial.asked}
        for level, witnesses in trial.shown.items():
            lanes, open_ = trial.beside[level], None
            for one in trial.asked:
                number = len(one.said)
                block = (1 << number) - 1
                yes = lanes & block
                lanes >>= number
                if left := block & ~yes:
                    open_ = open_ or self._open(level)
                    left &= lanes_of_digits(open_[one.first : one.first + number])
                    if left:
                        yes |= self._giving(one, left, witnesses)
                    if left := left & ~yes:
                        yes |= prove(one, level, left)
                found[one.question].append(yes)
        return found

    def _giving(self, asked: Asked, left: Lanes, witnesses: Digits) -> Lanes:
        """Return which of the answers LEFT one of WITNESSES gives itself, which shows its level beside it."""
        if not self.case.tried.keys().isdisjoint(asked.places):
            return 0
        tried, excluded = self.screening.tried, self.screening.supposed.excluded
        shown = lanes_of_digits(witnesses)
        return sum(
            1 << place
            for place in range(len(asked.said))
            if left >> place & 1 and shown & tried.giving(excluded[asked.first + place])
        )


class Screening:
    """Screens sets of answers to one pack."""

    def __init__(self, circuit: Circuit, witnesses: Witnesses) -> None:
        """Try WITNESSES, and suppose what can be said to the questions of CIRCUIT."""
        self.circuit, self.witnesses = circuit, witnesses
        self.tried = Tried(circuit, witnesses)
        self.supposed = Supposed(circuit, self.tried.calm)
        self._cases = Cases(circuit, witnesses)

    def find(self, evaluations: Sequence[Evaluation]) -> Iterator[Found]:
        """Yield what is known for each of EVALUATIONS; answers that others contradict are asked again."""
        for first in range(0, len(evaluations), TOGETHER):
            together = evaluations[first : first + TOGETHER]
            some = [self._cases.of(one, unsettled_questions(one)) for one in together]
            batch = Batch(self, some)
            for place, case in enumerate(some):
                yield Found(self, case, batch, place)
