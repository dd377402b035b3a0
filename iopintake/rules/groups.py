"""Rules, and questions, that are looked at together: which are met, may yet be, or wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import compress
from operator import itemgetter
from typing import Final, Generic, Protocol, TypeVar

from iopintake.packs.conditions import Truth
from iopintake.packs.model import LEVELS, Need
from iopintake.rules.columns import Columns
from iopintake.rules.evaluation import TRUTHS, Evaluation
from iopintake.rules.program import MET, NOT_MET
from iopintake.rules.rulebook import Rulebook
from iopintake.rules.seen import OPEN, WITHHELD


class Named(Protocol):
    """What has the id of a rule."""

    @property
    def id(self) -> str:
        """Return the id."""


Item = TypeVar("Item", bound=Named)

REMEMBERED: Final = 8
"""Packs of which is remembered what is the same for all answers; hardly ever is there more than one."""
IS_MET: Final = bytes(truth == MET for truth in range(256))
LABELS: Final = tuple(truth.label for truth in TRUTHS)
IS_POSSIBLE: Final = bytes(truth != NOT_MET for truth in range(256))


class Group(Generic[Item]):
    """Some rules of a book, each as what the pack says of it, in the pack's order."""

    def __init__(self, book: Rulebook, items: Iterable[Item]) -> None:
        """Find ITEMS in BOOK by their ids."""
        self.items = tuple(items)
        self._places = places = [book.index[item.id] for item in self.items]
        # of less than two places itemgetter gives no tuple
        self._truths = itemgetter(*places, 0, 0)
        self._find = self._met

    def met(self, evaluation: Evaluation) -> tuple[Item, ...]:
        """Return those that are met for sure."""
        return evaluation.once(self._find)

    def _met(self, evaluation: Evaluation) -> tuple[Item, ...]:
        return tuple(compress(self.items, bytes(self._truths(evaluation.truths)).translate(IS_MET)))

    def look_at(self, evaluations: Sequence[Evaluation], columns: Columns) -> None:
        """Find what is met in each of EVALUATIONS, whose truths stand in COLUMNS; each is asked later."""
        found: list[list[Item]] = [[] for _ in evaluations]
        for item, index in zip(self.items, self._places, strict=True):
            for place in columns.places(columns.met(index)):
                found[place].append(item)
        for evaluation, some in zip(evaluations, found, strict=True):
            evaluation.keep(self._find, tuple(some))

    def possible(self, evaluation: Evaluation) -> tuple[Item, ...]:
        """Return those that are met or may yet be."""
        return tuple(compress(self.items, bytes(self._truths(evaluation.truths)).translate(IS_POSSIBLE)))

    def with_truths(self, evaluation: Evaluation) -> list[tuple[Item, Truth]]:
        """Return each with its truth."""
        truths = self._truths(evaluation.truths)
        return [(item, TRUTHS[truth]) for item, truth in zip(self.items, truths, strict=False)]

    def labels(self, evaluation: Evaluation) -> dict[str, str]:
        """Return the truth of each by its id, as it is written down."""
        truths = self._truths(evaluation.truths)
        return {item.id: LABELS[truth] for item, truth in zip(self.items, truths, strict=False)}


@lru_cache(REMEMBERED)
def needs_of(book: Rulebook) -> Group[Need]:
    """Return the needs of BOOK, from the highest level to the lowest."""
    return Group(book, sorted(book.pack.levels.need, key=lambda need: LEVELS.index(need.level)))


class Questions:
    """Some questions of a book."""

    def __init__(self, book: Rulebook, ids: Iterable[str]) -> None:
        """Find the questions with these IDS in BOOK."""
        self.ids = tuple(ids)
        self._counted = itemgetter(*(book.place[question] for question in self.ids), 0, 0)

    def unsettled(self, evaluation: Evaluation) -> list[str]:
        """Return those without a value that counts, of those that need one."""
        counted = self._counted(evaluation.counted)
        return [q for q, seen in zip(self.ids, counted, strict=False) if seen is OPEN or seen is WITHHELD]
