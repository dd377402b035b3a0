"""The tests come out the same whoever runs them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from helpers.cases import TESTS

from iopintake.settings import settings_path


def test_nothing_of_whoever_runs_the_tests_reaches_them(tmp_path: Path) -> None:
    settings = tmp_path / "config" / "iopintake" / "config.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("this is no TOML")
    theirs = {
        "IOPINTAKE_HOME": str(tmp_path / "records"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "ACCESSIBLE": "1",
        "NO_COLOR": "1",
        "COLUMNS": "40",
        "TZ": "IST-5:30",
    }
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n0",
            "-p",
            "no:cacheprovider",
            f"{__file__}::test_the_home_is_empty",
        ],
        env={**os.environ, **theirs},
        cwd=TESTS.parent,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()
    assert not (tmp_path / "records").exists()


def test_the_home_is_empty() -> None:
    assert "IOPINTAKE_HOME" not in os.environ
    assert "COLUMNS" not in os.environ
    assert time.localtime(0).tm_zone == "EST"
    assert not settings_path().exists()
    assert settings_path().is_relative_to(Path(os.environ["HOME"]))
