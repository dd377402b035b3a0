"""The part on safety reads from the most urgent on, and tells nobody to do less than the crisis screen."""

from __future__ import annotations

from typing import Any

from helpers.shipped import TOOLKIT
from helpers.strategies import TODAY, answer_sets
from hypothesis import given
from hypothesis import strategies as st

from iopintake.answers.model import Absent, Answer, Answers
from iopintake.assessment.decide import review_of_told
from iopintake.interview.flow import PROTOCOL_LEVELS, protocol_needs
from iopintake.packs.model import LEVELS, REVIEWS
from iopintake.summary.safety import safety_of

PACK = TOOLKIT.pack


def answers(**given: Any) -> Answers:
    held = Answers(TODAY)
    for question, value in given.items():
        answer = Answer(absent=value) if isinstance(value, Absent) else Answer(value=value)
        held = held.with_answer(question, answer)
    return held


@given(st.data())
def test_what_is_for_now_comes_before_what_is_for_today(data: st.DataObject) -> None:
    evaluation = TOOLKIT.evaluator.evaluate(data.draw(answer_sets(PACK)))
    urgency = [REVIEWS.index(alert.review) for alert in safety_of(evaluation).alerts]
    assert urgency == sorted(urgency, reverse=True)


def test_a_wound_that_nobody_saw_is_told_before_what_is_locked_away() -> None:
    told = safety_of(
        TOOLKIT.evaluator.evaluate(
            answers(
                wish_or_self_harm=("self_harm", "wish"),
                self_harm_last="last_7_days",
                self_harm_care="not_seen",
                means_access=("medication",),
            )
        )
    ).alerts
    assert told[0].review == "now"
    assert {alert.review for alert in told} >= {"now", "same_day"}


def test_a_need_that_opened_the_crisis_screen_never_asks_for_a_program() -> None:
    # a severe withdrawal once, drinking now, and silence on what would tell an emergency
    evaluation = TOOLKIT.evaluator.evaluate(
        answers(
            use_history=("severe_withdrawal",),
            substances=("alcohol",),
            last_use="today",
            alcohol_days="daily",
            alcohol_amount="heavy",
            withdrawal_signs=("shaking",),
            access_needs=Absent.DECLINED,
        )
    )
    raised = {need.id for need in protocol_needs(evaluation) if need.level not in PROTOCOL_LEVELS}
    told = [alert for alert in safety_of(evaluation).alerts if alert.id in raised]
    assert told
    assert {alert.step for alert in told} == {PACK.crisis.need_step}


def test_what_nobody_could_say_about_suicide_is_told_by_name() -> None:
    unknown = dict.fromkeys(("suicide_thoughts", "suicide_intent"), Absent.UNKNOWN)
    evaluation = TOOLKIT.evaluator.evaluate(answers(wish_or_self_harm=("self_harm",), **unknown))
    told = {alert.id: alert for alert in safety_of(evaluation).alerts}["not_answered"]
    assert told.sentence == "On safety, declined or not known: Thoughts of suicide; Intent to act."
    assert told.review == "same_day"
    assert [one.question for one in told.because] == ["suicide_thoughts", "suicide_intent"]


def test_what_was_not_asked_yet_is_not_told_as_withheld() -> None:
    evaluation = TOOLKIT.evaluator.evaluate(answers(wish_or_self_harm=("self_harm",)))
    assert "not_answered" not in {alert.id for alert in safety_of(evaluation).alerts}


@given(st.data())
def test_what_is_to_be_done_is_never_the_name_of_a_level(data: st.DataObject) -> None:
    named = {words for level in PACK.levels.level for words in (level.headline, level.title, level.short)}
    evaluation = TOOLKIT.evaluator.evaluate(data.draw(answer_sets(PACK)))
    assert named.isdisjoint(alert.step for alert in safety_of(evaluation).alerts)


def test_a_need_for_now_or_of_the_crisis_screen_says_in_the_pack_what_is_to_be_done() -> None:
    for need in PACK.levels.need:
        if need.review == "now" or need.level in PROTOCOL_LEVELS:
            assert need.step, need.id


@given(st.data())
def test_whatever_is_looked_at_now_is_told_on_safety_with_what_is_to_be_done(data: st.DataObject) -> None:
    evaluation = TOOLKIT.evaluator.evaluate(data.draw(answer_sets(PACK)))
    if review_of_told(evaluation) == "now":
        first = safety_of(evaluation).alerts[0]
        assert first.review == "now"
        assert first.step


def test_a_plan_for_suicide_is_told_first_and_a_wish_beside_it_no_more() -> None:
    told = safety_of(
        TOOLKIT.evaluator.evaluate(
            answers(
                wish_or_self_harm=("wish",),
                suicide_thoughts="now",
                suicide_method="yes",
                suicide_plan="yes",
                suicide_means="no",
                suicide_intent="no",
                suicide_preparation="no",
            )
        )
    ).alerts
    assert [(alert.id, alert.review) for alert in told][:1] == [("plan_for_suicide", "now")]
    assert "wish_to_be_dead" not in {alert.id for alert in told}


def test_a_plan_is_told_once_beside_a_plan_and_a_way_and_nothing_graver_is_left_out() -> None:
    told: dict[str, Any] = {
        "suicide_thoughts": "now",
        "suicide_method": "yes",
        "suicide_plan": "yes",
        "suicide_intent": "no",
        "suicide_preparation": "no",
        "means_access": ("firearms",),
    }
    with_a_way = {
        a.id for a in safety_of(TOOLKIT.evaluator.evaluate(answers(**told, suicide_means="yes"))).alerts
    }
    assert "plan_with_means" in with_a_way
    assert not with_a_way & {"plan_for_suicide", "method_with_means"}
    silent = {a.id for a in safety_of(TOOLKIT.evaluator.evaluate(answers(**told))).alerts}
    assert "plan_and_firearms" in silent, "whatever was said of the means"


def test_what_tells_a_need_better_is_as_grave_and_as_soon() -> None:
    needs = {need.id: need for need in PACK.levels.need}
    for need in needs.values():
        for better in (needs[id_] for id_ in need.told_by):
            assert LEVELS.index(better.level) <= LEVELS.index(need.level)
            assert REVIEWS.index(better.review) >= REVIEWS.index(need.review)
