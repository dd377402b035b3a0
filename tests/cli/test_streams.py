"""Standard streams that are closed or full: a sentence and the right code, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.cases import SMALL
from helpers.environment import environment_of

Shell = Callable[[str, str], subprocess.CompletedProcess[bytes]]

CLOSED = "Standard output is closed. Send it somewhere: to a terminal, a file, or /dev/null.\n"
FULL = "Standard output can't be written (No space left on device). Send it to where there is room.\n"
COMMANDS = {
    "help": "--help",
    "version": "--version",
    "start": "start --plain --no-keep",
    "assess": "assess answers.json",
    "assess as JSON": "assess answers.json --format json",
    "assess many": "assess answers.json --format jsonl",
    "list": "list",
    "export": "export --all --format jsonl",
    "check": f"check {SMALL}",
    "pack book": f"pack book --pack {SMALL}",
    "example": "example intent",
    "crisis": "crisis",
}
NO_OUTPUT = {"list", "export"}
"""What prints nothing, or what it says to standard error, while there are no intakes."""


@pytest.fixture
def shell(home: Path, tmp_path: Path) -> Shell:
    (tmp_path / "answers.json").write_text('{"answers": {"age": 30}}')

    def start(command: str, streams: str) -> subprocess.CompletedProcess[bytes]:
        program = f"{sys.executable} -m iopintake {command} {streams}"
        return subprocess.run(
            ["bash", "-c", program],
            cwd=tmp_path,
            env=environment_of(home),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )

    return start


@pytest.mark.parametrize("name", COMMANDS)
def test_a_closed_standard_output_is_told(shell: Shell, name: str) -> None:
    shown = shell(COMMANDS[name], ">&-")
    assert (shown.returncode, shown.stderr.decode()) == (2, CLOSED)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_standard_output_is_told(shell: Shell, name: str) -> None:
    shown = shell(COMMANDS[name], ">/dev/full")
    told = shown.stderr.decode()
    assert "defect" not in told
    assert "Traceback" not in told
    assert (shown.returncode, told) == (2, FULL) or name in NO_OUTPUT


@pytest.mark.thorough
@pytest.mark.parametrize("name", COMMANDS)
def test_without_standard_error_everything_goes_on(shell: Shell, name: str) -> None:
    expected = shell(COMMANDS[name], "")
    for streams in ("2>&-", "2>/dev/full"):
        shown = shell(COMMANDS[name], streams)
        assert (shown.returncode, shown.stdout) == (expected.returncode, expected.stdout)


@pytest.mark.parametrize("streams", ["2>&-", "2>/dev/full", ">&- 2>&-", ">/dev/full 2>/dev/full"])
def test_an_error_keeps_its_code_where_nobody_can_be_told(shell: Shell, streams: str) -> None:
    shown = shell("assess gone.json", streams)
    assert (shown.returncode, shown.stdout, shown.stderr) == (2, b"", b"")


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("start --plain --no-keep", 3),
        ("assess -", 2),
        ("start", 4),
        ("decide x", 2),
        ("list", 0),
        (f"check {SMALL}", 2),
    ],
)
def test_a_closed_standard_input_is_an_empty_one(shell: Shell, command: str, code: int) -> None:
    shown = shell(command, "<&-")
    told = shown.stderr.decode()
    assert shown.returncode == code, told
    assert "Traceback" not in told
    assert "defect" not in told


@pytest.mark.parametrize("kind", ["device", "pipe", "folder"])
def test_force_never_puts_a_file_in_place_of_something_else(shell: Shell, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "target"
    {
        "device": lambda: target.symlink_to("/dev/null"),
        "pipe": lambda: os.mkfifo(target),
        "folder": target.mkdir,
    }[kind]()
    before = target.lstat().st_mode
    shown = shell("assess answers.json --format json --output target --force", "")
    assert shown.returncode == 2
    assert shown.stderr.startswith(b"target: this is a ")
    assert target.lstat().st_mode == before
