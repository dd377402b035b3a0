"""How each question stands: the same for whoever comes first and whoever comes later."""

from __future__ import annotations

import pytest
from helpers.shipped import TOOLKIT
from helpers.strategies import answer_sets
from hypothesis import given

from iopintake.answers.model import Answers
from iopintake.interview import flow
from iopintake.rules.evaluation import Evaluation
from iopintake.rules.remembered import Remembered

EVALUATOR = TOOLKIT.evaluator


def states(evaluation: Evaluation) -> dict[str, tuple[flow.State, bool]]:
    return {
        q: (flow.state(evaluation, q), flow.later(evaluation.book).of(evaluation, q))
        for q in TOOLKIT.pack.questions
    }


@given(answer_sets(TOOLKIT.pack, most=25))
def test_what_was_found_for_others_never_decides_on_a_question_it_does_not_fit(answers: Answers) -> None:
    after_others, anew = EVALUATOR.evaluate(answers), EVALUATOR.evaluate(answers)
    found = states(after_others)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Remembered, "of", lambda self, evaluation, about: self._find(evaluation, about))
        assert found == states(anew)
