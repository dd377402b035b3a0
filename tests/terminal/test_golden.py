"""Whole screens, as a person gets them, at 80 and at 60 columns.

After a change that is meant: UPDATE_GOLDEN=1 python -m pytest tests/terminal/test_golden.py
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable

import pytest
from helpers.cases import TESTS
from rich.console import Console

from iopintake.checking.toolkit import Toolkit
from iopintake.summary.model import Summary
from iopintake.terminal.pages.summary import show_summary

GOLDEN = TESTS / "golden"
CASES = [
    "panic_weekly_not_enough",
    "intent",
    "two_free_days",
    "phq9_of_19",
    "teen_with_mother",
    "child_of_ten",
]


@pytest.mark.parametrize("width", [80, 60])
@pytest.mark.parametrize("case_id", CASES)
def test_screen(toolkit: Toolkit, summary_of: Callable[[str], Summary], case_id: str, width: int) -> None:
    out = io.StringIO()
    console = Console(file=out, width=width, markup=False, emoji=False, highlight=False)
    show_summary(console, summary_of(case_id), toolkit.pack)
    screen = "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
    path = GOLDEN / f"{case_id}.{width}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(screen, encoding="utf-8")
    assert screen == path.read_text(encoding="utf-8")
    assert max(map(len, screen.splitlines())) <= width


@pytest.mark.parametrize("case_id", CASES)
def test_the_recommendation_stands_in_the_first_line_even_at_60_columns(
    summary_of: Callable[[str], Summary], case_id: str
) -> None:
    assert len(summary_of(case_id).recommendation.headline) <= 60
