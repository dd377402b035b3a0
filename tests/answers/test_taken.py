"""Answers that come again are not looked at anew, and never taken for others."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.cases import TODAY
from helpers.shipped import TOOLKIT

from iopintake.answers.files import read_answers
from iopintake.answers.taken import Taken
from iopintake.support.errors import AnswersError

PACK = TOOLKIT.pack


def read(taken: Taken, **answers: Any) -> Any:
    return read_answers(PACK, "here", {"answers": answers}, TODAY, taken).answers.given


def test_the_same_answers_come_out_the_second_time() -> None:
    taken = Taken()
    told = {"age": 1, "symptoms": ["mood", "sleep"], "suicide_thoughts": {"absent": "asked-declined"}}
    assert read(taken, **told) == read(taken, **told)


@pytest.mark.parametrize("other", [True, 1.0, "1", [1], {"value": "1"}])
def test_what_only_looks_like_an_answer_that_came_before_is_refused(other: Any) -> None:
    taken = Taken()
    read(taken, age=1)
    with pytest.raises(AnswersError):
        read(taken, age=other)


def test_what_a_person_said_in_words_and_days_are_not_remembered() -> None:
    taken = Taken()
    read(taken, first_name="Ana", left_care_on="2026-11-01")
    assert taken.of([("first_name", "Ana"), ("left_care_on", "2026-11-01")]) == [None, None]
