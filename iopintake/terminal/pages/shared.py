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
from iopintake.terminal.pages.intake_list import said_day
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


def queue_table(pieces: Sequence[Piece], today: date) -> Table:
    """Return the work that waits as a table, the days in it told from TODAY.

    Under the number of whoever calls about another stands who that is. An interview that is going on
    waits too, for whoever is to join it: who holds it stands there, so that nobody calls into it.
    """
    is_taken = any(piece.taken_by or piece.row.holder for piece in pieces)
    titles = (_("What"), "ID", _("Name"), _("Number"), _("When"), *([_("Taken")] if is_taken else []))
    table = _table(*titles)
    for piece in pieces:
        words, role = WORDS[piece.work]
        what = Text(_(words or DISPOSITIONS.get(piece.row.disposition or "", DUE)))
        if piece.row.state == APART and piece.work is not Work.SETTLE:
            what.append(_(", settle"))
        if role is not None:
            what.stylize(rich_style(role))
        when = date.fromisoformat(piece.row.due or piece.row.day)
        by = [f"{piece.taken_by}, {said_moment(piece.taken_at, today)}"] if piece.taken_at else []
        if holder := piece.row.holder:
            since = said_since(holder.since, today)
            by += [_("open with {who} {since}").format(who=holder.who, since=since)]
        number = "\n".join(filter(None, (spoken_number(piece.row.phone), safe_text(piece.caller))))
        cells = [safe_text(piece.row.name), number, said_day(when, today)]
        cells += [safe_text("\n".join(by))] if is_taken else []
        table.add_row(what, Text(piece.row.id, style="bold"), *map(Text, cells))
    return table


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
