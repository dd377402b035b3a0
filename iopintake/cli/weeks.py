"""A typical week without an intake."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from iopintake.answers.circumstances import today
from iopintake.answers.model import Answer, Answers
from iopintake.answers.times import spoken_schedule
from iopintake.answers.validation import Invalid
from iopintake.assessment.week import free_times, plan_week, sample_week
from iopintake.checking.toolkit import load_toolkit
from iopintake.packs.model import TrackId
from iopintake.support.errors import IopintakeError, nearest
from iopintake.terminal.output import console
from iopintake.terminal.pages.care import week_parts


def show_sample(folder: Path | None) -> None:
    """Print the common sample week as it stands."""
    weeks = load_toolkit(folder).pack.weeks
    out = console()
    for part in week_parts(sample_week(weeks, weeks.aim[-1])):
        out.print(part)


def show_week(folder: Path | None, *, track: str, days: str | None, payer: str | None, age: int) -> None:
    """Print a week of TRACK on the free DAYS, for somebody of AGE whom PAYER pays for."""
    toolkit = load_toolkit(folder)
    weeks = toolkit.pack.weeks
    names: dict[str, TrackId] = {name: name for name in get_args(TrackId)}
    if track not in names:
        raise IopintakeError(f'--track: there is no track "{track}". {nearest(track, names)}')
    payers = {known.id: known for known in weeks.payer}
    if payer is not None and payer not in payers:
        raise IopintakeError(f'--payer: no minimum of hours is known for "{payer}". {nearest(payer, payers)}')
    try:
        slots = None if days is None else spoken_schedule(days)
    except Invalid as problem:
        raise IopintakeError(f"--days: {problem}") from None
    evaluation = toolkit.evaluator.evaluate(Answers(today()).with_answer("age", Answer(value=age)))
    plan = plan_week(
        weeks,
        track=names[track],
        also=(),
        free=None if slots is None else free_times(slots),
        aim=next(aim for aim in weeks.aim if evaluation.is_met(f"aim:{aim.id}")),
        payer=payers[payer] if payer else None,
    )
    out = console()
    for part in week_parts(plan):
        out.print(part)
