"""The index of the intakes: what a row of it holds, derived from the events and from nothing else."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any, Final

from iopintake.interview.events import Answered, LanguageSpoken, Viewed
from iopintake.store.journal.events import Event, HalfGiven
from iopintake.store.journal.replay import Intake

COLUMNS: Final = (
    "state",
    "day",
    "week",
    "begun_at",
    "finished_at",
    "practice",
    "mode",
    "name",
    "phone",
    "pack",
    "verdict",
    "level",
    "track",
    "review",
    "crisis",
    "declined",
    "seconds",
    "decided",
    "agrees",
    "reason",
    "disposition",
    "due",
)
"""The columns that ``index_row`` gives, in this order."""
APART: Final = "apart"
"""The state of an intake that two desks wrote to while they were apart, until a person settles it."""
LAST_DIGITS = 10
"""Digits of a telephone number that count; what stands before them is a country's prefix."""

LOCAL_DIGITS = 7
"""Digits of a number without its area, by which it is still the same number."""

ACCENTS: Final = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
"""What stands above and below letters (Unicode's combining diacritical marks), and no script's vowels."""


def index_row(intake: Intake) -> dict[str, Any]:
    """Return the columns of an intake's row."""
    begun, result, decision, follow_up = intake.begun, intake.result, intake.standing, intake.follow_up
    year, week, _ = begun.day.isocalendar()
    return {
        "state": APART if intake.apart else intake.state.value,
        "day": begun.day.isoformat(),
        "week": f"{year}-W{week:02}",
        "begun_at": intake.begun_at.isoformat(),
        "finished_at": intake.finished_at.isoformat() if intake.finished_at else None,
        "practice": int(begun.practice),
        "mode": begun.mode,
        "name": storable(intake.name),
        "phone": digits(intake.phone),
        "pack": begun.pack.sha256,
        "verdict": result.verdict if result else None,
        "level": result.level if result else None,
        "track": result.track if result else None,
        "review": intake.review,
        "crisis": int(intake.danger),
        "declined": json.dumps(result.declined) if result else None,
        "seconds": intake.seconds if result else None,
        "decided": decision.level if decision else None,
        "agrees": int(decision.level == decision.recommended) if decision else None,
        "reason": decision.reason if decision else None,
        "disposition": follow_up.disposition if follow_up else None,
        "due": follow_up.due.isoformat() if follow_up and follow_up.due else None,
    }


def leaves_as_it_is(before: Intake, event: Event) -> bool:
    """Say at once of most events of a draft that nothing in its row comes out otherwise."""
    if before.result is not None:
        return False
    if isinstance(event, Answered):
        return event.question_id not in before.begun.indexed and event.review is None
    return isinstance(event, Viewed | HalfGiven | LanguageSpoken)


def storable(text: str) -> str:
    """Return TEXT without the half characters that a database can't hold."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode()


def searchable(name: str) -> str:
    """Return a name as it is searched: small letters, in one form, without accents.

    A name is heard on the phone and typed on a keyboard that may lack its accents. What the
    server does with the names it holds is the same (migrations/0002.sql).

    >>> searchable("JOS\u00c9"), searchable("Jose\u0301"), searchable("Nu\u00f1ez")
    ('jose', 'jose', 'nunez')
    """
    return ACCENTS.sub("", unicodedata.normalize("NFKD", name)).casefold()


def digits(phone: str) -> str:
    """Return the digits of a telephone number that count.

    >>> digits("+1 (555) 010-0199")
    '5550100199'
    """
    return "".join(char for char in phone if char in "0123456789")[-LAST_DIGITS:]


def spoken_number(number: str) -> str:
    """Return such digits as a number is written; they stand for somebody whose name is not known.

    >>> spoken_number("5550100199"), spoken_number("5550134"), spoken_number("")
    ('555-010-0199', '555-0134', '')
    """
    parts = (
        (number[:-7], number[-7:-4], number[-4:]) if len(number) in {LOCAL_DIGITS, LAST_DIGITS} else (number,)
    )
    return "-".join(filter(None, parts))
