"""What many tests start from: the shipped pack, its cases, and a way to run the program.

Nothing of whoever runs the tests reaches them: not their records, their settings, their time
zone, nor how they like their terminal.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from catalogues import compile_all
from helpers.cases import CASES, TODAY, Run
from helpers.environment import OHIO, environment_of, set_zone
from helpers.shared_records import desks, either, on_server, running, shared  # noqa: F401 - fixtures

from iopintake.answers.files import read_answers
from iopintake.answers.model import Answers
from iopintake.checking.toolkit import Toolkit, load_toolkit
from iopintake.cli.run import run as run_command

PASSED_ON = ("PATH", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH")
"""What the tests take from the environment they are started in; they set whatever else they need."""
RUNNERS = ("PYTEST", "COV", "HYPOTHESIS", "UPDATE_GOLDEN", "CI")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the catalogues that have changed since the installation, before any worker starts."""
    if not hasattr(session.config, "workerinput"):
        compile_all()


def pytest_configure(config: pytest.Config) -> None:
    """Start from an empty home, and without the settings of whoever runs the tests."""
    for name in list(os.environ):
        if name not in PASSED_ON and not name.startswith(RUNNERS):
            del os.environ[name]
    home = tempfile.TemporaryDirectory(prefix="iopintake-tests-")
    config.add_cleanup(home.cleanup)
    os.environ["HOME"] = home.name
    os.environ["TERM"] = "xterm"
    os.environ["LANG"] = "C.UTF-8"
    set_zone(OHIO)
    # a tenth of a second each, as it should; and the same for the same passphrase
    hashlib.pbkdf2_hmac = cache(hashlib.pbkdf2_hmac)


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
def run(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """Run a command in this process, in an empty folder with an empty home: a start takes long."""

    def start(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        here = environment_of(home) | environment
        for name in os.environ.keys() - here.keys():
            if not name.startswith(RUNNERS):
                monkeypatch.delenv(name)
        for name, value in here.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsysbinary.readouterr()
        code = run_command(arguments)
        shown = capsysbinary.readouterr()
        return subprocess.CompletedProcess(arguments, code, shown.out, shown.err)

    return start


@pytest.fixture
def program(home: Path, tmp_path: Path) -> Run:
    """Run the program in a process of its own, as a person does, for what only that can show."""

    def start(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "iopintake", *arguments],
            input=stdin,
            capture_output=True,
            env=environment_of(home) | environment,
            cwd=tmp_path,
            timeout=60,
            check=False,
        )

    return start


@pytest.fixture(scope="session")
def summary_of(toolkit: Toolkit, answers_of: Callable[[str], Answers]) -> Callable[[str], object]:
    from iopintake.checking.check import NOBODY

    return cache(lambda case_id: toolkit.summarize(answers_of(case_id), NOBODY))
