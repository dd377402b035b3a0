"""Decides what a pack claims, over every set of answers, or shows the smallest that breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cached_property

from iopintake.packs.model import CLAIMS
from iopintake.reasoning.proof import order, reach, safety
from iopintake.reasoning.proof.claimed import claimed
from iopintake.reasoning.proof.model import Broken, Proof, Subject
from iopintake.reasoning.solving.solver import Undecided
from iopintake.rules.rulebook import Rulebook
from iopintake.support.language import _

Deciding = Callable[[], Iterator[Broken]]


class Prover:
    """The claims of one pack, ready to be decided."""

    def __init__(self, book: Rulebook, as_of: date) -> None:
        """Model the answers to the pack of BOOK; days in counterexamples count from AS_OF."""
        self.book = book
        self.pack = book.pack
        self.as_of = as_of
        self.subject = Subject(book, as_of)

    @cached_property
    def pair(self) -> order.Pair:
        """Return the two worlds that comparisons are made in."""
        return order.Pair(self.book)

    def prove(self) -> Iterator[Proof]:
        """Yield each claim of the pack with what became of it."""
        deciding: dict[str, Deciding] = {
            "crisis_outranks": lambda: safety.crisis(self.subject),
            "needs_hold": lambda: safety.needs(self.subject),
            "monotone": lambda: order.monotone(self.pair, self.as_of),
            "all_reachable": lambda: reach.reach(self.subject, self.pair),
            "one_result": lambda: reach.single(self.subject),
            "screeners_alone_nothing": lambda: order.screeners(self.pair, self.as_of),
            "protocols_fit": lambda: safety.protocols(self.subject),
            "open_safety_never_fits": lambda: safety.open_safety(self.subject),
            "no_dead_end": lambda: reach.dead_end(self.subject),
        }
        for name, sentence in CLAIMS.items():
            if getattr(self.pack.claims, name):
                yield self._decided(name, _(sentence), deciding[name])
        for claim in self.pack.claims.claim:
            yield self._decided(claim.id, claim.says, lambda claim=claim: claimed(self.subject, claim))  # type: ignore[misc]

    def _decided(self, name: str, sentence: str, decide: Deciding) -> Proof:
        before = self._queries()
        broken: list[Broken] = []
        undecided = ""
        try:
            broken.extend(decide())
        except Undecided as error:
            undecided = error.headline
        return Proof(name, sentence, tuple(broken), self._queries() - before, undecided)

    def _queries(self) -> int:
        return self.subject.ask.asked + (self.pair.ask.asked if "pair" in self.__dict__ else 0)
