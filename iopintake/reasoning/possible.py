"""Which levels some completion of the answers still reaches: exact, not need by need."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

from iopintake.assessment.decide import cautious_levels
from iopintake.packs.model import LevelId
from iopintake.reasoning.asking import Asking, Known
from iopintake.reasoning.completion_solver import CompletionSolver
from iopintake.reasoning.left_open import LeftOpen, Pattern
from iopintake.reasoning.said import Said, answers_to
from iopintake.reasoning.screening.circuit import Circuit
from iopintake.reasoning.screening.kept_witnesses import keep_witnesses, kept_witnesses
from iopintake.reasoning.screening.screening import Found, Screening
from iopintake.reasoning.screening.trials import Trial
from iopintake.reasoning.screening.witnesses import WitnessMaker
from iopintake.reasoning.solving.solver import Undecided
from iopintake.reasoning.thresholds import thresholds_of
from iopintake.rules.columns import Columns
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.rulebook import Rulebook

KNOWN: Final = 20_000
"""Patterns of which is known what was found out, a few hundred bytes each."""


class Completions:
    """The completions of any answers to one pack, ready to be asked.

    A completion gives every question that belongs a value, keeps every value that is
    given, and answers no question that does not belong.

    The solver is asked. Where there are witnesses it is asked only what these and the rules,
    one by one, leave open: the same comes out, some eighty times sooner.
    """

    def __init__(self, book: Rulebook, cache: Path | None = None) -> None:
        """Keep BOOK; it is encoded when the solver is first asked.

        In the folder CACHE witnesses are kept once they were made.
        """
        self.book, self.cache = book, cache
        self._prepared: dict[int, tuple[Evaluation, Asking]] = {}
        self._known: dict[Pattern, Known] = {}

    @cached_property
    def solver(self) -> CompletionSolver:
        """Return what has the last word; it takes some tenths of a second to make."""
        return CompletionSolver(self.book)

    @cached_property
    def _screening(self) -> Screening | None:
        witnesses = kept_witnesses(self.cache, self.book.pack) if self.cache else None
        return Screening(Circuit(self.book), witnesses) if witnesses else None

    def make_witnesses(self) -> None:
        """Make witnesses, which takes a second, and use them from now on."""
        if self._screening is not None:
            return
        circuit = Circuit(self.book)
        witnesses = WitnessMaker(circuit, self.solver.encoding, self.solver.nothing_said()).make()
        if self.cache:
            keep_witnesses(self.cache, self.book.pack, witnesses)
        self._screening = Screening(circuit, witnesses)

    @cached_property
    def _left_open(self) -> LeftOpen:
        return LeftOpen(self.book)

    def prepare(self, evaluations: Sequence[Evaluation], columns: Columns) -> None:
        """Look at EVALUATIONS together, which are to be asked about one after the other.

        COLUMNS are theirs. What leaves the same open is looked at once.
        """
        if (screening := self._screening) is None:
            return
        asked: dict[Pattern | int, Asking] = {}
        self._prepared = {}
        patterns = self._left_open.patterns(evaluations, columns)
        for place, (evaluation, pattern) in enumerate(zip(evaluations, patterns, strict=True)):
            if len(cautious_levels(evaluation)) == 1:
                continue
            alike = place if pattern is None else pattern
            if (asking := asked.get(alike)) is None:
                asking = asked[alike] = Asking(self, evaluation, self._known_of(pattern))
            self._prepared[id(evaluation)] = evaluation, asking
        new = [asking for asking in asked.values() if asking.known.levels is None]
        for asking, found in zip(new, screening.find([one.evaluation for one in new]), strict=True):
            asking.found = found

    def _known_of(self, pattern: Pattern | None) -> Known:
        if pattern is None:
            return Known()
        if len(self._known) < KNOWN:
            return self._known.setdefault(pattern, Known())
        return self._known.get(pattern) or Known()

    def levels(self, evaluation: Evaluation) -> tuple[LevelId, ...]:
        """Return the levels that some completion reaches or leaves possible, highest first.

        Answers from a file may contradict each other so that there is no completion, and
        the rules of a pack may be too hard to decide in time; then every level that is not
        ruled out need by need is named.
        """
        cautious = cautious_levels(evaluation)
        if len(cautious) == 1:
            return cautious  # all is settled; nothing is to be proved
        try:
            found = self.asking(evaluation).levels()
        except Undecided:
            return cautious
        return found or cautious

    def try_all(self, trials: Sequence[Trial]) -> None:
        """Make TRIALS, several at once."""
        if self._screening is not None:
            self._screening.trials.make(trials)

    def asking(self, evaluation: Evaluation) -> Asking:
        """Return what is asked about the completions of EVALUATION."""
        prepared = self._prepared.get(id(evaluation))
        return prepared[1] if prepared is not None else Asking(self, evaluation, Known())

    def find(self, evaluation: Evaluation) -> Found | None:
        """Return what is known of EVALUATION without the solver; None where there are no witnesses."""
        if self._screening is None:
            return None
        (found,) = self._screening.find([evaluation])
        return found

    def answers_to(self, question: str) -> tuple[Said, ...]:
        """Return what can be said to a question."""
        return answers_to(self.book.pack.questions[question], self._thresholds.get(question, ()))

    @cached_property
    def _thresholds(self) -> dict[str, set[int]]:
        return thresholds_of(self.book)
