"""The numbers that a pack tells apart: what its rules and claims compare answers with."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.packs.conditions import Every, Formula, No, Proposition, Some, tests
from iopintake.packs.model import Question
from iopintake.rules.rulebook import Rulebook


def least_number(question: Question) -> int | None:
    """Return the least number that an answer can be: for a date the days before, less than none if ahead."""
    return -question.ahead if question.type == "date" else question.minimum


def thresholds_of(*books: Rulebook) -> dict[str, set[int]]:
    """Return for each question the numbers that the rules and claims of BOOKS compare it with."""
    found: dict[str, set[int]] = {}
    for book in books:
        claimed = (claim.beside for claim in book.pack.claims.claim)
        for condition in (*book.conditions.values(), *claimed):
            for test in tests(condition):
                for proposition in propositions_of(book.formula(test)):
                    if isinstance(proposition.operand, int):
                        found.setdefault(test.answer, set()).add(proposition.operand)
    return found


def propositions_of(formula: Formula) -> Iterator[Proposition]:
    """Yield the propositions that FORMULA is made of."""
    match formula:
        case Proposition():
            yield formula
        case Every(parts) | Some(parts):
            for part in parts:
                yield from propositions_of(part)
        case No(part):
            yield from propositions_of(part)
