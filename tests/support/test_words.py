"""Finding what a person means by a word, and names in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iopintake.support.lookup import meant
from iopintake.support.templates import filled

NAMES = {"insurance": ["cost", "price"], "how_long": ["weeks"], "work": ["job"], "week": ["schedule", "días"]}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("insurance", ("insurance",)),
        ("Cost", ("insurance",)),
        ("how long", ("how_long",)),
        ("HOW-LONG", ("how_long",)),
        ("sched", ("week",)),
        ("insurence", ("insurance",)),
        ("w", ("how_long", "work", "week")),
        ("dias", ("week",)),
        ("dia", ("week",)),
        ("DÍAS", ("week",)),
        ("di\N{COMBINING ACUTE ACCENT}as", ("week",)),
        ("zebra", ()),
        ("", ()),
    ],
)
def test_a_word_leads_to_what_it_means(typed: str, names: tuple[str, ...]) -> None:
    assert meant(typed, NAMES) == names


@given(st.text())
def test_whatever_is_typed_means_known_names_only(typed: str) -> None:
    assert set(meant(typed, NAMES)) <= set(NAMES)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Ana", "in Ana's way"),
        ("Initials", "in Initials' way"),
        ("Chris", "in Chris' way"),
        ("LUIS", "in LUIS' way"),
        ("{person}'s", "in {person}'s' way"),
        ("", "in 's way"),
    ],
)
def test_a_name_that_ends_in_s_takes_the_apostrophe_alone(name: str, sentence: str) -> None:
    assert filled("in {person}'s way", person=name) == sentence
