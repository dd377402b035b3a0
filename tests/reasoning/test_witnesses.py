"""Levels that witnesses show, or that rules rule out one by one, are those that the solver finds."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from helpers.cases import CASES, SMALL, TODAY
from helpers.packs import pigeonholes, small_pack
from helpers.strategies import answer_sets
from hypothesis import given, settings
from hypothesis import strategies as st

from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.checking.load import load_pack
from iopintake.packs.model import Pack
from iopintake.reasoning import completion_solver
from iopintake.reasoning.completion_solver import CompletionSolver
from iopintake.reasoning.narrowing import Narrowing
from iopintake.reasoning.possible import Completions
from iopintake.reasoning.screening.screening import Screening
from iopintake.reasoning.screening.witnesses import Witnesses
from iopintake.rules.evaluation import Evaluation, Evaluator
from iopintake.support import datafiles


class Both:
    """One pack, asked of the solver and of witnesses."""

    def __init__(self, folder: Path) -> None:
        self.evaluator = Evaluator(load_pack(folder))
        self.solver = Completions(self.evaluator.book)
        self.witnesses = Completions(self.evaluator.book)
        self.witnesses.make_witnesses()

    @property
    def pack(self) -> Pack:
        return self.evaluator.pack

    def check(self, evaluation: Evaluation, questions: tuple[str, ...]) -> None:
        solver, witnesses = self.solver, self.witnesses
        assert witnesses.levels(evaluation) == solver.levels(evaluation)
        assert order(witnesses, evaluation, questions) == order(solver, evaluation, questions)


def order(completions: Completions, evaluation: Evaluation, questions: tuple[str, ...]) -> tuple[str, ...]:
    """Return QUESTIONS in the order in which they narrow the levels."""
    (ordered,) = Narrowing(completions).order([evaluation], [questions])
    return ordered


@cache
def both_of(folder: Path) -> Both:
    return Both(folder)


@pytest.mark.parametrize("folder", [datafiles.shipped_pack(), SMALL], ids=["shipped", "small"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_answers_leave_the_same_levels_and_the_same_order_of_questions(
    folder: Path, data: st.DataObject
) -> None:
    both = both_of(folder)
    answers = data.draw(answer_sets(both.pack))
    questions = data.draw(st.permutations(sorted(both.pack.questions)))
    both.check(both.evaluator.evaluate(answers), tuple(questions[:20]))


@pytest.mark.thorough
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_person_who_breaks_off_or_keeps_silent_leaves_the_same(data: st.DataObject) -> None:
    shipped = both_of(datafiles.shipped_pack())
    told = CASES[data.draw(st.sampled_from(sorted(CASES)))].data["answers"]
    end = data.draw(st.integers(0, len(told)))
    silent = data.draw(st.sets(st.sampled_from(sorted(told)), max_size=4))
    given_ = {
        question: {"absent": "asked-declined"} if question in silent else value
        for question, value in list(told.items())[:end]
    }
    answers = read_answers(shipped.pack, "", {"answers": given_}, TODAY).answers
    shipped.check(shipped.evaluator.evaluate(answers), tuple(shipped.pack.questions))


def test_a_screener_that_somebody_keeps_to_themselves_and_nothing_waits_for_stays_open() -> None:
    shipped = both_of(datafiles.shipped_pack())
    answers = read_answers(shipped.pack, "", {"answers": SILENT_ON_SCREENERS}, TODAY).answers
    evaluation = shipped.evaluator.evaluate(answers)
    assert shipped.witnesses.levels(evaluation) == ("php", "iop", "outpatient")
    shipped.check(evaluation, tuple(shipped.pack.questions))


SILENT_ON_SCREENERS = {
    "caller": "self",
    "consent": "yes",
    "wish_or_self_harm": ["none"],
    "suicide_thoughts": "no",
    "suicide_attempt": "never",
    "medical_signs": ["none"],
    "harm_others": "no",
    "danger": ["none"],
    "substances": ["none"],
    "age": 34,
    "able_alone": "yes",
    "home": "supportive",
    "symptoms": ["mood"],
    "treatment_past": ["none"],
    "disrupted": ["work"],
    "symptom_days": 5,
    "diagnosed": ["depression"],
    "screeners_done": {"absent": "asked-unknown"},
    "cssrs_level": "low",
    "motivation": "active",
}


def test_looked_at_together_or_alone_answers_leave_the_same() -> None:
    small = both_of(SMALL)
    alone, together = small.witnesses, Completions(small.evaluator.book)
    together.make_witnesses()
    every = [Answers(TODAY), *(read_answers(small.pack, "", {"answers": a}, TODAY).answers for a in SOME)]
    for _ in range(2):  # what was found out the first time is known the second
        evaluations, columns = small.evaluator.evaluate_all(every)
        together.prepare(evaluations, columns)
        for evaluation in evaluations:
            assert together.levels(evaluation) == alone.levels(evaluation)


SOME = ({"thoughts": "no"}, {"thoughts": "yes"}, {"days": 3}, {"willing": "no"})


@pytest.fixture(scope="module")
def looking_at_none(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """Make a pack with rules that look at "none of these", which no rule of the shipped pack does."""
    return Both(small_pack(tmp_path_factory.mktemp("own") / "pack", levels=NONE_AND_SHAKING))


def test_no_witness_chooses_what_cannot_be_chosen_together(looking_at_none: Both) -> None:
    nothing = looking_at_none.evaluator.evaluate(Answers(TODAY))
    assert "withdrawal_management" not in looking_at_none.witnesses.levels(nothing)
    looking_at_none.check(nothing, tuple(looking_at_none.pack.questions))


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_answers_leave_the_same_where_rules_look_at_none_of_these(
    looking_at_none: Both, data: st.DataObject
) -> None:
    answers = data.draw(answer_sets(looking_at_none.pack))
    questions = data.draw(st.permutations(sorted(looking_at_none.pack.questions)))
    looking_at_none.check(looking_at_none.evaluator.evaluate(answers), tuple(questions))


NONE_AND_SHAKING = """
[[need]]
id = "never_need"
dimension = "withdrawal"
level = "withdrawal_management"
when = { all = [{ answer = "signs", includes = "shaking" }, { answer = "signs", includes = "none" }] }
sentence = "s"
source = ["clinic"]
[[need]]
id = "seizure_alone_need"
dimension = "withdrawal"
level = "twenty_four_hour"
when = { all = [
  { answer = "signs", includes = "shaking" },
  { not = { answer = "signs", includes = "none" } },
] }
sentence = "s"
source = ["clinic"]
"""


def test_hardly_anything_about_cases_that_break_off_is_left_to_the_solver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shipped, left = both_of(datafiles.shipped_pack()), []
    solve = CompletionSolver.of
    monkeypatch.setattr(CompletionSolver, "of", lambda self, e: left.append(e) or solve(self, e))
    for whole in CASES.values():
        told = dict(list(whole.data["answers"].items())[:15])
        answers = read_answers(shipped.pack, "", {"answers": told}, TODAY).answers
        shipped.witnesses.levels(shipped.evaluator.evaluate(answers))
    assert len(left) < len(CASES) / 10


def test_what_the_solver_found_is_a_witness_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped, left = both_of(datafiles.shipped_pack()), []
    solve = CompletionSolver.of
    monkeypatch.setattr(CompletionSolver, "of", lambda self, e: left.append(e) or solve(self, e))
    made = shipped.witnesses._screening
    assert made is not None
    learning = Completions(shipped.evaluator.book)
    learning._screening = Screening(made.circuit, Witnesses(made.witnesses.completions[:1], {}))
    evaluation = shipped.evaluator.evaluate(Answers(TODAY))
    questions = tuple(shipped.pack.questions)
    expected = shipped.solver.levels(evaluation), order(shipped.solver, evaluation, questions)
    asked = []
    for _ in range(2):
        left.clear()
        assert learning.levels(evaluation) == expected[0]
        asked.append(len(left))
    assert asked == [1, 0]
    assert order(learning, evaluation, questions) == expected[1]


def test_witnesses_are_kept_and_found_again(tmp_path: Path) -> None:
    book = both_of(SMALL).evaluator.book
    made = Completions(book, tmp_path / "cache")
    made.make_witnesses()
    again = Completions(book, tmp_path / "cache")
    assert made._screening is not None
    assert again._screening is not None
    assert again._screening.witnesses == made._screening.witnesses


@pytest.mark.parametrize("damage", [b"", b"{}", b"[1]", b"[[],{}]"])
def test_witnesses_that_are_damaged_are_not_used(tmp_path: Path, damage: bytes) -> None:
    book = both_of(SMALL).evaluator.book
    Completions(book, tmp_path / "cache").make_witnesses()
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(kept.read_bytes()[:32] + damage)
    assert Completions(book, tmp_path / "cache")._screening is None


def test_of_a_pack_that_is_too_hard_the_witnesses_show_what_they_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completion_solver, "CONFLICTS", 0)
    evaluator = Evaluator(load_pack(pigeonholes(tmp_path / "pack")))
    completions = Completions(evaluator.book)
    completions.make_witnesses()
    evaluation = evaluator.evaluate(Answers(TODAY))
    questions = tuple(evaluator.pack.questions)
    assert order(completions, evaluation, questions) == questions
