"""Which questions would settle rules, for many sets of answers at once: a byte of a number for each set.

A question is missing where an unknown rule rests on it and every condition between them is unknown, too.
So all rules are walked through once from the top, with the sets in which each condition counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from iopintake.rules.evaluation import Evaluation
from iopintake.rules.rulebook import Node, Rulebook

Column = int
"""Something about every set of answers: 1 in the byte of each of which it is true."""

Program = Callable[[Sequence[Column], Sequence[Column]], tuple[Column, ...]]
"""Takes where each rule is asked about, and where each condition is unknown; gives where each question
is missing."""

ONE: Final = b"\x01"


class Columns:
    """The truths of conditions in some sets of answers to one pack."""

    def __init__(self, evaluations: Sequence[Evaluation]) -> None:
        """Put the truths of EVALUATIONS side by side."""
        self._rows = b"".join([bytes(evaluation.truths) for evaluation in evaluations])
        self._count = len(evaluations)
        self._step = len(self._rows) // self._count
        self._ones = int.from_bytes(ONE * self._count, "little")

    def _truths(self, index: int) -> int:
        return int.from_bytes(self._rows[index :: self._step], "little")

    def met(self, index: int) -> Column:
        """Return where the condition at INDEX is met."""
        truths = self._truths(index)
        return truths & truths >> 1 & self._ones

    def unknown(self, index: int) -> Column:
        """Return where the condition at INDEX is unknown."""
        truths = self._truths(index)
        return (truths ^ truths >> 1) & self._ones

    def places(self, column: Column) -> list[int]:
        """Return the places of the sets in COLUMN."""
        found, start, held = [], 0, column.to_bytes(self._count, "little")
        while (start := held.find(ONE, start)) >= 0:
            found.append(start)
            start += 1
        return found


def column_of(truths: Iterable[bool]) -> Column:
    """Return the column of the sets for which TRUTHS are true."""
    return int.from_bytes(bytes(truths), "little")


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
