"""A walk through what is unknown of rules, for many sets of answers at once: a byte of a number for each set.

It begins at rules, and goes on to every part of an unknown condition that is unknown itself. So all rules
are walked through once from the top, with the sets in which each condition counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from iopintake.rules.columns import Column, Columns
from iopintake.rules.rulebook import Node, Rulebook

Run = Callable[[Columns, Sequence[Column]], tuple[Column, ...]]
"""Takes sets of answers, and where each rule is begun at."""


class Leaf(NamedTuple):
    """A condition that looks at an answer or refers to a rule."""

    name: str  # the variable of the program that holds where it is come to
    question: str  # whose answer it looks at, if any


class Walk:
    """A walk from some rules of a book."""

    def __init__(
        self, book: Rulebook, rules: Iterable[str], beside: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        """Begin at RULES. Whatever looks at a question of BESIDE rests on the rules there, too."""
        self.book, self._beside = book, beside or {}
        self.leaves: list[Leaf] = []
        self._lines: list[str] = []
        self._reaching: dict[str, list[str]] = {}
        for place, rule in enumerate(rules):
            self._reaching.setdefault(rule, []).append(f"rules[{place}]")
        needed = book.closure([*self._reaching, *(rule for some in self._beside.values() for rule in some)])
        for rule in reversed(book.order):
            if rule in needed and (reaching := self._reaching.get(rule)):
                self._go_through(book.nodes[rule], f"({' | '.join(reaching)})")

    def _go_through(self, node: Node, reaching: str) -> None:
        """Write down where a condition counts that is reached, and go on to what it is made of."""
        name = f"n{node.index}"
        # begun is in a byte what a column has there, and unknown has one of its two bits
        self._lines.append(f"t = truths[{node.index}]; {name} = {reaching} & (t ^ t >> 1)")
        if node.rule:
            self.leaves.append(Leaf(name, node.answer))
            for rule in (node.rule, *self._beside.get(node.answer, ())):
                self._reaching.setdefault(rule, []).append(name)
            return
        for part in node.parts:
            self._go_through(part, name)

    def giving(self, results: Iterable[str]) -> Run:
        """Return what gives RESULTS, expressions over the names of the leaves."""
        body = "\n    ".join((*self._lines, f"return ({' '.join(f'{one},' for one in results)})"))
        namespace: dict[str, Any] = {}
        exec(f"def program(truths, rules):\n    {body}\n", namespace)  # noqa: S102 - our own text
        program = namespace["program"]
        return lambda columns, rules: program(columns.truths, rules)
