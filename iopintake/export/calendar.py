"""A week of the program as a calendar (RFC 5545), through icalendar.

A program day is one event that repeats every week at the same time of day in the clinic's own
time zone, whose rules the file carries (VTIMEZONE): 17:30 stays 17:30 when the clocks change.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from iopintake.assessment.week import WeekDay, WeekPlan, span
from iopintake.packs.conditions import DAYS
from iopintake.support.errors import IopintakeError
from iopintake.support.frozen import frozen
from iopintake.support.language import _

TITLE: Final = "Program day"
"""Says nothing about treatment: it is read on locked screens, by whoever is near."""


@frozen
class Run:
    """From when and for how long a program runs, at what times, and on which days it does not."""

    first: date
    weeks: int
    zone: ZoneInfo
    starts: dict[str, time]  # day of the week -> when it begins, where its sessions do not say
    closed: Collection[date]
    key: str  # the same for the same program, so that an event is replaced and not doubled
    clinic: str
    made_at: datetime


def calendar(plan: WeekPlan, run: Run) -> bytes:
    """Return PLAN as a calendar file over the weeks of RUN; IopintakeError without the extra."""
    try:
        import icalendar
    except ImportError:
        raise IopintakeError(
            _("A calendar needs an extra of iopintake. Install it with: pip install 'iopintake[calendar]'")
        ) from None
    found = icalendar.Calendar()
    found.add("prodid", "-//iopintake//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", run.clinic or TITLE)
    for day in plan.days:
        if (event := _event(icalendar.Event(), day, run)) is not None:
            found.add_component(event)
    found.add_missing_timezones(first_date=run.first, last_date=run.first + timedelta(weeks=run.weeks + 1))
    made: bytes = found.to_ical()
    return made


def _event(event: Any, day: WeekDay, run: Run) -> Any:
    offset = (DAYS.index(day.day) - run.first.weekday()) % 7
    every = [run.first + timedelta(days=offset + 7 * week) for week in range(run.weeks)]
    held = [one for one in every if one not in run.closed]
    if not held:
        return None
    begins = run.starts[day.day]
    start = datetime.combine(held[0], begins, run.zone)
    event.add("uid", f"{uuid5(NAMESPACE_URL, f'urn:iopintake:program:{run.key}:{day.day}')}@iopintake")
    event.add("dtstamp", run.made_at)
    event.add("summary", f"{TITLE}, {run.clinic}" if run.clinic else TITLE)
    event.add("dtstart", start)
    event.add("duration", timedelta(minutes=sum(block.minutes_max for block in day.blocks)))
    event.add(
        "rrule", {"freq": "weekly", "until": datetime.combine(held[-1], begins, run.zone).astimezone(UTC)}
    )
    left_out = [
        datetime.combine(one, begins, run.zone)
        for one in every
        if held[0] < one < held[-1] and one not in held
    ]
    for one in left_out:
        event.add("exdate", one)
    event.add(
        "description",
        "\n".join(f"{block.title}, {span(block.minutes_min, block.minutes_max)} min" for block in day.blocks),
    )
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event
