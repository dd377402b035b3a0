"""What a proof consists of: what was found, and the model that a claim is put to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iopintake.answers.model import Answers
from iopintake.packs.conditions import Condition
from iopintake.reasoning.solving.clauses import Literal
from iopintake.reasoning.solving.solver import asking
from iopintake.reasoning.solving.world import Questioner, World
from iopintake.rules.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Broken:
    """A claim that does not hold: what happens, and the answers with which it does.

    Where the claim compares two sets of answers, ``then`` is the second.
    """

    what: str
    answers: Answers | None = None
    then: Answers | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of one claim."""

    claim: str
    sentence: str
    broken: tuple[Broken, ...]
    queries: int
    undecided: str = ""  # how long the solver worked, and on what, before the claim was given up


class Subject:
    """Every set of answers to one pack, and what is asked about it."""

    def __init__(self, book: Rulebook, as_of: date) -> None:
        """Model the answers to the pack of BOOK; days in counterexamples count from AS_OF."""
        self.book = book
        self.pack = book.pack
        self.as_of = as_of
        self.world = World(book)
        self.ask = Questioner(self.world)

    def either(self, *literals: Literal) -> Literal:
        """Return a literal for *or*; made once, and known to the solver."""
        return self.ask.either(literals)

    def known(self, condition: Condition) -> Literal:
        """Return a literal for: CONDITION, which need not be a rule of the pack, is surely met."""
        return self.ask.added(lambda: self.world.encoding.encode(condition).surely)

    def impossible(self, what: str, *literals: Literal) -> Iterator[Broken]:
        """Yield WHAT, with the smallest answers, when all LITERALS can be true at once."""
        with asking(what):
            if self.ask.can(*literals):
                (answers,) = self.ask.smallest(list(literals), self.as_of)
                yield Broken(what, answers)

    def possible(self, what: str, *literals: Literal) -> Iterator[Broken]:
        """Yield WHAT when the LITERALS can never be true at once."""
        with asking(what):
            if not self.ask.can(*literals):
                yield Broken(what)
