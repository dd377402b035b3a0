"""A week as a grid: days across, sessions down, the hours of each day below; for every page alike."""

from __future__ import annotations

from datetime import time
from typing import Final

from iopintake.assessment.week import WeekBlock, WeekDay, WeekPlan, span
from iopintake.support.frozen import frozen
from iopintake.support.language import N_, _

DAYS: Final = {
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
}
HOUR: Final = 60


@frozen
class WeekGrid:
    """The cells of a week: a title and what stands below it for each day, a row for each session."""

    days: tuple[str, ...]
    times: tuple[str, ...]  # the time of day of each day, empty where it is not known
    rows: tuple[tuple[tuple[str, str], ...], ...]  # title, and how long or from when to when
    hours: tuple[str, ...]
    total: str


def week_grid(week: WeekPlan) -> WeekGrid:
    """Return WEEK as a grid; a day with fewer sessions than another has empty cells below."""
    most = max((len(day.blocks) for day in week.days), default=0)
    return WeekGrid(
        days=tuple(_(DAYS[day.day]) for day in week.days),
        times=tuple(_(day.time) if day.time else "" for day in week.days),
        rows=tuple(
            tuple(_cell(day.blocks[row]) if row < len(day.blocks) else ("", "") for day in week.days)
            for row in range(most)
        ),
        hours=tuple(_hours_of(day) for day in week.days),
        total=_("{span} hours a week").format(span=span(week.hours_min, week.hours_max)),
    )


def how_many_weeks(week: WeekPlan) -> str:
    """Return for how many weeks, or an empty text where that depends on the person."""
    return (
        _("for {weeks_min} to {weeks_max} weeks").format(weeks_min=week.weeks_min, weeks_max=week.weeks_max)
        if week.weeks_max
        else ""
    )


def length(block: WeekBlock) -> str:
    """Return how long a session takes, as a person says it.

    >>> length(WeekBlock(title="", minutes_min=90, minutes_max=90))
    '1.5 h'
    >>> length(WeekBlock(title="", minutes_min=30, minutes_max=60))
    '30-60 min'
    """
    low, high = block.minutes_min, block.minutes_max
    if low != high:
        return _("{low}-{high} min").format(low=low, high=high)
    if low < HOUR or low % (HOUR // 2):
        return _("{low} min").format(low=low)
    return f"{low / HOUR:g} h"


def clock(at: str) -> str:
    """Return a time such as 17:30 as people in the United States write it.

    >>> clock("17:30"), clock("09:00"), clock("12:15")
    ('5:30 pm', '9:00 am', '12:15 pm')
    """
    moment = time.fromisoformat(at)
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {'pm' if moment.hour >= 12 else 'am'}"  # noqa: PLR2004


def _cell(block: WeekBlock) -> tuple[str, str]:
    if block.starts_at and block.ends_at:
        return (
            block.title,
            f"{clock(block.starts_at).removesuffix(' pm').removesuffix(' am')}-{clock(block.ends_at)}",
        )
    return block.title, length(block)


def _hours_of(day: WeekDay) -> str:
    low = sum(block.minutes_min for block in day.blocks) / HOUR
    high = sum(block.minutes_max for block in day.blocks) / HOUR
    return f"{span(round(low, 2), round(high, 2))} h"
