"""The whole summary, in the order in which a reader needs it: Rich renderables, read from the summary alone.

State is said in words and signs, never by colour alone, and every string goes through
``safe_text`` before it meets the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.text import Text

from iopintake.packs.model import Pack
from iopintake.summary.glance import REVIEWS
from iopintake.summary.model import Summary
from iopintake.support.language import _
from iopintake.terminal.pages.answer import answer_panel, decided
from iopintake.terminal.pages.care import level_parts, readiness_parts, recommended_week
from iopintake.terminal.pages.contacts import contact_parts
from iopintake.terminal.pages.first_screen import WIDEST
from iopintake.terminal.pages.reasons import change_parts, criteria_parts, dimension_parts, why_parts
from iopintake.terminal.pages.renderables import heading, item, line
from iopintake.terminal.pages.safety import safety_parts, where_help_goes


def show_summary(console: Console, summary: Summary, pack: Pack, *, every_list: bool = False) -> None:
    """Print the whole summary; with EVERY_LIST also the criteria of payers who do not pay here."""
    for part in summary_parts(console, summary, pack, every_list=every_list):
        console.print(part, width=min(console.width, WIDEST))


def summary_parts(
    console: Console, summary: Summary, pack: Pack, *, every_list: bool = False
) -> Iterator[RenderableType]:
    """Yield the parts of the summary from the answer to the disclaimer, made for CONSOLE."""
    yield answer_panel(console, summary, pack)
    possible = [pack.level(level).title for level in summary.recommendation.levels_possible]
    if len(possible) > 1:
        yield line(_("Still possible: ") + "; ".join(possible))
    yield from safety_parts(summary, pack)
    yield from contact_parts(summary)
    yield from why_parts(summary, pack)
    yield from level_parts(summary)
    yield from recommended_week(summary)
    yield from readiness_parts(summary)
    yield from change_parts(summary, pack, every=False)
    yield from criteria_parts(summary, pack, every=every_list)
    yield from dimension_parts(summary, pack)
    yield from _screeners(summary)
    yield from _answers(summary)
    yield Text()
    yield Rule(style="dim")
    yield line(summary.disclaimer, "italic")
    yield from _closing(summary, pack)


def _closing(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    """Yield what must be in sight when the long page has scrolled by: the result, and where help goes."""
    yield Text()
    yield line(summary.recommendation.headline, "bold")
    yield line(_(REVIEWS[summary.recommendation.clinician_review]), "bold")
    yield from decided(summary, pack)
    if summary.safety.steps:
        yield from where_help_goes(summary)
        for resource in summary.safety.resources:
            yield item(f"{resource.title}: {resource.how}")


def _screeners(summary: Summary) -> Iterator[RenderableType]:
    if not summary.screeners:
        return
    yield heading(_("Screeners (recorded; no total sets a level by itself)"))
    for screener in summary.screeners:
        total = screener.total if screener.complete else _("not complete")
        band = f" ({screener.band})" if screener.band and screener.band != screener.total else ""
        yield item(f"{screener.title}: {total}{band}")


def _answers(summary: Summary) -> Iterator[RenderableType]:
    noted = [answer for answer in (*summary.answers, *summary.set_aside) if answer.note]
    absent = [answer for answer in summary.answers if answer.absent]
    if absent:
        yield heading(_("Declined or not known"))
        for answer in absent:
            yield item(f"{answer.ask} ({answer.display})")
    if noted:
        yield heading(_("Notes"))
        for answer in noted:
            yield item(f"{answer.ask or answer.id}\n{answer.note}")
    if summary.set_aside:
        yield heading(_("Answers set aside (they do not count)"))
        for answer in summary.set_aside:
            yield item(f"{answer.ask or answer.id} {answer.display} {answer.why}".rstrip())
