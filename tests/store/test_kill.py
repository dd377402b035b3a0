"""A small sample of what tests/bench/kill.py does at length: nothing that was confirmed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.kill import kill_interviews
from bench.kill_database import initialized, kill_desks
from helpers.postgres import Server, server, why_not


@pytest.fixture
def own() -> Iterator[Server]:
    """Run a server that may be killed."""
    if reason := why_not():
        pytest.skip(reason)
    with server() as found:
        initialized(found)
        yield found


@pytest.mark.parametrize("writers", [1, 4])
def test_nothing_that_was_confirmed_is_lost_when_the_program_is_killed(tmp_path: Path, writers: int) -> None:
    figures = kill_interviews(tmp_path, kills=4, writers=writers, seed=7)
    assert figures.kills == 4
    assert figures.confirmed > 8
    assert figures.missing == []
    assert figures.broken == []


@pytest.mark.thorough
def test_desks_and_their_server_lose_nothing_confirmed_and_show_what_was_written_apart(
    tmp_path: Path, own: Server
) -> None:
    figures = kill_desks(tmp_path, own, kills=4, desks=4, seed=15)
    assert figures.kills == 4
    assert len(figures.confirmed) > 4
    assert len(figures.conflicts) == 1
    assert (figures.lost, figures.twice, figures.unshown, figures.broken) == ([], [], [], [])
