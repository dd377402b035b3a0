"""Days as people say them on a command line: a date, today, in 3 days, or a Monday, gone or to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from iopintake.answers.own_words import day_in_english
from iopintake.answers.times import spoken_date
from iopintake.answers.validation import Invalid
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST: Final = 3
WEEK: Final = 7


def past_day(text: str, today: date, option: str) -> date:
    """Return the day that TEXT names, seen from TODAY; a weekday is the last one, today included.

    Raises IopintakeError that names OPTION.

    >>> past_day("mon", date(2026, 11, 26), "--since")
    datetime.date(2026, 11, 23)
    """
    weekday = _weekday(text)
    if weekday is not None:
        return today - timedelta(days=(today.weekday() - weekday) % WEEK)
    try:
        return spoken_date(text, today)
    except Invalid:
        raise IopintakeError(
            _(
                "{option}: this is no day. Write a date such as 2026-11-23, or today, yesterday or monday."
            ).format(option=option)
        ) from None


def coming_day(text: str, today: date, option: str) -> date:
    """Return the day that TEXT names, seen from TODAY; a weekday is the next one, and never today.

    Raises IopintakeError that names OPTION.

    >>> coming_day("mon", date(2026, 11, 26), "--due")
    datetime.date(2026, 11, 30)
    """
    weekday = _weekday(text)
    if weekday is not None:
        return today + timedelta(days=(weekday - today.weekday() - 1) % WEEK + 1)
    try:
        return spoken_date(text, today)
    except Invalid:
        raise IopintakeError(
            _(
                "{option}: this is no day. Write a date such as 2026-11-30, or tomorrow, in 3 days or monday."
            ).format(option=option)
        ) from None


def _weekday(text: str) -> int | None:
    """Return the place in the week of the day that TEXT names or begins to name, if it is one."""
    word = day_in_english(text).strip().lower()
    named = [place for place, name in enumerate(WEEKDAYS) if len(word) >= SHORTEST and name.startswith(word)]
    return named[0] if named else None
