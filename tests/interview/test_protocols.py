"""What is said in an emergency fits the emergency: which protocol holds, and several as one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from helpers.shipped import TOOLKIT
from hypothesis import given, settings
from hypothesis import strategies as st

from iopintake.answers.model import Answer, Answers
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.interview.protocols import STEPS_IN_SIGHT, CrisisProtocol, crisis_protocol, protocols_held
from iopintake.packs.conditions import NEVER
from iopintake.packs.model import Protocol
from iopintake.rules.names import unless
from iopintake.summary.safety import safety_of

TODAY = date(2026, 11, 26)
PROTOCOLS = TOOLKIT.pack.protocols
KINDS = [protocol.id for protocol in PROTOCOLS]

When = Callable[..., CrisisProtocol]


def answers(**given: Any) -> Answers:
    held = Answers(TODAY)
    for question, value in given.items():
        held = held.with_answer(question, Answer(value=tuple(value) if isinstance(value, list) else value))
    return held


@pytest.fixture
def when(toolkit: Toolkit) -> When:
    return lambda **given: crisis_protocol(toolkit.evaluator.evaluate(answers(**given)))


def kinds(protocol: CrisisProtocol) -> list[str]:
    return [kind.id for kind in protocol.protocols]


def lines(protocol: CrisisProtocol) -> list[str]:
    return [step.do for step in (*protocol.steps, *protocol.further)]


# --- which one holds -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"danger": ["now"]}, "violence"),
        ({"privacy": "not_free"}, "overheard"),
        ({"medical_signs": ["overdose"]}, "overdose"),
        ({"medical_signs": ["breathing"]}, "medical"),
        ({"suicide_thoughts": "now", "suicide_intent": "yes"}, "suicide"),
        ({"harm_others": "intent"}, "harm_to_others"),
        ({"danger": ["child"]}, "child_or_dependent_adult"),
        ({"danger": ["dependent_adult"]}, "child_or_dependent_adult"),
        ({"danger": ["afraid"]}, "threats"),
        ({"home": "nowhere"}, "nowhere"),
        ({"able_alone": "no"}, "around_the_clock"),
        ({}, "general"),
    ],
)
def test_each_kind_of_emergency_has_its_own_protocol(when: When, given: dict[str, Any], kind: str) -> None:
    assert kinds(when(**given)) == [kind]


def test_homelessness_is_met_with_a_bed_and_never_with_steps_for_suicide(when: When) -> None:
    protocol = when(home="nowhere", suicide_thoughts="no")
    assert protocol.call[0].resource == "two11"
    assert not any("end their life" in line or "weapons" in line for line in lines(protocol))


def test_the_general_protocol_is_for_what_no_other_serves(toolkit: Toolkit) -> None:
    held = protocols_held(toolkit.evaluator.evaluate(answers(home="nowhere")))
    assert held != (toolkit.pack.protocols[-1],)
    assert protocols_held(toolkit.evaluator.evaluate(answers())) == (toolkit.pack.protocols[-1],)


# --- somebody dangerous is there -----------------------------------------------------------------


OPEN_QUESTION = re.compile(r"\b(who|what|where|why|how|when)\b", re.IGNORECASE)


def test_while_somebody_dangerous_listens_only_yes_or_no_is_asked(when: When) -> None:
    for protocol in (when(danger=["now"]), when(privacy="not_free")):
        assert protocol.steps[0].do == "Ask only what a yes or a no can answer."
        assert protocol.ask
        assert not [question for question in protocol.ask if OPEN_QUESTION.search(question)]


@pytest.mark.parametrize(
    "also",
    [
        {"suicide_thoughts": "now", "suicide_intent": "yes"},
        {"able_alone": "no"},
        {"home": "nowhere"},
        {"medical_signs": ["overdose"]},
    ],
)
def test_nobody_asks_who_is_there_while_somebody_dangerous_is(when: When, also: dict[str, Any]) -> None:
    protocol = when(danger=["now"], **also)
    assert kinds(protocol)[0] == "violence"
    assert not [line for line in lines(protocol) if re.search(r"\bAsk (who|what makes)", line)]
    assert any(re.search(r"\bAsk (who|what makes)", line) for line in lines(when(**also))) or (
        "medical_signs" in also
    )


def test_nobody_in_danger_is_asked_whether_they_are_or_put_off_to_a_better_time(when: When) -> None:
    asked = ('Ask: "Are you in danger right now?"', 'Ask: "Is there a better time to talk today?"')
    assert set(asked) <= set(lines(when(privacy="not_free")))
    assert not set(asked) & set(lines(when(privacy="not_free", danger=["now"])))


@pytest.mark.parametrize("given", [{"danger": ["now"]}, {"privacy": "not_free"}, {"danger": ["afraid"]}])
def test_nobody_is_called_back_without_leave_where_that_brings_danger(
    when: When, given: dict[str, Any]
) -> None:
    protocol = when(**given, suicide_thoughts="now", suicide_intent="yes")
    assert protocol.callback == "only if they said yes to a call"
    assert "No callback and no message, unless they said yes." in [step.do for step in protocol.steps]
    assert not when(suicide_thoughts="now").callback


def test_a_caller_elsewhere_is_asked_about_the_other_person_and_may_speak_openly(when: When) -> None:
    protocol = when(caller="other", danger=["now"])
    assert "Ask only what a yes or a no can answer." not in lines(protocol)
    assert "Is it happening right now?" in protocol.ask


# --- what must be in it ----------------------------------------------------------------------------


def said(protocol: Protocol) -> str:
    return " ".join(f"{step.do} {step.details}" for step in protocol.steps)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            "overdose",
            ["naloxone", "rescue breaths", "even without consent", "Did you want to end your life?"],
        ),
        ("withdrawal", ["can start today", "Buprenorphine or methadone", "usual dose can kill"]),
        ("harm_to_others", ["duty to protect", "warn nobody alone"]),
        ("child_or_dependent_adult", ["a suspicion is enough", "A call to a hotline is no report"]),
        ("suicide", ["No promise and no contract", "even without consent", "Firearms"]),
        ("nowhere", ["is no reason for a hospital by itself", "Under 18"]),
        ("confusion", ["call 911", "Do not argue"]),
        ("violence", ["Nobody has to leave"]),
    ],
)
def test_a_protocol_holds_what_its_kind_needs(kind: str, words: list[str]) -> None:
    text = said(PROTOCOLS[KINDS.index(kind)])
    assert [word for word in words if word.casefold() not in text.casefold()] == []


def test_a_child_is_not_answered_with_the_line_for_elders(when: When) -> None:
    called = {call.resource for call in when(danger=["child"]).call}
    assert called == {"nine11", "childhelp"}
    assert {call.resource for call in when(danger=["dependent_adult"]).call} == {"nine11", "eldercare"}


def test_a_call_line_names_the_number_of_its_service(toolkit: Toolkit) -> None:
    services = {service.id: service for service in toolkit.pack.crisis.resource}
    for protocol in PROTOCOLS:
        for call in protocol.call:
            numbers = re.findall(r"\b\d[\d-]*\d\b", call.line)
            assert numbers, call.line
            assert [n for n in numbers if n not in services[call.resource].how] == [], call.line


def test_for_another_place_911_transfers_or_the_county_has_a_line(toolkit: Toolkit) -> None:
    note = next(service.note for service in toolkit.pack.crisis.resource if service.id == "nine11")
    assert "county" in note
    assert "transferred" in note
    assert "ten-digit line" in note


# --- several at once ---------------------------------------------------------------------------------


def test_several_at_once_say_each_line_once_most_urgent_first(when: When) -> None:
    protocol = when(
        medical_signs=["overdose", "breathing"], suicide_thoughts="now", suicide_intent="yes", home="nowhere"
    )
    assert kinds(protocol) == ["overdose", "medical", "suicide", "nowhere"]
    assert len(lines(protocol)) == len(set(lines(protocol)))
    assert protocol.steps[0].do == "Send 911 to where they are. Do not wait for signs."
    assert [call.resource for call in protocol.call] == ["nine11", "poison", "lifeline", "two11"]
    assert len(protocol.hand_over) == len(set(protocol.hand_over)) > len(protocol.protocols)


def test_the_essential_steps_stay_in_sight_when_there_are_many(when: When) -> None:
    protocol = when(medical_signs=["overdose"], suicide_thoughts="now", suicide_intent="yes")
    assert len(protocol.steps) == STEPS_IN_SIGHT
    assert all(step.essential for step in protocol.steps)
    assert not any(step.essential for step in protocol.further)


SOME_DANGER = {
    "danger": st.sets(st.sampled_from(["now", "afraid", "child", "dependent_adult"])).map(list),
    "medical_signs": st.sets(st.sampled_from(["overdose", "breathing", "seizure"])).map(list),
    "suicide_thoughts": st.sampled_from(["no", "now"]),
    "harm_others": st.sampled_from(["no", "intent"]),
    "home": st.sampled_from(["supportive", "nowhere"]),
    "privacy": st.sampled_from(["alone", "not_free"]),
    "caller": st.sampled_from(["self", "other"]),
    "able_alone": st.sampled_from(["yes", "no"]),
}


@pytest.mark.thorough
@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({}, optional=SOME_DANGER))
def test_whatever_comes_together_fits_the_screen_and_loses_no_step(given: dict[str, Any]) -> None:
    evaluation = load_toolkit(None).evaluator.evaluate(answers(**given))
    protocol = crisis_protocol(evaluation)
    assert 1 <= len(protocol.steps) <= STEPS_IN_SIGHT
    assert protocol.call
    assert not protocol.further or len(protocol.steps) == STEPS_IN_SIGHT
    fitting = [
        step.do
        for kind in protocol.protocols
        for number, step in enumerate(kind.steps)
        if step.unless == NEVER or not evaluation.is_met(unless(kind.id, number))
    ]
    assert sorted(lines(protocol)) == sorted(set(fitting))
    for part in (protocol.steps, protocol.further):
        places = [fitting.index(step.do) for step in part]
        assert places == sorted(places)


# --- in the summary ----------------------------------------------------------------------------------


def test_the_summary_says_what_the_screen_says(toolkit: Toolkit) -> None:
    evaluation = toolkit.evaluator.evaluate(answers(home="nowhere"))
    safety, protocol = safety_of(evaluation), crisis_protocol(evaluation)
    if safety.protocol is None:  # a pack whose homelessness calls for no protocol
        evaluation = toolkit.evaluator.evaluate(answers(medical_signs=["overdose"]))
        safety, protocol = safety_of(evaluation), crisis_protocol(evaluation)
    assert safety.protocol is not None
    assert safety.steps == tuple(lines(protocol))
    assert [kind.id for kind in safety.protocol.kinds] == kinds(protocol)
    assert [step.details for step in safety.protocol.steps] == [step.details for step in protocol.steps]


def test_without_an_emergency_the_summary_holds_no_protocol(toolkit: Toolkit) -> None:
    safety = safety_of(toolkit.evaluator.evaluate(answers(suicide_thoughts="no")))
    assert (safety.protocol, safety.steps) == (None, ())


# --- what does not concern the caller ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("used", "concerned"),
    [(["alcohol"], False), (["alcohol", "cannabis"], False), (["alcohol", "stimulants"], True), (None, True)],
)
def test_in_withdrawal_opioids_are_spoken_of_unless_nothing_but_alcohol_or_cannabis_was_named(
    when: When, used: list[str] | None, concerned: bool
) -> None:
    named = {} if used is None else {"substances": used}
    protocol = when(withdrawal_signs=["shaking", "seizure"], last_use="today", **named)
    assert ("naloxone" in " ".join(step.do for step in protocol.steps)) is concerned


@pytest.mark.parametrize(
    ("known", "said"),
    [({}, True), ({"access_needs": ["pregnant"]}, True), ({"access_needs": ["none"]}, False)],
)
def test_in_withdrawal_a_pregnancy_is_spoken_of_where_there_may_be_one(
    when: When, known: dict[str, Any], said: bool
) -> None:
    protocol = when(withdrawal_signs=["shaking"], last_use="today", substances=["alcohol"], **known)
    assert any(line.startswith("If pregnant:") for line in lines(protocol)) is said
