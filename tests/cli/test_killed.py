"""An interview that is killed says nothing at its end: what it told is due all the same."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from helpers.cases import Run
from helpers.environment import environment_of
from helpers.postgres import Server
from helpers.terminal import OPENING, answers_file

BEFORE = {q: a for q, a in OPENING.items() if not q.startswith("suicide_")}
AT_ONCE = 10.0
"""Seconds within which an answer has reached the shared records."""


@pytest.fixture(params=["file", "server"])
def records(request: pytest.FixtureRequest) -> dict[str, str]:
    """Hold the records in a file, and once more on a server too."""
    if request.param == "file":
        return {}
    shared: Server = request.getfixturevalue("shared")
    return {"IOPINTAKE_DATABASE": shared.address("mara")}


@pytest.fixture
def killed(home: Path, records: dict[str, str]) -> Callable[..., None]:
    """Begin with these answers, say some more, and kill the program while it waits for the next one."""

    def kill(before: dict[str, object], *said: str, waits_for: str) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "iopintake", "start", "--plain", "--answers", answers_file(home, before)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment_of(home) | records,
            cwd=home,
        ) as program:
            assert program.stdin is not None
            assert program.stdout is not None
            for line in said:
                program.stdin.write(f"{line}\n".encode())
            program.stdin.flush()
            read_until(program.stdout, waits_for)
            program.kill()

    return kill


def read_until(stream: IO[bytes], words: str) -> None:
    shown = ""
    while words not in " ".join(shown.split()):
        read = stream.read1().decode()  # type: ignore[attr-defined]
        assert read, shown
        shown += read
    time.sleep(0.2)


def test_what_was_told_before_the_program_was_killed_is_due(
    run: Run, killed: Callable[..., None], records: dict[str, str]
) -> None:
    killed({**BEFORE, "first_name": "Ben"}, "Yes, now", waits_for="any way to end your life")
    end = time.monotonic() + AT_ONCE
    while True:
        (row,) = json.loads(run("list", "--json", **records).stdout)
        if row["review"] == "now" or time.monotonic() > end:
            break
    assert (row["name"], row["review"]) == ("Ben", "now")
    queue = run("queue", **records).stdout.decode()
    assert "Ben" in queue
    assert "NOW" in queue
