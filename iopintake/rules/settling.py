"""Which questions would settle rules, for many sets of answers at once: a byte of a number for each set.

A question is missing where an unknown rule rests on it and every condition between them is unknown, too.
So all rules are walked through once from the top, with the sets in which each condition counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from iopintake.rules.columns import Column, Columns
from iopintake.rules.rulebook import Node, Rulebook

Program = Callable[[Sequence[Column], Sequence[Column]], tuple[Column, ...]]
"""Takes where each rule is asked about, and where each condition is unknown; gives where each question
is missing."""


class Settling:
    """Finds the questions that would settle any of some rules."""

    def __init__(self, book: Rulebook, rules: Iterable[str]) -> None:
        """Prepare for RULES of BOOK, in whose order they are then asked about."""
        self.book, self.rules = book, tuple(rules)
        self._indices: dict[int, int] = {}
        self._lines: list[str] = []
        self._reaching: dict[str, list[str]] = {}
        self._asked: dict[str, list[str]] = {question: [] for question in book.pack.questions}
        self._program = self._compiled()

    def missing(self, columns: Columns, rules: Sequence[Column]) -> dict[str, Column]:
        """Return where each question would settle one of the rules, which are asked about in sets RULES."""
        found = self._program(rules, [columns.unknown(index) for index in self._indices])
        return dict(zip(self._asked, found, strict=True))

    def _compiled(self) -> Program:
        needed = self.book.closure(self.rules)
        for place, rule in enumerate(self.rules):
            self._reaching.setdefault(rule, []).append(f"rules[{place}]")
        for rule in reversed(self.book.order):
            if rule in needed and (reaching := self._reaching.get(rule)):
                self._walk(self.book.nodes[rule], f"({' | '.join(reaching)})")
        asked = ", ".join(" | ".join(some) or "0" for some in self._asked.values())
        body = "\n    ".join((*self._lines, f"return ({asked},)"))
        namespace: dict[str, Program] = {}
        exec(f"def program(rules, unknown):\n    {body}\n", namespace)  # noqa: S102 - our own text
        return namespace["program"]

    def _walk(self, node: Node, reaching: str) -> None:
        """Write down where a condition counts that is reached, and go on to what it is made of."""
        name = f"n{node.index}"
        place = self._indices.setdefault(node.index, len(self._indices))
        self._lines.append(f"{name} = {reaching} & unknown[{place}]")
        if node.rule:
            self._reaching.setdefault(node.rule, []).append(name)
        if node.answer:
            self._asked[node.answer].append(name)
        for part in node.parts if not node.rule else ():
            self._walk(part, name)
