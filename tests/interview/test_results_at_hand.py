"""A screener's result that is held counts, whether or not anybody asks for it; without one nothing waits."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.cases import CASES, TODAY
from helpers.fakes import ScriptedAsker, gives, jump
from helpers.shipped import TOOLKIT
from hypothesis import given, settings
from hypothesis import strategies as st

from iopintake.answers.circumstances import NOBODY
from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.conduct import conduct
from iopintake.interview.flow import State, state
from iopintake.rules.evaluation import Evaluation
from iopintake.summary.model import Summary

SHIPPED = TOOLKIT
NEVER_TREATED: dict[str, Any] = {
    key: value
    for key, value in CASES["phq9_of_19"].data["answers"].items()
    if not key.startswith(("phq9", "screeners"))
}


def evaluated(toolkit: Toolkit, **more: Any) -> Evaluation:
    held = {"answers": {**NEVER_TREATED, **more}}
    return toolkit.evaluator.evaluate(read_answers(toolkit.pack, "a file", held, TODAY).answers)


def summarized(toolkit: Toolkit, **more: Any) -> Summary:
    return toolkit.summarize(evaluated(toolkit, **more).answers, NOBODY)


def test_somebody_never_treated_is_not_asked_for_results_and_nothing_waits_for_them(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(NEVER_TREATED)
    outcome = conduct(toolkit.evaluator, Answers(TODAY), asker, lambda _event: None)
    assert "screeners_done" not in asker.asked
    assert state(toolkit.evaluator.evaluate(outcome.answers), "screeners_done") is State.SPARED
    assert summarized(toolkit).recommendation.verdict == "lower_level_enough"


@pytest.mark.parametrize("done", [{}, {"screeners_done": ["phq9"]}])
def test_item_9_of_somebody_never_treated_counts(toolkit: Toolkit, done: dict[str, Any]) -> None:
    summary = summarized(toolkit, **done, phq9_item9=1)
    assert summary.recommendation.verdict == "undetermined"
    assert summary.recommendation.clinician_review == "same_day"
    assert "phq9_item9" not in {note.id for note in summary.set_aside}


@settings(deadline=None, max_examples=16)
@given(st.sampled_from(["phq9_item9", "cssrs_level", "phq9_total", "gad7_total"]), st.integers(0, 3))
def test_no_result_that_is_held_is_ever_set_aside(question: str, number: int) -> None:
    value = ("low", "moderate", "high", "high")[number] if question == "cssrs_level" else number
    summary = summarized(SHIPPED, **{question: value})
    assert question not in {note.id for note in summary.set_aside}
    assert next(note for note in summary.answers if note.id == question).belongs


def test_the_operator_with_a_referral_records_a_result_from_the_list_of_questions(toolkit: Toolkit) -> None:
    asker = ScriptedAsker({**NEVER_TREATED, "phq9_total": 12, "phq9_item9": 2})
    asker.at("diagnosed", jump("screeners_done")).at("screeners_done", gives(["phq9"]))
    conduct(toolkit.evaluator, Answers(TODAY), asker, lambda _event: None)
    assert {"phq9_total", "phq9_item9"} <= set(asker.asked)
    assert asker.asked.count("suicide_thoughts") == 2  # asked again, since item 9 is above zero
