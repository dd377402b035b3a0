"""The summary as Markdown, for a chart or a message; read from the summary alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from iopintake.packs.model import Pack
from iopintake.summary import Behind, Stated, Summary
from iopintake.week import WeekPlan

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&-])")
TRUTH = {"met": "met", "not_met": "not met", "unknown": "not known"}


def md(text: str) -> str:
    """Return TEXT so that Markdown shows it as it is: nothing in it marks up or leads anywhere."""
    shown = "".join(char if char.isprintable() or char == "\n" else f"\\x{ord(char):02x}" for char in text)
    return _SPECIAL.sub(r"\\\1", shown).replace("\n", "  \n")


def summary_markdown(summary: Summary, pack: Pack) -> str:
    """Return the whole summary as a Markdown document."""
    return "\n".join(_lines(summary, pack)) + "\n"


def _lines(summary: Summary, pack: Pack) -> Iterator[str]:
    recommendation = summary.recommendation
    yield f"# {md(recommendation.headline)}"
    yield ""
    yield f"As of {summary.intake.as_of}. Clinician's review: {recommendation.clinician_review.replace('_', ' ')}."
    if recommendation.locked:
        yield f"**{md(recommendation.locked)}**"
    if summary.safety.alerts:
        yield from _section("Safety")
        for alert in summary.safety.alerts:
            yield f"- **{md(alert.sentence)}** {md(alert.step)}"
        for step in summary.safety.steps:
            yield f"- {md(step)}"
        for resource in summary.safety.resources:
            yield f"- {md(resource.title)}: {md(resource.how)}"
    for title, reasons in (("Why", recommendation.reasons), ("What speaks against it", recommendation.against)):
        if reasons:
            yield from _section(title)
            yield from map(_stated, reasons)
    if recommendation.ask_next:
        yield from _section("To ask next")
        yield from (f"- {md(question.ask)}" for question in recommendation.ask_next)
    if recommendation.would_change:
        yield from _section("What would change this")
        yield from (f"- {md(change.sentence)}" for change in recommendation.would_change)
    yield from _section("What to do now")
    yield from (f"{number}. {md(step)}" for number, step in enumerate(recommendation.next_steps, 1))
    if summary.week:
        yield from _section(f"A typical week: {md(summary.track.title)}")
        yield from _week(summary.week)
    yield from _section("How to get ready")
    for tip in summary.readiness.tips:
        yield f"- **{md(tip.title)}**: {md(' '.join((tip.text, *tip.specific)))}"
    for barrier in summary.readiness.barriers:
        yield f"- {md(barrier.text)} {md(barrier.helps)}"
    yield from _section("Admission criteria")
    for criterion in summary.criteria:
        yield f"- {TRUTH[criterion.truth]}: {md(criterion.title)}{_behind(criterion.because)}"
    if summary.screeners:
        yield from _section("Screeners")
        for screener in summary.screeners:
            total = screener.total if screener.complete else "not complete"
            yield f"- {md(screener.title)}: {md(str(total))} {md(screener.band or '')}".rstrip()
    yield from _section("Answers")
    for answer in summary.answers:
        note = f" Note: {md(answer.note)}" if answer.note else ""
        yield f"- {md(answer.ask)} **{md(answer.display)}**{note}"
    yield ""
    yield f"*{md(summary.disclaimer)}* {md(pack.about.title)} {md(pack.about.version)}"


def _section(title: str) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""


def _stated(item: Stated) -> str:
    return f"- {md(item.sentence)}{_behind(item.because)}"


def _behind(because: tuple[Behind, ...]) -> str:
    shown = "; ".join(f"{answer.short}: {answer.display}" for answer in because)
    return f" ({md(shown)})" if shown else ""


def _week(week: WeekPlan) -> Iterator[str]:
    for day in week.days:
        blocks = "; ".join(f"{block.title} {block.minutes_min}-{block.minutes_max} min" for block in day.blocks)
        yield f"- {day.day.capitalize()}: {md(blocks)}"
    yield ""
    yield f"{week.hours_min:g}-{week.hours_max:g} hours a week, {week.weeks_min}-{week.weeks_max} weeks."
    for note in week.notes:
        yield f"- {md(note)}"
