"""A screener is asked through the interview's own asker: alone, and where the pack asks for its total."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.cases import CASES, TODAY, Run
from helpers.fakes import ScriptedAsker
from helpers.fhir import SHARED
from helpers.forms import OWN, own_form
from helpers.terminal import Terminal

from iopintake.answers.model import Absent, Answers
from iopintake.checking.toolkit import Toolkit
from iopintake.interview.asker import JumpTo, Move
from iopintake.interview.conduct import conduct
from iopintake.interview.events import Ending
from iopintake.screeners.alone import run_alone
from iopintake.screeners.in_interview import ScreeningAsker
from iopintake.screeners.scoring import score

ZEROS = {f"q{n}": "1" for n in range(1, 10)}
WELL: dict[str, Any] = {**CASES["panic_weekly_not_enough"].data["answers"]}


def phq9_questions(toolkit: Toolkit) -> tuple[str, str, str]:
    """Return the questions for the total and item 9, and the one that says which screeners were done."""
    (phq9,) = [s for s in toolkit.pack.screeners if s.loinc == "44261-6"]
    return phq9.question, phq9.item[0].question, toolkit.pack.questions[phq9.question].when.answer  # type: ignore[union-attr]


def intake(toolkit: Toolkit, asker: ScriptedAsker) -> Any:
    asking = ScreeningAsker(asker, [own_form(toolkit.pack, "nine")], toolkit.pack)
    return conduct(toolkit.evaluator, Answers(TODAY), asking, lambda _event: None)


def test_the_form_is_asked_where_its_total_would_be_typed(toolkit: Toolkit) -> None:
    total, item9, done = phq9_questions(toolkit)
    asker = ScriptedAsker({**WELL, done: ["phq9"], **ZEROS, "q1": "4", f"{total}/offer": "ask"})
    outcome = intake(toolkit, asker)
    assert outcome.answers.value(total) == 3
    assert outcome.answers.value(item9) == 0
    assert total not in asker.asked
    assert item9 not in asker.asked


def test_item_nine_asks_the_questions_on_suicide_again_before_anything_else(toolkit: Toolkit) -> None:
    total, _, done = phq9_questions(toolkit)
    asker = ScriptedAsker({**WELL, done: ["phq9"], **ZEROS, "q9": "2", f"{total}/offer": "ask"})
    intake(toolkit, asker)
    after = asker.asked[asker.asked.index("q9") + 1 :]
    assert toolkit.pack.questions[after[0]].safety
    assert after[0].startswith("suicide")


def test_a_form_that_is_not_complete_has_no_total(toolkit: Toolkit) -> None:
    total, _, done = phq9_questions(toolkit)
    given = {**WELL, done: ["phq9"], **ZEROS, f"{total}/offer": "ask"}
    del given["q4"]
    outcome = intake(toolkit, ScriptedAsker(given))
    assert outcome.answers[total].absent is Absent.UNKNOWN


def test_a_total_that_is_known_already_is_typed(toolkit: Toolkit) -> None:
    total, _, done = phq9_questions(toolkit)
    asker = ScriptedAsker({**WELL, done: ["phq9"], f"{total}/offer": "total", total: 7})
    assert intake(toolkit, asker).answers.value(total) == 7
    assert "q1" not in asker.asked


def test_a_form_left_half_given_goes_on_where_it_stopped(toolkit: Toolkit) -> None:
    total, _, done = phq9_questions(toolkit)
    given = {**WELL, done: ["phq9"], **ZEROS, "q1": "4", f"{total}/offer": "ask"}
    forms = [own_form(toolkit.pack, "nine")]
    first = ScreeningAsker(ScriptedAsker(given).at("q5", Move.PAUSE), forms, toolkit.pack)
    left = conduct(toolkit.evaluator, Answers(TODAY), first, lambda _event: None)
    assert left.ending is Ending.PAUSED
    asker = ScriptedAsker(given)
    again = ScreeningAsker(asker, forms, toolkit.pack)
    again.take_up(first.half_given())
    outcome = conduct(toolkit.evaluator, left.answers, again, lambda _event: None)
    assert outcome.answers.value(total) == 3
    assert [q for q in asker.asked if q in ZEROS] == ["q5", "q6", "q7", "q8", "q9"]


def test_back_goes_to_the_item_before(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ZEROS).at("q3", Move.BACK)
    run_alone(asker, own_form(toolkit.pack, "nine"), toolkit.evaluator, TODAY)
    assert asker.asked[:5] == ["q1", "q2", "q3", "q2", "q3"]


def test_alone_it_asks_about_suicide_as_soon_as_item_nine_calls_for_it(toolkit: Toolkit) -> None:
    asker = ScriptedAsker({**ZEROS, "q9": "3", "suicide_thoughts": "now", "suicide_intent": "yes"})
    found = run_alone(asker, own_form(toolkit.pack, "nine"), toolkit.evaluator, TODAY)
    assert asker.asked[asker.asked.index("q9") + 1] == "suicide_thoughts"
    assert asker.crises, "and the protocol is shown for what is answered there"
    assert score(found.filling, toolkit.pack).totals == {"44261-6": 2}


def test_alone_help_is_one_key_away(toolkit: Toolkit) -> None:
    asker = ScriptedAsker(ZEROS).at("q2", Move.CRISIS)
    run_alone(asker, own_form(toolkit.pack, "nine"), toolkit.evaluator, TODAY)
    assert len(asker.crises) == 1
    assert asker.asked.count("q2") == 2


def test_a_jump_to_a_question_of_the_intake_leaves_the_form_and_comes_back(toolkit: Toolkit) -> None:
    total, _, done = phq9_questions(toolkit)
    given = {**WELL, done: ["phq9"], **ZEROS, f"{total}/offer": "ask"}
    asker = ScriptedAsker(given).at("q3", JumpTo("age"))
    outcome = intake(toolkit, asker)
    assert asker.asked[asker.asked.index("q3") + 1] == "age"
    assert outcome.answers.value(total) == 0


def test_the_program_adds_lists_and_runs_a_screener(run: Run, tmp_path: Path) -> None:
    assert b"PHQ-9 total" in run("screener", "add", str(OWN / "nine.json")).stdout
    assert b"nine" in run("screener", "list").stdout
    typed = b"1\n2\n1\n1\n1\n1\n1\n1\n1\n"
    shown = run("screener", "run", "nine", "--plain", "--json", str(tmp_path / "r.json"), stdin=typed)
    assert shown.returncode == 0
    assert b"Total: 1 (PHQ-9, minimal)" in shown.stdout
    assert (tmp_path / "r.json").stat().st_mode & 0o077 == 0
    left = run("screener", "run", "nine", "--plain", stdin=b"1\n2\n")
    assert left.returncode == 3
    assert b"there is no total" in left.stdout


@pytest.mark.parametrize("name", ["nein", "../nine"])
def test_a_screener_that_is_not_there_is_named(run: Run, name: str) -> None:
    run("screener", "add", str(OWN / "nine.json"))
    shown = run("screener", "run", name, "--plain")
    assert shown.returncode == 2
    assert b'Did you mean "nine"?' in shown.stderr


STATED = b"3\n3\n3\n3\n2\n2\n3\n1\n1\n2\n"
"""What the published response to the PHQ-9 answers, by number."""


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/fhir is not there")
@pytest.mark.parametrize(
    ("name", "typed", "total"),
    [
        ("nlm-phq9.R4.json", STATED, b"Total: 12 (PHQ-9, moderate)"),
        ("Questionnaire-phq-9-example.json", STATED, b"Total: 12 (PHQ-9, moderate)"),
        ("Questionnaire-AUDIT-C.json", b"40\n2\n4\n", b"Total: 4 (AUDIT-C"),
    ],
)
def test_published_screeners_run_and_give_the_stated_totals(
    run: Run, name: str, typed: bytes, total: bytes
) -> None:
    assert run("screener", "add", str(SHARED / name), "--name", "theirs").returncode == 0
    shown = run("screener", "run", "theirs", "--plain", stdin=typed)
    assert shown.returncode == 0, shown.stderr
    assert total in shown.stdout


def test_it_is_asked_on_a_full_screen_too(run: Run, home: Path) -> None:
    run("screener", "add", str(OWN / "two.json"))
    with Terminal(["screener", "run", "two"], home) as person:
        person.sees("First?")
        person.presses("2\r")
        person.sees("Second?")
        person.presses("2\r")
        person.sees("Sum of points: 5")
