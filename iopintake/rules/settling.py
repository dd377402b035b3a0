"""Which questions would settle rules, for many sets of answers at once.

A question is missing where an unknown rule rests on it and every condition between them is unknown, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from iopintake.rules.columns import Column, Columns
from iopintake.rules.rulebook import Rulebook
from iopintake.rules.walk import Walk


class Settling:
    """Finds the questions that would settle any of some rules."""

    def __init__(self, book: Rulebook, rules: Iterable[str]) -> None:
        """Prepare for RULES of BOOK, in whose order they are then asked about."""
        walk = Walk(book, rules)
        looking_at: dict[str, list[str]] = {question: [] for question in book.pack.questions}
        for leaf in walk.leaves:
            if leaf.question:
                looking_at[leaf.question].append(leaf.name)
        self._questions = tuple(looking_at)
        self._run = walk.giving(" | ".join(some) or "0" for some in looking_at.values())

    def missing(self, columns: Columns, rules: Sequence[Column]) -> dict[str, Column]:
        """Return where each question would settle one of the rules, which are asked about in sets RULES."""
        return dict(zip(self._questions, self._run(columns, rules), strict=True))
