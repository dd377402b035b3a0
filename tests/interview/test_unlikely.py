"""Answers that are seldom so: each is asked back once, and none is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from helpers.cases import CASES, KINDS, TODAY
from helpers.fakes import ScriptedAsker, gives

from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.asker import Given, Prompt, Reply
from iopintake.interview.conduct import conduct
from iopintake.interview.unlikely import asking_back

ADULT: dict[str, Any] = CASES["panic_weekly_not_enough"].data["answers"]
ABOUT: dict[str, Any] = {**ADULT, "caller": "other", "first_name": "Mia", "age": 15, "relation": "parent"}
LONG_AGO = TODAY - timedelta(days=500)


def asked_back(toolkit: Toolkit, held: dict[str, Any], question_id: str, value: Any) -> str:
    given = {q: answer for q, answer in held.items() if q != question_id}
    answers = read_answers(toolkit.pack, "a file", {"answers": given}, TODAY).answers
    return asking_back(toolkit.evaluator, answers, toolkit.pack.questions[question_id])(value)


UNLIKELY = [
    (ABOUT, "relation", "partner", "parent"),
    ({**ABOUT, "age": 71}, "relation", "parent", "family"),
    ({**ABOUT, "relation": "partner"}, "age", 14, 16),
    ({**ABOUT, "relation": "parent"}, "age", 82, 22),
    (ADULT, "age", 1, 21),
    (ADULT, "age", 101, 45),
    ({**ADULT, "age": 64}, "access_needs", ("pregnant",), ("illness",)),
    ({**ADULT, "age": 15}, "insurance", "medicare", "medicaid"),
    ({**ADULT, "treatment_past": ["inpatient"]}, "left_care_on", LONG_AGO, TODAY - timedelta(days=9)),
    ({**ADULT, "treatment_past": ["inpatient"]}, "hospital_visits", 0, 1),
    ({**ADULT, "suicide_thoughts": "now"}, "suicide_method", "before_stay", "yes"),
    (ADULT, "emergency_contact", "Me, 614-555-0142", "Melanie, 614-555-0142"),
    (ADULT, "emergency_contact", "myself", "my sister"),
]


@pytest.mark.parametrize(("held", "question", "unlikely", "likely"), UNLIKELY)
def test_what_is_seldom_so_is_asked_back_and_nothing_else(
    toolkit: Toolkit, held: dict[str, Any], question: str, unlikely: Any, likely: Any
) -> None:
    assert asked_back(toolkit, held, question, unlikely).endswith(("?", "."))
    assert not asked_back(toolkit, held, question, likely)


def test_every_question_that_can_ask_back_is_tried_here(toolkit: Toolkit) -> None:
    tried = {question for _, question, _, _ in UNLIKELY} | {"suicide_plan", "suicide_preparation"}
    assert {q.id for q in toolkit.pack.questions.values() if q.unlikely} == tried


def test_a_mother_may_be_whom_to_call(toolkit: Toolkit) -> None:
    assert not asked_back(toolkit, ABOUT, "emergency_contact", "me")


def test_an_answer_that_stands_is_not_asked_back_again(toolkit: Toolkit) -> None:
    answers = read_answers(
        toolkit.pack, "a file", {"answers": {**ABOUT, "relation": "partner"}}, TODAY
    ).answers
    assert not asking_back(toolkit.evaluator, answers, toolkit.pack.questions["relation"])("partner")


def test_no_case_of_the_pack_is_asked_back_but_those_that_are_unlikely(toolkit: Toolkit) -> None:
    """What is asked back is rare: nobody learns to press Enter twice."""

    class Counting(ScriptedAsker):
        def ask(self, prompt: Prompt) -> Reply:
            reply = super().ask(prompt)
            if isinstance(reply, Given) and reply.answer.value is not None:
                asked.append(prompt.asked_back(reply.answer.value))
            return reply

    asked: list[str] = []
    for whole in map(CASES.__getitem__, KINDS):
        conduct(toolkit.evaluator, Answers(TODAY), Counting(whole.data["answers"]), lambda _event: None)
    assert sum(map(bool, asked)) * 200 < len(asked)


def test_an_interview_takes_an_unlikely_answer(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ABOUT).at("relation", gives("partner"))
    outcome = conduct(toolkit.evaluator, Answers(date(2026, 11, 23)), asker, lambda _event: None)
    assert outcome.answers.value("relation") == "partner"
