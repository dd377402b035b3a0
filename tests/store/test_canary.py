"""Nothing personal is anywhere but where it belongs."""

from __future__ import annotations

from pathlib import Path

import pytest
from bench.canary import SCREEN, watched


@pytest.mark.thorough
def test_the_canary_is_found_only_where_it_belongs(tmp_path: Path) -> None:
    found = list(watched(tmp_path))
    assert {each.command: each.leaks for each in found if each.leaks} == {}
    assert {each.command for each in found if SCREEN in each.places} >= {"list", "show", "history"}
