"""A pack's model with a solver on it: put a question, get the smallest answers that say yes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from iopintake.answers.model import Answers
from iopintake.reasoning.solving.answers_of import answers_of
from iopintake.reasoning.solving.clauses import Clauses, Literal
from iopintake.reasoning.solving.encoding import Encoding
from iopintake.reasoning.solving.outcome import Outcome, outcome
from iopintake.reasoning.solving.solver import Solver
from iopintake.rules.rulebook import Rulebook


class World:
    """All sets of answers to one pack, valued, withheld or open."""

    def __init__(
        self,
        book: Rulebook,
        clauses: Clauses | None = None,
        thresholds: Mapping[str, set[int]] | None = None,
    ) -> None:
        """Encode BOOK, into CLAUSES that another world may share.

        THRESHOLDS are the numbers that can be told apart, where they are not the rules' own.
        """
        self.clauses = clauses or Clauses()
        self.encoding = Encoding(book, self.clauses, thresholds=thresholds)
        self.outcome: Outcome = outcome(self.encoding)
        self.open: dict[str, Literal] = {
            question: self.clauses.conjunction([-literals.valued, -literals.withheld])
            for question, literals in self.encoding.questions.items()
        }

    def read(self, model: Iterable[Literal], as_of: date) -> Answers:
        """Return the answers that a model stands for."""
        return answers_of(self.encoding, model, as_of)


class Questioner:
    """Asks whether something can be, over one or two worlds that share their clauses."""

    def __init__(self, *worlds: World) -> None:
        """Put a solver on the clauses of WORLDS."""
        self.worlds = worlds
        self.asked = 0
        self._solver = Solver(worlds[0].clauses)

    def either(self, literals: Iterable[Literal]) -> Literal:
        """Return a literal that is true exactly when some of the literals is."""
        return self.added(lambda: self.worlds[0].clauses.disjunction(literals))

    def added(self, make: Callable[[], Literal]) -> Literal:
        """Return the literal that MAKE makes out of new clauses, once the solver knows these."""
        clauses = self.worlds[0].clauses.clauses
        known = len(clauses)
        made = make()
        self._solver.add(clauses[known:])
        return made

    def can(self, *literals: Literal) -> bool:
        """Say whether some answers make all the literals true; raise Undecided when that takes too long."""
        self.asked += 1
        return self._solver.can(literals)

    def smallest(self, literals: list[Literal], as_of: date) -> tuple[Answers, ...]:
        """Return a smallest set of answers, one for each world, that makes the literals true.

        Questions are left open one after the other as long as the literals can still be
        true, so that nothing in the result can be left out. Call it after ``can``.
        """
        kept = list(literals)
        for question in self.worlds[0].open:
            more = [world.open[question] for world in self.worlds]
            if self.can(*kept, *more):
                kept += more
        self.can(*kept)
        model = self._solver.model()
        return tuple(world.read(model, as_of) for world in self.worlds)
