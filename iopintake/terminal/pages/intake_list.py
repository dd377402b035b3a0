"""The list of intakes: what is urgent stands out, days are said as people say them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from rich.table import Table
from rich.text import Text

from iopintake.store import Row
from iopintake.store.derived.index import spoken_number
from iopintake.store.journal.actor import Lease
from iopintake.store.session.decision import DISPOSITIONS
from iopintake.support.language import N_, _, short_date
from iopintake.support.local_time import said_since
from iopintake.support.safe_text import safe_text
from iopintake.terminal.theme import Role, rich_style

LEVELS: Final[dict[str, str]] = {
    "emergency": N_("emergency help"),
    "withdrawal_management": N_("withdrawal care"),
    "twenty_four_hour": N_("24-hour care"),
    "php": "PHP",
    "iop": "IOP",
    "outpatient": N_("weekly care"),
}
URGENT: Final = {"now": (N_("!! NOW"), Role.CRISIS), "same_day": (N_("! TODAY"), Role.WARNING)}
STATES: Final = (N_("draft"), N_("ended"), N_("amending"))
"""What the catalogues hold for states, which are said by their codes."""
FORTNIGHT = 14
ROOMY: Final = 80
"""Columns in which everything has a column of its own."""


def list_table(rows: Sequence[Row], today: date, width: int = ROOMY) -> Table:
    """Return ROWS as a table of WIDTH columns, the days in it told from TODAY.

    Where there is little room, what came of an intake stands in lines under its result.
    """
    columns = {
        "ID": [Text(row.id, style="bold") for row in rows],
        _("Name"): [_text(row.name or spoken_number(row.phone)) for row in rows],
        _("State"): [_text(_state(row)) for row in rows],
        _("Result"): [_text(result_words(row.verdict, row.level)) for row in rows],
        _("Review"): [_review(row) for row in rows],
        _("Decided"): [_text(_level_words(row.decided)) for row in rows],
        _("Follow-up"): [_text(_follow_up(row, today)) for row in rows],
        _("When"): [_text(said_day(date.fromisoformat(row.day), today)) for row in rows],
    }
    if width < ROOMY:
        for title in (_("State"), _("Decided"), _("Follow-up")):
            del columns[title]
        columns[_("Result")] = [_in_lines(row, today) for row in rows]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    shown = {title: cells for title, cells in columns.items() if any(cell.plain for cell in cells)}
    for title in shown:
        table.add_column(title.upper(), overflow="fold", no_wrap=title in {"ID", _("Review")})
    for cells in zip(*shown.values(), strict=True):
        table.add_row(*cells)
    return table


def _in_lines(row: Row, today: date) -> Text:
    decided = _level_words(row.decided)
    lines = (
        _state(row),
        result_words(row.verdict, row.level),
        _("decided: {level}").format(level=decided) if decided else "",
        _follow_up(row, today),
    )
    return Text("\n").join(_text(line) for line in lines if line)


def open_lines(rows: Iterable[Row], today: date) -> Iterator[Text]:
    """Yield a line for each intake that is open in another window; since when is told from TODAY."""
    for row in rows:
        if row.holder is not None:
            where = _where(row.holder, today)
            yield Text(safe_text(_("{id} is open {where}.").format(id=row.id, where=where)))


def result_words(verdict: str | None, level: str | None) -> str:
    """Return a verdict and a level as one thing, so that they never contradict each other."""
    words = _level_words(level)
    match verdict:
        case "fits":
            return _("IOP fits")
        case "may_fit":
            return _("IOP may fit")
        case "higher_level_first":
            return _("{words} first").format(words=words)
        case "lower_level_enough":
            return _("{words} is enough").format(words=words)
        case "undetermined":
            return _("at least {words}").format(words=words) if level else _("not known yet")
        case _:
            return words


def danger_mark(row: Row) -> str:
    """Return what stands behind an intake in a list to choose from, where somebody may need help now."""
    return _(" - !!! a sign of danger") if row.review == "now" else ""


def said_day(day: date, today: date) -> str:
    """Return a day as a person says it.

    >>> said_day(date(2026, 11, 25), date(2026, 11, 26)), said_day(date(2026, 11, 28), date(2026, 11, 26))
    ('yesterday', 'in 2 days')
    """
    gone = (today - day).days
    match gone:
        case 0:
            return _("today")
        case 1:
            return _("yesterday")
        case -1:
            return _("tomorrow")
        case _ if abs(gone) < FORTNIGHT:
            return (
                _("{days} days ago").format(days=gone) if gone > 0 else _("in {days} days").format(days=-gone)
            )
        case _ if day.year == today.year:
            return short_date(day)
        case _:
            return short_date(day, year=True)


def _review(row: Row) -> Text:
    if row.decided:
        return Text()
    if urgent := URGENT.get(row.review or ""):
        words, role = urgent
        return Text(_(words), style=rich_style(role))
    return Text(_("nothing due") if row.state == "draft" else _("routine") if row.review == "routine" else "")


def _follow_up(row: Row, today: date) -> str:
    due = _("due {said_day}").format(said_day=said_day(date.fromisoformat(row.due), today)) if row.due else ""
    words = _(DISPOSITIONS.get(row.disposition, row.disposition)) if row.disposition else ""
    return ", ".join(filter(None, (words, due)))


def _state(row: Row) -> str:
    """Return what there is to say of the state; that an intake is finished goes without saying."""
    state = "" if row.state == "finished" else _(row.state)
    return ", ".join(
        filter(None, (state, _("practice") if row.practice else "", _("open") if row.holder else ""))
    )


def _where(holder: Lease, today: date) -> str:
    since = said_since(holder.since, today)
    return _("on {host} {since} ({who})").format(host=holder.host, since=since, who=holder.who)


def _text(words: str) -> Text:
    return Text(safe_text(words).replace("\n", " / "))


def _level_words(level: str | None) -> str:
    words = LEVELS.get(level or "", level or "")
    return _(words) if words else ""
