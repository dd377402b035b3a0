"""The door: the short way in wishes for the same as the long one."""

from __future__ import annotations

import itertools

import pytest
from typer.testing import CliRunner

from iopintake.terminal import session
from iopintake.terminal.app import whole_app
from iopintake.terminal.door import START_FLAGS, start_flags
from iopintake.terminal.session import Wishes

SWITCHES = [
    [*command, *switches]
    for command in ([], ["start"])
    for size in (0, 1, 2)
    for switches in itertools.combinations(START_FLAGS, size)
    if command or not switches
]


@pytest.mark.parametrize("arguments", SWITCHES, ids=" ".join)
def test_a_start_with_switches_wishes_for_the_same_without_the_command_line_library(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    wished: list[Wishes] = []
    monkeypatch.setattr(session, "run_session", lambda wishes: wished.append(wishes) or 0)
    assert CliRunner().invoke(whole_app(), arguments).exit_code == 0
    flags = start_flags(arguments)
    assert flags is not None
    assert Wishes(**flags) == wished[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["start", "--json", "x"], ["start", "--nonsense"], ["--plain"], ["resume"], ["assess", "f"]],
)
def test_everything_else_takes_the_long_way(arguments: list[str]) -> None:
    assert start_flags(arguments) is None
