"""What speaks for or against a result: a sentence, the answers behind it, and what would settle it.

Of many intakes the same answers come again and again, and with them what they are behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final

from iopintake.answers.display import display
from iopintake.answers.model import Answer
from iopintake.assessment.model import Reason
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.groups import REMEMBERED
from iopintake.rules.rulebook import Rulebook
from iopintake.rules.seen import Seen
from iopintake.summary.model import Behind, Stated
from iopintake.support.language import spoken_language

LIMIT: Final = 10_000
"""Sentences that are remembered; any more are made anew, so that endless different ones take no memory."""
SHOWN_AS_SEEN: Final = frozenset({"choice", "choices", "schedule", "integer"})
"""The questions whose answers are shown as the rules see them: neither words of a person, nor a day."""


def stated(evaluation: Evaluation, reasons: Sequence[Reason]) -> tuple[Stated, ...]:
    """Return REASONS with the answers of EVALUATION that are behind them, as a person reads them."""
    known = _known(evaluation.book, spoken_language())
    return tuple([known.of(evaluation, reason) for reason in reasons])


def behind(evaluation: Evaluation, question_ids: Sequence[str]) -> tuple[Behind, ...]:
    """Return the given answers to these questions as a person reads them."""
    questions, given = evaluation.book.pack.questions, evaluation.answers.given
    return tuple([_shown(questions[q], given[q]) for q in question_ids if q in given])


def _shown(question: Question, answer: Answer) -> Behind:
    return Behind(question=question.id, short=question.short, display=display(question, answer))


class _Known:
    """What was stated with the rules of one pack, in one language."""

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._stated: dict[tuple[Reason, tuple[Seen, ...]], Stated] = {}
        self._looked_at: dict[str, Callable[[Sequence[Seen]], tuple[Seen, ...]]] = {}

    def of(self, evaluation: Evaluation, reason: Reason) -> Stated:
        """Return what is stated by REASON: it rests on what counts of the answers to a few questions."""
        if (looked_at := self._looked_at.get(reason.rule)) is None:
            places = sorted(self.book.place[question] for question in self.book.asked_by(reason.rule))
            # of less than two places itemgetter gives no tuple
            looked_at = self._looked_at[reason.rule] = itemgetter(*places, 0, 0)
        key = (reason, looked_at(evaluation.counted))
        found = self._stated.get(key)
        if found is None:
            found = _stated(evaluation, reason)
            if len(self._stated) < LIMIT and all(_is_as_seen(evaluation, one) for one in found.because):
                self._stated[key] = found
        return found


@lru_cache(REMEMBERED)
def _known(book: Rulebook, _language: str) -> _Known:
    return _Known(book)


def _stated(evaluation: Evaluation, reason: Reason) -> Stated:
    return Stated(
        id=reason.rule,
        sentence=reason.sentence,
        because=behind(evaluation, evaluation.because(reason.rule)),
        missing=evaluation.missing(reason.rule),
    )


def _is_as_seen(evaluation: Evaluation, one: Behind) -> bool:
    """Say whether an answer is shown the same for everybody of whom the rules see the same."""
    question = evaluation.book.pack.questions[one.question]
    return question.type in SHOWN_AS_SEEN and evaluation.answers.value(question.id) is not None
