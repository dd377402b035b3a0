"""A week of the program as a calendar file, with the clinic's own times, holidays and time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from iopintake.assessment.week import WeekDay, WeekPlan
from iopintake.export.calendar import Run, calendar
from iopintake.settings import Settings, read_settings, settings_path
from iopintake.support.errors import IopintakeError
from iopintake.support.language import _
from iopintake.terminal.output import write_data
from iopintake.terminal.prompts.operator import tell


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarOptions:
    """What was asked of ``week --calendar``; ``key`` is the same for the same program."""

    target: Path
    first: str | None
    weeks: int
    timezone: str | None
    skip: tuple[str, ...]
    force: bool
    key: str


def write_calendar(plan: WeekPlan, options: CalendarOptions) -> None:
    """Write PLAN as a calendar file over as many weeks as was asked."""
    settings = read_settings(settings_path())
    zone = _zone(options.timezone or settings.timezone)
    if options.first is None:
        raise IopintakeError(_("--from: name the first day, such as --from 2026-10-05."))
    run = Run(
        first=_day(options.first, "--from"),
        weeks=options.weeks,
        zone=zone,
        starts={day.day: _start(day, settings) for day in plan.days},
        closed={*settings.closed, *(_day(one, "--skip") for one in options.skip)},
        key=options.key,
        clinic=settings.clinic,
        made_at=datetime.now(UTC).replace(microsecond=0),
    )
    write_data(calendar(plan, run), options.target, force=options.force)
    if str(options.target) != "-":
        tell(
            _("{target}: {count} days a week for {weeks} weeks, {key}.").format(
                target=options.target, count=len(plan.days), weeks=options.weeks, key=zone.key
            )
        )


def _start(day: WeekDay, settings: Settings) -> time:
    """Return when a day begins: as its plan says, or as the settings do for its part of the day."""
    part = day.time or next(iter(day.times), None)
    return time.fromisoformat(day.blocks[0].starts_at or settings.start_time(part))


def _zone(name: str) -> ZoneInfo:
    if not name:
        raise IopintakeError(
            _(
                "--timezone: name the clinic's time zone, such as --timezone America/New_York, or set it "
                "once with: iopintake config edit"
            )
        )
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise IopintakeError(
            _('--timezone: there is no time zone "{name}". Write it as America/New_York.').format(
                name=name[:40]
            )
        ) from None


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise IopintakeError(
            _("{option}: this is no date. Write it as 2026-11-23.").format(option=option)
        ) from None
