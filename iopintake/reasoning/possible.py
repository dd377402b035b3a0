"""Which levels some completion of the answers still reaches: exact, not need by need."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from iopintake.assessment.decide import cautious_levels
from iopintake.packs.conditions import Truth
from iopintake.packs.model import LEVELS, LevelId
from iopintake.reasoning.encoding import Encoding, Literal
from iopintake.reasoning.outcome import Outcome, outcome
from iopintake.reasoning.solver import Solver, Undecided
from iopintake.rules.conflicts import unsettled_questions
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.rulebook import Rulebook

CONFLICTS: Final = 20_000
"""The budget of one question while somebody waits, some tenths of a second; the shipped pack needs none."""


class Completions:
    """The completions of any answers to one pack, ready to be asked.

    A completion gives every question that belongs a value, keeps every value that is
    given, and answers no question that does not belong.
    """

    def __init__(self, book: Rulebook) -> None:
        """Keep BOOK; it is encoded when the first question is put."""
        self.book = book

    @cached_property
    def _model(self) -> tuple[Encoding, Outcome, Solver]:
        encoding = Encoding(self.book)
        result = outcome(encoding)
        for question_id, literals in encoding.questions.items():
            # what belongs has a value
            encoding.clauses.add(encoding.rules[f"when:{question_id}"].surely_not, literals.valued)
        self._tidy = {question_id: encoding.clauses.fresh() for question_id in encoding.questions}
        for question_id, tidy in self._tidy.items():
            gate = encoding.rules[f"when:{question_id}"].surely_not
            encoding.clauses.add(-tidy, -gate, -encoding.questions[question_id].valued)
        return encoding, result, Solver(encoding.clauses)

    def levels(self, evaluation: Evaluation) -> tuple[LevelId, ...]:
        """Return the levels that some completion reaches or leaves possible, highest first.

        Answers from a file may contradict each other so that there is no completion, and
        the rules of a pack may be too hard to decide in time; then every level that is not
        ruled out need by need is named.
        """
        cautious = cautious_levels(evaluation)
        if len(cautious) == 1:
            return cautious  # all is settled; nothing is to be proved
        encoding, result, solver = self._model
        fixed = self._fixed(encoding, evaluation)
        try:
            found = tuple(
                level for level in cautious if solver.can_within([*fixed, result.possible[level]], CONFLICTS)
            )
        except Undecided:
            return cautious
        return found or cautious

    def most_narrowing_first(self, evaluation: Evaluation, questions: tuple[str, ...]) -> tuple[str, ...]:
        """Return QUESTIONS so that those come first whose answers narrow the levels most.

        How much one narrows is the number of levels that its answers rule out, on average
        over the answers that its options, or its steps between thresholds, can give. What is
        too hard to decide stays in the order of the pack.
        """
        if len(questions) < 2 or len(cautious_levels(evaluation)) == 1:  # noqa: PLR2004 - nothing to order
            return questions
        encoding, result, solver = self._model
        fixed = self._fixed(encoding, evaluation)

        def can(*literals: Literal) -> bool:
            return solver.can_within([*fixed, *literals], CONFLICTS)

        def ruled_out(question: str) -> float:
            literals = encoding.questions[question].propositions.values()
            answers = [answer for literal in literals for answer in self._sides(question, literal)]
            possible = [answer for answer in answers if can(answer)]
            if not possible:
                return 0.0
            lost = sum(not can(answer, level) for answer in possible for level in before)
            return lost / len(possible)

        try:
            before = [literal for level in LEVELS if can(literal := result.possible[level])]
            scores = {question: ruled_out(question) for question in questions}
        except Undecided:
            return questions
        return tuple(sorted(questions, key=lambda question: -scores[question]))

    def _sides(self, question: str, literal: Literal) -> tuple[Literal, ...]:
        """Return what an answer can say of a proposition: an option it, a threshold both sides."""
        return (literal,) if self.book.pack.questions[question].options else (literal, -literal)

    def _fixed(self, encoding: Encoding, evaluation: Evaluation) -> list[Literal]:
        """Keep the values that are given; those that count now go on to count.

        Not kept are those that another answer contradicts: they are asked again.
        """
        kept = evaluation.answers
        for question in unsettled_questions(evaluation):
            kept = kept.without(question)
        fixed = encoding.given(kept)
        held = {q for q, answer in kept.items() if answer.value is not None and q in encoding.questions}
        fixed += [tidy for q, tidy in self._tidy.items() if q not in held]
        fixed += [
            encoding.rules[f"when:{q}"].surely for q in held if evaluation.relevance(q) is not Truth.NOT_MET
        ]
        return fixed
