"""What speaks for or against a result: a sentence, the answers behind it, and what would settle it.

Of many intakes the same answers come again and again, and with them what they are behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from iopintake.answers.display import display
from iopintake.answers.model import Answer
from iopintake.assessment.model import Reason
from iopintake.packs.model import Question
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.groups import REMEMBERED
from iopintake.rules.remembered import Remembered
from iopintake.rules.rulebook import Rulebook
from iopintake.summary.model import Behind, Stated
from iopintake.support.language import spoken_language

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


@lru_cache(REMEMBERED)
def _known(book: Rulebook, _language: str) -> Remembered[Reason, Stated]:
    return Remembered(book, _stated, lambda reason: book.asked_by(reason.rule), _is_shown_as_seen)


def _stated(evaluation: Evaluation, reason: Reason) -> Stated:
    return Stated(
        id=reason.rule,
        sentence=reason.sentence,
        because=behind(evaluation, evaluation.because(reason.rule)),
        missing=evaluation.missing(reason.rule),
    )


def _is_shown_as_seen(evaluation: Evaluation, found: Stated) -> bool:
    """Say whether what is stated reads the same for everybody of whom the rules see the same."""
    questions, value = evaluation.book.pack.questions, evaluation.answers.value
    return all(
        questions[one.question].type in SHOWN_AS_SEEN and value(one.question) is not None
        for one in found.because
    )
