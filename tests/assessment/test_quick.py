"""The quick screen: shorter, safety whole, and the same result."""

from __future__ import annotations

import statistics
from collections import Counter
from dataclasses import replace
from io import StringIO

import pytest
from helpers.cases import CASES, KINDS, TODAY
from helpers.fakes import ScriptedAsker
from helpers.spoken import Interviewed, interviews, spoken_figures
from rich.console import Console

from iopintake.answers.circumstances import NOBODY, QUICK
from iopintake.answers.model import Answers
from iopintake.assessment.decide import cautious_levels, decide, result_of
from iopintake.assessment.quick import next_that_matters, skipped
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.conduct import conduct
from iopintake.interview.flow import State, next_question, state
from iopintake.packs.model import REVIEWS, Review
from iopintake.summary.model import Summary
from iopintake.summary.open_points import left_out, short_form, to_ask
from iopintake.terminal.pages.first_screen import first_screen
from iopintake.terminal.pages.summary import show_summary


@pytest.fixture(scope="session")
def interviewed(toolkit: Toolkit) -> Interviewed:
    return interviews(toolkit)


@pytest.mark.parametrize("case_id", KINDS)
def test_the_quick_screen_comes_to_the_same_level_with_fewer_questions(
    toolkit: Toolkit, interviewed: Interviewed, case_id: str
) -> None:
    (whole_asker, answers), (quick_asker, fewer) = (
        interviewed(case_id, order) for order in (next_question, next_that_matters)
    )
    whole, quick = whole_asker.asked, quick_asker.asked
    verdict, level = result_of(toolkit.evaluator.evaluate(answers))
    # what an IOP needs from the person's side is left open, so it fits and may fit alike
    same = {"fits": "may_fit"}.get(verdict, verdict)
    assert result_of(toolkit.evaluator.evaluate(fewer)) in {(verdict, level), (same, level)}
    assert len(quick) <= len(whole)
    safety = {q for q in whole if toolkit.pack.questions[q].safety}
    assert safety <= set(quick)
    evaluation = toolkit.evaluator.evaluate(fewer)
    assert not set(quick) - set(whole)
    left = {question.id for question in skipped(evaluation)}
    follow_ups = {q for q in whole if state(evaluation, q) in {State.LATER, State.SPARED}}
    assert set(whole) - set(quick) <= left | follow_ups


def test_beside_failing_memory_the_quick_screen_asks_whether_a_group_can_be_followed(
    toolkit: Toolkit, interviewed: Interviewed
) -> None:
    asker, answers = interviewed("dementia_two_areas", next_that_matters)
    assert "groups" in asker.asked
    decision = decide(toolkit.evaluator.evaluate(answers), cautious_levels)
    assert decision.review == "same_day", "as after the whole interview"


@pytest.mark.parametrize(
    ("case_id", "asks"),
    [
        ("phq9_total_of_26_item_9_of_0", "phq9_total"),
        ("item_9_daily_and_denied", "phq9_item9"),
        ("safe_if_looked_in_on_and_nobody_does", "support"),
        ("needs_check_in_nobody", "support"),
        ("opioids_sixty_days_no_medication", "last_use"),
    ],
)
def test_a_single_answer_that_brings_a_clinician_in_sooner_is_asked_by_the_quick_screen(
    toolkit: Toolkit, interviewed: Interviewed, case_id: str, asks: str
) -> None:
    (_, whole), (asker, fewer) = (interviewed(case_id, order) for order in (next_question, next_that_matters))
    assert asks in asker.asked
    assert _review(toolkit, fewer) == _review(toolkit, whole)


@pytest.mark.thorough
def test_the_quick_screen_never_lets_a_clinician_wait_longer_than_the_whole_interview(
    toolkit: Toolkit, interviewed: Interviewed
) -> None:
    later = [
        case_id
        for case_id in CASES
        if REVIEWS.index(_review(toolkit, interviewed(case_id, next_that_matters)[1]))
        < REVIEWS.index(_review(toolkit, interviewed(case_id, next_question)[1]))
    ]
    assert later == []


def _review(toolkit: Toolkit, answers: Answers) -> Review:
    return decide(toolkit.evaluator.evaluate(answers), cautious_levels).review


@pytest.mark.thorough
def test_the_quick_screen_asks_at_most_four_fifths_in_the_middle_of_the_cases(
    interviewed: Interviewed,
) -> None:
    shares = [
        len(interviewed(case_id, next_that_matters)[0].asked)
        / len(interviewed(case_id, next_question)[0].asked)
        for case_id in CASES
    ]
    assert statistics.median(shares) <= 0.8


@pytest.mark.thorough
def test_what_the_quick_screen_left_out_is_not_named_as_to_be_asked(
    toolkit: Toolkit, interviewed: Interviewed
) -> None:
    for case_id in CASES:
        _, fewer = interviewed(case_id, next_that_matters)
        left = {question.id for question in skipped(toolkit.evaluator.evaluate(fewer))}
        summary = toolkit.summarize(fewer, replace(NOBODY, mode=QUICK))
        assert left.isdisjoint(item.question for item in summary.recommendation.ask_next)


def test_the_result_says_what_the_short_form_left_out_on_purpose(
    toolkit: Toolkit, interviewed: Interviewed
) -> None:
    _, fewer = interviewed("panic_weekly_not_enough", next_that_matters)
    skipped_ids = {question.id for question in skipped(toolkit.evaluator.evaluate(fewer))}
    summary = toolkit.summarize(fewer, replace(NOBODY, mode=QUICK))
    assert set(left_out(summary)) <= skipped_ids
    said = short_form(summary, toolkit.pack)
    assert "Left out by the short form" in said
    assert toolkit.pack.questions["groups"].short in said
    for criterion in summary.criteria:
        if criterion.missing and set(criterion.missing) <= skipped_ids:
            assert "short form" in to_ask(summary, criterion.missing, toolkit.pack)
    assert "To ask: " not in " ".join(_seen(summary, toolkit))
    assert "Nothing that would change" not in " ".join(_seen(summary, toolkit))
    in_full = replace(summary, intake=replace(summary.intake, mode="interview"))
    assert short_form(in_full, toolkit.pack) == ""


def _seen(summary: Summary, toolkit: Toolkit) -> list[str]:
    """Return the first screen and the whole page, as a person reads them."""
    console = Console(width=80, file=StringIO())
    console.print(first_screen(console, summary, toolkit.pack, width=80, height=24))
    show_summary(console, summary, toolkit.pack)
    assert isinstance(console.file, StringIO)
    return console.file.getvalue().splitlines()


@pytest.mark.thorough
def test_the_middle_of_the_cases_without_a_crisis_sign_is_short_enough_for_the_phone(
    toolkit: Toolkit, interviewed: Interviewed
) -> None:
    figures = spoken_figures(toolkit, interviewed)
    assert statistics.median(figure.asked for figure in figures) <= 30
    assert statistics.median(figure.asked_quick for figure in figures) <= 22  # none can go: see below
    assert statistics.median(figure.words for figure in figures) < 700


@pytest.mark.thorough
def test_what_the_quick_screen_often_asks_changes_the_result_of_some_case_or_is_for_an_emergency(
    toolkit: Toolkit, interviewed: Interviewed
) -> None:
    held = {case: interviewed(case, next_that_matters) for case in CASES}
    asked = Counter(question for asker, _ in held.values() for question in asker.asked)
    results = {case: result_of(toolkit.evaluator.evaluate(answers)) for case, (_, answers) in held.items()}
    for question_id, times in asked.items():
        question = toolkit.pack.questions[question_id]
        if times < len(CASES) / 4 or question.record_only or question in toolkit.pack.sections[0].question:
            continue
        assert any(
            result_of(toolkit.evaluator.evaluate(without(answers, question_id))) != results[case]
            for case, (_, answers) in held.items()
        ), question_id


def without(answers: Answers, question_id: str) -> Answers:
    given = {name: answer for name, answer in answers.given.items() if name != question_id}
    return replace(answers, given=given)


def test_the_quick_screen_asks_the_name_where_there_is_no_number_to_find_the_intake_by(
    toolkit: Toolkit,
) -> None:
    calm = CASES["panic_weekly_not_enough"].data["answers"]
    for number, asks in (("614-555-0142", False), (None, True)):
        asker = ScriptedAsker({**calm, "callback": number})
        conduct(toolkit.evaluator, Answers(TODAY), asker, lambda _event: None, choose_next=next_that_matters)
        assert ("first_name" in asker.asked) is asks
