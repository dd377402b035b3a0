"""A moment as a person reads it: by the clock of this machine, with the short name of its zone.

Whatever is stored or exported for a program keeps its moments in UTC (ISO 8601). What a person
reads goes through here, and nowhere else is a moment written. The zone is always named: records
are shared, so whoever reads may sit in another zone than whoever wrote. (The hours of a week's
sessions are no moments but times of day at the clinic: summary/week_grid.py writes those.)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final

from iopintake.support.language import _, short_date

Moment = datetime | str
"""A time of day on a day: as it is, or in ISO 8601; by this machine's clock where it names no zone."""

_SHORT_NAME: Final = re.compile("[A-Z]{2,5}")
"""What people call a zone by; other names are numbers (-03), or whole words (Windows)."""


def said_time(moment: Moment) -> str:
    """Return the time of day alone, for what is happening now: 10:10 EST."""
    local = _local(moment)
    return str(moment) if local is None else f"{local:%H:%M} {_zone(local)}"


def said_moment(moment: Moment, today: date | None = None) -> str:
    """Return day and time, as they stand in a sentence or a cell: Nov 26, 2026 at 23:30 EST.

    Of the day that is TODAY the time is enough, and of that year the day without it.
    """
    local = _local(moment)
    if local is None or local.date() == today:
        return said_time(moment)
    return _("{day} at {time}").format(day=_day(local, today), time=said_time(local))


def said_since(moment: Moment, today: date) -> str:
    """Return since when something goes on, with its day unless that is TODAY: since 10:10 EST."""
    local = _local(moment)
    if local is None or local.date() == today:
        return _("since {time}").format(time=said_time(moment))
    return _("since {day} at {time}").format(day=_day(local, today), time=said_time(local))


def local_day(moment: datetime) -> date:
    """Return the day of a moment here, which can be another than in UTC."""
    return moment.astimezone().date()


def local_date(moment: Moment) -> str:
    """Return the day of a moment here, as it stands in a sentence: 2026-11-26."""
    local = _local(moment)
    return str(moment) if local is None else local.date().isoformat()


def stamps(moments: Iterable[Moment]) -> tuple[str, tuple[str, ...]]:
    """Return MOMENTS to the second, for a column of them, and the zone that they share.

    Where they share none, as when the clocks were changed meanwhile, each names its own.
    """
    locals_ = [(_local(moment), str(moment)) for moment in moments]
    zones = {_zone(local) for local, _raw in locals_ if local is not None}
    zone = zones.pop() if len(zones) == 1 else ""
    return zone, tuple(
        raw if local is None else f"{local:%Y-%m-%d %H:%M:%S}{'' if zone else f' {_zone(local)}'}"
        for local, raw in locals_
    )


def _local(moment: Moment) -> datetime | None:
    """Return MOMENT by the clock of this machine; None for what is no time, as in damaged records."""
    try:
        return (datetime.fromisoformat(moment) if isinstance(moment, str) else moment).astimezone()
    except (ValueError, OverflowError, OSError):  # no time, or none that the machine can tell
        return None


def _day(local: datetime, today: date | None) -> str:
    return short_date(local.date(), year=today is None or local.year != today.year)


def _zone(local: datetime) -> str:
    """Return what the zone of a local time is called: EST, or UTC-3 where it has no short name."""
    name = local.tzname() or ""
    if _SHORT_NAME.fullmatch(name):
        return name
    minutes = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    hours, rest = divmod(abs(minutes), 60)
    return (
        "UTC" + (f"{'-' if minutes < 0 else '+'}{hours}" if minutes else "") + (f":{rest:02}" if rest else "")
    )
