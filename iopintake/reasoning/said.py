"""What can be said to a question, as far as the rules of a pack tell answers apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from iopintake.packs.conditions import SLOTS, Proposition
from iopintake.packs.model import Question


class Said(NamedTuple):
    """That a proposition holds of an answer, or does not."""

    proposition: Proposition
    holds: bool


def propositions_told(question: Question, thresholds: Iterable[int]) -> tuple[Proposition, ...]:
    """Return the propositions that answers to a question are told apart by, as the clauses have them."""
    match question.type:
        case "choice":
            return tuple(Proposition("is", code) for code in question.codes)
        case "choices":
            return tuple(Proposition("has", code) for code in question.codes)
        case "schedule":
            return tuple(Proposition("has", slot) for slot in SLOTS)
        case "text":
            return ()
        case _:
            return tuple(Proposition("at_least", number) for number in sorted(thresholds))


def answers_to(question: Question, thresholds: Iterable[int]) -> tuple[Said, ...]:
    """Return what an answer to a question can say: of options one, of a threshold both sides."""
    sides = (True,) if question.options else (True, False)
    return tuple(Said(p, holds) for p in propositions_told(question, thresholds) for holds in sides)
