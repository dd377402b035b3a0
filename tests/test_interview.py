"""The interview: skip logic, crisis, back and notes, third person, and what is recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from conftest import CASES, TODAY
from fakes import ScriptedAsker, back, gives, help_now, jump, note, pause, records

from iopintake.answers import Absent, Answers, SafetyAction
from iopintake.interview.conduct import Answered, Ending, Outcome, conduct
from iopintake.terminal.loading import Desk

ADULT: dict[str, Any] = CASES["panic_weekly_not_enough"].data["answers"]
CRISIS: dict[str, Any] = CASES["plan_with_means"].data["answers"]


def interview(desk: Desk, asker: ScriptedAsker) -> tuple[Outcome, list[Any]]:
    events, record = records()
    return conduct(desk.evaluator, Answers(TODAY), asker, record), events


def test_an_interview_ends_with_the_recommendation_of_its_answers(desk: Desk) -> None:
    outcome, _ = interview(desk, ScriptedAsker(ADULT))
    assert outcome.ending is Ending.FINISHED
    assert outcome.answers.value("weekly_enough") == "not_enough"


def test_six_short_items_stand_before_the_questions_on_safety(desk: Desk) -> None:
    asker = ScriptedAsker(ADULT)
    interview(desk, asker)
    assert [desk.pack.section_of(q).id for q in asker.asked[:7]] == ["opening"] * 6 + ["safety"]


def test_questions_that_do_not_belong_are_not_asked(desk: Desk) -> None:
    asker = ScriptedAsker(ADULT)
    interview(desk, asker)
    assert "suicide_method" not in asker.asked
    assert "guardian" not in asker.asked
    assert len(asker.asked) <= 40


def test_each_answer_is_recorded_before_the_next_question(desk: Desk) -> None:
    events: list[Any] = []
    asker = ScriptedAsker(ADULT)

    def record(event: Any) -> None:
        assert event.question_id == asker.asked[-1]
        events.append(event)

    conduct(desk.evaluator, Answers(TODAY), asker, record)
    assert [event.question_id for event in events] == asker.asked


def test_what_the_screen_shows_as_kept_was_recorded_before(desk: Desk) -> None:
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
            case SafetyAction(kind="continue"):
                assert len(asker.confirmed_steps) == confirmed["steps"]
                confirmed["steps"] += 1

    conduct(desk.evaluator, Answers(TODAY), asker, record)
    assert confirmed["answers"] == len(asker.confirmed) > 10
    assert confirmed["notes"] == len(asker.confirmed_notes) == 1
    assert confirmed["steps"] == len(asker.confirmed_steps) > 0


def test_a_caller_about_somebody_else_hears_the_third_person_with_the_name(desk: Desk) -> None:
    asker = ScriptedAsker({**ADULT, "caller": "other", "first_name": "Theo"})
    interview(desk, asker)
    assert "Is Theo having thoughts of killing themselves?" in asker.spoken


def test_without_a_name_the_third_person_still_reads_well(desk: Desk) -> None:
    asker = ScriptedAsker({**ADULT, "caller": "other", "first_name": {"absent": "asked-declined"}})
    interview(desk, asker)
    assert "Is the person having thoughts of killing themselves?" in asker.spoken


def test_a_crisis_sign_shows_the_protocol_at_once(desk: Desk) -> None:
    asker = ScriptedAsker(CRISIS)
    interview(desk, asker)
    assert asker.crises[0] == ("plan_with_means",)
    assert asker.asked.index("suicide_means") < asker.asked.index("suicide_intent")


def test_the_interview_can_end_in_the_protocol_with_what_was_said(desk: Desk) -> None:
    asker = ScriptedAsker(CRISIS, in_crisis="end")
    outcome, events = interview(desk, asker)
    assert outcome.ending is Ending.ENDED
    assert asker.asked[-1] == "suicide_means"
    assert [event.kind for event in events[-2:]] == ["protocol_shown", "end"]


def test_the_crisis_key_works_at_any_question_and_returns_to_it(desk: Desk) -> None:
    asker = ScriptedAsker(ADULT).at("func_work", help_now)
    outcome, _ = interview(desk, asker)
    assert asker.crises == [()]
    assert asker.asked.count("func_work") == 2
    assert outcome.answers.actions[0].kind == "protocol_shown"


def test_correcting_a_crisis_sign_asks_for_a_reason_and_stays_visible(desk: Desk) -> None:
    asker = ScriptedAsker({**ADULT, "suicide_preparation": "no"})
    asker.at("harm_others", gives("intent")).at("danger", jump("harm_others"))
    outcome, _ = interview(desk, asker)
    assert outcome.answers.value("harm_others") == "no"
    assert [a.kind for a in outcome.answers.actions][-1] == "corrected_sign"


def test_a_crisis_sign_stays_when_no_reason_is_given(desk: Desk) -> None:
    asker = ScriptedAsker(ADULT, reason=None)
    asker.at("harm_others", gives("intent")).at("danger", jump("harm_others"))
    outcome, _ = interview(desk, asker)
    assert outcome.answers.value("harm_others") == "intent"


def test_back_goes_to_the_question_before_and_forward_again(desk: Desk) -> None:
    asker = ScriptedAsker(ADULT).at("age", back)
    interview(desk, asker)
    assert asker.asked[:5] == ["caller", "first_name", "age", "first_name", "age"]


def test_an_answer_that_no_longer_belongs_is_set_aside_visibly_and_comes_back(desk: Desk) -> None:
    asker = ScriptedAsker({**ADULT, "substances": ["alcohol"], "last_use": "days_31_to_89"})
    asker.at("able_alone", jump("substances")).at("substances", gives(["alcohol"]), gives(["none"]))
    asker.at("home", jump("substances"))
    interview(desk, asker)
    assert asker.told == [
        "Set aside, they no longer belong: Last use.",
        "They belong again, with their answers: Last use.",
    ]


def test_a_note_stays_with_its_question(desk: Desk) -> None:
    asker = ScriptedAsker(ADULT).at("symptoms", note("Cried when asked"))
    outcome, _ = interview(desk, asker)
    assert asker.asked.count("symptoms") == 2
    assert outcome.answers["symptoms"].value is not None


def test_pausing_keeps_what_was_answered(desk: Desk) -> None:
    outcome, events = interview(desk, ScriptedAsker(ADULT).at("privacy", pause))
    assert outcome.ending is Ending.PAUSED
    assert len(events) == 6


def test_an_interview_goes_on_from_the_answers_of_an_earlier_one(desk: Desk) -> None:
    first, _ = interview(desk, ScriptedAsker(ADULT).at("privacy", pause))
    asker = ScriptedAsker(ADULT)
    conduct(desk.evaluator, first.answers, asker, lambda _event: None)
    assert asker.asked[0] == "privacy"


@pytest.mark.parametrize(("case_id", "last"), [("child_of_ten", "home"), ("no_consent", "home")])
def test_out_of_scope_safety_is_asked_and_then_the_interview_ends(
    desk: Desk, case_id: str, last: str
) -> None:
    asker = ScriptedAsker(CASES[case_id].data["answers"])
    interview(desk, asker)
    assert asker.asked[-1] == last


def test_declining_everything_is_possible(desk: Desk) -> None:
    asker = ScriptedAsker({})
    outcome, _ = interview(desk, asker)
    assert {answer.absent for answer in outcome.answers.values()} == {Absent.DECLINED}
    assert outcome.answers.as_of == date(2026, 11, 23)


def test_without_consent_the_operator_hears_at_once_what_still_comes(desk: Desk) -> None:
    asker = ScriptedAsker({**ADULT, "consent": "no"})
    interview(desk, asker)
    assert any("it is all right to stop" in message for message in asker.told)


def test_an_answer_that_leads_back_says_so(desk: Desk) -> None:
    asker = ScriptedAsker({**ADULT, "screeners_done": ["phq9"], "phq9_total": 9, "phq9_item9": 2})
    interview(desk, asker)
    assert 'Back to "Safety first": this answer opens questions there.' in asker.told
    again = ScriptedAsker(ADULT)
    interview(desk, again)
    assert again.told == []
