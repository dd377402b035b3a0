"""The part of the summary about care: the level, a typical week, how to get ready."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from iopintake.assessment.week import WeekDay, WeekPlan, span
from iopintake.summary.model import Summary
from iopintake.support.safe_text import safe_text
from iopintake.terminal.pages.renderables import heading, item, line

DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def level_parts(summary: Summary) -> Iterator[RenderableType]:
    """Yield what the level is, what to do now, and when an IOP may come after it."""
    recommendation = summary.recommendation
    level = recommendation.about_level
    yield heading(f"What to do now: {safe_text(level.title)}" if level else "What to do now")
    if level:
        yield line(level.what)
        asam = f" (ASAM {level.asam})" if level.asam else ""
        yield line(f"How much: {level.hours}{asam}", "dim")
    for number, step in enumerate(recommendation.next_steps, 1):
        yield item(step, f"{number}.")
    if level:
        yield line(level.iop_after)


def recommended_week(summary: Summary, week: WeekPlan) -> Iterator[RenderableType]:
    """Yield why this track, and its typical week."""
    yield heading(f"A typical week: {safe_text(summary.track.title)}")
    yield line(f"{summary.track.why} Emphasis: {summary.track.emphasis}.")
    yield from week_parts(week)


def week_parts(week: WeekPlan) -> Iterator[RenderableType]:
    """Yield a typical week: days and blocks, hours, weeks, notes."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for day in week.days:
        table.add_row(Text(DAYS[day.day], style="bold"), _day(day))
    yield table
    hours = span(week.hours_min, week.hours_max)
    yield line(f"{hours} hours a week, for {week.weeks_min} to {week.weeks_max} weeks", "bold")
    if week.payer_minimum_hours is not None:
        word = "reached" if week.meets_payer_minimum else "NOT reached"
        yield line(f"The payer's minimum of {week.payer_minimum_hours} hours a week is {word}.")
    for note in week.notes:
        yield item(note)
    yield line(week.php_instead)


def _day(day: WeekDay) -> Text:
    blocks = [f"{safe_text(b.title)} {span(b.minutes_min, b.minutes_max)} min" for b in day.blocks]
    free = (
        f" ({', '.join(day.times)})" if 0 < len(day.times) < len(("morning", "afternoon", "evening")) else ""
    )
    return Text("\n".join(blocks) + free)


def readiness_parts(summary: Summary) -> Iterator[RenderableType]:
    """Yield tips, barriers, how to choose a program, and what to check with the insurance."""
    readiness = summary.readiness
    yield heading("How to get ready")
    for number, tip in enumerate(readiness.tips, 1):
        yield item(Text.assemble((safe_text(tip.title), "bold"), ": ", safe_text(tip.text)), f"{number}.")
        for specific in tip.specific:
            yield item(specific, "=>", indent=3)
    if readiness.barriers:
        yield heading("What stands in the way, and what helps")
        for barrier in readiness.barriers:
            yield item(barrier.text)
            yield item(barrier.helps, "=>", indent=2)
    yield heading("Choosing a program")
    for point in readiness.choosing:
        yield item(Text.assemble((safe_text(point.title), "bold"), ": ", safe_text(point.text)))
    if summary.week:
        yield heading("What speaks for an IOP in general")
        for point in readiness.benefits:
            yield item(Text.assemble((safe_text(point.title), "bold"), ": ", safe_text(point.text)))
    yield heading("Insurance: what to check")
    for check in readiness.insurance:
        yield item(check, "[ ]")
