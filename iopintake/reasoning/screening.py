"""What can be said without a solver: levels that are shown to be possible, and levels that are ruled out.

Every witness is tried with a person's answers in place of its own; a level that one comes to is possible.
And every answer that could be given is supposed; a level that the rules then rule out, each looked
at by itself, is not possible beside it. Both are exact; what neither says stays to be proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from iopintake.answers.model import Answers
from iopintake.reasoning.case import Case, Cases
from iopintake.reasoning.circuit import Circuit, Lanes
from iopintake.reasoning.lanes import Interleaved, Word
from iopintake.reasoning.supposed import Asked, Supposed
from iopintake.reasoning.tried import Tried
from iopintake.reasoning.variables import Slot
from iopintake.reasoning.witnesses import Witnesses
from iopintake.rules.evaluation import Evaluation

TOGETHER: Final = 64
"""Sets of answers that are looked at together; with more the numbers outgrow the nearest memory."""


class Batch:
    """What is known for some cases that are looked at together."""

    def __init__(self, screening: Screening, cases: Sequence[Case]) -> None:
        """Suppose every answer, and try every witness, for each of CASES."""
        circuit = screening.circuit
        width = 1 if len(cases) == 1 else TOGETHER
        self.supposed, self.tried = screening.supposed.spread(width), screening.tried.spread(width)
        every = (1 << len(cases)) - 1
        signs = _words(len(circuit.signs), [case.signs for case in cases])
        kept = _words(len(circuit.gated), [case.kept for case in cases])
        silent = _words(len(circuit.unasked), [case.silent for case in cases])

        def run(lanes: Interleaved, *, tried: bool) -> tuple[Lanes, ...]:
            slots = [(case.tried if tried else case.held).values() for case in cases]
            held = _words(circuit.variables.count, slots)
            in_each = lanes.repeater()
            program = circuit.of_complete if tried else circuit.of_partial
            return program(
                in_each(every),
                lanes.can(circuit.variables.all, every, held),
                *([in_each(word) for word in words] for words in (signs, kept, silent)),
            )

        self._open, self._shown = run(self.supposed, tried=False), run(self.tried, tried=True)
        self.open = [self.supposed.first(lanes) for lanes in self._open]
        self.shown = [self.tried.any(lanes) for lanes in self._shown]

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
        self._learned: dict[int, Lanes] = {}

    def is_possible(self, level: int) -> bool | None:
        """Say whether a level is possible; None when that stays to be proved."""
        if not self._batch.open[level] >> self._place & 1:
            return False
        if self._batch.shown[level] >> self._place & 1 or level in self._learned:
            return True
        return None if all(self.open[level] & whole for whole in self.screening.supposed.wholes) else False

    @cached_property
    def open(self) -> tuple[Lanes, ...]:
        """Return for each level beside which answers no rule rules it out."""
        batch = self._batch
        return tuple(batch.supposed.of(lanes, self._place) for lanes in batch.open_lanes)

    @cached_property
    def _shown(self) -> tuple[Lanes, ...]:
        """Return for each level which witnesses come to it."""
        batch = self._batch
        return tuple(batch.tried.of(lanes, self._place) for lanes in batch.shown_lanes)

    def learn(self, level: int, completion: tuple[Slot, ...]) -> None:
        """Take a completion that the solver found as one more witness: it comes to LEVEL in this case."""
        if (lane := self.screening.tried.learn(completion)) is not None:
            self._learned[level] = 1 << lane
            self.case = self.case.opened_by(completion)

    def beside(self, questions: Sequence[str]) -> dict[str, list[tuple[Lanes, Lanes]]]:
        """Return for those of QUESTIONS that can narrow levels beside which answers each level is possible.

        A bit stands for each of ``answers_to``: first those beside which it is possible, then those of
        which that stays to be proved.
        """
        every_asked = self.screening.supposed.asked
        asked = [
            one for q in questions if (one := every_asked.get(q)) and one.places.start not in self.case.held
        ]
        shown = [lanes | self._learned.get(level, 0) for level, lanes in enumerate(self._shown)]
        beside = self.screening.tried.beside(self.case, shown, asked)
        found, place = {}, 0
        for one in asked:
            every = (1 << len(one.moves)) - 1
            found[one.question] = [
                self._still(one, lanes >> place & every, open_ >> one.first & every, level)
                for level, (lanes, open_) in enumerate(zip(beside, self.open, strict=True))
            ]
            place += len(one.moves)
        return found

    def _still(self, asked: Asked, shown: Lanes, open_: Lanes, level: int) -> tuple[Lanes, Lanes]:
        """Return beside which answers LEVEL is possible, and beside which others no rule rules it out.

        A witness that comes to the level and gives an answer of its own shows it beside that one.
        """
        left, giving = open_ & ~shown, self.screening.tried.giving
        if left and self.case.tried.keys().isdisjoint(asked.places):
            for place in range(len(asked.moves)):
                if left >> place & 1 and self._shown[level] & giving(
                    self.screening.supposed.excluded[asked.first + place]
                ):
                    shown |= 1 << place
        return shown, open_ & ~shown


class Screening:
    """Screens sets of answers to one pack."""

    def __init__(self, circuit: Circuit, witnesses: Witnesses) -> None:
        """Try WITNESSES, and suppose what can be said to the questions of CIRCUIT."""
        self.circuit, self.witnesses = circuit, witnesses
        self.tried = Tried(circuit, witnesses)
        self.supposed = Supposed(circuit, self.tried.calm)
        self._cases = Cases(circuit, witnesses)

    def find(self, evaluations: Sequence[tuple[Evaluation, Answers]]) -> Iterator[Found]:
        """Yield what is known for each of EVALUATIONS; beside it stand its answers that are kept."""
        for first in range(0, len(evaluations), TOGETHER):
            some = [self._cases.of(*one) for one in evaluations[first : first + TOGETHER]]
            batch = Batch(self, some)
            for place, case in enumerate(some):
                yield Found(self, case, batch, place)
