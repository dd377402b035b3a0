"""What levels rest on in a set of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from iopintake.answers.model import Answers
from iopintake.packs.conditions import Truth
from iopintake.reasoning.circuit import Circuit
from iopintake.reasoning.variables import Slot
from iopintake.reasoning.witnesses import Witnesses
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.names import when


@dataclass(frozen=True, slots=True)
class Case:
    """What levels rest on in a set of answers."""

    held: dict[int, Slot]  # of each variable that has a value, by its place
    tried: dict[int, Slot]  # the same, and what makes questions belong whose answers count on
    signs: tuple[int, ...]  # the places of the gated questions with crisis signs that have a value
    kept: tuple[int, ...]  # the places of the gated questions whose answers go on to count
    silent: tuple[int, ...]  # the places of the questions that count unasked, were asked, and have no value

    def opened_by(self, completion: Sequence[Slot]) -> Case:
        """Return the case with what COMPLETION has in place of what was to make questions belong."""
        return replace(self, tried={place: self.held.get(place, completion[place]) for place in self.tried})


class Cases:
    """Reads cases off sets of answers to one pack."""

    def __init__(self, circuit: Circuit, witnesses: Witnesses) -> None:
        """Find in CIRCUIT where each question stands; WITNESSES tell what makes questions belong."""
        self._state, self._openings = circuit.variables.state, witnesses.openings
        gated = {question: place for place, question in enumerate(circuit.gated)}
        signs = {question: place for place, question in enumerate(circuit.signs)}
        self._places = {
            question: (
                circuit.variables.places.get(question),
                gated.get(question),
                circuit.book.nodes[when(question)].index,
                signs.get(question),
            )
            for question in circuit.book.pack.questions
        }
        self._unasked = {question: place for place, question in enumerate(circuit.unasked)}

    def of(self, evaluation: Evaluation, kept: Answers) -> Case:
        """Return what levels rest on in the answers of EVALUATION that are KEPT."""
        state, day, truths = self._state, kept.as_of, evaluation.truths
        held: dict[int, Slot] = {}
        signs, counting, silent, opened = [], [], [], []
        for question, answer in kept.given.items():
            if answer.value is None:
                if answer.withheld and question in self._unasked:
                    silent.append(self._unasked[question])
                continue
            if (places := self._places.get(question)) is None:
                continue
            first, gate, index, sign = places
            if first is not None:
                value = answer.value
                reading = value if type(value) is str else answer.reading(day)
                assert reading is not None
                held.update(enumerate(state(question, reading), first))
            if gate is not None and (truth := truths[index]) != Truth.NOT_MET:
                counting.append(gate)
                if truth == Truth.UNKNOWN:
                    opened.append(question)
            if sign is not None:
                signs.append(sign)
        tried = dict(held)
        for question in opened:
            for place, slot in self._openings.get(question, ()):
                tried.setdefault(place, slot)  # what makes the question belong, as far as it is open
        return Case(held, tried, tuple(signs), tuple(counting), tuple(silent))
