"""The list of intakes as an operator sees it, and the days that people say."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from iopintake.answers.spoken_days import WEEKDAYS, coming_day, past_day
from iopintake.store import Row
from iopintake.support.errors import IopintakeError
from iopintake.support.language import speaking
from iopintake.terminal.pages.intake_list import list_table, result_words, said_day

THURSDAY = date(2026, 11, 26)
FINISHED = {
    "id": "bado-kiru",
    "state": "finished",
    "day": "2026-11-25",
    "name": "Ana",
    "verdict": "fits",
    "level": "iop",
    "track": "mental_health",
    "review": "routine",
    "decided": None,
    "disposition": None,
    "due": None,
    "phone": "",
    "practice": False,
    "holder": None,
}


def shown(*changes: dict[str, object], width: int = 80) -> str:
    """Return the list of intakes that differ from a finished one by CHANGES."""
    out = io.StringIO()
    rows = [Row(**{**FINISHED, **change}) for change in changes]  # type: ignore[arg-type]
    Console(file=out, width=width, markup=False).print(list_table(rows, THURSDAY, width))
    return out.getvalue()


def test_an_intake_without_a_name_is_found_by_its_number() -> None:
    assert "614-555-0142" in shown({"name": "", "phone": "6145550142"})


def test_days_are_said_as_a_person_says_them() -> None:
    assert "yesterday" in shown({})
    assert [said_day(THURSDAY - timedelta(days), THURSDAY) for days in (0, 1, 5, 13, 30, 400)] == [
        "today",
        "yesterday",
        "5 days ago",
        "13 days ago",
        "Oct 27",
        "Oct 22, 2025",
    ]
    assert said_day(THURSDAY + timedelta(1), THURSDAY) == "tomorrow"


def test_a_column_in_which_nothing_stands_is_left_out() -> None:
    first = shown({}).splitlines()[0]
    assert first.split() == ["ID", "NAME", "RESULT", "REVIEW", "WHEN"]
    assert "FOLLOW-UP" in shown({}, {"disposition": "referred", "due": "2026-11-28"})
    assert "referred elsewhere, due in 2 days" in shown(
        {"disposition": "referred", "due": "2026-11-28"}, width=120
    )


def test_what_is_urgent_has_a_sign_and_a_word_until_somebody_decided() -> None:
    urgent = {"review": "now", "verdict": "higher_level_first", "level": "emergency"}
    assert "!! NOW" in shown(urgent)
    assert "! TODAY" in shown({"review": "same_day"})
    assert "NOW" not in shown({**urgent, "decided": "emergency"})


def test_a_draft_with_nothing_due_says_so() -> None:
    assert "nothing due" in shown({"state": "draft", "verdict": None, "level": None, "review": None})


@pytest.mark.parametrize(
    ("verdict", "level", "words"),
    [
        ("fits", "iop", "IOP fits"),
        ("may_fit", "iop", "IOP may fit"),
        ("higher_level_first", "php", "PHP first"),
        ("lower_level_enough", "outpatient", "weekly care is enough"),
        ("undetermined", "php", "at least PHP"),
        ("undetermined", None, "not known yet"),
        (None, None, ""),
    ],
)
def test_verdict_and_level_are_one_thing(verdict: str | None, level: str | None, words: str) -> None:
    assert result_words(verdict, level) == words


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1)), st.sampled_from(WEEKDAYS))
def test_a_weekday_is_the_last_one(today: date, name: str) -> None:
    day = past_day(name, today, "--since")
    assert (day.weekday(), 0 <= (today - day).days < 7) == (WEEKDAYS.index(name), True)
    assert past_day(name[:3].upper(), today, "--since") == day


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 1, 1)), st.sampled_from(WEEKDAYS))
def test_a_weekday_on_which_something_is_due_is_the_next_one(today: date, name: str) -> None:
    day = coming_day(name, today, "--due")
    assert (day.weekday(), 0 < (day - today).days <= 7) == (WEEKDAYS.index(name), True)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("mañana", 27),
        ("lunes", 30),
        ("miercoles", 2),
        ("vie", 27),
        ("en 3 días", 29),
        ("tomorrow", 27),
        ("sat", 28),
    ],
)
def test_a_day_is_taken_in_the_language_of_the_screen_and_in_english(said: str, day: int) -> None:
    with speaking("es"):
        assert coming_day(said, THURSDAY, "--due").day == day
        assert past_day("Sábado", THURSDAY, "--day") == date(2026, 11, 21)


def test_a_day_that_is_none_is_told_with_what_to_write() -> None:
    assert past_day("yesterday", THURSDAY, "--day") == date(2026, 11, 25)
    assert past_day("2026-11-23", THURSDAY, "--day") == date(2026, 11, 23)
    for word in ("soon", "t", "26.11.2026", ""):
        with pytest.raises(IopintakeError, match="--day: this is no day"):
            past_day(word, THURSDAY, "--day")


def test_at_60_columns_no_word_is_broken_and_what_came_of_it_stands_below_the_result() -> None:
    lines = shown(
        {"name": "Guadalupe", "decided": "twenty_four_hour", "disposition": "call_back", "due": "2026-11-28"},
        {"id": "rovo-sima", "state": "draft", "verdict": None, "level": None, "review": "now"},
        {
            "id": "pova-nofo",
            "verdict": "undetermined",
            "level": "withdrawal_management",
            "review": "same_day",
        },
        width=60,
    ).splitlines()
    assert max(map(len, lines)) <= 60
    words = {word.strip(",") for line in lines for word in line.split()}
    assert {"Guadalupe", "RESULT", "REVIEW", "withdrawal", "yesterday", "decided:", "back", "draft"} <= words
