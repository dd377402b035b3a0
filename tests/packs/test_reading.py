"""What a caller hears and a client reads is easy to follow: short sentences, common words.

tests/bench/reading.py prints every sentence that is not.
"""

from __future__ import annotations

import statistics

import pytest
from helpers.reading import Spoken, read_aloud, sentences

from iopintake.checking.load import load_pack
from iopintake.checking.toolkit import Toolkit
from iopintake.support import datafiles

MOST_WORDS, HIGHEST_GRADE, HIGHEST_MEDIAN = 25, 8.0, 5.0
LEAST_EASE, LEAST_MEDIAN = 50.0, 80.0
"""In Spanish: nothing that is hard, and half of it easy (Fernández Huerta)."""


@pytest.fixture
def spoken(toolkit: Toolkit) -> list[Spoken]:
    return list(read_aloud(toolkit.pack))


def test_no_sentence_is_longer_than_a_breath(spoken: list[Spoken]) -> None:
    assert [s for s in spoken if s.words > MOST_WORDS] == []


def test_no_sentence_takes_more_than_eight_years_of_school(spoken: list[Spoken]) -> None:
    hard = [(s.grade, s) for s in spoken if s.grade > HIGHEST_GRADE]
    assert hard == []


def test_half_of_them_take_five_years_or_less(spoken: list[Spoken]) -> None:
    assert statistics.median(s.grade for s in spoken) <= HIGHEST_MEDIAN


def test_a_long_and_learned_sentence_is_found() -> None:
    [learned] = sentences(
        "here", "Individualized pharmacological interventions necessitate longitudinal psychiatric evaluation"
    )
    assert learned.grade > HIGHEST_GRADE


def test_a_name_that_has_to_be_said_counts_as_one_easy_word() -> None:
    [named] = sentences("here", "You may like a partial hospitalization program more.")
    assert named.grade < HIGHEST_GRADE


# --- in Spanish --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def said_in_spanish() -> list[Spoken]:
    return list(read_aloud(load_pack(datafiles.shipped_pack(), "es")))


def test_no_spanish_sentence_is_longer_than_a_breath(said_in_spanish: list[Spoken]) -> None:
    assert [s for s in said_in_spanish if s.words > MOST_WORDS] == []


def test_no_spanish_sentence_is_hard_and_half_of_them_are_easy(said_in_spanish: list[Spoken]) -> None:
    assert [(s.ease, s) for s in said_in_spanish if s.ease < LEAST_EASE] == []
    assert statistics.median(s.ease for s in said_in_spanish) >= LEAST_MEDIAN


def test_a_learned_spanish_sentence_is_found() -> None:
    [learned] = sentences("here", "Las intervenciones farmacológicas individualizadas requieren evaluación")
    assert learned.ease < LEAST_EASE
