"""What could be said to each question, a lane for each: the first supposes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
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
    moves: tuple[tuple[Slot, Lanes, tuple[tuple[int, Slot], ...]], ...]  # each slot that some answers
    # exclude: a bit for each of these, and the number of each, with the slot that may be instead


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
                tuple(_moves(some, [sides[one] or frozenset() for one in can_be], calm)),
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
    variables: Iterable[Variable], excluded: Sequence[Collection[Slot]], calm: Collection[Slot]
) -> Iterator[tuple[Slot, Lanes, tuple[tuple[int, Slot], ...]]]:
    """Yield the slots that some answers exclude, with what may be instead, a CALM slot if it may be.

    EXCLUDED are the slots that each answer excludes.
    """
    for variable in variables:
        for slot in variable.slots:
            moves = tuple(
                (answer, min(set(variable.slots) - set(out), key=lambda other: (other not in calm, other)))
                for answer, out in enumerate(excluded)
                if slot in out
            )
            if moves:
                yield slot, sum(1 << answer for answer, _ in moves), moves
