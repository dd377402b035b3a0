"""What holds always, over answers that nobody thought of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from helpers.shipped import TOOLKIT
from helpers.strategies import TODAY, answer_sets, answers
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iopintake.answers.model import Absent, Answer, Answers
from iopintake.assessment.decide import cautious_levels, decide, result_of
from iopintake.checking.check import NOBODY
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.flow import next_question
from iopintake.packs.conditions import Truth
from iopintake.packs.model import LEVELS
from iopintake.rules.conflicts import given_again
from iopintake.rules.evaluation import seen
from iopintake.summary.facts import week_of

RULES = [name for name in TOOLKIT.evaluator.book.order if not name.startswith(("when:", "spared:"))]
FEW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(answer_sets(TOOLKIT.pack))
def test_a_crisis_sign_never_yields_fits_may_fit_or_lower_level_enough(given_answers: Answers) -> None:
    evaluation = TOOLKIT.evaluator.evaluate(given_answers)
    decision = decide(evaluation, TOOLKIT.completions.levels)
    if evaluation.crisis_signs():
        assert decision.level == "emergency"
        assert decision.verdict == "higher_level_first"
        assert decision.review == "now"


@FEW
@given(answer_sets(TOOLKIT.pack))
def test_an_open_safety_question_never_fits(given_answers: Answers) -> None:
    decision = decide(TOOLKIT.evaluator.evaluate(given_answers), TOOLKIT.completions.levels)
    if decision.open_safety:
        assert decision.verdict in {"undetermined", "higher_level_first"}


SILENCES = {  # what is told, and what is not said after it
    "suicide_intent": ("suicide_thoughts", "now"),
    "suicide_preparation": ("suicide_thoughts", "past_month"),
    "safety_plan": ("suicide_thoughts", "now"),
    "suicide_thoughts": ("wish_or_self_harm", ("wish",)),
    "suicide_means": ("suicide_method", "yes"),
    "attempt_seen": ("suicide_attempt", "days_8_to_90"),
    "self_harm_last": ("wish_or_self_harm", ("self_harm",)),
    "harm_details": ("harm_others", "thoughts"),
    "commands": ("symptoms", ("reality",)),
    "overdose_meant": ("overdose_last", "days_8_to_90"),
    "withdrawal_signs": ("substances", ("prescribed_stopped",)),
}


@FEW
@given(answer_sets(TOOLKIT.pack), st.sampled_from(sorted(SILENCES)))
def test_after_something_grave_is_told_silence_always_brings_in_a_clinician_now(
    given_answers: Answers, silent: str
) -> None:
    question, value = SILENCES[silent]
    said = given_answers.with_answer(question, Answer(value=value))
    for told in (said.without(silent), said.with_answer(silent, Answer(absent=Absent.DECLINED))):
        evaluation = TOOLKIT.evaluator.evaluate(told)
        if evaluation.relevance(question) is Truth.MET and not evaluation.is_settled(silent):
            assert decide(evaluation, TOOLKIT.completions.levels).review == "now"


@FEW
@given(answer_sets(TOOLKIT.pack))
def test_exact_levels_are_among_the_cautious_ones_and_hold_the_level(given_answers: Answers) -> None:
    evaluation = TOOLKIT.evaluator.evaluate(given_answers)
    exact, cautious = TOOLKIT.completions.levels(evaluation), cautious_levels(evaluation)
    assert set(exact) <= set(cautious)
    assert exact
    assert list(exact) == [level for level in LEVELS if level in exact]


@FEW
@given(answer_sets(TOOLKIT.pack))
def test_a_week_of_an_iop_is_shown_only_where_one_fits_or_may_fit(given_answers: Answers) -> None:
    evaluation = TOOLKIT.evaluator.evaluate(given_answers)
    decision = decide(evaluation, TOOLKIT.completions.levels)
    if decision.verdict not in {"fits", "may_fit"}:
        assert week_of(evaluation, decision) is None


@pytest.mark.thorough
@FEW
@given(answer_sets(TOOLKIT.pack))
def test_any_set_of_answers_can_be_summarized(given_answers: Answers) -> None:
    summary = TOOLKIT.summarize(given_answers, NOBODY)
    assert summary.recommendation.headline
    assert len(summary.readiness.tips) in {0, 5}
    if summary.week:
        assert summary.week.hours_min <= summary.week.hours_max


@st.composite
def interviews(draw: st.DrawFn) -> list[Answers]:
    """Return the states of an interview, from the first answer to some later one."""
    states = [Answers(TODAY)]
    length = draw(st.integers(0, 60))
    while len(states) <= length:
        question = next_question(TOOLKIT.evaluator.evaluate(states[-1]))
        if question is None:
            break
        evaluation = TOOLKIT.evaluator.evaluate(states[-1])
        again = states[-1].get(question.id)
        given = again if again is not None and not again.is_open else draw(answers(question))
        states.append(states[-1].with_answer(question.id, given_again(evaluation, question.id, given)))
    return states


@settings(FEW, max_examples=40)
@given(interviews())
def test_a_truth_once_settled_stays_settled_as_the_interview_goes_on(states: list[Answers]) -> None:
    settled: dict[str, Truth] = {}
    for state in states:
        evaluation = TOOLKIT.evaluator.evaluate(state)
        for rule in RULES:
            truth = evaluation.truth(rule)
            assert settled.get(rule, truth) is truth, rule
            if truth is not Truth.UNKNOWN:
                settled[rule] = truth


@settings(FEW, max_examples=40)
@given(interviews())
def test_every_prefix_of_an_interview_can_be_assessed_and_levels_only_narrow(states: list[Answers]) -> None:
    before: set[str] = set(LEVELS)
    for state in states:
        possible = set(TOOLKIT.completions.levels(TOOLKIT.evaluator.evaluate(state)))
        assert possible <= before
        before = possible


def test_the_shipped_pack_and_its_toolkit_agree(
    toolkit: Toolkit, answers_of: Callable[[str], Answers]
) -> None:
    assert toolkit.pack.sha256 == TOOLKIT.pack.sha256
    assert len(answers_of("panic_weekly_not_enough")) > 20


@FEW
@given(answer_sets(TOOLKIT.pack))
def test_supposing_comes_to_the_same_result_as_evaluating(given_answers: Answers) -> None:
    supposed = TOOLKIT.evaluator.suppose(given_answers, seen(given_answers))
    assert result_of(supposed) == result_of(TOOLKIT.evaluator.evaluate(given_answers))
