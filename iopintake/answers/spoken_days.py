"""Days as people say them on a command line: a date, today, yesterday, or the last Monday."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from iopintake.support.errors import IopintakeError
from iopintake.support.language import _

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORTEST: Final = 3


def spoken_day(text: str, today: date, option: str) -> date:
    """Return the day that TEXT names, seen from TODAY; a weekday is the last one, today included.

    Raises IopintakeError that names OPTION.

    >>> spoken_day("mon", date(2026, 11, 26), "--since")
    datetime.date(2026, 11, 23)
    """
    word = text.strip().lower()
    if word in {"today", "yesterday", "tomorrow"}:
        return today + timedelta(days=("yesterday", "today", "tomorrow").index(word) - 1)
    named = [place for place, name in enumerate(WEEKDAYS) if len(word) >= SHORTEST and name.startswith(word)]
    if named:
        return today - timedelta(days=(today.weekday() - named[0]) % 7)
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise IopintakeError(
            _(
                "{option}: this is no day. Write a date such as 2026-11-23, or today, yesterday or monday."
            ).format(option=option)
        ) from None
