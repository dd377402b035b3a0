"""A typical week: of a kept intake, of a program, or for a track and free days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import get_args

from iopintake.answers.circumstances import today
from iopintake.answers.model import Answer, Answers
from iopintake.answers.times import HOURS, spoken_schedule
from iopintake.answers.validation import Invalid
from iopintake.assessment.clock import read_clock, with_clock
from iopintake.assessment.php_week import plan_php_week
from iopintake.assessment.tracks import choose_track
from iopintake.assessment.week import WeekPlan, free_times, plan_week, sample_week
from iopintake.checking.toolkit import load_toolkit
from iopintake.packs.conditions import SLOTS
from iopintake.packs.model import TrackId
from iopintake.settings import read_settings, settings_path
from iopintake.support.errors import IopintakeError, nearest
from iopintake.support.language import _
from iopintake.terminal.output import console
from iopintake.terminal.pages.care import week_parts

TEEN, ADULT = 15, 18
"""An age of each kind, where a track but no age was named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedWeek:
    """For whom a week is wanted; None: not said."""

    track: str | None
    days: str | None
    payer: str | None
    age: int | None


def week_of_intake(intake: str, home: Path | None) -> WeekPlan:
    """Return the week of a kept intake; an error says why there is none."""
    from iopintake.cli.records.named import kept

    summary = kept(intake, home)
    plan = summary.week or summary.php_week
    if plan is None:
        raise IopintakeError(
            _("{id}: there is no week to plan. {headline}").format(
                id=summary.intake.id, headline=summary.recommendation.headline
            )
        )
    return plan


def sample(folder: Path | None) -> WeekPlan:
    """Return the common sample week as it stands."""
    weeks = load_toolkit(folder).pack.weeks
    return sample_week(weeks, weeks.aim[-1])


def php_week(folder: Path | None) -> WeekPlan:
    """Return the typical week of a PHP."""
    plan = plan_php_week(load_toolkit(folder).pack.weeks)
    if plan is None:
        raise IopintakeError(_("--php: the pack has no week of a PHP. Add a [php] table to its weeks.toml."))
    return plan


def planned(folder: Path | None, wanted: WantedWeek) -> WeekPlan:
    """Return a week of the wanted track, or of the one that the age leads to, on the free days."""
    toolkit = load_toolkit(folder)
    weeks = toolkit.pack.weeks
    names: dict[str, TrackId] = {name: name for name in get_args(TrackId)}
    if wanted.track is not None and wanted.track not in names:
        raise IopintakeError(
            _('--track: there is no track "{track}". {nearest}').format(
                track=wanted.track, nearest=nearest(wanted.track, names)
            )
        )
    payers = {known.id: known for known in weeks.payer}
    if wanted.payer is not None and wanted.payer not in payers:
        raise IopintakeError(
            _('--payer: no minimum of hours is known for "{payer}". {nearest}').format(
                payer=wanted.payer, nearest=nearest(wanted.payer, payers)
            )
        )
    settings = read_settings(settings_path())
    if wanted.track and settings.tracks and wanted.track not in settings.tracks:
        raise IopintakeError(
            _("--track: the clinic offers {tracks} only (iopintake config).").format(
                tracks=", ".join(settings.tracks)
            )
        )
    try:
        slots = None if wanted.days is None else spoken_schedule(wanted.days)
    except Invalid as problem:
        raise IopintakeError(f"--days: {problem}") from None
    if settings.days:  # the clinic's program runs on these only
        slots = tuple(slot for slot in (SLOTS if slots is None else slots) if slot[:3] in settings.days)
    age = wanted.age or (TEEN if wanted.track == "teen" else ADULT)
    evaluation = toolkit.evaluator.evaluate(Answers(today()).with_answer("age", Answer(value=age)))
    return plan_week(
        weeks,
        track=names[wanted.track] if wanted.track else choose_track(evaluation).id,
        also=(),
        free=None if slots is None else free_times(slots),
        aim=next(aim for aim in weeks.aim if evaluation.is_met(f"aim:{aim.id}")),
        payer=payers[wanted.payer] if wanted.payer else None,
    )


def show(plan: WeekPlan, start: str | None) -> None:
    """Print a week, with clock times from START on if that is given."""
    out = console()
    for part in week_parts(at_clock(plan, start)):
        out.print(part)


def at_clock(plan: WeekPlan, start: str | None) -> WeekPlan:
    """Return a week with clock times from START on, as it is where that is not given."""
    if start is None:
        return plan
    at = read_clock(start)
    _check_free(plan, at)
    return with_clock(plan, at)


def _check_free(plan: WeekPlan, start: time) -> None:
    """Raise IopintakeError when START lies outside the time of day that is free."""
    hour = start.hour + start.minute / 60
    for day in plan.days:
        if day.time is not None and not HOURS[day.time][0] <= hour < HOURS[day.time][1]:
            raise IopintakeError(
                _(
                    "--start: {start:%H:%M} does not lie in the {time}, which is what is free. Name a time "
                    "from {hours:.0f}:00 on."
                ).format(start=start, time=day.time, hours=HOURS[day.time][0])
            )
