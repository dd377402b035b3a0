"""What several hand-outs are made of: the week as a table, the verdict's panel, services, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iopintake.assessment.week import WeekPlan
from iopintake.export.hand_outs.document import Block, Item, Items, Panel, Paragraph, Table
from iopintake.packs.model import Pack
from iopintake.summary.client_model import ResourceNote
from iopintake.summary.glance import REVIEWS, glance_at
from iopintake.summary.model import Behind, Stated, Summary
from iopintake.summary.week_grid import how_many_weeks, week_grid
from iopintake.support.language import _


def verdict_panel(summary: Summary) -> Panel:
    """Return the verdict with how soon a clinician looks."""
    glance = glance_at(summary)
    recommendation = summary.recommendation
    locked = (recommendation.locked,) if recommendation.locked else ()
    return Panel(
        tone=glance.tone,
        sign=glance.sign,
        word=glance.word,
        text=recommendation.headline,
        lines=(_(REVIEWS[recommendation.clinician_review]), *locked),
    )


def week_blocks(week: WeekPlan) -> Iterator[Block]:
    """Yield the week as a grid with its hours added up."""
    grid = week_grid(week)
    heads = tuple(f"{day}, {time}" if time else day for day, time in zip(grid.days, grid.times, strict=True))
    rows = tuple(tuple(f"{title}\n{when}" if title else "" for title, when in row) for row in grid.rows)
    if grid.days:
        yield Table(head=heads, rows=rows, foot=grid.hours)
    weeks = how_many_weeks(week)
    yield Paragraph(text=f"{grid.total}{f', {weeks}' if weeks else ''}.", strong=True)


def services(resources: Iterable[ResourceNote]) -> Items:
    """Return whom to call, each with how."""
    return Items(
        items=tuple(Item(lead=found.title, text=found.how, detail=found.note) for found in resources)
    )


def against_besides_safety(summary: Summary) -> tuple[Stated, ...]:
    """Return what speaks against the result and is not told already on the same page, among the alerts."""
    told = {alert.id for alert in summary.safety.alerts}
    return tuple(reason for reason in summary.recommendation.against if reason.id not in told)


def listed(texts: Iterable[str], *, numbered: bool = False) -> Items:
    """Return TEXTS as a list."""
    return Items(items=tuple(Item(text=text) for text in texts), numbered=numbered)


def said(because: Iterable[Behind]) -> str:
    """Return the answers behind something in one line."""
    return "; ".join(f"{behind.short}: {behind.display}" for behind in because)


def sources(pack: Pack, ids: Iterable[str]) -> tuple[str, ...]:
    """Return the titles and addresses of the sources with these IDS, each once, in the pack's order."""
    wanted = set(ids)
    return tuple(f"{s.title} {s.href}".strip() for s in pack.about.source if s.id in wanted)
