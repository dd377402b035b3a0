"""What a caller could not say about safety is asked of the person who comes to the phone, once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from helpers.cases import CASES
from helpers.fakes import NOON, ScriptedAsker, gives

from iopintake.answers.files import read_answers
from iopintake.answers.model import Absent, Answer, Answers
from iopintake.assessment.quick import next_that_matters
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.asker import Given, Prompt, Reply
from iopintake.interview.conduct import conduct
from iopintake.interview.flow import asked_again, next_question

ABOUT_THEO: dict[str, Any] = {
    **CASES["panic_weekly_not_enough"].data["answers"],
    "caller": "other",
    "relation": "parent",
    "first_name": "Theo",
    "means_access": ["none"],
}
UNKNOWN = Given(Answer(absent=Absent.UNKNOWN))
DECLINED = Given(Answer(absent=Absent.DECLINED))


class OnTheClock(ScriptedAsker):
    """Takes a minute for each answer."""

    def ask(self, prompt: Prompt) -> Reply:
        reply = super().ask(prompt)
        if isinstance(reply, Given):
            return Given(replace(reply.answer, at=NOON + timedelta(minutes=len(self.asked))))
        return reply


def call(toolkit: Toolkit, asker: ScriptedAsker, **how: Any) -> Mapping[str, Answer]:
    return conduct(toolkit.evaluator, Answers(NOON.date()), asker, lambda _event: None, **how).answers


@pytest.mark.parametrize("silence", [UNKNOWN, DECLINED], ids=["not known", "declined"])
@pytest.mark.parametrize("choose_next", [next_question, next_that_matters], ids=["whole", "quick"])
def test_what_a_mother_could_not_say_is_asked_of_her_son_at_once(
    toolkit: Toolkit, choose_next: Any, silence: Given
) -> None:
    asker = OnTheClock({**ABOUT_THEO, "can_join": "now"}).at("suicide_thoughts", silence, gives("no"))
    if choose_next is next_that_matters:
        asker.at("consent", gives("yes"))
    answers = call(toolkit, asker, choose_next=choose_next)
    assert answers["suicide_thoughts"].value == "no"
    place = asker.asked.index("can_join") + 1
    assert asker.asked[place] == "suicide_thoughts"
    assert asker.spoken[place] == toolkit.pack.questions["suicide_thoughts"].ask
    assert asker.because[place] == toolkit.pack.about.asked_in_person


def test_it_is_said_once_why_and_nothing_stands_that_enter_would_keep(toolkit: Toolkit) -> None:
    class Looking(OnTheClock):
        def ask(self, prompt: Prompt) -> Reply:
            standing.append(prompt.current)
            return super().ask(prompt)

    standing: list[Answer | None] = []
    asker = Looking({**ABOUT_THEO, "can_join": "now"})
    asker.at("wish_or_self_harm", UNKNOWN, gives(["none"])).at("suicide_thoughts", UNKNOWN, gives("no"))
    call(toolkit, asker)
    place = asker.asked.index("can_join") + 1
    assert asker.asked[place : place + 2] == ["wish_or_self_harm", "suicide_thoughts"]
    assert asker.because[place : place + 2] == [toolkit.pack.about.asked_in_person, ""]
    assert standing[place : place + 2] == [None, None]


def test_a_clock_that_was_set_back_meanwhile_asks_nobody_twice(toolkit: Toolkit) -> None:
    early = Given(Answer(absent=Absent.UNKNOWN, at=NOON))
    asker = ScriptedAsker({**ABOUT_THEO, "can_join": "now"}).at("suicide_thoughts", early, early)
    asker.at("can_join", Given(Answer(value="now", at=NOON + timedelta(hours=1))))
    call(toolkit, asker)
    assert asker.asked.count("suicide_thoughts") == 2


def test_what_nobody_knows_is_asked_of_each_of_them_once(toolkit: Toolkit) -> None:
    asker = OnTheClock({**ABOUT_THEO, "can_join": "now"}).at("suicide_thoughts", UNKNOWN, UNKNOWN)
    call(toolkit, asker)
    assert asker.asked.count("suicide_thoughts") == 2


def test_what_the_person_does_not_know_is_not_asked_again(toolkit: Toolkit) -> None:
    asker = OnTheClock({**ABOUT_THEO, "can_join": "now"}).at("symptoms", UNKNOWN)
    call(toolkit, asker)
    assert asker.asked.count("symptoms") == 1


@pytest.mark.parametrize("comes", ["later", "cannot", "does_not_know"])
def test_without_the_person_on_the_phone_nothing_is_asked_again(toolkit: Toolkit, comes: str) -> None:
    asker = OnTheClock({**ABOUT_THEO, "can_join": comes}).at("suicide_thoughts", UNKNOWN)
    call(toolkit, asker)
    assert asker.asked.count("suicide_thoughts") == 1


def test_what_does_not_touch_safety_is_left_as_it_was(toolkit: Toolkit) -> None:
    asker = OnTheClock({**ABOUT_THEO, "can_join": "now"}).at("callback", UNKNOWN)
    call(toolkit, asker)
    assert asker.asked.count("callback") == 1


def test_answers_from_a_file_tell_no_time_and_are_not_asked_again(toolkit: Toolkit) -> None:
    given = {**ABOUT_THEO, "can_join": "now", "suicide_thoughts": {"absent": "asked-unknown"}}
    answers = read_answers(toolkit.pack, "a file", {"answers": given}, NOON.date()).answers
    assert asked_again(toolkit.evaluator.evaluate(answers)) is None
