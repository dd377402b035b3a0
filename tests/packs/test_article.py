"""The shipped pack says everything that the reference on intensive outpatient programs says."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from helpers.shipped import TOOLKIT

from iopintake.packs.model import Pack

PACK = TOOLKIT.pack
TOPICS = {topic.id: topic for topic in PACK.guidance.topic}


def texts_of(pack: Pack) -> Iterator[tuple[str, str]]:
    """Yield place and text of what a caller hears or an operator reads under stress."""
    guidance = pack.guidance
    for topic in guidance.topic:
        yield f"topic {topic.id}", topic.answer
    for tip in guidance.tip:
        yield f"tip {tip.id}", tip.text
        yield from ((f"tip {tip.id}", specific.text) for specific in tip.specific)
    for barrier in guidance.barrier:
        yield f"barrier {barrier.id}", f"{barrier.text} {barrier.helps}"
    yield from ((f"benefit {point.title}", point.text) for point in guidance.benefit)
    yield from ((f"choosing {point.title}", point.text) for point in guidance.choosing)
    yield from (("insurance", check.text) for check in guidance.insurance)
    for protocol in pack.protocols:
        for step in protocol.steps:
            yield f"protocol {protocol.id}", f"{step.do} {step.details}"
        spoken = (*protocol.ask, *protocol.ask_other, *protocol.hand_over)
        yield from ((f"protocol {protocol.id}", sentence) for sentence in spoken)
    for service in pack.crisis.resource:
        yield f"service {service.id}", f"{service.how}. {service.note}"


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("what", ["moderate to severe", "licensed clinicians", "live at home", "weekly therapy"]),
        ("who", ["more support than weekly therapy", "hospital or a residential", "structure", "daily life"]),
        ("who", ["stay out of the hospital", "take part"]),
        ("who_not", ["in danger", "day and night", "severe withdrawal", "group"]),
        ("situations", ["Panic attacks", "Depression", "PTSD", "hospital stay"]),
        ("conditions", ["Depression", "anxiety", "panic", "Obsessive-compulsive", "PTSD", "Bipolar"]),
        (
            "conditions",
            ["borderline", "personality disorders", "Eating disorders", "substance use disorders"],
        ),
        ("dual", ["mental health condition", "substance use disorder"]),
        ("programs", ["Mental health", "Substance use", "Teen", "eating disorders", "Co-occurring"]),
        ("programs", ["12 to 17", "nutrition and body image", "the family"]),
        ("how_long", ["6 to 12 weeks", "3 to 5 days", "2 to 4 hours"]),
        ("php", ["5 days a week", "6 hours a day"]),
        ("first_day", ["treatment plan", "case manager", "healthy communication", "set boundaries"]),
        ("first_day", ["medication", "yoga", "art therapy", "trauma-informed", "with the family"]),
        ("methods", ["CBT", "DBT", "Trauma-informed", "Motivational interviewing"]),
        ("groups", ["connect", "learn from", "support in the moment", "accountable"]),
        ("choosing", ["licensed and accredited", "licensed staff"]),
        ("getting_ready", ["every time", "honesty", "goals", "friend or relative", "questions"]),
        ("week", ["Monday", "Wednesday", "Friday", "8 to 8.5 hours"]),
    ],
)
def test_a_caller_is_told(topic: str, words: list[str]) -> None:
    answer = TOPICS[topic].answer
    assert [word for word in words if word.casefold() not in answer.casefold()] == []


def test_the_benefits_name_the_four_reasons_for_groups() -> None:
    text = next(point.text for point in PACK.guidance.benefit if "group" in point.title)
    for reason in ("connect with others", "learn from them", "support in the moment", "accountable"):
        assert reason in text.casefold()


def test_every_sentence_is_short_enough_to_be_taken_in() -> None:
    long = [
        (place, sentence)
        for place, text in texts_of(PACK)
        for sentence in re.split(r"(?<=[.!?:;])\s+", text)
        if len(sentence.split()) > 25
    ]
    assert long == []


def test_the_option_that_ended_is_printed_nowhere() -> None:
    assert not [place for place, text in texts_of(PACK) if "press 3" in text.casefold()]


@pytest.mark.parametrize(
    ("service", "number"),
    [
        ("poison", "1-800-222-1222"),
        ("domestic_violence", "1-800-799-7233"),
        ("domestic_violence", "TTY 1-800-787-3224"),
        ("maternal", "1-833-852-6262"),
        ("childhelp", "1-800-422-4453"),
        ("eldercare", "1-800-677-1116"),
        ("two11", "211"),
        ("lifeline_asl", "videophone"),
    ],
)
def test_a_service_is_reached_by_its_published_number(service: str, number: str) -> None:
    found = next(item for item in PACK.crisis.resource if item.id == service)
    assert number in found.how
    assert found.source


@pytest.mark.parametrize(
    ("screener", "total", "band"),
    [
        ("audit", 7, "low risk (below 8)"),
        ("audit", 8, "hazardous use (8-15)"),
        ("audit", 15, "hazardous use (8-15)"),
        ("audit", 16, "harmful use (16-19)"),
        ("audit", 20, "possible dependence (20-40)"),
        ("k6", 4, "little distress (below 5)"),
        ("k6", 5, "moderate distress (5-12)"),
        ("k6", 12, "moderate distress (5-12)"),
        ("k6", 13, "serious distress (13 or more)"),
    ],
)
def test_a_screener_has_its_published_bands(screener: str, total: int, band: str) -> None:
    bands = next(item.band for item in PACK.screeners if item.id == screener)
    assert [b.label for b in bands if total >= b.from_total][-1] == band
