"""What takes long says on the terminal what is being done, and nowhere else."""

from __future__ import annotations

import io
import sys
from itertools import islice
from pathlib import Path

import pytest
from helpers.cases import TODAY

from iopintake.checking import own_pack
from iopintake.checking.boundaries import Boundary, boundaries
from iopintake.checking.mutants import mutants
from iopintake.checking.toolkit import Toolkit
from iopintake.terminal.progress import progress


class Screen(io.StringIO):
    """A terminal that keeps what is painted on it."""

    def isatty(self) -> bool:
        return True


def test_at_a_terminal_it_is_said_what_is_being_done_and_how_far_it_has_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    with progress("Looking for edges", 1) as advance:
        advance(0.25)
        advance(0.25)
    assert "Looking for edges" in screen.getvalue()
    assert "50%" in screen.getvalue()


def test_elsewhere_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    log = io.StringIO()
    monkeypatch.setattr(sys, "stderr", log)
    with progress("Looking for edges", None) as advance:
        advance(0.5)
    assert log.getvalue() == ""


def test_the_shares_of_the_edges_looked_for_add_up_to_all(
    toolkit: Toolkit, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares: list[float] = []
    few = tuple(islice(mutants(toolkit.pack), 7))
    monkeypatch.setattr("iopintake.checking.boundaries.mutants", lambda _pack: few)
    monkeypatch.setattr("iopintake.checking.boundaries.world_for_mutants", lambda _original: None)
    monkeypatch.setattr("iopintake.checking.boundaries._edge", lambda *_: None)
    monkeypatch.setattr("iopintake.checking.boundaries._level_edge", lambda *_: None)
    assert list(boundaries(toolkit.pack, TODAY, shares.append)) == []
    assert len(shares) == len(few)
    assert sum(shares) == pytest.approx(1)


def test_pinning_tells_how_far_it_has_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def two(_pack: object, _as_of: object, tried: object) -> list[Boundary]:
        tried(0.5)  # type: ignore[operator]
        tried(0.5)  # type: ignore[operator]
        return []

    shares: list[float] = []
    own_pack.copy_pack(tmp_path / "pack", None)
    monkeypatch.setattr(own_pack, "boundaries", two)
    assert own_pack.pin_pack(tmp_path / "pack", shares.append) == 0
    assert shares == [0.5, 0.5]
