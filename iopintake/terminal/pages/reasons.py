"""The parts of the summary on why: reasons by meaning, what to ask, what would change it, criteria."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from iopintake.packs.model import Pack
from iopintake.summary.glance import foremost_changes, groups_shown, reason_groups
from iopintake.summary.model import Behind, CriterionNote, Stated, Summary, WouldChange
from iopintake.summary.open_points import called_for, to_ask
from iopintake.support.language import _
from iopintake.terminal.pages.renderables import heading, item, line

MANY = 9
"""How many open questions are spelled out in all."""
TRUTH = {"met": "[x]", "not_met": "[ ]", "unknown": "[?]"}


def why_parts(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    """Yield what leads to the result, what speaks against it, and what to ask next."""
    recommendation = summary.recommendation
    if recommendation.reasons:
        yield heading(_("Why"))
        yield from _grouped(summary, recommendation.reasons, pack)
    if recommendation.against:
        yield heading(_("What speaks against it, or is missing"))
        yield from _grouped(summary, recommendation.against, pack)
    if recommendation.ask_next:
        yield heading(_("Left open, for the clinician") if recommendation.locked else _("To ask next"))
        for number, question in enumerate(recommendation.ask_next[:MANY], 1):
            yield item(f"{question.short}: {question.ask}", f"{number}.")
        if rest := recommendation.ask_next[MANY:]:
            yield item(
                _("and {count} more: {names}").format(
                    count=len(rest), names="; ".join(question.short for question in rest)
                ),
                " .",
            )


def change_parts(summary: Summary, pack: Pack, *, every: bool) -> Iterator[RenderableType]:
    """Yield what would change the result: the foremost, and with EVERY all the others."""
    first, rest = foremost_changes(summary, pack)
    if not first and not rest:
        return
    yield heading(_("What would change this"))
    shown: tuple[WouldChange, ...] = (*first, *rest) if every else first
    for change in shown:
        yield item(change.sentence)
    if more := len(first) + len(rest) - len(shown):
        yield line(_("{more} more stand in the JSON summary.").format(more=more), "dim")


def criteria_parts(summary: Summary, pack: Pack, *, every: bool = False) -> Iterator[RenderableType]:
    """Yield the admission criteria; a payer's list only where that payer pays, or EVERY list."""
    yield heading(_("Admission criteria"))
    yield line(_("[x] met   [ ] not met   [?] not known"), "dim")
    for group, title in groups_shown(summary, every=every):
        yield line(title, "bold")
        for criterion in summary.criteria:
            if criterion.group == group:
                yield from _criterion(summary, criterion, pack)


def dimension_parts(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    """Yield the level that each dimension calls for by itself."""
    yield heading(_("Needs by dimension"))
    for dimension in summary.dimensions:
        yield item(f"{dimension.title}: {called_for(summary, dimension, pack)}")


def answers_behind(because: Sequence[Behind]) -> str:
    """Return the answers behind something in one line."""
    return "; ".join(f"{answer.short}: {answer.display}" for answer in because)


def _grouped(summary: Summary, reasons: tuple[Stated, ...], pack: Pack) -> Iterator[RenderableType]:
    for group in reason_groups(reasons):
        for number, sentence in enumerate(group.sentences):
            yield item(sentence, " " if number else "-")
        if group.because:
            yield item(answers_behind(group.because), "", "dim", indent=1)
        elif group.missing:
            yield item(to_ask(summary, group.missing, pack), "", "dim", indent=1)


def _criterion(summary: Summary, criterion: CriterionNote, pack: Pack) -> Iterator[RenderableType]:
    yield item(f"{criterion.title}. {criterion.sentence}", TRUTH[criterion.truth])
    if criterion.because:
        yield item(answers_behind(criterion.because), "", "dim", indent=3)
    if criterion.missing:
        yield item(to_ask(summary, criterion.missing, pack), "", "dim", indent=3)
