"""What is asked about one set of answers: which levels are possible, and beside which other answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from iopintake.assessment.decide import cautious_levels
from iopintake.packs.model import LEVELS, LevelId
from iopintake.reasoning.completion_solver import CompletionSolver
from iopintake.reasoning.said import Said
from iopintake.reasoning.screening.asked import Asked
from iopintake.reasoning.screening.circuit import Lanes
from iopintake.reasoning.screening.screening import Found
from iopintake.reasoning.screening.trials import Trial
from iopintake.rules.evaluation import Evaluation


class Sources(Protocol):
    """Where what is asked about answers is found out."""

    @property
    def solver(self) -> CompletionSolver:
        """Return what has the last word."""

    def find(self, evaluation: Evaluation) -> Found | None:
        """Return what is known of EVALUATION without the solver; None where there are no witnesses."""

    def answers_to(self, question: str) -> tuple[Said, ...]:
        """Return what can be said to a question."""


@dataclass(frozen=True, slots=True)
class Supposition:
    """Questions whose answers are supposed, levels that are possible now, and how witnesses are tried."""

    questions: Sequence[str]
    levels: Sequence[LevelId]
    trial: Trial | None


@dataclass(slots=True)
class Known:
    """What was found out about all sets of answers that leave the same open."""

    levels: tuple[LevelId, ...] | None = None  # that are possible
    orders: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)  # of questions, by these


class Asking:
    """What is asked about one set of answers, or about some that leave the same open."""

    def __init__(self, sources: Sources, evaluation: Evaluation, known: Known) -> None:
        """Ask SOURCES about EVALUATION, or about any that leaves the same open; KNOWN is found already."""
        self.sources, self.evaluation, self.known = sources, evaluation, known

    @cached_property
    def found(self) -> Found | None:
        """Return what is known without the solver, if there are witnesses."""
        return self.sources.find(self.evaluation)

    @cached_property
    def _can(self) -> Callable[..., bool]:
        return self.sources.solver.of(self.evaluation)

    def levels(self) -> tuple[LevelId, ...]:
        """Return the levels that are possible, highest first; raise Undecided."""
        if self.known.levels is None:
            self.known.levels = self._levels()
        return self.known.levels

    def _levels(self) -> tuple[LevelId, ...]:
        if self.found is not None and (places := self.found.possible()) is not None:
            return tuple([LEVELS[place] for place in places])
        return tuple([level for level in cautious_levels(self.evaluation) if self._is_possible(level)])

    def _is_possible(self, level: LevelId) -> bool:
        """Say whether some completion makes LEVEL possible; raise Undecided."""
        if self.found is None:
            return self._can(self.sources.solver.level(level))
        place = LEVELS.index(level)
        if (known := self.found.is_possible(place)) is not None:
            return known
        possible = self._can(self.sources.solver.level(level))
        self.found.prove(place, possible=possible)
        if possible:
            screening = self.found.screening
            calm = screening.witnesses.completions[0]
            self.found.learn(place, self.sources.solver.completion(screening.circuit.variables, calm))
        return possible

    def suppose(self, questions: Sequence[str], levels: Sequence[LevelId]) -> Supposition:
        """Return what is to be asked: whether answers to QUESTIONS leave LEVELS possible."""
        places = [LEVELS.index(level) for level in levels]
        return Supposition(questions, levels, self.found.trial(questions, places) if self.found else None)

    def beside(self, supposed: Supposition) -> dict[str, list[Lanes]]:
        """Return for each question beside which answers each level is possible, a bit for each.

        A question is left out that no rule asks, or that has its answer: it rules nothing out. Raise
        Undecided.
        """
        if self.found is None or supposed.trial is None:
            every = {question: self.sources.answers_to(question) for question in supposed.questions}
            return {q: [self._proved(one, q, said) for one in supposed.levels] for q, said in every.items()}

        def prove(asked: Asked, level: int, open_: Lanes) -> Lanes:
            return self._proved(LEVELS[level], asked.question, asked.said, open_)

        return self.found.beside(supposed.trial, prove)

    def _proved(self, level: LevelId, question: str, said: Sequence[Said], open_: int = -1) -> int:
        """Return the bits of OPEN_ beside whose answer the solver finds a level possible."""
        solver = self.sources.solver
        literal = solver.level(level)
        return sum(
            1 << place
            for place, one in enumerate(said)
            if open_ >> place & 1 and self._can(solver.literal(question, one), literal)
        )
