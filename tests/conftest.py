"""What many tests start from: the shipped pack on a desk, its cases, and a way to run the program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.cases import CASES, TODAY, Run

from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit, load_toolkit


@pytest.fixture(scope="session")
def toolkit() -> Toolkit:
    return load_toolkit(None)


@pytest.fixture(scope="session")
def answers_of(toolkit: Toolkit) -> Callable[[str], Answers]:
    def find(case_id: str) -> Answers:
        return read_answers(toolkit.pack, case_id, CASES[case_id].data, TODAY).answers

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
def summary_of(toolkit: Toolkit, answers_of: Callable[[str], Answers]) -> Callable[[str], object]:
    from iopintake.checking.check import NOBODY

    return lambda case_id: toolkit.summarize(answers_of(case_id), NOBODY)
