"""The door: the short way in wishes for the same as the long one."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from typer.testing import CliRunner

from iopintake import __version__
from iopintake.cli import intake
from iopintake.cli.app import whole_app
from iopintake.cli.open_intake import StartOptions
from iopintake.cli.run import START_FLAGS, run, start_flags
from iopintake.support.errors import ExitCode

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
    wished: list[StartOptions] = []
    monkeypatch.setattr(intake, "run_intake", lambda options: wished.append(options) or 0)
    assert CliRunner().invoke(whole_app(), arguments).exit_code == 0
    flags = start_flags(arguments)
    assert flags is not None
    assert StartOptions(**flags) == wished[0]  # type: ignore[arg-type]


def test_a_defect_is_reported_in_a_file_without_anything_that_was_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(options: StartOptions) -> int:
        try:
            raise KeyError(f"Ana 555-0134 {options}")
        except KeyError as error:
            raise RuntimeError("Ana said it") from error

    monkeypatch.setattr("sys.stdin", None)
    monkeypatch.setattr(intake, "run_intake", broken)
    monkeypatch.setenv("IOPINTAKE_HOME", str(tmp_path / "records"))
    assert run(["start", "--plain"]) == ExitCode.DEFECT
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    path = Path(told.err.split()[-1])
    report = path.read_text()
    assert path.parent.parent == tmp_path / "records"
    assert path.stat().st_mode & 0o777 == 0o600
    assert report.index("builtins.KeyError") < report.index("builtins.RuntimeError")
    assert "cli/run.py:" in report
    assert "test_run.py:" in report
    assert __version__ in report
    for text in (told.err.replace(str(tmp_path), ""), report):  # the folder bears a number of its own
        assert "Ana" not in text
        assert "555-0134" not in text  # whole: a process, a time or a line can bear the same three digits
        assert str(Path.home()) not in report


def test_a_defect_leaves_no_file_where_nothing_is_to_be_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    monkeypatch.setattr(intake, "run_intake", lambda options: 1 // 0)
    monkeypatch.setenv("IOPINTAKE_HOME", str(tmp_path / "records"))
    assert run(["start", "--no-keep"]) == ExitCode.DEFECT
    assert "ZeroDivisionError at cli/test_run.py:" in capsys.readouterr().err
    assert not (tmp_path / "records").exists()


@pytest.mark.parametrize("arguments", [["--phone"], ["--json=x", "--plain"], ["--answers", "a.json"]])
def test_options_alone_mean_a_start(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    wished: list[StartOptions] = []
    monkeypatch.setattr("sys.stdin", None)
    monkeypatch.setattr(intake, "run_intake", lambda options: wished.append(options) or 0)
    assert run(arguments) == run(["start", *arguments]) == ExitCode.DONE
    assert wished[0] == wished[1]


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["start", "--json", "x"], ["start", "--nonsense"], ["--plain"], ["resume"], ["assess", "f"]],
)
def test_everything_else_takes_the_long_way(arguments: list[str]) -> None:
    assert start_flags(arguments) is None
