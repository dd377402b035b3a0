"""The summary as Markdown, for a chart or a message; read from the summary alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iopintake.assessment.week import WeekPlan, span
from iopintake.export.markdown_text import bold, md, md_line
from iopintake.packs.model import Pack
from iopintake.summary.clinician import action_sentence, decision_sentences, name_of
from iopintake.summary.model import Behind, Stated, Summary

TRUTH = {"met": "met", "not_met": "not met", "unknown": "not known"}


def summary_markdown(summary: Summary, pack: Pack) -> str:
    """Return the whole summary as a Markdown document."""
    return "\n".join(_lines(summary, pack)) + "\n"


def _lines(summary: Summary, pack: Pack) -> Iterator[str]:
    recommendation = summary.recommendation
    review = recommendation.clinician_review.replace("_", " ")
    yield f"# {md_line(recommendation.headline)}"
    yield ""
    who = ", ".join(str(part) for part in (summary.intake.id, name_of(summary, pack)) if part)
    yield f"{md(who)}{'. ' if who else ''}As of {summary.intake.as_of}. Clinician's review: {review}."
    for sentence in decision_sentences(summary, pack):
        yield from ("", md(sentence))
    if recommendation.locked:
        yield from ("", bold(recommendation.locked))
    yield from _safety(summary, pack)
    yield from _section("Why", map(_stated, recommendation.reasons))
    yield from _section("What speaks against it", map(_stated, recommendation.against))
    yield from _section("To ask next", (f"- {md(q.ask)}" for q in recommendation.ask_next))
    changes = (f"- {md(change.sentence)}" for change in recommendation.would_change)
    yield from _section("What would change this", changes)
    steps = (f"{number}. {md(step)}" for number, step in enumerate(recommendation.next_steps, 1))
    yield from _section("What to do now", steps)
    if summary.week:
        yield from _section(f"A typical week: {md_line(summary.track.title)}", _week(summary.week))
    yield from _section("How to get ready", _ready(summary))
    criteria = (f"- {TRUTH[c.truth]}: {md(c.title)}{_behind(c.because)}" for c in summary.criteria)
    yield from _section("Admission criteria", criteria)
    yield from _section("Screeners", _screeners(summary))
    yield from _section("Answers", _answers(summary))
    yield ""
    yield f"*{md(summary.disclaimer)}* {md(pack.about.title)} {md(pack.about.version)}"


def _safety(summary: Summary, pack: Pack) -> Iterator[str]:
    protocol = summary.safety.protocol
    if summary.safety.alerts:
        alerts = (f"- {bold(alert.sentence)} {md(alert.step)}" for alert in summary.safety.alerts)
        yield from _section("Safety", alerts)
        if summary.safety.steps:
            yield f"- **Where the person is: {md(summary.safety.place or 'not known')}**"
            only = f" ({md(protocol.callback)})" if protocol and protocol.callback else ""
            yield f"- **Number to call back: {md(summary.safety.callback or 'not known')}{only}**"
        if protocol:
            yield from (f"- {bold(call.line)}" for call in protocol.call)
            yield from (
                f"- {md(step.do)} {md(step.details)}" for step in (*protocol.steps, *protocol.further)
            )
        yield from (f"- {md(item.title)}: {md(item.how)}" for item in summary.safety.resources)
    done = (f"- {md(action_sentence(action, pack))}" for action in summary.safety.actions)
    yield from _section("What was done", done)


def _ready(summary: Summary) -> Iterator[str]:
    for tip in summary.readiness.tips:
        yield f"- {bold(tip.title)}: {md(' '.join((tip.text, *tip.specific)))}"
    for barrier in summary.readiness.barriers:
        yield f"- {md(barrier.text)} {md(barrier.helps)}"


def _screeners(summary: Summary) -> Iterator[str]:
    for screener in summary.screeners:
        total = screener.total if screener.complete else "not complete"
        yield f"- {md(screener.title)}: {md(str(total))} {md(screener.band or '')}".rstrip()


def _answers(summary: Summary) -> Iterator[str]:
    for answer in summary.answers:
        note = f" Note: {md(answer.note)}" if answer.note else ""
        yield f"- {md(answer.ask)} {bold(answer.display)}{note}"


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a section with its title, or nothing when it has no lines."""
    shown = list(lines)
    if shown:
        yield from ("", f"## {title}", "", *shown)


def _stated(item: Stated) -> str:
    return f"- {md(item.sentence)}{_behind(item.because)}"


def _behind(because: tuple[Behind, ...]) -> str:
    shown = "; ".join(f"{answer.short}: {answer.display}" for answer in because)
    return f" ({md(shown)})" if shown else ""


def _week(week: WeekPlan) -> Iterator[str]:
    for day in week.days:
        blocks = "; ".join(
            f"{block.title} {span(block.minutes_min, block.minutes_max)} min" for block in day.blocks
        )
        yield f"- {day.day.capitalize()}: {md(blocks)}"
    yield ""
    hours, weeks = span(week.hours_min, week.hours_max), span(week.weeks_min, week.weeks_max)
    yield f"{hours} hours a week, {weeks} weeks."
    for note in week.notes:
        yield f"- {md(note)}"
