"""Days as people say them on a command line: a date, today, in 3 days, or a Monday, gone or to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from iopintake.answers.own_words import day_in_english
from iopintake.answers.times import spoken_date
from iopintake.answers.validation import Invalid
from iopintake.support.errors import IopintakeError
from iopintake.support.language import N_, _

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST: Final = 3
WEEK: Final = 7


def past_day(text: str, today: date, option: str) -> date:
    """Return the day that TEXT names, seen from TODAY; a weekday is the last one, today included.

    Raises IopintakeError that names OPTION.

    >>> past_day("mon", date(2026, 11, 26), "--since")
    datetime.date(2026, 11, 23)
    """
    sentence = N_("{option}: this is no day. Write a date such as 2026-11-23, or today, yesterday or monday.")
    return _day(text, today, lambda weekday: -((today.weekday() - weekday) % WEEK), option, sentence)


def coming_day(text: str, today: date, option: str) -> date:
    """Return the day that TEXT names, seen from TODAY; a weekday is the next one, and never today.

    Raises IopintakeError that names OPTION.

    >>> coming_day("mon", date(2026, 11, 26), "--due")
    datetime.date(2026, 11, 30)
    """
    sentence = N_(
        "{option}: this is no day. Write a date such as 2026-11-30, or tomorrow, in 3 days or monday."
    )
    return _day(text, today, lambda weekday: (weekday - today.weekday() - 1) % WEEK + 1, option, sentence)


def _day(text: str, today: date, days_to: Callable[[int], int], option: str, sentence: str) -> date:
    """Return the day of TEXT, a weekday by the DAYS_TO it; SENTENCE tells what is none."""
    weekday = _weekday(text)
    if weekday is not None:
        return today + timedelta(days=days_to(weekday))
    try:
        return spoken_date(text, today)
    except Invalid:
        raise IopintakeError(_(sentence).format(option=option)) from None


def _weekday(text: str) -> int | None:
    """Return the place in the week of the day that TEXT names or begins to name, if it is one."""
    word = day_in_english(text).strip().lower()
    named = [place for place, name in enumerate(WEEKDAYS) if len(word) >= SHORTEST and name.startswith(word)]
    return named[0] if named else None
