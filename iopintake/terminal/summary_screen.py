"""The summary as it is shown and handed over: Rich renderables, read from the summary alone.

State is said in words and symbols, never by colour alone, and every string goes through
``safe`` before it meets the terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from iopintake.clinician import decision_sentences
from iopintake.packs.model import Pack
from iopintake.safe_text import safe_text
from iopintake.summary import Behind, CriterionNote, SafetyAlert, Stated, Summary
from iopintake.week import WeekDay, WeekPlan

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
DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def show_summary(console: Console, summary: Summary, pack: Pack) -> None:
    """Print the whole summary."""
    for part in summary_parts(summary, pack):
        console.print(part, width=min(console.width, WIDEST))


def summary_parts(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    """Yield the parts of the summary from the recommendation to the disclaimer."""
    yield from _opening(summary, pack)
    yield from _safety(summary)
    yield from _why(summary, pack)
    yield from _level(summary)
    if summary.week:
        yield from _week(summary, summary.week)
    yield from _readiness(summary)
    yield from _criteria(summary, pack)
    yield from _dimensions(summary, pack)
    yield from _screeners(summary)
    yield from _answers(summary)
    yield Text()
    yield Rule(style="dim")
    yield _line(summary.disclaimer, "italic")
    yield from _closing(summary, pack)


def _closing(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    """Yield what must be in sight when the long page has scrolled by: the result, and where help goes."""
    yield Text()
    yield _line(summary.recommendation.headline, "bold")
    yield _line(f"A clinician looks at this: {REVIEW[summary.recommendation.clinician_review]}", "bold")
    yield from _decided(summary, pack)
    if summary.safety.steps:
        yield from _where_help_goes(summary)
        for resource in summary.safety.resources:
            yield _item(f"{resource.title}: {resource.how}")


def _decided(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    """Yield what the clinician decided; the first sentence stands out."""
    for number, sentence in enumerate(decision_sentences(summary, pack)):
        yield _line(sentence, "" if number else "bold")


def _where_help_goes(summary: Summary) -> Iterator[RenderableType]:
    yield _item(f"Where the person is: {summary.safety.place or 'not known: ask now'}", "@")
    yield _item(f"Number to call back: {summary.safety.callback or 'not known: ask now'}", "@")


# --- pieces ------------------------------------------------------------------------


def _line(text: str, style: str = "") -> Text:
    return Text(safe_text(text), style=style)


def _heading(title: str) -> Group:
    return Group(Text(), Text(title, style="bold cyan"), Rule(style="dim"))


class _Hanging:
    """A paragraph with a mark before it and a hanging indent, wrapped to the console."""

    def __init__(self, mark: str, text: Text, indent: int) -> None:
        """Put MARK before TEXT, INDENT columns in."""
        self._head = " " * indent + mark + " "
        self._text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines."""
        head = self._head
        for line in self._text.wrap(console, max(options.max_width - len(head), 20)):
            yield Text.assemble(head, line)
            head = " " * len(head)


def _item(text: str | Text, mark: str = "-", style: str = "", indent: int = 0) -> RenderableType:
    """Return a paragraph with a mark before it and a hanging indent."""
    return _Hanging(mark, text if isinstance(text, Text) else _line(text, style), indent)


def _to_ask(missing: Sequence[str], pack: Pack, indent: int) -> RenderableType:
    """Return the questions that would settle something, the first few by name."""
    names = [pack.questions[question].short for question in missing[:SOME]]
    more = f"; and {len(missing) - SOME} more" if len(missing) > SOME else ""
    return _item(f"To ask: {'; '.join(names)}{more}", "", "dim", indent=indent)


def _behind(because: Sequence[Behind]) -> str:
    return "; ".join(f"{answer.short}: {answer.display}" for answer in because)


def _stated(item: Stated, pack: Pack, mark: str) -> Iterator[RenderableType]:
    yield _item(item.sentence, mark)
    if item.because:
        yield _item(_behind(item.because), "", "dim", indent=len(mark))
    elif item.missing:
        yield _to_ask(item.missing, pack, len(mark))


# --- parts -------------------------------------------------------------------------


def _opening(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    recommendation = summary.recommendation
    yield Rule(style="bold", characters="=")
    yield _line(recommendation.headline, "bold")
    yield Rule(style="bold", characters="=")
    person = summary.person or {}
    who = [str(person[key]) for key in (pack.about.person_question,) if key in person]
    age = next((answer.display for answer in summary.answers if answer.id == "age"), None)
    if age:
        who.append(f"age {age}")
    who.append(summary.intake.as_of)
    yield _line(" · ".join(who))
    yield _line(f"A clinician looks at this: {REVIEW[recommendation.clinician_review]}", "bold")
    yield from _decided(summary, pack)
    if recommendation.locked:
        yield _line(recommendation.locked, "bold")
    possible = [pack.level(level).title for level in recommendation.levels_possible]
    if len(possible) > 1:
        yield _line("Still possible: " + "; ".join(possible))


def _safety(summary: Summary) -> Iterator[RenderableType]:
    safety = summary.safety
    if not safety.alerts and not safety.actions:
        return
    yield _heading("Safety")
    for alert in safety.alerts:
        yield from _alert(alert)
    for step in safety.steps:
        yield _item(step, "->")
    if safety.steps:
        yield from _where_help_goes(summary)
    if safety.protective:
        yield _item(f"What protects: {_behind(safety.protective)}", "+")
    for action in safety.actions:
        done = f" ({'; '.join(action.done)})" if action.done else ""
        note = f": {action.note}" if action.note else ""
        yield _item(f"{action.at or ''} {action.kind.replace('_', ' ')}{done}{note}".strip(), "*", "dim")
    yield _line("Help at any time", "bold")
    for resource in safety.resources:
        note = f" {resource.note}" if resource.note else ""
        yield _item(f"{resource.title}: {resource.how}{note}")


def _alert(alert: SafetyAlert) -> Iterator[RenderableType]:
    yield _item(alert.sentence, "!!" if alert.review == "now" else "!", "bold")
    indent = 3 if alert.review == "now" else 2
    yield _item(f"{alert.step} (clinician: {REVIEW[alert.review]})", "", indent=indent)


def _why(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    recommendation = summary.recommendation
    if recommendation.reasons:
        yield _heading("Why")
        for reason in recommendation.reasons:
            yield from _stated(reason, pack, "-")
    if recommendation.against:
        yield _heading("What speaks against it, or is missing")
        for reason in recommendation.against:
            yield from _stated(reason, pack, "-")
    if recommendation.ask_next:
        yield _heading("To ask next")
        for number, question in enumerate(recommendation.ask_next[:MANY], 1):
            yield _item(f"{question.short}: {question.ask}", f"{number}.")
        if rest := recommendation.ask_next[MANY:]:
            yield _item(f"and {len(rest)} more: {'; '.join(question.short for question in rest)}", " .")
    if recommendation.would_change:
        yield _heading("What would change this")
        for change in recommendation.would_change[:MANY]:
            yield _item(change.sentence)
        if more := len(recommendation.would_change[MANY:]):
            yield _item(f"and {more} more, in the JSON summary", " .")


def _level(summary: Summary) -> Iterator[RenderableType]:
    recommendation = summary.recommendation
    level = recommendation.about_level
    yield _heading(f"What to do now: {safe_text(level.title)}" if level else "What to do now")
    if level:
        yield _line(level.what)
        asam = f" (ASAM {level.asam})" if level.asam else ""
        yield _line(f"How much: {level.hours}{asam}", "dim")
    for number, step in enumerate(recommendation.next_steps, 1):
        yield _item(step, f"{number}.")
    if level:
        yield _line(level.iop_after)


def _week(summary: Summary, week: WeekPlan) -> Iterator[RenderableType]:
    yield _heading(f"A typical week: {safe_text(summary.track.title)}")
    yield _line(f"{summary.track.why} Emphasis: {summary.track.emphasis}.")
    yield from week_parts(week)


def week_parts(week: WeekPlan) -> Iterator[RenderableType]:
    """Yield a typical week: days and blocks, hours, weeks, notes."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for day in week.days:
        table.add_row(Text(DAYS[day.day], style="bold"), _day(day))
    yield table
    hours = _range(week.hours_min, week.hours_max)
    yield _line(f"{hours} hours a week, for {week.weeks_min} to {week.weeks_max} weeks", "bold")
    if week.payer_minimum_hours is not None:
        word = "reached" if week.meets_payer_minimum else "NOT reached"
        yield _line(f"The payer's minimum of {week.payer_minimum_hours} hours a week is {word}.")
    for note in week.notes:
        yield _item(note)
    yield _line(week.php_instead)


def _day(day: WeekDay) -> Text:
    blocks = [f"{safe_text(b.title)} {_range(b.minutes_min, b.minutes_max)} min" for b in day.blocks]
    free = (
        f" ({', '.join(day.times)})" if 0 < len(day.times) < len(("morning", "afternoon", "evening")) else ""
    )
    return Text("\n".join(blocks) + free)


def _range(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"


def _readiness(summary: Summary) -> Iterator[RenderableType]:
    readiness = summary.readiness
    yield _heading("How to get ready")
    for number, tip in enumerate(readiness.tips, 1):
        yield _item(Text.assemble((safe_text(tip.title), "bold"), ": ", safe_text(tip.text)), f"{number}.")
        for specific in tip.specific:
            yield _item(specific, "=>", indent=3)
    if readiness.barriers:
        yield _heading("What stands in the way, and what helps")
        for barrier in readiness.barriers:
            yield _item(barrier.text)
            yield _item(barrier.helps, "=>", indent=2)
    yield _heading("Choosing a program")
    for point in readiness.choosing:
        yield _item(Text.assemble((safe_text(point.title), "bold"), ": ", safe_text(point.text)))
    if summary.week:
        yield _heading("What speaks for an IOP in general")
        for point in readiness.benefits:
            yield _item(Text.assemble((safe_text(point.title), "bold"), ": ", safe_text(point.text)))
    yield _heading("Insurance: what to check")
    for check in readiness.insurance:
        yield _item(check, "[ ]")


def _criteria(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    yield _heading("Admission criteria")
    yield _line("[x] met   [ ] not met   [?] not known", "dim")
    for group, title in GROUPS.items():
        yield _line(title, "bold")
        for criterion in summary.criteria:
            if criterion.group == group:
                yield from _criterion(criterion, pack)


def _criterion(criterion: CriterionNote, pack: Pack) -> Iterator[RenderableType]:
    yield _item(f"{criterion.title}. {criterion.sentence}", TRUTH[criterion.truth])
    if criterion.because:
        yield _item(_behind(criterion.because), "", "dim", indent=3)
    if criterion.missing:
        yield _to_ask(criterion.missing, pack, 3)


def _dimensions(summary: Summary, pack: Pack) -> Iterator[RenderableType]:
    yield _heading("Needs by dimension")
    for dimension in summary.dimensions:
        level = pack.level(dimension.level).short if dimension.level else "no level by itself"
        open_ = " (something is still open)" if dimension.missing else ""
        yield _item(f"{dimension.title}: {level}{open_}")


def _screeners(summary: Summary) -> Iterator[RenderableType]:
    if not summary.screeners:
        return
    yield _heading("Screeners (recorded; no total sets a level by itself)")
    for screener in summary.screeners:
        total = screener.total if screener.complete else "not complete"
        band = f" ({screener.band})" if screener.band and screener.band != screener.total else ""
        yield _item(f"{screener.title}: {total}{band}")


def _answers(summary: Summary) -> Iterator[RenderableType]:
    noted = [answer for answer in (*summary.answers, *summary.set_aside) if answer.note]
    absent = [answer for answer in summary.answers if answer.absent]
    if absent:
        yield _heading("Declined or not known")
        for answer in absent:
            yield _item(f"{answer.ask} ({answer.display})")
    if noted:
        yield _heading("Notes")
        for answer in noted:
            yield _item(f"{answer.ask}\n{answer.note}")
    if summary.set_aside:
        yield _heading("Answers set aside (their question no longer belongs)")
        for answer in summary.set_aside:
            yield _item(f"{answer.ask} {answer.display}")
