"""The parts of the summary on why: reasons by meaning, what to ask, what would change it, criteria."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType

from iopintake.packs.model import Pack
from iopintake.summary.glance import foremost_changes, groups_shown, reason_groups
from iopintake.summary.model import Behind, CriterionNote, Stated, Summary, WouldChange
from iopintake.support.language import _
from iopintake.terminal.pages.renderables import heading, item, line

SOME, MANY = 4, 9
"""How many open questions are named for one rule, and how many are spelled out in all."""
TRUTH = {"met": "[x]", "not_met": "[ ]", "unknown": "[?]"}


def why_parts(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    """Yield what leads to the result, what speaks against it, and what to ask next."""
    recommendation = summary.recommendation
    if recommendation.reasons:
        yield heading(_("Why"))
        yield from _grouped(recommendation.reasons, pack)
    if recommendation.against:
        yield heading(_("What speaks against it, or is missing"))
        yield from _grouped(recommendation.against, pack)
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
                yield from _criterion(criterion, pack)


def dimension_parts(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    """Yield the level that each dimension calls for by itself."""
    yield heading(_("Needs by dimension"))
    for dimension in summary.dimensions:
        level = pack.level(dimension.level).short if dimension.level else _("no level by itself")
        open_ = _(" (something is still open)") if dimension.missing else ""
        yield item(f"{dimension.title}: {level}{open_}")


def answers_behind(because: Sequence[Behind]) -> str:
    """Return the answers behind something in one line."""
    return "; ".join(f"{answer.short}: {answer.display}" for answer in because)


def _grouped(reasons: tuple[Stated, ...], pack: Pack) -> Iterator[RenderableType]:
    for group in reason_groups(reasons):
        for number, sentence in enumerate(group.sentences):
            yield item(sentence, " " if number else "-")
        if group.because:
            yield item(answers_behind(group.because), "", "dim", indent=1)
        elif group.missing:
            yield _to_ask(group.missing, pack, 1)


def _criterion(criterion: CriterionNote, pack: Pack) -> Iterator[RenderableType]:
    yield item(f"{criterion.title}. {criterion.sentence}", TRUTH[criterion.truth])
    if criterion.because:
        yield item(answers_behind(criterion.because), "", "dim", indent=3)
    if criterion.missing:
        yield _to_ask(criterion.missing, pack, 3)


def _to_ask(missing: Sequence[str], pack: Pack, indent: int) -> RenderableType:
    """Return the questions that would settle something, the first few by name."""
    names = [pack.questions[question].short for question in missing[:SOME]]
    more = _("; and {number} more").format(number=len(missing) - SOME) if len(missing) > SOME else ""
    return item(
        _("To ask: {names}{more}").format(names="; ".join(names), more=more), "", "dim", indent=indent
    )
