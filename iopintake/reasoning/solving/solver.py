"""The one place that runs the SAT solver: every question has a budget, and Ctrl-C is heard.

The solver works in slices of some thousand conflicts, each a few hundredths of a second.
Between two slices Python comes to its signals, and the budget is looked at.
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from iopintake.reasoning.solving.clauses import Clauses, Literal
from iopintake.support.errors import IopintakeError

SLICE: Final = 2_000
"""Conflicts between two looks at the budget."""
SECONDS: Final = 10.0
"""What one question of a proof may take; those of the shipped pack take hundredths."""


class Undecided(IopintakeError):
    """The solver's budget ran out before it found an answer; WHAT says which rule was asked about."""

    def __init__(self, spent: str, what: str = "") -> None:
        """Keep how much was SPENT, in words, and on WHAT."""
        self.spent, self.what = spent, what
        about = f": {what}" if what else ""
        super().__init__(f"Not decided in {spent}{about}. Write the rule in a simpler way.")


@contextmanager
def asking(what: str) -> Iterator[None]:
    """Name WHAT is asked about, in case that it is not decided within."""
    try:
        yield
    except Undecided as undecided:
        raise Undecided(undecided.spent, undecided.what or what) from None


class Solver:
    """A solver on some clauses, which may grow."""

    def __init__(self, clauses: Clauses) -> None:
        """Begin with CLAUSES."""
        self._solver = _uninterrupted(clauses.clauses)
        weakref.finalize(self, self._solver.delete)  # before the interpreter takes the library away

    def add(self, clauses: Iterable[Sequence[Literal]]) -> None:
        """Add CLAUSES to those that hold."""
        for clause in clauses:
            self._solver.add_clause(clause)

    def can(self, literals: Iterable[Literal]) -> bool:
        """Say whether all LITERALS can be true at once; raise Undecided after ``SECONDS``."""
        assumed, end = list(literals), time.monotonic() + SECONDS
        while (answer := self._slice(assumed, SLICE)) is None:
            if time.monotonic() > end:
                raise Undecided(f"{SECONDS:g} s")
        return answer

    def can_within(self, literals: Iterable[Literal], conflicts: int) -> bool:
        """Say whether all LITERALS can be true at once; raise Undecided after CONFLICTS.

        Unlike seconds these are the same on every machine, and so is what comes of them.
        """
        assumed = list(literals)
        for _ in range(0, conflicts, SLICE):
            if (answer := self._slice(assumed, SLICE)) is not None:
                return answer
        raise Undecided(f"{conflicts} conflicts")

    def model(self) -> list[Literal]:
        """Return what is true in the answer found last; nothing when there was none."""
        return self._solver.get_model() or []

    def core(self) -> list[Literal]:
        """Return some of the literals asked about last that can't be true at once; nothing when all could."""
        return self._solver.get_core() or []

    def _slice(self, assumed: list[Literal], conflicts: int) -> bool | None:
        self._solver.conf_budget(conflicts)
        answer: bool | None = self._solver.solve_limited(assumptions=assumed)
        return answer


def _uninterrupted(clauses: list[list[Literal]]) -> Any:
    """Return CaDiCaL on CLAUSES, leaving signals to Python.

    PySAT would put a handler of its own in Python's place and jump out of the middle of the
    solver, and it takes Ctrl-C for an error of the solver.
    """
    import pysolvers
    from pysat.solvers import Cadical153

    class Uninterrupted(Cadical153):  # type: ignore[misc]
        def solve_limited(self, assumptions: Sequence[Literal] = ()) -> bool | None:
            status = pysolvers.cadical153_solve_lim(self.cadical, assumptions, 0)
            self.status = None if status == 0 else status > 0
            self.prev_assumps = assumptions
            return self.status

    return Uninterrupted(bootstrap_with=clauses)
