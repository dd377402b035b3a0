"""Puts clock times into a week: the sessions of a day one after the other from the same hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from iopintake.assessment.week import WeekDay, WeekPlan
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _

DATE = datetime(2000, 1, 3)  # noqa: DTZ001 - any day: only the time of it counts
FORM = "%H:%M"


def read_clock(text: str) -> time:
    """Return a time that was typed as 17:30 or 9:00; raise IopintakeError otherwise."""
    try:
        return datetime.strptime(text.strip(), FORM).time()  # noqa: DTZ007 - a time without a day
    except ValueError:
        raise IopintakeError(
            _('--start: "{text}" is no time. Write it as 17:30.').format(text=text)
        ) from None


def with_clock(week: WeekPlan, start: time) -> WeekPlan:
    """Return WEEK with each day's sessions from START on; where they may be shorter, the longer time.

    Raises IopintakeError when a day would go on after midnight.
    """
    return replace(week, days=tuple(_day(day, start) for day in week.days))


def _day(day: WeekDay, start: time) -> WeekDay:
    blocks, at = [], datetime.combine(DATE, start)
    for block in day.blocks:
        ends = at + timedelta(minutes=block.minutes_max)
        blocks.append(replace(block, starts_at=f"{at:{FORM}}", ends_at=f"{ends:{FORM}}"))
        at = ends
    if at.date() != DATE.date():
        raise IopintakeError(
            _("--start: a day that begins at {start} would end after midnight.").format(
                start=f"{start:{FORM}}"
            )
        )
    return replace(day, blocks=tuple(blocks))
