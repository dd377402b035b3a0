"""What desks that work together look at: the work that waits, and who may use the shared records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from rich.table import Table
from rich.text import Text

from iopintake.store.derived.index import APART, spoken_number
from iopintake.store.queries.queue import Piece, Work
from iopintake.store.shared.administering import Member
from iopintake.store.shared.sites import EVERY_SITE
from iopintake.support.language import _
from iopintake.support.safe_text import safe_text
from iopintake.terminal.pages.intake_list import said_day
from iopintake.terminal.theme import Role, rich_style

WORDS: Final[dict[Work, tuple[str, Role | None]]] = {
    Work.REVIEW_NOW: ("!! a clinician, NOW", Role.CRISIS),
    Work.SETTLE: ("! settle two desks", Role.WARNING),
    Work.REVIEW_TODAY: ("! a clinician, today", Role.WARNING),
    Work.DUE: ("", None),
}


def queue_table(pieces: Sequence[Piece], today: date) -> Table:
    """Return the work that waits as a table, the days in it told from TODAY."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in ("WHAT", "ID", "NAME", "NUMBER", "WHEN", "TAKEN"):
        table.add_column(title, overflow="fold", no_wrap=title in {"ID", "NUMBER"})
    for piece in pieces:
        words, role = WORDS[piece.work]
        what = Text(words or (piece.row.disposition or "due").replace("_", " "))
        if piece.row.state == APART and piece.work is not Work.SETTLE:
            what.append(", settle")
        if role is not None:
            what.stylize(rich_style(role))
        when = date.fromisoformat(piece.row.due or piece.row.day)
        by = f"{piece.taken_by}, {piece.taken_at:%H:%M} UTC" if piece.taken_at else ""
        cells = (piece.row.name, spoken_number(piece.row.phone), said_day(when, today), by)
        table.add_row(what, Text(piece.row.id, style="bold"), *(Text(safe_text(cell)) for cell in cells))
    return table


def staff_table(members: Iterable[Member]) -> Table:
    """Return who may use the shared records as a table."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in ("LOGIN", "SITE", "HOME", "ROLES"):
        table.add_column(title, overflow="fold")
    for one in members:
        site = _("every site") if one.site == EVERY_SITE else one.site
        home = "-" if one.lacks_home else one.home
        cells = (one.login, site, home, ", ".join(one.roles) or _("none"))
        table.add_row(*(Text(safe_text(cell)) for cell in cells))
    return table
