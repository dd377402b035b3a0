"""Which values a question takes, and the sentence when it takes none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from iopintake.answers.model import Value
from iopintake.packs.conditions import SLOTS
from iopintake.packs.model import Question
from iopintake.support.errors import nearest
from iopintake.support.language import _

TEXT_LIMIT: Final = 10_000
"""Characters of a free text; in a file a longer one is refused, of what is typed the rest is dropped."""
OLDEST: Final = timedelta(days=36_525)
"""How far back from ``as_of`` a date may lie: a hundred years."""


def cut(dropped: int) -> str:
    """Return what is said when a text was longer than it may be."""
    return _("A text has at most {text_limit:,} characters; the last {dropped:,} were dropped.").format(
        text_limit=TEXT_LIMIT, dropped=dropped
    )


class Invalid(ValueError):
    """A value that a question does not take; the message says what it takes."""


def from_json(question: Question, raw: Any, as_of: date) -> Value:
    """Return the value that RAW, read from JSON or TOML, is for QUESTION.

    Raises Invalid with one sentence that names what the question takes.
    """
    match question.type:
        case "choice":
            if not isinstance(raw, str):
                raise Invalid(_("It takes one option code as text, not {kind}.").format(kind=_kind(raw)))
            return _code(question, raw)
        case "choices" | "schedule":
            if not isinstance(raw, list) or not all(isinstance(code, str) for code in raw):
                raise Invalid(_("It takes a list of codes, not {kind}.").format(kind=_kind(raw)))
            return combined(question, raw)
        case "integer":
            if isinstance(raw, bool) or not isinstance(raw, int):
                raise Invalid(question.invalid)
            return bounded(question, raw)
        case "date":
            if isinstance(raw, date):
                return near(question, raw.date() if isinstance(raw, datetime) else raw, as_of)
            if not isinstance(raw, str):
                raise Invalid(_("It takes a date such as 2026-11-23, not {kind}.").format(kind=_kind(raw)))
            try:
                day = date.fromisoformat(raw)
            except ValueError as error:
                raise Invalid(_("It takes a date such as 2026-11-23.")) from error
            return near(question, day, as_of)
        case "text":
            if not isinstance(raw, str):
                raise Invalid(_("It takes a text, not {kind}.").format(kind=_kind(raw)))
            return free_text(raw)


def _kind(raw: Any) -> str:
    names = {
        str: _("a text"),
        bool: _("true or false"),
        int: _("a number"),
        float: _("a number with a point"),
        list: _("a list"),
    }
    return "nothing" if raw is None else names.get(type(raw), "a table")


def _code(question: Question, code: str) -> str:
    if code not in question.codes:
        raise Invalid(
            _('There is no option "{code}". {nearest}').format(
                code=code[:40], nearest=nearest(code, question.codes)
            )
        )
    return code


def combined(question: Question, codes: Sequence[str]) -> tuple[str, ...]:
    """Return CODES in the pack's order; raise Invalid for one that is none or goes alone."""
    valid = SLOTS if question.type == "schedule" else question.codes
    for code in codes:
        if code not in valid:
            raise Invalid(
                _('There is no option "{code}". {nearest}').format(
                    code=code[:40], nearest=nearest(code, valid)
                )
            )
    if question.type == "choices" and not codes:
        raise Invalid(_("At least one option is needed; choose the one that says none."))
    alone = [option for option in question.options if option.exclusive and option.code in codes]
    if alone and len(set(codes)) > 1:
        raise Invalid(_('"{label}" goes with no other option.').format(label=alone[0].label))
    return tuple(code for code in valid if code in codes)


def bounded(question: Question, number: int) -> int:
    """Return NUMBER; raise Invalid with the pack's sentence when it is out of bounds."""
    low, high = question.minimum, question.maximum
    if (low is not None and number < low) or (high is not None and number > high):
        raise Invalid(question.invalid)
    return number


def near(question: Question, day: date, as_of: date) -> date:
    """Return DAY; raise Invalid when no life reaches that far back, or it is still to come."""
    if as_of - day > OLDEST:
        raise Invalid(_("The date lies more than a hundred years back."))
    if day - as_of > timedelta(days=question.ahead):
        if question.ahead:
            raise Invalid(
                _("The date lies more than {ahead} days ahead of {as_of}.").format(
                    ahead=question.ahead, as_of=as_of
                )
            )
        raise Invalid(_("The date lies ahead; it takes a day up to {as_of}.").format(as_of=as_of))
    return day


def free_text(text: str) -> str:
    """Return TEXT; raise Invalid when it is too long. It is never cut."""
    if len(text) > TEXT_LIMIT:
        raise Invalid(
            _("The text has {count} characters; {text_limit} is the most. Shorten it.").format(
                count=len(text), text_limit=TEXT_LIMIT
            )
        )
    return text
