"""Answers that contradict each other about safety: which are open, and what to ask again.

All of it follows from the answers: an answer that was given again after a conflict names
that conflict in ``confirmed``. A conflict is open while it is met and one of its questions
was not asked again; and when a question was asked again and nobody answered it any more:
silence settles nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from iopintake.answers.model import ANY_CONFLICT, Answer
from iopintake.packs.conditions import Truth
from iopintake.packs.model import Conflict
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.groups import REMEMBERED, Group
from iopintake.rules.rulebook import Rulebook
from iopintake.rules.seen import IRRELEVANT

_CONFIRMED = attrgetter("confirmed")


def open_conflicts(evaluation: Evaluation) -> tuple[Conflict, ...]:
    """Return the conflicts that nobody has settled."""
    return tuple(c for c in evaluation.book.pack.conflicts if any(_unsettled(evaluation, c)))


def told_conflicts(evaluation: Evaluation) -> tuple[Conflict, ...]:
    """Return the conflicts that a clinician hears of: those that are met, and those that were asked again."""
    return evaluation.once(_told_conflicts)


def _told_conflicts(evaluation: Evaluation) -> tuple[Conflict, ...]:
    if not evaluation.once(_some_are_confirmed):
        return conflicts_of(evaluation.book).met(evaluation)

    def asked_again(conflict: Conflict) -> bool:
        held = (evaluation.answers.get(question) for question in conflict.questions)
        return any(answer is not None and conflict.id in answer.confirmed for answer in held)

    return tuple(c for c in evaluation.book.pack.conflicts if evaluation.is_met(c.id) or asked_again(c))


def unsettled_questions(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the questions that keep conflicts open, in the order of the pack's conflicts."""
    return evaluation.once(_unsettled_questions)


def _unsettled_questions(evaluation: Evaluation) -> tuple[str, ...]:
    conflicts = conflicts_of(evaluation.book)
    # without an answer that was given again only what is met can be open
    confirmed = evaluation.once(_some_are_confirmed)
    some = conflicts.possible(evaluation) if confirmed else conflicts.met(evaluation)
    return (
        tuple(dict.fromkeys([q for conflict in some for q in _unsettled(evaluation, conflict)]))
        if some
        else ()
    )


def _some_are_confirmed(evaluation: Evaluation) -> bool:
    return any(map(_CONFIRMED, evaluation.answers.given.values()))


@lru_cache(REMEMBERED)
def conflicts_of(book: Rulebook) -> Group[Conflict]:
    """Return the conflicts of BOOK."""
    return Group(book, book.pack.conflicts)


def asked_again_for(evaluation: Evaluation, question_id: str) -> tuple[Conflict, ...]:
    """Return the conflicts that make a question to be asked again now."""
    return tuple(
        conflict
        for conflict in evaluation.book.pack.conflicts
        if question_id in conflict.questions and _waits(evaluation, conflict, question_id)
    )


def to_ask_again(evaluation: Evaluation) -> str | None:
    """Return the question to ask again now, or None when there is none."""
    for conflict in evaluation.book.pack.conflicts:
        for question in conflict.questions:
            if _waits(evaluation, conflict, question):
                return question
    return None


def given_again(evaluation: Evaluation, question_id: str, answer: Answer) -> Answer:
    """Return ANSWER, marked with the conflicts that its question was asked again for."""
    conflicts = asked_again_for(evaluation, question_id)
    return replace(answer, confirmed=tuple(c.id for c in conflicts)) if conflicts else answer


def outdated(evaluation: Evaluation, question_id: str) -> Iterator[tuple[str, Answer]]:
    """Yield the answers to ask for again since QUESTION_ID, which they contradict, was answered anew.

    Each comes without the mark that it was given again: that was before.
    """
    book, answers = evaluation.book, evaluation.answers
    for conflict in book.pack.conflicts:
        if not evaluation.is_met(conflict.id) or question_id not in book.asked_by(conflict.id):
            continue
        for question in conflict.questions:
            held = answers.get(question)
            if question != question_id and held is not None and conflict.id in held.confirmed:
                kept = tuple(id_ for id_ in held.confirmed if id_ != conflict.id)
                yield question, replace(held, confirmed=kept)


def _unsettled(evaluation: Evaluation, conflict: Conflict) -> Iterator[str]:
    truth = evaluation.truth(conflict.id)
    for question in conflict.questions:
        waits = truth is Truth.MET and _waits(evaluation, conflict, question)
        answer = evaluation.answers.get(question)
        silent = truth is Truth.UNKNOWN and answer is not None and answer.withheld
        if waits or (silent and _counts(evaluation, question) and _is_confirmed(answer, conflict)):
            yield question


def _waits(evaluation: Evaluation, conflict: Conflict, question: str) -> bool:
    """Say whether a question was answered before the conflict arose, and not again since."""
    if not evaluation.is_met(conflict.id):
        return False
    answer = evaluation.answers.get(question)
    if answer is None or answer.is_open or not _counts(evaluation, question):
        return False
    return not _is_confirmed(answer, conflict)


def _counts(evaluation: Evaluation, question: str) -> bool:
    return evaluation.counts(question) is not IRRELEVANT


def _is_confirmed(answer: Answer | None, conflict: Conflict) -> bool:
    return answer is not None and not {conflict.id, ANY_CONFLICT}.isdisjoint(answer.confirmed)
