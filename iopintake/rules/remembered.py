"""What follows from the answers to a few questions alone: found once for all who gave the same.

Of many intakes the same few answers come again and again. What is remembered are codes, numbers and
marks as the rules see them, never words of a person.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import itemgetter
from typing import Final, Generic, TypeVar

from iopintake.rules.evaluation import Evaluation
from iopintake.rules.rulebook import Rulebook
from iopintake.rules.seen import Seen

LIMIT: Final = 10_000
"""Findings that are remembered; any more are made anew, so that endless different ones take no memory."""

_Counted = Callable[[Sequence[Seen]], tuple[Seen, ...]]
"""Picks what counts of the answers to some questions."""

About = TypeVar("About", bound=Hashable)
Found = TypeVar("Found")

_Known = tuple[_Counted, dict[tuple[Seen, ...], Found] | None]


class Remembered(Generic[About, Found]):
    """What is found about something in the answers to one pack, by the answers that it rests on."""

    def __init__(
        self,
        book: Rulebook,
        find: Callable[[Evaluation, About], Found],
        rests_on: Callable[[About], Iterable[str]],
        holds_for_all: Callable[[Evaluation, Found], bool] = lambda _evaluation, _found: True,
    ) -> None:
        """Remember what FIND finds with the rules of BOOK, which rests on the questions RESTS_ON.

        What only HOLDS_FOR_ALL who gave the same answers is remembered.
        """
        self._book, self._find, self._rests_on, self._holds_for_all = book, find, rests_on, holds_for_all
        self._known: dict[About, _Known[Found]] = {}
        self._count = 0

    def of(self, evaluation: Evaluation, about: About) -> Found:
        """Return what is found in EVALUATION about ABOUT."""
        try:
            counted, known = self._known[about]
        except KeyError:
            counted, known = self._known[about] = self._begun(about)
        if known is None:
            return self._find(evaluation, about)
        answers = counted(evaluation.counted)
        try:
            return known[answers]
        except KeyError:
            found = self._find(evaluation, about)
        if self._count < LIMIT and self._holds_for_all(evaluation, found):
            known[answers] = found
            self._count += 1
        return found

    def _begun(self, about: About) -> _Known[Found]:
        """Return where to find what is known; None for what rests on the words of a person."""
        book, questions = self._book, set(self._rests_on(about))
        counted = itemgetter(*sorted(book.place[question] for question in questions), 0, 0)
        in_words = any(book.pack.questions[question].type == "text" for question in questions)
        return counted, None if in_words else {}  # of less than two places itemgetter gives no tuple
