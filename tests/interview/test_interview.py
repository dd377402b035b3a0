"""The interview: skip logic, crisis, back and notes, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from helpers.cases import CASES, TODAY
from helpers.fakes import ScriptedAsker, back, gives, help_now, jump, note, pause, records

from iopintake.answers.model import Absent, Answers, SafetyAction
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.conduct import conduct
from iopintake.interview.events import Answered, Ending, Outcome

ADULT: dict[str, Any] = CASES["panic_weekly_not_enough"].data["answers"]
CRISIS: dict[str, Any] = CASES["plan_with_means"].data["answers"]


def interview(toolkit: Toolkit, asker: ScriptedAsker) -> tuple[Outcome, list[Any]]:
    events, record = records()
    return conduct(toolkit.evaluator, Answers(TODAY), asker, record), events


def test_an_interview_ends_with_the_recommendation_of_its_answers(toolkit: Toolkit) -> None:
    outcome, _ = interview(toolkit, ScriptedAsker(ADULT))
    assert outcome.ending is Ending.FINISHED
    assert outcome.answers.value("weekly_enough") == "not_enough"


def test_seven_short_items_stand_before_the_questions_on_safety(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ADULT)
    interview(toolkit, asker)
    assert [toolkit.pack.section_of(q).id for q in asker.asked[:8]] == ["opening"] * 7 + ["safety"]


def test_questions_that_do_not_belong_are_not_asked(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ADULT)
    interview(toolkit, asker)
    assert "suicide_method" not in asker.asked
    assert "guardian" not in asker.asked
    assert len(asker.asked) <= 40


def test_each_answer_is_recorded_before_the_next_question(toolkit: Toolkit) -> None:
    events: list[Any] = []
    asker = ScriptedAsker(ADULT)

    def record(event: Any) -> None:
        assert event.question_id == asker.asked[-1]
        events.append(event)

    conduct(toolkit.evaluator, Answers(TODAY), asker, record)
    assert [event.question_id for event in events] == asker.asked


def test_what_the_screen_shows_as_kept_was_recorded_before(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(CRISIS).at("first_name", note("spells it with an h"))
    confirmed = {"answers": 0, "notes": 0, "steps": 0}

    def record(event: Any) -> None:
        match event:
            case Answered(answer=answer) if answer.note and answer.absent is Absent.NOT_ASKED:
                assert len(asker.confirmed_notes) == confirmed["notes"]
                confirmed["notes"] += 1
            case Answered():
                assert len(asker.confirmed) == confirmed["answers"]
                confirmed["answers"] += 1
            case SafetyAction(kind="under_way"):
                assert len(asker.confirmed_steps) == confirmed["steps"]
                confirmed["steps"] += 1

    conduct(toolkit.evaluator, Answers(TODAY), asker, record)
    assert confirmed["answers"] == len(asker.confirmed) > 10
    assert confirmed["notes"] == len(asker.confirmed_notes) == 1
    assert confirmed["steps"] == len(asker.confirmed_steps) > 0


@pytest.mark.parametrize(("then", "ticked"), [((), ("Supervisor told",)), (("under_way",), ())])
def test_what_was_ticked_before_a_transfer_is_ticked_when_the_interview_goes_on(
    toolkit: Toolkit, answers_of: Callable[[str], Answers], then: tuple[str, ...], ticked: tuple[str, ...]
) -> None:
    given = answers_of("intent")
    for kind, done in (("protocol_shown", ()), ("transfer", ("Supervisor told",)), *((k, ()) for k in then)):
        given = given.with_action(SafetyAction(kind=kind, done=done))
    asker = ScriptedAsker(CASES["intent"].data["answers"])
    conduct(toolkit.evaluator, given, asker, lambda _event: None)
    assert asker.ticked[0] == ticked


def test_a_crisis_sign_shows_the_protocol_at_once(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(CRISIS)
    interview(toolkit, asker)
    assert asker.crises[0] == ("plan_with_means",)
    assert asker.asked.index("suicide_means") < asker.asked.index("suicide_intent")


def test_the_interview_can_end_in_the_protocol_with_what_was_said(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(CRISIS, in_crisis="end")
    outcome, events = interview(toolkit, asker)
    assert outcome.ending is Ending.ENDED
    assert asker.asked[-1] == "suicide_means"
    assert [event.kind for event in events[-2:]] == ["protocol_shown", "end"]


def test_the_crisis_key_works_at_any_question_and_returns_to_it(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ADULT).at("disrupted", help_now)
    outcome, _ = interview(toolkit, asker)
    assert asker.crises == [()]
    assert asker.asked.count("disrupted") == 2
    assert outcome.answers.actions[0].kind == "protocol_shown"


def test_correcting_a_crisis_sign_asks_for_a_reason_and_stays_visible(toolkit: Toolkit) -> None:
    asker = ScriptedAsker({**ADULT, "suicide_preparation": "no"})
    asker.at("harm_others", gives("intent")).at("danger", jump("harm_others"))
    outcome, _ = interview(toolkit, asker)
    assert outcome.answers.value("harm_others") == "no"
    assert [a.kind for a in outcome.answers.actions][-1] == "corrected_sign"


def test_a_crisis_sign_stays_when_no_reason_is_given(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ADULT, reason=None)
    asker.at("harm_others", gives("intent")).at("danger", jump("harm_others"))
    outcome, _ = interview(toolkit, asker)
    assert outcome.answers.value("harm_others") == "intent"


def test_back_goes_to_the_question_before_and_forward_again(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ADULT).at("caller", back)
    interview(toolkit, asker)
    assert asker.asked[:5] == ["talking", "privacy", "caller", "privacy", "caller"]


def test_back_from_a_jump_returns_to_where_one_came_from(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ADULT).at("home", jump("harm_others")).at("harm_others", gives("no"), back)
    interview(toolkit, asker)
    place = asker.asked.index("home")
    assert asker.asked[place : place + 3] == ["home", "harm_others", "home"]
    assert asker.asked.count("harm_others") == 2


def test_after_going_back_two_each_answer_leads_to_the_one_between(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ADULT).at("first_name", back).at("caller", gives("self"), back)
    interview(toolkit, asker)
    name = asker.asked.index("first_name")
    assert asker.asked[name : name + 5] == ["first_name", "caller", "privacy", "caller", "first_name"]


def test_back_from_a_question_chosen_in_the_review_returns_to_the_review(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ADULT).finally_(jump("age")).at("age", gives(34), back)
    outcome, _ = interview(toolkit, asker)
    assert asker.asked[-1] == "age"
    assert outcome.ending is Ending.FINISHED


def test_a_question_that_an_earlier_answer_opens_comes_before_the_one_between(toolkit: Toolkit) -> None:
    asker = ScriptedAsker({**ADULT, "last_use": "days_31_to_89"})
    asker.at("home", jump("substances")).at("substances", gives(["none"]), gives(["alcohol"]))
    interview(toolkit, asker)
    assert asker.asked[asker.asked.index("home") + 2] == "last_use"


def test_an_answer_that_stays_as_it_was_is_not_recorded_again(toolkit: Toolkit) -> None:
    held = gives("yes")
    asker = ScriptedAsker(ADULT).at("consent", held).at("privacy", back).at("consent", held)
    _, events = interview(toolkit, asker)
    answered = [event.question_id for event in events if isinstance(event, Answered)]
    assert answered.count("consent") == 1


def test_a_crisis_screen_that_was_called_by_a_slip_leaves_no_trace(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ADULT, in_crisis="closed").at("disrupted", help_now)
    outcome, events = interview(toolkit, asker)
    assert asker.crises == [()]
    assert asker.asked.count("disrupted") == 2
    assert outcome.answers.actions == ()
    assert not any(isinstance(event, SafetyAction) for event in events)


def test_an_answer_that_no_longer_belongs_is_set_aside_visibly_and_comes_back(toolkit: Toolkit) -> None:
    asker = ScriptedAsker({**ADULT, "substances": ["alcohol"], "last_use": "days_31_to_89"})
    asker.at("able_alone", jump("substances")).at("substances", gives(["alcohol"]), gives(["none"]))
    asker.at("home", jump("substances"))
    interview(toolkit, asker)
    assert asker.told == [
        "Set aside, they no longer belong: Last use; Kept from using.",
        "They belong again, with their answers: Last use; Kept from using.",
    ]


def test_a_note_stays_with_its_question(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ADULT).at("symptoms", note("Cried when asked"))
    outcome, _ = interview(toolkit, asker)
    assert asker.asked.count("symptoms") == 2
    assert outcome.answers["symptoms"].value is not None


def test_pausing_keeps_what_was_answered(toolkit: Toolkit) -> None:
    outcome, events = interview(toolkit, ScriptedAsker(ADULT).at("consent", pause))
    assert outcome.ending is Ending.PAUSED
    assert len(events) == 6


def test_an_interview_goes_on_from_the_answers_of_an_earlier_one(toolkit: Toolkit) -> None:
    first, _ = interview(toolkit, ScriptedAsker(ADULT).at("privacy", pause))
    asker = ScriptedAsker(ADULT)
    conduct(toolkit.evaluator, first.answers, asker, lambda _event: None)
    assert asker.asked[0] == "privacy"


@pytest.mark.parametrize(("case_id", "last"), [("child_of_ten", "home"), ("no_consent", "home")])
def test_out_of_scope_safety_is_asked_and_then_the_interview_ends(
    toolkit: Toolkit, case_id: str, last: str
) -> None:
    asker = ScriptedAsker(CASES[case_id].data["answers"])
    interview(toolkit, asker)
    assert asker.asked[-1] == last


def test_declining_everything_is_possible(toolkit: Toolkit) -> None:
    asker = ScriptedAsker({})
    outcome, _ = interview(toolkit, asker)
    assert {answer.absent for answer in outcome.answers.values()} == {Absent.DECLINED}
    assert outcome.answers.as_of == date(2026, 11, 23)


def test_without_consent_the_operator_hears_at_once_what_still_comes(toolkit: Toolkit) -> None:
    asker = ScriptedAsker({**ADULT, "consent": "no"})
    interview(toolkit, asker)
    assert any("it is all right to stop" in message for message in asker.told)


def test_an_answer_that_leads_back_says_so(toolkit: Toolkit) -> None:
    asker = ScriptedAsker({**ADULT, "symptoms": ["self_harm"], "self_harm_last": "over_90_days"})
    interview(toolkit, asker)
    assert 'Back to "Safety first": this answer opens questions there.' in asker.told
    again = ScriptedAsker(ADULT)
    interview(toolkit, again)
    assert again.told == []
