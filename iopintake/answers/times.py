"""Days and free times in the words that people use for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

from iopintake.answers.named_days import named_day
from iopintake.answers.own_words import date_in_english, times_in_english
from iopintake.answers.validation import Invalid
from iopintake.packs.conditions import DAYS, SLOTS, TIMES
from iopintake.support.language import N_, _

# --- a day ---------------------------------------------------------------------------

_UNITS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}


def spoken_date(typed: str, as_of: date) -> date:
    """Return the day that TYPED names: 2026-11-03, Nov 3, today, yesterday, 3 weeks ago, in five days."""
    words = date_in_english(typed).strip().lower()
    fixed = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if words in fixed:
        return as_of + timedelta(days=fixed[words])
    if match := re.fullmatch(r"([0-9]{1,4}) (day|week|month|year)s? ago", words):
        return _days_from(as_of, -_UNITS[match[2]] * int(match[1]))
    if match := re.fullmatch(r"in ([0-9]{1,4}) (day|week|month|year)s?", words):
        return _days_from(as_of, _UNITS[match[2]] * int(match[1]))
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        if (named := named_day(words, as_of)) is not None:
            return named
        raise Invalid(
            _("Type a date such as 2026-11-03, or: today, yesterday, 3 weeks ago, in 5 days.")
        ) from error


def _days_from(as_of: date, days: int) -> date:
    try:
        return as_of + timedelta(days=days)
    except OverflowError:
        raise Invalid(_("No calendar reaches that far. Type a date such as 2026-11-03.")) from None


# --- free times ----------------------------------------------------------------------

HOURS: Final = {"morning": (8.0, 12.0), "afternoon": (12.0, 17.0), "evening": (17.0, 21.0)}
"""From when to when each part of a day lasts."""
ENOUGH: Final = 2.0
"""Hours of a part of the day that must be free for it to count, as in "after 3pm"."""
EXAMPLE: Final = N_("Type days and times such as: mon-fri evening, sat morning. Or: any, none.")

_NAMES: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT: Final = {"m": "mon", "t": "tue", "w": "wed", "th": "thu", "f": "fri"}
_DAY_SETS: Final[dict[str, Sequence[str]]] = {
    **dict.fromkeys(("weekday", "weekdays"), DAYS[:5]),
    **dict.fromkeys(("weekend", "weekends"), DAYS[5:]),
    **dict.fromkeys(("any", "anyday", "daily", "everyday", "always", "all", "flexible"), DAYS),
    "mwf": ("mon", "wed", "fri"),
    **dict.fromkeys(("tth", "tuth", "tuthu"), ("tue", "thu")),
}
_TIME_SETS: Final[dict[str, Sequence[str]]] = {
    **{time: (time,) for time in TIMES},
    "night": ("evening",),
    "tonight": ("evening",),
    "daytime": TIMES[:2],
    "day": TIMES,
    "anytime": TIMES,
    "time": TIMES,
}
_CLOCK: Final = {"noon": 12.0, "midday": 12.0, "lunch": 13.0, "school": 15.0, "work": 17.0, "dinner": 18.0}
_FILLER: Final = {
    *("and", "or", "in", "on", "the", "at", "only", "from", "between", "every", "each", "free", "during"),
    *("of", "but", ",", "/", "&", "+", "-"),
}
_TO: Final = frozenset({"-", "to", "through", "thru", "till", "until", "and"})
_AFTER: Final = frozenset({"after", "since"})
_BEFORE: Final = frozenset({"before", "until", "till", "by"})
_NOT: Final = frozenset({"not", "except", "without", "no", "never"})
_END: Final = frozenset({";", "."})
_TOKEN: Final = re.compile(r"\d+(?::\d\d)?\s*(?:[ap]\.?m\.?(?![a-z]))?|[^\W\d_]+|\S")
_FIRST_AFTERNOON_HOUR: Final = 8
"""A clock time below it, without am or pm, is in the afternoon: "after 3"."""


@dataclass
class _Group:
    """Days and the times they go with, as far as they have been read."""

    takes_away: bool = False
    days: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    order: list[Literal["days", "times"]] = field(default_factory=list)  # as they were said

    def add(self, kind: Literal["days", "times"], what: Iterable[str]) -> None:
        """Add what was read next."""
        getattr(self, kind).extend(what)
        if not self.order or self.order[-1] != kind:
            self.order.append(kind)

    def slots(self) -> Iterator[str]:
        """Yield what the group names: each day with each time, all of those that were not said."""
        for day in self.days or (DAYS if self.times else ()):
            for time in self.times or TIMES:
                yield f"{day}-{time}"


def spoken_schedule(typed: str) -> tuple[str, ...]:
    """Return the free times that TYPED names: "Mon/Wed/Fri evenings", "weekdays after 3pm", "any", "none".

    Days go with the times said after them, or before them where none come after; days
    without a time are free all day, times without a day every day. Raises Invalid that
    names the word that was not understood.
    """
    typed = times_in_english(typed)
    if typed.strip().lower().rstrip(".") in {"none", "no", "never"}:
        return ()
    chosen: set[str] = set()
    for group in _groups(_TOKEN.findall(typed.lower())):
        slots = set(group.slots())
        chosen = (chosen or set(SLOTS)) - slots if group.takes_away and slots else chosen | slots
    if not chosen:
        raise Invalid(_(EXAMPLE))
    return tuple(slot for slot in SLOTS if slot in chosen)


def _groups(tokens: list[str]) -> Iterator[_Group]:
    group, place = _Group(), 0
    while place < len(tokens):
        word = tokens[place].strip()
        kind: Literal["days", "times"]
        if word in _END or word in _NOT:
            yield group
            group, place = _Group(takes_away=word in _NOT), place + 1
            continue
        if (found := _span(tokens, place)) is not None:
            kind, what, place = "times", *found
        elif word in _FILLER:
            place += 1
            continue
        elif (times := _times(word)) is not None:
            kind, what, place = "times", times, place + 1
        else:
            kind, (what, place) = "days", _days(tokens, place)
        if kind == "days" and group.order[-1:] == ["times"] and group.days:
            yield group
            group = _Group(takes_away=group.takes_away)
        elif kind == "times" and group.order == ["times", "days"]:  # "evenings, sat morning"
            yield _Group(takes_away=group.takes_away, times=group.times)
            group = _Group(takes_away=group.takes_away, days=group.days, order=["days"])
        group.add(kind, what)
    yield group


def _times(word: str) -> Sequence[str] | None:
    """Return the parts of the day that WORD names, also shortened: "eve"."""
    named = _TIME_SETS.get(word) or _TIME_SETS.get(word.removesuffix("s"))
    short = len(word) > 2  # noqa: PLR2004 - "m" and "af" could be anything
    return named or next(((time,) for time in TIMES if short and time.startswith(word)), None)


def _days(tokens: list[str], place: int) -> tuple[Sequence[str], int]:
    """Return the days that stand at PLACE, one or a range, and where to read on."""
    word = tokens[place]
    if (days := _DAY_SETS.get(word)) is not None:
        return days, place + 1
    first = _day(word)
    if first is None:
        raise Invalid(_('"{word}" is no day or time. {example}').format(word=word[:20], example=_(EXAMPLE)))
    after = tokens[place + 1 : place + 3]
    if len(after) == 2 and after[0] in _TO - {"and"} and (last := _day(after[1])) is not None:  # noqa: PLR2004
        start, stop = DAYS.index(first), DAYS.index(last)
        return [DAYS[n % 7] for n in range(start, (stop if start <= stop else stop + 7) + 1)], place + 3
    return (first,), place + 1


def _day(word: str) -> str | None:
    if word in _SHORT:
        return _SHORT[word]
    bare = word if word in _NAMES else word.removesuffix("s")
    return next((day for day, name in zip(DAYS, _NAMES, strict=True) if _is_day(bare, name)), None)


def _is_day(word: str, name: str) -> bool:
    return len(word) > 1 and name.startswith(word)


def _span(tokens: list[str], place: int) -> tuple[Sequence[str], int] | None:
    """Return the parts of the day that a clock time at PLACE leaves free, and where to read on."""
    word, rest = tokens[place], tokens[place + 1 :]
    if word in _AFTER | _BEFORE and rest and (clock := _clock(rest[0])) is not None:
        return _parts(*((clock, 24.0) if word in _AFTER else (0.0, clock))), place + 2
    if (start := _clock(word)) is None or word in _CLOCK:
        return None
    if len(rest) > 1 and rest[0] in _TO and (stop := _clock(rest[1])) is not None:
        if stop <= start:
            stop += 12
        elif not word.strip().endswith("m") and stop - start > 12:  # "9 to 12": the same half of the day  # noqa: PLR2004
            start += 12
        return _parts(start, stop), place + 3
    onwards = bool(rest) and rest[0] in {"on", "onward", "onwards"}
    if word.strip().isdecimal() and not onwards:
        return None  # a bare number is no time of day
    return _parts(start, 24.0 if onwards else start + ENOUGH), place + 1 + onwards


def _clock(token: str) -> float | None:
    """Return a clock time in hours, or None."""
    token = token.strip()
    if token in _CLOCK:
        return _CLOCK[token]
    match = re.fullmatch(r"(\d{1,2})(?::(\d\d))?\s*(?:([ap])\.?m\.?)?", token)
    if match is None or int(match[1]) > 23:  # noqa: PLR2004
        return None
    hour = int(match[1]) % 12 if match[3] else int(match[1])
    if match[3] == "p" or (match[3] is None and hour < _FIRST_AFTERNOON_HOUR):
        hour += 12
    return hour + int(match[2] or 0) / 60


def _parts(start: float, stop: float) -> Sequence[str]:
    """Return the parts of the day that are free for long enough from START to STOP."""
    parts = [t for t, (begin, end) in HOURS.items() if min(end, stop) - max(begin, start) >= ENOUGH]
    if not parts:
        raise Invalid(
            _("That leaves less than {enough:.0f} hours of any part of the day. {example}").format(
                enough=ENOUGH, example=EXAMPLE
            )
        )
    return parts
