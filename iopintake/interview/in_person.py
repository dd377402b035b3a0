"""What somebody else could not say of a person, and is asked of that person once they are on the phone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from iopintake.answers.model import Answer
from iopintake.interview.order import questions_in_order
from iopintake.packs.conditions import Truth
from iopintake.rules.evaluation import Evaluation


def asked_in_person(evaluation: Evaluation) -> tuple[str, ...]:
    """Return the safety questions that were declined or not known before the person came to the phone.

    When that was is told by the times of the answers; without a time, as in a file, there are none.
    """
    return evaluation.once(_asked_in_person)


def opens_in_person(evaluation: Evaluation, question_id: str) -> bool:
    """Say whether a question is the first one on safety that the person is asked in place of the caller."""
    came, answers, questions = _came(evaluation), evaluation.answers, evaluation.book.pack.questions
    if came is None or question_id not in asked_in_person(evaluation):
        return False
    times = [answer.at for q, answer in answers.items() if q in questions and questions[q].safety]
    return not any(at is not None and at >= came for at in times)


def said_in_person(evaluation: Evaluation, question_id: str, answer: Answer) -> Answer:
    """Return ANSWER, given when the person had come: also by a clock that was set back since then."""
    came = _came(evaluation)
    if came is None or answer.at is None or question_id not in asked_in_person(evaluation):
        return answer
    return replace(answer, at=max(came, answer.at))


def _came(evaluation: Evaluation) -> datetime | None:
    """Return when it was said that the person came to the phone."""
    if not (evaluation.is_met("about_other") and evaluation.is_met("on_the_phone")):
        return None
    said = [evaluation.answers.get(question) for question in evaluation.book.asked_by("on_the_phone")]
    return max((answer.at for answer in said if answer is not None and answer.at is not None), default=None)


def _asked_in_person(evaluation: Evaluation) -> tuple[str, ...]:
    answers, came = evaluation.answers, _came(evaluation)
    if came is None:
        return ()

    def left(answer: Answer | None) -> bool:
        return answer is not None and answer.withheld and answer.at is not None and answer.at < came

    return tuple(
        question.id
        for _, question in questions_in_order(evaluation)
        if question.safety
        and left(answers.get(question.id))
        and evaluation.relevance(question.id) is not Truth.NOT_MET
        and not evaluation.is_spared(question.id)
    )
