"""The summary as it is shown and handed over: Rich renderables, read from the summary alone.

State is said in words and symbols, never by colour alone, and every string goes through
``safe`` before it meets the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.text import Text

from iopintake.packs.model import Pack
from iopintake.summary.clinician import action_sentence, decision_sentences
from iopintake.summary.model import Behind, CriterionNote, SafetyAlert, Stated, Summary
from iopintake.terminal.pages.care import level_parts, readiness_parts, recommended_week
from iopintake.terminal.pages.renderables import heading, item, line

WIDEST = 100
"""Columns; longer lines are hard to read."""

SOME, MANY = 4, 9
"""How many open questions are named for one rule, and how many are spelled out in all."""

REVIEW = {
    "none": "not needed for this",
    "routine": "as usual",
    "same_day": "TODAY",
    "now": "NOW",
}
TRUTH = {"met": "[x]", "not_met": "[ ]", "unknown": "[?]"}
GROUPS = {
    "ideal": "Who an IOP fits",
    "not_ideal": "What rules an IOP out for now",
    "medicare": "Medicare's list for an IOP",
}


def show_summary(console: Console, summary: Summary, pack: Pack) -> None:
    """Print the whole summary."""
    for part in summary_parts(summary, pack):
        console.print(part, width=min(console.width, WIDEST))


def summary_parts(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    """Yield the parts of the summary from the recommendation to the disclaimer."""
    yield from _opening(summary, pack)
    yield from _safety(summary, pack)
    yield from _why(summary, pack)
    yield from level_parts(summary)
    if summary.week:
        yield from recommended_week(summary, summary.week)
    yield from readiness_parts(summary)
    yield from _criteria(summary, pack)
    yield from _dimensions(summary, pack)
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
    yield line(f"A clinician looks at this: {REVIEW[summary.recommendation.clinician_review]}", "bold")
    yield from _decided(summary, pack)
    if summary.safety.steps:
        yield from _where_help_goes(summary)
        for resource in summary.safety.resources:
            yield item(f"{resource.title}: {resource.how}")


def _decided(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    """Yield what the clinician decided; the first sentence stands out."""
    for number, sentence in enumerate(decision_sentences(summary, pack)):
        yield line(sentence, "" if number else "bold")


def _where_help_goes(summary: Summary) -> Iterator[RenderableType]:
    yield item(f"Where the person is: {summary.safety.place or 'not known: ask now'}", "@")
    protocol = summary.safety.protocol
    only = f" ({protocol.callback})" if protocol and protocol.callback else ""
    yield item(f"Number to call back: {summary.safety.callback or 'not known: ask now'}{only}", "@")


# --- pieces ------------------------------------------------------------------------


def _to_ask(missing: Sequence[str], pack: Pack, indent: int) -> RenderableType:
    """Return the questions that would settle something, the first few by name."""
    names = [pack.questions[question].short for question in missing[:SOME]]
    more = f"; and {len(missing) - SOME} more" if len(missing) > SOME else ""
    return item(f"To ask: {'; '.join(names)}{more}", "", "dim", indent=indent)


def _behind(because: Sequence[Behind]) -> str:
    return "; ".join(f"{answer.short}: {answer.display}" for answer in because)


def _stated(stated: Stated, pack: Pack, mark: str) -> Iterator[RenderableType]:
    yield item(stated.sentence, mark)
    if stated.because:
        yield item(_behind(stated.because), "", "dim", indent=len(mark))
    elif stated.missing:
        yield _to_ask(stated.missing, pack, len(mark))


# --- parts -------------------------------------------------------------------------


def _opening(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    recommendation = summary.recommendation
    yield Rule(style="bold", characters="=")
    yield line(recommendation.headline, "bold")
    yield Rule(style="bold", characters="=")
    person = summary.person or {}
    who = [str(person[key]) for key in (pack.about.person_question,) if key in person]
    age = next((answer.display for answer in summary.answers if answer.id == "age"), None)
    if age:
        who.append(f"age {age}")
    who.append(summary.intake.as_of)
    yield line(" · ".join(who))
    yield line(f"A clinician looks at this: {REVIEW[recommendation.clinician_review]}", "bold")
    yield from _decided(summary, pack)
    if recommendation.locked:
        yield line(recommendation.locked, "bold")
    possible = [pack.level(level).title for level in recommendation.levels_possible]
    if len(possible) > 1:
        yield line("Still possible: " + "; ".join(possible))


def _safety(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    safety = summary.safety
    if not safety.alerts and not safety.actions:
        return
    yield heading("Safety")
    for alert in safety.alerts:
        yield from _alert(alert)
    if safety.protocol:
        yield line("; ".join(kind.title for kind in safety.protocol.kinds), "bold")
        for call in safety.protocol.call:
            yield item(call.line, "->", "bold")
    for number, step in enumerate(safety.steps, 1):
        yield item(step, f"{number}.")
    if safety.steps:
        yield from _where_help_goes(summary)
    if safety.protective:
        yield item(_behind(safety.protective), "+")
    for action in safety.actions:
        yield item(action_sentence(action, pack), "*", "dim")
    yield line("Help at any time", "bold")
    for resource in safety.resources:
        note = f". {resource.note}" if resource.note else ""
        yield item(f"{resource.title}: {resource.how}{note}")


def _alert(alert: SafetyAlert) -> Iterator[RenderableType]:
    yield item(alert.sentence, "!!" if alert.review == "now" else "!", "bold")
    indent = 3 if alert.review == "now" else 2
    yield item(f"{alert.step} (clinician: {REVIEW[alert.review]})", "", indent=indent)


def _why(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    recommendation = summary.recommendation
    if recommendation.reasons:
        yield heading("Why")
        for reason in recommendation.reasons:
            yield from _stated(reason, pack, "-")
    if recommendation.against:
        yield heading("What speaks against it, or is missing")
        for reason in recommendation.against:
            yield from _stated(reason, pack, "-")
    if recommendation.ask_next:
        yield heading("Left open, for the clinician" if recommendation.locked else "To ask next")
        for number, question in enumerate(recommendation.ask_next[:MANY], 1):
            yield item(f"{question.short}: {question.ask}", f"{number}.")
        if rest := recommendation.ask_next[MANY:]:
            yield item(f"and {len(rest)} more: {'; '.join(question.short for question in rest)}", " .")
    if recommendation.would_change:
        yield heading("What would change this")
        for change in recommendation.would_change[:MANY]:
            yield item(change.sentence)
        if more := len(recommendation.would_change[MANY:]):
            yield item(f"and {more} more, in the JSON summary", " .")


def _criteria(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    yield heading("Admission criteria")
    yield line("[x] met   [ ] not met   [?] not known", "dim")
    for group, title in GROUPS.items():
        yield line(title, "bold")
        for criterion in summary.criteria:
            if criterion.group == group:
                yield from _criterion(criterion, pack)


def _criterion(criterion: CriterionNote, pack: Pack) -> Iterator[RenderableType]:
    yield item(f"{criterion.title}. {criterion.sentence}", TRUTH[criterion.truth])
    if criterion.because:
        yield item(_behind(criterion.because), "", "dim", indent=3)
    if criterion.missing:
        yield _to_ask(criterion.missing, pack, 3)


def _dimensions(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    yield heading("Needs by dimension")
    for dimension in summary.dimensions:
        level = pack.level(dimension.level).short if dimension.level else "no level by itself"
        open_ = " (something is still open)" if dimension.missing else ""
        yield item(f"{dimension.title}: {level}{open_}")


def _screeners(summary: Summary) -> Iterator[RenderableType]:
    if not summary.screeners:
        return
    yield heading("Screeners (recorded; no total sets a level by itself)")
    for screener in summary.screeners:
        total = screener.total if screener.complete else "not complete"
        band = f" ({screener.band})" if screener.band and screener.band != screener.total else ""
        yield item(f"{screener.title}: {total}{band}")


def _answers(summary: Summary) -> Iterator[RenderableType]:
    noted = [answer for answer in (*summary.answers, *summary.set_aside) if answer.note]
    absent = [answer for answer in summary.answers if answer.absent]
    if absent:
        yield heading("Declined or not known")
        for answer in absent:
            yield item(f"{answer.ask} ({answer.display})")
    if noted:
        yield heading("Notes")
        for answer in noted:
            yield item(f"{answer.ask or answer.id}\n{answer.note}")
    if summary.set_aside:
        yield heading("Answers set aside (they do not count)")
        for answer in summary.set_aside:
            yield item(f"{answer.ask or answer.id} {answer.display} {answer.why}".rstrip())
