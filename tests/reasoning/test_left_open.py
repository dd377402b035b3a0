"""Where answers leave the same open, the same can still come of them, so that it is found out once."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from helpers import strategies
from helpers.cases import CASES, SMALL, TODAY
from hypothesis import given, settings
from hypothesis import strategies as st

from iopintake.answers.files import read_answers
from iopintake.answers.model import Absent, Answer, Answers
from iopintake.assessment import explain
from iopintake.assessment.decide import decide
from iopintake.batch.assessing import Result, assess_rows
from iopintake.checking.load import load_pack
from iopintake.checking.toolkit import Toolkit
from iopintake.packs.model import LevelId
from iopintake.reasoning.left_open import LeftOpen
from iopintake.reasoning.narrowing import Narrowing
from iopintake.reasoning.possible import Completions
from iopintake.reasoning.screening.screening import Screening
from iopintake.rules.conflicts import unsettled_questions
from iopintake.rules.evaluation import Evaluation, Evaluator
from iopintake.support import datafiles


class Clinic:
    """One pack, of which each set of answers is looked at by itself."""

    def __init__(self, folder: Path) -> None:
        self.evaluator = Evaluator(load_pack(folder))
        self.left_open = LeftOpen(self.evaluator.book)
        self.completions = Completions(self.evaluator.book)
        self.completions.make_witnesses()

    def alike(self, every: list[Answers]) -> list[list[Evaluation]]:
        """Return those of EVERY set of answers, two at least, that leave the same open."""
        evaluations, columns = self.evaluator.evaluate_all(every)
        found = defaultdict(list)
        for evaluation, pattern in zip(
            evaluations, self.left_open.patterns(evaluations, columns), strict=True
        ):
            if pattern is not None:
                found[pattern].append(evaluation)
        return [some for some in found.values() if len(some) > 1]

    def levels(self, evaluation: Evaluation) -> tuple[LevelId, ...]:
        return self.completions.levels(evaluation)

    def asked(self, evaluation: Evaluation) -> tuple[str, ...]:
        """Return the questions that are put in the order in which they narrow the levels."""
        decision = decide(evaluation, self.levels)
        questions = explain.could_change(evaluation, decision)
        return tuple(question for question in questions if question not in decision.open_safety)

    def order(self, evaluation: Evaluation, questions: tuple[str, ...]) -> tuple[str, ...]:
        (ordered,) = Narrowing(self.completions).order([evaluation], [questions])
        return ordered


@cache
def clinic_of(folder: Path) -> Clinic:
    return Clinic(folder)


@st.composite
def broken_off(draw: st.DrawFn, clinic: Clinic) -> Answers:
    """Return the answers of a caller who breaks off, and kept some of them to themselves."""
    told = CASES[draw(st.sampled_from(sorted(CASES)))].data["answers"]
    end = draw(st.integers(0, len(told)))
    silent = draw(st.sets(st.sampled_from(sorted(told)), max_size=3))
    table = {q: {"absent": "asked-declined"} if q in silent else v for q, v in list(told.items())[:end]}
    return read_answers(clinic.evaluator.pack, "", {"answers": table}, TODAY).answers


@st.composite
def changed(draw: st.DrawFn, clinic: Clinic, before: Answers) -> Answers:
    """Return BEFORE with some answers given anew."""
    questions = clinic.evaluator.pack.questions
    for question in draw(st.lists(st.sampled_from(sorted(questions)), min_size=1, max_size=2)):
        before = before.with_answer(question, draw(strategies.answers(questions[question])))
    return before


def check(clinic: Clinic, every: list[Answers]) -> None:
    for some in clinic.alike(every):
        assert len({clinic.levels(evaluation) for evaluation in some}) == 1
        orders = defaultdict(set)
        for evaluation in some:
            questions = clinic.asked(evaluation)
            orders[questions].add(clinic.order(evaluation, questions))
        assert all(len(found) == 1 for found in orders.values())


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_of_what_leaves_the_same_open_the_same_can_come(data: st.DataObject) -> None:
    shipped = clinic_of(datafiles.shipped_pack())
    before = data.draw(broken_off(shipped))
    check(shipped, [before, *(data.draw(changed(shipped, before)) for _ in range(8))])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_so_it_is_in_a_pack_of_a_clinics_own(data: st.DataObject) -> None:
    small = clinic_of(SMALL)
    every = data.draw(st.lists(strategies.answer_sets(small.evaluator.pack), min_size=2, max_size=30))
    check(small, every)


def test_a_name_leaves_the_same_open_and_a_symptom_does_not() -> None:
    shipped = clinic_of(datafiles.shipped_pack())
    begun = Answers(TODAY).with_answer("age", Answer(value=34))
    named = begun.with_answer("first_name", Answer(value="Ana"))
    unwell = begun.with_answer("symptoms", Answer(value=("mood",)))
    ((one, other),) = shipped.alike([begun, named, unwell])
    assert [one.answers, other.answers] == [begun, named]


def test_a_level_that_is_called_for_counts_though_the_consent_is_open() -> None:
    shipped = clinic_of(datafiles.shipped_pack())
    calm = {
        "caller": "self",
        "wish_or_self_harm": ["none"],
        "harm_others": "no",
        "substances": ["none"],
        "access_needs": ["none"],
        "mania_signs": ["none"],
    }
    psychosis = {
        "suicide_thoughts": "no",
        "suicide_attempt": "never",
        "symptoms": ["reality"],
        "commands": "no",
        "reality_effect": "some",
        "treatment_past": ["none"],
        "disrupted": ["none"],
        "diagnosed": ["psychosis"],
        "medication": "stopped",
    }
    after_an_attempt = {
        "consent": {"absent": "asked-unknown"},
        "suicide_thoughts": "past_month",
        "suicide_method": "no",
        "suicide_intent": "no",
        "suicide_preparation": "no",
        "suicide_attempt": "days_8_to_90",
        "attempt_seen": "no",
        "safety_plan": "yes",
        "means_access": ["none"],
        "symptom_days": 4,
        "symptoms": ["mood", "sleep"],
        "treatment_past": ["therapy", "medication"],
        "weekly_enough": "partly",
        "disrupted": ["work"],
        "medication": "takes",
        "screeners_done": ["none"],
    }
    read = (
        read_answers(shipped.evaluator.pack, "", {"answers": calm | told}, TODAY)
        for told in (psychosis, after_an_attempt)
    )
    check(shipped, [one.answers for one in read])


def test_answers_that_contradict_each_other_are_looked_at_by_themselves() -> None:
    shipped = clinic_of(datafiles.shipped_pack())
    told = CASES["item_9_daily_and_denied"].data
    at_odds = read_answers(shipped.evaluator.pack, "", told, TODAY).answers
    assert unsettled_questions(shipped.evaluator.evaluate(at_odds))
    assert shipped.alike([at_odds, at_odds]) == []


def test_a_silence_that_a_rule_counts_is_looked_at_by_itself() -> None:
    shipped = clinic_of(datafiles.shipped_pack())
    silent = Answers(TODAY).with_answer("disrupted", Answer(absent=Absent.DECLINED))
    assert shipped.alike([silent, silent]) == []


def test_a_silence_on_screeners_counts_only_where_nothing_waits_for_them() -> None:
    shipped = clinic_of(datafiles.shipped_pack())
    alike = {
        "suicide_thoughts": "no",
        "harm_others": "no",
        "substances": ["none"],
        "diagnosed": ["generalized_anxiety"],
        "screeners_done": {"absent": "asked-declined"},
    }
    in_therapy = {
        "suicide_attempt": "never",
        "access_needs": ["none"],
        "symptoms": ["mood_swings"],
        "mania_signs": ["little_sleep", "risky_plans"],
        "treatment_past": ["therapy"],
        "disrupted": ["work"],
    }
    on_medication = {
        "caller": "self",
        "suicide_attempt": "last_7_days",
        "attempt_seen": "yes",
        "safety_plan": "yes",
        "symptoms": ["anxiety"],
        "treatment_past": ["medication"],
        "disrupted": ["none"],
    }
    read = (
        read_answers(shipped.evaluator.pack, "", {"answers": alike | told}, TODAY)
        for told in (in_therapy, on_medication)
    )
    check(shipped, [one.answers for one in read])


def test_what_was_found_out_for_one_caller_is_not_found_out_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    looked_at: list[Evaluation] = []
    find = Screening.find
    monkeypatch.setattr(Screening, "find", lambda self, some: looked_at.extend(some) or find(self, some))
    toolkit = Toolkit(Evaluator(load_pack(SMALL)), cache=tmp_path)
    toolkit.completions.make_witnesses()
    callers = [{"answers": {"name": name, "days": 3}} for name in ("Ana", "Ben", "Cleo")]
    for _ in range(2):
        results = assess_rows(toolkit, callers)
        assert len(looked_at) == 1
        assert len({one.recommendation.ask_next for one in results if isinstance(one, Result)}) == 1
