"""The interview on a full screen in Spanish, beside English and alone, at 80 and at 60 columns.

After a change that is meant: UPDATE_GOLDEN=1 python -m pytest tests/terminal/test_spanish_prompts.py
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.cases import TESTS
from helpers.spanish import english_left
from helpers.terminal import Terminal, answers_file

Start = Callable[..., Terminal]
TYPED = "12 Elm Street Ana"


@pytest.fixture
def at_safety(home: Path) -> Start:
    """Start at the first question on safety, with the opening answered."""

    def start(*arguments: str, columns: int, **environment: str) -> Terminal:
        before = str(answers_file(home))
        chosen = ["start", "--answers", before, *arguments]
        return Terminal(chosen, home, 24, columns, **environment)

    return start


def golden(name: str, person: Terminal) -> str:
    person.read(0.3)
    seen = person.text() + "\n"
    path = TESTS / "golden" / f"es.{name}.{person.screen.columns}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(seen, encoding="utf-8")
    assert seen == path.read_text(encoding="utf-8")
    return seen


@pytest.mark.parametrize("columns", [60, pytest.param(80, marks=pytest.mark.thorough)])
def test_spanish_is_read_aloud_with_english_beside_it_until_the_language_is_switched(
    at_safety: Start, columns: int
) -> None:
    with at_safety("--caller-language", "es", columns=columns) as person:
        person.sees("Enter confirms")
        golden("beside", person)
        person.presses("F12")
        person.waits_until(lambda: "¿" not in person.text(), "the question in English")
        person.presses("F12")
        person.sees("¿")
        golden("beside", person)
        person.presses("Ctrl-D")
        assert person.ends() == 3


@pytest.mark.parametrize("columns", [60, pytest.param(80, marks=pytest.mark.thorough)])
def test_every_screen_of_an_interview_in_spanish_is_spanish(at_safety: Start, columns: int) -> None:
    with at_safety(columns=columns, LANG="es_MX.UTF-8") as person:
        person.sees("Enter confirma")
        seen = [golden("question", person)]
        person.presses("F1")
        person.sees("Por qué:")
        seen.append(golden("help", person))
        person.presses("F1", "F4")
        person.sees("Esc vuelve")
        seen.append(golden("overview", person))
        person.presses("\x1b")
        person.waits_until(lambda: "Esc vuelve" not in person.text(), "the question")
        person.presses("F9")
        person.sees("¿Qué sigue?")
        seen.append(golden("crisis", person))
        person.presses("\x1b")
        person.waits_until(lambda: "¿Qué sigue?" not in person.text(), "the question")
        person.presses("Ctrl-D")
        assert person.ends() == 3
        seen.append(person.text())
    assert [line for screen in seen for line in english_left(screen, TYPED)] == []
