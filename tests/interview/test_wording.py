"""What is said to whom: about somebody else, and to that person on the phone; which options are offered."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.cases import CASES, TODAY
from helpers.fakes import ScriptedAsker

from iopintake.answers.circumstances import NOBODY
from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.assessment.quick import next_that_matters
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.asker import Prompt, Reply
from iopintake.interview.conduct import conduct
from iopintake.interview.flow import next_question, options_offered, speaks_for_other, spoken

ADULT: dict[str, Any] = CASES["panic_weekly_not_enough"].data["answers"]
ABOUT_THEO: dict[str, Any] = {**ADULT, "caller": "other", "first_name": "Theo", "relation": "parent"}
GRAVE = {
    **CASES["plan_means_denied_gun_at_home"].data["answers"],
    "suicide_intent": {"absent": "asked-declined"},
}


def heard(toolkit: Toolkit, answers: dict[str, Any], choose_next: Any = next_question) -> dict[str, str]:
    """Hold an interview; return how each question was asked."""

    class Listening(ScriptedAsker):
        def ask(self, prompt: Prompt) -> Reply:
            said[prompt.question.id] = prompt.ask
            return super().ask(prompt)

    said: dict[str, str] = {}
    conduct(
        toolkit.evaluator, Answers(TODAY), Listening(answers), lambda _event: None, choose_next=choose_next
    )
    return said


@pytest.mark.parametrize("choose_next", [next_question, next_that_matters])
def test_a_caller_about_somebody_else_hears_the_name_from_the_place_on(
    toolkit: Toolkit, choose_next: Any
) -> None:
    said = heard(toolkit, ABOUT_THEO, choose_next)
    assert said["place_now"].startswith("Where is Theo right now")
    assert said["suicide_thoughts"] == "Is Theo having thoughts of suicide?"


@pytest.mark.parametrize(
    ("typed", "said_as"),
    [("my daughter", "your daughter"), ("her son", "your son"), ("your son", "your son"), ("My T.", "My T.")],
)
def test_whoever_is_named_by_whose_they_are_is_spoken_of_as_the_callers(
    toolkit: Toolkit, typed: str, said_as: str
) -> None:
    said = heard(toolkit, {**ABOUT_THEO, "first_name": typed})
    assert said["suicide_thoughts"] == f"Is {said_as} having thoughts of suicide?"


def test_without_a_name_the_third_person_still_reads_well(toolkit: Toolkit) -> None:
    said = heard(toolkit, {**ABOUT_THEO, "first_name": {"absent": "asked-declined"}})
    assert said["suicide_thoughts"] == "Is the person you're calling about having thoughts of suicide?"


def test_a_mother_is_never_told_of_themselves(toolkit: Toolkit) -> None:
    for question in toolkit.pack.questions.values():
        assert not {"themselves", "oneself", "himself", "herself"} & set(question.ask_other.split()), (
            question.id
        )
        assert not any("oneself" in option.label for option in question.options), question.id


@pytest.mark.parametrize("answer", ["now", "later"])
def test_whoever_comes_to_the_phone_is_spoken_to(toolkit: Toolkit, answer: str) -> None:
    said = heard(toolkit, {**ABOUT_THEO, "can_join": answer})
    symptoms = toolkit.pack.questions["symptoms"]
    assert (said["symptoms"] == symptoms.ask) is (answer == "now")
    assert said["suicide_thoughts"] == "Is Theo having thoughts of suicide?"  # asked of the mother, before


def test_what_a_mother_could_not_say_is_asked_of_the_person_who_came_to_the_phone(toolkit: Toolkit) -> None:
    given = {**ABOUT_THEO, "can_join": "now", "suicide_thoughts": {"absent": "asked-unknown"}}
    answers = read_answers(toolkit.pack, "a file", {"answers": given}, TODAY).answers
    asked = toolkit.summarize(answers, NOBODY).recommendation.ask_next
    thoughts = toolkit.pack.questions["suicide_thoughts"]
    assert {one.question: one.ask for one in asked}["suicide_thoughts"] == thoughts.ask


def test_an_intent_that_was_told_counts_whatever_is_known_of_thoughts(toolkit: Toolkit) -> None:
    unknown = {"absent": "asked-unknown"}
    for intent in ("partly", "yes"):
        given = {**ABOUT_THEO, "can_join": "later", "suicide_thoughts": unknown, "suicide_intent": intent}
        answers = read_answers(toolkit.pack, "a file", {"answers": given}, TODAY).answers
        assert toolkit.summarize(answers, NOBODY).recommendation.level == "emergency"


def test_a_mother_is_asked_of_what_she_heard_or_saw_not_of_what_somebody_thinks(toolkit: Toolkit) -> None:
    for name in ("suicide_method", "suicide_plan", "suicide_intent", "suicide_preparation"):
        said = toolkit.pack.questions[name].ask_other
        assert {"spoken", "said", "heard", "looked"} & set(said.replace("'ve", "").split()), name


def test_what_is_asked_again_after_that_is_asked_of_the_person(toolkit: Toolkit) -> None:
    given = {**ABOUT_THEO, "can_join": "now", "screeners_done": ["phq9"], "phq9_total": 12, "phq9_item9": 2}
    assert heard(toolkit, given)["suicide_thoughts"] == toolkit.pack.questions["suicide_thoughts"].ask
    answers = read_answers(toolkit.pack, "a file", {"answers": given}, TODAY).answers
    assert not speaks_for_other(toolkit.evaluator.evaluate(answers))


@pytest.mark.parametrize(
    ("age", "offered"),
    [
        (9, set()),
        (10, {"pregnant", "birth"}),
        (15, {"pregnant", "birth"}),
        (16, {"pregnant", "birth", "childcare"}),
        (40, {"pregnant", "birth", "childcare", "veteran"}),
        ({"absent": "asked-declined"}, {"pregnant", "birth", "childcare", "veteran"}),
    ],
)
def test_what_nobody_of_that_age_has_is_not_offered(toolkit: Toolkit, age: Any, offered: set[str]) -> None:
    question = toolkit.pack.questions["access_needs"]
    answers = read_answers(toolkit.pack, "a file", {"answers": {**ADULT, "age": age}}, TODAY).answers
    given = options_offered(toolkit.evaluator.evaluate(answers), question)
    assert set(question.codes) - set(given.codes) == {"pregnant", "birth", "childcare", "veteran"} - offered


@pytest.mark.parametrize(
    ("care", "offered"), [(["inpatient"], True), (["therapy"], False), (["none"], False), (None, True)]
)
def test_before_a_hospital_stay_is_offered_only_where_there_may_have_been_one(
    toolkit: Toolkit, care: list[str] | None, offered: bool
) -> None:
    held = {**ADULT, "treatment_past": care or {"absent": "asked-declined"}, "suicide_thoughts": "now"}
    answers = read_answers(toolkit.pack, "a file", {"answers": held}, TODAY).answers
    for question_id in ("suicide_method", "suicide_plan", "suicide_preparation"):
        question = toolkit.pack.questions[question_id]
        given = options_offered(toolkit.evaluator.evaluate(answers), question)
        assert ("before_stay" in given.codes) is offered, question_id


def test_no_is_1_and_yes_is_2_wherever_both_are_all_that_most_people_need(toolkit: Toolkit) -> None:
    """What lies before a hospital stay lowers the result: no key of habit must choose it."""
    for question_id in ("suicide_method", "suicide_plan", "suicide_preparation"):
        assert toolkit.pack.questions[question_id].codes == ("no", "yes", "before_stay")


def test_what_lies_before_a_stay_that_nobody_named_is_asked_again(toolkit: Toolkit) -> None:
    given = {**ADULT, "suicide_thoughts": "past_month", "suicide_method": "before_stay"}
    given |= {
        "suicide_intent": "no",
        "suicide_preparation": "no",
        "safety_plan": "yes",
        "means_access": ["none"],
    }
    asker = ScriptedAsker(given)
    conduct(toolkit.evaluator, Answers(TODAY), asker, lambda _event: None)
    assert asker.asked.count("suicide_method") == 2
    assert asker.asked.index("treatment_past") < len(asker.asked) - asker.asked[::-1].index("suicide_method")
    assert "Earlier you spoke of a hospital stay" in " ".join(asker.because)


def test_an_option_that_a_file_holds_is_shown_all_the_same(toolkit: Toolkit) -> None:
    held = {**ADULT, "age": 15, "access_needs": ["childcare"]}
    answers = read_answers(toolkit.pack, "a file", {"answers": held}, TODAY).answers
    given = options_offered(toolkit.evaluator.evaluate(answers), toolkit.pack.questions["access_needs"])
    assert "childcare" in given.codes
    assert "veteran" not in given.codes


def test_none_comes_last_in_every_list_that_says_so(toolkit: Toolkit) -> None:
    for question in toolkit.pack.questions.values():
        for place, option in enumerate(question.options, 1):
            if option.exclusive and option.label.split()[0] in {"None", "Neither", "Nothing"}:
                assert place == len(question.options), question.id


def test_an_option_coded_none_says_none(toolkit: Toolkit) -> None:
    for question in toolkit.pack.questions.values():
        for option in question.options:
            if option.code in {"none", "no", "nothing"}:
                assert option.label.split()[0].strip(",") in {"No", "None", "Neither", "Nothing"}, question.id


def test_silence_on_the_intent_beside_a_plan_shows_the_protocol(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(GRAVE)
    conduct(toolkit.evaluator, Answers(TODAY), asker, lambda _event: None)
    assert "plan_for_suicide" in {need for needs in asker.crises for need in needs}
    calm = ScriptedAsker({**GRAVE, "suicide_intent": "no"})
    conduct(toolkit.evaluator, Answers(TODAY), calm, lambda _event: None)
    assert not calm.crises


def test_a_question_with_a_name_reads_as_it_stands_in_the_pack(toolkit: Toolkit) -> None:
    answers = read_answers(toolkit.pack, "a file", {"answers": ABOUT_THEO}, TODAY).answers
    evaluation = toolkit.evaluator.evaluate(answers)
    assert "{" not in "".join(spoken(evaluation, question) for question in toolkit.pack.questions.values())
