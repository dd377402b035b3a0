"""Days and times as they are typed in the language of the screen, turned into English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from iopintake.support.language import N_, _
from iopintake.support.lookup import folded

_DAYS: Final = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday")),
    *(N_("Sunday"), N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun")),
)
_TIMES: Final = (
    N_("morning"),
    N_("afternoon"),
    N_("evening"),
    N_("any"),
    N_("none"),
    N_("and"),
    *(N_("always"), N_("never")),
)
_NEAR: Final = (N_("today"), N_("yesterday"), N_("tomorrow"))
_SPANS: Final = (
    *(N_("{count} day ago"), N_("{count} days ago"), N_("in {count} day"), N_("in {count} days")),
    *(N_("{count} week ago"), N_("{count} weeks ago"), N_("in {count} week"), N_("in {count} weeks")),
    *(N_("{count} month ago"), N_("{count} months ago"), N_("in {count} month"), N_("in {count} months")),
    *(N_("{count} year ago"), N_("{count} years ago"), N_("in {count} year"), N_("in {count} years")),
)
_COUNTS: Final = (
    *(N_("a|an|one"), N_("two|a couple of"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven")),
    *(N_("eight"), N_("nine"), N_("ten"), N_("eleven"), N_("twelve")),
)
"""The words for a count from one on; several for one are parted by "|"."""


def times_in_english(typed: str) -> str:
    """Return TYPED with each day and part of a day that stands in the screen's language in English.

    What is English already stays, in whatever language the screen is.
    """
    return _replaced(typed, (*_DAYS, *_TIMES))


def date_in_english(typed: str) -> str:
    """Return what is TYPED for a date in English, such as "3 weeks ago" for "hace tres semanas"."""
    said = folded(typed.strip())
    for tongue in (_, str):
        counts = _counts(tongue)
        number = "|".join(("[0-9]{1,4}", *map(re.escape, counts)))
        for english in _SPANS:
            before, after = map(folded, tongue(english).split("{count}"))
            if found := re.fullmatch(f"{re.escape(before)}({number}){re.escape(after)}", said):
                return english.replace("{count}", counts.get(found[1], found[1]))
    return _replaced(typed, _NEAR)


def _counts(tongue: Callable[[str], str]) -> dict[str, str]:
    """Return the digits that each word for a count stands for, in the language that TONGUE speaks."""
    return {
        folded(word): str(count)
        for count, words in enumerate(_COUNTS, 1)
        for word in tongue(words).split("|")
    }


def day_in_english(typed: str) -> str:
    """Return what is TYPED for a day of the week in English."""
    return _replaced(typed, _DAYS)


def _replaced(typed: str, known: Iterable[str]) -> str:
    table = {folded(_(english)): english.lower() for english in known}
    return re.sub(r"[^\W\d_]+", lambda word: table.get(folded(word[0]), word[0]), typed)
