"""The hand-outs: what stands on them, and above all what does not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from helpers.cases import CASES, KINDS, TODAY

from iopintake.answers.circumstances import EXAMPLE, NOBODY
from iopintake.answers.files import read_answers
from iopintake.answers.model import Answer, Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.export.hand_outs.chart import chart_document
from iopintake.export.hand_outs.client import client_document
from iopintake.export.hand_outs.document import Document
from iopintake.export.hand_outs.html import document_html
from iopintake.export.hand_outs.markdown import document_markdown
from iopintake.export.hand_outs.whole import whole_document
from iopintake.summary.model import Summary

SummaryOf = Callable[[str], Summary]
IN_CONFIDENCE = ("safety", "symptoms", "conditions", "treatment", "functioning")
"""Sections whose answers nobody but the care team sees."""


def documents(summary: Summary, toolkit: Toolkit) -> tuple[Document, ...]:
    return (
        client_document(summary),
        chart_document(summary, toolkit.pack),
        whole_document(summary, toolkit.pack),
    )


def told_in_confidence(summary: Summary, toolkit: Toolkit) -> set[str]:
    """Return the sentences and names that only somebody who knows the answers can know."""
    said = {alert.sentence for alert in summary.safety.alerts}
    said |= {reason.sentence for reason in summary.recommendation.reasons}
    said |= {contact.display for contact in summary.contacts if len(contact.display) > 3}
    said |= {answer.note for answer in summary.answers if answer.note}
    said |= {str(name) for name in (summary.person or {}).values() if len(str(name)) > 3}
    said |= {a.display for a in summary.answers if a.section in IN_CONFIDENCE and len(a.display) > 12}
    told_to_all = " ".join(
        text for result in toolkit.pack.hand_outs.result for text in (result.headline, result.what)
    )
    return {text for text in said if text not in told_to_all}


@pytest.mark.parametrize("case_id", KINDS)
def test_nothing_that_was_said_in_confidence_stands_on_the_clients_page(
    toolkit: Toolkit, summary_of: SummaryOf, case_id: str
) -> None:
    summary = summary_of(case_id)
    page = document_markdown(client_document(summary))
    assert [said for said in told_in_confidence(summary, toolkit) if said in page] == []


def test_two_people_with_the_same_result_get_the_same_page(summary_of: SummaryOf) -> None:
    summary = summary_of("panic_weekly_not_enough")
    other = replace(
        summary, answers=(), contacts=(), person=None, criteria=(), dimensions=(), screeners=(), set_aside=()
    )
    assert document_html(client_document(summary)) == document_html(client_document(other))


@pytest.mark.thorough
def test_a_service_that_gives_away_what_was_said_is_not_on_the_clients_page(
    toolkit: Toolkit, summary_of: SummaryOf
) -> None:
    hidden = {r.title for r in toolkit.pack.crisis.resource if "Domestic Violence" in r.title}
    assert hidden
    for case_id in CASES:
        page = document_markdown(client_document(summary_of(case_id)))
        assert not [title for title in hidden if title in page]


def test_in_an_emergency_the_clients_page_opens_with_whom_to_call(summary_of: SummaryOf) -> None:
    page = client_document(summary_of("intent"))
    assert page.parts[0].title == "If you need help right away"
    assert "988" in document_markdown(page).split("##")[1]


@pytest.mark.parametrize("case_id", KINDS)
def test_a_page_needs_nothing_from_elsewhere(toolkit: Toolkit, summary_of: SummaryOf, case_id: str) -> None:
    for document in documents(summary_of(case_id), toolkit):
        page = document_html(document)
        assert "default-src 'none'" in page
        assert not re.search(r"<(script|link|img|iframe|a)\b|url\(|@import", page)
        assert "&lt;p&gt;" not in page


def test_the_chart_opens_with_who_it_is_and_how_to_reach_them(
    toolkit: Toolkit, summary_of: SummaryOf
) -> None:
    summary = summary_of("teen_with_mother")
    page = document_markdown(chart_document(summary, toolkit.pack))
    before_situation = page.split("## Situation")[0]
    for contact in summary.contacts:
        assert contact.short in before_situation
    assert {"first_name", "relation", "callback"} <= {contact.question for contact in summary.contacts}
    assert [line[3:] for line in page.splitlines() if line.startswith("## ")][:4] == [
        "Situation",
        "Background",
        "Assessment",
        "Recommendation",
    ]


def test_the_situation_says_whose_number_is_to_be_called(toolkit: Toolkit) -> None:
    data = {
        **CASES["intent"].data["answers"],
        "caller": "other",
        "relation": "friend",
        "callback": "555-0134",
    }
    answers = read_answers(toolkit.pack, "case", {"answers": data}, TODAY).answers
    page = document_markdown(chart_document(toolkit.summarize(answers, EXAMPLE), toolkit.pack))
    assert "Number to call back: 555-0134 (Friend)" in page.partition("## Background")[0].replace("\\", "")


@pytest.mark.parametrize("case_id", KINDS)
def test_every_answer_stands_in_the_chart(toolkit: Toolkit, summary_of: SummaryOf, case_id: str) -> None:
    summary = summary_of(case_id)
    page = document_html(chart_document(summary, toolkit.pack))
    for answer in summary.answers:
        assert f"<td>{toolkit.pack.questions[answer.id].short}</td>" in page


def test_a_week_has_the_same_cells_in_html_and_in_markdown(toolkit: Toolkit, summary_of: SummaryOf) -> None:
    document = whole_document(summary_of("panic_weekly_not_enough"), toolkit.pack)
    for page, cell in (
        (document_html(document), "Group therapy<br>2 h"),
        (document_markdown(document), "Group therapy · 2 h"),
    ):
        assert "Monday, evening" in page
        assert cell in page
        assert "120-120" not in page


def test_without_its_words_the_clients_page_says_what_to_do(summary_of: SummaryOf) -> None:
    with pytest.raises(Exception, match=r"hand_outs\.toml"):
        client_document(replace(summary_of("intent"), client=None))


@pytest.mark.parametrize(
    "said", [{"danger": ("afraid",)}, {"danger": ("now",)}, {"privacy": "not_free", "suicide_intent": "yes"}]
)
def test_the_number_to_call_back_never_stands_without_its_warning(
    toolkit: Toolkit, said: dict[str, str | tuple[str, ...]]
) -> None:
    answers = Answers(TODAY).with_answer("callback", Answer(value="555-0134"))
    for question, value in said.items():
        answers = answers.with_answer(question, Answer(value=value))
    summary = toolkit.summarize(answers, NOBODY)
    for document in (chart_document(summary, toolkit.pack), whole_document(summary, toolkit.pack)):
        shown = document_markdown(document)
        lines = [line for line in shown.splitlines() if "Number to call back" in line]
        assert lines
        assert [line for line in lines if "only if they said yes to a call" not in line] == []
    assert "said yes" not in document_markdown(client_document(summary))


def test_the_whole_page_says_what_to_do_and_whom_to_call(summary_of: SummaryOf, toolkit: Toolkit) -> None:
    shown = document_markdown(whole_document(summary_of("intent"), toolkit.pack))
    for words in ("988: call or text together", "Warm transfer", "no contract"):
        assert words in shown


@pytest.mark.thorough
def test_a_tip_for_evenings_does_not_stand_beside_a_program_that_meets_all_day(
    toolkit: Toolkit, summary_of: SummaryOf
) -> None:
    assert "evening program" in document_markdown(client_document(summary_of("panic_weekly_not_enough")))
    for case_id in CASES:
        summary = summary_of(case_id)
        if summary.recommendation.level == "php":
            assert summary.week is None
            assert "evening program" not in document_markdown(client_document(summary))
            assert not any("IOP" in check for check in summary.readiness.insurance)


def test_before_a_level_is_named_neither_the_summary_nor_the_clients_page_shows_a_week(
    summary_of: SummaryOf,
) -> None:
    summary = summary_of("dementia_two_areas")
    assert summary.recommendation.level is None
    assert summary.week is None
    assert summary.client
    page = document_markdown(client_document(summary))
    for title in (summary.client.week_title, summary.client.ready_title, summary.client.ask_title):
        assert title not in page
        assert title in document_markdown(client_document(summary_of("panic_weekly_not_enough")))
    assert "988" in page


def test_the_chart_says_where_not_enough_is_known_and_what_to_ask(
    toolkit: Toolkit, summary_of: SummaryOf
) -> None:
    page = document_markdown(chart_document(summary_of("all_declined"), toolkit.pack))
    assert "not enough known yet" in page
    assert "To ask: " in page
    assert "still open" not in page


@pytest.mark.parametrize(
    "case_id", ["wish_gun_and_pills_at_home", "board_passive_wish_to_be_dead", "board_pregnant_drinking"]
)
def test_no_page_tells_an_alert_again_as_what_speaks_against(
    toolkit: Toolkit, summary_of: SummaryOf, case_id: str
) -> None:
    summary = summary_of(case_id)
    decisive = {reason.id for reason in summary.recommendation.reasons}
    for document in (chart_document(summary, toolkit.pack), whole_document(summary, toolkit.pack)):
        page = document_markdown(document)
        for alert in summary.safety.alerts:
            assert page.count(alert.sentence) == (2 if alert.id in decisive else 1), alert.sentence
