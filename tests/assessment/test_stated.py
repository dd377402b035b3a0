"""What is stated for and against a result: the same for whoever comes first and whoever comes later."""

from __future__ import annotations

from helpers.shipped import TOOLKIT
from helpers.strategies import answer_sets
from hypothesis import given

from iopintake.answers.model import Answers
from iopintake.assessment import explain
from iopintake.assessment.decide import cautious_levels, decide
from iopintake.export.as_json import plain
from iopintake.summary.stated import _stated, stated


@given(answer_sets(TOOLKIT.pack))
def test_what_was_stated_for_others_is_never_stated_of_a_person_it_does_not_fit(answers: Answers) -> None:
    evaluation = TOOLKIT.evaluator.evaluate(answers)
    decision = decide(evaluation, cautious_levels)
    reasons = (*explain.reasons(evaluation, decision), *explain.against(evaluation, decision))
    made_anew = [plain(_stated(evaluation, reason)) for reason in reasons]
    assert [plain(one) for one in stated(evaluation, reasons)] == made_anew
