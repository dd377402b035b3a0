"""The order of asking: who calls about whom, and how old they are, comes before an emergency can."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.cases import CASES, TODAY
from helpers.fakes import ScriptedAsker, back, gives

from iopintake.answers.model import Answer, Answers, Origin
from iopintake.assessment.quick import next_that_matters
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.asker import CrisisPrompt, CrisisReply, Move, Prompt, Reply
from iopintake.interview.conduct import conduct
from iopintake.interview.flow import next_question
from iopintake.interview.order import questions_in_order

ADULT: dict[str, Any] = CASES["panic_weekly_not_enough"].data["answers"]
ABOUT_MIA: dict[str, Any] = {
    **ADULT,
    "caller": "other",
    "relation": "parent",
    "first_name": "Mia",
    "age": 15,
}


class Listening(ScriptedAsker):
    """Keeps where each question was shown, and what was known when the protocol came up."""

    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__(answers)
        self.shown: list[tuple[str, str, bool]] = []
        self.known: list[tuple[object, object]] = []

    def ask(self, prompt: Prompt) -> Reply:
        self.shown.append((prompt.section.id, prompt.question.id, prompt.opens_section))
        return super().ask(prompt)

    def crisis(self, prompt: CrisisPrompt) -> CrisisReply | Move:
        value = prompt.evaluation.answers.value
        self.known.append((value("relation"), value("age")))
        return super().crisis(prompt)


def held(toolkit: Toolkit, asker: Listening, choose_next: Any = next_question) -> Listening:
    conduct(toolkit.evaluator, Answers(TODAY), asker, lambda _event: None, choose_next=choose_next)
    return asker


@pytest.mark.parametrize("choose_next", [next_question, next_that_matters])
def test_whoever_calls_about_somebody_is_asked_at_once_who_they_are_to_them_and_the_age(
    toolkit: Toolkit, choose_next: Any
) -> None:
    asked = held(toolkit, Listening(ABOUT_MIA), choose_next).asked
    begin = asked.index("caller")
    assert asked[begin : begin + 4] == ["caller", "relation", "first_name", "age"]
    assert asked.count("age") == asked.count("relation") == 1


@pytest.mark.parametrize("choose_next", [next_question, next_that_matters])
def test_whoever_calls_for_themselves_comes_to_safety_before_the_age(
    toolkit: Toolkit, choose_next: Any
) -> None:
    asked = held(toolkit, Listening(ADULT), choose_next).asked
    assert asked.index("wish_or_self_harm") < asked.index("age")
    assert "relation" not in asked


def test_a_mothers_hand_over_says_that_a_parent_calls_and_how_old_her_child_is(toolkit: Toolkit) -> None:
    in_danger = {**ABOUT_MIA, "suicide_thoughts": "now", "suicide_method": "no", "suicide_intent": "yes"}
    assert held(toolkit, Listening(in_danger)).known[0] == ("parent", 15)


def test_what_is_asked_sooner_is_asked_in_the_section_it_is_asked_in(toolkit: Toolkit) -> None:
    shown = held(toolkit, Listening(ABOUT_MIA)).shown
    assert ("opening", "age", False) in shown
    assert ("safety", "wish_or_self_harm", True) in shown


@pytest.mark.parametrize(
    ("origin", "thanks"),
    [pytest.param("asked", False, id="resumed"), pytest.param("file", True, id="from a file")],
)
def test_nobody_is_thanked_for_calling_when_a_call_is_taken_up_again(
    toolkit: Toolkit, origin: str, thanks: bool
) -> None:
    answers = Answers(TODAY)
    for question, value in (("talking", ("fine",)), ("privacy", "alone")):
        answers = answers.with_answer(question, Answer(value=value, origin=Origin(origin)))
    asker = Listening(ADULT)
    conduct(toolkit.evaluator, answers, asker, lambda _event: None)
    assert asker.shown[0] == ("opening", "caller", thanks)
    assert ("safety", "wish_or_self_harm", True) in asker.shown


def test_going_back_from_what_was_asked_sooner_leads_to_the_question_before_it(toolkit: Toolkit) -> None:
    asker = Listening(ABOUT_MIA)
    asker.at("age", back).at("first_name", gives("Mia"), gives("Mia"))
    asked = held(toolkit, asker).asked
    place = asked.index("age")
    assert asked[place : place + 4] == ["age", "first_name", "age", "place_now"]


def test_no_question_is_lost_or_asked_twice_for_being_asked_sooner(toolkit: Toolkit) -> None:
    for answers in (ADULT, ABOUT_MIA):
        evaluation = toolkit.evaluator.evaluate(held_answers(toolkit, answers))
        order = [question.id for _, question in questions_in_order(evaluation)]
        assert sorted(order) == sorted(toolkit.pack.questions)


def held_answers(toolkit: Toolkit, answers: dict[str, Any]) -> Answers:
    return conduct(toolkit.evaluator, Answers(TODAY), Listening(answers), lambda _event: None).answers


@pytest.mark.parametrize("choose_next", [next_question, next_that_matters])
@pytest.mark.parametrize(
    ("told", "asked"),
    [
        ({"wish_or_self_harm": ["urges"]}, True),
        (
            {"wish_or_self_harm": ["self_harm"], "self_harm_last": "days_8_to_90", "self_harm_care": "no"},
            True,
        ),
        ({"symptoms": ["mood", "self_harm"], "self_harm_last": "days_8_to_90", "self_harm_care": "no"}, True),
        ({"symptoms": ["mood", "self_harm"], "self_harm_last": "over_90_days"}, False),
        ({}, False),
    ],
)
def test_what_could_do_harm_at_home_is_asked_after_self_harm_or_an_urge_alone(
    toolkit: Toolkit, told: dict[str, Any], asked: bool, choose_next: Any
) -> None:
    answers = {**ADULT, **told, "means_access": ["none"]}
    assert ("means_access" in held(toolkit, Listening(answers), choose_next).asked) is asked
