"""Which levels some completion of the answers still reaches: exact, not need by need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from iopintake.answers.model import Answers
from iopintake.assessment.decide import cautious_levels
from iopintake.packs.conditions import Truth
from iopintake.packs.model import LEVELS, LevelId, Question
from iopintake.reasoning.said import Said, answers_to
from iopintake.reasoning.screening.asked import Asked
from iopintake.reasoning.screening.circuit import Circuit, Lanes
from iopintake.reasoning.screening.kept_witnesses import keep_witnesses, kept_witnesses
from iopintake.reasoning.screening.screening import Found, Screening
from iopintake.reasoning.screening.trials import Trial
from iopintake.reasoning.screening.variables import Slot
from iopintake.reasoning.screening.witnesses import Completion, WitnessMaker
from iopintake.reasoning.solving.clauses import Literal
from iopintake.reasoning.solving.encoding import Encoding
from iopintake.reasoning.solving.outcome import Outcome, outcome
from iopintake.reasoning.solving.solver import Solver, Undecided
from iopintake.reasoning.thresholds import thresholds_of
from iopintake.rules.conflicts import unsettled_questions
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.rulebook import Rulebook

CONFLICTS: Final = 20_000
"""The budget of one question while somebody waits, some tenths of a second; the shipped pack needs none."""
REMEMBERED: Final = 200
"""Sets of literals that exclude one level, so that endless different answers take no memory."""


class Completions:
    """The completions of any answers to one pack, ready to be asked.

    A completion gives every question that belongs a value, keeps every value that is
    given, and answers no question that does not belong.

    The solver is asked. Where there are witnesses it is asked only what these and the rules,
    one by one, leave open: the same comes out, some forty times sooner.
    """

    def __init__(self, book: Rulebook, cache: Path | None = None) -> None:
        """Keep BOOK; it is encoded when the solver is first asked.

        In the folder CACHE witnesses are kept once they were made.
        """
        self.book, self.cache = book, cache
        self._excluded: dict[Literal, list[frozenset[Literal]]] = {}
        self._prepared: dict[int, tuple[Evaluation, Found]] = {}
        self._literals: list[tuple[dict[tuple[bool, ...], Slot], list[Literal]]] = []

    @cached_property
    def _model(self) -> tuple[Encoding, Outcome, Solver]:
        encoding = Encoding(self.book)
        result = outcome(encoding)
        for question_id, literals in encoding.questions.items():
            # what belongs has a value
            encoding.clauses.add(encoding.not_asked(question_id), literals.valued)
        self._tidy = {question_id: encoding.clauses.fresh() for question_id in encoding.questions}
        for question_id, tidy in self._tidy.items():
            gate = encoding.not_asked(question_id)
            encoding.clauses.add(-tidy, -gate, -encoding.questions[question_id].valued)
        self._silent = {q.id: encoding.clauses.fresh() for q in self._unasked}
        for question_id, silent in self._silent.items():
            literals = encoding.questions[question_id]
            encoding.clauses.add(-silent, literals.valued, literals.withheld)
        return encoding, result, Solver(encoding.clauses)

    @cached_property
    def _unasked(self) -> tuple[Question, ...]:
        return tuple(q for q in self.book.pack.questions.values() if q.counts_unasked)

    @cached_property
    def _screening(self) -> Screening | None:
        witnesses = kept_witnesses(self.cache, self.book.pack) if self.cache else None
        return Screening(Circuit(self.book), witnesses) if witnesses else None

    def make_witnesses(self) -> None:
        """Make witnesses, which takes a second, and use them from now on."""
        if self._screening is not None:
            return
        encoding, _, _ = self._model
        circuit = Circuit(self.book)
        nothing = [*self._tidy.values(), *(-encoding.questions[q.id].withheld for q in self._unasked)]
        witnesses = WitnessMaker(circuit, encoding, nothing).make()
        if self.cache:
            keep_witnesses(self.cache, self.book.pack, witnesses)
        self._screening = Screening(circuit, witnesses)

    def prepare(self, evaluations: Sequence[Evaluation]) -> None:
        """Look at EVALUATIONS together, which are to be asked about one after the other."""
        if (screening := self._screening) is None:
            return
        open_ = [evaluation for evaluation in evaluations if len(cautious_levels(evaluation)) > 1]
        found = screening.find(open_)
        self._prepared = {id(e): (e, one) for e, one in zip(open_, found, strict=True)}

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
        screening = self._screening
        if screening is None:
            return Asking(self, evaluation, None)
        if (prepared := self._prepared.get(id(evaluation))) is not None:
            return Asking(self, evaluation, prepared[1])
        (found,) = screening.find([evaluation])
        return Asking(self, evaluation, found)

    def answers_to(self, question: str) -> tuple[Said, ...]:
        """Return what can be said to a question."""
        return answers_to(self.book.pack.questions[question], self._thresholds.get(question, ()))

    @cached_property
    def _thresholds(self) -> dict[str, set[int]]:
        return thresholds_of(self.book)

    def solve(self, evaluation: Evaluation) -> Callable[..., bool]:
        """Return what says whether the completions of EVALUATION can make some literals true."""
        encoding, _, solver = self._model
        fixed = self._fixed(encoding, evaluation)
        held = frozenset(fixed)

        def can(*literals: Literal) -> bool:
            told, assumed = self._excluded.setdefault(literals[-1], []), held.union(literals)
            if any(core <= assumed for core in told):
                return False
            possible = solver.can_within([*fixed, *literals], CONFLICTS)
            if not possible and len(told) < REMEMBERED:
                told.append(frozenset(solver.core()))
            return possible

        return can

    def completion(self, screening: Screening) -> Completion:
        """Return the completion that the solver found last, as SCREENING tries it."""
        _, _, solver = self._model
        true, calm = solver.model(), screening.witnesses.completions[0]
        return tuple(
            [
                by_truths.get(tuple([true[literal - 1] > 0 for literal in literals]), slot)
                for (by_truths, literals), slot in zip(self._told_by(screening), calm, strict=True)
            ]
        )

    def _told_by(self, screening: Screening) -> list[tuple[dict[tuple[bool, ...], Slot], list[Literal]]]:
        """Return for each variable of SCREENING the literals that tell its slot."""
        if not self._literals:
            encoding, variables = self._model[0], screening.circuit.variables
            self._literals = [
                (
                    variable.by_truths,
                    [encoding.questions[question].propositions[p] for p in variable.looked_for],
                )
                for question, some in variables.of.items()
                for variable in some
            ]
        return self._literals

    def level(self, level: LevelId) -> Literal:
        """Return the literal that a level is possible."""
        return self._model[1].possible[level]

    def literal(self, question: str, said: Said) -> Literal:
        """Return the literal of what is said to a question."""
        literal = self._model[0].questions[question].propositions[said.proposition]
        return literal if said.holds else -literal

    def _fixed(self, encoding: Encoding, evaluation: Evaluation) -> list[Literal]:
        """Keep the values that are given; those that count now go on to count."""
        kept = _kept(evaluation)
        fixed = encoding.given(kept)
        held = {q for q, answer in kept.items() if answer.value is not None and q in encoding.questions}
        fixed += [tidy for q, tidy in self._tidy.items() if q not in held]
        for question in self._unasked:  # a silence that was heard stays one, and no other is made up
            answer = kept.get(question.id)
            silent = answer is not None and answer.withheld
            withheld = encoding.questions[question.id].withheld
            fixed.append(self._silent[question.id] if silent else -withheld)
        fixed += [
            encoding.rules[f"when:{q}"].surely for q in held if evaluation.relevance(q) is not Truth.NOT_MET
        ]
        return fixed


@dataclass(frozen=True, slots=True)
class Supposition:
    """Questions whose answers are supposed, levels that are possible now, and how witnesses are tried."""

    questions: Sequence[str]
    levels: Sequence[LevelId]
    trial: Trial | None


class Asking:
    """What is asked about one set of answers."""

    def __init__(self, completions: Completions, evaluation: Evaluation, found: Found | None) -> None:
        self.completions, self.evaluation, self.found = completions, evaluation, found

    @cached_property
    def _can(self) -> Callable[..., bool]:
        return self.completions.solve(self.evaluation)

    def levels(self) -> tuple[LevelId, ...]:
        """Return the levels that are possible, highest first; raise Undecided."""
        if self.found is not None and (known := self.found.possible()) is not None:
            return tuple([LEVELS[place] for place in known])
        return tuple([level for level in cautious_levels(self.evaluation) if self._is_possible(level)])

    def _is_possible(self, level: LevelId) -> bool:
        """Say whether some completion makes LEVEL possible; raise Undecided."""
        if self.found is None:
            return self._can(self.completions.level(level))
        place = LEVELS.index(level)
        if (known := self.found.is_possible(place)) is not None:
            return known
        possible = self._can(self.completions.level(level))
        self.found.prove(place, possible=possible)
        if possible:
            self.found.learn(place, self.completions.completion(self.found.screening))
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
            every = {question: self.completions.answers_to(question) for question in supposed.questions}
            return {q: [self._proved(one, q, said) for one in supposed.levels] for q, said in every.items()}

        def prove(asked: Asked, level: int, open_: Lanes) -> Lanes:
            return self._proved(LEVELS[level], asked.question, asked.said, open_)

        return self.found.beside(supposed.trial, prove)

    def _proved(self, level: LevelId, question: str, said: Sequence[Said], open_: int = -1) -> int:
        """Return the bits of OPEN_ beside whose answer the solver finds a level possible."""
        literal = self.completions.level(level)
        return sum(
            1 << place
            for place, one in enumerate(said)
            if open_ >> place & 1 and self._can(self.completions.literal(question, one), literal)
        )


def _kept(evaluation: Evaluation) -> Answers:
    """Return the answers without those that another contradicts: they are asked again."""
    kept = evaluation.answers
    for question in unsettled_questions(evaluation):
        kept = kept.without(question)
    return kept
