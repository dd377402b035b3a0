"""What the solver says of the completions of answers: exact, and the last word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final

from iopintake.answers.model import Answers
from iopintake.packs.model import LevelId
from iopintake.reasoning.said import Said
from iopintake.reasoning.screening.variables import Slot, Variables
from iopintake.reasoning.solving.clauses import Literal
from iopintake.reasoning.solving.encoding import Encoding
from iopintake.reasoning.solving.outcome import outcome
from iopintake.reasoning.solving.solver import Solver
from iopintake.rules.conflicts import unsettled_questions
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.names import when
from iopintake.rules.program import NOT_MET
from iopintake.rules.rulebook import Rulebook

CONFLICTS: Final = 20_000
"""The budget of one question while somebody waits, some tenths of a second; the shipped pack needs none."""
REMEMBERED: Final = 200
"""Sets of literals that exclude one level, so that endless different answers take no memory."""


class CompletionSolver:
    """The completions of any answers to one pack, as models of clauses."""

    def __init__(self, book: Rulebook) -> None:
        """Encode the rules of BOOK, and what a completion is."""
        self.encoding = encoding = Encoding(book)
        self._possible = outcome(encoding).possible
        self._excluded: dict[Literal, list[frozenset[Literal]]] = {}
        self._told_by: list[tuple[dict[tuple[bool, ...], Slot], list[Literal]]] = []
        for question_id, literals in encoding.questions.items():
            # what belongs has a value
            encoding.clauses.add(encoding.not_asked(question_id), literals.valued)
        self._tidy = {question_id: encoding.clauses.fresh() for question_id in encoding.questions}
        for question_id, tidy in self._tidy.items():
            gate = encoding.not_asked(question_id)
            encoding.clauses.add(-tidy, -gate, -encoding.questions[question_id].valued)
        self._silent = {question_id: encoding.clauses.fresh() for question_id in book.unasked}
        for question_id, silent in self._silent.items():
            literals = encoding.questions[question_id]
            encoding.clauses.add(-silent, literals.valued, literals.withheld)
        gates = {question: when(question) for question in book.gated}
        self._gates = {q: (book.index[rule], encoding.rules[rule].surely) for q, rule in gates.items()}

    @cached_property
    def _solver(self) -> Solver:
        return Solver(self.encoding.clauses)

    def nothing_said(self) -> list[Literal]:
        """Return the literals of no answers at all."""
        return [*self._tidy.values(), *(-self.encoding.questions[q].withheld for q in self._silent)]

    def of(self, evaluation: Evaluation) -> Callable[..., bool]:
        """Return what says whether the completions of EVALUATION can make some literals true."""
        fixed = self._fixed(evaluation)
        held, solver = frozenset(fixed), self._solver

        def can(*literals: Literal) -> bool:
            told, assumed = self._excluded.setdefault(literals[-1], []), held.union(literals)
            if any(core <= assumed for core in told):
                return False
            possible = solver.can_within([*fixed, *literals], CONFLICTS)
            if not possible and len(told) < REMEMBERED:
                told.append(frozenset(solver.core()))
            return possible

        return can

    def level(self, level: LevelId) -> Literal:
        """Return the literal that a level is possible."""
        return self._possible[level]

    def literal(self, question: str, said: Said) -> Literal:
        """Return the literal of what is said to a question."""
        literal = self.encoding.questions[question].propositions[said.proposition]
        return literal if said.holds else -literal

    def completion(self, variables: Variables, calm: Sequence[Slot]) -> tuple[Slot, ...]:
        """Return the slots of VARIABLES in what was found last; that of CALM where it tells none."""
        if not self._told_by:
            questions = self.encoding.questions
            self._told_by = [
                (variable.by_truths, [questions[question].propositions[p] for p in variable.looked_for])
                for question, some in variables.of.items()
                for variable in some
            ]
        true = self._solver.model()
        return tuple(
            [
                by_truths.get(tuple([true[literal - 1] > 0 for literal in literals]), slot)
                for (by_truths, literals), slot in zip(self._told_by, calm, strict=True)
            ]
        )

    def _fixed(self, evaluation: Evaluation) -> list[Literal]:
        """Keep the values that are given; those that count now go on to count."""
        kept = _kept(evaluation)
        fixed = self.encoding.given(kept)
        held = {question: None for question, answer in kept.given.items() if answer.value is not None}
        fixed += [tidy for question, tidy in self._tidy.items() if question not in held]
        for question, silent in self._silent.items():  # one that was heard stays, and no other is made up
            answer = kept.get(question)
            withheld = answer is not None and answer.withheld
            fixed.append(silent if withheld else -self.encoding.questions[question].withheld)
        gates, truths = self._gates, evaluation.truths
        counting = [gates[question] for question in held if question in gates]
        fixed += [literal for index, literal in counting if truths[index] != NOT_MET]
        return fixed


def _kept(evaluation: Evaluation) -> Answers:
    """Return the answers without those that another contradicts: they are asked again."""
    kept = evaluation.answers
    for question in unsettled_questions(evaluation):
        kept = kept.without(question)
    return kept
