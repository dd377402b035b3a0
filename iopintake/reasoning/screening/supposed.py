"""What could be said to each question, a lane for each: the first supposes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from iopintake.reasoning.said import Said, answers_to, both_sides
from iopintake.reasoning.screening.circuit import Circuit, Lanes
from iopintake.reasoning.screening.lanes import Interleaved
from iopintake.reasoning.screening.variables import Slot, Variable
from iopintake.reasoning.thresholds import thresholds_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose answers are supposed."""

    question: str
    places: range  # of its variables
    first: int  # the lane of its first answer; the others follow
    said: tuple[Said, ...]  # what its answers can say
    moves: tuple[tuple[tuple[Slot, Slot], ...], ...]  # what each answer excludes, and what may be instead


class Supposed:
    """The answers that are supposed to the questions of one pack."""

    def __init__(self, circuit: Circuit, calm: Collection[Slot]) -> None:
        """Suppose what can be said to the questions of CIRCUIT; what is excluded moves to CALM slots."""
        variables = circuit.variables
        self.asked: dict[str, Asked] = {}
        self.excluded: list[frozenset[Slot]] = [frozenset()]  # by each lane
        self.wholes: list[Lanes] = []  # lanes one of which comes true, whatever is said to a question
        thresholds = thresholds_of(circuit.book)
        for question_id, some in variables.of.items():
            question = circuit.book.pack.questions[question_id]
            said = answers_to(question, thresholds.get(question_id, ()))
            sides = {one: variables.excluded(question_id, one) for one in both_sides(question, said)}
            can_be = [one for one in said if sides[one] is not None]
            first = variables.places[question_id]
            self.asked[question_id] = Asked(
                question_id,
                range(first, first + len(some)),
                len(self.excluded),
                tuple(can_be),
                tuple(tuple(_moves(some, sides[one] or frozenset(), calm)) for one in can_be),
            )
            wholes: dict[object, Lanes] = {}
            for one in (*can_be, *(one for one in sides if one not in said)):
                if (slots := sides[one]) is not None:
                    whole = None if question.type == "choice" else one.proposition
                    wholes[whole] = wholes.get(whole, 0) | 1 << len(self.excluded)
                    self.excluded.append(slots)
            self.wholes += wholes.values()
        self.lanes = [(1 << len(self.excluded)) - 1] * variables.count  # where each slot can be
        for lane, slots in enumerate(self.excluded):
            for slot in slots:
                self.lanes[slot] &= ~(1 << lane)
        self._spread: dict[int, Interleaved] = {}

    def spread(self, width: int) -> Interleaved:
        """Return the lanes for WIDTH sets of answers."""
        if width not in self._spread:
            self._spread[width] = Interleaved(self.lanes, len(self.excluded), width)
        return self._spread[width]


def _moves(
    variables: Iterable[Variable], excluded: Collection[Slot], calm: Collection[Slot]
) -> Iterator[tuple[Slot, Slot]]:
    """Yield the slots that are EXCLUDED, each with one that is not, a CALM one if it may be."""
    for variable in variables:
        out = [slot for slot in variable.slots if slot in excluded]
        left = [slot for slot in variable.slots if slot not in excluded]
        yield from ((slot, min(left, key=lambda slot: slot not in calm)) for slot in out)
