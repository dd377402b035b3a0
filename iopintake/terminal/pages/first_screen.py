"""The first screen is the answer: verdict, why, what is open, what next, whom to call, the week.

It fits the terminal: where there is too little room, the week gets shorter first, then
the reasons; in an emergency the numbers to call come first, and nothing of them is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from iopintake.packs.model import Pack
from iopintake.summary.clinician import beside_number
from iopintake.summary.glance import reason_groups
from iopintake.summary.model import Stated, Summary
from iopintake.summary.open_points import left_out, short_form
from iopintake.support.language import N_, _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.pages.answer import answer_panel
from iopintake.terminal.pages.grid import compact_week, week_total
from iopintake.terminal.theme import Role, rich_style

WIDEST = 100
"""Columns; longer lines are hard to read."""
LABEL = 5
LABELS = (N_("Why"), N_("Open"), N_("Next"), N_("Call"), N_("CALL"), N_("At"), N_("Do"))


@dataclass(frozen=True, slots=True)
class Shape:
    """How much of it is shown."""

    reasons: int
    steps: int
    week: bool  # as a grid, else in one line
    air: bool = False  # an empty line between what belongs to different questions


SHAPES = (
    Shape(3, 2, week=True, air=True),
    Shape(3, 2, week=True),
    Shape(2, 2, week=True),
    Shape(2, 1, week=True),
    Shape(2, 1, week=False),
    Shape(1, 1, week=False),
)


def first_screen(
    console: Console, summary: Summary, pack: Pack, *, width: int, height: int
) -> RenderableType:
    """Return the fullest first screen of SUMMARY that fits WIDTH columns and HEIGHT lines."""
    width = min(width, WIDEST)
    screen: RenderableType = Text()
    for shape in SHAPES:
        screen = Group(answer_panel(console, summary, pack), *_rows(summary, pack, shape))
        if lines_of(console, screen, width) <= height:
            break
    return screen


def lines_of(console: Console, part: RenderableType, width: int) -> int:
    """Return how many lines PART takes at WIDTH columns."""
    return len(console.render_lines(part, console.options.update(width=width, height=None), pad=False))


def _rows(summary: Summary, pack: Pack, shape: Shape) -> Iterator[RenderableType]:
    recommendation = summary.recommendation
    if shape.air:
        yield Text()
    if summary.safety.protocol:
        yield _labelled(_help_first(summary))
    rows: list[tuple[str, RenderableType]] = []
    rows += _labels(_("Why"), reasons_in_short(summary, pack, shape.reasons))
    rows += _labels(_("Open"), _open(summary, pack))
    if not summary.safety.protocol:
        rows += _labels(_("Next"), recommendation.next_steps[: shape.steps])
        rows += _labels(_("Call"), _whom_to_call(summary, pack))
    yield _labelled(rows)
    week = summary.week or summary.php_week
    if week and week.days:
        if shape.air:
            yield Text()
        kind = _("PHP week") if summary.php_week else _("Week")
        yield Text.assemble((f"{kind}  ", "bold"), week_total(week))
        if shape.week and not summary.php_week:
            yield from compact_week(week)


def reasons_in_short(summary: Summary, pack: Pack, count: int) -> list[str]:
    """Return the sentences that decide it, at most COUNT: of each kind one, the needs first.

    What rests on the same answers is of one kind: an attempt is told once, and then what else there is.
    """
    recommendation = summary.recommendation
    against = recommendation.verdict in {"may_fit", "undetermined"}
    needs = {need.id for need in pack.levels.need}
    reasons = sorted(recommendation.reasons, key=lambda reason: reason.id not in needs)
    found = [reason.sentence for reason in _of_each_kind(reasons)]
    found += [reason.sentence for reason in reasons if reason.id in needs]
    if against and recommendation.against:
        told = _answers([reason for reason in reasons if reason.sentence in found[:count]])
        spared = set(left_out(summary))  # named beside "Open" at once
        speaking = [
            stated
            for stated in recommendation.against
            if not spared.intersection(stated.missing) and (stated.missing or not _answers([stated]) <= told)
        ]
        missing = [group.sentences[0] for group in reason_groups(speaking)]
        found = [*found[: max(count - bool(missing), 1)], *missing]
    if recommendation.scope is not None and recommendation.level is None:  # else a need goes before it
        found = [recommendation.scope.sentence, *found]
    return list(dict.fromkeys(found))[:count]


def _of_each_kind(reasons: Iterable[Stated]) -> Iterator[Stated]:
    """Yield the reasons that rest on no answer of one before them."""
    told: set[str] = set()
    for reason in reasons:
        about = _answers([reason])
        if told.isdisjoint(about):
            told |= about
            yield reason


def _answers(reasons: Iterable[Stated]) -> set[str]:
    return {behind.question for reason in reasons for behind in reason.because}


def _help_first(summary: Summary) -> list[tuple[str, RenderableType]]:
    """Return whom to call, for which place, and what to do, in one line each."""
    protocol, safety = summary.safety.protocol, summary.safety
    assert protocol is not None
    rows = _labels(_("CALL"), (call.line for call in protocol.call), rich_style(Role.CALL))
    number = safety.callback or _("number not known: ask now")
    where = safety.place or _("place not known: ask now")
    rows += _labels(_("At"), (f"{where}; {number}{beside_number(safety)}",), "bold")
    rows += _labels(_("Do"), (step.do for step in protocol.steps))
    return rows


def _open(summary: Summary, pack: Pack) -> tuple[str, ...]:
    asked = summary.recommendation.ask_next
    if not asked:
        nothing = (
            _("Nothing left to ask; whether it takes more is for a clinician to say.")
            if summary.recommendation.at_least
            else _("Nothing that would change this result.")
        )
        return (short_form(summary, pack) or nothing,)
    more = _(" ({number} more)").format(number=len(asked) - 1) if len(asked) > 1 else ""
    if summary.recommendation.locked:
        return (_("For the clinician: {short}{more}").format(short=asked[0].short, more=more),)
    return (_("Ask next: {ask}{more}").format(ask=asked[0].ask, more=more),)


def _whom_to_call(summary: Summary, pack: Pack) -> tuple[str, ...]:
    """Return the first service for what was told, or else for the level."""
    level = summary.recommendation.level
    calls = {alert.id: alert.call for alert in pack.levels.alert}
    wanted = [id_ for alert in summary.safety.alerts for id_ in calls.get(alert.id, ())]
    wanted += pack.level(level).call[:1] if level else ()
    known = {resource.id: resource for resource in pack.crisis.resource}
    return tuple(f"{known[id_].title}: {known[id_].how}" for id_ in wanted[:1])


def _labels(label: str, texts: Iterable[str], style: str = "") -> list[tuple[str, RenderableType]]:
    """Return TEXTS as rows, the first with its LABEL."""
    return [
        ("" if number else label, Text(safe_text(text), style=style)) for number, text in enumerate(texts)
    ]


def _labelled(rows: Iterable[tuple[str, RenderableType]]) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=max(LABEL, *(len(_(label)) for label in LABELS)), no_wrap=True, style="bold")
    table.add_column()
    for label, text in rows:
        table.add_row(label, text)
    return table
