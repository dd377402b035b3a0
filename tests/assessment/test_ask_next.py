"""What to ask next is what an interviewer would: nobody is asked about what they may have said no to."""

from __future__ import annotations

from typing import Any

from helpers.shipped import TOOLKIT
from helpers.strategies import TODAY, answer_sets
from hypothesis import given

from iopintake.answers.circumstances import NOBODY
from iopintake.answers.model import Answer, Answers
from iopintake.assessment import explain
from iopintake.assessment.decide import cautious_levels, decide
from iopintake.assessment.level_rules import least_level, level_rules
from iopintake.interview.flow import IN_TURN, state
from iopintake.packs.model import LEVELS, Need


def asked_next(answers: Answers) -> list[str]:
    return [question.question for question in TOOLKIT.summarize(answers, NOBODY).recommendation.ask_next]


def answers(**given: Any) -> Answers:
    held = Answers(TODAY)
    for question, value in given.items():
        held = held.with_answer(question, Answer(value=value))
    return held


def test_whoever_did_not_hurt_themselves_is_not_asked_next_when_they_last_did() -> None:
    asked = asked_next(answers(wish_or_self_harm=("none",), suicide_thoughts="no", suicide_attempt="never"))
    assert asked.index("symptoms") < asked.index("self_harm_last")
    assert asked[0] == "medical_signs"


def test_once_the_interview_ends_what_comes_after_safety_is_not_asked_next() -> None:
    asked = asked_next(answers(age=9, symptoms=("mood_swings",)))
    assert "mania_signs" not in asked  # it is on safety, and stands in a section that is not reached
    assert "wish_or_self_harm" in asked
    assert "mania_signs" in asked_next(answers(age=19, symptoms=("mood_swings",)))


@given(answer_sets(TOOLKIT.pack))
def test_a_question_that_may_not_belong_waits_for_those_that_do(found: Answers) -> None:
    evaluation = TOOLKIT.evaluator.evaluate(found)
    decision = decide(evaluation, cautious_levels)
    open_questions = explain.could_change(evaluation, decision)
    # whatever order the others have among themselves
    (asked,) = explain.ask_next([evaluation], [decision], [open_questions], lambda _, some: list(some))
    belongs = [state(evaluation, question) in IN_TURN for question in asked]
    assert belongs == sorted(belongs, reverse=True)


@given(answer_sets(TOOLKIT.pack))
def test_what_may_yet_leave_more_care_possible_is_asked_about(found: Answers) -> None:
    evaluation = TOOLKIT.evaluator.evaluate(found)
    decision = decide(evaluation, cautious_levels)
    level = LEVELS.index(decision.level) if decision.level else len(LEVELS)
    could_change = set(explain.could_change(evaluation, decision))
    raising = [rule for rule in level_rules(TOOLKIT.pack) if rule.up_to or isinstance(rule, Need)]
    for rule in raising:
        if LEVELS.index(rule.up_to or least_level(rule)) < level:
            missing = evaluation.missing(rule.id)
            assert {q for q in missing if state(evaluation, q) in IN_TURN} <= could_change, rule.id
