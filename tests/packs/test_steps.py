"""The next steps of a result: each says something that no other in the list says."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Final

from helpers.cases import SOME_AND_ALL

from iopintake.summary.model import Summary

ALIKE: Final = 0.4
"""Two steps say nearly the same when the shorter one shares more of its words than this."""
SMALL: Final = frozenset(
    re.findall(
        r"\w+", "a an and are as at be by for in is it of on or person that the then this to today who with"
    )
)


def words_of(step: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", step.lower())) - SMALL


def alike(steps: Sequence[str]) -> list[tuple[str, str]]:
    pairs = ((one, other, words_of(one), words_of(other)) for one, other in combinations(steps, 2))
    return [(one, other) for one, other, a, b in pairs if len(a & b) > ALIKE * min(len(a), len(b))]


def test_steps_that_say_the_same_are_found() -> None:
    assert alike(["The prescriber speaks with the person today.", "The prescriber or a clinician speaks."])
    assert alike(["Somebody stays; ask about safety again.", "Ask about safety again later."])
    assert not alike(["Choose days and times.", "Have the plan confirm what it covers."])


@SOME_AND_ALL
def test_no_two_next_steps_of_a_case_say_nearly_the_same(
    cases: Sequence[str], summary_of: Callable[[str], Summary]
) -> None:
    for case_id in cases:
        assert not alike(summary_of(case_id).recommendation.next_steps), case_id


@SOME_AND_ALL
def test_no_two_steps_on_a_clients_page_say_nearly_the_same(
    cases: Sequence[str], summary_of: Callable[[str], Summary]
) -> None:
    for case_id in cases:
        page = summary_of(case_id).client
        assert page is None or not alike(page.steps), case_id


@SOME_AND_ALL
def test_whoever_is_looked_at_today_has_a_step_for_today(
    cases: Sequence[str], summary_of: Callable[[str], Summary]
) -> None:
    soon = re.compile(r"\b(today|tonight|now)\b")
    for case_id in cases:
        summary = summary_of(case_id)
        result, crisis = summary.recommendation, summary.safety.protocol
        if result.clinician_review in {"same_day", "now"} and crisis is None and result.scope is None:
            assert any(soon.search(step) for step in result.next_steps), case_id


@SOME_AND_ALL
def test_a_headline_that_says_today_goes_with_a_review_today(
    cases: Sequence[str], summary_of: Callable[[str], Summary]
) -> None:
    for case_id in cases:
        result = summary_of(case_id).recommendation
        assert "today" not in result.headline or result.clinician_review in {"same_day", "now"}, case_id
