"""Faults of conflicts.toml."""

from __future__ import annotations

from collections.abc import Iterator

from iopintake.packs.model import REVIEWS, Pack
from iopintake.support.errors import Fault, nearest
from iopintake.support.language import _


def conflict_faults(pack: Pack) -> Iterator[Fault]:
    """Yield a fault for every conflict that nobody could be asked about."""
    for conflict in pack.conflicts:
        where = f'conflicts.toml > conflict "{conflict.id}"'
        if not conflict.questions:
            yield Fault(where, _("it names no question to ask again."), _("Name one in questions."))
        for question in conflict.questions:
            if question not in pack.questions:
                what = _('there is no question "{question}".').format(question=question)
                yield Fault(where, what, nearest(question, pack.questions))
        if REVIEWS.index(conflict.review) < REVIEWS.index("same_day"):
            what = _("a clinician would look at it later than the same day.")
            yield Fault(where, what, _('Write review = "same_day" or "now".'))
