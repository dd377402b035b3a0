"""The part of the summary about care: the level, a typical week, how to get ready."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from iopintake.assessment.week import WeekPlan
from iopintake.summary.model import Summary
from iopintake.support.language import _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.pages.grid import WeekTable, week_total
from iopintake.terminal.pages.renderables import heading, item, line


def level_parts(summary: Summary) -> Iterator[RenderableType]:
    """Yield what the level is, what to do now, and when an IOP may come after it."""
    recommendation = summary.recommendation
    level = recommendation.about_level
    yield heading(
        _("What to do now: {title}").format(title=safe_text(level.title)) if level else _("What to do now")
    )
    if level:
        yield line(level.what)
        asam = _(" (ASAM {asam})").format(asam=level.asam) if level.asam else ""
        yield line(_("In short: {hours}{asam}").format(hours=level.hours, asam=asam), "dim")
    for number, step in enumerate(recommendation.next_steps, 1):
        yield item(step, f"{number}.")
    if level:
        yield line(level.iop_after)


def recommended_week(summary: Summary) -> Iterator[RenderableType]:
    """Yield why this track, and its typical week; or a PHP's where that comes first."""
    if summary.week:
        yield heading(_("A typical week: {title}").format(title=safe_text(summary.track.title)))
        yield line(
            _("{why} Emphasis: {emphasis}.").format(why=summary.track.why, emphasis=summary.track.emphasis)
        )
        yield from week_parts(summary.week)
    if summary.php_week:
        yield heading(_("A typical week of a PHP"))
        yield from week_parts(summary.php_week)


def week_parts(week: WeekPlan) -> Iterator[RenderableType]:
    """Yield a typical week: the grid, hours, weeks, notes."""
    if week.days:
        yield Text()
        yield WeekTable(week)
        yield Text()
    yield line(week_total(week), "bold")
    if week.payer_minimum_hours is not None:
        word = _("reached") if week.meets_payer_minimum else _("NOT reached")
        yield line(
            _("The payer's minimum of {payer_minimum_hours} hours a week is {word}.").format(
                payer_minimum_hours=week.payer_minimum_hours, word=word
            )
        )
    for note in week.notes:
        yield item(note)
    if week.php_instead:
        yield line(week.php_instead)


def readiness_parts(summary: Summary) -> Iterator[RenderableType]:
    """Yield tips, barriers, how to choose a program, and what to check with the insurance."""
    readiness = summary.readiness
    if readiness.tips:
        yield heading(_("How to get ready"))
    for number, tip in enumerate(readiness.tips, 1):
        yield item(Text.assemble((safe_text(tip.title), "bold"), ": ", safe_text(tip.text)), f"{number}.")
        for specific in tip.specific:
            yield item(specific, "=>", indent=3)
    if readiness.barriers:
        yield heading(_("What stands in the way, and what helps"))
        for barrier in readiness.barriers:
            yield item(barrier.text)
            yield item(barrier.helps, "=>", indent=2)
    if readiness.choosing:
        yield heading(_("Choosing a program"))
    for point in readiness.choosing:
        yield item(Text.assemble((safe_text(point.title), "bold"), ": ", safe_text(point.text)))
    if readiness.benefits:
        yield heading(_("What speaks for an IOP in general"))
        for point in readiness.benefits:
            yield item(Text.assemble((safe_text(point.title), "bold"), ": ", safe_text(point.text)))
    if readiness.insurance:
        yield heading(_("Insurance: what to check"))
    for check in readiness.insurance:
        yield item(check, "[ ]")
