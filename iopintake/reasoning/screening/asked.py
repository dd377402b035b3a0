"""What could be said to each question, and what each answer leaves no room for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from iopintake.reasoning.said import Said, answers_to
from iopintake.reasoning.screening.circuit import Circuit, Lanes
from iopintake.reasoning.screening.variables import Slot, Variable
from iopintake.reasoning.thresholds import thresholds_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A question whose answers are supposed."""

    question: str
    places: range  # of its variables
    said: tuple[Said, ...]  # what its answers can say
    excluded: tuple[frozenset[Slot], ...]  # the slots that each answer excludes
    moves: tuple[tuple[Slot, Lanes, tuple[tuple[int, Slot], ...]], ...]  # each slot that some answers
    # exclude: a bit for each of these, and the number of each, with the slot that may be instead


def every_question(circuit: Circuit, calm: Collection[Slot]) -> dict[str, Asked]:
    """Return the questions that the rules of CIRCUIT ask; what an answer excludes moves to CALM slots."""
    variables, thresholds = circuit.variables, thresholds_of(circuit.book)
    asked = {}
    for question, some in variables.of.items():
        said = answers_to(circuit.book.pack.questions[question], thresholds.get(question, ()))
        excluded = {one: slots for one in said if (slots := variables.excluded(question, one)) is not None}
        first = variables.places[question]
        asked[question] = Asked(
            question,
            range(first, first + len(some)),
            tuple(excluded),
            tuple(excluded.values()),
            tuple(_moves(some, list(excluded.values()), calm)),
        )
    return asked


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
