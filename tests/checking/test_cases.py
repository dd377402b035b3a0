"""The shipped pack's cases, one by one, and what the issue asks of them together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from helpers.cases import CASES, TODAY
from helpers.fakes import ScriptedAsker

from iopintake.answers.model import Answers
from iopintake.assessment.decide import result_of
from iopintake.checking.cases import Expected, load_cases
from iopintake.checking.check import idle_faults, run_case
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.conduct import conduct
from iopintake.rules.conflicts import told_conflicts
from iopintake.summary.model import Summary
from iopintake.support.errors import PackError

SITUATIONS = ["panic_weekly_not_enough", "depression_at_work", "trauma_more_often", "after_inpatient"]
NOT_IDEAL = {
    "intent": "immediate_crisis",
    "not_safe_alone": "needs_24_hours",
    "alcohol_withdrawal": "severe_withdrawal",
    "no_groups": "no_groups",
}
MOST = 42
"""Questions that anybody without a crisis sign is asked."""
KNOWS_NOTHING = {
    "all_declined",
    "board_third_party_knows_little",
    "friend_voices_unknown",
    "helper_unsure_of_danger",
}
"""Whoever knows next to nothing is asked about all of safety, since none of it can be left out."""


@pytest.mark.parametrize("case_id", CASES, ids=[whole.case.name for whole in CASES.values()])
def test_case(toolkit: Toolkit, case_id: str) -> None:
    result = run_case(toolkit.evaluator, toolkit.summarize, CASES[case_id])
    assert result.wrong == ()
    if result.whole.case.expect.level != "emergency" and case_id not in KNOWS_NOTHING:
        assert result.asked <= MOST


@pytest.mark.parametrize("case_id", CASES, ids=[whole.case.name for whole in CASES.values()])
def test_the_interview_comes_to_the_result_of_the_case(toolkit: Toolkit, case_id: str) -> None:
    asker = ScriptedAsker(CASES[case_id].data["answers"])
    answers = conduct(toolkit.evaluator, Answers(TODAY), asker, lambda _event: None).answers
    expected = CASES[case_id].case.expect
    verdict, level = result_of(toolkit.evaluator.evaluate(answers))
    if told_conflicts(toolkit.evaluator.evaluate(answers)):
        assert max(asker.asked.count(question) for question in asker.asked) > 1
    elif expected.levels:
        assert {level, verdict} & set(expected.levels)
    else:
        assert (verdict, level) == (expected.verdict, expected.level)


def test_there_are_at_least_thirty_cases_with_sentences_as_names() -> None:
    assert len(CASES) >= 30
    assert all(len(whole.case.name.split()) >= 4 for whole in CASES.values())


@pytest.mark.parametrize("case_id", SITUATIONS)
def test_each_of_the_four_situations_fits(case_id: str) -> None:
    assert CASES[case_id].case.expect.verdict == "fits"


@pytest.mark.parametrize(("case_id", "criterion"), NOT_IDEAL.items())
def test_each_not_ideal_criterion_alone_never_fits(
    toolkit: Toolkit, case_id: str, criterion: str, summary_of: object
) -> None:
    assert callable(summary_of)
    summary: Summary = summary_of(case_id)
    met = [c.id for c in summary.criteria if c.group == "not_ideal" and c.truth == "met"]
    assert met == [criterion]
    assert summary.recommendation.verdict != "fits"


def test_every_question_and_option_of_the_shipped_pack_matters(toolkit: Toolkit) -> None:
    assert list(idle_faults(toolkit.evaluator)) == []


def test_the_pack_defines_seventy_to_ninety_questions(toolkit: Toolkit) -> None:
    assert 70 <= len(toolkit.pack.questions) <= 90


def test_every_question_says_why_and_speaks_of_somebody_else_too(toolkit: Toolkit) -> None:
    for question in toolkit.pack.questions.values():
        assert question.why.endswith(".")
        assert question.help
        about_you = any(word in question.ask.lower().split() for word in ("you", "your", "yourself"))
        assert not about_you or question.ask_other or question.id in {"caller", "relation"}, question.id


def test_no_two_options_of_a_question_begin_alike(toolkit: Toolkit) -> None:
    for question in toolkit.pack.questions.values():
        starts = [option.label[:25] for option in question.options]
        assert len(set(starts)) == len(starts), question.id
        assert all(len(option.label) <= 70 for option in question.options)


@pytest.mark.parametrize(
    "word", ["committed suicide", "abuse", "addict", "clean", "failed attempt", "ideation"]
)
def test_no_sentence_of_the_pack_uses_a_word_that_hurts(toolkit: Toolkit, word: str) -> None:
    texts = repr(
        (toolkit.pack.sections, toolkit.pack.levels, toolkit.pack.guidance, toolkit.pack.crisis)
    ).lower()
    assert word not in texts


def wrong(toolkit: Toolkit, case_id: str, **expect: object) -> tuple[str, ...]:
    """Return what is wrong with a case that expects other things."""
    whole = CASES[case_id]
    case = replace(whole.case, expect=Expected(**expect))  # type: ignore[arg-type]
    return run_case(toolkit.evaluator, toolkit.summarize, replace(whole, case=case)).wrong


def test_a_case_may_name_all_levels_that_are_right(toolkit: Toolkit) -> None:
    assert wrong(toolkit, "panic_weekly_not_enough", levels=("php", "iop")) == ()
    (what,) = wrong(toolkit, "panic_weekly_not_enough", levels=("php", "undetermined"))
    assert "expected one of php, undetermined" in what


def test_a_case_may_say_what_the_result_must_never_be(toolkit: Toolkit) -> None:
    assert wrong(toolkit, "panic_weekly_not_enough", levels=("iop",), never=("lower_level_enough",)) == ()
    assert wrong(toolkit, "panic_weekly_not_enough", levels=("iop",), never=("fits",))
    assert wrong(toolkit, "intent", levels=("emergency",), never=("emergency",))


def test_a_case_may_say_how_soon_a_clinician_looks_at_the_latest(toolkit: Toolkit) -> None:
    assert wrong(toolkit, "intent", levels=("emergency",), review_at_least="same_day") == ()
    (what,) = wrong(toolkit, "panic_weekly_not_enough", levels=("iop",), review_at_least="same_day")
    assert "same_day at least" in what


def test_a_case_may_say_which_words_the_summary_names_beside_the_answers(toolkit: Toolkit) -> None:
    assert wrong(toolkit, "intent", levels=("emergency",), names=("988",)) == ()
    (what,) = wrong(toolkit, "intent", levels=("emergency",), names=("a carrier pigeon",))
    assert "carrier pigeon" in what


def test_a_case_that_says_nothing_of_the_result_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    text = '[[case]]\nid = "a"\nname = "b"\n[case.expect]\nreview = "now"\n'
    (tmp_path / "cases" / "a.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as error:
        load_cases(tmp_path)
    assert "neither a verdict nor levels" in str(error.value.faults[0])
