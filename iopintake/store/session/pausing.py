"""Keeps beside a draft how soon a clinician looks for what was told, as it goes on and where it is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from iopintake.answers.model import Answers
from iopintake.assessment.decide import review_of_told
from iopintake.assessment.level_rules import is_soon
from iopintake.interview.events import Answered
from iopintake.rules.evaluation import Evaluation, Evaluator
from iopintake.store.session.model import IntakeSession


def leave(session: IntakeSession, evaluation: Evaluation, why: str) -> bool:
    """Leave an intake as a draft, for a reason WHY; EVALUATION is of its answers.

    What was told so far can call for a clinician though the interview never came to its end, so
    every way of leaving one in the middle goes through here. False: nothing was said, and nothing
    is kept.
    """
    return session.pause(why, due(evaluation))


def due(evaluation: Evaluation) -> str:
    """Return how soon a clinician looks for what was told; empty where that is as a matter of routine."""
    told = review_of_told(evaluation)
    return told if is_soon(told) else ""


def with_review(evaluator: Evaluator, session: IntakeSession) -> Callable[[Answered], Answered]:
    """Return what adds to each answer of SESSION, from now on, how soon a clinician looks with it.

    It stands in the answer's own event, so that no moment lies between the two.
    """
    known: str | None = None

    def added(event: Answered) -> Answered:
        nonlocal known
        answers: Answers = session.answers.with_answer(event.question_id, event.answer)
        before, known = known, due(evaluator.evaluate(answers))
        return event if known == before else replace(event, review=known)

    return added
