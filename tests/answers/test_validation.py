"""Values of answers: what is taken, and the sentence when something is not."""

from __future__ import annotations

from datetime import date

import pytest
from helpers.cases import TODAY

from iopintake.answers.validation import Invalid, from_json, from_text, spoken_schedule
from iopintake.checking.toolkit import Toolkit


@pytest.mark.parametrize("typed", ["12.5", "300", "abc", "-1", "1e3", "\uff11\uff12", "999999999999"])
def test_an_age_that_is_none_is_refused_with_its_bounds(toolkit: Toolkit, typed: str) -> None:
    with pytest.raises(Invalid, match="whole number of years from 0 to 120"):
        from_text(toolkit.pack.questions["age"], typed, TODAY)


@pytest.mark.parametrize("raw", [12.5, 300, "12", True, None, [12]])
def test_an_age_from_a_file_is_a_whole_number_within_bounds(toolkit: Toolkit, raw: object) -> None:
    with pytest.raises(Invalid, match="whole number of years from 0 to 120"):
        from_json(toolkit.pack.questions["age"], raw, TODAY)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-11-03", date(2026, 11, 3)),
        ("yesterday", date(2026, 11, 22)),
        ("3 weeks ago", date(2026, 11, 2)),
        ("a month ago", date(2026, 10, 24)),
        ("in 5 days", date(2026, 11, 28)),
    ],
)
def test_a_day_can_be_said_in_words(toolkit: Toolkit, typed: str, expected: date) -> None:
    assert from_text(toolkit.pack.questions["left_care_on"], typed, TODAY) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mon evening", ("mon-evening",)),
        ("Mon-Wed evenings, sat morning", ("mon-evening", "tue-evening", "wed-evening", "sat-morning")),
        ("fri", ("fri-morning", "fri-afternoon", "fri-evening")),
        ("Tuesdays and Thursdays in the morning", ("tue-morning", "thu-morning")),
        ("none", ()),
    ],
)
def test_free_times_can_be_said_in_words(typed: str, expected: tuple[str, ...]) -> None:
    assert spoken_schedule(typed) == expected


def test_any_time_is_every_time() -> None:
    assert len(spoken_schedule("any")) == 21


@pytest.mark.parametrize("typed", ["soon", "wed-mon", ",", "mon noonish"])
def test_times_that_are_none_are_refused_with_an_example(typed: str) -> None:
    with pytest.raises(Invalid, match="mon-fri evening"):
        spoken_schedule(typed)


def test_an_option_goes_by_number_or_code(toolkit: Toolkit) -> None:
    question = toolkit.pack.questions["caller"]
    assert from_text(question, "2", TODAY) == from_text(question, "other", TODAY) == "other"


def test_codes_that_are_numbers_are_codes(toolkit: Toolkit) -> None:
    assert from_text(toolkit.pack.questions["func_work"], "3", TODAY) == "3"


def test_none_of_these_goes_with_nothing_else(toolkit: Toolkit) -> None:
    with pytest.raises(Invalid, match="goes with no other option"):
        from_text(toolkit.pack.questions["medical_signs"], "1,3", TODAY)


def test_a_wrong_option_names_the_nearest(toolkit: Toolkit) -> None:
    with pytest.raises(Invalid, match='Did you mean "alcohol"'):
        from_json(toolkit.pack.questions["substances"], ["alcool"], TODAY)


@pytest.mark.parametrize("typed", ["", "   "])
def test_an_empty_line_is_no_answer(toolkit: Toolkit, typed: str) -> None:
    with pytest.raises(Invalid):
        from_text(toolkit.pack.questions["first_name"], typed, TODAY)
