"""A small sample of what tests/bench/kill.py does at length: nothing that was confirmed is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.kill import kill_interviews


@pytest.mark.parametrize("writers", [1, 4])
def test_nothing_that_was_confirmed_is_lost_when_the_program_is_killed(tmp_path: Path, writers: int) -> None:
    figures = kill_interviews(tmp_path, kills=4, writers=writers, seed=7)
    assert figures.kills == 4
    assert figures.confirmed > 8
    assert figures.missing == []
    assert figures.broken == []
