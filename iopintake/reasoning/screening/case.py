"""What levels rest on in a set of answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from iopintake.assessment.decide import cautious_levels
from iopintake.packs.conditions import Reading
from iopintake.packs.model import LEVELS
from iopintake.reasoning.screening.circuit import Circuit
from iopintake.reasoning.screening.variables import Slot, Variables
from iopintake.reasoning.screening.witnesses import Witnesses
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.names import when
from iopintake.rules.program import NOT_MET, UNKNOWN
from iopintake.rules.seen import TABLE_LIMIT, WITHHELD, Seen


@dataclass(frozen=True, slots=True)
class Case:
    """What levels rest on in a set of answers."""

    levels: tuple[int, ...]  # those that no rule rules out, by their places
    held: dict[int, Slot]  # of each variable that has a value, by its place
    opening: dict[int, Slot]  # what makes questions belong whose answers count on
    signs: tuple[int, ...]  # the places of the gated questions with crisis signs that have a value
    kept: tuple[int, ...]  # the places of the gated questions whose answers go on to count
    silent: tuple[int, ...]  # the places of the questions that count unasked, were asked, and have no value

    def opened_by(self, completion: Sequence[Slot]) -> Case:
        """Return the case with what COMPLETION has in place of what was to make questions belong."""
        return replace(self, opening={place: completion[place] for place in self.opening})


class Cases:
    """Reads cases off sets of answers to one pack."""

    def __init__(self, circuit: Circuit, witnesses: Witnesses) -> None:
        """Find in CIRCUIT where each question stands; WITNESSES tell what makes questions belong."""
        self._openings = witnesses.openings
        gated = {question: place for place, question in enumerate(circuit.gated)}
        signs = {question: place for place, question in enumerate(circuit.signs)}
        self._places = {
            question: _Places(
                _Slots(circuit.variables, question),
                gated.get(question),
                circuit.book.nodes[when(question)].index,
                signs.get(question),
            )
            for question in circuit.book.pack.questions
        }
        self._unasked = {question: place for place, question in enumerate(circuit.unasked)}

    def of(self, evaluation: Evaluation, aside: Collection[str] = ()) -> Case:
        """Return what levels rest on in the answers of EVALUATION, but those to the questions ASIDE."""
        every, unasked, truths = self._places, self._unasked, evaluation.truths
        held: dict[int, Slot] = {}
        signs, counting, silent, opened = [], [], [], []
        for question, reading in evaluation.given.items():
            if question in aside or (places := every.get(question)) is None:
                continue
            if reading is WITHHELD:
                if question in unasked:
                    silent.append(unasked[question])
                continue
            slots, gate, index, sign = places
            held.update(slots[reading])
            if gate is not None and (truth := truths[index]) != NOT_MET:
                counting.append(gate)
                if truth == UNKNOWN:
                    opened.append(question)
            if sign is not None:
                signs.append(sign)
        opening: dict[int, Slot] = {}
        for question in opened:
            for place, slot in self._openings.get(question, ()):
                if place not in held:
                    opening.setdefault(place, slot)
        levels = tuple(map(LEVELS.index, cautious_levels(evaluation)))
        return Case(levels, held, opening, tuple(signs), tuple(counting), tuple(silent))


class _Slots(dict[Seen, dict[int, Slot]]):
    """The places of the variables of a question, and their slots, for each reading of it that was met."""

    def __init__(self, variables: Variables, question: str) -> None:
        self._variables, self._question = variables, question

    def __missing__(self, reading: Seen) -> dict[int, Slot]:
        if (first := self._variables.places.get(self._question)) is None:
            return {}
        if len(self) >= TABLE_LIMIT:
            self.clear()
        slots = dict(enumerate(self._variables.state(self._question, cast("Reading", reading)), first))
        self[reading] = slots
        return slots


class _Places(NamedTuple):
    """Where a question stands."""

    slots: _Slots
    gated: int | None
    relevance: int  # the index of the condition that it belongs
    sign: int | None
