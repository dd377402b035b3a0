"""What desks that work together look at: the work that waits, and who may use the shared records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from rich.table import Table
from rich.text import Text

from iopintake.store.derived.index import APART, spoken_number
from iopintake.store.queries.queue import Piece, Work
from iopintake.store.session.decision import DISPOSITIONS
from iopintake.store.shared.administering import Member
from iopintake.store.shared.sites import EVERY_SITE
from iopintake.support.language import N_, _
from iopintake.support.local_time import said_moment, said_since
from iopintake.support.safe_text import safe_text
from iopintake.terminal.pages.intake_list import ROOMY, said_day
from iopintake.terminal.theme import Role, rich_style

WORDS: Final[dict[Work, tuple[str, Role | None]]] = {
    Work.REVIEW_NOW: (N_("!! review NOW"), Role.CRISIS),
    Work.SETTLE: (N_("! settle"), Role.WARNING),
    Work.REVIEW_TODAY: (N_("! review today"), Role.WARNING),
    Work.DUE: ("", None),
}
DUE: Final = N_("due")
LEAST_NUMBER: Final = len("614-555-0142")
"""Columns in which a number is not folded."""


def queue_table(pieces: Sequence[Piece], today: date, width: int = ROOMY) -> Table:
    """Return the work that waits as a table of WIDTH columns, the days in it told from TODAY.

    Under the number of whoever calls about another stands who that is. An interview that is going on
    waits too, for whoever is to join it: who holds it stands there, so that nobody calls into it.
    Where there is little room, the day stands under the id, and the number under the name.
    """
    ids = [Text(piece.row.id, style="bold") for piece in pieces]
    names = [safe_text(piece.row.name) for piece in pieces]
    numbers = [_in_lines(spoken_number(piece.row.phone), safe_text(piece.caller)) for piece in pieces]
    days = [said_day(date.fromisoformat(piece.row.due or piece.row.day), today) for piece in pieces]
    if width < ROOMY:
        ids = [Text("\n").join((id_, Text(day))) for id_, day in zip(ids, days, strict=True)]
        names = [_in_lines(*both) for both in zip(names, numbers, strict=True)]
    columns = {_("What"): [_what(piece) for piece in pieces], "ID": ids, _("Name"): [*map(Text, names)]}
    if width >= ROOMY:
        columns |= {_("Number"): [*map(Text, numbers)], _("When"): [*map(Text, days)]}
    taken = [Text(safe_text(_taken(piece, today))) for piece in pieces]
    if any(taken):
        columns[_("Taken")] = taken
    table = _table(*columns)
    for cells in zip(*columns.values(), strict=True):
        table.add_row(*cells)
    return table


def _what(piece: Piece) -> Text:
    """Return what is to be done, in the colour of how urgent it is."""
    words, role = WORDS[piece.work]
    what = Text(_(words or DISPOSITIONS.get(piece.row.disposition or "", DUE)))
    if piece.row.state == APART and piece.work is not Work.SETTLE:
        what.append(_(", settle"))
    if role is not None:
        what.stylize(rich_style(role))
    return what


def _taken(piece: Piece, today: date) -> str:
    """Return who looks after it, and who holds it open, each since when."""
    by = f"{piece.taken_by}, {said_moment(piece.taken_at, today)}" if piece.taken_at else ""
    holder = piece.row.holder
    if holder is None:
        return by
    since = said_since(holder.since, today)
    return _in_lines(by, _("open with {who} {since}").format(who=holder.who, since=since))


def _in_lines(*lines: str) -> str:
    """Return those of LINES that say something below each other."""
    return "\n".join(filter(None, lines))


def staff_table(members: Iterable[Member]) -> Table:
    """Return who may use the shared records as a table."""
    table = _table(_("Login"), _("Site"), _("Home"), _("Roles"))
    for one in members:
        site = _("every site") if one.site == EVERY_SITE else one.site
        home = "-" if one.lacks_home else one.home
        cells = (one.login, site, home, ", ".join(one.roles) or _("none"))
        table.add_row(*(Text(safe_text(cell)) for cell in cells))
    return table


def _table(*titles: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in titles:
        least = LEAST_NUMBER if title == _("Number") else None
        table.add_column(title.upper(), overflow="fold", no_wrap=title == "ID", min_width=least)
    return table
