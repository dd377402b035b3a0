"""Leaves an intake as a draft, with how soon a clinician looks for what was told until then."""

from __future__ import annotations

from iopintake.assessment.decide import review_of_told
from iopintake.assessment.level_rules import is_soon
from iopintake.rules.evaluation import Evaluation
from iopintake.store.session.model import IntakeSession


def leave(session: IntakeSession, evaluation: Evaluation, why: str) -> bool:
    """Leave an intake as a draft, for a reason WHY; EVALUATION is of its answers.

    What was told so far can call for a clinician though the interview never came to its end, so
    every way of leaving one in the middle goes through here. False: nothing was said, and nothing
    is kept.
    """
    told = review_of_told(evaluation)
    return session.pause(why, told if is_soon(told) else "")
