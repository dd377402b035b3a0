"""Propositional clauses: what the solver is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

Literal = int
"""A positive or negative variable, as in DIMACS."""


@dataclass
class Clauses:
    """Clauses under construction, with a literal that is always true."""

    clauses: list[list[Literal]] = field(default_factory=list)
    last: int = 0
    _made: dict[tuple[str, tuple[Literal, ...]], Literal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.true = self.fresh()
        self.add(self.true)

    def fresh(self) -> Literal:
        """Return a variable that was not used before."""
        self.last += 1
        return self.last

    def add(self, *literals: Literal) -> None:
        """Demand that at least one of the literals is true."""
        self.clauses.append(list(literals))

    def conjunction(self, literals: Iterable[Literal]) -> Literal:
        """Return a literal that is true exactly when all the literals are."""
        parts = tuple(sorted({part for part in literals if part != self.true}))
        if -self.true in parts or any(-part in parts for part in parts):
            return -self.true
        if not parts:
            return self.true
        if len(parts) == 1:
            return parts[0]
        key = ("and", parts)
        if key not in self._made:
            made = self._made[key] = self.fresh()
            for part in parts:
                self.add(-made, part)
            self.add(made, *(-part for part in parts))
        return self._made[key]

    def disjunction(self, literals: Iterable[Literal]) -> Literal:
        """Return a literal that is true exactly when some of the literals is."""
        return -self.conjunction(-literal for literal in literals)
