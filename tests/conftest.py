"""What many tests start from: the shipped pack on a desk, its cases, and a way to run the program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from iopintake import datafiles
from iopintake.answers import Answers
from iopintake.answers_file import read_answers
from iopintake.packs.cases import load_cases
from iopintake.terminal.loading import Desk, open_desk

TODAY = date(2026, 11, 23)
CASES = {whole.case.id: whole for whole in load_cases(datafiles.shipped_pack())}
Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="session")
def desk() -> Desk:
    return open_desk(None)


@pytest.fixture(scope="session")
def answers_of(desk: Desk) -> Callable[[str], Answers]:
    def find(case_id: str) -> Answers:
        return read_answers(desk.pack, case_id, CASES[case_id].data, TODAY).answers

    return find


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def run(home: Path, tmp_path: Path) -> Run:
    """Run the program as a person does, in an empty folder with an empty home."""

    def start(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        here = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "COLUMNS": "80",
            "TERM": "xterm",
            **environment,
        }
        return subprocess.run(
            [sys.executable, "-m", "iopintake", *arguments],
            input=stdin,
            capture_output=True,
            env=here,
            cwd=tmp_path,
            timeout=60,
            check=False,
        )

    return start


@pytest.fixture(scope="session")
def summary_of(desk: Desk, answers_of: Callable[[str], Answers]) -> Callable[[str], object]:
    from iopintake.check import NOBODY

    return lambda case_id: desk.summarize(answers_of(case_id), NOBODY)
