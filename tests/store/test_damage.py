"""A small sample of what tests/bench/damage.py does at length: damage is told, or harms nothing."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from bench.damage import damage_records


@pytest.mark.thorough
@pytest.mark.parametrize("seed", [1, 2])
def test_damage_is_told_or_mended_and_repair_keeps_what_can_be_proved(seed: int) -> None:
    with tempfile.TemporaryDirectory() as place:  # where somebody else may look, too
        figures = damage_records(Path(place), damages=10, seed=seed)
    total = sum(figures.kinds.values(), Counter())
    assert total["damages"] == 10
    assert total["right"] > 30
    assert figures.worst == []
    assert (total["wrong"], total["defect"], total["lost"]) == (0, 0, 0)
