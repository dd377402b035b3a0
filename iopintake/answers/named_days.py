"""A day that is typed with the name of its month: Nov 13, 13 November 2025, 13 de noviembre."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Final

from iopintake.support.language import spoken_language
from iopintake.support.lookup import folded

_SHORTEST: Final = 3
"""Letters with which the name of a month may begin."""
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


def named_day(typed: str, as_of: date) -> date | None:
    """Return the day that TYPED names by its month, in English or the language of the screen, or None.

    Without a year it is the one nearest to AS_OF.
    """
    said = _ORDINAL.sub("", folded(typed))
    spoken = spoken_language().partition("-")[0] or "en"
    for language in dict.fromkeys(("en", spoken)):
        months, between = _words_of(language)
        words = [word for word in re.findall(r"[^\W\d_]+", said) if word not in between]
        numbers = [int(number[:9]) for number in re.findall("[0-9]+", said)]
        found = [month for month, names in months.items() if len(words) == 1 and _begins(words[0], names)]
        if len(found) == 1 and re.fullmatch(r"(?:[^\W\d_]|[0-9\s,.])*", said):
            return _day(found[0], numbers, as_of)
    return None


def _day(month: int, numbers: list[int], as_of: date) -> date | None:
    match numbers:
        case [day]:
            days = _valid((as_of.year - 1, as_of.year, as_of.year + 1), month, day)
            return min(days, key=lambda one: abs(one - as_of), default=None)
        case [day, year] if year > 31:  # noqa: PLR2004 - the longest month: it could be the day
            return next(_valid((year,), month, day), None)
    return None


def _valid(years: tuple[int, ...], month: int, day: int) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except (ValueError, OverflowError):  # February 29 of another year, or no day at all
            continue


def _begins(word: str, names: tuple[str, ...]) -> bool:
    return len(word) >= _SHORTEST and any(name.startswith(word) for name in names)


@lru_cache
def _words_of(language: str) -> tuple[dict[int, tuple[str, ...]], frozenset[str]]:
    """Return the names of the months in LANGUAGE, and what stands between a day and a month there."""
    from babel import Locale
    from babel.dates import get_month_names

    kinds = [get_month_names(width, locale=language) for width in ("abbreviated", "wide")]
    months = {month: tuple(folded(names[month]).rstrip(".") for names in kinds) for month in range(1, 13)}
    quoted = re.findall(r"'([^']+)'", Locale.parse(language).date_formats["long"].pattern)
    return months, frozenset(folded(word.strip()) for word in (*quoted, "of", "the"))
