"""The shipped pack's cases, the day on which the tests take place, and where the tests' files are."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from iopintake.checking.cases import load_cases
from iopintake.support import datafiles

TESTS = Path(__file__).parents[1]
SMALL = TESTS / "data" / "small"
"""A pack small enough for brute force."""
TODAY = date(2026, 11, 23)
CASES = {whole.case.id: whole for whole in load_cases(datafiles.shipped_pack())}
KINDS = tuple(
    {
        (e.verdict, e.level, e.levels[:1], e.review, e.track, e.scope): case_id
        for case_id, e in ((case_id, whole.case.expect) for case_id, whole in CASES.items())
    }.values()
)
"""One case for each kind of result: for what takes long and depends on the result alone."""
KINDS_FIRST = [
    case_id if case_id in KINDS else pytest.param(case_id, marks=pytest.mark.thorough) for case_id in CASES
]
"""Every case, all but one of each kind at length: for what is tried in several sizes."""
Run = Callable[..., subprocess.CompletedProcess[bytes]]

SOME_AND_ALL = pytest.mark.parametrize(
    "cases", [KINDS, pytest.param(tuple(CASES), marks=pytest.mark.thorough)], ids=len
)
"""One case of each kind in every run, and all of them in CI: to summarize them all takes seconds."""
