"""Tells apart what many small changes of the same answers come to, without deciding each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from iopintake.rules.names import decisive_questions, decisive_rules
from iopintake.rules.rulebook import Rulebook
from iopintake.rules.seen import Seen
from iopintake.rules.together import MOST, Answered, AnsweredAlike, Together, ones

Kind = bytes
"""The truths of the rules that decide, and which of the answers count that a decision rests on."""


class Kinds:
    """The rules of a pack that decide, compiled for many changes at once."""

    def __init__(self, book: Rulebook) -> None:
        """Compile those of BOOK."""
        self.book: Final = book
        self._rules = [book.index[rule] for rule in decisive_rules(book.pack)]
        self._questions = [book.place[question] for question in decisive_questions(book.pack)]
        self._program = Together(book, decisive_rules(book.pack)).compiled()

    def of(self, given: Mapping[str, Seen], changes: Sequence[Mapping[str, Seen]]) -> list[Kind]:
        """Return the kind of what is GIVEN with each of CHANGES, which put one value for another.

        Changes of one kind come to the same result.
        """
        batches = (changes[first : first + MOST] for first in range(0, len(changes), MOST))
        return [kind for batch in batches for kind in self._of(given, batch)]

    def _of(self, given: Mapping[str, Seen], changes: Sequence[Mapping[str, Seen]]) -> list[Kind]:
        count = len(changes)
        changed = {question for change in changes for question in change}
        columns = [
            Answered([change.get(question, given.get(question)) for change in changes])
            if question in changed
            else AnsweredAlike(given.get(question), count)
            for question in self.book.place
        ]
        truths, counting = self._program(columns, ones(count), 3 * ones(count))
        told = [truths[index] for index in self._rules]
        told += [counts for place in self._questions if (counts := counting[place]) is not None]
        rows = b"".join([one.to_bytes(count, "little") for one in told])
        return [rows[place::count] for place in range(count)]
