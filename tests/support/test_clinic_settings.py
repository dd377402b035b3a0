"""The clinic's settings: one file, each value with its origin, every fault at once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from helpers.cases import SMALL, Run

from iopintake.settings import EXAMPLE, NAMES, find_settings
from iopintake.support.errors import FileError

NOTHING: dict[str, str] = {}


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_every_value_is_a_default(tmp_path: Path) -> None:
    found = find_settings(tmp_path / "config.toml", environment=NOTHING)
    assert set(found.origins.values()) == {"default"}
    assert set(found.origins) == set(NAMES)


def test_a_flag_wins_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, 'clinic = "A"\noperator = "B"\nlanguage = "C"\nclosed = [2026-11-26]\n')
    environment = {"IOPINTAKE_OPERATOR": "E", "IOPINTAKE_LANGUAGE": "F", "IOPINTAKE_TRACKS": '["teen"]'}
    found = find_settings(path, {"language": "G", "pack": None}, environment)
    settings = found.settings
    assert (settings.clinic, settings.operator, settings.language) == ("A", "E", "G")
    assert settings.tracks == ("teen",)
    assert settings.closed[0].isoformat() == "2026-11-26"
    assert [found.origins[name] for name in ("clinic", "operator", "language", "tracks", "keys")] == [
        "file",
        "environment",
        "flag",
        "environment",
        "default",
    ]


def test_the_example_is_right_and_names_every_line_of_the_clinic(tmp_path: Path) -> None:
    settings = find_settings(written(tmp_path, EXAMPLE), environment=NOTHING).settings
    assert [title for title, _ in settings.own_numbers] == [
        "Supervisor on duty",
        "Local emergency line",
        "Intake desk",
    ]
    assert settings.start_time("afternoon") == "13:00", "a time that is not set keeps its default"


BAD = """
clnic = "x"
days = ["monday"]
retention_days = 0
[start_times]
evening = "5pm"
[[number]]
title = 3
"""


def test_every_fault_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        find_settings(written(tmp_path, BAD), environment=NOTHING)
    text = "\n".join(caught.value.lines())
    for place in (
        "clnic",
        "days > 0",
        "retention_days",
        "start_times > evening",
        "number > 0 > title",
        "how",
    ):
        assert place in text
    assert 'Did you mean "clinic"?' in text


@pytest.mark.parametrize(
    ("name", "value"), [("TRACKS", "teen"), ("RETENTION_DAYS", "soon"), ("TIMEZONE", "Mars")]
)
def test_a_fault_of_the_environment_is_told_too(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(FileError) as caught:
        find_settings(tmp_path / "config.toml", environment={f"IOPINTAKE_{name}": value})
    assert name in "\n".join(caught.value.lines()).upper()


def test_reading_no_settings_loads_nothing_to_read_them() -> None:
    import subprocess

    code = (
        "import sys; from pathlib import Path; from iopintake.settings import read_settings; "
        "read_settings(Path('/nowhere/config.toml')); print('pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"False"


def test_the_program_shows_edits_and_checks_them(run: Run, home: Path) -> None:
    shown = run("config", IOPINTAKE_CLINIC="Riverside").stdout.decode()
    assert "Riverside  (environment)" in shown
    assert "not there yet" in shown
    assert run("config", "edit", EDITOR="true").returncode == 0
    path = home / ".config" / "iopintake" / "config.toml"
    assert path.stat().st_mode & 0o077 == 0
    path.write_text(f'clinic = "Lakeside"\npack = "{SMALL}"\n', encoding="utf-8")
    assert "Lakeside  (file)" in run("config").stdout.decode()
    assert run("config", "check").returncode == 0
    path.write_text('tracks = ["teens"]\n[keys]\nnote = "x"\n', encoding="utf-8")
    checked = run("config", "check")
    assert checked.returncode == 2
    assert b'Did you mean "teen"?' in checked.stderr
    assert b"note" in checked.stderr


def test_the_check_tells_of_every_kind_of_fault_at_once(run: Run, tmp_path: Path) -> None:
    nonsense = written(
        tmp_path,
        'clnic = "x"\ntimezone = "Mars"\nlanguage = "klingon"\ncaller_language = "e s"\n'
        'tracks = ["teens"]\nretention_days = 0\n[keys]\nback = "f99"\nbak = "f11"\n',
    )
    told = run("config", "check", str(nonsense)).stderr.decode()
    for place in (
        *("clnic", "timezone", "language", "caller_language", "tracks"),
        *("retention_days", "keys > back", "keys > bak"),
    ):
        assert f"- {place}: " in told


def test_what_can_be_no_address_is_never_taken_for_no_shared_records(run: Run, home: Path) -> None:
    path = home / ".config" / "iopintake" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text("database = 5\n", encoding="utf-8")
    listed = run("list")
    assert listed.returncode == 2
    assert b"- database: it is no address." in listed.stderr


def test_the_pack_that_is_set_is_the_one_that_is_asked(run: Run) -> None:
    usual, own = run("questions").stdout, run("questions", IOPINTAKE_PACK=str(SMALL)).stdout
    assert usual != own
    assert own == run("questions", "--pack", str(SMALL)).stdout
