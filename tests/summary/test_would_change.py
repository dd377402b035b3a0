"""What would change a result: as a person reads it, never what is said already."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from helpers.cases import KINDS

from iopintake.checking.toolkit import Toolkit
from iopintake.summary.model import Summary

OPEN = ("phq9_total_of_26_item_9_of_0", "phq9_item_9_above_the_total", "attempt_this_week_seen_not_known")


@pytest.mark.parametrize("case_id", [*OPEN, *KINDS])
def test_no_change_comes_to_the_headline_that_stands_above_it(
    summary_of: Callable[[str], Summary], case_id: str
) -> None:
    result = summary_of(case_id).recommendation
    assert not [change for change in result.would_change if change.sentence.endswith(result.headline)]


def test_a_change_that_leaves_safety_open_names_the_level_as_the_least(
    toolkit: Toolkit, summary_of: Callable[[str], Summary]
) -> None:
    changes = summary_of("phq9_item_9").recommendation.would_change
    open_still = [change for change in changes if (change.verdict, change.level) == ("undetermined", "iop")]
    assert open_still
    for change in open_still:
        assert change.sentence.endswith("At least an IOP; too little is known to say more.")
