"""Which values a question takes, from a file and as typed, and the sentence when it takes none.

``from_json`` reads the value of an answers file, ``from_text`` what an operator types
in a prompt. Both give the same values and refuse with the same sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from iopintake.answers.model import Value
from iopintake.packs.conditions import DAYS, SLOTS, TIMES
from iopintake.packs.model import Question
from iopintake.support.errors import nearest

TEXT_LIMIT: Final = 10_000
"""Characters of a free text; longer ones are refused, never cut."""
DATE_BOUNDS: Final = (timedelta(days=-36_525), timedelta(days=366))
"""How far from ``as_of`` a date may lie: a hundred years back, a year ahead."""


class Invalid(ValueError):
    """A value that a question does not take; the message says what it takes."""


def from_json(question: Question, raw: Any, as_of: date) -> Value:
    """Return the value that RAW, read from JSON or TOML, is for QUESTION.

    Raises Invalid with one sentence that names what the question takes.
    """
    match question.type:
        case "choice":
            if not isinstance(raw, str):
                raise Invalid(f"It takes one option code as text, not {_kind(raw)}.")
            return _code(question, raw)
        case "choices" | "schedule":
            if not isinstance(raw, list) or not all(isinstance(code, str) for code in raw):
                raise Invalid(f"It takes a list of codes, not {_kind(raw)}.")
            return _codes(question, raw)
        case "integer":
            if isinstance(raw, bool) or not isinstance(raw, int):
                raise Invalid(question.invalid)
            return _bounded(question, raw)
        case "date":
            if isinstance(raw, date):
                return _near(raw, as_of)
            if not isinstance(raw, str):
                raise Invalid(f"It takes a date such as 2026-11-23, not {_kind(raw)}.")
            try:
                return _near(date.fromisoformat(raw), as_of)
            except ValueError as error:
                raise Invalid("It takes a date such as 2026-11-23.") from error
        case "text":
            if not isinstance(raw, str):
                raise Invalid(f"It takes a text, not {_kind(raw)}.")
            return _text(raw)


def from_text(question: Question, typed: str, as_of: date) -> Value:
    """Return the value that an operator TYPED for QUESTION.

    An option goes by its number or its code, several are separated by commas or
    spaces; a date may be "3 weeks ago", a schedule "mon-fri evening, sat".
    Raises Invalid with one sentence that names what the question takes.
    """
    if question.type == "text":
        if not typed.strip():
            raise Invalid("Nothing was typed. Type the answer, or say that it was declined or is not known.")
        return _text(typed)
    typed = typed.strip()
    if not typed:
        raise Invalid("Nothing was chosen. Choose an answer, or say that it was declined or is not known.")
    match question.type:
        case "choice":
            return _code(question, _numbered(question, typed))
        case "choices":
            words = [word for word in re.split(r"[,\s]+", typed) if word]
            return _codes(question, [_numbered(question, word) for word in words])
        case "integer":
            if not re.fullmatch(r"[+-]?[0-9]{1,9}", typed):
                raise Invalid(question.invalid)
            return _bounded(question, int(typed))
        case "date":
            return _near(spoken_date(typed, as_of), as_of)
        case "schedule":
            return spoken_schedule(typed)


def _kind(raw: Any) -> str:
    names = {
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number with a point",
        list: "a list",
    }
    return "nothing" if raw is None else names.get(type(raw), "a table")


def _numbered(question: Question, word: str) -> str:
    if question.codes and word.isdigit() and word not in question.codes:
        number = int(word) if len(word) < 4 else 0  # noqa: PLR2004 - no list is that long
        if not 1 <= number <= len(question.codes):
            raise Invalid(f"There is no option {word[:20]}; the options go from 1 to {len(question.codes)}.")
        return question.codes[number - 1]
    return word


def _code(question: Question, code: str) -> str:
    if code not in question.codes:
        raise Invalid(f'There is no option "{code[:40]}". {nearest(code, question.codes)}')
    return code


def _codes(question: Question, codes: Sequence[str]) -> tuple[str, ...]:
    valid = SLOTS if question.type == "schedule" else question.codes
    for code in codes:
        if code not in valid:
            raise Invalid(f'There is no option "{code[:40]}". {nearest(code, valid)}')
    if question.type == "choices" and not codes:
        raise Invalid("At least one option is needed; choose the one that says none.")
    alone = [option for option in question.options if option.exclusive and option.code in codes]
    if alone and len(set(codes)) > 1:
        raise Invalid(f'"{alone[0].label}" goes with no other option.')
    return tuple(code for code in valid if code in codes)


def _bounded(question: Question, number: int) -> int:
    low, high = question.minimum, question.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise Invalid(question.invalid)
    return number


def _near(day: date, as_of: date) -> date:
    if not DATE_BOUNDS[0] <= day - as_of <= DATE_BOUNDS[1]:
        raise Invalid("The date lies more than a hundred years back or more than a year ahead.")
    return day


def _text(text: str) -> str:
    if len(text) > TEXT_LIMIT:
        raise Invalid(f"The text has {len(text)} characters; {TEXT_LIMIT} is the most. Shorten it.")
    return text


# --- spoken dates and times --------------------------------------------------------

_UNITS: Final = {"day": 1, "week": 7, "month": 30, "year": 365}


def spoken_date(typed: str, as_of: date) -> date:
    """Return the day that TYPED names: 2026-11-03, today, yesterday, 3 weeks ago, in 5 days."""
    words = typed.strip().lower()
    fixed = {"today": 0, "yesterday": -1, "tomorrow": 1}
    if words in fixed:
        return as_of + timedelta(days=fixed[words])
    if match := re.fullmatch(r"(an?|\d{1,4}) (day|week|month|year)s? ago", words):
        return as_of - timedelta(days=_UNITS[match[2]] * _count(match[1]))
    if match := re.fullmatch(r"in (an?|\d{1,4}) (day|week|month|year)s?", words):
        return as_of + timedelta(days=_UNITS[match[2]] * _count(match[1]))
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise Invalid(
            "Type a date such as 2026-11-03, or: today, yesterday, 3 weeks ago, in 5 days."
        ) from error


def _count(word: str) -> int:
    return 1 if word in {"a", "an"} else int(word)


_DAY_SETS: Final = {
    "weekdays": DAYS[:5],
    "weekend": DAYS[5:],
    "weekends": DAYS[5:],
    "any": DAYS,
    "daily": DAYS,
}
_SCHEDULE_HELP: Final = "Type days and times such as: mon-fri evening, sat morning. Or: any, none."


def spoken_schedule(typed: str) -> tuple[str, ...]:
    """Return the slots that TYPED names: "mon-fri evening, sat", "weekdays", "any", "none".

    Within a group (groups are separated by commas) each day goes with each time;
    a group without a time means the whole day, one without a day means every day.
    """
    if typed.strip().lower() in {"none", "no"}:
        return ()
    chosen: set[str] = set()
    for group in re.split(r"[,;]", typed.lower()):
        days: list[str] = []
        times: list[str] = []
        for word in re.sub(r"\s*-\s*", "-", group).split():
            if word in {"and", "in", "on", "the", "at"}:
                continue
            if (time := word.removesuffix("s")) in TIMES:
                times.append(time)
            else:
                days.extend(_spoken_days(word))
        if days or times:
            chosen |= {f"{day}-{time}" for day in days or DAYS for time in times or TIMES}
    if not chosen:
        raise Invalid(_SCHEDULE_HELP)
    return tuple(slot for slot in SLOTS if slot in chosen)


def _spoken_days(word: str) -> Sequence[str]:
    if word in _DAY_SETS:
        return _DAY_SETS[word]
    ends = [_day(part) for part in word.split("-")]
    match ends:
        case [day]:
            return (day,)
        case [first, last] if DAYS.index(first) <= DAYS.index(last):
            return DAYS[DAYS.index(first) : DAYS.index(last) + 1]
        case _:
            raise Invalid(_SCHEDULE_HELP)


def _day(word: str) -> str:
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for day, name in zip(DAYS, full, strict=True):
        if len(word) >= 3 and name.startswith(word.removesuffix("s") if word != "thurs" else word):  # noqa: PLR2004
            return day
    raise Invalid(f'"{word[:20]}" is no day or time. {_SCHEDULE_HELP}')
