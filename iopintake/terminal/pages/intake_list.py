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
from iopintake.support.safe_text import safe_text
from iopintake.terminal.theme import Role, rich_style

LEVELS: Final[dict[str, str]] = {
    "emergency": "emergency help",
    "withdrawal_management": "withdrawal care",
    "twenty_four_hour": "24-hour care",
    "php": "PHP",
    "iop": "IOP",
    "outpatient": "weekly care",
}
URGENT: Final = {"now": ("!! NOW", Role.CRISIS), "same_day": ("! TODAY", Role.WARNING)}
FORTNIGHT = 14


def list_table(rows: Sequence[Row], today: date) -> Table:
    """Return ROWS as a table, the days in it told from TODAY."""
    columns = {
        "ID": [Text(row.id, style="bold") for row in rows],
        "Name": [_text(row.name or spoken_number(row.phone)) for row in rows],
        "State": [_text(_state(row)) for row in rows],
        "Result": [_text(result_words(row.verdict, row.level)) for row in rows],
        "Review": [_review(row) for row in rows],
        "Decided": [_text(LEVELS.get(row.decided or "", row.decided or "")) for row in rows],
        "Follow-up": [_text(_follow_up(row, today)) for row in rows],
        "When": [_text(said_day(date.fromisoformat(row.day), today)) for row in rows],
    }
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    shown = {title: cells for title, cells in columns.items() if any(cell.plain for cell in cells)}
    for title in shown:
        table.add_column(title.upper(), overflow="fold", no_wrap=title in {"ID", "Review"})
    for cells in zip(*shown.values(), strict=True):
        table.add_row(*cells)
    return table


def open_lines(rows: Iterable[Row]) -> Iterator[Text]:
    """Yield a line for each intake that is open in another window."""
    for row in rows:
        if row.holder is not None:
            yield Text(safe_text(f"{row.id} is open {_where(row.holder)}."))


def result_words(verdict: str | None, level: str | None) -> str:
    """Return a verdict and a level as one thing, so that they never contradict each other."""
    words = LEVELS.get(level or "", level or "")
    match verdict:
        case "fits":
            return "IOP fits"
        case "may_fit":
            return "IOP may fit"
        case "higher_level_first":
            return f"{words} first"
        case "lower_level_enough":
            return f"{words} is enough"
        case "undetermined":
            return f"at least {words}" if level else "not known yet"
        case _:
            return words


def said_day(day: date, today: date) -> str:
    """Return a day as a person says it.

    >>> said_day(date(2026, 11, 25), date(2026, 11, 26)), said_day(date(2026, 11, 28), date(2026, 11, 26))
    ('yesterday', 'in 2 days')
    """
    gone = (today - day).days
    match gone:
        case 0:
            return "today"
        case 1:
            return "yesterday"
        case -1:
            return "tomorrow"
        case _ if abs(gone) < FORTNIGHT:
            return f"{gone} days ago" if gone > 0 else f"in {-gone} days"
        case _ if day.year == today.year:
            return f"{day:%b %-d}"
        case _:
            return f"{day:%b %-d, %Y}"


def _review(row: Row) -> Text:
    if row.decided:
        return Text()
    if urgent := URGENT.get(row.review or ""):
        words, role = urgent
        return Text(words, style=rich_style(role))
    return Text("nothing due" if row.state == "draft" else row.review if row.review == "routine" else "")


def _follow_up(row: Row, today: date) -> str:
    due = f"due {said_day(date.fromisoformat(row.due), today)}" if row.due else ""
    return ", ".join(filter(None, ((row.disposition or "").replace("_", " "), due)))


def _state(row: Row) -> str:
    """Return what there is to say of the state; that an intake is finished goes without saying."""
    state = "" if row.state == "finished" else row.state
    return ", ".join(filter(None, (state, "practice" if row.practice else "", "open" if row.holder else "")))


def _where(holder: Lease) -> str:
    since = holder.since[:16].replace("T", " ")
    return f"on {holder.host} since {since} UTC ({holder.who})"


def _text(words: str) -> Text:
    return Text(safe_text(words).replace("\n", " / "))
